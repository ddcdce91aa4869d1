"""Which records are one entity, out of scored links: the best link joins first, unless something speaks against it.

Plain components believe every link, so that one wrong link makes one firm of two. Here a link joins two clusters only
where nothing that is known of their records contradicts it, and what was held back is handed over with its reason.
Everything is ordered by bits and by record keys, never by the order in which records and links come: the same links
give the same clusters, and a judgement that is revoked gives back those of before.

100,000 records with 900,000 links take 4 CPU seconds in plain Python: there is no kernel, as most links lie within a
cluster already and cost two look-ups.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import BadValue
from graph.linkage.joins import Joins, Reason
from graph.linkage.spelling import Accord, Name, accord, is_one_edit
from graph.linkage.unions import Unions

AT_LEAST = 0.8  # confidence of a link that may join; between .5 and .9 the clusters hardly change (100,000 parties)
WRONG_SIGNS = 2  # of a date: 12 for 21, or another month
STRONG_SHARE = 0.5  # of the uses of the leading number: a number used so often stands for its cluster too


@dataclass(frozen=True, slots=True)
class Records:
    """What can speak against joining two records, in columns; a record may say nothing or several values.

    `keys` are distinct texts. Tax numbers and passports are without those that many strangers share, dates are texts in
    one form, name numbers are the numerals that stand in a name. `fathered` are folded names of persons that may hold
    a father's name or an ending that tells the sex, "" for others.
    """

    keys: Sequence[str]
    tax_numbers: Sequence[Sequence[str]]
    birth_dates: Sequence[Sequence[str]]
    name_numbers: Sequence[Sequence[str]]
    passports: Sequence[Sequence[str]] = ()
    fathered: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ScoredLinks:
    """Links between records, by their places: bits of evidence, and why a link alone must not join ("" for none).

    `bits` is the logarithm (base 2) of the odds that both are one; 0 is even, 10 a thousand to one.
    """

    left: np.ndarray
    right: np.ndarray
    bits: np.ndarray
    doubt: Sequence[str] = ()

    @property
    def confidence(self) -> np.ndarray:
        """How sure each link is, 0-1."""
        sure: np.ndarray = 1 / (1 + np.exp2(-self.bits))
        return sure


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of records, by their places, that people called the same or different."""

    same: Sequence[tuple[int, int]] = ()
    different: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A link that did not join, its ends by key order, with what stood against it.

    `would_join` are the records of both clusters as they are in the end. `weight` is that times the confidence.
    """

    left: int
    right: int
    reason: Reason
    detail: str
    confidence: float
    would_join: int

    @property
    def weight(self) -> float:
        return self.would_join * self.confidence


@dataclass(frozen=True, eq=False)
class Clustering:
    """`of_record[i]` is the cluster of the i-th record, numbered by smallest key; refusals with most weight first."""

    of_record: np.ndarray
    refusals: list[Refusal] = field(default_factory=list)


def clustered(
    records: Records,
    links: ScoredLinks,
    judged: Judged | None = None,
    at_least: float = AT_LEAST,
    read_off: Joins | None = None,
) -> Clustering:
    """Clusters records by best-first union.

    What people called the same is joined first, whatever speaks against it; then what could be read off, strongest
    reason first, unless people called it different: its own guards have looked at it. What these refused stays apart,
    so that a link never undoes them. Then each link joins the clusters of its ends, the one with most bits first, ties
    by the keys of its ends, unless something stands against it: a judgement or refusal between any two of their
    records, other leading tax numbers or passports, no birth date alike, no numeral of the name in common, names of
    persons that contradict each other, or a doubt about the link itself. Numbers are alike when they differ by one edit
    (`spelling.is_one_edit`), dates by two (`are_dates_alike`).

    Args:
        records: What is known of the records.
        links: The scored links; several on one pair count by the best.
        judged: What people decided.
        at_least: Confidence (0-1) below which a link is no link.
        read_off: What the first grouping joined and refused (`graph.linkage.identity`), by place.

    Returns:
        The clusters, and the links that were held back between clusters that stayed apart, one a pair of records.

    Raises:
        BadValue: two records are called the same, by way of others perhaps, and different; the message names the way.
    """
    judged = judged or Judged()
    rank = _ranks(records.keys)
    clusters = _Clusters(records)
    for left, right in judged.same:
        clusters.join(clusters.of(left), clusters.of(right))
    for left, right in judged.different:
        if clusters.of(left) == clusters.of(right):
            raise _contradiction(records.keys, judged, left, right)
        clusters.keep_apart(left, right, Reason.HELD_JUDGED_DIFFERENT)
    held_back = _taken_over(clusters, read_off or Joins.none(), rank)
    for a, b, sure, doubt in zip(*_best_first(links, rank, at_least), strict=True):
        one, other = clusters.of(a), clusters.of(b)
        if one != other:
            against = (Reason.HELD_IN_DOUBT, doubt) if doubt else clusters.objection(one, other)
            if against is None:
                clusters.join(one, other)
            else:
                held_back.append((a, b, *against, sure))
    of_record = _numbered(np.array([clusters.of(record) for record in range(len(rank))], dtype=np.int64), rank)
    return Clustering(of_record, _review_queue(held_back, of_record, rank))


def are_dates_alike(one: str, other: str) -> bool:
    """Whether two dates may be one day: one edit or two wrong signs apart, or the same pieces in another order."""
    if is_one_edit(one, other) or sorted(one.split("-")) == sorted(other.split("-")):
        return True
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= WRONG_SIGNS


class _Clusters:
    """Clusters that grow together, with what is known of the records of each; a cluster goes by one of its records."""

    def __init__(self, records: Records) -> None:
        self._unions = Unions()
        self._size = [1] * len(records.keys)
        self._leading = {
            reason: {record: Counter(values) for record, values in enumerate(column) if values}
            for reason, column in (
                (Reason.HELD_TAX_NUMBERS_DIFFER, records.tax_numbers),
                (Reason.HELD_PASSPORTS_DIFFER, records.passports),
            )
        }
        self._dates = {record: set(values) for record, values in enumerate(records.birth_dates) if values}
        self._numerals = {record: set(values) for record, values in enumerate(records.name_numbers) if values}
        self._fathered = {record: {name} for record, name in enumerate(records.fathered) if name}
        self._apart: dict[int, dict[int, Reason]] = {}

    def of(self, record: int) -> int:
        """The cluster of a record."""
        return self._unions.of(record)

    def keep_apart(self, left: int, right: int, reason: Reason) -> None:
        """Never lets the clusters of two records become one; of several reasons the first counts."""
        for one, other in ((left, right), (right, left)):
            self._apart.setdefault(self.of(one), {}).setdefault(other, reason)

    def kept_apart(self, one: int, other: int) -> Reason | None:
        """Why two clusters were once kept apart; None where they were not."""
        apart = self._apart.get(one, {})
        others = self._apart.get(other, {})
        if len(others) < len(apart):
            one, other, apart = other, one, others
        return next((reason for record, reason in apart.items() if self.of(record) == other), None)

    def join(self, one: int, other: int) -> None:
        """Makes one cluster of two; the larger one takes the other in."""
        if one == other:
            return
        if self._size[one] < self._size[other]:
            one, other = other, one
        self._unions.put(other, one)
        self._size[one] += self._size[other]
        for numbers in self._leading.values():
            if taken := numbers.pop(other, None):
                numbers.setdefault(one, Counter()).update(taken)
        for said in (self._dates, self._numerals, self._fathered):
            if values := said.pop(other, None):
                said.setdefault(one, set()).update(values)
        if others := self._apart.pop(other, None):
            self._apart[one] = others | self._apart.get(one, {})

    def objection(self, one: int, other: int) -> tuple[Reason, str] | None:
        """What stands against joining two clusters, with the values that contradict; None where nothing does."""
        apart = self.kept_apart(one, other)
        if apart is not None:
            return apart, ""
        for reason, numbers in self._leading.items():
            used, other_used = numbers.get(one), numbers.get(other)
            if used and other_used and (detail := _conflict(used, other_used)):
                return reason, detail
        dates, other_dates = self._dates.get(one), self._dates.get(other)
        if dates and other_dates and not _any_alike(dates, other_dates):
            return Reason.HELD_BIRTH_DATES_DIFFER, _against(min(dates), min(other_dates))
        numerals, other_numerals = self._numerals.get(one), self._numerals.get(other)
        if numerals and other_numerals and numerals.isdisjoint(other_numerals):
            return Reason.HELD_NAME_NUMBERS_DIFFER, _against(
                " ".join(sorted(numerals)), " ".join(sorted(other_numerals))
            )
        names, other_names = self._fathered.get(one), self._fathered.get(other)
        if names and other_names and (detail := _contradiction_of_names(names, other_names)):
            return Reason.HELD_NAMES_CONTRADICT, detail
        return None


def _conflict(one: Counter[str], other: Counter[str]) -> str:
    """The leading numbers where they differ and neither is a strong one of the other cluster; else ""."""
    leading, other_leading = _leading(one), _leading(other)
    if is_one_edit(leading, other_leading):
        return ""
    if len(one) > 1 or len(other) > 1:
        strong = {number for number, uses in one.items() if uses >= STRONG_SHARE * one[leading]}
        if any(uses >= STRONG_SHARE * other[other_leading] and number in strong for number, uses in other.items()):
            return ""
    return _against(leading, other_leading)


def _leading(numbers: Counter[str]) -> str:
    """The number used most, ties by text."""
    return next(iter(numbers)) if len(numbers) == 1 else min(numbers, key=lambda number: (-numbers[number], number))


def _contradiction_of_names(names: set[str], other_names: set[str]) -> str:
    """The first two names that contradict each other; "" for none."""
    pairs = ((Name(one), Name(other)) for one in sorted(names) for other in sorted(other_names))
    against = (pair for pair in pairs if accord(*pair, True) is Accord.CONTRADICTS)
    return next((_against(one.folded, other.folded) for one, other in against), "")


def _any_alike(dates: set[str], other_dates: set[str]) -> bool:
    return not dates.isdisjoint(other_dates) or any(are_dates_alike(a, b) for a in dates for b in other_dates)


def _against(one: str, other: str) -> str:
    return " / ".join(sorted((one, other)))


def _ranks(keys: Sequence[str]) -> np.ndarray:
    """The place of each record in the order of keys, which is by code points."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[order] = np.arange(len(keys))
    return ranks


