"""Search, one node, its neighbours, its history, and the sub-graph around it.

Ids hold slashes, colons and any script, so they are query parameters: in a path a server decodes `%2F` before the
route is chosen, and `…/neighbours` could not be told from the end of an id.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from api.http.dependencies import NodeId, Text, ViewOf
from api.http.models.graph import ID, Entity, EntityHistory, NeighboursPage, SearchAnswer, Subgraph
from api.http.strict import StrictRoute
from api.services.asking import explore, neighbourhood
from api.services.asking.sources import history

router = APIRouter(prefix="/v1", tags=["entities"], route_class=StrictRoute)

Id = Annotated[NodeId, Query(description="Id of a node, from a search", examples=[ID])]


@router.get("/search", summary="Find nodes by name or by value", response_model=SearchAnswer)
def search(
    view: ViewOf,
    q: Annotated[
        Text, Query(description="A name in any script, or a number, plate, phone, container", examples=["Karvon Trans"])
    ],
    types: Annotated[
        list[Text], Query(alias="type", description="Only these node types; may be repeated", max_length=40)
    ] = [],  # noqa: B006  # FastAPI copies defaults
    limit: Annotated[int, Query(description="Most answers", ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Names match by whole words from their beginning, in any order and script; values match as a whole.

    Values are written as people write them: `90 000 00 01` finds `phone:+998900000001`.
    """
    with view.opened() as (workspace, viewer):
        found = explore.search(workspace, q, types, viewer, limit + 1)
    cut = f"more than {limit} were found (limit)" if len(found) > limit else ""
    return {"found": found[:limit], "truncated": cut}


@router.get("/entities", summary="One node", response_model=Entity)
def entity(view: ViewOf, id: Id) -> dict[str, Any]:
    """Properties, edges by type, and the line of the source that a record stands in."""
    with view.opened() as (workspace, viewer):
        return explore.describe(workspace, id, viewer)


@router.get("/entities/neighbours", summary="Neighbours of a node, page by page", response_model=NeighboursPage)
def neighbours(
    view: ViewOf,
    id: Id,
    types: Annotated[
        list[Text], Query(alias="type", description="Only these edge types; may be repeated", max_length=40)
    ] = [],  # noqa: B006
    after: Annotated[
        NodeId | None, Query(description="`next` of the page before; the first page where it is not given")
    ] = None,
    limit: Annotated[int, Query(description="Other ends on a page", ge=1, le=200)] = 25,
    rank: Annotated[
        Literal["id", "recent"],
        Query(description="id: by text id; recent: newest day first, among the first 1,000 neighbours by id"),
    ] = "id",
) -> dict[str, Any]:
    """Counts first, so that nobody expands a hub by accident; then the edges to the next `limit` other ends."""
    page = neighbourhood.Page(tuple(types), after or "", limit, rank)
    with view.opened() as (workspace, viewer):
        answer = neighbourhood.neighbours(workspace, id, viewer, page)
        return {"counts": explore.describe(workspace, id, viewer)["counts"], **answer}


@router.get("/entities/history", summary="All versions of a record", response_model=EntityHistory)
def entity_history(view: ViewOf, id: Id) -> dict[str, Any]:
    """What each extract said, the version that counts first, with the columns that changed. Shared nodes have none."""
    with view.opened() as (workspace, viewer):
        explore.describe(workspace, id, viewer)
        return {"id": id, "versions": history(workspace, id, viewer)}


@router.get("/subgraph", summary="Nodes and edges around some nodes", response_model=Subgraph)
def subgraph(
    view: ViewOf,
    id: Annotated[
        list[NodeId], Query(description="Id of a node; may be repeated", min_length=1, max_length=20, examples=[[ID]])
    ],
    hops: Annotated[int, Query(description="Steps from the nodes asked for", ge=1, le=2)] = 1,
    limit: Annotated[int, Query(description="Most nodes", ge=1, le=2_000)] = 300,
) -> dict[str, Any]:
    """Step by step, of each node at most its first 100 neighbours by id; `truncated` says which cap was reached."""
    with view.opened() as (workspace, viewer):
        return neighbourhood.subgraph(workspace, id, viewer, hops, limit)
