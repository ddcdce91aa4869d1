"""The first of all paths between two nodes in a stated order, and the shortest to the nearest of many.

Lengths are whole numbers, so that sums are exact and what is equally long is so whichever way it is added up. Of paths
of one length the one whose node numbers come first, from the source on, goes before the others.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

from graph.kernels.compiled import kernel
from graph.kernels.reach import UNREACHED, hops
from graph.kernels.shortest_path import shortest_path
from graph.kernels.ways import FAR, Ways, interpreted_steps, masks

Tick = Callable[[], None]


class Route(NamedTuple):
    """A path: its length, and its nodes from the source to the target."""

    length: int
    nodes: tuple[int, ...]


def shortest_paths(
    ways: Ways, source: int, target: int, tick: Tick, *, most_hops: int | None = None
) -> Iterator[Route]:
    """All paths without a loop, the shortest first: Yen (1971), doi:10.1287/mnsc.17.11.712.

    Args:
        ways: Where they may go.
        source: A node number.
        target: Another.
        tick: Called before each search; what it raises ends the work.
        most_hops: Paths with more hops are not among them.
    """
    if source == target:
        yield Route(0, (source,))
        return
    search = _Search(ways, (source, target), most_hops)
    search.ahead, search.hops_ahead = _ahead(ways, source, target)
    taken: dict[tuple[int, ...], set[int]] = {}
    waiting: list[tuple[int, tuple[int, ...], int]] = []

    def spur(root: tuple[int, ...]) -> None:
        tick()
        for route in search.run(root, sorted(taken.get(root, ())), [target], 1):
            heapq.heappush(waiting, (route.length, route.nodes, len(root) - 1))

    spur((source,))
    while waiting:
        length, nodes, place = heapq.heappop(waiting)
        yield Route(length, nodes)
        for at in range(place, len(nodes) - 1):
            taken.setdefault(nodes[: at + 1], set()).add(nodes[at + 1])
            spur(nodes[: at + 1])


def nearest(
    ways: Ways, source: int, targets: Sequence[int], count: int, tick: Tick, *, most_hops: int | None = None
) -> list[Route]:
    """The shortest path to each of the nearest targets, the shortest first, by length and then by node numbers.

    A path may go through a target on its way to another. The source is none of them.

    Args:
        ways: Where they may go.
        source: A node number.
        targets: Node numbers, in any order.
        count: Paths in the answer, at most.
        tick: Called before the search; what it raises ends the work.
        most_hops: Paths with more hops are not among them.
    """
    wanted = sorted(set(targets) - {source})
    if not wanted:
        return []
    tick()
    if len(wanted) == 1 and ways.lengths is None:
        nodes = shortest_path(ways, source, wanted[0])
        is_within = most_hops is None or len(nodes) - 1 <= most_hops
        return [Route(len(nodes) - 1, nodes)][:count] if nodes and is_within else []
    routes = _Search(ways, (source, *wanted), most_hops).run((source,), (), wanted, count)
    return sorted(routes)[:count]


def _ahead(ways: Ways, source: int, target: int) -> tuple[np.ndarray, np.ndarray]:
    """The length and the hops from each node to the target at least, `UNREACHED` where there is no way."""
    open_nodes, open_entries = masks(ways, source, target)
    graph = ways.graph
    hops_ahead = hops(graph, np.array([target]), open_nodes=open_nodes, open_entries=open_entries)
    if ways.lengths is None:
        return hops_ahead.astype(np.int64), hops_ahead
    is_usable = open_entries & open_nodes[graph.rows] & open_nodes[graph.others]
    ends = graph.rows[is_usable], graph.others[is_usable]
    matrix = sp.csr_array((ways.lengths[is_usable].astype(float), ends), shape=(graph.count, graph.count))
    lengths = dijkstra(matrix, indices=target)
    return np.where(np.isfinite(lengths), lengths, UNREACHED).astype(np.int64), hops_ahead


class _Search:
    """Searches over the same ways, one after the other, each from the end of a root path on.

    With a limit on hops and lengths of their own, what is searched are pairs of a node and the hops to it: the shortest
    path to a node may have too many hops to go on.
    """

    ahead: np.ndarray  # by node a length that no way to the target is shorter than; UNREACHED where there is none
    hops_ahead: np.ndarray  # the same in hops

    def __init__(self, ways: Ways, ends: Sequence[int], most_hops: int | None) -> None:
        graph = ways.graph
        self._lengths = np.ones(graph.entries, dtype=np.int64) if ways.lengths is None else ways.lengths
        self._is_open, is_open_entry = masks(ways, *ends)
        self._arrays = graph.pointers, graph.others, self._lengths, is_open_entry
        has_layers = most_hops is not None and ways.lengths is not None
        self._most_length = FAR if most_hops is None or has_layers else most_hops
        layers = min(most_hops, graph.count) + 1 if most_hops is not None and has_layers else 1
        self._best = np.full((graph.count, layers), FAR, dtype=np.int64)
        self._is_on = np.zeros((graph.count, layers), dtype=np.bool_)
        self._search, self._trace, self._most_steps = _search.interpreted, _trace.interpreted, interpreted_steps(ways)
        if self._most_steps < 0:
            self._compile()
        self._is_barred, self._is_target = (np.zeros(graph.count, dtype=np.bool_) for _ in range(2))
        self.ahead = np.zeros(graph.count, dtype=np.int64)
        self.hops_ahead = np.zeros(graph.count, dtype=np.int32)

    def run(self, root: tuple[int, ...], barred: Sequence[int], targets: Sequence[int], wanted: int) -> list[Route]:
        """The shortest path that begins with the root and then enters none of the barred nodes, by target.

        Where several targets are as far as the last of those wanted, all of them are answered.
        """
        root_nodes, barred_nodes, target_nodes = list(root), list(barred), list(targets)
        was_open = self._is_open[root_nodes]
        self._is_open[root_nodes] = False
        self._is_barred[barred_nodes] = True
        self._is_target[target_nodes] = True
        layers = self._best.shape[1]
        start = root[-1], self._is_barred, self._length_of(root), len(root) - 1 if layers > 1 else 0
        ahead = self.ahead, self.hops_ahead, self._is_target, self._most_length, wanted
        arrays = *self._arrays, self._is_open, *start, *ahead, self._best
        touched, steps = self._search(*arrays, self._most_steps)
        if steps < 0:
            self._best[touched // layers, touched % layers] = FAR
            self._compile()
            touched, _ = self._search(*arrays, self._most_steps)
        farthest = self._farthest(target_nodes, wanted)
        routes = []
        for target in target_nodes:
            length = int(self._best[target].min())
            if length <= farthest and length < FAR:
                tail = self._trace(*self._arrays, *start, target, self._best, self._is_on)
                routes.append(Route(length, (*root[:-1], *tail.tolist())))
        self._best[touched // layers, touched % layers] = FAR
        self._is_target[target_nodes] = False
        self._is_barred[barred_nodes] = False
        self._is_open[root_nodes] = was_open
        return routes

    def _compile(self) -> None:
        self._search, self._trace, self._most_steps = _search.compiled(), _trace.compiled(), FAR

    def _farthest(self, targets: list[int], wanted: int) -> int:
        """The length to the last target that is wanted; what was reached beyond it is perhaps not the shortest."""
        lengths = np.sort(self._best[targets].min(axis=1))
        return int(lengths[min(wanted, len(lengths)) - 1])

    def _length_of(self, root: tuple[int, ...]) -> int:
        pointers, others = self._arrays[:2]
        length = 0
        for node, following in pairwise(root):
            row = others[pointers[node] : pointers[node + 1]]
            length += int(self._lengths[pointers[node] + np.searchsorted(row, following)])
        return length


@kernel
def _search(
    pointers: np.ndarray,
    others: np.ndarray,
    lengths: np.ndarray,
    is_open_entry: np.ndarray,
    is_open: np.ndarray,
    start: int,
    is_barred: np.ndarray,
    start_length: int,
    start_layer: int,
    ahead: np.ndarray,
    hops_ahead: np.ndarray,
    is_target: np.ndarray,
    most_length: int,
    wanted: int,
    best: np.ndarray,
    most_steps: int,
) -> tuple[np.ndarray, int]:
    """Fills `best` with the lengths by node and layer, as far as they are needed to reach the targets that are wanted.

    Where `best` has several layers, a node in layer n is reached by n hops. Returns the places that were filled, and
    the entries that were looked at, -1 where these became too many before the end.
    """
    layers = best.shape[1]
    touched = [start * layers + start_layer]
    best[start, start_layer] = start_length
    heap: list[Any] = [(start_length + max(ahead[start], 0), start, start_layer)]
    reached = np.zeros(len(is_target), dtype=np.bool_)
    targets, bound, steps = 0, most_length, 0
    while len(heap) > 0:
        estimate, node, layer = heapq.heappop(heap)
        if estimate > bound:
            break
        length = best[node, layer]
        if estimate > length + ahead[node] and node != start:
            continue
        if is_target[node] and not reached[node]:
            reached[node] = True
            targets += 1
            if targets == wanted:
                bound = estimate
        next_layer = layer + 1 if layers > 1 else 0
        if next_layer == layers:
            continue
        if steps > most_steps:
            return np.array(touched), -1
        for entry in range(pointers[node], pointers[node + 1]):
            steps += 1
            other = np.int64(others[entry])
            if not is_open_entry[entry] or not is_open[other] or ahead[other] < 0:
                continue
            if layers > 1 and next_layer + hops_ahead[other] >= layers:
                continue
            there = length + lengths[entry]
            if there >= best[other, next_layer] or there + ahead[other] > bound:
                continue
            if node == start and is_barred[other]:
                continue
            touched.append(other * layers + next_layer)
            best[other, next_layer] = there
            heapq.heappush(heap, (there + ahead[other], other, next_layer))
    return np.array(touched), steps


@kernel
def _trace(
    pointers: np.ndarray,
    others: np.ndarray,
    lengths: np.ndarray,
    is_open_entry: np.ndarray,
    start: int,
    is_barred: np.ndarray,
    start_length: int,
    start_layer: int,
    target: int,
    best: np.ndarray,
    is_on: np.ndarray,
) -> np.ndarray:
    """The nodes of the first shortest path from the start to a target; `is_on` is all false, and is again.

    Goes back from the target over all shortest paths, then forward by the smallest numbers among what was met.
    """
    layers = best.shape[1]
    shortest = best[target].min()
    waiting = [(np.int64(target), 0)][:0]
    for layer in range(layers):
        if best[target, layer] == shortest:
            waiting.append((np.int64(target), layer))
            is_on[target, layer] = True
    marked = waiting.copy()
    while len(waiting) > 0:
        node, layer = waiting.pop()
        before = layer - 1 if layers > 1 else 0
        if before < 0 or (node == start and layer == start_layer):
            continue
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if not is_open_entry[entry] or is_on[other, before]:
                continue
            if best[other, before] + lengths[entry] != best[node, layer]:
                continue
            if other == start and is_barred[node]:
                continue
            is_on[other, before] = True
            marked.append((np.int64(other), before))
            waiting.append((np.int64(other), before))
    node, layer = np.int64(start), start_layer
    nodes = [node]
    while node != target:
        next_layer = layer + 1 if layers > 1 else 0
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if not is_open_entry[entry] or not is_on[other, next_layer]:
                continue
            if best[node, layer] + lengths[entry] != best[other, next_layer]:
                continue
            if node == start and is_barred[other]:
                continue
            node, layer = np.int64(other), next_layer
            nodes.append(node)
            break
    for node, layer in marked:
        is_on[node, layer] = False
    return np.array(nodes)
