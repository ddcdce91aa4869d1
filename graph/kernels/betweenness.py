"""Betweenness and closeness by a search from all nodes, or from some, by hops or by the lengths of links.

Brandes (2001), doi:10.1080/0022250X.2001.9990249; from sampled sources Brandes and Pich (2007),
doi:10.1142/S0218127407018403; closeness scaled to the nodes that are reached after Wasserman and Faust (1994),
doi:10.1017/CBO9780511815478. The time of one search grows with the links, by length times the logarithm of the nodes.
"""

from collections.abc import Callable, Iterator

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel
from graph.kernels.nearest import checked_lengths, nearest

_AT_ONCE = 2_000_000  # links looked at between two calls of the tick
_TOGETHER = 63  # sources of one search by hops for closeness: the bits of a number above 0

# Two ways are of one length where they differ by no more than this share of it: sums of the same lengths in another
# order differ in the last digits. A link that is shorter than this share of a way may be taken for no step at all.
TIE = 1e-10

Tick = Callable[[int, int], None]  # sources done, of how many


def betweenness(graph: Adjacency, sources: np.ndarray, tick: Tick, lengths: np.ndarray | None = None) -> np.ndarray:
    """Shortest paths from the sources that go through each node, as shares, scaled to all sources.

    Args:
        graph: Its weights do not count.
        sources: Nodes to search from, each once; all of them give the exact values.
        tick: Told after each lot of sources; what it raises ends the work.
        lengths: Of each entry of the graph, the same from both ends, above 0; without them each link is one hop.
            Paths whose lengths differ by less than the share `TIE` are equally short.

    Returns:
        For each node the sum over unordered pairs of others of the share of their shortest paths that it lies on.

    Raises:
        ValueError: Lengths are not one positive finite number for each entry.
    """
    totals = np.zeros(graph.count)
    sources = np.asarray(sources, dtype=np.int64)
    if lengths is None:
        by_hops = _dependencies.of(2 * len(sources) * graph.entries)
        for lot in _lots(graph, sources, tick):
            by_hops(graph.pointers, graph.others, lot, totals)
    else:
        checked = checked_lengths(graph, lengths)
        by_length = _dependencies_by_length.of(2 * len(sources) * graph.entries)
        space, nearer_nodes = np.zeros((3, graph.count)), np.empty(graph.entries, dtype=np.int32)
        for lot in _lots(graph, sources, tick):
            for order, distance in nearest(graph, lot, checked):
                by_length(
                    graph.pointers, graph.others, checked, order, distance, 1.0 + TIE, totals, space, nearer_nodes
                )
    return totals * (graph.count / len(sources) / 2) if len(sources) else totals


def harmonic_closeness(
    graph: Adjacency, sources: np.ndarray, tick: Tick, lengths: np.ndarray | None = None
) -> np.ndarray:
    """The mean over the sources of the inverse distance to each node, 0 from itself and where there is no way.

    Arguments and errors are those of `betweenness`.
    """
    inverse, _, _ = _distances(graph, sources, tick, lengths)
    return inverse / max(1, len(sources))


def closeness(
    graph: Adjacency,
    sources: np.ndarray,
    tick: Tick,
    lengths: np.ndarray | None = None,
    is_scaled: bool = True,
) -> np.ndarray:
    """The inverse of the mean distance of each source to the nodes that it reaches, in the order of the sources; exact.

    Args:
        graph: Its weights do not count.
        sources: The nodes of which the closeness is wanted.
        tick: Told after each lot of sources; what it raises ends the work.
        lengths: As for `betweenness`.
        is_scaled: Times the share of the other nodes that it reaches, so that a small component is not close.

    Returns:
        0 for a node that reaches nobody.

    Raises:
        ValueError: Lengths are not one positive finite number for each entry.
    """
    _, totals, reached = _distances(graph, sources, tick, lengths)
    means: np.ndarray = np.divide(reached, totals, out=np.zeros(len(sources)), where=totals > 0)
    return means * (reached / max(1, graph.count - 1)) if is_scaled else means


