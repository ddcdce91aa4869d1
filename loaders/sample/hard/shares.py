"""How often everything happens in a hard world: four sets of shares, all of them guesses.

`mixed`, `separate` (sister firms seldom share trucks) and `crowded` are for work. `judging` is for the last look at a
finished change alone: whoever chooses a threshold or a weight by it has nothing left to judge with. No figure here was
measured on customs data of anybody.
"""

from dataclasses import dataclass, replace

Ties = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """How groups of one kind that grow firm by firm are tied (rings, holdings, families); shares are 0-1.

    `per_thousand` groups a thousand consignees; rings are as many as the size says. `ties` are the kinds of things
    that two firms can share with their weights.
    """

    per_thousand: float
    firms: tuple[int, int]
    ties: Ties
    boss_share: float  # of the groups with a person who directs several firms
    crew_share: float  # of the groups with drivers and trucks of their own
    box_share: float  # of the groups with containers of their own
    single_tie_share: float  # of the firms that share one thing and not two
    reuse_share: float
    most_holders: int
    register_share: float  # of shared phones and addresses that stand in the register as the holder's own
    cross_border_share: float
    shipper_share: float  # of the groups whose firms buy from common shippers
    popular_share: float  # of those shippers, the ones that half the country buys from
    own_shipper_share: float  # of the groups across borders with a shipper among themselves
    young_share: float  # of new firms, those registered within two years
    established_share: float  # of the firms that were there already
    succession_share: float


@dataclass(frozen=True, slots=True)
class Offices:
    """What joins firms that have nothing to do with each other: one office of each kind for so many firms."""

    bookkeeper_per_firms: int
    bookkeeper_clients: tuple[int, int]
    centre_per_firms: int
    centre_firms: tuple[int, int]
    nominee_per_firms: int
    nominee_firms: tuple[int, int]
    broker_phone_per_firms: int
    broker_clients: tuple[int, int]
    freelancer_per_firms: int
    freelancer_clients: tuple[int, int]
    reassigned_share: float  # of the firms, those whose phone was somebody else's before and is in use for both
    second_tie_share: float  # of clients, tenants and nominees' firms that share a second thing with the office


@dataclass(frozen=True, slots=True)
class Trade:
    """How firms trade, fronts and others alike."""

    spot_share: float  # of the consignments, those outside of any regular relation
    general_share: float  # of the firms, those that buy of every sector
    founded_share: float  # of the firms, those that begin within the sample's time
    closed_share: float
    shown_share: float  # of a holder's papers, those that show a shared phone; the same for a shared address
    used_share: float  # of a holder's loads by road, those that a shared crew carries
    boxed_share: float  # of a holder's loads, those in a shared container
    hauled_share: float  # of all loads by road, those that somebody else's crew carries


@dataclass(frozen=True, slots=True)
class Controls:
    """What is hidden, what is looked at, and what is reported."""

    load_share: float  # of a front's consignments, those for its ring
    contraband_share: float  # of a ring's loads
    cover_share: float  # of a ring's loads, those under goods of another sector
    inspected_share: float  # before route, goods, age and watch lists raise or lower it
    watched_share: float  # of the consignees, those on a watch list, the large ones first
    watched_factor: float
    found_share: float  # of contraband in loads that are inspected
    tip_share: float  # of contraband, found without a selection
    incidental_share: float  # of all consignments: a seizure that says nothing about the firm
    twice_share: float  # of the seizures, reported again by another office
    junk_share: float  # of cells that identify
    notice_share: float  # of the consignments, announced before arrival
    changed_share: float  # of the notices, those that differ from what is declared


@dataclass(frozen=True, slots=True)
class Shares:
    """A whole set of assumptions."""

    ring: Habits
    holding: Habits
    family: Habits
    offices: Offices
    trade: Trade
    controls: Controls


