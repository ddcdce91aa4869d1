"""Which parties are one entity, by what can be read off: the same number, or the same company name in one country.

A first grouping that every analysis shares, so that a firm's five spellings are one holder of its phone and not five.
It never joins two parties with different tax numbers by name, and a number or name that stands beside many different
ones identifies nobody. A number that failed its check joins nobody by itself, and speaks against no name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np

from graph.columns import Column
from graph.kernels.components import components
from graph.projection.projection import Projection
from graph.values.ids import has_failed_check

HUB_NAMES = 8  # an identifier beside at least so many names,
HUB_NAMES_SHARE = 0.5  # more than this share of its mentions under another name, names nobody
MOST_COMPARED = 60  # groups at one phone or address whose names are compared
SAME_WORDS_SHARE = 0.75  # of the words of the shorter name that two spellings have in common
LEADING_SHARE = 0.8  # of the mentions with a tax number that carry the leading one


@dataclass(frozen=True, eq=False)
class Entities:
    """Parties grouped: `of_party[i]` is the entity of the i-th party of the projection, numbered by smallest id."""

    projection: Projection
    parties: np.ndarray
    of_party: np.ndarray

    @property
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


def entities_of(projection: Projection) -> Entities:
    """Groups the parties of a projection."""
    parties = projection.numbers_of("Party")
    first = int(parties[0]) if len(parties) else 0
    mentions = _mentions(projection, parties)
    keys = _name_keys(projection.property_of("Party", "name_folded"))
    held = _identifiers(projection, first)
    failed = _failed(projection, held)
    tax = _tax_numbers(projection, held, failed)
    links = _same_number(held, failed, keys, mentions) + _same_name(projection, keys, tax, mentions)
    groups = _components(len(parties), links)
    links += _similar_name(projection, keys, groups, tax)
    return Entities(projection, parties, _components(len(parties), links))


def _components(count: int, links: Sequence[tuple[int, int]]) -> np.ndarray:
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    return components(count, ends[:, 0], ends[:, 1])


def _name_keys(folded: Column) -> list[str]:
    """The words of each name in their order, each distinct name looked at once; "" where there is no name."""
    encoded = folded.array.dictionary_encode()
    distinct = [" ".join(sorted(name.split())) for name in encoded.dictionary.to_pylist()]
    return [distinct[place] if place is not None else "" for place in encoded.indices.to_pylist()]


def _mentions(projection: Projection, parties: np.ndarray) -> np.ndarray:
    """In how many records each party stands; a registered one counts once."""
    into = np.bincount(projection.columns.target, minlength=len(projection.ids))
    mentions: np.ndarray = np.maximum(into[parties], 1)
    return mentions


def _identifiers(projection: Projection, first: int) -> dict[int, list[int]]:
    """Parties (by place among the parties) that hold each identifier."""
    edges = projection.edges_of_types(["HAS_IDENTIFIER"])
    held: dict[int, list[int]] = defaultdict(list)
    for party, value in zip(
        projection.columns.source[edges].tolist(), projection.columns.target[edges].tolist(), strict=True
    ):
        held[value].append(party - first)
    return held


def _failed(projection: Projection, held: dict[int, list[int]]) -> set[int]:
    """The numbers that failed their check."""
    return {value for value in held if has_failed_check(projection.ids[value])}


def _tax_numbers(projection: Projection, held: dict[int, list[int]], failed: set[int]) -> dict[int, int]:
    """The tax number of each party that has a right one, by its node number."""
    first, last = projection.ids.beginning("identifier:tax:")
    numbers = {value: parties for value, parties in held.items() if first <= value < last and value not in failed}
    return {party: value for value, parties in numbers.items() for party in parties}


def _same_number(
    held: dict[int, list[int]], failed: set[int], keys: Sequence[str], mentions: np.ndarray
) -> list[tuple[int, int]]:
    links: list[tuple[int, int]] = []
    for value, parties in held.items():
        if len(parties) < 2:
            continue
        if value in failed:
            links += _same_number_and_name(parties, keys)
            continue
        names = {keys[p] for p in parties if keys[p]}
        total = int(mentions[parties].sum())
        if len(names) >= HUB_NAMES and len(names) / total > HUB_NAMES_SHARE:
            continue
        links += [(parties[0], other) for other in parties[1:]]
    return links


def _same_number_and_name(parties: list[int], keys: Sequence[str]) -> list[tuple[int, int]]:
    """Parties that hold a number which failed its check, and so says nothing alone, under one name."""
    groups: dict[str, list[int]] = defaultdict(list)
    for party in parties:
        if keys[party]:
            groups[keys[party]].append(party)
    return [(group[0], other) for group in groups.values() for other in group[1:]]


def _same_name(
    projection: Projection, keys: Sequence[str], tax: dict[int, int], mentions: np.ndarray
) -> list[tuple[int, int]]:
    kinds = list(projection.property_of("Party", "kind"))
    countries = list(projection.property_of("Party", "country"))
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for party, key in enumerate(keys):
        if key and kinds[party] != "person" and _says_enough(key):
            groups[key, countries[party]].append(party)
    links = []
    for parties in groups.values():
        if len(parties) > 1:
            joined = _without_conflict(parties, tax, mentions)
            links += [(joined[0], other) for other in joined[1:]]
    return links


def _says_enough(key: str) -> bool:
    """Two words, or one of six letters: shorter names are borne by many."""
    return " " in key or len(key) >= 6


def _without_conflict(parties: list[int], tax: dict[int, int], mentions: np.ndarray) -> list[int]:
    """Those of one name that may be one firm: all but the bearers of other tax numbers than the leading one."""
    weight: Counter[int] = Counter()
    for party in parties:
        if party in tax:
            weight[tax[party]] += int(mentions[party])
    if not weight:
        return parties
    leading, most = min(weight.items(), key=lambda item: (-item[1], item[0]))
    if most < LEADING_SHARE * weight.total():
        return [party for party in parties if tax.get(party) == leading]
    return [party for party in parties if tax.get(party, leading) == leading]


def _similar_name(
    projection: Projection, keys: Sequence[str], groups: np.ndarray, tax: dict[int, int]
) -> list[tuple[int, int]]:
    """Parties that hold the same phone, e-mail or address under spellings of one name, and no other tax number."""
    first = int(projection.numbers_of("Party")[0]) if len(groups) else 0
    edges = projection.edges_of_types(("HAS_PHONE", "HAS_EMAIL", "HAS_ADDRESS"))
    holders: dict[int, dict[int, int]] = defaultdict(dict)
    for party, value in zip(
        projection.columns.source[edges].tolist(), projection.columns.target[edges].tolist(), strict=True
    ):
        holders[value].setdefault(int(groups[party - first]), party - first)
    numbers: dict[int, set[int]] = defaultdict(set)
    for party, number in tax.items():
        numbers[int(groups[party])].add(number)
    links: set[tuple[int, int]] = set()
    for parties in holders.values():
        if not 2 <= len(parties) <= MOST_COMPARED:
            continue
        named = [(party, skeleton(keys[party]), numbers[group]) for group, party in parties.items() if keys[party]]
        links.update(
            (a, b)
            for (a, x, m), (b, y, n) in combinations(named, 2)
            if _is_spelling(x, y) and (not m or not n or m & n)
        )
    return sorted(links)


_VOWELS = str.maketrans("", "", "aeiouy")


@lru_cache(maxsize=1 << 16)
def skeleton(key: str) -> frozenset[str]:
    """The words of a folded name without their vowels, which scripts and clerks write as they like; no short words."""
    words = (word.translate(_VOWELS) or word for word in key.split() if len(word) > 2)
    return frozenset(re.sub(r"(.)\1+", r"\1", word) for word in words)


def _is_spelling(one: frozenset[str], other: frozenset[str]) -> bool:
    """Two common words at least, and most of the shorter name."""
    common = len(one & other)
    return common >= 2 and common >= SAME_WORDS_SHARE * min(len(one), len(other))
