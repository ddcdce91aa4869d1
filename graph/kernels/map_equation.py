"""Communities by the map equation, each connected: where a walk stays long once it is in.

A walk along the links is told in a code of two levels: a code book for the communities, and one inside each. The
division that needs the fewest bits a step is sought: Rosvall and Bergstrom (2008), doi:10.1073/pnas.0706851105. How
small a group can be before it is merged with its neighbours goes by the links between groups, not by the size of the
whole graph as it does for modularity (Kawamoto and Rosvall 2015, doi:10.1103/PhysRevE.91.012809).
"""

import math

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel
from graph.kernels.components import components
from graph.kernels.levels import PASSES, Level, Tick, divide

ROUNDS = 10


def map_equation(graph: Adjacency, tick: Tick, seed: int = 1, rounds: int = ROUNDS) -> np.ndarray:
    """The community of each node, numbered by the smallest node of each; every community is connected.

    No division that is answered takes more bits than the connected components would.

    Args:
        graph: The links, with weights above 0; a node without any is a community of its own.
        tick: Called between the steps; what it raises ends the work.
        seed: Of the order in which nodes are looked at; the same seed, the same communities.
        rounds: How often the whole is gone through again from what the last round found, at most.
    """
    labels = divide(graph, _MapEquation(graph), tick, seed, rounds)
    undivided = components(graph.count, graph.rows, graph.others)
    return undivided if codelength(graph, undivided) < codelength(graph, labels) else labels


def codelength(graph: Adjacency, labels: np.ndarray) -> float:
    """Bits that a step of a walk takes on average, told by the communities of a division; 0 where there is no link.

    Args:
        graph: The links, with weights above 0.
        labels: The community of each node, any whole numbers from 0 on.
    """
    total = float(graph.weights.sum())
    if not total:
        return 0.0
    is_leaving = labels[graph.rows] != labels[graph.others]
    leaving = np.bincount(labels[graph.rows[is_leaving]], graph.weights[is_leaving], int(labels.max()) + 1) / total
    visits = graph.strength / total
    inside = np.bincount(labels, visits)
    return (
        _entropy_terms(leaving.sum()[None])
        - 2 * _entropy_terms(leaving)
        - _entropy_terms(visits)
        + _entropy_terms(leaving + inside)
    )


def _entropy_terms(shares: np.ndarray) -> float:
    """The sum of x log2(x)."""
    positive = shares[shares > 0]
    return float((positive * np.log2(positive)).sum())


class _MapEquation:
    """The map equation of a graph; all weights are shares of the weight of its links, each counted from both ends."""

    def __init__(self, graph: Adjacency) -> None:
        work = graph.entries * PASSES
        self._move, self._refine = _move.of(work), _refine.of(work)
        self._share = 1.0 / max(float(graph.strength.sum()), 1e-300)

    def move(self, level: Level, labels: np.ndarray, order: np.ndarray) -> int:
        return self._move(*self._arrays(level), labels, order)

    def refine(self, level: Level, labels: np.ndarray, order: np.ndarray) -> np.ndarray:
        return self._refine(*self._arrays(level), labels, order)

    def _arrays(self, level: Level) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        return level.pointers, level.others, level.weights * self._share, level.strength * self._share


