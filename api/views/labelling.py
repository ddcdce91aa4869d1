"""Which labels of a drawing find room, and where: parties and seizures first, none over another label or a node."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from api.views.picture import PictureNode, name_of, role_of
from api.views.placing import Placed

LETTERS_HIGH = 12  # pixels
LETTER_WIDTH = 0.56  # in the height of letters, on average over scripts
LONGEST_LABEL = 34  # letters, above which a label is cut
_COVERED = 0.8  # of a node, which no label may cover
_CELL = 120.0  # pixels


class Rectangle(NamedTuple):
    """A part of the drawing, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rectangle") -> bool:
        """Whether both have a part in common."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not is_beside and self.top < other.bottom and other.top < self.bottom


class Label(NamedTuple):
    """A label that found room, of a node by number."""

    node: int
    text: str
    box: Rectangle


def labels(nodes: Sequence[PictureNode], places: Placed) -> Iterator[Label]:
    """The labels that find room, parties and seizures first, then by rank."""
    taken = _Grid()
    covered = (places.size * _COVERED).tolist()
    for x, y, size in zip(places.x.tolist(), places.y.tolist(), covered, strict=True):
        taken.add(Rectangle(x - size, y - size, x + size, y + size))
    for number in sorted(range(len(nodes)), key=lambda number: (role_of(nodes[number].type), number)):
        text = _cut(name_of(nodes[number]))
        wide = len(text) * LETTERS_HIGH * LETTER_WIDTH + 4
        x, y, size = (float(column[number]) for column in (places.x, places.y, places.size))
        for box in _rooms(x, y, size, wide):
            if taken.is_free(box):
                taken.add(box)
                yield Label(number, text, box)
                break


def _rooms(x: float, y: float, size: float, wide: float) -> Iterator[Rectangle]:
    """Where the label of a node may stand: below, above, right, left."""
    high = LETTERS_HIGH + 4
    for middle, top in ((x, y + size + 1), (x, y - size - high - 1)):
        yield Rectangle(middle - wide / 2, top, middle + wide / 2, top + high)
    for left in (x + size + 3, x - size - 3 - wide):
        yield Rectangle(left, y - high / 2, left + wide, y + high / 2)


class _Grid:
    """Rectangles that are taken, found by the cells that they lie in."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = {}

    def _around(self, box: Rectangle) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
            for row in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
                yield column, row

    def is_free(self, box: Rectangle) -> bool:
        """Whether nothing that is taken lies under it."""
        return not any(box.meets(other) for cell in self._around(box) for other in self._cells.get(cell, ()))

    def add(self, box: Rectangle) -> None:
        """Takes it."""
        for cell in self._around(box):
            self._cells.setdefault(cell, []).append(box)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"
