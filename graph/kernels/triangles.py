"""How closely the neighbours of a node are linked with each other: triangles and the local clustering coefficient.

Each triangle is met once, from the node of it that has the fewest links (Chiba and Nishizeki 1985, doi:10.1137/0214017;
Latapy 2008, doi:10.1016/j.tcs.2008.07.017): the time grows with the links times the root of the links at worst. The
coefficient is that of Watts and Strogatz (1998), doi:10.1038/30918.
"""

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel


def triangles(graph: Adjacency) -> np.ndarray:
    """The triangles through each node, int64; weights do not count."""
    pointers, others = _upward.of(graph.entries)(graph.pointers, graph.others)
    totals: np.ndarray = _counted.of(graph.entries * 4)(pointers, others)
    return totals


def clustering(graph: Adjacency) -> np.ndarray:
    """Share of the pairs of neighbours of each node that are linked, 0-1; 0 where there is no pair."""
    pairs = graph.degrees * (graph.degrees - 1) / 2
    shares: np.ndarray = np.divide(triangles(graph), pairs, out=np.zeros(graph.count), where=pairs > 0)
    return shares


@kernel
def _upward(pointers: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each link once, from the node with fewer links, of equals from the smaller node: pointers and others."""
    count = len(pointers) - 1
    upward_pointers = np.zeros(count + 1, dtype=np.int64)
    upward = np.empty(len(others) // 2, dtype=np.int32)
    links = 0
    for node in range(count):
        degree = pointers[node + 1] - pointers[node]
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            other_degree = pointers[other + 1] - pointers[other]
            if other_degree > degree or (other_degree == degree and other > node):
                upward[links] = other
                links += 1
        upward_pointers[node + 1] = links
    return upward_pointers, upward


@kernel
def _counted(pointers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The triangles through each node, where each link stands once and always upward."""
    count = len(pointers) - 1
    totals = np.zeros(count, dtype=np.int64)
    marked_by = np.full(count, -1, dtype=np.int32)
    for node in range(count):
        if pointers[node + 1] - pointers[node] < 2:
            continue
        for entry in range(pointers[node], pointers[node + 1]):
            marked_by[others[entry]] = node
        for entry in range(pointers[node], pointers[node + 1]):
            middle = others[entry]
            closed = 0
            for farther in range(pointers[middle], pointers[middle + 1]):
                other = others[farther]
                if marked_by[other] == node:
                    totals[other] += 1
                    closed += 1
            totals[middle] += closed
            totals[node] += closed
    return totals
