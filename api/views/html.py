"""The interactive picture: one HTML file that opens without a network, safe whatever the names in it say.

The page is `assets/picture.html` with `picture.css` and three scripts. One of them stands in the page and unpacks, as
gzip in base64, the two others (vis-network, and our own out of `assets/picture/`) and the data, which is JSON and never
runs: so a picture of 1,000 entities with the source rows of all its links is a file that a mail takes. The content
security policy allows the three scripts and the one style by their hashes and nothing else. Tables stand in the page as
they are up to `MOST_PLAIN` characters, readable without any script; the script makes the rest. Positions are computed
here and the browser moves nothing. Same picture, same bytes.
"""

import base64
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from api.views import vis_network
from api.views.picture import (
    CAUTION,
    HANDLING,
    SEIZURE,
    SHAPES,
    STYLES,
    Picture,
    PictureEdge,
    PictureNode,
    SourceRow,
    Style,
    counted,
    name_of,
    plain,
    role_of,
    style_name,
    words,
)
from api.views.placing import numbers_of
from api.views.policy import policy_of

SUFFIX = ".html"
MEDIA_TYPE = "text/html; charset=utf-8"

MODULES = (
    "basics", "timeline", "colours", "drawing", "labels", "focus",
    "details", "legend", "search", "tables", "views", "start",
)  # fmt: skip
"""The files of `assets/picture/`, in the order in which they run."""

MOST_PLAIN = {"nodes": 250_000, "edges": 250_000, "sources": 100_000}
"""Characters of each table that stand in the page as they are; what they leave out is made by the script."""
_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_TAGS = 330  # characters of tags around a row

Row = TypeVar("Row")


def render(picture: Picture) -> bytes:
    """Return the page as UTF-8. Every text is shown as text: see `plain` for what is taken out of it."""
    ready = picture.checked()
    style, loading = _asset("picture.css"), _asset("loading.js")
    page: str = _template().render(
        policy=policy_of((style,), (loading, vis_network.script(), script())),
        style=Markup(style),
        loading=Markup(loading),
        packed={"drawing": _packed_library(), "page": _packed(script()), "data": _packed(_json(_data(ready)))},
        caution=CAUTION,
        **_words(ready),
        **_tables(ready),
    )
    return page.encode()


@cache
def script() -> str:
    """Our own script: the modules one after the other, inside one function."""
    body = "\n".join((label_module().replace("export ", ""), *(_asset(f"picture/{name}.js") for name in MODULES)))
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def label_module() -> str:
    """How labels find room: a script module, which the explorer's page takes as it is."""
    return _asset("fitting.js")


