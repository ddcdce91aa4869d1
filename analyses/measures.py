"""Measures of how a node stands in a network: what centrality ranks by, and disruption removes by."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy.sparse.linalg import eigsh

from graph.kernels.adjacency import Adjacency
from graph.kernels.betweenness import betweenness, closeness, harmonic_closeness
from graph.kernels.components import components
from graph.kernels.cores import core_numbers
from graph.kernels.pagerank import pagerank
from graph.kernels.triangles import clustering, triangles
from graph.progress import Progress, Step

Measure = Literal[
    "degree", "betweenness", "closeness", "harmonic", "pagerank", "eigenvector", "core", "triangles", "clustering"
]
_COUNTED: dict[str, Callable[[Adjacency], np.ndarray]] = {
    "core": core_numbers,
    "triangles": triangles,
    "clustering": clustering,
}
SAMPLED = ("betweenness", "harmonic")  # measures that some sources tell well enough


def scores_of(
    graph: Adjacency, measure: Measure, sources: np.ndarray, tick: Progress, is_normalized: bool = True
) -> np.ndarray:
    """The score of each node; a link of strength w is 1/w long.

    Args:
        graph: The links.
        measure: Which.
        sources: Nodes to search from, for betweenness, closeness and harmonic; closeness wants all of them.
        tick: Told how far it is.
        is_normalized: Betweenness over all pairs of others; else in pairs.
    """
    if not graph.count:
        return np.zeros(0)
    if measure == "degree":
        return graph.strength
    if measure == "pagerank":
        return pagerank(graph, error=1e-11)
    if measure == "eigenvector":
        return _eigenvector(graph)
    if measure in _COUNTED:
        return _COUNTED[measure](graph).astype(np.float64)

    def looked(done: int, total: int) -> None:
        tick(Step(f"computing {measure}", done, total))

    lengths = None if (graph.weights == 1).all() else 1 / graph.weights
    if measure != "betweenness":
        return (closeness if measure == "closeness" else harmonic_closeness)(graph, sources, looked, lengths)
    pairs = max(1, (graph.count - 1) * (graph.count - 2) / 2) if is_normalized else 1
    return betweenness(graph, sources, looked, lengths) / pairs


def _eigenvector(graph: Adjacency) -> np.ndarray:
    """Eigenvector centrality of the largest component; 0 elsewhere, where it is not comparable."""
    labels = components(graph.count, graph.rows, graph.others)
    largest = np.flatnonzero(labels == np.bincount(labels).argmax())
    scores = np.zeros(graph.count)
    if len(largest) < 3:
        scores[largest] = 1.0
        return scores
    matrix = graph.matrix[largest][:, largest]
    _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(len(largest)), tol=1e-10)
    scores[largest] = np.abs(vectors[:, 0])
    return scores


def comparable(scores: np.ndarray) -> np.ndarray:
    """Scores rounded so that rounding errors make no order."""
    largest = np.abs(scores).max(initial=0)
    return np.round(scores / largest, 9) if largest else scores
