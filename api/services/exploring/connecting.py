"""How what is on a screen hangs together: links, consignments between two of it, communities, positions anew."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from api.services.exploring.expanding import added, places_of
from api.services.exploring.showing import PIXELS, Place, Showing
from graph.kernels.adjacency import adjacency
from graph.kernels.layout import layout
from graph.kernels.leiden import leiden
from graph.messages import message

MOST_CONSIGNMENTS = 300
Placed = Sequence[tuple[str, float, float]]


def links(showing: Showing, shown: Sequence[str]) -> dict[str, Any]:
    """The links among what is shown."""
    return {"nodes": [], "links": showing.links_among(showing.numbers_among(shown)), "truncated": []}


def consignments_among(showing: Showing, shown: Placed) -> dict[str, Any]:
    """The consignments on which at least two of what is shown stand, the newest first, and all links with them."""
    places = places_of(showing, shown)
    around = showing.around
    rows = [np.unique(around.stands.consignment[around.rows_at(number)]) for number in places]
    found, often = np.unique(np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64), return_counts=True)
    several = found[(often > 1) & ~np.isin(found, list(places))]
    begins = np.searchsorted(around.stands.consignment, several)
    newest = several[np.lexsort((several, -around.stands.on[begins]))]
    come = newest[:MOST_CONSIGNMENTS].tolist()
    left = len(newest) - len(come)
    cuts = [message("explore.cut", shown=len(come), count=left)] if left else []
    among = added(showing, come, places)
    counted = [
        link for link in showing.links_among([*places, *come]) if not {link["source"], link["target"]} & _ids(among)
    ]
    return {"nodes": among["nodes"], "links": among["links"] + counted, "truncated": [cut.model_dump() for cut in cuts]}


def _ids(among: Mapping[str, Any]) -> set[str]:
    return {node["id"] for node in among["nodes"]}


def on_paths(showing: Showing, answer: Mapping[str, Any], shown: Placed) -> dict[str, Any]:
    """The paths of an answer of `paths` in words, with the nodes that come to the screen for them."""
    places = places_of(showing, shown)
    found = []
    ways: list[int] = []
    for row in answer["rows"]:
        numbers = [showing.number_of(node["id"]) for node in row["nodes"]]
        ways += numbers
        labels = [showing.label_of(number) for number in numbers]
        found.append({"nodes": [showing.id_of(number) for number in numbers], "words": " – ".join(labels)})
    come = [number for number in dict.fromkeys(ways) if number not in places]
    notes = [*answer["notes"], *filter(None, [answer["truncated"]]), *answer["population"]["left_out"]]
    return {"paths": found, **added(showing, come, places), "truncated": notes}


def positions(shown: Sequence[tuple[str, float, float, bool]], ends: Sequence[tuple[str, str]]) -> dict[str, Place]:
    """Positions of a screen laid out anew, in pixels; what is pinned stays, and a node named twice is one."""
    at = {node_id: number for number, node_id in enumerate(dict.fromkeys(node_id for node_id, *_ in shown))}
    rows = [(at[one], at[other]) for one, other in ends if one in at and other in at]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    pinned = {at[name]: (x / PIXELS, y / PIXELS) for name, x, y, is_pinned in shown if is_pinned}
    found = layout(len(at), pairs[:, 0], pairs[:, 1], pinned=pinned) * PIXELS
    return {name: (round(float(found[n, 0]), 1), round(float(found[n, 1]), 1)) for name, n in at.items()}


def communities(showing: Showing, shown: Sequence[str]) -> dict[str, int]:
    """The community of each node among what is shown, numbered from the largest, ties by id; see `leiden`."""
    numbers = showing.numbers_among(shown)
    at = {showing.id_of(number): place for place, number in enumerate(numbers)}
    among = showing.links_among(numbers)
    ends = np.array([(at[link["source"]], at[link["target"]]) for link in among], dtype=np.int64).reshape(-1, 2)
    weight = np.sqrt(np.array([float(link["count"]) for link in among]))
    labels = leiden(adjacency(len(numbers), ends[:, 0], ends[:, 1], weight), lambda: None)
    sizes = np.bincount(labels, minlength=len(numbers))
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[order] = np.arange(1, len(sizes) + 1)
    return {name: int(rank[labels[place]]) for name, place in at.items()}
