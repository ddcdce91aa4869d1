"""How a link is drawn, alike in every drawing: its colour, its width, and how far it bends beside others."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from api.views.picture import SEIZURE, Picture

REPORTED, DERIVED, SEIZED = "#8a95a5", "#7b4fb3", "#c4553d"  # colours
THINNEST, THICKEST, USUAL = 1.2, 5.0, 1.6  # widths in pixels, at a zoom of 1


class LinkLook(NamedTuple):
    """How one link is drawn.

    Attributes:
        colour: By what it is: derived by an analysis, of a seizure, or reported.
        width: Pixels at a zoom of 1, by its share of the greatest weight; the usual one where all weigh the same.
        bend: Steps to the left of the straight line, as seen from its source; 0 where it is drawn straight.
    """

    colour: str
    width: float
    bend: float


def link_looks(picture: Picture) -> Iterator[LinkLook]:
    """The look of each link of a checked picture, in its order; those between the same two spread like a fan."""
    seizures = {node.id for node in picture.nodes if node.type == SEIZURE}
    weights = [edge.weight for edge in picture.edges]
    least, most = min(weights, default=0.0), max(weights, default=0.0)
    together = Counter(frozenset((edge.source, edge.target)) for edge in picture.edges)
    drawn: Counter[frozenset[str]] = Counter()
    for edge in picture.edges:
        pair = frozenset((edge.source, edge.target))
        colour = DERIVED if edge.is_derived else SEIZED if not seizures.isdisjoint(pair) else REPORTED
        width = round(THINNEST + (THICKEST - THINNEST) * edge.weight / most, 2) if most > least else USUAL
        step = drawn[pair] - (together[pair] - 1) / 2
        drawn[pair] += 1
        yield LinkLook(colour, width, step if edge.source < edge.target else -step)
