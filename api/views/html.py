"""The interactive picture: one HTML file that opens without a network, safe whatever the names in it say.

pyvis holds the nodes and links and carries vis-network 9.1.2 in its wheel; its own template is never used. The page is
`assets/picture.html` with `picture.css` and `picture.js` inlined. Its content security policy allows the two scripts
and the one style by their hashes and nothing else, so the data, a JSON block, can never run. Positions are computed
here and the browser moves nothing. Same picture, same bytes.
"""

import base64
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from api.views.picture import (
    CAUTION,
    DERIVED,
    REPORTED,
    SEIZED,
    SHAPES,
    STYLES,
    THICKEST,
    THINNEST,
    USUAL,
    Picture,
    PictureEdge,
    PictureNode,
    Style,
    counted,
    name_of,
    plain,
    style_name,
    words,
)
from api.views.placing import numbers_of, placed

SUFFIX = ".html"
MEDIA_TYPE = "text/html; charset=utf-8"

BUSY = 1_000
"""From this many nodes on, links are hidden while the picture is dragged."""

JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render(picture: Picture) -> bytes:
    """Return the page as UTF-8. Every text is shown as text: see `plain` for what is taken out of it."""
    ready = picture.checked()
    style, app, vis = _asset("picture.css"), _asset("picture.js"), _vis_network()
    page: str = _template().render(
        policy=_policy((vis, app), (style,)),
        style=Markup(style),
        scripts=[Markup(vis), Markup(app)],
        data=Markup(_json(_data(ready))),  # no text of it can end the block: see JSON_ESCAPES
        caution=CAUTION,
        **_words(ready),
        **_tables(ready),
    )
    return page.encode()


@cache
def _asset(name: str) -> str:
    return (files("api.views") / "assets" / name).read_text("utf-8")


def _pyvis() -> Any:
    """Import pyvis, which brings IPython with it and takes a third of a second: only when a page is written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_module("pyvis.network")


@cache
def _vis_network() -> str:
    return (Path(_pyvis().__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = plain
    return environment.from_string(_asset("picture.html"))


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    def hashes(texts: Iterable[str]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.translate(JSON_ESCAPES)


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
        "has_derived": any(edge.is_derived for edge in picture.edges),
        "has_hubs": any(node.is_hub for node in picture.nodes),
    }


def _tables(picture: Picture) -> dict[str, Any]:
    names = {node.id: name_of(node) for node in picture.nodes}
    links = Counter(end for edge in picture.edges for end in {edge.source, edge.target})
    return {
        "nodes": [
            {"at": at, "name": names[node.id], "style": style_name(node.type), "links": links[node.id], "node": node}
            for at, node in enumerate(picture.nodes)
        ],
        "edges": [
            {
                "at": at,
                "source": names[edge.source],
                "target": names[edge.target],
                "type": words(edge.type),
                "edge": edge,
            }
            for at, edge in enumerate(picture.edges)
        ],
        "sources": picture.sources,
    }


def _looks(picture: Picture) -> dict[str, Style]:
    return {name: STYLES[name] for name in sorted({style_name(node.type) for node in picture.nodes})}


def _data(picture: Picture) -> dict[str, Any]:
    """What the script reads. Nodes, links and types go by number: no text of a user becomes a key in the browser."""
    at = numbers_of(picture)
    kinds = {kind: number for number, (kind, _) in enumerate(counted(node.type for node in picture.nodes))}
    link_kinds = {kind: number for number, (kind, _) in enumerate(counted(edge.type for edge in picture.edges))}
    nodes, edges, options = _drawn(picture, at)
    return {
        "drawn": {"nodes": nodes, "edges": edges, "options": options},
        "icons": {name: look.icon for name, look in _looks(picture).items()},
        "nodes": [_node_facts(node) | {"kind": kinds[node.type]} for node in picture.nodes],
        "edges": [_edge_facts(edge, at) | {"kind": link_kinds[edge.type]} for edge in picture.edges],
    }


def _node_facts(node: PictureNode) -> dict[str, Any]:
    return {
        "id": plain(node.id),
        "type": plain(node.type),
        "style": style_name(node.type),
        "label": name_of(node),
        "group": plain(node.group),
        "hub": node.is_hub,
        "note": plain(node.note),
        "properties": [[plain(name), plain(node.properties[name])] for name in sorted(node.properties)],
    }


def _edge_facts(edge: PictureEdge, at: Mapping[str, int]) -> dict[str, Any]:
    return {
        "source": at[edge.source],
        "target": at[edge.target],
        "words": words(edge.type),
        "label": plain(edge.label),
        "weight": edge.weight,
        "derived": edge.is_derived,
        "evidence": [plain(line) for line in edge.evidence],
    }


def _drawn(
    picture: Picture, at: Mapping[str, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Fill a pyvis network, and give back what vis-network reads."""
    network = _pyvis().Network(directed=True)
    places = placed(picture, at)
    for number, node in enumerate(picture.nodes):
        network.add_node(
            number,
            label=" ",
            shape=STYLES[style_name(node.type)].shape,
            group=style_name(node.type),
            size=float(places.size[number]),
            title=f"{name_of(node)} · {plain(node.type)}{' · hub' if node.is_hub else ''}",
            x=float(places.x[number]),
            y=float(places.y[number]),
        )
    network.edges = _drawn_edges(picture, at)  # add_edge would search all links for each link
    network.options = _options(len(picture.nodes))
    nodes, edges, _, _, _, options = network.get_network_data()
    return nodes, edges, json.loads(options)


