"""Where to draw the nodes of a graph: a settled, seeded picture from numpy and scipy alone.

Each connected component is placed by stress majorisation: drawn distances follow the lengths of the shortest paths.
Small components weigh every pair of nodes, large ones the links, a set of well spread pivots and a sample of the
nodes that share a neighbour. Then overlaps are pushed apart, components are turned to lie flat and packed side by side.
The unit is the length of a plain link; the caller scales to pixels.

Sources: Gansner, Koren, North 2004 (stress majorisation, doi 10.1007/978-3-540-31843-9_25); Brandes, Pich 2006 (pivot
start, doi 10.1007/978-3-540-70904-6_6); Ortmann, Klimenta, Brandes 2016 (pivots, doi 10.1007/978-3-319-50106-2_2).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from graph.errors import BadValue

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

GAP = np.array([0.95, 0.6])
"""Least room between two nodes, across and down: labels are wider than they are high."""
ROUNDS = 60
EVERY_PAIR_UP_TO = 320
PIVOTS = 60
SIBLINGS = 4
PUSHES = 400
AIR = 1.002
"""Growth of the whole picture in each round of pushing: without it a crowd never comes to rest."""
DECIMALS = 3


class _Pairs(NamedTuple):
    """The pairs of nodes whose distance is to be kept, each pair once."""

    first: Ints
    second: Ints
    distance: Floats
    weight: Floats


def layout(
    count: int,
    sources: Ints,
    targets: Ints,
    *,
    seed: int = 1,
    pinned: Mapping[int, tuple[float, float]] | None = None,
) -> Floats:
    """Return one position for each node, shape `(count, 2)`, rounded to three decimals.

    Same input, same bytes. Direction, repeated links and links of a node to itself do not matter. No two nodes are
    closer than `GAP` (an ellipse), but for pinned ones: those stay exactly where they are told, and components
    without a pinned node stand clear of them. A link to a node outside `0 .. count - 1` raises `BadValue`.
    """
    keep = {} if pinned is None else dict(pinned)
    sources, targets = np.asarray(sources, dtype=np.int64), np.asarray(targets, dtype=np.int64)
    _check(count, sources, targets, keep)
    if count == 0:
        return np.zeros((0, 2))
    lengths = _lengths(count, sources, targets)
    number, member = connected_components(lengths, directed=False)
    order = np.argsort(member, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(member, minlength=number))[:-1])
    places = np.zeros((count, 2))
    for part in parts:
        fixed = {at: keep[int(node)] for at, node in enumerate(part) if int(node) in keep}
        places[part] = _component(lengths[part][:, part], fixed, seed)
    _pack(places, parts, keep)
    if keep:
        places = _apart(places, _mask(count, keep), seed)
    places = np.round(places, DECIMALS) + 0.0
    for node, place in keep.items():
        places[node] = place
    return places


def _check(count: int, sources: Ints, targets: Ints, keep: Mapping[int, tuple[float, float]]) -> None:
    if count < 0:
        raise BadValue(f"a layout of {count} nodes is not possible", "give 0 or more")
    if len(sources) != len(targets):
        raise BadValue(f"{len(sources)} sources and {len(targets)} targets", "give as many of one as of the other")
    ends = np.concatenate([sources, targets, np.array(sorted(keep), dtype=np.int64)])
    if len(ends) and (ends.min() < 0 or ends.max() >= count):
        wrong = ends[(ends < 0) | (ends >= count)][0]
        raise BadValue(f"node {wrong} is not one of the {count} nodes", f"number the nodes 0 to {count - 1}")
    if not all(np.isfinite(place).all() for place in keep.values()):
        raise BadValue("a pinned position is not a number", "pin nodes at finite positions only")


def _lengths(count: int, sources: Ints, targets: Ints) -> sp.csr_array:
    """The graph as a symmetric matrix of wanted link lengths: 1, and longer at busy nodes, which need the room."""
    real = sources != targets
    low, high = np.minimum(sources, targets)[real], np.maximum(sources, targets)[real]
    low, high = np.divmod(np.unique(low * count + high), count)
    degree = np.bincount(np.concatenate([low, high]), minlength=count)
    wanted = np.maximum(1.0, (np.sqrt(degree[low]) + np.sqrt(degree[high])) / 3)
    ends = (np.concatenate([low, high]), np.concatenate([high, low]))
    return sp.csr_array((np.concatenate([wanted, wanted]), ends), shape=(count, count))


def _mask(count: int, keep: Mapping[int, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    fixed = np.zeros(count, dtype=bool)
    fixed[sorted(keep)] = True
    return fixed


def _component(lengths: sp.csr_array, fixed: Mapping[int, tuple[float, float]], seed: int) -> Floats:
    count = int(lengths.shape[0])
    if count == 1:
        return np.array([fixed.get(0, (0.0, 0.0))])
    rng = np.random.default_rng(seed)
    pivots, distances = _pivots(lengths, min(count, PIVOTS) if count > EVERY_PAIR_UP_TO else count)
    places = _start(distances) + rng.normal(0, 0.02, (count, 2))
    if fixed:
        places = _align(places, fixed)
    places = _majorise(places, _pairs(lengths, pivots, distances, rng), _mask(count, fixed))
    if fixed:
        return places
    return _apart(_flat(places), _mask(count, fixed), seed)


def _pivots(lengths: sp.csr_array, wanted: int) -> tuple[Ints, Floats]:
    """Choose `wanted` nodes far from one another, from the busiest on; return them and their distances to all."""
    count = int(lengths.shape[0])
    if wanted == count:
        return np.arange(count), np.asarray(dijkstra(lengths, directed=False))
    chosen = [int(np.argmax(np.diff(lengths.indptr)))]
    rows: list[Floats] = []
    nearest = np.full(count, np.inf)
    while len(rows) < wanted:
        rows.append(np.asarray(dijkstra(lengths, directed=False, indices=np.array(chosen[-1:]))).ravel())
        nearest = np.minimum(nearest, rows[-1])
        chosen.append(int(nearest.argmax()))
    return np.array(chosen[:-1]), np.vstack(rows)


def _start(distances: Floats) -> Floats:
    """Classical scaling on the distances to the pivots: the picture before it settles."""
    squared = distances.T**2
    centred = squared - squared.mean(0) - squared.mean(1, keepdims=True) + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    places = centred @ vectors[:, -2:]
    spread = np.sqrt((places**2).sum(1).mean()) or 1.0
    return np.asarray(places / spread * np.sqrt((distances**2).mean()) / 1.5)


def _pairs(lengths: sp.csr_array, pivots: Ints, distances: Floats, rng: np.random.Generator) -> _Pairs:
    count = int(lengths.shape[0])
    links = sp.triu(lengths, 1).tocoo()
    rows = [(links.row, links.col, links.data, 1.0)]
    if len(pivots) == count:
        low, high = np.triu_indices(count, 1)
        rows = [(low, high, distances[low, high], 1.0)]
    else:
        first, second = np.repeat(pivots, count), np.tile(np.arange(count), len(pivots))
        rows += [(first, second, distances.ravel(), count / len(pivots) / 16), _siblings(lengths, rng)]
    low = np.concatenate([np.minimum(row[0], row[1]) for row in rows]).astype(np.int64)
    high = np.concatenate([np.maximum(row[0], row[1]) for row in rows]).astype(np.int64)
    length = np.concatenate([row[2] for row in rows])
    factor = np.concatenate([np.full(len(row[0]), row[3]) for row in rows])
    _, one = np.unique(low * count + high, return_index=True)
    one = one[low[one] != high[one]]
    return _Pairs(low[one], high[one], length[one], factor[one] / length[one] ** 2)


def _siblings(lengths: sp.csr_array, rng: np.random.Generator) -> tuple[Ints, Ints, Floats, float]:
    """A few pairs with a common neighbour for each node: the pivots alone would lay leaves of a hub on one point."""
    count = int(lengths.shape[0])
    start, degree = lengths.indptr.astype(np.int64), np.diff(lengths.indptr).astype(np.int64)
    node = np.repeat(np.arange(count), SIBLINGS)
    first = start[node] + rng.integers(0, degree[node])
    middle = lengths.indices[first]
    second = start[middle] + rng.integers(0, degree[middle])
    return node, lengths.indices[second].astype(np.int64), lengths.data[first] + lengths.data[second], 1.0


def _align(places: Floats, fixed: Mapping[int, tuple[float, float]]) -> Floats:
    """Turn, mirror and move the picture so that it fits the pinned nodes best, and put those in place."""
    nodes = sorted(fixed)
    goal = np.array([fixed[node] for node in nodes], dtype=np.float64)
    here = places[nodes]
    if len(nodes) > 1:
        left, _, right = np.linalg.svd((here - here.mean(0)).T @ (goal - goal.mean(0)))
        places = (places - here.mean(0)) @ (left @ right) + goal.mean(0)
    else:
        places = places - here + goal
    places[nodes] = goal
    return places


def _majorise(places: Floats, pairs: _Pairs, fixed: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    """Lower the stress round by round; each round solves one linear system whose matrix never changes."""
    count = len(places)
    free = ~fixed
    if not fixed.any():
        free[0] = False
    if not free.any():
        return places
    first, second = pairs.first, pairs.second
    ends = (np.concatenate([first, second]), np.concatenate([second, first]))
    total = sp.csr_array((np.concatenate([pairs.weight, pairs.weight]), ends), shape=(count, count))
    laplacian = (sp.diags_array(total.sum(1)) - total).tocsc()
    solver = splu(laplacian[free][:, free].tocsc())
    held = laplacian[free][:, ~free] @ places[~free]
    pull = pairs.weight * pairs.distance
    for _ in range(ROUNDS):
        apart = places[first] - places[second]
        push = apart * (pull / np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-9))[:, None]
        force = [
            np.bincount(first, push[:, axis], count) - np.bincount(second, push[:, axis], count) for axis in (0, 1)
        ]
        moved = places.copy()
        moved[free] = solver.solve(np.column_stack(force)[free] - held)
        step = np.abs(moved - places).max()
        places = moved
        if step < 1e-3:
            break
    return places


def _flat(places: Floats) -> Floats:
    """Turn a picture so that its long side lies flat, with the first node to the upper left: screens are wide."""
    centred = places - places.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turned = centred @ vectors[:, ::-1]
    for axis in (0, 1):
        notable = np.flatnonzero(np.abs(turned[:, axis]) > 1e-6)
        if len(notable) and turned[notable[0], axis] > 0:
            turned[:, axis] *= -1
    return np.asarray(turned)


def _apart(places: Floats, fixed: np.ndarray[Any, np.dtype[np.bool_]], seed: int) -> Floats:
    """Push nodes apart until the ellipse `GAP` around each is empty; a fixed node does not give way."""
    rng = np.random.default_rng(seed)
    shares = np.where(fixed, 0.0, 1.0)
    room = places / GAP
    growth = 1.0 if fixed.any() else AIR
    for _ in range(PUSHES):
        close = cKDTree(room).query_pairs(1.01, output_type="ndarray")
        close = close[shares[close].sum(1) > 0]
        if not len(close):
            return np.asarray(room * GAP)
        first, second = close[np.lexsort((close[:, 1], close[:, 0]))].T
        line = room[first] - room[second]
        length = np.hypot(line[:, 0], line[:, 1])
        turn = rng.uniform(0, 2 * np.pi, len(line))
        same = length < 1e-6
        line[same] = np.column_stack([np.cos(turn), np.sin(turn)])[same]
        length[same] = 1.0
        step = line / length[:, None] * (1.03 - np.where(same, 0.0, length))[:, None]
        both = shares[first] + shares[second]
        np.add.at(room, first, step * (shares[first] / both)[:, None])
        np.add.at(room, second, -step * (shares[second] / both)[:, None])
        room *= growth
    return np.asarray(_scaled(room, fixed) * GAP)


def _scaled(room: Floats, fixed: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    """The last resort of a crowd that will not settle: enlarge the whole picture, unless something is pinned."""
    nearest = float(np.asarray(cKDTree(room).query(room, k=2)[0])[:, 1].min())
    return room if fixed.any() or nearest < 1e-9 else room * max(1.0, 1.01 / nearest)


def _pack(places: Floats, parts: list[Ints], keep: Mapping[int, Any]) -> None:
    """Move the components, in place, side by side into a wide rectangle: the largest first, ties by lowest node."""
    loose = [part for part in parts if not any(int(node) in keep for node in part)]
    loose.sort(key=lambda part: (-len(part), int(part[0])))
    corners = [places[part].min(0) for part in loose]
    sizes = [places[part].max(0) - corner + 1.25 * GAP for part, corner in zip(loose, corners, strict=True)]
    if not loose:
        return
    area = sum(float(size[0] * size[1]) for size in sizes)
    width = max([np.sqrt(area * 1.55), *(float(size[0]) for size in sizes)])
    origin = np.zeros(2)
    if keep:
        held = places[[node for part in parts for node in part if any(int(n) in keep for n in part)]]
        origin = np.array([held[:, 0].min(), held[:, 1].max()]) + 1.5 * GAP * [0, 1]
    skyline = [(0.0, 0.0, width)]
    for part, corner, size in zip(loose, corners, sizes, strict=True):
        spot, skyline = _drop(skyline, float(size[0]), float(size[1]), width)
        places[part] += spot - corner + origin


def _drop(
    skyline: list[tuple[float, float, float]], wide: float, high: float, width: float
) -> tuple[Floats, list[tuple[float, float, float]]]:
    """Place a rectangle at the highest free spot under a skyline of (left, depth, right) steps."""
    spots = []
    for left, _, _ in skyline:
        if left + wide <= width + 1e-9:
            under = max(depth for start, depth, end in skyline if start < left + wide - 1e-9 and end > left + 1e-9)
            spots.append((under, left))
    depth, left = min(spots)
    right = left + wide
    after = [(left, depth + high, right)]
    for start, level, end in skyline:
        if start < left - 1e-9:
            after.append((start, level, min(end, left)))
        if end > right + 1e-9:
            after.append((max(start, right), level, end))
    return np.array([left, depth]), sorted(after)
