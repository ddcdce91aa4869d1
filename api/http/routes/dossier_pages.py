"""The dossier of a lead as a page: to be read, printed, and taken along as a bundle."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.http.asker import current_asker
from api.http.dependencies import ViewOf
from api.http.dossiers import PAGE, TYPES, ZIP, dossier_of, file_name
from api.http.models.texts import Text, Words
from api.http.pages import PageRoute
from api.http.working import work_of
from api.services.asking.dossier.making import DossierRequest
from api.services.runtime.jobs import Job, JobResult
from api.views.dossier import policy

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/dossier")
async def dossier(
    view: ViewOf,
    lead: Annotated[Text, Query()],
    as_of: Annotated[Words, Query()] = "",
    file: Annotated[Literal["", "zip"], Query()] = "",
) -> Response:
    """The dossier with a style sheet for paper; with `file=zip` the bundle."""
    request = DossierRequest(lead, as_of, current_asker().name)
    kind = ZIP if file else PAGE

    def work(job: Job) -> JobResult:
        return JobResult(dossier_of(view, request, kind, job.progress))

    body = await work_of(view, "dossier", work, lead=lead, as_of=as_of, kind=kind, by=request.by)
    if file:
        headers = {"Content-Disposition": f'attachment; filename="{file_name(lead, kind)}"'}
    else:
        headers = {"Content-Security-Policy": f"{policy()}; frame-ancestors 'none'"}
    return Response(body, 200, headers, TYPES[kind])
