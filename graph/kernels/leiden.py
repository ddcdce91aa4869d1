"""Communities by modularity, each connected: the Leiden algorithm, and label propagation.

Traag, Waltman and van Eck (2019), doi:10.1038/s41598-019-41695-z; modularity with a resolution after Reichardt and
Bornholdt (2006), doi:10.1103/PhysRevE.74.016110; label propagation after Raghavan, Albert and Kumara (2007),
doi:10.1103/PhysRevE.76.036106.
"""

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel
from graph.kernels.levels import PASSES, Level, Tick, connected, divide

MOST_ROUNDS = 100


def leiden(
    graph: Adjacency,
    tick: Tick,
    resolution: float = 1.0,
    seed: int = 1,
    rounds: int = 4,
    loops: np.ndarray | None = None,
) -> np.ndarray:
    """The community of each node, numbered by the smallest node of each; every community is connected.

    Args:
        graph: The links; a node without any is a community of its own.
        tick: Called between the steps; what it raises ends the work.
        resolution: Higher gives smaller communities.
        seed: Of the order in which nodes are looked at; the same seed, the same communities.
        rounds: How often the whole is gone through again from what the last round found, at most.
        loops: Weight of the link of each node with itself, which makes it heavier; none by default.
    """
    strength = graph.strength if loops is None else graph.strength + 2 * loops
    quality = _Modularity(graph.entries, resolution / max(float(strength.sum()), 1e-300))
    return divide(graph, quality, tick, seed, rounds, strength)


def label_propagation(graph: Adjacency, tick: Tick, seed: int = 1) -> np.ndarray:
    """The community of each node by the label that most of its weight has around it; numbered as by `leiden`.

    Nodes are looked at in an order that the seed makes, until less than one in 100,000 changes; then each community
    that is not connected is split.
    """
    labels = np.arange(graph.count, dtype=np.int32)
    order = np.random.default_rng(seed).permutation(graph.count).astype(np.int32)
    weight = np.zeros(graph.count)
    propagate = _propagate.of(graph.entries * PASSES)
    for _ in range(MOST_ROUNDS):
        tick()
        changed = propagate(graph.pointers, graph.others, graph.weights, order, labels, weight)
        if changed <= graph.count * 1e-5:
            break
    return connected(graph, labels)


def modularity(graph: Adjacency, labels: np.ndarray, resolution: float = 1.0) -> float:
    """Share of the weight inside communities, less what would be there by chance; 0 where there is no link."""
    total = graph.weights.sum()
    if not total:
        return 0.0
    inside = graph.weights[labels[graph.rows] == labels[graph.others]].sum() / total
    shares = np.bincount(labels, weights=graph.strength) / total
    return float(inside - resolution * (shares**2).sum())


class _Modularity:
    """Communities by modularity, with a pressure against large ones: the resolution over the weight of all links."""

    def __init__(self, entries: int, pressure: float) -> None:
        self._move, self._refine = _move.of(entries * PASSES), _refine.of(entries * PASSES)
        self._pressure = pressure

    def move(self, level: Level, labels: np.ndarray, order: np.ndarray) -> int:
        totals, sizes = np.bincount(labels, level.strength, level.count), np.bincount(labels, minlength=level.count)
        arrays = level.pointers, level.others, level.weights, level.strength
        return self._move(*arrays, labels, totals, sizes, self._pressure, order)

    def refine(self, level: Level, labels: np.ndarray, order: np.ndarray) -> np.ndarray:
        totals = np.bincount(labels, level.strength, level.count)
        arrays = level.pointers, level.others, level.weights, level.strength
        return self._refine(*arrays, labels, totals, self._pressure, order)


