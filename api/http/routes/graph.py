"""The graph as a whole: how much is in it, what it is made of, whose it is."""

from typing import Any

from fastapi import APIRouter

from api.http.dependencies import ServiceOf
from api.http.models.graph import Channels, GraphSchema, Stats
from api.http.models.query import NoQuery, OfViewer
from api.http.strict import StrictRoute
from api.services.asking import explore
from graph.schema import EDGE_TYPES, NODE_TYPES, node_properties

router = APIRouter(prefix="/v1", tags=["graph"], route_class=StrictRoute)


@router.get("/stats", summary="Count nodes and edges by type", response_model=Stats)
def stats(service: ServiceOf, query: OfViewer) -> dict[str, Any]:
    """Counts of what the viewer sees, and the version of it."""
    return service.view(query.as_).answer(explore.stats)


@router.get("/channels", summary="List the channels", response_model=Channels)
def channels(service: ServiceOf, query: OfViewer) -> dict[str, Any]:
    """A channel decides who may see: originator, dataset, handling code, purpose."""
    return service.view(query.as_).answer(
        lambda workspace, viewer: {"channels": [name for name in workspace.store.channels() if viewer.sees(name)]}
    )


@router.get("/schema", summary="Node types, edge types, properties", response_model=GraphSchema)
async def schema(query: NoQuery) -> dict[str, Any]:
    """The graph type that every store keeps: the same for all viewers."""
    return {
        "node_types": [
            {
                "name": t.name,
                "prefix": t.prefix,
                "ownership": t.ownership.value,
                "description": t.description,
                "cap": t.cap,
                "properties": [
                    {"name": f.name, "type": f.type.value, "description": f.description}
                    for f in node_properties(t.name).values()
                ],
            }
            for t in NODE_TYPES.values()
        ],
        "edge_types": [
            {"name": t.name, "sources": t.sources, "targets": t.targets, "description": t.description}
            for t in EDGE_TYPES.values()
        ],
    }
