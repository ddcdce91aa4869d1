"""The picture as SVG: one drawing for reports and slides, with its legend, its notes and what it was made from.

Nothing in it runs or is fetched: shapes, lines and text. Labels are placed by role, parties and seizures first, and
never over another label or node; a node whose label found no room is told by the list in the other exports. Same
picture, same bytes.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

from api.views.controls import of_xml
from api.views.labelling import LETTER_WIDTH, LETTERS_HIGH, Label, labels
from api.views.link_looks import DERIVED, REPORTED, link_looks
from api.views.picture import (
    CAUTION,
    HANDLING,
    SHAPES,
    STYLES,
    Picture,
    PictureNode,
    counted,
    name_of,
    plain,
    style_name,
    words,
)
from api.views.placing import Placed, numbers_of, placed

SUFFIX = ".svg"
MEDIA_TYPE = "image/svg+xml"

_FONT = "system-ui, 'Noto Sans', 'Noto Naskh Arabic', 'Noto Sans Georgian', 'Noto Sans Armenian', sans-serif"
_NARROWEST = 760
_MARGIN = 28
_SMALL, _TITLE = 11, 18  # heights of letters
_INK, _FAINT, _PAPER = "#1b2430", "#4a5666", "#ffffff"
_BOX = 24  # width of the outlines of shapes


class Drawing(NamedTuple):
    """The text of an SVG, and its size in pixels."""

    text: str
    width: float
    height: float


def render(picture: Picture) -> bytes:
    """Return the drawing as UTF-8."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn(picture).text}\n'.encode()


def drawn(picture: Picture, narrowest: float = _NARROWEST) -> Drawing:
    """Draw a picture, at least `narrowest` pixels wide.

    Raises `BadValue` where it cannot be drawn: see `Picture.checked`.
    """
    ready = picture.checked()
    at = numbers_of(ready)
    places = placed(ready, at)
    names = list(labels(ready.nodes, places))
    left, top, width, height = _frame(places, names)
    marking = [f"{HANDLING.capitalize()}: {plain(ready.marking)}"] if ready.marking else []
    head = [plain(ready.title), *marking, plain(ready.question), *map(plain, ready.notes)]
    legend = list(_legend(ready))
    facts = [*(f"{plain(name)}: {plain(value)}" for name, value in ready.facts), CAUTION]
    left -= max(0.0, narrowest - width) / 2
    width = max(width, narrowest)
    lines = [line for text in head[1:] for line in _wrapped(text, width)]
    foot = [line for text in facts for line in _wrapped(text, width)]
    above = _MARGIN + _TITLE + 10 + len(lines) * (_SMALL + 5) + 12
    below = _rows_of(legend, width) * 24 + len(foot) * (_SMALL + 5) + 2 * _MARGIN
    root = _sheet(width, above + height + below)
    ElementTree.SubElement(root, "title").text = of_xml(head[0])
    ElementTree.SubElement(root, "desc").text = of_xml(" ".join([*head[1:], *facts]))
    _write(root, head[0], _MARGIN, _MARGIN + _TITLE, _TITLE, _INK, weight="600")
    for number, line in enumerate(lines):
        _write(root, line, _MARGIN, _MARGIN + _TITLE + 14 + (number + 1) * (_SMALL + 5), _SMALL, _FAINT)
    drawing = ElementTree.SubElement(root, "g", {"transform": f"translate({_short(-left)} {_short(above - top)})"})
    _draw_edges(drawing, ready, places, at)
    _draw_nodes(drawing, ready.nodes, places)
    _draw_labels(drawing, names)
    after = _draw_legend(root, legend, width, above + height + _MARGIN)
    for number, line in enumerate(foot):
        _write(root, line, _MARGIN, after + (number + 1) * (_SMALL + 5), _SMALL, _FAINT)
    return Drawing(ElementTree.tostring(root, encoding="unicode"), width, above + height + below)


