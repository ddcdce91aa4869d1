"""Which parties are one entity, by what can be read off, with the reason for every join and every refusal.

A first grouping that every analysis shares, so that a firm's five spellings are one holder of its phone and not five.
What names nobody is told before anybody is joined (`names_at_values`); parties are joined by numbers, by names at one
contact, vehicle or partner, and companies by names that say enough (`value_joins`, `company_names`); what contradicts
is held apart (`refusals`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.collector import paused_collector
from graph.kernels.expand import matches
from graph.linkage.company_names import TaxNumbers, same_company_name
from graph.linkage.held import Held, distinct, mentions_of_parties, named_by_record, own_values, values_at_work
from graph.linkage.joins import Joins
from graph.linkage.names_at_values import Names, NamesAtValues, names_at, names_of, without_nobody
from graph.linkage.refusals import Facts, grouped
from graph.linkage.value_joins import (
    name_nobody,
    through_contacts,
    through_numbers,
    through_partners,
    through_slips,
    through_vehicles,
    without_name,
)
from graph.projection.projection import Projection
from graph.values.ids import has_failed_check

_IDENTIFIER = "identifier:"
_TELLING = ("identifier:tax:", "identifier:passport:")  # of which nobody has two
_PARTNERS = (("DRIVEN_BY", "CARRIED_BY"), ("SHIPPED_BY", "CONSIGNED_TO"), ("CONSIGNED_TO", "SHIPPED_BY"))


@dataclass(frozen=True, eq=False)
class Entities:
    """Parties grouped: `of_party[i]` is the entity of the i-th party of the projection, numbered by smallest id.

    `joins` says why, and what was refused, where that is known.
    """

    projection: Projection
    parties: np.ndarray
    of_party: np.ndarray
    joins: Joins | None = None

    @cached_property
    def count(self) -> int:
        return int(self.of_party.max()) + 1 if len(self.of_party) else 0

    @cached_property
    def of_node(self) -> np.ndarray:
        """Entity by node number; -1 for nodes that are no party."""
        found = np.full(len(self.projection.ids), -1, dtype=np.int64)
        found[self.parties] = self.of_party
        return found

    @cached_property
    def first(self) -> np.ndarray:
        """The node of the first party of each entity."""
        nodes = np.full(self.count, len(self.projection.ids), dtype=np.int64)
        np.minimum.at(nodes, self.of_party, self.parties)
        return nodes

    @cached_property
    def members(self) -> list[list[int]]:
        """Node numbers of the parties of each entity, in order of id."""
        lists: list[list[int]] = [[] for _ in range(self.count)]
        for node, entity in zip(self.parties.tolist(), self.of_party.tolist(), strict=True):
            lists[entity].append(node)
        return lists

    def label(self, entity: int) -> str:
        """The spelling that stands in most records, ties by text."""
        label = self._labels.get(entity)
        if label is None:
            label = self._labels[entity] = self._most_used(entity)
        return label

    @cached_property
    def _labels(self) -> dict[int, str]:
        return {}

    def _most_used(self, entity: int) -> str:
        degree = self.projection.degrees
        names: Counter[str] = Counter()
        for node in self.members[entity]:
            names[self.projection.label(node)] += int(degree[node])
        return min(names, key=lambda name: (-names[name], name))


@dataclass(frozen=True, eq=False)
class NamedValues:
    """What parties say of themselves, with the names that stand there: numbers and contacts apart."""

    mentions: np.ndarray
    names: Names
    numbers: Held
    contacts: Held
    at_numbers: NamesAtValues
    at_contacts: NamesAtValues

    @classmethod
    def of(cls, projection: Projection) -> "NamedValues":
        """Those of all parties of a projection; names of nobody are none."""
        names, mentions = names_of(projection), mentions_of_parties(projection)
        own = own_values(projection, mentions)
        is_number = _are_numbers(projection, own.value)
        numbers, contacts = own.of_rows(is_number), own.of_rows(~is_number)
        names = without_nobody([names_at(held, names) for held in (numbers, contacts)])
        return cls(mentions, names, numbers, contacts, names_at(numbers, names), names_at(contacts, names))


def values_of_nobody(projection: Projection) -> list[str]:
    """Ids of the numbers and contacts that stand beside several names of which none holds most mentions."""
    values = NamedValues.of(projection)
    numbers = np.concatenate([at.values[name_nobody(at)] for at in (values.at_numbers, values.at_contacts)])
    return list(projection.ids.take(numbers))


@paused_collector()
def entities_of(projection: Projection) -> Entities:
    """Groups the parties of a projection."""
    parties = projection.numbers_of("Party")
    named = NamedValues.of(projection)
    names, mentions, numbers, contacts = named.names, named.mentions, named.numbers, named.contacts
    at_numbers, at_contacts = named.at_numbers, named.at_contacts
    ids = list(projection.ids.take(at_numbers.values))
    failed = np.array([has_failed_check(value) for value in ids], dtype=bool)
    comparable = _comparable(ids, at_numbers)
    facts = _facts(projection, numbers, names, comparable)
    joins = Joins.together(
        (
            through_numbers(at_numbers, failed, numbers),
            through_contacts(at_contacts),
            through_vehicles(names_at(values_at_work(projection), names)),
            through_slips(at_numbers, comparable),
            same_company_name(names, _numbered(projection, "country"), _tax_numbers(facts), mentions),
        )
    )
    groups, first = grouped(len(parties), joins, facts)
    later = Joins.together(
        (
            through_partners(names_at(_partners(projection, groups), names)),
            without_name(contacts, at_contacts, groups),
        )
    )
    groups, second = grouped(len(parties), Joins.together((first.accepted, later)), facts, later)
    return Entities(projection, parties, groups, Joins.together((second, first.refused)))


def _are_numbers(projection: Projection, values: np.ndarray) -> np.ndarray:
    first, last = projection.ids.beginning("identifier:")
    flags: np.ndarray = (values >= first) & (values < last)
    return flags


def _comparable(ids: Sequence[str], at_numbers: NamesAtValues) -> dict[int, str]:
    """Scheme, issuer and number of the numbers of which nobody has two and that somebody's name holds, by value.

    Args:
        ids: Of the numbers, by number of value.
        at_numbers: The names at them.
    """
    rows = zip(ids, at_numbers.values.tolist(), name_nobody(at_numbers).tolist(), strict=True)
    return {
        value: number.removeprefix(_IDENTIFIER)
        for number, value, is_nobody in rows
        if not is_nobody and number.startswith(_TELLING)
    }


def _facts(projection: Projection, numbers: Held, names: Names, comparable: Mapping[int, str]) -> Facts:
    """What speaks against joins; a number that failed its check does not."""
    telling = sorted(value for value, text in comparable.items() if not has_failed_check(_IDENTIFIER + text))
    place = np.full(len(projection.ids) + 1, -1, dtype=np.int64)
    place[telling] = np.arange(len(telling))
    number = place[numbers.value]
    rows = np.flatnonzero(number >= 0)
    pieces = [comparable[value].rpartition(":") for value in telling]
    return Facts(
        numbers.party[rows],
        number[rows],
        numbers.mentions[rows],
        tuple(scheme for scheme, _, _ in pieces),
        tuple(text for _, _, text in pieces),
        names,
        _numbered(projection, "birth_on"),
        np.where(np.append(names.is_person, True)[names.of_party], -1, _numbered(projection, "country")),
    )


def _tax_numbers(facts: Facts) -> TaxNumbers:
    is_tax = np.array([scheme.startswith("tax:") for scheme in facts.schemes], dtype=bool)
    rows = np.flatnonzero(is_tax[facts.number])
    of_party = dict(zip(facts.party[rows].tolist(), facts.number[rows].tolist(), strict=True))
    return TaxNumbers(of_party, facts.texts)


def _numbered(projection: Projection, name: str) -> np.ndarray:
    """A property of parties as numbers of its values, in order of the values; -1 where it is not said or not read."""
    column = projection.properties["Party"].get(name)
    if column is None:
        return np.full(len(projection.numbers_of("Party")), -1, dtype=np.int64)
    encoded = column.array.dictionary_encode()
    texts = [str(text) for text in encoded.dictionary.to_pylist()]
    rank = {text: number for number, text in enumerate(sorted(texts))}
    numbers = np.array([rank[text] for text in texts] + [-1], dtype=np.int64)
    of_party: np.ndarray = numbers[np.asarray(encoded.indices.fill_null(len(texts)))]
    return of_party


def _partners(projection: Projection, groups: np.ndarray) -> Held:
    """Whom each party serves or trades with by role, as numbers of the groups that are known so far."""
    parties = projection.numbers_of("Party")
    first = int(parties[0]) if len(parties) else 0
    count = int(groups.max(initial=0)) + 1
    party, value = [], []
    for at, (own, other) in enumerate(_PARTNERS):
        ours, theirs = named_by_record(projection, (own,)), named_by_record(projection, (other,))
        row, place = matches(ours.record, theirs.record)
        party.append(ours.named[row])
        value.append(at * count + groups[theirs.named[place] - first])
    directors = named_by_record(projection, ("DIRECTED_BY",))
    of_firm = (directors.record >= first) & (directors.record < first + len(parties))
    party.append(directors.named[of_firm])
    value.append(len(_PARTNERS) * count + groups[directors.record[of_firm] - first])
    return distinct(projection, np.concatenate(party), np.concatenate(value))
