"""Graphs whose groups are known: sizes by a power law, noise, and hubs that stand with everybody."""

from typing import NamedTuple

import numpy as np

from graph.kernels.adjacency import Adjacency, adjacency


class Planted(NamedTuple):
    """A graph and the group of each node; the hubs, at the end, have a group each."""

    graph: Adjacency
    groups: np.ndarray


def planted_groups(count: int, seed: int, degree: float = 8.0, noise: float = 0.25, hubs: int = 0) -> Planted:
    """Nodes in groups of 4 to 60, sizes by a power law of exponent 2, links inside and as a share of noise outside.

    Args:
        count: Nodes in groups; hubs come on top.
        seed: Of everything that is drawn.
        degree: Mean links of a node; in a small group all pairs are linked at most.
        noise: Share of the links whose ends are drawn anywhere.
        hubs: Nodes that are linked to one node in fifty each.
    """
    rng = np.random.default_rng(seed)
    sizes = np.minimum(4 / rng.random(count), 60).astype(np.int64)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), count)) + 1]
    groups = np.repeat(np.arange(len(sizes)), sizes)[:count]
    begins = (np.cumsum(sizes) - sizes)[groups]
    inside = int(count * degree / 2 * (1 - noise))
    left = rng.integers(0, count, inside)
    right = np.minimum(begins[left] + (rng.random(inside) * sizes[groups[left]]).astype(np.int64), count - 1)
    outside = rng.integers(0, count, (2, int(count * degree / 2 * noise)))
    spokes = rng.integers(0, count, (hubs, max(1, count // 50)))
    left = np.concatenate((left, outside[0], np.repeat(count + np.arange(hubs), spokes.shape[1])))
    right = np.concatenate((right, outside[1], spokes.ravel()))
    weights = np.concatenate((rng.integers(1, 5, inside + outside.shape[1]).astype(float), np.full(spokes.size, 0.5)))
    groups = np.concatenate((groups, groups.max(initial=-1) + 1 + np.arange(hubs)))
    return Planted(adjacency(count + hubs, left, right, weights), groups)


def shared_information(labels: np.ndarray, other: np.ndarray) -> float:
    """Normalised mutual information of two divisions of the same nodes, 0-1, by the mean of their entropies (NMI)."""
    count = len(labels)
    width = int(other.max(initial=-1)) + 1
    entropies = [
        -float((shares * np.log(shares)).sum())
        for key in (labels.astype(np.int64), other.astype(np.int64), labels.astype(np.int64) * width + other)
        for shares in [np.unique(key, return_counts=True)[1] / count]
    ]
    mean = (entropies[0] + entropies[1]) / 2
    return 1.0 if mean == 0 else (entropies[0] + entropies[1] - entropies[2]) / mean
