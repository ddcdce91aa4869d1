"""PageRank and personalised PageRank of an undirected weighted graph, to a stated error.

Page, Brin, Motwani and Winograd (1999), Stanford InfoLab 1999-66, solved by Gauss-Seidel sweeps, which need about half
as many as the power iteration.
"""

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel

MOST_SWEEPS = 1000


def pagerank(
    graph: Adjacency, restart: np.ndarray | None = None, damping: float = 0.85, error: float = 1e-8
) -> np.ndarray:
    """The rank of each node; ranks sum to 1.

    Args:
        graph: Links are followed by their share of a node's weight.
        restart: Where a walk begins again, as shares that sum to 1; anywhere alike where it is not given. A walk that
            comes to a node without a link goes there too.
        damping: Share of the walk that follows links, 0-1.
        error: Most that the ranks may be away from the solution, summed over all nodes (L1).
    """
    if not graph.count:
        return np.zeros(0)
    restart = np.full(graph.count, 1 / graph.count) if restart is None else restart
    strength = graph.strength
    alone = float(restart[strength == 0].sum())
    # What walks in nodes without a link goes back by the shares of the restart: a geometric series.
    back = (1 - damping) / (1 - damping * alone)
    ranks = np.divide(restart, strength, out=np.zeros(graph.count), where=strength > 0)
    sweep = _sweep.of(graph.entries * 20)
    for _ in range(MOST_SWEEPS):
        changed = sweep(graph.pointers, graph.others, graph.weights, strength, restart * back, damping, ranks)
        if changed < error * (1 - damping):
            break
    ranks = np.where(strength > 0, ranks * strength, restart * back)
    total: np.ndarray = ranks / ranks.sum()
    return total


@kernel
def _sweep(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    strength: np.ndarray,
    restart: np.ndarray,
    damping: float,
    ranks: np.ndarray,
) -> float:
    """One sweep over the ranks, each divided by the strength of its node; how much they changed in all."""
    changed = 0.0
    for node in range(len(strength)):
        if strength[node] == 0:
            continue
        inflow = 0.0
        for entry in range(pointers[node], pointers[node + 1]):
            inflow += weights[entry] * ranks[others[entry]]
        rank = (damping * inflow + restart[node]) / strength[node]
        changed += abs(rank - ranks[node]) * strength[node]
        ranks[node] = rank
    return changed
