"""Saved views: what somebody had on the screen, to be opened again, by him or by whom he sends the link."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query

from api.http.asker import current_asker
from api.http.dependencies import ServiceOf, View
from api.http.models.query import OfViewer
from api.http.models.views import OpenedView, ViewForm, ViewList, ViewQuery, ViewSaved, ViewSummary
from api.http.strict import StrictRoute
from api.services.asking import saved_views
from api.services.runtime.workspace import Workspace
from api.state.dispositions import Decider
from graph.model import Viewer

router = APIRouter(prefix="/v1/views", tags=["saved views"], route_class=StrictRoute)
Told = TypeVar("Told")


@router.get("", summary="List your saved views", response_model=ViewList)
def listed(service: ServiceOf, query: OfViewer) -> dict[str, Any]:
    """Your own, as long as you see what you saw when you saved them."""
    return {"views": asked(service.view(query.as_), lambda workspace, _, who: saved_views.views_of(workspace, who))}


@router.post("", summary="Save a view", response_model=ViewSaved)
def save(service: ServiceOf, form: ViewForm, query: OfViewer) -> dict[str, Any]:
    """Ids, places and your words are kept, with the version of the data; nothing of what the graph says of them."""
    return asked(service.view(query.as_), lambda workspace, viewer, who: saved_views.save(workspace, viewer, who, form))


@router.get("/one", summary="Open a saved view", response_model=OpenedView)
def opened(service: ServiceOf, query: Annotated[ViewQuery, Query()]) -> dict[str, Any]:
    """As you see it now, and what changed since; whoever has the id may ask, and is shown what he may see."""
    view = service.view(query.as_)
    return asked(view, lambda workspace, viewer, who: saved_views.opened(workspace, viewer, who, query.id))


@router.delete("/one", summary="Delete a saved view", response_model=ViewSummary)
def forget(service: ServiceOf, query: Annotated[ViewQuery, Query()]) -> dict[str, Any]:
    """One of your own; links to it lead nowhere from then on."""
    return asked(service.view(query.as_), lambda workspace, _, who: saved_views.forget(workspace, who, query.id))


def asked(view: View, work: Callable[[Workspace, Viewer, Decider], Told]) -> Told:
    """What somebody asks of saved views, or does to them."""
    who = Decider(current_asker().name, view.patterns)
    with view.service.pool.held() as workspace:
        return work(workspace, view.viewer(workspace), who)
