"""How far two divisions of the same nodes agree, and what a graph without any order would look like."""

import numpy as np

from graph.kernels.adjacency import Adjacency, adjacency


def agreement(labels: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each node the Jaccard index of its groups in two divisions: what both hold over what either holds, 0-1.

    Two-sided: a group that another division cuts, and one that it lumps together with others, agree less alike.
    """
    pairs = labels.astype(np.int64) * (int(other.max(initial=-1)) + 1) + other
    _, place, common = np.unique(pairs, return_inverse=True, return_counts=True)
    shared = common[place]
    either = np.bincount(labels)[labels] + np.bincount(other)[other] - shared
    index: np.ndarray = shared / either
    return index


def without_order(graph: Adjacency, seed: int) -> Adjacency:
    """A random graph in which each node has as many links as before: the ends of all links are joined at random.

    Weights are dealt out again. A pair that is drawn twice is one link, and a link of a node with itself none, so a few
    links are lost (Newman, Strogatz and Watts 2001, doi:10.1103/PhysRevE.64.026118).
    """
    rng = np.random.default_rng(seed)
    once = graph.rows < graph.others
    ends = rng.permutation(np.concatenate((graph.rows[once], graph.others[once])))
    half = len(ends) // 2
    return adjacency(graph.count, ends[:half], ends[half:], rng.permutation(graph.weights[once]))
