"""A picture: the nodes, links, sources and words that every export writes, and how each type of node looks.

An export reads a `Picture` and nothing else, so what is in it has already been filtered for the viewer. Call `checked`
before writing: it refuses what cannot be drawn and puts nodes and links in the order that all exports share.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from api.views.controls import BIDI_CONTROLS
from graph.errors import BadValue
from graph.messages import LANGUAGE, catalogue, message

MAX_NODES = 5_000
MAX_EDGES = 20_000
HANDLING = "highest handling"  # name of the fact that marks a file
SEIZURE = "Seizure"  # type of node
_LABELLED_FIRST = (SEIZURE, "Company", "Person", "Party", "Vehicle", "Container")
CAUTION = "Scores and clusters are leads for people to check, never findings."


@dataclass(frozen=True, slots=True)
class PictureNode:
    """One entity; `rank` (0 and more) sets its size and its place in lists, `note` says why it is here.

    Where every node of a picture has a `place` (pixels, y downwards) it is drawn so, else it is laid out.
    """

    id: str
    type: str
    label: str
    rank: float
    group: str = ""
    is_hub: bool = False
    note: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """One link; `evidence` are readable lines that name record, file, line and day, `records` the ids of source rows,
    `days` the ISO days on which it was so, sorted.

    A derived link was concluded by an analysis, a plain one was reported by a source.
    """

    id: str
    source: str
    target: str
    type: str
    label: str = ""
    weight: float = 1.0
    is_derived: bool = False
    evidence: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a source file as it was read."""

    record: str
    file: str
    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that an export may show.

    `notes` say in words what was cut or left out; `facts` are the lines of the footer: query, moment, data version,
    channels of the viewer, highest handling, originators.
    """

    title: str
    question: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    sources: tuple[SourceRow, ...] = ()
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def marking(self) -> str:
        """The highest handling code, "" where the facts name none."""
        return next((value for name, value in self.facts if name.lower() == HANDLING), "")

    def checked(self) -> "Picture":
        """Return this picture with nodes by rank (highest first), then id, and links by source, target, type, id.

        Raises `BadValue` for more than `MAX_NODES` nodes or `MAX_EDGES` links, an id that stands twice, a link whose
        end is missing, and a rank or weight that is not a number of 0 or more.
        """
        _check_size("entities", len(self.nodes), MAX_NODES)
        _check_size("links", len(self.edges), MAX_EDGES)
        _check_once("node", [node.id for node in self.nodes])
        _check_once("link", [edge.id for edge in self.edges])
        known = {node.id for node in self.nodes}
        for node in self.nodes:
            _check_number(f"rank of node {node.id!r}", node.rank)
        for edge in self.edges:
            _check_number(f"weight of link {edge.id!r}", edge.weight)
            for end in (edge.source, edge.target):
                if end not in known:
                    raise BadValue(
                        f"link {edge.id!r} ends at {end!r}, which is not in the picture",
                        "leave the link out or add the node",
                    )
        return replace(
            self,
            nodes=tuple(sorted(self.nodes, key=lambda node: (-node.rank, node.id))),
            edges=tuple(sorted(self.edges, key=lambda edge: (edge.source, edge.target, edge.type, edge.id))),
        )


def _check_size(what: str, count: int, most: int) -> None:
    if count > most:
        raise BadValue(f"{count:,} {what} do not fit in one picture, at most {most:,} do", "ask for fewer with --limit")


def _check_once(what: str, ids: list[str]) -> None:
    double = sorted(one for one, count in Counter(ids).items() if count > 1)
    if double:
        raise BadValue(f"{what} id {double[0]!r} stands {ids.count(double[0])} times", f"give every {what} its own id")


def _check_number(what: str, value: float) -> None:
    if not math.isfinite(value) or value < 0:
        raise BadValue(f"the {what} is {value}", "give a number of 0 or more")


def plain(text: str) -> str:
    """Return text that is safe to show: no control characters, none that turn the reading direction, one line.

    Joiners (U+200C, U+200D) stay: Persian and Urdu names need them.
    """
    spaced = "".join(" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in text)
    kept = (char for char in spaced if char not in BIDI_CONTROLS and unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def role_of(node_type: str) -> int:
    """Which labels find room first: those of the lowest number, seizures before parties before things and numbers."""
    return _LABELLED_FIRST.index(node_type) if node_type in _LABELLED_FIRST else len(_LABELLED_FIRST)


def name_of(node: PictureNode) -> str:
    """Return what a node is called where it is drawn or listed."""
    return plain(node.label) or plain(node.id) or "(no name)"


def counted(types: Iterable[str]) -> list[tuple[str, int]]:
    """Return types and how often they occur, the commonest first, ties by name."""
    return sorted(Counter(types).items(), key=lambda pair: (-pair[1], pair[0]))


def words(edge_type: str) -> str:
    """A type of link in the words of the explorer, `SHIPPED_BY` as "sent by"; one that has none as it is called."""
    if f"edge.{edge_type}" in catalogue(LANGUAGE):
        return message(f"edge.{edge_type}").text
    return plain(edge_type).replace("_", " ").lower()


@dataclass(frozen=True, slots=True)
class Style:
    """How a type of node is drawn: a shape of `SHAPES`, a colour, and a white icon, an SVG path in a box of 24 x 24.

    No two types share both shape and colour, and each has its own icon: colour alone never carries the meaning.
    """

    shape: str
    colour: str
    icon: str


SHAPES = {
    "dot": "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22z",
    "square": "M2.5 2.5h19v19h-19z",
    "diamond": "M12 .5 23.5 12 12 23.5 .5 12z",
    "hexagon": "M6 1.6h12L24 12l-6 10.4H6L0 12z",
    "triangle": "M12 1.5 23.5 21.5H.5z",
    "triangleDown": "M12 22.5 .5 2.5h23z",
    "star": "M12 .5l2.8 8.2h8.7l-7 5.2 2.6 8.3-7.1-5-7.1 5 2.6-8.3-7-5.2h8.7z",
}
"""The names are those of vis-network; the outlines are for legends and SVG."""

OTHER = "other"
STYLES = {
    "Consignment": Style("square", "#0072b2", "M4 3h16l1.5 3h-19zM3 7.5h18V21H3zM10 7.5v5h4v-5z"),
    "Party": Style(
        "dot",
        "#666633",
        "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM1.5 20c0-4.5 3-7.5 6.5-7.5s6.5 3 6.5 7.5z"
        "M17 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 20h7c0-4.3-2.6-7-6-7-1 0-1.7.2-2.4.6 1 1.6 1.6 3.7 1.4 6.4z",
    ),
    "Company": Style(
        "dot",
        "#117733",
        "M4 21V3h10v18zM15.5 21V9H21v12zM6.2 6h2v2.2h-2zM9.8 6h2v2.2h-2zM6.2 10.5h2v2.2h-2z"
        "M9.8 10.5h2v2.2h-2zM7.8 16h2.4v5H7.8z",
    ),
    "Person": Style(
        "dot",
        "#aa3377",
        "M12 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM3.5 21.5c0-5.5 3.7-8.5 8.5-8.5s8.5 3 8.5 8.5z",
    ),
    "Vehicle": Style(
        "hexagon",
        "#c2410c",
        "M1 5h13v10H1zM15.5 8H19l4 4v3h-7.5zM5.5 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
        "M18 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    ),
    "Container": Style(
        "hexagon",
        "#882255",
        "M1 5h22v14H1zM4 8v8h1.8V8zM7.6 8v8h1.8V8zM11.1 8v8h1.8V8zM14.6 8v8h1.8V8zM18.2 8v8H20V8z",
    ),
    "Seal": Style("hexagon", "#555555", "M5 11h14v10.5H5zM7 10.5V8a5 5 0 0 1 10 0v2.5h-2.5V8a2.5 2.5 0 0 0-5 0v2.5z"),
    "Address": Style("diamond", "#7a4a1e", "M12 3l10 9h-3v9h-5v-6h-4v6H5v-9H2z"),
    "Phone": Style("diamond", "#332288", "M7 1.5h10v21H7zM9 4.5V17h6V4.5zM11 18.5h2v2h-2z"),
    "Email": Style("diamond", "#0077aa", "M2 5h20v14H2zM4 7l8 6 8-6v2.5l-8 6-8-6z"),
    "Identifier": Style(
        "diamond", "#555555", "M2 5h20v14H2zM5 8h5v5H5zM12.5 8.3H19v1.9h-6.5zM12.5 11.5H19v1.9h-6.5zM5 15h14v1.8H5z"
    ),
    "Document": Style("square", "#332288", "M5 2h9l5 5v15H5zM8 10h8v1.8H8zM8 13.5h8v1.8H8zM8 17h5v1.8H8z"),
    "Place": Style(
        "triangleDown",
        "#225555",
        "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7zM12 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    ),
    "Seizure": Style("star", "#cc3311", "M10.3 4h3.4l-.6 10h-2.2zM10.4 16h3.2v3.4h-3.2z"),
    "Inspection": Style(
        "triangle",
        "#00806a",
        "M10 3a7 7 0 1 0 4 12.7l5 5 2-2-5-5A7 7 0 0 0 10 3zM10 5.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
    ),
    "Registration": Style("square", "#666633", "M4 3h16v18H4zM7.3 12.2l3.2 3.3 6.2-6.7-1.5-1.4-4.7 5.1-1.7-1.7z"),
    OTHER: Style("dot", "#555555", "M5 10h3.5v3.5H5zM10.2 10h3.5v3.5h-3.5zM15.5 10H19v3.5h-3.5z"),
}
"""Okabe-Ito and Tol colours, darkened where they did not stand out from white by 3 to 1."""


def style_name(node_type: str) -> str:
    """Return the key of `STYLES` for a type of node: its own, or `OTHER`."""
    return node_type if node_type in STYLES else OTHER
