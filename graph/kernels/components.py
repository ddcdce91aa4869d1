"""Array routines over groups: connected components, and all pairs within small groups."""

from typing import NamedTuple

import numpy as np

from graph.kernels.compiled import kernel

_FASTER_THAN_INTERPRETED = 10  # times: SciPy's way, which loads no compiler


def components(count: int, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Component of each of `count` nodes under the links (a[i], b[i]); numbered by the smallest node of each."""
    if _united.is_worth_compiling((len(a) + count) / _FASTER_THAN_INTERPRETED):
        ends = (np.ascontiguousarray(end, dtype=np.int32) for end in (a, b))
        united: np.ndarray = _united.compiled()(count, *ends)
        return united
    import scipy.sparse as sp  # an eighth of a second, which large graphs have no use for
    from scipy.sparse.csgraph import connected_components

    matrix = sp.coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    _, labels = connected_components(matrix, directed=False)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[inverse]


@kernel
def _united(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Components by union-find after Rem (Patwary, Blair and Manne 2010, doi:10.1007/978-3-642-13193-6_35).

    Each node points at a smaller one of its component, and at itself where there is none.
    """
    smaller = np.arange(count).astype(np.int32)
    for link in range(len(left)):
        a, b = left[link], right[link]
        while smaller[a] != smaller[b]:
            if smaller[a] < smaller[b]:
                a, b = b, a
            above = smaller[a]
            smaller[a] = smaller[b]
            if above == a:
                break
            a = above
    labels = np.empty(count, dtype=np.int64)
    components_so_far = 0
    for node in range(count):
        if smaller[node] == node:
            labels[node] = components_so_far
            components_so_far += 1
        else:
            labels[node] = labels[smaller[node]]
    return labels


class Pairs(NamedTuple):
    """Pairs (left < right) of members with the group and the two rows of (group, member) that made each."""

    group: np.ndarray
    left: np.ndarray
    right: np.ndarray
    left_row: np.ndarray
    right_row: np.ndarray


def pairs_within(group: np.ndarray, member: np.ndarray, largest: int) -> Pairs:
    """All pairs of members of each group of two to `largest` members.

    Args:
        group: Group numbers, one a row.
        member: Member numbers, one a row; a (group, member) stands once.
        largest: Groups with more members give no pair.

    Returns:
        The pairs, sorted by (group, left, right); the rows index the arguments.
    """
    order = np.lexsort((member, group))
    sorted_group = group[order]
    starts = (
        np.flatnonzero(np.r_[True, sorted_group[1:] != sorted_group[:-1]])
        if len(order)
        else np.zeros(0, dtype=np.int64)
    )
    sizes = np.diff(np.r_[starts, len(order)])
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for size in np.unique(sizes):
        if not 2 <= size <= largest:
            continue
        i, j = np.triu_indices(int(size), k=1)
        begin = starts[sizes == size][:, None]
        parts.append(((begin + i).ravel(), (begin + j).ravel()))
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Pairs(empty, empty, empty, empty, empty)
    left = order[np.concatenate([p[0] for p in parts])]
    right = order[np.concatenate([p[1] for p in parts])]
    by = np.lexsort((member[right], member[left], group[left]))
    left, right = left[by], right[by]
    return Pairs(group[left], member[left], member[right], left, right)


def sum_by_pair(
    left: np.ndarray, right: np.ndarray, weight: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums the weights of equal pairs; pairs come back sorted."""
    key = left.astype(np.int64) * count + right
    unique, inverse = np.unique(key, return_inverse=True)
    return unique // count, unique % count, np.bincount(inverse, weights=weight, minlength=len(unique))
