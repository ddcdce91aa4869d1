"""The nodes by their distance from one of them, where links have lengths.

Dijkstra (1959), doi:10.1007/BF01386390, with a binary heap in arrays (Williams 1964) in which a node that comes nearer
moves up: the time grows with the links times the logarithm of the nodes.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.kernels.adjacency import Adjacency
from graph.kernels.compiled import kernel


class Nearest(NamedTuple):
    """What one search tells; the arrays are used again by the next.

    Attributes:
        order: The nodes that are reached, the nearest first, so the source itself.
        distance: Of every node; infinite where there is no way.
    """

    order: np.ndarray
    distance: np.ndarray


def nearest(graph: Adjacency, sources: np.ndarray, lengths: np.ndarray) -> Iterator[Nearest]:
    """A search from each of the sources, one after the other; `lengths` as from `checked_lengths`."""
    search = _settled.of(len(sources) * graph.entries)
    distance = np.full(graph.count, np.inf)
    order, heap, place_of = (np.empty(graph.count, dtype=np.int32) for _ in range(3))
    for source in sources:
        reached = order[: search(graph.pointers, graph.others, lengths, source, distance, order, heap, place_of)]
        yield Nearest(reached, distance)
        distance[reached] = np.inf


def checked_lengths(graph: Adjacency, lengths: np.ndarray) -> np.ndarray:
    """The lengths of the entries as float64.

    Raises:
        ValueError: They are not one positive finite number for each entry.
    """
    if np.shape(lengths) != (graph.entries,):
        shape = " x ".join(map(str, np.shape(lengths)))
        raise ValueError(f"there are {shape} lengths; give one for each of the {graph.entries} entries of the graph")
    checked = np.ascontiguousarray(lengths, dtype=np.float64)
    is_wrong = ~((checked > 0) & np.isfinite(checked))
    if is_wrong.any():
        entry = int(is_wrong.argmax())
        raise ValueError(f"the length of entry {entry} is {checked[entry]}; give one that is above 0 and finite")
    return checked


@kernel
def _settled(
    pointers: np.ndarray,
    others: np.ndarray,
    lengths: np.ndarray,
    source: int,
    distance: np.ndarray,
    order: np.ndarray,
    heap: np.ndarray,
    place_of: np.ndarray,
) -> int:
    """Fills in the distances, infinite before, and the order of the nodes that are reached; how many these are."""
    heap[0], place_of[source], distance[source] = source, 0, 0.0
    size, settled = 1, 0
    while size > 0:
        node = heap[0]
        order[settled] = node
        settled += 1
        size -= 1
        moved = heap[size]
        hole, child = 0, 1
        while child < size:
            if child + 1 < size and distance[heap[child + 1]] < distance[heap[child]]:
                child += 1
            if distance[heap[child]] >= distance[moved]:
                break
            heap[hole] = heap[child]
            place_of[heap[hole]] = hole
            hole, child = child, 2 * child + 1
        heap[hole], place_of[moved] = moved, hole
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            far = distance[node] + lengths[entry]
            if far < distance[other]:
                hole = place_of[other]
                if distance[other] == np.inf:
                    hole = size
                    size += 1
                distance[other] = far
                while hole > 0 and distance[heap[(hole - 1) // 2]] > far:
                    heap[hole] = heap[(hole - 1) // 2]
                    place_of[heap[hole]] = hole
                    hole = (hole - 1) // 2
                heap[hole], place_of[other] = other, hole
    return settled