def _best_first(
    links: ScoredLinks, rank: np.ndarray, at_least: float
) -> tuple[list[int], list[int], list[float], list[str]]:
    """(left, right, confidence, doubt) of the links that count, in the order in which they join."""
    left, right = np.asarray(links.left, dtype=np.int64), np.asarray(links.right, dtype=np.int64)
    doubt = np.array(links.doubt or [""] * len(left), dtype=object)
    confidence = links.confidence
    enough = confidence >= at_least
    left, right, bits, confidence, doubt = (x[enough] for x in (left, right, links.bits, confidence, doubt))
    swapped = rank[left] > rank[right]
    left, right = np.where(swapped, right, left), np.where(swapped, left, right)
    kinds = np.unique(doubt.astype(str), return_inverse=True)[1]
    order = np.lexsort((kinds, rank[right], rank[left], -bits))
    return left[order].tolist(), right[order].tolist(), confidence[order].tolist(), doubt[order].tolist()


def _taken_over(clusters: _Clusters, read_off: Joins, rank: np.ndarray) -> list[tuple[int, int, Reason, str, float]]:
    """Joins what was read off, keeps apart what was refused, and gives back what does not hold, with its reason."""
    held_back = []
    columns = (read_off.left, read_off.right, read_off.reason)
    swapped = rank[read_off.left] > rank[read_off.right]
    left, right = (np.where(swapped, *ends) for ends in ((columns[1], columns[0]), (columns[0], columns[1])))
    order = np.lexsort((rank[right], rank[left], columns[2]))
    for a, b, number in zip(left[order].tolist(), right[order].tolist(), columns[2][order].tolist(), strict=True):
        one, other, reason = clusters.of(a), clusters.of(b), Reason(number)
        if one == other:
            continue
        against = reason if reason.is_refusal else clusters.kept_apart(one, other)
        if against is None:
            clusters.join(one, other)
            continue
        clusters.keep_apart(a, b, against)
        held_back.append((a, b, against, "", AT_LEAST))
    return held_back