def _drawn_edges(picture: Picture, at: Mapping[str, int]) -> list[dict[str, Any]]:
    seizures = {node.id for node in picture.nodes if node.type == "Seizure"}
    weights = [edge.weight for edge in picture.edges]
    least, most = min(weights, default=0.0), max(weights, default=0.0)
    together = Counter(frozenset((edge.source, edge.target)) for edge in picture.edges)
    drawn: Counter[frozenset[str]] = Counter()
    rows = []
    for number, edge in enumerate(picture.edges):
        pair = frozenset((edge.source, edge.target))
        is_seized = not seizures.isdisjoint(pair)
        row: dict[str, Any] = {"id": number, "from": at[edge.source], "to": at[edge.target]}
        row["width"] = round(THINNEST + (THICKEST - THINNEST) * edge.weight / most, 2) if most > least else USUAL
        row["color"] = {"color": DERIVED if edge.is_derived else SEIZED if is_seized else REPORTED}
        if edge.is_derived:
            row["dashes"] = [7, 6]
        if together[pair] > 1:
            row["smooth"] = _bend(drawn[pair], together[pair], edge.source < edge.target)
        rows.append(row)
        drawn[pair] += 1
    return rows


def _bend(number: int, together: int, is_forward: bool) -> dict[str, Any] | bool:
    """Spread parallel links like a fan, so that each can be seen and clicked."""
    turn = (number - (together - 1) / 2) * 0.24
    if turn == 0:
        return False
    return {
        "enabled": True,
        "type": "curvedCW" if (turn > 0) == is_forward else "curvedCCW",
        "roundness": round(min(0.9, abs(turn)), 2),
    }


def _options(count: int) -> dict[str, Any]:
    def look(colour: str) -> dict[str, Any]:
        return {"background": colour, "border": "#ffffff"} | {
            state: {"background": colour, "border": "#1b2430"} for state in ("highlight", "hover")
        }

    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "hideEdgesOnDrag": count > BUSY,
            "hideEdgesOnZoom": count > BUSY,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "multiselect": False,
            "tooltipDelay": 250,
        },
        "groups": {name: {"color": look(style.colour)} for name, style in STYLES.items()},
        "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "font": {"size": 1}},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "arrowStrikethrough": False,
            "smooth": False,
            "color": {"color": REPORTED, "highlight": "#1b2430", "hover": "#1b2430", "inherit": False},
            "hoverWidth": 1.5,
            "selectionWidth": 2,
        },
    }
