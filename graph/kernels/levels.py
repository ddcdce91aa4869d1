"""The search that divisions of a graph share: move nodes, refine what came of it, go on with the parts as nodes.

It is that of the Leiden algorithm (Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z). What is a better
division is said by a `Quality`: modularity (`graph.kernels.leiden`) or the map equation (`graph.kernels.map_equation`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel
from graph.kernels.components import components

PASSES = 20  # how often all links are gone through, about

Tick = Callable[[], None]


@dataclass(frozen=True, eq=False)
class Level:
    """A graph whose nodes are parts of the one that is divided; links inside a part are left out.

    Attributes:
        strength: Summed weight of all links of the nodes in each part, those inside it included.
    """

    pointers: np.ndarray
    others: np.ndarray
    weights: np.ndarray
    strength: np.ndarray

    @property
    def count(self) -> int:
        """Nodes."""
        return len(self.strength)


class Quality(Protocol):
    """What makes one division better than another."""

    def move(self, level: Level, labels: np.ndarray, order: np.ndarray) -> int:
        """Moves nodes to better communities, changing `labels` and using up `order`; how many moves there were."""

    def refine(self, level: Level, labels: np.ndarray, order: np.ndarray) -> np.ndarray:
        """The part of each node: pieces of the communities, each connected; single nodes where nothing merges."""


def divide(
    graph: Adjacency,
    quality: Quality,
    tick: Tick,
    seed: int,
    rounds: int,
    strength: np.ndarray | None = None,
) -> np.ndarray:
    """The community of each node, numbered by the smallest node of each; every community is connected.

    Args:
        graph: The links; a node without any is a community of its own.
        quality: What is sought.
        tick: Called between the steps; what it raises ends the work.
        seed: Of the order in which nodes are looked at; the same seed, the same communities.
        rounds: How often the whole is gone through again from what the last round found, at most.
        strength: Of each node, where it is more than the weight of its links.
    """
    rng = np.random.default_rng(seed)
    whole = Level(graph.pointers, graph.others, graph.weights, graph.strength if strength is None else strength)
    labels = np.arange(graph.count)
    for _ in range(rounds):
        better = _round(whole, labels, quality, rng, tick)
        if better is None:
            break
        labels = better
    return connected(graph, labels)


def connected(graph: Adjacency, labels: np.ndarray) -> np.ndarray:
    """The labels with each community that is not connected split, numbered by the smallest node of each."""
    together = np.repeat(labels, graph.degrees) == labels[graph.others]
    return components(graph.count, graph.rows[together], graph.others[together])


def _round(
    level: Level, start: np.ndarray, quality: Quality, rng: np.random.Generator, tick: Tick
) -> np.ndarray | None:
    """Communities that are better than those given; None where no node wants to move."""
    aggregate = _aggregate.of(len(level.others) * PASSES)
    labels, node_of = start.astype(np.int32), np.arange(level.count)
    moves = 0
    while True:
        tick()
        labels = _renumbered(labels)
        moves += quality.move(level, labels, rng.permutation(level.count).astype(np.int32))
        labels = _renumbered(labels)
        if int(labels.max(initial=-1)) + 1 == level.count:
            break
        tick()
        parts = _renumbered(quality.refine(level, labels, rng.permutation(level.count).astype(np.int32)))
        part_count = int(parts.max()) + 1
        if part_count == level.count:
            break
        of_part = np.empty(part_count, dtype=np.int32)
        of_part[parts] = labels
        arrays = aggregate(level.pointers, level.others, level.weights, parts, part_count)
        level = Level(*arrays, np.bincount(parts, level.strength, part_count))
        node_of, labels = parts[node_of], of_part
    return labels[node_of].astype(np.int64) if moves else None


def _renumbered(labels: np.ndarray) -> np.ndarray:
    """The labels as 0, 1, 2 ... in the order of the first node of each."""
    first = np.full(int(labels.max(initial=-1)) + 1, -1)
    first[labels[::-1]] = np.arange(len(labels))[::-1]
    is_first = np.zeros(len(labels), dtype=np.int32)
    is_first[first[first >= 0]] = 1
    renumbered: np.ndarray = (np.cumsum(is_first, dtype=np.int32) - 1)[first[labels]]
    return renumbered


@kernel
def _aggregate(
    pointers: np.ndarray, others: np.ndarray, weights: np.ndarray, parts: np.ndarray, part_count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The graph of the parts: pointers, others and summed weights; links inside a part are left out."""
    count = len(pointers) - 1
    begins = np.zeros(part_count + 1, dtype=np.int64)
    for node in range(count):
        begins[parts[node] + 1] += 1
    for part in range(part_count):
        begins[part + 1] += begins[part]
    place_of = begins[:-1].copy()
    members = np.empty(count, dtype=np.int32)
    for node in range(count):
        members[place_of[parts[node]]] = node
        place_of[parts[node]] += 1
    to_part = np.zeros(part_count)
    touched = np.empty(part_count, dtype=np.int32)
    new_pointers = np.zeros(part_count + 1, dtype=np.int64)
    new_others = np.empty(len(others), dtype=np.int32)
    new_weights = np.empty(len(others))
    entries = 0
    for part in range(part_count):
        parts_around = 0
        for place in range(begins[part], begins[part + 1]):
            node = members[place]
            for entry in range(pointers[node], pointers[node + 1]):
                other = parts[others[entry]]
                if other != part:
                    if to_part[other] == 0.0:
                        touched[parts_around] = other
                        parts_around += 1
                    to_part[other] += weights[entry]
        for place in range(parts_around):
            new_others[entries] = touched[place]
            new_weights[entries] = to_part[touched[place]]
            to_part[touched[place]] = 0.0
            entries += 1
        new_pointers[part + 1] = entries
    return new_pointers, new_others[:entries].copy(), new_weights[:entries].copy()