_RING_TIES = (
    ("phone", 4), ("director", 2), ("address", 3), ("driver", 3), ("truck", 2), ("trailer", 1), ("container", 2),
)  # fmt: skip
_HOLDING_TIES = (
    ("phone", 3), ("director", 3), ("address", 3), ("driver", 2), ("truck", 3), ("trailer", 2), ("container", 1),
)  # fmt: skip
_FAMILY_TIES = (
    ("phone", 4), ("director", 3), ("address", 4), ("driver", 2), ("truck", 3), ("trailer", 1), ("container", 2),
)  # fmt: skip
_RING = Habits(
    per_thousand=0,
    firms=(3, 9),
    ties=_RING_TIES,
    boss_share=0.35,
    crew_share=1.0,
    box_share=0.6,
    single_tie_share=0.2,
    reuse_share=0.6,
    most_holders=5,
    register_share=0.4,
    cross_border_share=0.5,
    shipper_share=0.6,
    popular_share=0.6,
    own_shipper_share=0.4,
    young_share=0.5,
    established_share=0.3,
    succession_share=0.5,
)
_HOLDING = Habits(
    per_thousand=3,
    firms=(7, 24),
    ties=_HOLDING_TIES,
    boss_share=0.8,
    crew_share=0.9,
    box_share=0.4,
    single_tie_share=0.3,
    reuse_share=0.85,
    most_holders=24,
    register_share=0.7,
    cross_border_share=0.4,
    shipper_share=0.5,
    popular_share=0.5,
    own_shipper_share=0.4,
    young_share=0.15,
    established_share=0.7,
    succession_share=0.3,
)
_FAMILY = Habits(
    per_thousand=20,
    firms=(2, 6),
    ties=_FAMILY_TIES,
    boss_share=0.6,
    crew_share=0.5,
    box_share=0.3,
    single_tie_share=0.3,
    reuse_share=0.7,
    most_holders=6,
    register_share=0.6,
    cross_border_share=0.3,
    shipper_share=0.45,
    popular_share=0.5,
    own_shipper_share=0.3,
    young_share=0.3,
    established_share=0.5,
    succession_share=0.35,
)
_OFFICES = Offices(50, (3, 20), 60, (3, 30), 200, (4, 10), 200, (3, 8), 80, (3, 8), 0.02, 0.3)
_TRADE = Trade(
    spot_share=0.15,
    general_share=0.2,
    founded_share=0.08,
    closed_share=0.08,
    shown_share=0.6,
    used_share=0.65,
    boxed_share=0.35,
    hauled_share=0.02,
)
_CONTROLS = Controls(
    load_share=0.65,
    contraband_share=0.4,
    cover_share=0.12,
    inspected_share=0.03,
    watched_share=0.05,
    watched_factor=4,
    found_share=0.7,
    tip_share=0.06,
    incidental_share=0.004,
    twice_share=0.15,
    junk_share=0.02,
    notice_share=0.3,
    changed_share=0.25,
)
MIXED = Shares(_RING, _HOLDING, _FAMILY, _OFFICES, _TRADE, _CONTROLS)
CROWDED = Shares(
    ring=replace(_RING, single_tie_share=0.35, established_share=0.1, register_share=0.5, cross_border_share=0.35),
    holding=replace(_HOLDING, per_thousand=4, crew_share=1.0, box_share=0.6, cross_border_share=0.5),
    family=replace(_FAMILY, per_thousand=32, crew_share=0.85, box_share=0.6, register_share=0.5, young_share=0.4),
    offices=Offices(30, (3, 20), 50, (3, 30), 150, (4, 10), 150, (3, 8), 50, (3, 8), 0.03, 0.4),
    trade=replace(_TRADE, shown_share=0.5, used_share=0.6, spot_share=0.2, general_share=0.3),
    controls=replace(_CONTROLS, inspected_share=0.04, junk_share=0.03, found_share=0.6),
)
JUDGING = Shares(
    ring=replace(_RING, established_share=0.45, young_share=0.35, shipper_share=0.4, succession_share=0.35),
    holding=replace(_HOLDING, per_thousand=1.5, register_share=0.55, shipper_share=0.7),
    family=replace(_FAMILY, per_thousand=26, crew_share=0.65, succession_share=0.5, cross_border_share=0.4),
    offices=Offices(80, (3, 20), 35, (3, 30), 120, (4, 10), 250, (3, 8), 60, (3, 8), 0.05, 0.25),
    trade=replace(_TRADE, shown_share=0.55, spot_share=0.1, founded_share=0.12, closed_share=0.12, hauled_share=0.04),
    controls=replace(_CONTROLS, load_share=0.5, tip_share=0.12, inspected_share=0.02, junk_share=0.04),
)
SEPARATE = replace(
    MIXED,
    holding=replace(_HOLDING, crew_share=0.3, box_share=0.1),
    family=replace(_FAMILY, crew_share=0.2, box_share=0.1),
)
ASSUMPTIONS = {"mixed": MIXED, "separate": SEPARATE, "crowded": CROWDED, "judging": JUDGING}
