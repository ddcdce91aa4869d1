"""What spreads along links and grows weaker with each: the best product of strengths from sources to every node."""

from dataclasses import dataclass

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel
from graph.kernels.reach import entries_of

_ALIKE = 1e-9  # two products that differ by less are one


@dataclass(frozen=True, eq=False)
class Spreading:
    """How strengths are passed on.

    Attributes:
        graph: The links; weights are 0-1.
        factors: By node, 0-1: what arrives there is multiplied by it.
        conducts: By node, whether it passes on what arrives; sources do.
        decay: Factor of every hop, 0-1.
        most_hops: Hops after which nothing is passed on.
        least: Products below it are dropped.
    """

    graph: Adjacency
    factors: np.ndarray
    conducts: np.ndarray
    decay: float = 0.5
    most_hops: int = 3
    least: float = 1e-4


def spread(how: Spreading, source: int) -> np.ndarray:
    """The best product of decays, weights and factors over the ways from a node to each node (a column each).

    A row is a number of hops, from 0 on; the factors of both ends count, and 0 is no such way. Links go both ways, so
    it is also what arrives from every node.
    """
    graph = how.graph
    values = np.zeros((how.most_hops + 1, graph.count))
    values[0, source] = how.factors[source] if how.factors[source] >= how.least else 0.0
    for hop in range(how.most_hops):
        frontier = np.flatnonzero((values[hop] > 0) & (how.conducts | (hop == 0)))
        entries = entries_of(graph.pointers, frontier)
        near = np.repeat(frontier, graph.degrees[frontier])
        far = graph.others[entries]
        arriving = values[hop, near] * how.decay * graph.weights[entries] * how.factors[far]
        enough = arriving >= how.least
        np.maximum.at(values[hop + 1], far[enough], arriving[enough])
    return values


def way_back(how: Spreading, values: np.ndarray, node: int) -> list[int]:
    """The nodes of the best way that `spread` found between a node and its source, the node first.

    Of ways that are equally good the shortest, and at each step the smallest node.
    """
    graph = how.graph
    column = values[:, node]
    hop = int(np.flatnonzero(column >= column.max() * (1 - _ALIKE))[0])
    way = [node]
    while hop:
        entries = np.arange(graph.pointers[node], graph.pointers[node + 1])
        near = graph.others[entries]
        may_pass = how.conducts[near] | (hop == 1)
        passed = np.where(may_pass, values[hop - 1, near], 0.0) * how.decay * graph.weights[entries] * how.factors[node]
        node = int(near[np.flatnonzero(passed >= values[hop, node] * (1 - _ALIKE))[0]])
        way.append(node)
        hop -= 1
    return way


def spread_from_all(how: Spreading, starts: np.ndarray, sources: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """For each node the sum over groups of sources: the weight of the group times the best product from it.

    Args:
        how: How strengths are passed on.
        starts: Where each group begins in `sources`, and the end.
        sources: Node numbers, group after group.
        weights: Of each group.
    """
    total = np.zeros(how.graph.count)
    work = min(how.graph.entries, 200) * max(1, len(weights))
    run = _spread.of(work)
    run(*_arrays(how), starts.astype(np.int64), sources.astype(np.int64), weights.astype(np.float64), total)
    return total


_Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, float, int, float]


def _arrays(how: Spreading) -> _Arrays:
    graph = how.graph
    arrays = graph.pointers, graph.others, graph.weights, how.factors.astype(np.float64), how.conducts
    return *arrays, how.decay, how.most_hops, how.least


@kernel
def _spread(  # a kernel takes arrays
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    factors: np.ndarray,
    conducts: np.ndarray,
    decay: float,
    most_hops: int,
    least: float,
    starts: np.ndarray,
    sources: np.ndarray,
    group_weights: np.ndarray,
    total: np.ndarray,
) -> int:
    """Adds what each group gives to `total`; the layers that it took."""
    count = len(pointers) - 1
    best = np.zeros(count)
    seen = np.full(count, -1, np.int64)  # the layer in which a node was put into the next frontier
    reached = np.empty(count, np.int64)
    frontier, values = np.empty(count, np.int64), np.empty(count)
    following = np.empty(count, np.int64)
    layer = 0
    for group in range(len(starts) - 1):
        size = 0
        for at in range(starts[group], starts[group + 1]):
            node = sources[at]
            if best[node] == 0.0 and factors[node] >= least:
                best[node] = factors[node]
                frontier[size] = node
                values[size] = factors[node]
                reached[size] = node
                size += 1
        many = size
        for hop in range(most_hops):
            layer += 1
            after = 0
            for place in range(size):
                node = frontier[place]
                if hop > 0 and not conducts[node]:
                    continue
                for entry in range(pointers[node], pointers[node + 1]):
                    other = others[entry]
                    arriving = values[place] * decay * weights[entry] * factors[other]
                    if arriving < least or arriving <= best[other] * (1.0 + 1e-12):
                        continue
                    if best[other] == 0.0:
                        reached[many] = other
                        many += 1
                    best[other] = arriving
                    if seen[other] != layer:
                        seen[other] = layer
                        following[after] = other
                        after += 1
            for place in range(after):
                frontier[place] = following[place]
                values[place] = best[following[place]]
            size = after
        for place in range(many):
            total[reached[place]] += group_weights[group] * best[reached[place]]
            best[reached[place]] = 0.0
    return layer
