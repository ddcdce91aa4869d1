"""Companies that are one by name alone: where the name says enough and no tax number speaks against it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.kernels.components import pairs_within
from graph.kernels.expand import distinct_pairs
from graph.linkage.joins import Joins, Reason
from graph.linkage.name_marks import blocks_of, letters_of
from graph.linkage.names_at_values import HELD_SHARE, MOST_WITH_LEADING, Names
from graph.linkage.spelling import Accord, is_slip

LEADING_SHARE = 0.8  # of the mentions with a tax number that carry the leading one
MOST_ALIKE = 12  # names that are alike in all but one word, of which all are compared with each other
_LONG_WORD = 6


@dataclass(frozen=True, slots=True)
class TaxNumbers:
    """Tax numbers that may speak, by the place of the party: the number of each, and their texts."""

    of_party: Mapping[int, int]
    text: Sequence[str]

    def differ(self, one: int, other: int) -> bool:
        """Whether two numbers are of two firms: more than a slip apart."""
        return one != other and not is_slip(self.text[one], self.text[other])


def same_company_name(names: Names, countries: np.ndarray, tax: TaxNumbers, mentions: np.ndarray) -> Joins:
    """Joins of the companies of one name in one country, and of spellings of a long name.

    A company without a country is taken for one of the only country in which its name is known.

    Args:
        names: The names of the parties.
        countries: Number of the country of each party, -1 for none.
        tax: Their tax numbers.
        mentions: Records that mention each party.
    """
    says_enough = ((names.marks.count > 1) | (names.marks.shortest >= _LONG_WORD)) & ~names.is_person
    parties = np.flatnonzero((names.of_party >= 0) & np.append(says_enough, False)[names.of_party])
    name = names.of_party[parties]
    country = _with_only_country(name, countries[parties], len(names.names))
    keys, group = np.unique(name * (int(country.max(initial=0)) + 2) + country + 1, return_inverse=True)
    members = _members(parties, group, len(keys), tax, mentions)
    left, right = [], []
    for some in members.conflicting:
        left += [some[0]] * (len(some) - 1)
        right += some[1:]
    weight = np.bincount(group, weights=mentions[parties], minlength=len(keys))
    spellings = _spellings(names, _Groups(keys, int(country.max(initial=0)) + 2, weight, members), tax)
    alone = Joins.of(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), Reason.SAME_COMPANY_NAME, -1)
    return Joins.all_of((members.joins, alone, spellings))


def _with_only_country(name: np.ndarray, country: np.ndarray, count: int) -> np.ndarray:
    """The countries, with that in which alone a name is known where none is said."""
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1, dtype=np.int64)
    known = country >= 0
    np.minimum.at(least, name[known], country[known])
    np.maximum.at(most, name[known], country[known])
    only = np.where(least == most, most, -1)
    filled: np.ndarray = np.where(known, country, only[name])
    return filled


@dataclass(frozen=True, slots=True)
class _Members:
    """Parties by group of one name: those without two numbers joined, the others as lists of who may be one.

    `first` is a party that stands for each group, -1 where its numbers differ; `tax` its leading number, -1 for none.
    """

    joins: Joins
    conflicting: Sequence[list[int]]
    first: np.ndarray
    tax: np.ndarray


def _members(parties: np.ndarray, group: np.ndarray, count: int, tax: TaxNumbers, mentions: np.ndarray) -> _Members:
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, group, parties)
    number = np.array([tax.of_party.get(party, -1) for party in parties.tolist()], dtype=np.int64)
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1, dtype=np.int64)
    np.minimum.at(least, group[number >= 0], number[number >= 0])
    np.maximum.at(most, group[number >= 0], number[number >= 0])
    several = (most >= 0) & (least != most)
    quiet = ~several[group]
    joins = Joins.of(first[group[quiet]], parties[quiet], Reason.SAME_COMPANY_NAME, -1)
    lists: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(several[group]).tolist():
        lists[int(group[at])].append(int(parties[at]))
    conflicting = []
    leading = most.copy()
    for at, some in lists.items():
        together, leading[at] = _without_conflict(some, tax, mentions)
        conflicting.append(together)
        first[at] = together[0] if len(together) > 1 else -1
    return _Members(joins, [some for some in conflicting if len(some) > 1], first, leading)


def _without_conflict(parties: list[int], tax: TaxNumbers, mentions: np.ndarray) -> tuple[list[int], int]:
    """Those of one name that may be one firm, and their number: all but bearers of other numbers than the leading one.

    Where it does not lead by far, those without a number may be of any, and stay out too.
    """
    weight: Counter[int] = Counter()
    for party in parties:
        if party in tax.of_party:
            weight[tax.of_party[party]] += int(mentions[party])
    leading = min(weight, key=lambda number: (-weight[number], number))
    near = {number for number in weight if not tax.differ(number, leading)}
    if sum(weight[number] for number in near) < LEADING_SHARE * weight.total():
        return [party for party in parties if tax.of_party.get(party) in near], leading
    return [party for party in parties if tax.of_party.get(party, leading) in near], leading


@dataclass(frozen=True, slots=True)
class _Groups:
    """Groups of one name in one country: `keys` are name * base + country, 0 for none; `weight` is their mentions."""

    keys: np.ndarray
    base: int
    weight: np.ndarray
    members: _Members


def _spellings(names: Names, groups: _Groups, tax: TaxNumbers) -> Joins:
    """Joins of groups whose long names are alike but for one word or the place of a blank, or in their consonants.

    Both are of one country, or one is of none.
    """
    members, name, country = groups.members, groups.keys // groups.base, groups.keys % groups.base
    group, block = _rows_of_blocks(names, name, members.first >= 0)
    left, right = _alike(group, block, groups.weight)
    one, other = country[left], country[right]
    near = (one == other) | (one == 0) | (other == 0)
    ends = np.stack(distinct_pairs(left[near], right[near])[:2], axis=1)
    ends = ends[names.accords(name[ends[:, 0]], name[ends[:, 1]]) == Accord.SAME]
    quiet = [
        _have_as_many_words(names, int(name[a]), int(name[b]))
        and (members.tax[a] < 0 or members.tax[b] < 0 or not tax.differ(int(members.tax[a]), int(members.tax[b])))
        for a, b in ends.tolist()
    ]
    ends = ends[np.array(quiet, dtype=bool)]
    return Joins.of(members.first[ends[:, 0]], members.first[ends[:, 1]], Reason.SAME_COMPANY_NAME, -1)


def _have_as_many_words(names: Names, one: int, other: int) -> bool:
    """Whether two names have as many words, but for a blank that stands elsewhere or is lost."""
    ours, theirs = names.names[one].folded, names.names[other].folded
    counts = names.marks.bare_count
    return bool(counts[one] == counts[other]) or letters_of(ours) == letters_of(theirs)


def _alike(group: np.ndarray, block: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of groups of one block: all where few are in it, else those with the group that has most of its mentions.

    A firm that stands in many papers has more misspellings than can be compared with each other; where no group has
    most mentions, what they have in common are words of many firms.
    """
    few = pairs_within(block, group, largest=MOST_ALIKE)
    order = np.lexsort((group, -weight[group], block))
    group, block = group[order], block[order]
    starts = np.flatnonzero(np.append(True, block[1:] != block[:-1])) if len(block) else block
    sizes = np.diff(np.append(starts, len(block)))
    total = np.add.reduceat(weight[group], starts) if len(block) else weight[:0]
    is_held = (sizes > MOST_ALIKE) & (sizes <= MOST_WITH_LEADING) & (weight[group[starts]] > HELD_SHARE * total)
    lead = np.repeat(group[starts], sizes)
    many = np.repeat(is_held, sizes) & (lead != group)
    return np.append(few.left, lead[many]), np.append(few.right, group[many])


def _rows_of_blocks(names: Names, name: np.ndarray, is_wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(group, block), each once, of the groups that are wanted, by the number of the name of each group."""
    groups = np.flatnonzero(is_wanted)
    blocks = [blocks_of(names.names[number].folded) for number in name[groups].tolist()]
    group = np.repeat(groups, [len(some) for some in blocks])
    return group, np.array([block for some in blocks for block in some], dtype=np.int64)
