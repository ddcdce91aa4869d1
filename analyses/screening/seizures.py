"""Indicators of earlier seizures: on the parties, near them, and at their addresses."""

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import FATF, WCO


@indicator(source=WCO)
def seized_party(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Seizures were made before on consignments of the receiver, the driver or the sender, or from them.

    They are `least_share` at least of what it moved before in that role: a busy house meets some by chance.
    """
    seizures, when = facts.ties.by_seized, facts.when(c)
    party, seizure = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    count, moved = (np.zeros(len(c), dtype=np.int64) for _ in range(2))
    roles = ((c.sender, facts.by_sender), (c.driver, facts.by_driver), (c.receiver, facts.by_receiver))
    for entity, timeline in roles:
        seized, earlier = seizures.before(entity, when), timeline.before(entity, when)
        often = (seized > 0) & (seized >= figures["least_share"] * earlier)
        party[often], seizure[often] = facts.first(entity[often]), seizures.last_before(entity, when)[often]
        count[often], moved[often] = seized[often], earlier[often]
    return Hits.where(party >= 0, (party, seizure), count=count, moved=moved)


@indicator(source=FATF)
def two_hops_from_seizure(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver or the driver is linked, over two links at most, to somebody with a seizure before.

    Links are those through what few share, of `least_strength` (1: two alone share a phone); hubs and service providers
    link nobody. Who has a seizure himself is left to `seized_party`.
    """
    own, _ = facts.ties.seized_on
    days, nearest = facts.ties.seized_near(figures["least_strength"])
    when = facts.when(c)
    party, near = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    for entity in (c.driver, c.receiver):
        before = (days[entity] < when) & (own[entity] >= when)
        party[before], near[before] = facts.first(entity[before]), facts.first(nearest[entity[before]])
    return Hits.where(party >= 0, (party, near))


@indicator(source=WCO)
def new_firm_at_seizure_address(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A sender or receiver without earlier movements shows a phone or address of somebody with a seizure before.

    Phones and addresses that many hold (hubs) are left out.
    """
    when = facts.when(c)
    party, value, seized = (np.full(len(c), -1, dtype=np.int64) for _ in range(3))
    days, _ = facts.ties.seized_on
    for entity, timeline in ((c.sender, facts.by_sender), (c.receiver, facts.by_receiver)):
        new = np.flatnonzero((entity >= 0) & (timeline.before(entity, when) == 0))
        at, held = facts.ties.held_by(entity[new])
        place, holder = facts.ties.other_holders(held, entity[new[at]], when[new[at]])
        before = days[holder] < when[new[at[place]]]
        rows = new[at[place[before]]]
        party[rows], value[rows] = facts.first(entity[rows]), held[place[before]]
        seized[rows] = facts.first(holder[before])
    return Hits.where(party >= 0, (party, value, seized))
