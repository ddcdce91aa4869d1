"""Entities by their names and values, as arrays: made once for what a viewer sees, asked often."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import TEXT, Texts
from graph.linkage.held import values_at_work
from graph.linkage.identity import Entities, NamedValues
from graph.linkage.matching.words import WordIndex
from graph.linkage.names_at_values import Names, NamesAtValues
from graph.linkage.value_joins import name_nobody
from graph.values.ids.checked import in_capitals, with_latin_twins


@dataclass(frozen=True, eq=False)
class Rows:
    """Pairs of numbers by the first of them: those of i are `others[pointers[i]:pointers[i + 1]]`, ascending."""

    pointers: np.ndarray
    others: np.ndarray

    @classmethod
    def of(cls, first: np.ndarray, second: np.ndarray, count: int) -> "Rows":
        """The rows of pairs, each once; `count` is one more than the largest first number."""
        width = int(second.max(initial=0)) + 1
        keys = np.unique(first.astype(np.int64) * width + second)
        return cls(np.searchsorted(keys // width, np.arange(count + 1)), (keys % width).astype(np.int32))

    def __getitem__(self, number: int) -> np.ndarray:
        others: np.ndarray = self.others[self.pointers[number] : self.pointers[number + 1]]
        return others


@dataclass(frozen=True, eq=False)
class MatchIndex:
    """The entities of a viewer's world with the keys by which one record finds them.

    Attributes:
        entities: Who is who.
        names: The names of parties; those of nobody are none.
        words: The names by their words.
        first_party: Of each name the first party that bears it, by place.
        by_name: Names to entities.
        names_of: Entities to names.
        values: Numbers of the nodes that somebody holds, ascending.
        by_value: Places of values to entities.
        values_of: Entities to places of values.
        is_nobody: Whether each value stands beside several names of which none holds most mentions.
        bare: The numbers in the ids of values without type, country and separators, sorted.
        bare_value: The place of the value of each.
        facts_of: Entities to places of parties.
    """

    entities: Entities
    names: Names
    words: WordIndex
    first_party: np.ndarray
    by_name: Rows
    names_of: Rows
    values: np.ndarray
    by_value: Rows
    values_of: Rows
    is_nobody: np.ndarray
    bare: Texts
    bare_value: np.ndarray
    facts_of: Rows

    @classmethod
    def of(cls, entities: Entities) -> "MatchIndex":
        """The index of entities: 1 million parties take about a minute."""
        projection = entities.projection
        named = NamedValues.of(projection)
        of_party = entities.of_party
        parties = np.flatnonzero(named.names.of_party >= 0)
        name, entity = named.names.of_party[parties], of_party[parties]
        count = len(named.names.names)
        first_party = np.full(count, len(of_party))
        np.minimum.at(first_party, name, parties)
        held = (named.numbers, named.contacts, values_at_work(projection))
        value = np.concatenate([rows.value for rows in held])
        holder = of_party[np.concatenate([rows.party for rows in held])]
        values, place = np.unique(value, return_inverse=True)
        bare, bare_value = _bare(projection.ids.take(values))
        return cls(
            entities=entities,
            names=named.names,
            words=WordIndex.of(named.names.words),
            first_party=first_party,
            by_name=Rows.of(name, entity, count),
            names_of=Rows.of(entity, name, entities.count),
            values=values,
            by_value=Rows.of(place, holder, len(values)),
            values_of=Rows.of(holder, place, entities.count),
            is_nobody=_are_nobody(values, (named.at_numbers, named.at_contacts)),
            bare=bare,
            bare_value=bare_value,
            facts_of=Rows.of(of_party, np.arange(len(of_party)), entities.count),
        )

    @cached_property
    def is_borne(self) -> np.ndarray:
        """Whether somebody bears each name; nobody bears what a clerk writes where he knows none."""
        flags: np.ndarray = np.diff(self.by_name.pointers) > 0
        return flags

    def places_of(self, node_id: str) -> list[int]:
        """The place of a value by the id of its node; none where nobody holds it."""
        number = self.entities.projection.ids.find(node_id)
        place = int(np.searchsorted(self.values, number))
        return [place] if number >= 0 and place < len(self.values) and self.values[place] == number else []

    def places_of_bare(self, number: str) -> list[int]:
        """The places of the values with a number as somebody typed it, whatever it is of and in which country."""
        key = bare_number(number)
        first, last = self.bare.beginning(key) if key else (0, 0)
        return [int(self.bare_value[at]) for at in range(first, min(last, first + _MOST_BARE)) if self.bare[at] == key]

    def id_of(self, place: int) -> str:
        """The id of the node of a value."""
        return self.entities.projection.ids[int(self.values[place])]


_MOST_BARE = 64  # numbers with one beginning that are looked at


def bare_number(text: str) -> str:
    """A number without what people write differently: case, separators, Cyrillic look-alikes, O for 0."""
    return "".join(filter(str.isalnum, with_latin_twins(in_capitals(text)))).replace("O", "0")


def _bare(ids: "Texts | pa.Array") -> tuple[Texts, np.ndarray]:
    """The last parts of ids without separators, sorted, and where each stood."""
    array = ids.array if isinstance(ids, Texts) else ids
    parts = pc.replace_substring_regex(array, "^.*:", "")
    parts = pc.replace_substring(pc.utf8_upper(pc.replace_substring_regex(parts, "[^\\pL\\pN]", "")), "O", "0")
    order = np.asarray(pc.sort_indices(parts), dtype=np.int64)
    return Texts(parts.take(pa.array(order)).cast(TEXT)), order


def _are_nobody(values: np.ndarray, at: tuple[NamesAtValues, ...]) -> np.ndarray:
    nobody = np.concatenate([names.values[name_nobody(names)] for names in at])
    flags: np.ndarray = np.isin(values, nobody)
    return flags
