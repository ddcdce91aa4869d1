"""How deep each node lies in the graph: its core number.

Seidman (1983), doi:10.1016/0378-8733(83)90028-X: nodes with few links left are taken away level by level, nearly as
by Batagelj and Zaveršnik (2011), doi:10.1007/s11634-010-0079-y, so the time grows with the links.
"""

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel


def core_numbers(graph: Adjacency) -> np.ndarray:
    """The largest k for which each node is in a part where everybody has k links within the part; int32.

    Weights do not count. A node without a link has 0.
    """
    numbers: np.ndarray = _peeled.of(graph.entries + graph.count)(graph.pointers, graph.others)
    return numbers


@kernel
def _peeled(pointers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Takes away the nodes with at most 0, 1, 2 ... links left; how many that was for each.

    A node is looked at once for each level up to its own, which is no more than it has links.
    """
    count = len(pointers) - 1
    left = np.empty(count, dtype=np.int32)
    for node in range(count):
        left[node] = pointers[node + 1] - pointers[node]
    remaining = np.arange(count).astype(np.int32)
    leaving = np.empty(count, dtype=np.int32)
    remaining_count, level = count, 0
    while remaining_count > 0:
        staying, last, fewest = 0, 0, count
        for place in range(remaining_count):
            node = remaining[place]
            if left[node] == level:
                leaving[last] = node
                last += 1
            elif left[node] > level:
                remaining[staying] = node
                staying += 1
                fewest = min(fewest, left[node])
        remaining_count = staying
        first = 0
        while first < last:
            node = leaving[first]
            first += 1
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if left[other] > level:
                    left[other] -= 1
                    if left[other] == level:
                        leaving[last] = other
                        last += 1
        level = level + 1 if first > 0 else fewest
    return left