def _numbered(roots: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Clusters numbered by the smallest key of each."""
    by_key = np.argsort(rank)
    _, first, inverse = np.unique(roots[by_key], return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first, kind="stable")] = np.arange(len(first))
    numbered = np.empty(len(roots), dtype=np.int64)
    numbered[by_key] = number[inverse]
    return numbered


def _review_queue(
    held_back: Sequence[tuple[int, int, Reason, str, float]], of_record: np.ndarray, rank: np.ndarray
) -> list[Refusal]:
    """The links held back between clusters that stayed apart, by what a decision would change, then by keys."""
    sizes = np.bincount(of_record)
    refusals: dict[tuple[int, int], Refusal] = {}
    for left, right, reason, detail, confidence in held_back:
        one, other = of_record[left], of_record[right]
        if one != other and (left, right) not in refusals:
            would_join = int(sizes[one] + sizes[other])
            refusals[left, right] = Refusal(left, right, reason, detail, confidence, would_join)
    return sorted(refusals.values(), key=lambda held: (-held.weight, rank[held.left], rank[held.right]))


def _contradiction(keys: Sequence[str], judged: Judged, left: int, right: int) -> BadValue:
    """The fault of judgements that contradict, with the shortest way from one to the other."""
    near: dict[int, set[int]] = {}
    for one, other in judged.same:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    came_from, reached = {left: left}, [left]
    for record in reached:
        for following in sorted(near.get(record, ()), key=keys.__getitem__):
            if following not in came_from:
                came_from[following] = record
                reached.append(following)
    way = [right]
    while way[-1] != left:
        way.append(came_from[way[-1]])
    words = " = ".join(keys[record] for record in reversed(way))
    return BadValue(
        f"{keys[left]} and {keys[right]} were judged different, and the same by {words}",
        "revoke one of these judgements",
    )
