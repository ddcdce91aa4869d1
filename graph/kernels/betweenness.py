"""Betweenness and closeness by breadth-first search from all nodes, or from some of them.

Brandes (2001), doi:10.1080/0022250X.2001.9990249; from sampled sources Brandes and Pich (2007),
doi:10.1142/S0218127407018403.
"""

from collections.abc import Callable, Iterator

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel

_AT_ONCE = 2_000_000  # links looked at between two calls of the tick

Tick = Callable[[int, int], None]  # sources done, of how many


def betweenness(graph: Adjacency, sources: np.ndarray, tick: Tick) -> np.ndarray:
    """Shortest paths from the sources that go through each node, as shares, scaled to all sources.

    Args:
        graph: Links count as one hop each.
        sources: Nodes to search from, each once; all of them give the exact values.
        tick: Told after each lot of sources; what it raises ends the work.

    Returns:
        For each node the sum over unordered pairs of others of the share of their shortest paths that it lies on.
    """
    totals = np.zeros(graph.count)
    search = _dependencies.of(2 * len(sources) * graph.entries)
    for lot in _lots(graph, sources, tick):
        search(graph.pointers, graph.others, lot, totals)
    return totals * (graph.count / len(sources) / 2) if len(sources) else totals


def harmonic_closeness(graph: Adjacency, sources: np.ndarray, tick: Tick) -> np.ndarray:
    """The mean over the sources of the inverse distance to each node, 0 from itself and where there is no way."""
    totals = np.zeros(graph.count)
    search = _inverse_distances.of(len(sources) * graph.entries)
    for lot in _lots(graph, sources, tick):
        search(graph.pointers, graph.others, lot, totals)
    return totals / max(1, len(sources))


def _lots(graph: Adjacency, sources: np.ndarray, tick: Tick) -> Iterator[np.ndarray]:
    size = max(1, _AT_ONCE // max(1, graph.entries))
    for begin in range(0, len(sources), size):
        tick(begin, len(sources))
        yield sources[begin : begin + size]


@kernel
def _dependencies(pointers: np.ndarray, others: np.ndarray, sources: np.ndarray, totals: np.ndarray) -> None:
    """Adds to each node what the sources depend on it."""
    count = len(pointers) - 1
    distance = np.full(count, -1, dtype=np.int32)
    paths = np.zeros(count)
    depends = np.zeros(count)
    queue = np.empty(count, dtype=np.int32)
    for source in sources:
        first, last = 0, 1
        queue[0], distance[source], paths[source] = source, 0, 1.0
        while first < last:
            node = queue[first]
            first += 1
            farther = distance[node] + 1
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if distance[other] < 0:
                    distance[other] = farther
                    queue[last] = other
                    last += 1
                if distance[other] == farther:
                    paths[other] += paths[node]
        for place in range(last - 1, 0, -1):
            node = queue[place]
            share = (1.0 + depends[node]) / paths[node]
            nearer = distance[node] - 1
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if distance[other] == nearer:
                    depends[other] += paths[other] * share
            totals[node] += depends[node]
        for place in range(last):
            node = queue[place]
            distance[node], paths[node], depends[node] = -1, 0.0, 0.0


@kernel
def _inverse_distances(pointers: np.ndarray, others: np.ndarray, sources: np.ndarray, totals: np.ndarray) -> None:
    """Adds to each node its inverse distances from the sources."""
    count = len(pointers) - 1
    distance = np.full(count, -1, dtype=np.int32)
    queue = np.empty(count, dtype=np.int32)
    for source in sources:
        first, last = 0, 1
        queue[0], distance[source] = source, 0
        while first < last:
            node = queue[first]
            first += 1
            farther = distance[node] + 1
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if distance[other] < 0:
                    distance[other] = farther
                    totals[other] += 1.0 / farther
                    queue[last] = other
                    last += 1
        for place in range(last):
            distance[queue[place]] = -1
