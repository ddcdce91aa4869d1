"""Whom the parties on later papers are, by what was known before: nothing of these papers joins anybody.

A party whose very particulars were known is who it was; any other is looked up as one new record is
(`graph.linkage.matching`), and counts as known where the match is sure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from graph.kernels.expand import matches
from graph.linkage.held import distinct, named_by_record, own_values
from graph.linkage.identity import Entities
from graph.linkage.matching import MatchIndex, Query, match
from graph.linkage.movements import Movements
from graph.progress import Progress, Step
from graph.projection.projection import Projection
from graph.values.naming import Verdict

MOST_VALUES = 12  # of a party that are looked up
NOBODY, UNASKED = -1, -2


def same_nodes(later: Projection, earlier: Projection) -> np.ndarray:
    """The number in an earlier projection of each node of a later one; -1 where it was not there."""
    places = pc.index_in(later.ids.array, value_set=earlier.ids.array)
    numbers: np.ndarray = np.asarray(pc.fill_null(places, NOBODY)).astype(np.int64)
    return numbers


@dataclass(frozen=True, eq=False)
class Recogniser:
    """Knows the entities of one moment.

    Attributes:
        known: Who is who by what was known then.
    """

    known: Entities

    @cached_property
    def index(self) -> MatchIndex:
        return MatchIndex.of(self.known)

    def entities_of(self, later: Projection, parties: np.ndarray, tick: Progress) -> np.ndarray:
        """The known entity of each node of a later projection; -1 for strangers, -2 for all but these parties.

        Args:
            later: What holds the later papers.
            parties: Numbers of the parties that are asked about.
            tick: Told how far it is.
        """
        before = same_nodes(later, self.known.projection)
        entity_of = np.full(len(later.ids), UNASKED, dtype=np.int64)
        was_there = parties[before[parties] >= 0]
        entity_of[was_there] = self.known.of_node[before[was_there]]
        new = parties[before[parties] < 0]
        queries = _Queries(later, new)
        for place, party in enumerate(new.tolist()):
            if place % 256 == 0:
                tick(Step("looking up who came", place, len(new)))
            entity_of[party] = self._matched(queries.query(party))
        return entity_of

    def _matched(self, query: Query) -> int:
        """The entity that a record surely is, else -1."""
        best = match(self.index, query, 1)
        return best[0].entity if best and best[0].verdict is Verdict.SAME else NOBODY


def as_known(later: Movements, known: Entities, entity_of: np.ndarray, edge_types: tuple[str, ...]) -> Entities:
    """Who is who among later papers by what was known before: two firms that a later paper joins stay two.

    A party that was there is who it was, and one that was recognised whom it was taken for; so is, on one movement,
    whoever is grouped with such a one later: one paper of it said enough. Strangers stay as they are grouped later,
    apart from all who were known. Whoever nobody asked about, as carriers and brokers, is with somebody of his later
    group who was known, where there is one.

    Args:
        later: The movements with who is who by the later papers.
        known: Who was who before.
        entity_of: The known entity of each later node, -1 for strangers, -2 for those nobody asked about.
        edge_types: Of the roles that were asked about.
    """
    entities = later.entities
    group_of = np.full(len(entity_of), NOBODY, dtype=np.int64)
    before = same_nodes(entities.projection, known.projection)[entities.parties]
    group_of[entities.parties] = np.where(before >= 0, known.of_node[before], entity_of[entities.parties])
    movement, node = later.said(edge_types)
    on_one = _on_one_movement(movement * entities.count + entities.of_node[node], group_of[node])
    from_last = np.argsort(-later.day[movement], kind="stable")  # of one that stands on several the first one decides
    group_of[node[from_last]] = on_one[from_last]
    group = group_of[entities.parties]
    was_there, unasked = before >= 0, group == UNASKED
    group[unasked] = _least_of(entities.of_party[was_there], group[was_there], entities.count)[
        entities.of_party[unasked]
    ]
    keys = np.where(group >= 0, group, known.count + entities.of_party)
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(entities.parties[first])] = np.arange(len(first))
    return Entities(entities.projection, entities.parties, rank[place])


def _on_one_movement(key: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The group of each, or of strangers the first known one that stands at the same key, of movement and entity."""
    keys, place = np.unique(key, return_inverse=True)
    is_known = group >= 0
    least = _least_of(place[is_known], group[is_known], len(keys))
    return np.where(group == NOBODY, least[place], group)


def _least_of(key: np.ndarray, value: np.ndarray, count: int) -> np.ndarray:
    """The least value at each of so many keys; -1 where there is none."""
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, key, value)
    return np.where(least == np.iinfo(np.int64).max, NOBODY, least)


class _Queries:
    """What the papers say of parties, as questions."""

    def __init__(self, projection: Projection, parties: np.ndarray) -> None:
        self._projection = projection
        self._first = int(projection.numbers_of("Party")[0]) if len(parties) else 0
        held = own_values(projection, np.ones(len(projection.numbers_of("Party")), dtype=np.int64))
        drivers, vehicles = (named_by_record(projection, (name,)) for name in ("DRIVEN_BY", "ON_VEHICLE"))
        row, at = matches(drivers.record, vehicles.record)
        driven = distinct(projection, drivers.named[row], vehicles.named[at])
        party = np.concatenate((held.party, driven.party)) + self._first
        value = np.concatenate((held.value, driven.value))
        asked = np.isin(party, parties)
        order = np.lexsort((value[asked], party[asked]))
        self._party, self._value = party[asked][order], value[asked][order]

    def query(self, party: int) -> Query:
        """The question about one of the parties, by its number."""
        first, last = np.searchsorted(self._party, (party, party + 1))
        values = self._projection.ids.take(self._value[first : min(last, first + MOST_VALUES)])
        kind = self._said(party, "kind")
        name = self._said(party, "name")
        return Query(
            names=(name,) if name else (),
            is_person=None if not kind else kind == "person",
            country=self._said(party, "country"),
            birth_on=self._said(party, "birth_on"),
            values=tuple(map(str, values)),
        )

    def _said(self, party: int, name: str) -> str:
        return str(self._projection.property_of("Party", name)[party - self._first] or "")


def first_known(movements: Movements, edge_types: tuple[str, ...], entity_of: np.ndarray) -> np.ndarray:
    """The first known entity in these roles of each movement, by the id of its party; -1 for none."""
    movement, node = movements.said(edge_types)
    is_known = entity_of[node] >= 0
    first = np.full(movements.count, NOBODY, dtype=np.int64)
    first[movement[is_known][::-1]] = entity_of[node[is_known]][::-1]
    return first


def parties_of(movements: Movements, roles: Mapping[str, tuple[str, ...]], wanted: np.ndarray) -> np.ndarray:
    """The parties in some roles of the movements that are wanted (a flag each), each once."""
    parts = []
    for edge_types in roles.values():
        movement, node = movements.said(edge_types)
        parts.append(node[wanted[movement]])
    return np.unique(np.concatenate(parts))