@kernel
def _move(
    pointers: np.ndarray,
    others: np.ndarray,
    weights: np.ndarray,
    visits: np.ndarray,
    labels: np.ndarray,
    queue: np.ndarray,
) -> int:
    """Moves each node to where the code becomes shortest, until none wants to; how many moves there were.

    The queue holds every node once, in the order of the looks. Of a community `leaves` is the weight to others, `holds`
    that and the visits of its nodes; the code is x log2(x) of all that leaves, less twice that of each `leaves`, plus
    that of each `holds`.
    """
    count = len(visits)
    leaves, holds, sizes = np.zeros(count), np.zeros(count), np.zeros(count, dtype=np.int32)
    leaves_code, holds_code = np.zeros(count), np.zeros(count)
    out = np.zeros(count)  # weight from a node to others
    for node in range(count):
        label = labels[node]
        sizes[label] += 1
        holds[label] += visits[node]
        for entry in range(pointers[node], pointers[node + 1]):
            out[node] += weights[entry]
            if labels[others[entry]] != label:
                leaves[label] += weights[entry]
    all_leaves = 0.0
    empty = np.empty(count + 1, dtype=np.int32)
    empties = 0
    for label in range(count):
        holds[label] += leaves[label]
        all_leaves += leaves[label]
        leaves_code[label] = leaves[label] * math.log2(leaves[label]) if leaves[label] > 0.0 else 0.0
        holds_code[label] = holds[label] * math.log2(holds[label]) if holds[label] > 0.0 else 0.0
        if sizes[label] == 0:
            empty[empties] = label
            empties += 1
    is_queued = np.ones(count, dtype=np.uint8)
    to_label = np.zeros(count)
    touched = np.empty(count + 1, dtype=np.int32)
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
        if labels_around == 0 or (labels_around == 1 and touched[0] == own):
            for place in range(labels_around):
                to_label[touched[place]] = 0.0
            continue
        # Without the node its community is left by what left it, less the node's links out, plus those back in.
        rest_leaves = max(leaves[own] - out[node] + 2.0 * to_label[own], 0.0)
        rest_holds = max(holds[own] - out[node] + 2.0 * to_label[own] - visits[node], 0.0)
        if sizes[own] == 1:
            rest_leaves, rest_holds = 0.0, 0.0
        rest_leaves_code = rest_leaves * math.log2(rest_leaves) if rest_leaves > 0.0 else 0.0
        rest_holds_code = rest_holds * math.log2(rest_holds) if rest_holds > 0.0 else 0.0
        others_leave = all_leaves - leaves[own] + rest_leaves
        stays = all_leaves * math.log2(all_leaves) if all_leaves > 0.0 else 0.0
        stays += holds_code[own] - 2.0 * leaves_code[own] - rest_holds_code + 2.0 * rest_leaves_code
        best, shortest, best_leaves = own, stays - 1e-12, leaves[own]
        if sizes[own] > 1 and empties > 0:
            label = empty[empties - 1]
            total = others_leave + out[node]
            alone = out[node] + visits[node]
            code = (total * math.log2(total) if total > 0.0 else 0.0) - 2.0 * out[node] * math.log2(out[node])
            code += alone * math.log2(alone)
            if code < shortest:
                best, shortest, best_leaves = label, code, out[node]
        for place in range(labels_around):
            label = touched[place]
            if label == own:
                continue
            joined_leaves = max(leaves[label] + out[node] - 2.0 * to_label[label], 0.0)
            joined_holds = max(holds[label] + out[node] - 2.0 * to_label[label], 0.0) + visits[node]
            total = others_leave - leaves[label] + joined_leaves
            code = total * math.log2(total) if total > 0.0 else 0.0
            if joined_leaves > 0.0:
                code -= 2.0 * joined_leaves * math.log2(joined_leaves)
            code += joined_holds * math.log2(joined_holds) + 2.0 * leaves_code[label] - holds_code[label]
            if code < shortest:
                best, shortest, best_leaves = label, code, joined_leaves
        for place in range(labels_around):
            to_label[touched[place]] = 0.0
        if best == own:
            continue
        moves += 1
        all_leaves = max(others_leave - leaves[best] + best_leaves, 0.0)
        holds[best] = max(holds[best] - leaves[best], 0.0) + best_leaves + visits[node]
        leaves[best] = best_leaves
        holds[own], leaves[own] = rest_holds, rest_leaves
        leaves_code[own], holds_code[own] = rest_leaves_code, rest_holds_code
        leaves_code[best] = best_leaves * math.log2(best_leaves) if best_leaves > 0.0 else 0.0
        holds_code[best] = holds[best] * math.log2(holds[best])
        if sizes[best] == 0:
            empties -= 1
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
    visits: np.ndarray,
    labels: np.ndarray,
    order: np.ndarray,
) -> np.ndarray:
    """Parts of the communities: single nodes that were merged, inside their community, where that shortens the code."""
    count = len(visits)
    parts = np.arange(count).astype(np.int32)
    leaves, holds = np.zeros(count), visits.copy()
    leaves_code, holds_code = np.zeros(count), np.zeros(count)
    all_leaves = 0.0
    for node in range(count):
        for entry in range(pointers[node], pointers[node + 1]):
            leaves[node] += weights[entry]
        holds[node] += leaves[node]
        all_leaves += leaves[node]
        if leaves[node] > 0.0:
            leaves_code[node] = leaves[node] * math.log2(leaves[node])
            holds_code[node] = holds[node] * math.log2(holds[node])
    is_single = np.ones(count, dtype=np.uint8)
    to_part = np.zeros(count)
    touched = np.empty(count + 1, dtype=np.int32)
    for node in order:
        if is_single[node] == 0 or leaves[node] == 0.0:
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
        others_leave = all_leaves - leaves[node]
        best, best_leaves = -1, 0.0
        shortest = all_leaves * math.log2(all_leaves) if all_leaves > 0.0 else 0.0
        shortest += holds_code[node] - 2.0 * leaves_code[node] - 1e-12
        for place in range(parts_around):
            part = touched[place]
            joined_leaves = max(leaves[part] + leaves[node] - 2.0 * to_part[part], 0.0)
            joined_holds = max(holds[part] + leaves[node] - 2.0 * to_part[part], 0.0) + visits[node]
            total = others_leave - leaves[part] + joined_leaves
            code = total * math.log2(total) if total > 0.0 else 0.0
            if joined_leaves > 0.0:
                code -= 2.0 * joined_leaves * math.log2(joined_leaves)
            code += joined_holds * math.log2(joined_holds) + 2.0 * leaves_code[part] - holds_code[part]
            if code < shortest:
                best, shortest, best_leaves = part, code, joined_leaves
        if best >= 0:
            all_leaves = max(others_leave - leaves[best] + best_leaves, 0.0)
            holds[best] = max(holds[best] + leaves[node] - 2.0 * to_part[best], 0.0) + visits[node]
            leaves[best] = best_leaves
            leaves_code[best] = best_leaves * math.log2(best_leaves) if best_leaves > 0.0 else 0.0
            holds_code[best] = holds[best] * math.log2(holds[best])
            parts[node] = best
            is_single[node], is_single[best] = 0, 0
        for place in range(parts_around):
            to_part[touched[place]] = 0.0
    return parts
