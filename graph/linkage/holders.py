"""Who holds which shared value: the table behind links, hubs and specificity.

A party holds its phones, addresses, e-mails and numbers; through a consignment its receiving and its sending side hold
the vehicle and container, and the people and firms that served it. The two sides are counted apart, so that a firm and
its supplier are not linked by the truck between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.kernels.expand import distinct_pairs, matches
from graph.linkage.identity import Entities
from graph.model import UNDATED
from graph.projection.projection import Projection
from graph.schema import NODE_TYPES
from graph.values.ids import is_too_short

RECEIVING = ("CONSIGNED_TO",)
SENDING = ("SHIPPED_BY",)
REGISTERED = ("DIRECTED_BY", "OWNED_BY", "HELD_BY")
RECORD_TYPES = frozenset({"Consignment", "Registration", "Case"})


AGENTS = ("DECLARED_BY", "FORWARDED_BY", "CARRIED_BY", "STORED_BY")


@dataclass(frozen=True, slots=True)
class Relation:
    """A way of holding a value. `factor` is what sharing it weighs against sharing a phone, 0-1.

    A `follows_carrier` value belongs to whoever carries: where one carrier stands on most of its consignments, it is no
    rarer than that carrier. A `needs_repeat` value links only those who used it again some days later: a truck that
    came once says nothing. Control is evidence of common hands; the rest is commerce. Of one `family` (a truck, its
    trailer and its driver are one observation) only the strongest counts for a pair. What is `direct` is said of the
    two themselves, that one knows the other: it links them however many others either knows, and no two of those.
    """

    name: str
    factor: float
    family: str
    edges: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    follows_carrier: bool = False
    needs_repeat: bool = False
    is_control: bool = True
    direct: bool = False


RELATIONS = (
    Relation("phone", 1.0, "phone"),
    Relation("email", 1.0, "email"),
    Relation("identifier", 1.0, "identifier"),
    Relation("address", 0.38, "address"),
    Relation("director or keeper", 1.0, "register"),
    Relation("trade", 1.0, "trade", is_control=False),
    Relation("association", 1.0, "association", direct=True),
    Relation("case", 1.0, "case"),
    *(
        relation
        for name, side, share in (("receiving", RECEIVING, 1.0), ("sending", SENDING, 0.5))
        for relation in (
            Relation(f"driver, {name} side", 0.8 * share, "crew", ("DRIVEN_BY",), side, True, True),
            Relation(f"vehicle, {name} side", 1.0 * share, "crew", ("ON_VEHICLE",), side, True, True),
            Relation(f"container, {name} side", 0.6 * share, "container", ("IN_CONTAINER",), side, needs_repeat=True),
            Relation(f"agent, {name} side", 1.0, "agent", AGENTS, side, is_control=False),
        )
    ),
)
OWN = {"HAS_PHONE": 0, "HAS_EMAIL": 1, "HAS_IDENTIFIER": 2, "HAS_ADDRESS": 3}
KEPT, TRADED, ASSOCIATED, IN_CASE = 4, 5, 6, 7
_CARRIERS = ("CARRIED_BY",)
_LEADING_CARRIER_SHARE = 0.6


@dataclass(frozen=True, eq=False)
class Holders:
    """Rows (value, relation, entity), each once, with the first and last day of holding (`UNDATED` where none).

    A value is a node number; for a party that serves or trades it is the first node of its entity. `count[i]` is the
    number of entities that hold the value of row i in its relation; `rarity[i]` is that, or the clients of the agent it
    follows.
    """

    entities: Entities
    value: np.ndarray
    relation: np.ndarray
    entity: np.ndarray
    first_on: np.ndarray
    last_on: np.ndarray

    @cached_property
    def group(self) -> np.ndarray:
        """Number of the (value, relation) of each row."""
        return np.unique(self.value * len(RELATIONS) + self.relation, return_inverse=True)[1]

    @cached_property
    def count(self) -> np.ndarray:
        return np.bincount(self.group)[self.group] if len(self.group) else np.zeros(0, dtype=np.int64)

    @cached_property
    def rarity(self) -> np.ndarray:
        """Holders by which a row is weighed: its own count, or the clients of whoever the value really belongs to.

        A truck or driver that mostly comes with one carrier is as common as that carrier; a phone or address that also
        stands on a broker, forwarder, carrier or warehouse is as common as his clients.
        """
        carrier_of, clients = _leading_carriers(self.entities), self._clients
        follows = self._of_relation("follows_carrier")
        carrier = np.where(follows, carrier_of[self.value], -1)
        of_agent = np.zeros(len(self.entities.projection.ids), dtype=np.int64)
        own = np.isin(self.relation, list(OWN.values()))
        np.maximum.at(of_agent, self.value[own], clients[self.entity[own]])
        inherited = np.where(own, of_agent[self.value], np.where(carrier >= 0, clients[carrier], 0))
        rarity: np.ndarray = np.where(self.is_direct, 2, np.maximum(self.count, inherited))
        return rarity

    @cached_property
    def _clients(self) -> np.ndarray:
        """For how many entities each entity acts as broker, forwarder, carrier or warehouse."""
        is_agent = np.array([relation.edges == AGENTS for relation in RELATIONS])[self.relation]
        agent = self.entities.of_node[self.value[is_agent]]
        return np.bincount(agent, weights=np.ones(len(agent)), minlength=self.entities.count).astype(np.int64)

    def _of_relation(self, name: str) -> np.ndarray:
        """An attribute of each row's relation."""
        found: np.ndarray = np.array([getattr(relation, name) for relation in RELATIONS])[self.relation]
        return found

    def repeats(self, days: int) -> np.ndarray:
        """Whether each row may link: used again so many days later, where its relation asks for that."""
        needed = self._of_relation("needs_repeat")
        linking: np.ndarray = ~needed | (self.last_on - self.first_on >= days)
        return linking

    @cached_property
    def is_control(self) -> np.ndarray:
        """Whether each row is evidence of control rather than of commerce."""
        return self._of_relation("is_control")

    @cached_property
    def is_direct(self) -> np.ndarray:
        """Whether each row is said of its value and its holder themselves."""
        return self._of_relation("direct")

    @cached_property
    def family(self) -> np.ndarray:
        """Number of the family of each row's relation."""
        numbers: np.ndarray = np.array([self.family_number(relation.family) for relation in RELATIONS])[self.relation]
        return numbers

    @staticmethod
    def family_number(name: str) -> int:
        """Number of a family of evidence."""
        return sorted({relation.family for relation in RELATIONS}).index(name)

    @cached_property
    def factor(self) -> np.ndarray:
        """The factor of each row's relation."""
        return self._of_relation("factor")

    @cached_property
    def cap(self) -> np.ndarray:
        """The cap of the type of each row's value."""
        caps = np.zeros(len(self.entities.projection.ids), dtype=np.int64)
        for node_type in NODE_TYPES.values():
            caps[self.entities.projection.numbers_of(node_type.name)] = node_type.cap
        of_row: np.ndarray = np.where(self.relation == IN_CASE, NODE_TYPES["Case"].cap, caps[self.value])
        return of_row


