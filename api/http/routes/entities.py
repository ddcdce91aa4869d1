"""Search, one node, its neighbours, its history, and the sub-graph around it.

Ids hold slashes, colons and any script, so they are query parameters: in a path a server decodes `%2F` before the
route is chosen, and `…/neighbours` could not be told from the end of an id.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.dependencies import ServiceOf
from api.http.models.graph import (
    Entity,
    EntityHistory,
    NeighboursPage,
    NeighboursQuery,
    NodeQuery,
    SearchAnswer,
    SearchQuery,
    Subgraph,
    SubgraphQuery,
)
from api.http.strict import StrictRoute
from api.services.asking import explore, neighbourhood
from api.services.asking.searching import SearchRequest
from api.services.asking.searching import search as find
from api.services.asking.sources import history
from api.services.runtime.workspace import Workspace
from graph.finding import days_between
from graph.model import Viewer

router = APIRouter(prefix="/v1", tags=["entities"], route_class=StrictRoute)


@router.get("/search", summary="Find records, values, places, firms and people", response_model=SearchAnswer)
def search(service: ServiceOf, query: Annotated[SearchQuery, Query()]) -> dict[str, Any]:
    """Words match from their beginning, in any order and script; numbers as a whole, by four signs and more, or by `*`.

    Numbers are written as people write them: `90 000 00 01` finds `phone:+998900000001`. One row is one record, value
    or place, or one firm or person however spelt.
    """
    days = days_between(query.from_ or "", query.to or "")
    request = SearchRequest(query.q, tuple(query.types), days, query.limit)
    return service.view(query.as_).answer(lambda workspace, viewer: find(workspace, viewer, request))


@router.get("/entities", summary="One node", response_model=Entity)
def entity(service: ServiceOf, query: Annotated[NodeQuery, Query()]) -> dict[str, Any]:
    """Properties, edges by type, and the line of the source that a record stands in."""
    return service.view(query.as_).answer(lambda workspace, viewer: explore.describe(workspace, query.id, viewer))


@router.get("/entities/neighbours", summary="Neighbours of a node, page by page", response_model=NeighboursPage)
def neighbours(service: ServiceOf, query: Annotated[NeighboursQuery, Query()]) -> dict[str, Any]:
    """Counts first, so that nobody expands a hub by accident; then the edges to the next `limit` other ends."""
    page = neighbourhood.Page(tuple(query.types), query.after or "", query.limit, query.rank)

    def read(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
        answer = neighbourhood.neighbours(workspace, query.id, viewer, page)
        return {"counts": explore.describe(workspace, query.id, viewer)["counts"], **answer}

    return service.view(query.as_).answer(read)


@router.get("/entities/history", summary="All versions of a record", response_model=EntityHistory)
def entity_history(service: ServiceOf, query: Annotated[NodeQuery, Query()]) -> dict[str, Any]:
    """What each extract said, the version that counts first, with the columns that changed. Shared nodes have none."""

    def read(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
        explore.describe(workspace, query.id, viewer)
        return {"id": query.id, "versions": history(workspace, query.id, viewer)}

    return service.view(query.as_).answer(read)


@router.get("/subgraph", summary="Nodes and edges around some nodes", response_model=Subgraph)
def subgraph(service: ServiceOf, query: Annotated[SubgraphQuery, Query()]) -> dict[str, Any]:
    """Step by step, of each node at most its first 100 neighbours by id; `truncated` says which cap was reached."""
    return service.view(query.as_).answer(
        lambda workspace, viewer: neighbourhood.subgraph(workspace, query.id, viewer, query.hops, query.limit)
    )
