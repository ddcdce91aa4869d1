"""What is on a screen as a picture to hand over: the same nodes where they stand, their links, and the rows behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.services.asking.draw import EVIDENCE_SHOWN, PictureDraft
from api.services.asking.provenance import Asked, facts_of
from api.services.exploring.expanding import places_of
from api.services.exploring.showing import TOGETHER, Showing
from api.services.exploring.telling import records_of
from api.views.picture import Picture, PictureNode
from graph.errors import NotFound
from graph.messages import message


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is handed over: nodes where they stand, the links that are seen (None: all among them), and notes."""

    title: str
    shown: Sequence[tuple[str, float, float]]
    links: frozenset[str] | None = None
    notes: tuple[str, ...] = ()
    by: str = ""


def picture_of(showing: Showing, wanted: HandOver) -> Picture:
    """The picture of a screen; nodes and links that are not visible are not in it.

    Raises:
        NotFound: nothing of it is visible.
    """
    places = places_of(showing, wanted.shown)
    if not places:
        raise NotFound("nothing of this screen is visible now", "begin with a search")
    draft = PictureDraft()
    ids = {number: showing.id_of(number) for number in places}
    for node in showing.nodes(list(places), places):
        draft.nodes[node["id"]] = _node(node)
    numbers = {node_id: number for number, node_id in ids.items()}
    for link in showing.links_among(list(places)):
        if wanted.links is None or link["id"] in wanted.links:
            ends = numbers[link["source"]], numbers[link["target"]]
            records = records_of(showing, ends, link["kind"])[:EVIDENCE_SHOWN]
            kind = message("explore.same_consignments").text if link["kind"] == TOGETHER else link["kind"]
            draft.link(link["source"], link["target"], kind, records, link["words"], float(link["count"]))
    question = message("explore.screen", count=len(places)).text
    facts = facts_of(showing.workspace, showing.viewer, Asked(question, wanted.by), draft.notes)
    draft.notes += wanted.notes
    return draft.picture(showing.workspace, showing.viewer, wanted.title or question, question, facts)


def _node(node: dict[str, Any]) -> PictureNode:
    said = {
        "country": node["country"],
        "seizures": node["seizures"] or "",
        "consignments": node["consignments"] or "",
        "days": " – ".join(dict.fromkeys(filter(None, (node["first_on"], node["last_on"])))),
        "spellings": node["spellings"] if node["spellings"] > 1 else "",
    }
    properties = {name: str(value) for name, value in said.items() if value}
    return PictureNode(
        node["id"], node["type"], node["label"], float(node["seizures"] * 10 + node["consignments"]),
        is_hub=node["is_hub"], properties=properties, place=(node["x"], node["y"]),
    )  # fmt: skip
