"""PageRank and personalised PageRank of an undirected weighted graph, to a stated error.

Page, Brin, Motwani and Winograd (1999), Stanford InfoLab 1999-66, solved by Gauss-Seidel sweeps, which need about half
as many as the power iteration.
"""

from typing import NamedTuple

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel

MOST_SWEEPS = 1000


class Ranks(NamedTuple):
    """What the sweeps came to.

    Attributes:
        ranks: Of each node; they sum to 1.
        changed: How much the last sweep changed them in all. They are away from the solution by no more than that over
            one less the damping, in all (L1).
    """

    ranks: np.ndarray
    changed: float


def pagerank(
    graph: Adjacency, restart: np.ndarray | None = None, damping: float = 0.85, error: float = 1e-8
) -> np.ndarray:
    """The rank of each node; ranks sum to 1.

    Args:
        graph: Links are followed by their share of a node's weight.
        restart: Where a walk begins again, as shares that sum to 1; anywhere alike where it is not given. A walk that
            comes to a node without a link goes there too.
        damping: Share of the walk that follows links, from 0 to below 1.
        error: Most that the ranks may be away from the solution, summed over all nodes (L1).
    """
    return swept(graph, restart, damping, error).ranks


def swept(
    graph: Adjacency,
    restart: np.ndarray | None = None,
    damping: float = 0.85,
    error: float = 1e-8,
    stranded: np.ndarray | None = None,
    loops: np.ndarray | None = None,
    sweeps: int = MOST_SWEEPS,
) -> Ranks:
    """As `pagerank`, with more to say.

    Args:
        graph: As there.
        restart: As there.
        damping: As there.
        error: As there.
        stranded: Where a walk goes from a node without a link, as shares that sum to 1; as the restart by default.
        loops: Weight of the link of each node with itself; none by default.
        sweeps: Most that are made, whether the error is reached or not.
    """
    if not graph.count:
        return Ranks(np.zeros(0), 0.0)
    restart = np.full(graph.count, 1 / graph.count) if restart is None else restart
    stranded = restart if stranded is None else stranded
    strength = graph.strength if loops is None else graph.strength + loops
    leaving = strength if loops is None else strength - damping * loops
    is_alone = strength == 0
    # What walks on in nodes without a link is a geometric series: no sweep is needed for it.
    alone = (1 - damping) * restart[is_alone].sum() / (1 - damping * stranded[is_alone].sum())
    begins = (1 - damping) * restart + damping * alone * stranded
    ranks = np.divide(begins, strength, out=np.zeros(graph.count), where=~is_alone)
    sweep = _sweep.of(graph.entries * 20)
    changed = np.inf
    for _ in range(sweeps):
        changed = sweep(graph.pointers, graph.others, graph.weights, strength, leaving, begins, damping, ranks)
        if changed < error * (1 - damping):
            break
    ranks = np.where(is_alone, begins, ranks * strength)
    return Ranks(ranks / ranks.sum(), float(changed))


@kernel
def _sweep(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    strength: np.ndarray,
    leaving: np.ndarray,
    begins: np.ndarray,
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
        rank = (damping * inflow + begins[node]) / leaving[node]
        changed += abs(rank - ranks[node]) * strength[node]
        ranks[node] = rank
    return changed