def _sheet(width: float, height: float) -> ElementTree.Element:
    """An empty sheet."""
    size = {"width": _short(width), "height": _short(height)}
    look = {"viewBox": f"0 0 {_short(width)} {_short(height)}", "font-family": _FONT, "role": "img"}
    return ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **look, **size})


def _frame(places: Placed, names: Sequence[Label]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the drawing: its nodes, their labels, and a margin at its sides."""
    if not len(places.x):
        return 0.0, 0.0, 0.0, 60.0
    x, y, size = places.x, places.y, places.size
    boxes = [*zip(x - size, y - size, x + size, y + size, strict=True), *(label.box for label in names)]
    left, top = (float(min(box[side] for box in boxes)) for side in (0, 1))
    right, bottom = (float(max(box[side] for box in boxes)) for side in (2, 3))
    return left - _MARGIN, top - 8, right - left + 2 * _MARGIN, bottom - top + 16


def _draw_edges(parent: ElementTree.Element, picture: Picture, places: Placed, at: Mapping[str, int]) -> None:
    group = ElementTree.SubElement(parent, "g", {"fill": "none"})
    for edge, look in zip(picture.edges, link_looks(picture), strict=True):
        way = _way((at[edge.source], at[edge.target]), places, look.bend)
        line = {"d": way, "stroke": look.colour, "stroke-width": _short(look.width)}
        if edge.is_derived:
            line["stroke-dasharray"] = "7 6"
        path = ElementTree.SubElement(group, "path", line)
        ElementTree.SubElement(path, "title").text = of_xml(f"{words(edge.type)} {plain(edge.label)}".strip())


def _way(ends: tuple[int, int], places: Placed, bend: float) -> str:
    """The line of a link from the rim of one node to that of the other, with an arrow."""
    start, end = ends
    x, y = places.x[[start, end]].tolist(), places.y[[start, end]].tolist()
    if start == end:
        size = float(places.size[start])
        return (
            f"M{_short(x[0])} {_short(y[0] - size)}c{_short(size)} {_short(-size)} {_short(-size)} {_short(-size)} 0 0"
        )
    length = math.hypot(x[1] - x[0], y[1] - y[0]) or 1.0
    along = (x[1] - x[0]) / length, (y[1] - y[0]) / length
    middle = (x[0] + x[1]) / 2 - along[1] * bend * 28, (y[0] + y[1]) / 2 + along[0] * bend * 28
    gone = math.hypot(x[1] - middle[0], y[1] - middle[1]) or 1.0
    arrives = (x[1] - middle[0]) / gone, (y[1] - middle[1]) / gone
    rim = float(places.size[end]) + 3
    tip = x[1] - arrives[0] * rim, y[1] - arrives[1] * rim
    wings = [
        (tip[0] - arrives[0] * 7 + side * arrives[1] * 3.5, tip[1] - arrives[1] * 7 - side * arrives[0] * 3.5)
        for side in (1, -1)
    ]
    points = [_point(*wings[0]), _point(*tip), _point(*wings[1])]
    return f"M{_point(x[0], y[0])}Q{_point(*middle)} {_point(*tip)}M{points[0]}L{points[1]}L{points[2]}"


def _draw_nodes(parent: ElementTree.Element, nodes: Sequence[PictureNode], places: Placed) -> None:
    for number, node in enumerate(nodes):
        style = STYLES[style_name(node.type)]
        size = float(places.size[number])
        move = f"translate({_short(places.x[number] - size)} {_short(places.y[number] - size)})"
        scale = _short(2 * size / _BOX, 3)
        group = ElementTree.SubElement(parent, "g", {"transform": f"{move} scale({scale})"})
        ElementTree.SubElement(group, "title").text = of_xml(f"{name_of(node)} · {plain(node.type)}")
        outline = {"d": SHAPES[style.shape], "fill": style.colour, "stroke": _PAPER, "stroke-width": "2"}
        if node.is_hub:
            outline |= {"stroke": _INK, "stroke-dasharray": "3 2"}
        ElementTree.SubElement(group, "path", outline)
        icon = {"d": style.icon, "fill": _PAPER, "transform": "translate(5.5 5.5) scale(.54)", "fill-rule": "evenodd"}
        ElementTree.SubElement(group, "path", icon)


def _draw_labels(parent: ElementTree.Element, names: Sequence[Label]) -> None:
    group = ElementTree.SubElement(parent, "g", {"text-anchor": "middle", "paint-order": "stroke"})
    for label in names:
        middle = (label.box.left + label.box.right) / 2
        _write(group, label.text, middle, label.box.bottom - 3, LETTERS_HIGH, _INK, halo=True)


def _legend(picture: Picture) -> Iterator[tuple[str, str]]:
    """(words, style or colour of a line) of what is drawn, the commonest first."""
    for kind, count in counted(node.type for node in picture.nodes):
        yield f"{plain(kind)} ({count:,})", style_name(kind)
    derived = {edge.type for edge in picture.edges if edge.is_derived}
    for kind, count in counted(edge.type for edge in picture.edges):
        yield f"{words(kind)} ({count:,})", DERIVED if kind in derived else REPORTED


def _wide(text: str) -> float:
    return 34 + len(text) * _SMALL * LETTER_WIDTH + 16


def _rows_of(legend: Sequence[tuple[str, str]], width: float) -> int:
    return len({row for row, _ in _spots(legend, width)})


def _spots(legend: Sequence[tuple[str, str]], width: float) -> Iterator[tuple[int, float]]:
    """Row and left end of each entry of the legend."""
    row, left = 0, float(_MARGIN)
    for text, _ in legend:
        if left > _MARGIN and left + _wide(text) > width - _MARGIN:
            row, left = row + 1, float(_MARGIN)
        yield row, left
        left += _wide(text)


def _draw_legend(parent: ElementTree.Element, legend: Sequence[tuple[str, str]], width: float, top: float) -> float:
    """Draws the legend and gives back where it ends."""
    for (text, look), (row, left) in zip(legend, _spots(legend, width), strict=True):
        y = top + row * 24
        if look in STYLES:
            group = ElementTree.SubElement(
                parent, "g", {"transform": f"translate({_short(left)} {_short(y - 9)}) scale(.75)"}
            )
            ElementTree.SubElement(group, "path", {"d": SHAPES[STYLES[look].shape], "fill": STYLES[look].colour})
        else:
            line = {"d": f"M{_short(left)} {_short(y)}h22", "stroke": look, "stroke-width": "2.5"}
            if look == DERIVED:
                line["stroke-dasharray"] = "7 6"
            ElementTree.SubElement(parent, "path", line)
        _write(parent, text, left + 28, y + 4, _SMALL, _INK)
    return top + _rows_of(legend, width) * 24


def _write(  # noqa: PLR0913  # a text has a place, a height, a colour and a weight
    parent: ElementTree.Element,
    text: str,
    x: float,
    y: float,
    size: int,
    colour: str,
    weight: str = "",
    halo: bool = False,
) -> None:
    """Writes a line, whose direction is its own."""
    look = {"x": _short(x), "y": _short(y), "font-size": str(size), "fill": colour, "unicode-bidi": "isolate"}
    if weight:
        look["font-weight"] = weight
    if halo:
        look |= {"stroke": _PAPER, "stroke-width": "3", "stroke-linejoin": "round"}
    ElementTree.SubElement(parent, "text", look).text = of_xml(text)


def _wrapped(text: str, width: float) -> Iterator[str]:
    """A text in lines that fit, broken at blanks, and a word that is too long where it must."""
    most = max(20, int((width - 2 * _MARGIN) / (_SMALL * LETTER_WIDTH)))
    line = ""
    for word in text.split():
        pieces = [word[at : at + most] for at in range(0, len(word), most)]
        for piece in pieces:
            if line and len(line) + 1 + len(piece) > most:
                yield line
                line = ""
            line = f"{line} {piece}".strip()
    if line:
        yield line


def _point(x: float, y: float) -> str:
    return f"{_short(x)} {_short(y)}"


def _short(number: float | np.floating, digits: int = 1) -> str:
    """A number without needless zeros."""
    text = f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
