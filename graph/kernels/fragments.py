"""What a set of nodes holds together, and what it reaches: the two questions of the key player problem.

Borgatti (2006), doi:10.1007/s10588-006-7084-x. Distances are counted in hops.
"""

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel


def cohesion(
    graph: Adjacency, removed: np.ndarray, sources: np.ndarray, by_distance: bool, questions: int = 1
) -> float:
    """How well those who are left reach one another without the removed ones, 0-1; fragmentation is 1 less that.

    Args:
        graph: The links.
        removed: A flag a node.
        sources: Nodes to search from; all of them give the exact value. Those that are removed do not count.
        by_distance: A pair counts the inverse of its distance; else 1 where there is a way.
        questions: How often it will be asked: many small questions are worth compiling too.

    Returns:
        The mean over pairs of a source and another who is left; 0 where there is no pair.
    """
    left = graph.count - int(removed.sum())
    searched = sources[~removed[sources]]
    if left < 2 or not len(searched):
        return 0.0
    total = _reached.of(len(searched) * graph.entries * questions)(
        graph.pointers, graph.others, searched, removed, by_distance
    )
    return float(total) / (len(searched) * (left - 1))


def reach(graph: Adjacency, chosen: np.ndarray, hops: int, questions: int = 1) -> float:
    """Share of all nodes that the chosen ones (numbers) reach: within so many hops, they themselves among them.

    With `hops` 0 a node counts the inverse of its distance to the nearest of them, and each of them 1. `questions` as
    for `cohesion`.
    """
    if not graph.count:
        return 0.0
    return float(_within.of(graph.entries * questions)(graph.pointers, graph.others, chosen, hops)) / graph.count


@kernel
def _reached(
    pointers: np.ndarray, others: np.ndarray, sources: np.ndarray, removed: np.ndarray, by_distance: bool
) -> float:
    """The sum over the sources of what each reaches."""
    count = len(pointers) - 1
    distance = np.full(count, -1, dtype=np.int32)
    queue = np.empty(count, dtype=np.int32)
    total = 0.0
    for source in sources:
        first, last = 0, 1
        queue[0], distance[source] = source, 0
        while first < last:
            node = queue[first]
            first += 1
            farther = distance[node] + 1
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if distance[other] < 0 and not removed[other]:
                    distance[other] = farther
                    total += 1.0 / farther if by_distance else 1.0
                    queue[last] = other
                    last += 1
        for place in range(last):
            distance[queue[place]] = -1
    return total


@kernel
def _within(pointers: np.ndarray, others: np.ndarray, chosen: np.ndarray, hops: int) -> float:
    """What the chosen ones reach together."""
    count = len(pointers) - 1
    distance = np.full(count, -1, dtype=np.int32)
    queue = np.empty(count, dtype=np.int32)
    total, last = 0.0, 0
    for node in chosen:
        if distance[node] < 0:
            distance[node] = 0
            queue[last] = node
            last += 1
            total += 1.0
    first = 0
    while first < last:
        node = queue[first]
        first += 1
        farther = distance[node] + 1
        if hops > 0 and farther > hops:
            break
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if distance[other] < 0:
                distance[other] = farther
                total += 1.0 if hops > 0 else 1.0 / farther
                queue[last] = other
                last += 1
    return total
