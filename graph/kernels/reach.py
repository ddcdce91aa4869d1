"""How far nodes are, in hops: level by level over arrays, so that what a search costs goes by what it reaches."""

import numpy as np

from graph.kernels.adjacency import Adjacency

UNREACHED = -1


def hops(
    graph: Adjacency,
    starts: np.ndarray,
    most: int | None = None,
    *,
    open_nodes: np.ndarray | None = None,
    open_entries: np.ndarray | None = None,
) -> np.ndarray:
    """Hops from the nearest of the starts to each node; `UNREACHED` where there is no way, or none so short.

    Args:
        graph: Its links; weights are not looked at.
        starts: Node numbers.
        most: Hops after which the search ends.
        open_nodes: By node, whether it may be entered; the starts may be, whatever stands here.
        open_entries: By entry of the graph, whether it may be used, in that direction.
    """
    distance = np.full(graph.count, UNREACHED, dtype=np.int32)
    distance[starts] = 0
    frontier, step = np.unique(starts).astype(np.int64), 0
    while len(frontier) and (most is None or step < most):
        step += 1
        entries = entries_of(graph.pointers, frontier)
        if open_entries is not None:
            entries = entries[open_entries[entries]]
        reached = graph.others[entries]
        reached = reached[distance[reached] == UNREACHED]
        if open_nodes is not None:
            reached = reached[open_nodes[reached]]
        distance[reached] = step
        frontier = np.unique(reached).astype(np.int64)
    return distance


def around(
    graph: Adjacency,
    node: int,
    radius: int,
    *,
    open_nodes: np.ndarray | None = None,
    open_entries: np.ndarray | None = None,
) -> np.ndarray:
    """The nodes within so many hops of a node, itself among them, sorted; the masks as in `hops`."""
    distance = hops(graph, np.array([node]), radius, open_nodes=open_nodes, open_entries=open_entries)
    return np.flatnonzero(distance != UNREACHED)


def entries_of(pointers: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    """The numbers of all entries of some nodes of a graph in compressed rows, node after node."""
    sizes = pointers[nodes + 1] - pointers[nodes]
    ends = np.cumsum(sizes)
    entries: np.ndarray = np.arange(ends[-1] if len(ends) else 0) + np.repeat(pointers[nodes] - ends + sizes, sizes)
    return entries
