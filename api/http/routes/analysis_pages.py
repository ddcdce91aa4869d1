"""The page of an analysis: its form and its answer; and pictures in frames, the same files that an export writes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from analyses.registry import Analysis, get_analysis
from api.http import page_models as models
from api.http.analysed import LEADS, answered, given_of
from api.http.asker import current_asker
from api.http.dependencies import View, ViewOf
from api.http.models.texts import NodeId, Text
from api.http.pages import PICTURE_POLICY, Links, PageRoute, page
from api.http.working import work_of, worked
from api.services.asking.export import ExportRequest
from api.services.runtime.jobs import Job, JobResult
from graph.errors import BadValue, NotFound

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LONGEST_TEXT = 500
DRAWN_NODES = 120


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
    body = await work_of(view, "picture", lambda job: _drawn(view, asked, by, job), asked=asdict(asked), by=by)
    headers = {"Content-Security-Policy": PICTURE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    if file:
        headers["Content-Disposition"] = 'attachment; filename="halqa-picture.html"'
    return Response(body, 200, headers, "text/html; charset=utf-8")


def _drawn(view: View, asked: ExportRequest, by: str, job: Job) -> JobResult:
    """The picture; noted as an export of somebody where it is one to be kept."""
    return JobResult(view.picture(asked, ".html", job.progress, by), "text/html; charset=utf-8")
