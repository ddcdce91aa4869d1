"""The pages of what is in the graph: seizures, consignments, vehicles, containers, firms and persons, and the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.http.dependencies import View, ViewOf
from api.http.known import known
from api.http.models.texts import NodeId, Text
from api.http.pages import Links, PageRoute, page
from api.services.asking import explore, neighbourhood, standing
from api.services.asking.going_by import names_of_entity
from api.services.asking.showing.clusters import clusters_known, short
from api.services.asking.showing.consignments import consignment_row, consignment_rows, newest_at
from api.services.asking.showing.nodes import named
from api.services.asking.showing.parties import party_facts
from api.services.asking.showing.posts import at_the_same_post
from api.services.asking.showing.seizures import seizure_row, seizure_rows, seizure_title
from api.services.asking.showing.similar import doubled, similar
from api.services.asking.showing.trips import thing_facts
from api.services.asking.sources import history, parts_of
from api.services.asking.watching import watched_by
from api.services.runtime.workspace import Workspace
from graph.linkage.world import World
from graph.model import Viewer
from graph.schema import NODE_TYPES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

NEIGHBOURS_SHOWN = 25
CONSIGNMENTS_SHOWN = 6
TEMPLATES = {
    "Seizure": "seizure.html",
    "Consignment": "consignment.html",
    "Vehicle": "thing.html",
    "Container": "thing.html",
    "Party": "party.html",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A node, and which of its neighbours."""

    id: str
    page: neighbourhood.Page


@router.get("/entity")
async def entity(
    view: ViewOf,
    id: Annotated[NodeId, Query()],
    type: Annotated[Text | None, Query()] = None,
    after: Annotated[NodeId | None, Query()] = None,
    rank: Annotated[Literal["id", "recent"], Query()] = "id",
) -> Response:
    """One node as the trade looks at it, with what stands next to it, its history, and its surroundings drawn."""
    asked = _Asked(id, neighbourhood.Page((type,) if type else (), after or "", NEIGHBOURS_SHOWN, rank))
    told = await known(view, "page of a node", partial(_read, view, asked), asked=asdict(asked))
    node_type = told["node"]["type"]
    template = TEMPLATES.get(node_type, "entity.html")
    return page(template, Links(view.patterns), node_type=NODE_TYPES[node_type], asked=asked.page, **told)


def _read(view: View, asked: _Asked, workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
    node = explore.describe(workspace, asked.id, viewer)
    node["properties"].pop("name_folded", None)  # ours, for searching: no source said it
    world = workspace.world(viewer)
    clusters = clusters_known(view.service.answers, world)
    number = world.projection.number_of(asked.id)
    told = {
        "node": node,
        "total": sum(count["count"] for count in node["counts"]),
        "near": neighbourhood.neighbours(workspace, asked.id, viewer, asked.page),
        "versions": history(workspace, asked.id, viewer) if parts_of(asked.id) else [],
        "standing": standing.who_stands_on(world, asked.id, clusters),
        "title": named(world, number)["label"] if number is not None else node["label"],
        "facts": None,
        "watchable": [],
    }
    if number is None:
        return told
    if node["type"] == "Party":
        told["names"] = names_of_entity(workspace, viewer, asked.id)
        told["cluster"] = short(clusters.of_party(asked.id)) if clusters else None
        told["knows_clusters"] = clusters is not None
    facts = _FACTS.get(node["type"])
    told["facts"] = facts(world, number) if facts else None
    told["title"] = told["facts"]["title"] if told["facts"] and "title" in told["facts"] else told["title"]
    told["watchable"] = list(_watchable(told))
    return told


def _watchable(told: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What can be watched from the page: what it shows, else whoever and whatever stands on it, each once."""
    own = told["node"]["id"]
    if watched_by(own):
        yield {"id": own, "label": told["title"], "role": ""}
    elif told["facts"] and told["standing"]:
        papers = told["facts"].get("consignments", [told["facts"]["row"]])
        for row in told["standing"]["rows"]:
            yield {"id": row["id"], "label": row["label"], "role": ", ".join(row["roles"])}
        things = {end["id"]: end["label"] for paper in papers for end in (*paper["vehicles"], *paper["containers"])}
        for name, label in things.items():
            yield {"id": name, "label": label, "role": name.partition(":")[0]}


def _seizure(world: World, number: int) -> dict[str, Any]:
    row = seizure_row(world, number)
    consignments, _count = newest_at(world, number, CONSIGNMENTS_SHOWN)
    return {
        "row": row,
        "title": seizure_title(row),
        "consignments": consignment_rows(world, consignments),
        "similar": similar(world, number),
        "doubled": doubled(world, number),
        "at_post": at_the_same_post(world, consignments[0] if consignments else number),
    }


def _consignment(world: World, number: int) -> dict[str, Any]:
    row = consignment_row(world, number)
    return {
        "row": row,
        "seizures": seizure_rows(world, row["seizures"]),
        "at_post": at_the_same_post(world, number),
    }


_FACTS: Mapping[str, Callable[[World, int], dict[str, Any]]] = {
    "Seizure": _seizure,
    "Consignment": _consignment,
    "Vehicle": thing_facts,
    "Container": thing_facts,
    "Party": party_facts,
}
