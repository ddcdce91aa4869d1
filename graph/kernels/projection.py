"""Members of a table of two columns, linked by the values that they have in common: the damped projection.

A value with many members says little about any two of them, so that it is damped by how many they are, and above a cap
says nothing. Not all pairs of a value are ever listed: each member adds up what it shares, with one number a partner.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graph.kernels.compiled import kernel

_AT_ONCE = 1_000_000  # pairs of rows looked at between two calls of the tick
_BITS = 62  # of a sum; the weights are added as whole numbers, so that their order changes nothing

Tick = Callable[[int, int], None]  # members done, of how many
Damping = Callable[[np.ndarray], np.ndarray]  # members of a value -> what it weighs for a pair, before its factor


def by_logarithm(members: np.ndarray) -> np.ndarray:
    """1/log2 of the members, 1 for two (Adamic and Adar 2003, doi:10.1016/S0378-8733(03)00009-1)."""
    weights: np.ndarray = 1.0 / np.log2(np.maximum(members, 2))
    return weights


def by_partners(members: np.ndarray) -> np.ndarray:
    """1/(members - 1): each member of a value has 1 to give (Newman 2001, doi:10.1103/PhysRevE.64.016132)."""
    weights: np.ndarray = 1.0 / np.maximum(members - 1, 1)
    return weights


class Projected(NamedTuple):
    """Pairs of members (left < right, int32), sorted, with what their common values weigh together."""

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows by member and by value, each (member, value) once, those of values that count; weights as whole numbers."""

    values_of: tuple[np.ndarray, np.ndarray]  # pointers by member, values
    members_of: tuple[np.ndarray, np.ndarray]  # pointers by value, members
    weights: np.ndarray
    scale: float


def project(
    member: np.ndarray,
    value: np.ndarray,
    factor: np.ndarray,
    tick: Tick,
    *,
    damping: Damping = by_logarithm,
    cap: int | None = None,
    strongest: int | None = None,
) -> Projected:
    """The members that have values in common.

    Args:
        member: Member numbers from 0 on, one a row.
        value: Value numbers from 0 on, one a row; a (member, value) that stands twice counts once.
        factor: By value number: what a value weighs beside others, 0 or more; 0 gives nothing.
        tick: Told after each lot of members; what it raises ends the work.
        damping: What a value with so many members weighs for a pair, times its factor; above 0.
        cap: Values with more members give nothing.
        strongest: A pair stays where either is among the so many partners that weigh most for the other, those of equal
            weight by their number; all pairs where it is not given.

    Returns:
        The pairs. Memory is that of the pairs that stay.

    Raises:
        ValueError: a factor is below 0 or not a number, or `strongest` is below 1.
    """
    if len(factor) and not (np.isfinite(factor) & (factor >= 0)).all():
        raise ValueError("a factor is below 0 or no number; factors are 0 or more")
    if strongest is not None and strongest < 1:
        raise ValueError(f"strongest is {strongest}; name 1 or more, or none")
    table = _table(member, value, factor, damping, cap)
    if strongest is None:
        return _all_pairs(table, tick)
    return _strongest_pairs(table, strongest, tick)


def _table(member: np.ndarray, value: np.ndarray, factor: np.ndarray, damping: Damping, cap: int | None) -> _Table:
    member, value = _once(member, value)
    sizes = np.bincount(value, minlength=len(factor))
    counts = (sizes >= 2) & (factor > 0)
    if cap is not None:
        counts &= sizes <= cap
    member, value = member[counts[value]], value[counts[value]]
    weights = np.where(counts, factor * damping(np.maximum(sizes, 2)), 0.0)
    most = float(np.bincount(member, weights[value]).max(initial=0.0))
    scale = 2.0 ** (_BITS - 1 - np.ceil(np.log2(most))) if most else 1.0
    by_value = _once(value, member)
    return _Table(
        (_pointers(member, int(member.max(initial=-1)) + 1), value.astype(np.int32)),
        (_pointers(value, len(factor)), by_value[1].astype(np.int32)),
        np.rint(weights * scale).astype(np.int64),
        scale,
    )