def holders_of(entities: Entities) -> Holders:
    """The holders of all shared values of a projection but numbers too short to tell who shares them."""
    p = entities.projection
    parts = [*_own_values(p, entities), *_through_records(p, entities), _registered(p, entities), *_people(p, entities)]
    value, relation, entity, first, last = (np.concatenate([part[i] for part in parts]) for i in range(5))
    keep = (entity >= 0) & ~are_too_short(p)[value]
    return _distinct(entities, value[keep], relation[keep], entity[keep], first[keep], last[keep])


def are_too_short(p: Projection) -> np.ndarray:
    """Whether each node is a number of a firm or person that is too short, by node."""
    numbers = p.numbers_of("Identifier")
    flags = np.zeros(len(p.ids), dtype=bool)
    flags[numbers] = [is_too_short(node_id) for node_id in p.ids.take(numbers)]
    return flags


Rows = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _own_values(p: Projection, entities: Entities) -> list[Rows]:
    first, last = _days_of_parties(p)
    rows = []
    for edge_type, relation in OWN.items():
        party, value, _ = ends_of(p, (edge_type,))
        rows.append((value, np.full(len(value), relation), entities.of_node[party], first[party], last[party]))
    return rows


def _days_of_parties(p: Projection) -> tuple[np.ndarray, np.ndarray]:
    """First and last day on which a record mentions each node; a registered party has its own undated life."""
    first = np.full(len(p.ids), np.iinfo(np.int64).max)
    last = np.full(len(p.ids), UNDATED, dtype=np.int64)
    dated = p.columns.on != UNDATED
    on = p.columns.on[dated].astype(np.int64)
    np.minimum.at(first, p.columns.target[dated], on)
    np.maximum.at(last, p.columns.target[dated], on)
    first[first == np.iinfo(np.int64).max] = UNDATED
    return first, last


