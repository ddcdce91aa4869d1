"""Where to put nodes that come to a settled picture: beside what they belong to, with nothing else moved.

Each new node takes the first free place on a spiral (golden angle) around its anchor, in the order given. Two nodes are
apart when they are outside of an ellipse of the layout's `GAP` around one another, as in `graph.kernels.layout`.

Source of the spiral: Vogel (1979), doi:10.1016/0025-5564(79)90080-4.
"""

import numpy as np
from scipy.spatial import cKDTree

from graph.kernels.layout import DECIMALS, GAP, Floats

_GOLDEN = np.pi * (3 - np.sqrt(5))
_FIRST = 1.0  # least distance from the anchor, in lengths of a link
_PLACES = 512  # on the spiral that are looked at in one go


def beside(standing: Floats, anchors: Floats, gap: Floats = GAP) -> Floats:
    """Positions for new nodes, shape `(len(anchors), 2)`, in lengths of a link.

    Args:
        standing: Positions of what is there already, shape (n, 2); it stays.
        anchors: Around what each new node wants to be, shape (m, 2).
        gap: Least room between two nodes, across and down.

    Returns:
        One position each, in the order of the anchors, rounded to three decimals: none is nearer than `gap` (an
        ellipse) to another or to what stands.
    """
    tree = cKDTree(standing / gap) if len(standing) else None
    placed = np.zeros((0, 2))
    for anchor in anchors:
        placed = np.vstack((placed, _free(anchor, tree, placed / gap, gap)))
    return placed


def _free(anchor: Floats, tree: "cKDTree | None", placed: Floats, gap: Floats) -> Floats:
    start = 0
    while True:
        turn = np.arange(start, start + _PLACES)
        radius = _FIRST + 0.35 * np.sqrt(turn)
        around = anchor + np.stack((np.cos(turn * _GOLDEN), np.sin(turn * _GOLDEN)), axis=1) * radius[:, None]
        around = np.round(around, DECIMALS)
        is_free = np.ones(_PLACES, dtype=bool)
        if tree is not None:
            is_free &= tree.query(around / gap)[0] >= 1
        if len(placed):
            near = ((around / gap)[:, None, :] - placed[None, :, :]) ** 2
            is_free &= near.sum(axis=2).min(axis=1) >= 1
        if is_free.any():
            place: Floats = around[int(np.argmax(is_free))]
            return place
        start += _PLACES
