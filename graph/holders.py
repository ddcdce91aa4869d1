"""Who holds which shared value: the table behind links, hubs and specificity.

A party holds its phones, addresses, e-mails and numbers; through a consignment its receiving and its sending side hold
the vehicle and container, and the people and firms that served it. The two sides are counted apart, so that a firm and
its supplier are not linked by the truck between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.identity import Entities
from graph.projection import Projection
from graph.schema import NODE_TYPES, TYPE_OF_PREFIX
from graph.store.base import UNDATED

OWN_VALUES = ("HAS_PHONE", "HAS_EMAIL", "HAS_ADDRESS", "HAS_IDENTIFIER")
RECEIVING = ("CONSIGNED_TO",)
SENDING = ("SHIPPED_BY",)
SERVING = ("DRIVEN_BY", "DECLARED_BY", "FORWARDED_BY", "CARRIED_BY", "STORED_BY")
MEANS = ("ON_VEHICLE", "IN_CONTAINER")
REGISTERED = ("DIRECTED_BY", "OWNED_BY", "HELD_BY")

OWN, RECEIVED, SENT, TRADED, KEPT = range(5)
RELATION_NAMES = ("own", "receiving side", "sending side", "trade", "register")


@dataclass(frozen=True)
class Holders:
    """Rows (value, relation, entity), each once, with the first and last day of holding (`UNDATED` where none).

    A value is a node number; for a party that serves or trades it is the first node of its entity. `count[i]` is the number
    of entities that hold the value of row i in its relation.
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
        return np.unique(self.value * len(RELATION_NAMES) + self.relation, return_inverse=True)[1]

    @cached_property
    def count(self) -> np.ndarray:
        return np.bincount(self.group)[self.group] if len(self.group) else np.zeros(0, dtype=np.int64)

    @cached_property
    def cap(self) -> np.ndarray:
        """The cap of the type of each row's value."""
        ids = self.entities.projection.ids
        caps = {t.prefix: t.cap for t in NODE_TYPES.values()}
        unique, inverse = np.unique(self.value, return_inverse=True)
        by_value = np.array([caps[ids[v][: ids[v].index(":")]] for v in unique.tolist()], dtype=np.int64)
        return by_value[inverse] if len(unique) else np.zeros(0, dtype=np.int64)


def holders_of(entities: Entities) -> Holders:
    """The holders of all shared values of a projection."""
    p = entities.projection
    parts = [_own_values(p, entities), *_through_records(p, entities), _registered(p, entities)]
    value, relation, entity, first, last = (np.concatenate([part[i] for part in parts]) for i in range(5))
    keep = entity >= 0
    return _distinct(entities, value[keep], relation[keep], entity[keep], first[keep], last[keep])


Rows = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _own_values(p: Projection, entities: Entities) -> Rows:
    edges = p.edges_of_types(OWN_VALUES)
    party, value = p.columns.source[edges].astype(np.int64), p.columns.target[edges].astype(np.int64)
    first, last = _days_of_parties(p)
    return value, np.full(len(value), OWN), entities.of_node[party], first[party], last[party]


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
    receiving, sending = _ends(p, RECEIVING), _ends(p, SENDING)
    served, means = _ends(p, SERVING), _ends(p, MEANS)
    leader = _leaders(p, entities)
    rows = []
    for relation, side in ((RECEIVED, receiving), (SENT, sending)):
        for helping in (served, means):
            rows.append(_joined(relation, side, helping, entities, leader))
    rows.append(_joined(TRADED, receiving, sending, entities, leader))
    rows.append(_joined(TRADED, sending, receiving, entities, leader))
    return rows


def _leaders(p: Projection, entities: Entities) -> np.ndarray:
    """For a party the first node of its entity, for any other node itself."""
    leader = np.arange(len(p.ids))
    if entities.count:
        first = np.full(entities.count, len(p.ids))
        np.minimum.at(first, entities.of_party, entities.parties)
        leader[entities.parties] = first[entities.of_party]
    return leader


Ends = tuple[np.ndarray, np.ndarray, np.ndarray]


def _ends(p: Projection, types: Sequence[str]) -> Ends:
    """(record, other end, day) of the edges of these types, by record."""
    edges = p.edges_of_types(types)
    source = p.columns.source[edges].astype(np.int64)
    return source, p.columns.target[edges].astype(np.int64), p.columns.on[edges].astype(np.int64)


def _joined(relation: int, side: Ends, value: Ends, entities: Entities, leader: np.ndarray) -> Rows:
    """Every party of the side with every value of the same record."""
    starts = np.searchsorted(value[0], side[0], "left")
    counts = np.searchsorted(value[0], side[0], "right") - starts
    row = np.repeat(np.arange(len(side[0])), counts)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = starts[row] + offset
    values, holder, on = leader[value[1][at]], entities.of_node[side[1][row]], side[2][row]
    other = entities.of_node[value[1][at]]
    foreign = other != holder  # nobody holds himself
    return values[foreign], np.full(int(foreign.sum()), relation), holder[foreign], on[foreign], on[foreign]


def _registered(p: Projection, entities: Entities) -> Rows:
    """Directors and owners are held by the firms they direct; a registered vehicle by its owner and holder."""
    edges = p.edges_of_types(REGISTERED)
    source, target = p.columns.source[edges].astype(np.int64), p.columns.target[edges].astype(np.int64)
    is_party = entities.of_node[source] >= 0
    leader = _leaders(p, entities)
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
    things = _ends(p, ("REGISTERS",))
    kept = _joined(KEPT, (owners[0][order], owners[1][order], owners[2][order]), things, entities, leader)
    return tuple(np.concatenate((a, b)) for a, b in zip(firms, kept, strict=True))  # type: ignore[return-value]  # five arrays


def _distinct(
    entities: Entities, value: np.ndarray, relation: np.ndarray, entity: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Holders:
    """One row for each (value, relation, entity), from its first to its last day; undated where any part is."""
    order = np.lexsort((entity, relation, value))
    value, relation, entity, first, last = (x[order] for x in (value, relation, entity, first, last))
    new = np.ones(len(value), dtype=bool)
    new[1:] = (value[1:] != value[:-1]) | (relation[1:] != relation[:-1]) | (entity[1:] != entity[:-1])
    starts = np.flatnonzero(new)
    if len(starts):
        first, last = np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
    return Holders(entities, value[starts], relation[starts], entity[starts], first, last)


def type_of_value(projection: Projection, value: int) -> str:
    """The node type of a value."""
    node_id = projection.ids[value]
    return TYPE_OF_PREFIX[node_id[: node_id.index(":")]]