def _through_records(p: Projection, entities: Entities) -> list[Rows]:
    leader = leaders_of(p, entities)
    rows = [
        _held_through(number, ends_of(p, relation.side), ends_of(p, relation.edges), entities, leader)
        for number, relation in enumerate(RELATIONS)
        if relation.edges
    ]
    receiving, sending = ends_of(p, RECEIVING), ends_of(p, SENDING)
    rows.append(_held_through(TRADED, receiving, sending, entities, leader))
    rows.append(_held_through(TRADED, sending, receiving, entities, leader))
    return rows


def _leading_carriers(entities: Entities) -> np.ndarray:
    """By node: the entity that carries most of what a vehicle or driver moves; -1 for none."""
    p = entities.projection
    carried, moved = ends_of(p, _CARRIERS), ends_of(p, ("DRIVEN_BY", "ON_VEHICLE"))
    row, at = matches(moved[0], carried[0])
    value = leaders_of(p, entities)[moved[1]]
    pairs = distinct_pairs(value[row], entities.of_node[carried[1]][at])
    total = np.bincount(value, minlength=len(p.ids))
    leading = np.full(len(p.ids), -1, dtype=np.int64)
    most = pairs.often >= _LEADING_CARRIER_SHARE * total[pairs.left]
    leading[pairs.left[most]] = pairs.right[most]
    return leading


def leaders_of(p: Projection, entities: Entities) -> np.ndarray:
    """For a party the first node of its entity, for any other node itself."""
    leader = np.arange(len(p.ids))
    if entities.count:
        first = np.full(entities.count, len(p.ids))
        np.minimum.at(first, entities.of_party, entities.parties)
        leader[entities.parties] = first[entities.of_party]
    return leader


Ends = tuple[np.ndarray, np.ndarray, np.ndarray]


def ends_of(p: Projection, types: Sequence[str]) -> Ends:
    """(record, other end, day) of the edges of these types, by record."""
    edges = p.edges_of_types(types)
    source = p.columns.source[edges].astype(np.int64)
    return source, p.columns.target[edges].astype(np.int64), p.columns.on[edges].astype(np.int64)


def _held_through(relation: int, side: Ends, value: Ends, entities: Entities, leader: np.ndarray) -> Rows:
    """Every party of the side with every value of the same record."""
    row, at = matches(side[0], value[0])
    values, holder, on = leader[value[1][at]], entities.of_node[side[1][row]], side[2][row]
    other = entities.of_node[value[1][at]]
    foreign = other != holder  # nobody holds himself
    return values[foreign], np.full(int(foreign.sum()), relation), holder[foreign], on[foreign], on[foreign]