def _distances(
    graph: Adjacency, sources: np.ndarray, tick: Tick, lengths: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inverse distances to each node, and of each source the distances to all, and how many nodes it reaches."""
    sources = np.asarray(sources, dtype=np.int64)
    inverse, totals, reached = np.zeros(graph.count), np.zeros(len(sources)), np.zeros(len(sources))
    if lengths is None:
        by_hops = _hops.of(len(sources) * graph.entries / 10)
        for turns in _lots(graph, np.arange(len(sources)), tick, _TOGETHER):
            of_lot = slice(turns[0], turns[-1] + 1)
            by_hops(graph.pointers, graph.others, sources[of_lot], inverse, totals[of_lot], reached[of_lot])
    else:
        checked = checked_lengths(graph, lengths)
        for turns in _lots(graph, np.arange(len(sources)), tick):
            for turn, (order, distance) in zip(turns, nearest(graph, sources[turns], checked), strict=True):
                inverse[order[1:]] += 1.0 / distance[order[1:]]
                totals[turn], reached[turn] = distance[order].sum(), len(order) - 1
    return inverse, totals, reached


def _lots(graph: Adjacency, sources: np.ndarray, tick: Tick, together: int = 1) -> Iterator[np.ndarray]:
    size = max(1, _AT_ONCE // max(1, graph.entries)) * together
    for begin in range(0, len(sources), size):
        tick(begin, len(sources))
        yield sources[begin : begin + size]


@kernel
def _dependencies(pointers: np.ndarray, others: np.ndarray, sources: np.ndarray, totals: np.ndarray) -> None:
    """Adds to each node what the sources depend on it."""
    count = len(pointers) - 1
    distance = np.full(count, -1, dtype=np.int32)
    paths = np.zeros(count)
    share = np.zeros(count)  # what a node farther away passes on for each path to it
    queue = np.empty(count, dtype=np.int32)
    farther_nodes = np.empty(len(others) + 1, dtype=np.int32)  # for each node of the queue those one hop farther
    begins = np.zeros(count + 1, dtype=np.int64)
    for source in sources:
        first, last, steps = 0, 1, 0
        queue[0], distance[source], paths[source] = source, 0, 1.0
        while first < last:
            node = queue[first]
            farther, paths_here = distance[node] + 1, paths[node]
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if distance[other] < 0:
                    distance[other] = farther
                    queue[last] = other
                    last += 1
                if distance[other] == farther:
                    paths[other] += paths_here
                    farther_nodes[steps] = other
                    steps += 1
            first += 1
            begins[first] = steps
        for place in range(last - 1, -1, -1):
            node = queue[place]
            passed_on = 0.0
            for step in range(begins[place], begins[place + 1]):
                passed_on += share[farther_nodes[step]]
            depends = passed_on * paths[node]
            share[node] = (1.0 + depends) / paths[node]
            if place > 0:
                totals[node] += depends
        for place in range(last):
            node = queue[place]
            distance[node], paths[node] = -1, 0.0


@kernel
def _dependencies_by_length(
    pointers: np.ndarray,
    others: np.ndarray,
    lengths: np.ndarray,
    order: np.ndarray,
    distance: np.ndarray,
    slack: float,
    totals: np.ndarray,
    space: np.ndarray,
    nearer_nodes: np.ndarray,
) -> None:
    """Adds to each node what the first of the order depends on it; a way is short up to `slack` times the shortest.

    `space` is three numbers a node, all zeros, and is again; `nearer_nodes` has room for all entries, and will hold
    for each node of the order those before it on its shortest paths.
    """
    rank, paths, depends = space[0], space[1], space[2]  # rank: how many nodes are nearer
    begins = np.zeros(len(order) + 1, dtype=np.int64)
    for place in range(len(order)):
        rank[order[place]] = place
    paths[order[0]] = 1.0
    steps = 0
    for place in range(1, len(order)):
        node = order[place]
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if rank[other] < place and distance[other] + lengths[entry] <= distance[node] * slack:
                paths[node] += paths[other]
                nearer_nodes[steps] = other
                steps += 1
        begins[place + 1] = steps
    for place in range(len(order) - 1, 0, -1):
        node = order[place]
        share = (1.0 + depends[node]) / paths[node]
        for step in range(begins[place], begins[place + 1]):
            other = nearer_nodes[step]
            depends[other] += paths[other] * share
        totals[node] += depends[node]
    for node in order:
        rank[node], paths[node], depends[node] = 0.0, 0.0, 0.0


@kernel
def _hops(
    pointers: np.ndarray,
    others: np.ndarray,
    sources: np.ndarray,
    inverse: np.ndarray,
    totals: np.ndarray,
    reached: np.ndarray,
) -> None:
    """Adds the inverse distances from the sources to each node; fills in how many each reaches, and how far in all.

    Some dozens of sources search together, each as a bit of a number at each node.
    """
    count = len(pointers) - 1
    seen = np.zeros(count, dtype=np.int64)
    arrived = np.zeros(count, dtype=np.int64)  # who came to a node with the last hop
    arriving = np.zeros(count, dtype=np.int64)
    here = np.empty(count, dtype=np.int32)
    there = np.empty(count, dtype=np.int32)
    digits = np.zeros(64, dtype=np.int64)  # how many nodes each source came to: bit by bit, all sources in one number
    for begin in range(0, len(sources), _TOGETHER):
        end = min(begin + _TOGETHER, len(sources))
        here_count = 0
        for turn in range(begin, end):
            source = sources[turn]
            if arrived[source] == 0:
                here[here_count] = source
                here_count += 1
            arrived[source] |= 1 << (turn - begin)
            seen[source] = arrived[source]
        hops = 0
        while here_count > 0:
            hops += 1
            there_count = 0
            for place in range(here_count):
                node = here[place]
                bits = arrived[node]
                arrived[node] = 0
                for entry in range(pointers[node], pointers[node + 1]):
                    other = others[entry]
                    new = bits & ~seen[other]
                    if new != 0:
                        if arriving[other] == 0:
                            there[there_count] = other
                            there_count += 1
                        arriving[other] |= new
            most = 0
            for place in range(there_count):
                node = there[place]
                bits = arriving[node]
                arriving[node] = 0
                arrived[node] = bits
                seen[node] |= bits
                ones = bits - ((bits >> 1) & 0x5555555555555555)
                ones = (ones & 0x3333333333333333) + ((ones >> 2) & 0x3333333333333333)
                ones = (ones + (ones >> 4)) & 0x0F0F0F0F0F0F0F0F
                ones += ones >> 8
                ones += ones >> 16
                ones += ones >> 32
                inverse[node] += (ones & 0x7F) / hops
                digit = 0
                while bits != 0:
                    carried = digits[digit] & bits
                    digits[digit] ^= bits
                    bits = carried
                    digit += 1
                most = max(most, digit)
            for digit in range(most):
                for turn in range(begin, end):
                    came = ((digits[digit] >> (turn - begin)) & 1) << digit
                    reached[turn] += came
                    totals[turn] += came * hops
                digits[digit] = 0
            here, there = there, here
            here_count = there_count
        seen[:] = 0