@cache
def _asset(name: str) -> str:
    return (files("api.views") / "assets" / name).read_text("utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = plain
    return environment.from_string(_asset("picture.html"))


def _packed(text: str) -> str:
    """A text as gzip in base64, without a moment in it: the same text, the same signs."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode()


@cache
def _packed_library() -> str:
    return _packed(vis_network.script())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _words(picture: Picture) -> dict[str, Any]:
    """What the page says without its script: headings, notes and legends; the tables are in `_tables`."""
    reported = {edge.type for edge in picture.edges if not edge.is_derived}
    return {
        "title": plain(picture.title),
        "question": plain(picture.question),
        "notes": [plain(note) for note in picture.notes],
        "facts": [(plain(name), plain(value)) for name, value in picture.facts],
        "symbols": [
            {"name": name, "colour": look.colour, "outline": SHAPES[look.shape], "icon": look.icon}
            for name, look in _looks(picture).items()
        ],
        "kinds": [
            {"name": plain(kind), "count": count, "style": style_name(kind)}
            for kind, count in counted(node.type for node in picture.nodes)
        ],
        "link_kinds": [
            {"name": words(kind), "count": count, "is_derived": kind not in reported}
            for kind, count in counted(edge.type for edge in picture.edges)
        ],
        "marking": plain(picture.marking),
        "marking_name": HANDLING.capitalize(),
        "has_seizures": any(node.type == SEIZURE for node in picture.nodes),
        "has_derived": any(edge.is_derived for edge in picture.edges),
        "has_hubs": any(node.is_hub for node in picture.nodes),
    }


def _tables(picture: Picture) -> dict[str, Any]:
    """The rows that stand in the page as they are, and how many there are in all."""
    names = {node.id: name_of(node) for node in picture.nodes}
    links = Counter(end for edge in picture.edges for end in {edge.source, edge.target})
    nodes = _plain_part(picture.nodes, "nodes", lambda node: sum(map(len, _texts_of(node))))
    edges = _plain_part(picture.edges, "edges", lambda edge: sum(map(len, edge.evidence)))
    sources = _plain_part(picture.sources, "sources", lambda row: len(row.record) + len(row.file) + len(row.text))
    rows: dict[str, Sequence[Any]] = {
        "nodes": [
            {
                "at": at,
                "name": names[node.id],
                "style": style_name(node.type),
                "links": links[node.id],
                "rank": _rank(node),
                "known": _known(node),
                "node": node,
            }
            for at, node in enumerate(nodes)
        ],
        "edges": [
            {
                "at": at,
                "source": names[edge.source],
                "target": names[edge.target],
                "type": words(edge.type),
                "edge": edge,
            }
            for at, edge in enumerate(edges)
        ],
        "sources": sources,
    }
    counts = {"nodes": len(picture.nodes), "edges": len(picture.edges), "sources": len(picture.sources)}
    return {"rows": rows, "counts": counts, "is_whole": all(len(rows[name]) == counts[name] for name in counts)}


def _plain_part(rows: Sequence[Row], table: str, length: Callable[[Row], int]) -> Sequence[Row]:
    """The first rows of a table that together are no longer than its part of `MOST_PLAIN`."""
    left = MOST_PLAIN[table]
    for number, row in enumerate(rows):
        left -= length(row) + _TAGS
        if left < 0:
            return rows[:number]
    return rows


def _texts_of(node: PictureNode) -> tuple[str, ...]:
    return node.id, node.label, node.group, node.note, *node.properties, *node.properties.values()


def _known(node: PictureNode) -> str:
    return "; ".join(f"{plain(name)}: {plain(node.properties[name])}" for name in sorted(node.properties))


def _rank(node: PictureNode) -> str:
    return f"{node.rank:.4g}"


def _looks(picture: Picture) -> dict[str, Style]:
    return {name: STYLES[name] for name in sorted({style_name(node.type) for node in picture.nodes})}


def _data(picture: Picture) -> dict[str, Any]:
    """What the script reads. Nodes, links and types go by number: no text of a user becomes a key in the browser."""
    at = numbers_of(picture)
    kinds = {kind: number for number, (kind, _) in enumerate(counted(node.type for node in picture.nodes))}
    link_kinds = {kind: number for number, (kind, _) in enumerate(counted(edge.type for edge in picture.edges))}
    rows = {row.record: number for number, row in enumerate(picture.sources)}
    return {
        "drawn": vis_network.drawing(picture, at),
        "icons": {name: look.icon for name, look in _looks(picture).items()},
        "nodes": [_node_facts(node) | {"kind": kinds[node.type]} for node in picture.nodes],
        "edges": [_edge_facts(edge, at, rows) | {"kind": link_kinds[edge.type]} for edge in picture.edges],
        "sources": [[plain(text) for text in _columns(row)] for row in picture.sources],
    }


def _columns(row: SourceRow) -> tuple[str, str, str, str]:
    return row.record, row.file, row.line, row.text


def _node_facts(node: PictureNode) -> dict[str, Any]:
    return {
        "id": plain(node.id),
        "type": plain(node.type),
        "style": style_name(node.type),
        "label": name_of(node),
        "rank": _rank(node),
        "role": role_of(node.type),
        "group": plain(node.group),
        "hub": node.is_hub,
        "note": plain(node.note),
        "properties": [[plain(name), plain(node.properties[name])] for name in sorted(node.properties)],
    }


def _edge_facts(edge: PictureEdge, at: Mapping[str, int], rows: Mapping[str, int]) -> dict[str, Any]:
    return {
        "source": at[edge.source],
        "target": at[edge.target],
        "words": words(edge.type),
        "label": plain(edge.label),
        "weight": edge.weight,
        "derived": edge.is_derived,
        "evidence": [plain(line) for line in edge.evidence],
        "days": [day for day in edge.days if _DAY.fullmatch(day)],
        "rows": [rows[record] for record in edge.records if record in rows],
    }