@kernel
def _move(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    strength: np.ndarray,
    labels: np.ndarray,
    totals: np.ndarray,
    sizes: np.ndarray,
    pressure: float,
    queue: np.ndarray,
) -> int:
    """Moves each node to the community where it adds most, until none wants to; how many moves there were.

    `totals` and `sizes` are those of the communities; the queue holds every node once, in the order of the looks.
    """
    count = len(strength)
    is_queued = np.ones(count, dtype=np.uint8)
    to_label = np.zeros(count)
    touched = np.empty(count + 1, dtype=np.int32)
    empty = np.empty(count + 1, dtype=np.int32)
    empties = 0
    for label in range(count):
        if sizes[label] == 0:
            empty[empties] = label
            empties += 1
    head, waiting, moves = 0, count, 0
    while waiting > 0:
        node = queue[head]
        head = head + 1 if head + 1 < count else 0
        waiting -= 1
        is_queued[node] = 0
        own, labels_around = labels[node], 0
        for entry in range(pointers[node], pointers[node + 1]):
            label = labels[others[entry]]
            if to_label[label] == 0.0:
                touched[labels_around] = label
                labels_around += 1
            to_label[label] += weights[entry]
        push = pressure * strength[node]
        totals[own] -= strength[node]
        best, gain = own, to_label[own] - push * totals[own]
        for place in range(labels_around):
            label = touched[place]
            here = to_label[label] - push * totals[label]
            if here > gain + 1e-10:
                best, gain = label, here
        if gain < -1e-10 and empties > 0 and sizes[own] > 1:
            empties -= 1
            best = empty[empties]
        for place in range(labels_around):
            to_label[touched[place]] = 0.0
        totals[best] += strength[node]
        if best != own:
            moves += 1
            sizes[own] -= 1
            sizes[best] += 1
            if sizes[own] == 0:
                empty[empties] = own
                empties += 1
            labels[node] = best
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if is_queued[other] == 0 and labels[other] != best:
                    place = head + waiting
                    queue[place - count if place >= count else place] = other
                    waiting += 1
                    is_queued[other] = 1
    return moves


@kernel
def _refine(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    strength: np.ndarray,
    labels: np.ndarray,
    totals: np.ndarray,
    pressure: float,
    order: np.ndarray,
) -> np.ndarray:
    """Parts of the communities: single nodes that were merged where both are well tied to the rest of theirs."""
    count = len(strength)
    parts = np.arange(count).astype(np.int32)
    part_totals = strength.copy()
    outside = np.zeros(count)  # weight from a part to the rest of its community
    is_single = np.ones(count, dtype=np.uint8)
    to_part = np.zeros(count)
    touched = np.empty(count + 1, dtype=np.int32)
    for node in range(count):
        for entry in range(pointers[node], pointers[node + 1]):
            if labels[others[entry]] == labels[node]:
                outside[node] += weights[entry]
    for node in order:
        total = totals[labels[node]]
        tie = pressure * strength[node]
        if is_single[node] == 0 or outside[node] < tie * (total - strength[node]):
            continue
        parts_around = 0
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if labels[other] == labels[node]:
                part = parts[other]
                if to_part[part] == 0.0:
                    touched[parts_around] = part
                    parts_around += 1
                to_part[part] += weights[entry]
        best, gain = -1, 0.0
        for place in range(parts_around):
            part = touched[place]
            is_tied = outside[part] >= pressure * part_totals[part] * (total - part_totals[part]) - 1e-12
            here = to_part[part] - tie * part_totals[part]
            if part != parts[node] and is_tied and here > gain:
                best, gain = part, here
        if best >= 0:
            outside[best] += outside[parts[node]] - 2.0 * to_part[best]
            part_totals[best] += strength[node]
            part_totals[parts[node]] = 0.0
            parts[node] = best
            is_single[node], is_single[best] = 0, 0
        for place in range(parts_around):
            to_part[touched[place]] = 0.0
    return parts


@kernel
def _propagate(  # arrays, as a compiler wants them
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    order: np.ndarray,
    labels: np.ndarray,
    to_label: np.ndarray,
) -> int:
    """Gives each node the label that most of its weight has; how many changed. `to_label` is zeros, and is again."""
    changed = 0
    touched = np.empty(len(order) + 1, dtype=np.int32)
    for node in order:
        labels_around = 0
        for entry in range(pointers[node], pointers[node + 1]):
            label = labels[others[entry]]
            if to_label[label] == 0.0:
                touched[labels_around] = label
                labels_around += 1
            to_label[label] += weights[entry]
        best = labels[node]
        most = to_label[best]
        for place in range(labels_around):
            label = touched[place]
            if to_label[label] > most + 1e-12:
                best, most = label, to_label[label]
        for place in range(labels_around):
            to_label[touched[place]] = 0.0
        if best != labels[node]:
            labels[node] = best
            changed += 1
    return changed
