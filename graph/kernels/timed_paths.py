"""Paths in time: no hop on an earlier day than the one before it, as a thing that is handed on moves.

Kempe, Kleinberg and Kumar (2002), doi:10.1006/jcss.2002.1829; with a limit on the days between two hops, Casteigts,
Himmel, Molter and Zschoche (2021), doi:10.1007/s00453-021-00831-w.
"""

import heapq
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graph.kernels.compiled import kernel

UNTIMED = -(1 << 31)  # the day number of a hop that has none
FAR = 2**62
NOWHERE = -1

Tick = Callable[[], None]


class TimedWays(NamedTuple):
    """Where paths may go, and when: compressed rows in which each day of a link is an entry of its own.

    Attributes:
        pointers: int64, one more than there are nodes.
        others: The node at the far end of each entry.
        days: int64, the day number of each entry, or `UNTIMED`.
        open_nodes: By node, whether a path may go through it; its ends may be any.
        open_entries: By entry, whether a path may use it.
    """

    pointers: np.ndarray
    others: np.ndarray
    days: np.ndarray
    open_nodes: np.ndarray | None = None
    open_entries: np.ndarray | None = None


class Arrival(NamedTuple):
    """The nodes of a path, and the day of each of its hops, `UNTIMED` where it has none."""

    nodes: tuple[int, ...]
    days: tuple[int, ...]


def earliest_arrival(
    ways: TimedWays,
    source: int,
    target: int,
    tick: Tick,
    *,
    with_untimed: bool = True,
    most_gap: int | None = None,
    most_hops: int | None = None,
) -> Arrival | None:
    """The path whose last dated hop is on the earliest day, and of those one with the fewest hops; None without a way.

    Of several the hops are those of the smallest node numbers on the way back from the target.

    Args:
        ways: Where and when it may go; from a node to itself there is nothing to walk.
        source: A node number.
        target: Another.
        tick: Called before the search; what it raises ends the work.
        with_untimed: Hops without a day may be used, at any time.
        most_gap: Most days between two dated hops. With it a path may come back to a node that it left, as that is the
            only way to wait; to leave such paths out is NP-hard.
        most_hops: Most hops.
    """
    if source == target:
        return Arrival((source,), ())
    limits = most_gap, most_hops
    nodes, days, _ = _searched(ways, source, target, tick, with_untimed, limits)
    return Arrival(tuple(nodes.tolist()), tuple(days.tolist())) if len(nodes) else None


def reached_in_time(
    ways: TimedWays,
    source: int,
    tick: Tick,
    *,
    with_untimed: bool = True,
    most_gap: int | None = None,
    most_hops: int | None = None,
) -> np.ndarray:
    """By node, whether some way from the source to it keeps the order in time; the arguments as in `earliest_arrival`.

    The source is reached. A node that may not be gone through is not.
    """
    return _searched(ways, source, NOWHERE, tick, with_untimed, (most_gap, most_hops))[2]


def _searched(
    ways: TimedWays, source: int, target: int, tick: Tick, with_untimed: bool, limits: tuple[int | None, int | None]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes and days of the path that arrives first, and which nodes were reached until then."""
    tick()
    count = len(ways.pointers) - 1
    is_open = np.ones(count, dtype=np.bool_) if ways.open_nodes is None else ways.open_nodes.astype(np.bool_)
    is_open[[source] if target == NOWHERE else [source, target]] = True
    is_usable = np.ones(len(ways.days), dtype=np.bool_) if ways.open_entries is None else ways.open_entries
    if not with_untimed:
        is_usable = is_usable & (ways.days != UNTIMED)
    gap, hops = (FAR if limit is None else limit for limit in limits)
    numbers, ranks = np.unique(np.concatenate(([UNTIMED], ways.days)), return_inverse=True)
    search = _arrive.of(len(ways.days) * 4)
    rows = ways.pointers, ways.others, ranks[1:], numbers
    nodes, hop_ranks, is_reached = search(*rows, is_open, is_usable, source, target, gap, hops)
    return nodes, numbers[hop_ranks], is_reached


@kernel
def _arrive(
    pointers: np.ndarray,
    others: np.ndarray,
    ranks: np.ndarray,
    numbers: np.ndarray,
    is_open: np.ndarray,
    is_usable: np.ndarray,
    source: int,
    target: int,
    most_gap: int,
    most_hops: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nodes and the days of the hops of the path that arrives first, none without a way, and what was reached.

    Days are ranks among the numbers of all, 0 for none. What is searched are pairs of a node and the last day on the
    way to it, as one number: earlier days first, then fewer hops.
    """
    count = np.int64(len(pointers) - 1)
    place_of = {np.int64(source): 0}
    hops, before, hop_ranks = [0], [np.int64(-1)], [np.int64(0)]
    heap = [(np.int64(0), 0, np.int64(source))]
    end = np.int64(-1)
    is_reached = np.zeros(count, dtype=np.bool_)
    while len(heap) > 0:
        last, hop, node = heapq.heappop(heap)
        here = last * count + node
        if hop > hops[place_of[here]]:
            continue
        is_reached[node] = True
        if node == target:
            end = here
            break
        if hop == most_hops:
            continue
        for entry in range(pointers[node], pointers[node + 1]):
            other, rank = np.int64(others[entry]), np.int64(ranks[entry])
            if not is_usable[entry] or not is_open[other] or other == node:
                continue
            then = last
            if rank > 0:
                if last > 0 and (rank < last or numbers[rank] - numbers[last] > most_gap):
                    continue
                then = rank
            there = then * count + other
            place = place_of.get(there, -1)
            if place < 0:
                place_of[there] = len(hops)
                hops.append(hop + 1)
                before.append(here)
                hop_ranks.append(rank)
                heapq.heappush(heap, (then, hop + 1, other))
            elif hop + 1 < hops[place]:
                hops[place], before[place], hop_ranks[place] = hop + 1, here, rank
                heapq.heappush(heap, (then, hop + 1, other))
            elif hop + 1 == hops[place]:
                # Of equal ways the one from the smallest node, then from the earliest day.
                node_before, last_before = before[place] % count, before[place] // count
                if (node, last, rank) < (node_before, last_before, hop_ranks[place]):
                    before[place], hop_ranks[place] = here, rank
    if end < 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), is_reached
    length = hops[place_of[end]]
    path, path_ranks = np.empty(length + 1, dtype=np.int64), np.empty(length, dtype=np.int64)
    for hop in range(length, 0, -1):
        place = place_of[end]
        path[hop], path_ranks[hop - 1] = end % count, hop_ranks[place]
        end = before[place]
    path[0] = source
    return path, path_ranks, is_reached
