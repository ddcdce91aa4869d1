"""The pages for people: start, search, one node, an analysis, a cluster, and pictures of them in frames.

They run no script of their own and need none; the pictures are the same files that an export writes.
"""

from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from analyses.registry import Analysis, all_analyses, get_analysis
from api.http import page_models as models
from api.http.analysed import LEADS, answered, given_of
from api.http.asker import current_asker
from api.http.dependencies import View, ViewOf
from api.http.models.texts import NodeId, Text
from api.http.pages import PICTURE_POLICY, Links, PageRoute, page
from api.http.routes.watch import asked
from api.http.working import Working, still_working, work_of, worked
from api.services.asking import explore, neighbourhood, standing, watching
from api.services.asking.export import ExportRequest
from api.services.asking.going_by import names_of_entity
from api.services.asking.searching import SearchRequest
from api.services.asking.searching import search as find
from api.services.asking.sources import history, parts_of
from api.services.runtime.jobs import Job, JobResult
from api.services.runtime.workspace import Workspace
from api.state.dispositions import LeadState
from graph.errors import BadValue, NotFound
from graph.finding import days_between
from graph.model import Viewer
from graph.schema import EDGE_TYPES, NODE_TYPES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LONGEST_TEXT = 500
HITS_SHOWN = 5
FOUND_SHOWN = 100
NEIGHBOURS_SHOWN = 25
DRAWN_NODES = 120

_Id = Annotated[NodeId, Query()]


@router.get("/")
def start(view: ViewOf) -> Response:
    """What Halqa is, what is loaded, and what can be asked."""
    loaded = view.answer(models.overview)
    links = Links(view.patterns)
    hits = asked(view, lambda who: watching.hits(who, watching.LATEST, LeadState.NEW.value))
    loaded |= {"new_hits": len(hits), "hits": hits[:HITS_SHOWN]}
    return page("start.html", links, analyses=all_analyses(), types=NODE_TYPES, **loaded)


@router.get("/static/{name}")
async def style(name: Annotated[Literal["pages.css"], Path()]) -> Response:
    """The style sheet."""
    text = (files("api.http") / "static" / name).read_text("utf-8")
    return Response(text, media_type="text/css; charset=utf-8")


_Given = Annotated[str, Query()]


