"""How far nodes are, in hops: level by level over arrays, so that what a search costs goes by what it reaches."""

from typing import Protocol

import numpy as np

UNREACHED = -1


class Rows(Protocol):
    """A graph in compressed rows: node i is next to `others[pointers[i]]` up to `others[pointers[i + 1]]`."""

    @property
    def pointers(self) -> np.ndarray: ...

    @property
    def others(self) -> np.ndarray: ...


def hops(
    graph: Rows,
    starts: np.ndarray,
    most: int | None = None,
    *,
    open_nodes: np.ndarray | None = None,
    open_entries: np.ndarray | None = None,
    leaders: np.ndarray | None = None,
) -> np.ndarray:
    """Hops from the nearest of the starts to each node; `UNREACHED` where there is no way, or none so short.

    Args:
        graph: Who is next to whom.
        starts: Node numbers.
        most: Hops after which the search ends.
        open_nodes: By node, whether it may be entered; the starts may be, whatever stands here.
        open_entries: By entry of the graph, whether it may be used, in that direction.
        leaders: By node, the one that stands for it, where several are one: who is in one is in all of them. Starts are
            leaders then, and the hops to leaders are answered, `UNREACHED` for all others.
    """
    count = len(graph.pointers) - 1
    distance = np.full(count, UNREACHED, dtype=np.int32)
    distance[starts] = 0
    members = None if leaders is None else members_of(leaders)
    frontier, step = np.unique(starts).astype(np.int64), 0
    while len(frontier) and (most is None or step < most):
        step += 1
        nodes = frontier if members is None else members[1][entries_of(members[0], frontier)]
        entries = entries_of(graph.pointers, nodes)
        if open_entries is not None:
            entries = entries[open_entries[entries]]
        reached = graph.others[entries] if leaders is None else leaders[graph.others[entries]]
        if open_nodes is not None:
            reached = reached[open_nodes[reached]]
        distance[reached[distance[reached] == UNREACHED]] = step
        frontier = np.flatnonzero(distance == step)
    return distance


def members_of(leaders: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(pointers, nodes): the nodes that each node stands for, in compressed rows, sorted; `leaders` as in `hops`."""
    pointers = np.zeros(len(leaders) + 1, dtype=np.int64)
    np.cumsum(np.bincount(leaders, minlength=len(leaders)), out=pointers[1:])
    return pointers, np.argsort(leaders, kind="stable")


def around(
    graph: Rows,
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
