"""Exports: pictures that open without a network, and files for other programs; and what was exported."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf, View
from api.http.models.exports import ExportForm, ExportList, ExportsQuery
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.disclosing import export_row
from api.services.asking.disclosing import exports as listed
from api.services.asking.export import ExportRequest
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.views.registry import media_types

router = APIRouter(prefix="/v1/exports", tags=["exports"], route_class=StrictRoute)

_BINARY, _OBJECT = {"type": "string", "format": "binary"}, {"type": "object"}
CONTENT: dict[str, Any] = {
    kind.partition(";")[0]: {"schema": _OBJECT if kind == "application/json" else _BINARY}
    for kind in media_types().values()
}


@router.post(
    "",
    summary="Draw something as a file",
    response_class=Response,
    responses={200: {"description": "The file", "content": CONTENT}, **JOB_ANSWER},
)
async def export(connection: Request, service: ServiceOf, form: ExportForm, query: WaitingOfViewer) -> Response:
    """The file says in its footer what was asked, when, of which data, and what was cut."""
    given = (form.around or "", form.cluster or "", form.analysis or "")
    by = current_asker().name
    request = ExportRequest(*given, form.params, form.limit, by)
    view = service.view(query.as_)
    subject = "around" if form.around else "cluster" if form.cluster else "analysis"
    order = Order(ANALYSES, f"export {subject}", view.patterns)
    job = service.jobs.start(order, lambda job: _drawn(view, request, form.format, by, job))
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("", summary="List what was exported", response_model=ExportList)
def exports(service: ServiceOf, query: Annotated[ExportsQuery, Query()]) -> dict[str, Any]:
    """What was exported, by whom, when and of which data, newest first; by whoever sees no more than you.

    With `node` those that hold that node, so that they can be found when it turns out to be wrong.
    """
    if service.askers.local is not None:
        return {"exports": []}  # there is no state yet
    found = listed(service.askers.state(), query.as_ or "", tuple(query.node), query.limit)
    return {"exports": [export_row(disclosure) for disclosure in found]}


def _drawn(view: View, request: ExportRequest, kind: str, by: str, job: Job) -> JobResult:
    body = view.picture(request, f".{kind}", job.progress, by)
    words = request.around or request.cluster or request.analysis
    name = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:60]
    return JobResult(body, media_types()[f".{kind}"], f"halqa-{name or 'export'}.{kind}")