@router.get("/search")
def search(
    view: ViewOf,
    q: Annotated[str | None, Query()] = None,
    type: _Given = "",
    first_on: Annotated[str, Query(alias="from")] = "",
    last_on: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """What a text finds, one row a record, value, place, firm or person; without a text the empty form."""
    links = Links(view.patterns)
    values: dict[str, Any] = {"q": (q or "")[:LONGEST_TEXT], "chosen": type, "types": NODE_TYPES, "asked": q}
    values |= {"first_on": first_on, "last_on": last_on, "answer": {"found": [], "truncated": [], "note": None}}
    try:
        if q is None:
            view.answer(lambda *_: None)  # whoever sees nothing is told so
            return page("search.html", links, fault=None, **values)
        days = days_between(first_on, last_on)
        asked = SearchRequest(_checked(q), (type,) if type else (), days, FOUND_SHOWN)
        values["answer"] = view.answer(lambda workspace, viewer: find(workspace, viewer, asked))
    except BadValue as error:
        return page("search.html", links, 422, fault=error, **values)
    return page("search.html", links, fault=None, **values)


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadValue(f"the text to search has {len(text):,} characters", f"at most {LONGEST_TEXT} are searched for")
    if "\x00" in text:
        raise BadValue("the text to search holds a NUL character", "leave it out")
    return text


@router.get("/entity")
def entity(
    view: ViewOf,
    id: _Id,
    type: Annotated[Text | None, Query()] = None,
    after: Annotated[NodeId | None, Query()] = None,
    rank: Annotated[Literal["id", "recent"], Query()] = "id",
) -> Response:
    """One node: properties, source, counts, neighbours page by page, history, and its surroundings drawn.

    Of a party the names of its entity stand there too, where who is who has been worked out already; of a record or
    thing who stands on it, with the cluster of each.
    """
    asked = neighbourhood.Page((type,) if type else (), after or "", NEIGHBOURS_SHOWN, rank)

    def read(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
        node = explore.describe(workspace, id, viewer)
        is_known = node["type"] == "Party" and workspace.kept_world(viewer) is not None
        [itself] = workspace.store.get([id], viewer)
        return {
            "node": node,
            "near": neighbourhood.neighbours(workspace, id, viewer, asked),
            "versions": history(workspace, id, viewer) if parts_of(id) else [],
            "names": names_of_entity(workspace, viewer, id) if is_known else None,
            "title": standing.title_of(itself),
            "standing": standing.who_stands_on(workspace, viewer, itself),
        }

    shown = view.answer(read)
    node = shown["node"]
    node["properties"].pop("name_folded", None)  # ours, for searching: no source said it
    return page(
        "entity.html", Links(view.patterns), node_type=NODE_TYPES[node["type"]], asked=asked,
        edge_types=EDGE_TYPES, total=sum(count["count"] for count in node["counts"]), **shown,
    )  # fmt: skip


@router.get("/analyses/{name:path}")
async def analysis_page(request: Request, view: ViewOf, name: str) -> Response:
    """The form of an analysis, and its answer as soon as every parameter that has no default is given."""
    analysis = get_analysis(name)
    links, given = Links(view.patterns), given_of(request, "former")
    former = request.query_params.get("former", "")[:LONGEST_TEXT]  # the id of a lead that went into the one shown
    shown: dict[str, Any] = {
        "former": former,
        "analysis": analysis,
        "given": given,
        "answer": None,
        "fault": None,
        "table": None,
    }
    shown |= {"fields": models.form_of(analysis, given), "sections": models.sections_of(analysis.help)}
    try:
        values = models.values_of(given)
        if models.lacks(analysis, values):
            return page("analysis.html", links, **shown)
        analysis.read_params(values)
        title = f"analysis {analysis.name}"
        answer = await worked(view, title, lambda job: answered(view, analysis, values, job), values=values)
        if (led_on := _led_on(analysis, values, answer)) is not None:
            return RedirectResponse(links(f"/analyses/{analysis.name}", led_on), 303)
    except Working as working:
        return still_working(view, working)
    except (BadValue, NotFound) as error:
        shown["fault"] = error
        return page("analysis.html", links, 404 if isinstance(error, NotFound) else 422, **shown)
    facts, lists = models.population_of(answer["population"])
    shown |= {"answer": answer, "table": models.table_of(answer["rows"]), "facts": facts, "lists": lists}
    has_picture = bool(answer["rows"]) and ("nodes" in answer["rows"][0] or "members" in answer["rows"][0])
    return page("analysis.html", links, values=values, has_picture=has_picture, **shown)


def _led_on(analysis: Analysis, values: Mapping[str, str], answer: Mapping[str, Any]) -> dict[str, str] | None:
    """The parameters under which a lead stands now that went into another; None where it stands under its own id."""
    asked = values.get("lead", "") if analysis.name == LEADS else ""
    now = answer["rows"][0]["id"] if asked and answer["rows"] else asked
    return None if now == asked else {**values, "lead": now, "former": asked}


@router.get("/picture")
async def picture(
    request: Request,
    view: ViewOf,
    around: Annotated[NodeId | None, Query()] = None,
    cluster: Annotated[NodeId | None, Query()] = None,
    analysis: Annotated[Text | None, Query()] = None,
    file: Annotated[Literal["", "html"], Query()] = "",
) -> Response:
    """A picture as the export writes it, to be shown in a frame; with `file=html` to be kept."""
    values = models.values_of(given_of(request, "around", "cluster", "analysis", "file"))
    asked = ExportRequest(around or "", cluster or "", analysis or "", values, DRAWN_NODES, current_asker().name)
    by = current_asker().name if file else ""
    try:
        body = await work_of(view, "picture", lambda job: _drawn(view, asked, by, job), asked=asdict(asked), by=by)
    except Working as working:
        return still_working(view, working, is_framed=True)
    headers = {"Content-Security-Policy": PICTURE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    if file:
        headers["Content-Disposition"] = 'attachment; filename="halqa-picture.html"'
    return Response(body, 200, headers, "text/html; charset=utf-8")


def _drawn(view: View, asked: ExportRequest, by: str, job: Job) -> JobResult:
    """The picture; noted as an export of somebody where it is one to be kept."""
    return JobResult(view.picture(asked, ".html", job.progress, by), "text/html; charset=utf-8")
