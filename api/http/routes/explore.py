"""The explorer: the page that scenes are looked at and changed on, its scripts, and the search that brings nodes to it.

The page holds its first scene, so that it can be read without JavaScript; all else it asks `/explore/data`.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from api.http.dependencies import ServiceOf, View, ViewOf
from api.http.models.exploring import MOST_SHOWN, PlacedNode, SceneForm
from api.http.models.query import OfViewer
from api.http.models.texts import NodeId, Text
from api.http.pages import HEADERS, Links, PageRoute, page
from api.http.routes import views
from api.http.routes.exploring import request_of, shown_to
from api.http.routes.views import asked
from api.http.strict import StrictRoute
from api.http.texts import texts_of
from api.http.working import worked
from api.services.asking import saved_views
from api.services.asking.searching import SearchRequest, search
from api.services.exploring import scenes
from api.services.runtime.jobs import Job, JobResult
from api.views import html, vis_network
from api.views.link_looks import DERIVED, REPORTED, SEIZED
from api.views.picture import STYLES, plain
from graph.errors import BadValue, NotFound

router = APIRouter(include_in_schema=False, route_class=PageRoute)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DATA = "/explore/data/"
LIBRARY = "vis-network.min.js"
FOUND_SHOWN = 12
USUAL_NODES = 300
_SCRIPT = "text/javascript; charset=utf-8"
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
_EMPTY: dict[str, Any] = {"title": "", "version": "", "focus": [], "nodes": [], "links": [], "truncated": []}


@cache
def _modules() -> dict[str, bytes]:
    """What the page is made of, by name."""
    folder = files("api.http") / "static" / "explore"
    own = {piece.name: piece.read_bytes() for piece in folder.iterdir() if piece.name.endswith((".js", ".css"))}
    return own | {LIBRARY: vis_network.script().encode(), "fitting.js": html.label_module().encode()}


@router.get("/static/explore/{name}")
async def module(request: Request, name: Annotated[str, Path()]) -> Response:
    """A script or style sheet of the page; a browser that has it is told to keep it."""
    content = _modules().get(name)
    if content is None:
        raise NotFound(f"no file {name!r}", "open /explore")
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, "text/css; charset=utf-8" if name.endswith(".css") else _SCRIPT)


@router.get("/explore")
async def explore(  # noqa: PLR0913  # each is one thing to begin with
    view: ViewOf,
    focus: Annotated[list[NodeId] | None, Query()] = None,
    cluster: Annotated[NodeId | None, Query()] = None,
    lead: Annotated[NodeId | None, Query()] = None,
    saved: Annotated[NodeId | None, Query(alias="view")] = None,
    q: Annotated[str, Query(max_length=500)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = USUAL_NODES,
) -> Response:
    """A scene around nodes, of a cluster, a lead or a saved view; without any, what a text finds to begin with."""
    if not (focus or cluster or lead or saved):
        return await _beginning(view, q.strip())
    kept = await asyncio.to_thread(_opened, view, saved) if saved else None
    places = [PlacedNode(id=node["id"], x=node["x"], y=node["y"]) for node in kept["nodes"]] if kept else []
    brought = _brought(kept) if kept else []
    form = SceneForm(focus=focus or [], cluster=cluster, lead=lead, nodes=places, brought=brought, limit=limit)

    def work(_: Job) -> JobResult:
        wanted = request_of(view, form)
        return JobResult(json.dumps(shown_to(view, lambda showing: scenes.scene(showing, wanted))).encode())

    scene = await worked(view, "explorer", work, asked=form.model_dump())
    return _shown(view, scene, lead or "", kept)


def _opened(view: View, saved: str) -> dict[str, Any]:
    """A saved view as whoever opens it may see it."""
    return asked(view, lambda workspace, viewer, who: saved_views.opened(workspace, viewer, who, saved))


def _brought(kept: Mapping[str, Any]) -> list[str]:
    """The consignments of a saved view that were drawn in the place of counted links."""
    if kept["options"].get("asNodes") is not True:
        return []
    own = set(map(str, kept["options"].get("own") or []))
    return [node["id"] for node in kept["nodes"] if node["type"] == "Consignment" and node["id"] not in own]


def _shown(view: View, scene: dict[str, Any], lead: str, kept: Mapping[str, Any] | None) -> Response:
    """The page of a scene; of a saved view with its owner's words and settings, and what changed since."""
    texts = texts_of()
    if kept:
        scene |= {"title": kept["name"] or texts.words("explore.saved_view")}
        scene["truncated"] = [*scene["truncated"], *kept["changes"]["messages"]]
    told = {
        "view": kept
        and {name: kept[name] for name in ("id", "name", "notes", "nodes", "hidden", "filters", "options")},
        "base": DATA,
        "patterns": view.patterns,
        "looks": {
            "styles": {name: {"shape": s.shape, "colour": s.colour, "icon": s.icon} for name, s in STYLES.items()},
            "reported": REPORTED,
            "derived": DERIVED,
            "seized": SEIZED,
        },
        "language": texts.language,
        "texts": texts.beginning("script."),
    }
    names = {node["id"]: node["label"] for node in scene["nodes"]}
    return _page(
        view, scene=scene, names=names, is_whole=True, lead=lead, q="", page_json=_json(told), scene_json=_json(scene)
    )