def _registered(p: Projection, entities: Entities) -> Rows:
    """Directors and owners are held by the firms they direct; a registered vehicle by its owner and holder."""
    edges = p.edges_of_types(REGISTERED)
    source, target = p.columns.source[edges].astype(np.int64), p.columns.target[edges].astype(np.int64)
    is_party = entities.of_node[source] >= 0
    leader = leaders_of(p, entities)
    undated = np.full(int(is_party.sum()), UNDATED, dtype=np.int64)
    firms = (
        leader[target[is_party]],
        np.full(len(undated), KEPT),
        entities.of_node[source[is_party]],
        undated,
        undated,
    )
    owners = (source[~is_party], target[~is_party], np.full(int((~is_party).sum()), UNDATED, dtype=np.int64))
    order = np.argsort(owners[0], kind="stable")
    things = ends_of(p, ("REGISTERS",))
    kept = _held_through(KEPT, (owners[0][order], owners[1][order], owners[2][order]), things, entities, leader)
    return tuple(np.concatenate((a, b)) for a, b in zip(firms, kept, strict=True))  # type: ignore[return-value]  # five arrays


def _people(p: Projection, entities: Entities) -> list[Rows]:
    """Who knows whom, and who is involved in which case or a suspect of it."""
    leader = leaders_of(p, entities)
    knows, known, on = ends_of(p, ("ASSOCIATED_WITH",))
    others = entities.of_node[known] != entities.of_node[knows]  # nobody knows himself
    knows, known, on = knows[others], known[others], on[others]
    rows = [(leader[known], np.full(len(on), ASSOCIATED), entities.of_node[knows], on, on)]
    party, case, involved_on = ends_of(p, ("INVOLVED_IN",))
    of_case, suspect, suspected_on = ends_of(p, ("SUSPECTS",))
    for value, person, days in ((case, party, involved_on), (of_case, suspect, suspected_on)):
        rows.append((value, np.full(len(days), IN_CASE), entities.of_node[person], days, days))
    return rows


def _distinct(
    entities: Entities, value: np.ndarray, relation: np.ndarray, entity: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Holders:
    """One row for each (value, relation, entity), from its first to its last day; undated where any part is."""
    key = (value * len(RELATIONS) + relation) * max(1, entities.count) + entity
    order = np.argsort(key, kind="stable")
    key, value, relation, entity, first, last = (x[order] for x in (key, value, relation, entity, first, last))
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else key
    if len(starts):
        first, last = np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
    return Holders(entities, value[starts], relation[starts], entity[starts], first, last)


def days_of_entities(entities: Entities) -> tuple[np.ndarray, np.ndarray]:
    """First and last day on which a record mentions each entity; `UNDATED` where none does."""
    first, last = _days_of_parties(entities.projection)
    first, last = first[entities.parties], last[entities.parties]
    earliest = np.full(entities.count, np.iinfo(np.int64).max)
    latest = np.full(entities.count, UNDATED, dtype=np.int64)
    dated = first != UNDATED
    np.minimum.at(earliest, entities.of_party[dated], first[dated])
    np.maximum.at(latest, entities.of_party[dated], last[dated])
    earliest[earliest == np.iinfo(np.int64).max] = UNDATED
    return earliest, latest


def _is_record(p: Projection, number: int) -> bool:
    """A consignment, a case, or a register's row about a thing or party."""
    node_type = p.type_of(number)
    return node_type in RECORD_TYPES or (node_type == "Party" and not p.is_inline_party[number])


def records_behind(entities: Entities, value: int, ends: Sequence[int], most: int = 3) -> list[str]:
    """Ids of records on which the ends stand together with the value, at most so many an end, earliest id first."""
    p = entities.projection
    party = int(entities.of_node[value])
    values = entities.members[party] if party >= 0 else [value]
    near_value = {int(n) for v in values for n in p.neighbours(v).nodes.tolist()}
    found: list[str] = []
    for end in ends:
        records: set[str] = set()
        for node in entities.members[end]:
            around = p.neighbours(node).nodes.tolist()
            shared = near_value.intersection(around)
            direct = (node, *around) if node in near_value else ()
            records.update(p.ids[n] for n in (*shared, *direct) if _is_record(p, n))
        found += sorted(records)[:most]
    return sorted(set(found))
