"""PageRank and personalised PageRank of an undirected weighted graph, to a stated error.

Page, Brin, Motwani and Winograd (1999), Stanford InfoLab 1999-66. As links go both ways, the ranks over the strengths
solve a symmetric, positive definite system: conjugate gradients (Hestenes and Stiefel 1952, doi:10.6028/jres.049.044)
need a quarter of the steps of the power iteration.
"""

from typing import NamedTuple

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel

MOST_STEPS = 1000


class Ranks(NamedTuple):
    """What the steps came to.

    Attributes:
        ranks: Of each node; they sum to 1.
        changed: How much they would change in all if everybody walked on once. They are away from the solution by no
            more than that over one less the damping, in all (L1).
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
    return solved(graph, restart, damping, error).ranks


def solved(
    graph: Adjacency,
    restart: np.ndarray | None = None,
    damping: float = 0.85,
    error: float = 1e-8,
    stranded: np.ndarray | None = None,
    loops: np.ndarray | None = None,
    steps: int = MOST_STEPS,
) -> Ranks:
    """As `pagerank`, with more to say.

    Args:
        graph: As there.
        restart: As there.
        damping: As there.
        error: As there.
        stranded: Where a walk goes from a node without a link, as shares that sum to 1; as the restart by default.
        loops: Weight of the link of each node with itself; none by default.
        steps: Most that are made, whether the error is reached or not.
    """
    if not graph.count:
        return Ranks(np.zeros(0), 0.0)
    restart = np.full(graph.count, 1 / graph.count) if restart is None else restart
    stranded = restart if stranded is None else stranded
    strength = graph.strength if loops is None else graph.strength + loops
    leaving = strength if loops is None else strength - damping * loops
    is_alone = strength == 0
    # What walks on in nodes without a link is a geometric series: no step is needed for it.
    alone = (1 - damping) * restart[is_alone].sum() / (1 - damping * stranded[is_alone].sum())
    begins = (1 - damping) * restart + damping * alone * stranded
    solve = _solved.of(graph.entries * 20)
    per_strength, changed = solve(
        graph.pointers, graph.others, graph.weights, leaving, begins, damping, error * (1 - damping), steps
    )
    ranks = np.where(is_alone, begins, per_strength * strength)
    return Ranks(ranks / ranks.sum(), changed)


@kernel
def _solved(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    leaving: np.ndarray,
    begins: np.ndarray,
    damping: float,
    enough: float,
    steps: int,
) -> tuple[np.ndarray, float]:
    """The ranks over the strengths, 0 for a node that nobody leaves, and what is left to be explained in all."""
    count = len(leaving)
    ranks = np.zeros(count)
    inverse = np.zeros(count)
    rest = np.zeros(count)
    direction = np.zeros(count)
    walked = np.zeros(count)
    left, product = 0.0, 0.0
    for node in range(count):
        if leaving[node] > 0:
            inverse[node] = 1.0 / leaving[node]
            rest[node] = begins[node]
            direction[node] = rest[node] * inverse[node]
            left += abs(rest[node])
            product += rest[node] * direction[node]
    for _ in range(steps):
        if left < enough or product == 0.0:
            break
        curvature = 0.0
        for node in range(count):
            inflow = 0.0
            for entry in range(pointers[node], pointers[node + 1]):
                inflow += weights[entry] * direction[others[entry]]
            walked[node] = leaving[node] * direction[node] - damping * inflow
            curvature += walked[node] * direction[node]
        length = product / curvature
        left, product_before, product = 0.0, product, 0.0
        for node in range(count):
            ranks[node] += length * direction[node]
            rest[node] -= length * walked[node]
            left += abs(rest[node])
            product += rest[node] * rest[node] * inverse[node]
        share = product / product_before
        for node in range(count):
            direction[node] = rest[node] * inverse[node] + share * direction[node]
    return ranks, left
