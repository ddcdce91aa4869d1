"""Dossiers of leads over the API: the bundle that can be made again, or the page alone."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf
from api.http.dossiers import TYPES, dossier_of, file_name
from api.http.models.dossiers import DossierForm
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.dossier.making import DossierRequest
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order

router = APIRouter(prefix="/v1/dossiers", tags=["exports"], route_class=StrictRoute)

_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "",
    summary="Write the dossier of a lead",
    response_class=Response,
    responses={
        200: {"description": "The file", "content": {kind.partition(";")[0]: _BINARY for kind in TYPES.values()}},
        **JOB_ANSWER,
    },
)
async def dossier(connection: Request, service: ServiceOf, form: DossierForm, query: WaitingOfViewer) -> Response:
    """What the lead is, why, who, what links them, seizures, arrivals, an honest explanation, and what is not known.

    The same data, `as_of` and program give the same bytes.
    """
    view = service.view(query.as_)
    request = DossierRequest(form.lead, form.as_of, current_asker().name)

    def work(job: Job) -> JobResult:
        name = file_name(form.lead, form.format)
        return JobResult(dossier_of(view, request, form.format, job.progress), TYPES[form.format], name)

    job = service.jobs.start(Order(ANALYSES, f"dossier {form.lead}", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)
