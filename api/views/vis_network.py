"""What vis-network draws: nodes and links as pyvis holds them, and the library itself out of the wheel of pyvis.

The template of pyvis is never used, and its physics is off: positions are computed here.
"""

import json
import warnings
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from api.views.link_looks import REPORTED, link_looks
from api.views.picture import STYLES, Picture, name_of, plain, style_name
from api.views.placing import placed

BUSY = 1_000
"""From this many nodes on, links are hidden while the picture is dragged."""


def _pyvis() -> Any:
    """Import pyvis, which brings IPython with it and takes a third of a second: only when a page is written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_module("pyvis.network")


@cache
def script() -> str:
    """The script of vis-network 9.1.2."""
    return (Path(_pyvis().__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")


def drawing(picture: Picture, at: Mapping[str, int]) -> dict[str, Any]:
    """The nodes, links and options of a checked picture, as vis-network reads them; nodes and links go by number."""
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
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _drawn_edges(picture: Picture, at: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = []
    for number, (edge, look) in enumerate(zip(picture.edges, link_looks(picture), strict=True)):
        row: dict[str, Any] = {"id": number, "from": at[edge.source], "to": at[edge.target]}
        row["width"], row["color"] = look.width, {"color": look.colour}
        if edge.is_derived:
            row["dashes"] = [7, 6]
        if look.bend:
            kind = "curvedCW" if look.bend > 0 else "curvedCCW"
            row["smooth"] = {"enabled": True, "type": kind, "roundness": round(min(0.9, abs(look.bend) * 0.24), 2)}
        rows.append(row)
    return rows


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
