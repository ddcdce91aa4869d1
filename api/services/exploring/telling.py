"""Why a node or a link of a screen is there: names, records with file, line and row, and what can be done about it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from api.services.asking.explore import describe
from api.services.asking.going_by import names_of_entity
from api.services.asking.sources import source_lines
from api.services.exploring.showing import TOGETHER, Showing, words_of
from graph.errors import NotFound
from graph.linkage.holders import records_behind
from graph.linkage.surroundings import CONSIGNMENTS
from graph.messages import message
from graph.schema import EDGE_TYPES, POSSIBLY_SAME

RECORDS_SHOWN = 10
MOST_RECORDS = 1_000_000


def of_node(showing: Showing, node_id: str) -> dict[str, Any]:
    """What is known of a node, the names it goes by, and the records on which it stands, the newest first.

    Raises:
        NotFound: the node is not visible.
    """
    number = showing.number_of(node_id)
    workspace, viewer = showing.workspace, showing.viewer
    [node] = showing.nodes([number], {})
    described = describe(workspace, node["id"], viewer)
    is_party = showing.world.projection.type_of(number) == "Party"
    names = names_of_entity(workspace, viewer, node["id"])["names"] if is_party else []
    facts = [[name, value] for name, value in described["properties"].items() if name != "name_folded" and value]
    records = [node["id"]] if described["source"] and not is_party else _consignments(showing, number)
    standing = _standing(node)
    return {
        "title": node["label"],
        "words": [sentence.text for sentence in standing],
        "facts": [[name, _text(value)] for name, value in facts],
        "names": [
            {name: row[name] for name in ("name", "script", "mentions")} | {"party": row["parties"][0]} for row in names
        ],
        **_told(showing, records),
        "pages": [{"words": message("explore.page").text, "path": "/entity", "query": {"id": node["id"]}}],
    }


def _standing(node: Mapping[str, Any]) -> list[Any]:
    """Why a node deserves a look, in sentences: seizures, risk that arrives there, how often it was used."""
    told = []
    if node["seizures"] and node["type"] != "Seizure":
        told.append(message("explore.seizures", count=node["seizures"]))
    if node["score"]:
        told.append(message("explore.score", score=node["score"]))
    if node["consignments"]:
        told.append(message("explore.consignments", count=node["consignments"]))
    if node["is_hub"]:
        told.append(message("explore.hub"))
    return told


def of_link(showing: Showing, source: str, target: str, kind: str) -> dict[str, Any]:
    """Why two nodes are linked: the records that say so, the newest first.

    Raises:
        NotFound: there is no such link, or not for this viewer.
    """
    left, right = showing.number_of(source), showing.number_of(target)
    title = f"{showing.label_of(left)} – {showing.label_of(right)}"
    if kind == POSSIBLY_SAME:
        return _possibly_same(showing, (left, right), title)
    number = CONSIGNMENTS if kind == TOGETHER else EDGE_TYPES[kind].number if kind in EDGE_TYPES else -1
    links = showing.around.among(np.array([left, right], dtype=np.int64))
    link = next((one for one in links if one.kind == number), None)
    if link is None:
        raise NotFound(f"no link {kind!r} between {source!r} and {target!r}", "look at the links of one of them")
    records = records_of(showing, (left, right), kind)
    return {"title": title, "words": [words_of(link)], "facts": [], "names": [], **_told(showing, records), "pages": []}


def records_of(showing: Showing, ends: tuple[int, int], kind: str) -> list[str]:
    """Ids of the records behind a link: consignments the newest first, else those of its edges; none where inferred."""
    if kind == TOGETHER:
        return [showing.id_of(number) for number in showing.around.consignments_of(*ends).tolist()]
    if kind == POSSIBLY_SAME:
        return []
    entities, (left, right) = showing.world.entities, ends
    end, value = (
        (int(entities.of_node[left]), right) if entities.of_node[left] >= 0 else (int(entities.of_node[right]), left)
    )
    own = [showing.id_of(one) for one in ends if entities.of_node[one] < 0]
    behind = records_behind(entities, value, (end,), MOST_RECORDS) if end >= 0 else own
    return behind or own


def _possibly_same(showing: Showing, ends: tuple[int, int], title: str) -> dict[str, Any]:
    found = [row for row in showing.links_among(ends) if row["kind"] == POSSIBLY_SAME]
    if not found:
        raise NotFound("nothing says that these two are possibly the same", "look at the links of one of them")
    left, right = found[0]["source"], found[0]["target"]
    page = {"words": message("explore.pair").text, "path": "/review/pair", "query": {"left": left, "right": right}}
    empty: dict[str, Any] = {"facts": [], "names": [], "records": [], "more": 0}
    return {"title": title, "words": [found[0]["words"]], **empty, "pages": [page]}


def _consignments(showing: Showing, number: int) -> list[str]:
    """The consignments of a node, the newest first."""
    around = showing.around
    return [showing.id_of(one) for one in around.newest_first(around.rows_at(number)).tolist()]


def _told(showing: Showing, records: Sequence[str]) -> dict[str, Any]:
    lines = source_lines(showing.workspace, records[:RECORDS_SHOWN], showing.viewer)
    told = [
        {"id": record, "source": str(lines[record]), "day": lines[record].day, "row": lines[record].row}
        for record in records[:RECORDS_SHOWN]
        if record in lines
    ]
    return {"records": told, "more": len(records) - len(told)}


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
