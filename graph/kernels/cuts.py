"""Where a graph falls apart: the nodes and the links without which something could no longer be reached.

Hopcroft and Tarjan (1973), doi:10.1145/362248.362272: one search in depth, without recursion, so the time grows with
the links and a long chain is no danger.
"""

from typing import NamedTuple

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel


class Cuts(NamedTuple):
    """What a graph hangs on.

    Attributes:
        points: For each node whether its component would fall apart without it (articulation points).
        bridges: Two columns, int32: the ends of each link without which they could not reach each other, the smaller
            node first, sorted. Parallel links are one link.
    """

    points: np.ndarray
    bridges: np.ndarray


def cuts(graph: Adjacency) -> Cuts:
    """The articulation points and the bridges of the graph; weights do not count."""
    points, bridges = _searched.of(graph.entries + graph.count)(graph.pointers, graph.others)
    bridges = np.sort(bridges, axis=1)
    return Cuts(points, bridges[np.lexsort((bridges[:, 1], bridges[:, 0]))])


@kernel
def _searched(pointers: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The articulation points, and the bridges in the order in which the search leaves them."""
    count = len(pointers) - 1
    entered = np.full(count, -1, dtype=np.int32)  # when the search came to each node
    points = np.zeros(count, dtype=np.bool_)
    bridges = np.empty((count, 2), dtype=np.int32)
    # The way from the root to the node: the nodes, how far their links were followed, and the earliest node that is
    # reached from each or from below it by one link back.
    way = np.empty(count + 1, dtype=np.int32)
    followed = np.empty(count + 1, dtype=np.int64)
    earliest = np.empty(count + 1, dtype=np.int32)
    bridge_count, clock = 0, 0
    for root in range(count):
        if entered[root] >= 0:
            continue
        depth, children = 0, 0
        node, above, lowest, entry = root, -1, clock, pointers[root]
        entered[root] = clock
        clock += 1
        while True:
            if entry < pointers[node + 1]:
                other = others[entry]
                entry += 1
                if entered[other] < 0:
                    way[depth], followed[depth], earliest[depth] = node, entry, lowest
                    depth += 1
                    above, node, lowest, entry = node, other, clock, pointers[other]
                    entered[other] = clock
                    clock += 1
                elif other != above:
                    lowest = min(lowest, entered[other])
                continue
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                children += 1
            elif lowest >= entered[above]:
                points[above] = True
            if lowest > entered[above]:
                bridges[bridge_count, 0], bridges[bridge_count, 1] = above, node
                bridge_count += 1
            lowest = min(lowest, earliest[depth])
            node, entry = above, followed[depth]
            above = way[depth - 1] if depth > 0 else -1
        points[root] = children > 1
    return points, bridges[:bridge_count].copy()