async def _beginning(view: View, text: str) -> Response:
    """What a text finds to begin with; the empty page that says what to do."""
    shown: dict[str, Any] = {"scene": _EMPTY, "is_whole": False, "q": text, "found": [], "fault": None}
    if not text:
        return _page(view, **shown)
    wanted = SearchRequest(text, limit=FOUND_SHOWN)

    def work(_: Job) -> JobResult:
        found = view.answer(lambda workspace, viewer: search(workspace, viewer, wanted))
        return JobResult(json.dumps(found).encode())

    try:
        shown["found"] = (await worked(view, "search to explore", work, text=text))["found"]
    except BadValue as error:
        return _page(view, 422, **{**shown, "fault": error})
    return _page(view, **shown)


def _page(view: View, status: int = 200, **values: Any) -> Response:
    names = sorted(name for name in _modules() if name.endswith(".js") and name != LIBRARY)
    headers = {**HEADERS, "Content-Security-Policy": POLICY}
    return page("explore.html", Links(view.patterns), status, headers, modules=names, **values)


def _json(value: object) -> Markup:
    """A value for a block of data in a page: no text of it can end the block, or turn what stands around it."""
    return Markup(json.dumps(_cleaned(value), separators=(",", ":")).translate(_ESCAPES))


def _cleaned(value: Any) -> Any:
    """Labels and words as `plain` shows them; ids stay as they are."""
    if isinstance(value, Mapping):
        return {k: plain(v) if k in _READ and isinstance(v, str) else _cleaned(v) for k, v in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else value


_READ = frozenset({"label", "title", "words", "text", "country"})


class SearchForm(BaseModel):
    """What is searched for."""

    model_config = ConfigDict(extra="forbid")

    q: Text = Field(description="Words or a number", examples=["karvon"])


def searched(service: ServiceOf, query: OfViewer, form: SearchForm) -> dict[str, Any]:
    """What a text finds, to bring it to the screen."""
    view = service.view(query.as_)
    wanted = SearchRequest(form.q, limit=FOUND_SHOWN)
    answer = view.answer(lambda workspace, viewer: search(workspace, viewer, wanted))
    names = ("id", "label", "type", "country", "seizures", "consignments")
    return {
        "found": [{name: row[name] for name in names} for row in answer["found"]],
        "truncated": bool(answer["truncated"]),
    }


for _path, _endpoint, _method in (
    ("searches", searched, "POST"),
    ("views", views.listed, "GET"),
    ("views", views.save, "POST"),
    ("views/one", views.forget, "DELETE"),
):
    router.add_api_route(f"{DATA}{_path}", _endpoint, methods=[_method], route_class_override=StrictRoute)
