"""Where paths of an undirected graph may go."""

from typing import NamedTuple

import numpy as np

from graph.kernels import compiled
from graph.kernels.adjacency import Adjacency

FAR = 2**62


class Ways(NamedTuple):
    """Where paths may go.

    Attributes:
        graph: Its links; weights are not looked at.
        lengths: int64 by entry, above 0, the same both ways; 1 each where it is None.
        open_nodes: By node, whether a path may go through it; its ends may be any.
        open_entries: By entry, whether a path may use it, the same both ways.
    """

    graph: Adjacency
    lengths: np.ndarray | None = None
    open_nodes: np.ndarray | None = None
    open_entries: np.ndarray | None = None


def interpreted_steps(ways: Ways) -> int:
    """Entries that a search may look at before it is handed to the compiler, -1 where the graph is so large that it is.

    A search is one of several, as a rule, and most end long before they have seen the whole graph.
    """
    most = min(compiled.WORTH_COMPILING, FAR)
    return -1 if ways.graph.entries > most else int(most // 10)


def masks(ways: Ways, *ends: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether each node and each entry may be used, the ends whatever is said of them."""
    nodes, entries = ways.open_nodes, ways.open_entries
    nodes = np.ones(ways.graph.count, dtype=np.bool_) if nodes is None else nodes.astype(np.bool_)
    nodes[list(ends)] = True
    return nodes, np.ones(ways.graph.entries, dtype=np.bool_) if entries is None else entries.astype(np.bool_)
