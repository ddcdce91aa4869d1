"""Where the nodes of a picture stand and how large they are, in pixels: the same in every export that draws."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from api.views.picture import STYLES, Picture, style_name
from graph.kernels.layout import layout

LINK_LENGTH = 118  # of a plain link at a zoom of 1
SMALLEST, LARGEST = 13.0, 29.0  # half the width of a node at a zoom of 1
AREA = {
    "star": 1.3,
    "triangle": 1.1,
    "triangleDown": 1.1,
    "diamond": 1.1,
    "square": 0.92,
}  # shapes of one rank look alike


@dataclass(frozen=True, eq=False)
class Placed:
    """Columns by number of the node in a checked picture.

    Attributes:
        x, y: Its middle; y grows downwards.
        size: Half its width.
    """

    x: np.ndarray
    y: np.ndarray
    size: np.ndarray


def numbers_of(picture: Picture) -> dict[str, int]:
    """The number of each node, by its id."""
    return {node.id: number for number, node in enumerate(picture.nodes)}


def placed(picture: Picture, at: Mapping[str, int]) -> Placed:
    """Where the nodes of a checked picture stand, where they were put or else settled, the same each time."""
    given = [node.place for node in picture.nodes if node.place is not None]
    if picture.nodes and len(given) == len(picture.nodes):
        places = np.array(given, dtype=np.float64)
    else:
        ends = np.array([(at[edge.source], at[edge.target]) for edge in picture.edges], dtype=np.int64).reshape(-1, 2)
        places = layout(len(picture.nodes), ends[:, 0], ends[:, 1]) * LINK_LENGTH
    most = max((node.rank for node in picture.nodes), default=0.0)
    sizes = []
    for node in picture.nodes:
        share = math.sqrt(node.rank / most) if most > 0 else 0.3
        area = AREA.get(STYLES[style_name(node.type)].shape, 1.0)
        sizes.append(round((SMALLEST + (LARGEST - SMALLEST) * share) * area, 1))
    return Placed(np.round(places[:, 0], 1), np.round(places[:, 1], 1), np.array(sizes, dtype=np.float64))