def _once(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of two columns, sorted, each once."""
    width = int(second.max(initial=0)) + 1
    keys = np.sort(first.astype(np.int64) * width + second)
    keys = keys[np.concatenate((np.ones(min(len(keys), 1), dtype=bool), keys[1:] != keys[:-1]))]
    return keys // width, keys % width


def _pointers(numbers: np.ndarray, count: int) -> np.ndarray:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(np.bincount(numbers, minlength=count))))


def _lots(table: _Table) -> Iterator[tuple[int, int]]:
    """Ranges of members, each with about `_AT_ONCE` pairs of rows to look at."""
    pointers, values = table.values_of
    sizes = np.diff(table.members_of[0])
    pairs = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes[values])))[pointers]
    begin, members = 0, len(pointers) - 1
    while begin < members:
        end = max(begin + 1, int(np.searchsorted(pairs, pairs[begin] + _AT_ONCE, "right")) - 1)
        yield begin, end
        begin = end


def _work(table: _Table) -> int:
    return int((np.diff(table.members_of[0]) ** 2).sum())


def _all_pairs(table: _Table, tick: Tick) -> Projected:
    """Counts the pairs of each member first, so that each pair is written once, where it stays."""
    members = len(table.values_of[0]) - 1
    count, share = _count.of(_work(table)), _share.of(_work(table))
    larger, last = np.zeros(members, dtype=np.int64), np.full(members, -1, dtype=np.int32)
    for begin, end in _lots(table):
        tick(begin, 2 * members)
        count(*table.values_of, *table.members_of, begin, end, last, larger)
    pointers = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(larger)))
    right, weight = np.empty(pointers[-1], dtype=np.int32), np.empty(pointers[-1])
    totals, places = np.zeros(members, dtype=np.int64), pointers[:-1].copy()
    for begin, end in _lots(table):
        tick(members + begin, 2 * members)
        share(*table.values_of, *table.members_of, table.weights, begin, end, totals, places, right, weight)
    weight /= table.scale
    return Projected(np.repeat(np.arange(members, dtype=np.int32), larger), right, weight)


def _strongest_pairs(table: _Table, strongest: int, tick: Tick) -> Projected:
    members = len(table.values_of[0]) - 1
    select = _select.of(_work(table))
    totals = np.zeros(members, dtype=np.int64)
    lefts, rights, sums = [], [], []
    for begin, end in _lots(table):
        tick(begin, members)
        shape = (end - begin, strongest)
        partners, weights = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int64)
        select(*table.values_of, *table.members_of, table.weights, begin, end, totals, partners, weights)
        at, place = np.nonzero(partners >= 0)
        lefts.append((at + begin).astype(np.int64))
        rights.append(partners[at, place])
        sums.append(weights[at, place])
    if not lefts:
        nothing = np.zeros(0, dtype=np.int32)
        return Projected(nothing, nothing, nothing.astype(float))
    ends = np.concatenate(lefts), np.concatenate(rights)
    keys, first = np.unique(np.minimum(*ends) * members + np.maximum(*ends), return_index=True)
    left, right = (keys // members).astype(np.int32), (keys % members).astype(np.int32)
    return Projected(left, right, np.concatenate(sums)[first] / table.scale)


@kernel
def _count(
    value_pointers: np.ndarray,
    values: np.ndarray,
    member_pointers: np.ndarray,
    members: np.ndarray,
    begin: int,
    end: int,
    last: np.ndarray,
    larger: np.ndarray,
) -> None:
    """Adds to each member how many of a range of members are larger partners of it; `last` is who was met last."""
    for member in range(begin, end):
        for row in range(value_pointers[member], value_pointers[member + 1]):
            value = values[row]
            for place in range(member_pointers[value], member_pointers[value + 1]):
                other = members[place]
                if other >= member:
                    break
                if last[other] != member:
                    last[other] = member
                    larger[other] += 1


@kernel
def _share(
    value_pointers: np.ndarray,
    values: np.ndarray,
    member_pointers: np.ndarray,
    members: np.ndarray,
    value_weights: np.ndarray,
    begin: int,
    end: int,
    totals: np.ndarray,
    places: np.ndarray,
    right: np.ndarray,
    weight: np.ndarray,
) -> None:
    """Writes each member of a range, with what it shares, to the next place of each of its smaller partners.

    `totals` are zeros, and are again. As members come in order, so do the partners of each.
    """
    touched = np.empty(len(totals), dtype=np.int32)
    for member in range(begin, end):
        around = 0
        for row in range(value_pointers[member], value_pointers[member + 1]):
            value = values[row]
            added = value_weights[value]
            for place in range(member_pointers[value], member_pointers[value + 1]):
                other = members[place]
                if other >= member:
                    break
                if totals[other] == 0:
                    touched[around] = other
                    around += 1
                totals[other] += added
        for at in range(around):
            other = touched[at]
            place = places[other]
            right[place], weight[place] = member, totals[other]
            places[other] = place + 1
            totals[other] = 0


@kernel
def _select(
    value_pointers: np.ndarray,
    values: np.ndarray,
    member_pointers: np.ndarray,
    members: np.ndarray,
    value_weights: np.ndarray,
    begin: int,
    end: int,
    totals: np.ndarray,
    partners: np.ndarray,
    weights: np.ndarray,
) -> None:
    """Writes the strongest partners of each member of a range, by weight, then by number. `totals` stay zeros."""
    touched = np.empty(len(totals), dtype=np.int32)
    most = partners.shape[1]
    for member in range(begin, end):
        around = 0
        for row in range(value_pointers[member], value_pointers[member + 1]):
            value = values[row]
            weight = value_weights[value]
            for place in range(member_pointers[value], member_pointers[value + 1]):
                other = members[place]
                if other != member:
                    if totals[other] == 0:
                        touched[around] = other
                        around += 1
                    totals[other] += weight
        at = member - begin
        chosen = 0
        for place in range(around):
            other = touched[place]
            weight = totals[other]
            totals[other] = 0
            to = chosen
            while to > 0 and (
                weights[at, to - 1] < weight or (weights[at, to - 1] == weight and partners[at, to - 1] > other)
            ):
                to -= 1
            if to == most:
                continue
            if chosen < most:
                chosen += 1
            for back in range(chosen - 1, to, -1):
                weights[at, back], partners[at, back] = weights[at, back - 1], partners[at, back - 1]
            weights[at, to], partners[at, to] = weight, other
