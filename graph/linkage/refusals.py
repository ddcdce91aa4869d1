"""What holds parties apart, however many things join them: numbers, birth dates and names that contradict each other,
and countries of firms that nothing but a name joins.

Joins are taken from the strongest to the weakest, and one that would bring a contradiction into an entity is refused
and kept with its reason. Only groups with a contradiction are gone through in that way.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.kernels.components import components, pairs_within
from graph.linkage.joins import Joins, Reason
from graph.linkage.names_at_values import MOST_COMPARED, Names
from graph.linkage.spelling import WORDS_WITH_FATHER, Accord, is_one_edit, is_slip
from graph.linkage.unions import Unions

SEEN_OFTEN = 2  # records that say a number before it speaks against a strong join
_STRONG = frozenset({Reason.SAME_NUMBER, Reason.SAME_NUMBER_AND_NAME})
_STRICT = "tax:"  # of which two that several records say are two firms, whatever else is known


@dataclass(frozen=True, eq=False)
class Facts:
    """What may speak against a join: rows (party, number, mentions) of numbers that name somebody, and names.

    Attributes:
        party, number, mentions: Of each row; `number` indexes `schemes` and `texts`.
        schemes: Scheme and issuer of each number: only those of one scheme and issuer contradict each other.
        texts: The numbers.
        names: Names of the parties.
        birth: Day of birth of each party as a number, -1 for none.
        country: Country of each firm as a number, -1 for none and for persons.
    """

    party: np.ndarray
    number: np.ndarray
    mentions: np.ndarray
    schemes: tuple[str, ...]
    texts: tuple[str, ...]
    names: Names
    birth: np.ndarray
    country: np.ndarray

    @cached_property
    def speaks(self) -> np.ndarray:
        """Whether each name holds what can contradict another: a patronymic, or a number in the name of a firm."""
        marks, is_person = self.names.marks, self.names.is_person
        flags: np.ndarray = np.where(is_person, marks.count >= WORDS_WITH_FATHER, marks.has_digit)
        return flags


def grouped(count: int, joins: Joins, facts: Facts, added: Joins | None = None) -> tuple[np.ndarray, Joins]:
    """The entity of each of `count` parties, and the joins with those that were refused under their reason.

    Args:
        count: Parties.
        joins: Why they are joined.
        facts: What speaks against it.
        added: Where the other joins were looked at before: those that were not. Groups without any stay as they are.
    """
    groups = components(count, joins.left, joins.right)
    is_changed = np.full(int(groups.max(initial=-1)) + 1, added is None)
    if added is not None:
        is_changed[groups[added.left]] = True
    is_torn = _are_torn(groups, facts, is_changed)
    torn = is_torn[groups[joins.left]] if len(joins) else np.zeros(0, dtype=bool)
    if not torn.any():
        return groups, joins
    accepted, refused = _taken_in_order(joins.of_rows(torn), facts, is_torn[groups])
    kept = Joins.together((joins.of_rows(~torn), accepted))
    return components(count, kept.left, kept.right), Joins.together((kept, refused))


def _are_torn(groups: np.ndarray, facts: Facts, is_wanted: np.ndarray) -> np.ndarray:
    """Whether each of the groups that are wanted (a flag by group) holds a contradiction."""
    torn = np.zeros(len(is_wanted), dtype=bool)
    torn[_with_two_numbers(groups, facts, is_wanted)] = True
    is_asked = is_wanted[groups]
    for said in (facts.birth, facts.country):
        saying = np.flatnonzero(is_asked & (said >= 0))
        low, high = np.full(len(torn), np.iinfo(np.int64).max), np.full(len(torn), -1, dtype=np.int64)
        np.minimum.at(low, groups[saying], said[saying])
        np.maximum.at(high, groups[saying], said[saying])
        torn |= (high >= 0) & (low != high)
    speaks = np.append(facts.speaks, False)[facts.names.of_party]
    named = np.flatnonzero(is_asked & (facts.names.of_party >= 0) & speaks)
    count = max(1, len(facts.names.names))
    cells = np.unique(groups[named] * count + facts.names.of_party[named])
    pairs = pairs_within(cells // count, cells % count, largest=MOST_COMPARED)
    torn[pairs.group[facts.names.accords(pairs.left, pairs.right) == Accord.CONTRADICTS]] = True
    return torn


def _with_two_numbers(groups: np.ndarray, facts: Facts, is_wanted: np.ndarray) -> list[int]:
    """The groups, of those wanted, with two numbers of one scheme that are more than a slip apart."""
    count = max(1, len(facts.texts))
    group = groups[facts.party]
    cells = np.unique((group * count + facts.number)[is_wanted[group]])
    _, scheme = (
        np.unique(np.array(facts.schemes, dtype=object), return_inverse=True) if facts.schemes else (None, cells)
    )
    kinds, of_cell = np.unique((cells // count) * (count + 1) + scheme[cells % count], return_inverse=True)
    pairs = pairs_within(of_cell, cells % count, largest=len(cells) + 1)
    group = (kinds // (count + 1))[pairs.group]
    rows = zip(group.tolist(), pairs.left.tolist(), pairs.right.tolist(), strict=True)
    return sorted({g for g, a, b in rows if not is_one_edit(facts.texts[a], facts.texts[b])})


@dataclass(slots=True)
class _Cluster:
    """What an entity that grows says: mentions by scheme and number, names that can contradict, days of birth."""

    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    names: Set[int] = frozenset()
    births: Set[int] = frozenset()
    countries: Set[int] = frozenset()

    def take(self, other: "_Cluster") -> None:
        for scheme, numbers in other.numbers.items():
            own = self.numbers.setdefault(scheme, {})
            for number, mentions in numbers.items():
                own[number] = own.get(number, 0) + mentions
        self.names |= other.names
        self.births |= other.births
        self.countries |= other.countries

    def against(self, other: "_Cluster", facts: Facts, joined_by: Reason) -> Reason | None:
        """Why the two are not one, though that joins them.

        Against a number in common speak only numbers that stand in several records; against a name alone speaks that
        two firms have no country in common.
        """
        least = SEEN_OFTEN if joined_by in _STRONG else 1
        for scheme in self.numbers.keys() & other.numbers.keys():
            is_strict = scheme.startswith(_STRICT)
            if _differ(self.numbers[scheme], other.numbers[scheme], facts.texts, least, is_strict):
                return Reason.HELD_NUMBERS_DIFFER
        if self.births and other.births and self.births.isdisjoint(other.births):
            return Reason.HELD_BIRTH_DATES_DIFFER
        if self.names and other.names and _contradict(self.names, other.names, facts.names):
            return Reason.HELD_NAMES_CONTRADICT
        if joined_by == Reason.SAME_COMPANY_NAME and self.countries and other.countries:
            return Reason.HELD_COUNTRIES_DIFFER if self.countries.isdisjoint(other.countries) else None
        return None


def _differ(
    ours: Mapping[int, int], theirs: Mapping[int, int], texts: Sequence[str], least: int, is_strict: bool
) -> bool:
    """Whether the numbers of two entities, with the records that say each, are of two.

    Those that several records say on both sides are, where more than one edit is between any two of them; where that
    is not strict, unless all of one side are slips of those of the other, as a number that is often written is often
    mistyped or cut. Against a weak join a number that one record says speaks too, with the same exception.
    """
    often = [[texts[n] for n, seen in side.items() if seen >= SEEN_OFTEN] for side in (ours, theirs)]
    if any(not is_one_edit(a, b) for a in often[0] for b in often[1]):
        are_slips = not is_strict and (_are_slips_of(often[0], often[1]) or _are_slips_of(often[1], often[0]))
        if not are_slips:
            return True
    if least >= SEEN_OFTEN:
        return False
    one, other = [texts[n] for n in ours], [texts[n] for n in theirs]
    return not (_are_slips_of(one, other) or _are_slips_of(other, one))


def _are_slips_of(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of some numbers may be one of the others."""
    return all(any(is_slip(number, other) for other in others) for number in some)


