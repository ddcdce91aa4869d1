"""The path with the fewest hops between two nodes, searched from both ends."""

import numpy as np

from graph.kernels.compiled import kernel
from graph.kernels.ways import FAR, Ways, interpreted_steps, masks


def shortest_path(ways: Ways, source: int, target: int) -> tuple[int, ...]:
    """The nodes of the path with the fewest hops; none where there is no way. Lengths are not looked at.

    Of several the one whose node numbers come first, from the source on.
    """
    if source == target:
        return (source,)
    graph = ways.graph
    arrays = graph.pointers, graph.others, *masks(ways, source, target), source, target
    most_steps = interpreted_steps(ways)
    nodes, steps = _meet.interpreted(*arrays, most_steps) if most_steps >= 0 else (None, -1)
    if nodes is None or steps < 0:
        nodes, _ = _meet.compiled()(*arrays, FAR)
    return tuple(nodes.tolist())


@kernel
def _meet(
    pointers: np.ndarray,
    others: np.ndarray,
    is_open: np.ndarray,
    is_open_entry: np.ndarray,
    source: int,
    target: int,
    most_steps: int,
) -> tuple[np.ndarray, int]:
    """The first of the paths with the fewest hops, and the entries looked at, -1 where they became too many.

    The side with fewer entries ahead of it goes one level on, until the sides meet.
    """
    count = len(pointers) - 1
    from_source, from_target = np.full(count, -1, dtype=np.int32), np.full(count, -1, dtype=np.int32)
    from_source[source], from_target[target] = 0, 0
    near, far = [np.int64(source)], [np.int64(target)]
    meeting = near[:0]
    near_level, far_level, steps = 0, 0, 0
    while len(near) > 0 and len(far) > 0 and len(meeting) == 0:
        near_entries, far_entries = 0, 0
        for node in near:
            near_entries += pointers[node + 1] - pointers[node]
        for node in far:
            far_entries += pointers[node + 1] - pointers[node]
        is_near = near_entries <= far_entries
        own, opposite = (from_source, from_target) if is_near else (from_target, from_source)
        frontier = near if is_near else far
        steps += min(near_entries, far_entries)
        if steps > most_steps:
            return np.empty(0, dtype=np.int64), -1
        level = (near_level if is_near else far_level) + 1
        reached = near[:0]
        for node in frontier:
            for entry in range(pointers[node], pointers[node + 1]):
                other = others[entry]
                if own[other] >= 0 or not is_open_entry[entry] or not is_open[other]:
                    continue
                own[other] = level
                reached.append(np.int64(other))
                if opposite[other] >= 0:
                    meeting.append(np.int64(other))
        if is_near:
            near, near_level = reached, level
        else:
            far, far_level = reached, level
    if len(meeting) == 0:
        return np.empty(0, dtype=np.int64), steps
    is_on = np.zeros(count, dtype=np.bool_)
    for node in meeting:
        is_on[node] = True
    waiting = meeting.copy()
    while len(waiting) > 0:
        node = waiting.pop()
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            is_before = from_source[other] >= 0 and from_source[other] == from_source[node] - 1
            if is_before and is_open_entry[entry] and not is_on[other]:
                is_on[other] = True
                waiting.append(np.int64(other))
    node = np.int64(source)
    nodes = [node]
    while node != target:
        for entry in range(pointers[node], pointers[node + 1]):
            other = others[entry]
            if not is_open_entry[entry]:
                continue
            is_ahead = is_on[other] and from_source[other] == from_source[node] + 1
            if from_target[node] >= 0:
                is_ahead = from_target[other] == from_target[node] - 1 and from_target[other] >= 0
            if is_ahead:
                node = np.int64(other)
                nodes.append(node)
                break
    return np.array(nodes), steps