def _contradict(ours: Set[int], theirs: Set[int], names: Names) -> bool:
    return any(names.accord(one, other) is Accord.CONTRADICTS for one in ours for other in theirs)


def _taken_in_order(joins: Joins, facts: Facts, is_wanted: np.ndarray) -> tuple[Joins, Joins]:
    """The joins that are taken and those that are refused; ties of reason by the places of the parties."""
    clusters = _clusters(facts, is_wanted)
    unions = Unions()
    taken: list[int] = []
    refusals: list[tuple[int, Reason]] = []
    order = np.lexsort((joins.right, joins.left, joins.reason))
    ends = (column[order].tolist() for column in (joins.left, joins.right, joins.reason))
    for row, left, right, reason in zip(order.tolist(), *ends, strict=True):
        one, other = unions.of(left), unions.of(right)
        if one == other:
            taken.append(row)
            continue
        ours, theirs = clusters.get(one), clusters.get(other)
        if ours is not None and theirs is not None:
            objection = ours.against(theirs, facts, Reason(reason))
            if objection is not None:
                refusals.append((row, objection))
                continue
            ours.take(theirs)
        head, under = min(one, other), max(one, other)
        unions.put(under, head)
        if (both := ours or theirs) is not None:
            clusters[head] = both
        taken.append(row)
    refused = joins.of_rows(np.array([row for row, _ in refusals], dtype=np.int64))
    reasons = np.array([reason for _, reason in refusals], dtype=np.int64)
    return joins.of_rows(np.array(taken, dtype=np.int64)), Joins(refused.left, refused.right, reasons, refused.value)


def _clusters(facts: Facts, is_wanted: np.ndarray) -> dict[int, _Cluster]:
    """What each party that is wanted (a flag by place) says alone, of those that say anything."""
    clusters: defaultdict[int, _Cluster] = defaultdict(_Cluster)
    rows = np.flatnonzero(is_wanted[facts.party])
    columns = (facts.party[rows], facts.number[rows], facts.mentions[rows])
    for party, number, mentions in zip(*(column.tolist() for column in columns), strict=True):
        clusters[party].numbers.setdefault(facts.schemes[number], {})[number] = mentions
    of_party = facts.names.of_party
    named = np.flatnonzero(is_wanted & np.append(facts.speaks, False)[of_party] & (of_party >= 0))
    for party, name in zip(named.tolist(), of_party[named].tolist(), strict=True):
        clusters[party].names = frozenset((name,))
    born = np.flatnonzero(is_wanted & (facts.birth >= 0))
    for party, birth in zip(born.tolist(), facts.birth[born].tolist(), strict=True):
        clusters[party].births = frozenset((birth,))
    placed = np.flatnonzero(is_wanted & (facts.country >= 0))
    for party, country in zip(placed.tolist(), facts.country[placed].tolist(), strict=True):
        clusters[party].countries = frozenset((country,))
    return dict(clusters)
