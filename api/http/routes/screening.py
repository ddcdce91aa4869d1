"""Lists that an officer holds, looked up in what is known."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf
from api.http.models.query import WaitingOfViewer
from api.http.models.screening import ScreenedList, ScreeningForm
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.screening import Screening, read_list
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace
from graph.model import Viewer

router = APIRouter(prefix="/v1/screening", tags=["screening"], route_class=StrictRoute)


@router.post("", summary="Look a list up", response_model=ScreenedList, responses=JOB_ANSWER)
async def screen(connection: Request, service: ServiceOf, form: ScreeningForm, query: WaitingOfViewer) -> Response:
    """A text with a digit is a number (plate, container, phone, tax number), any other a name, in any script."""
    view = service.view(query.as_)
    asked = read_list("\n".join(" ".join(line.split()) for line in form.lines))

    def look(workspace: Workspace, viewer: Viewer, job: Job) -> JobResult:
        rows = Screening(workspace.world(viewer), job.progress).rows(asked)
        return JobResult(ScreenedList.model_validate({"rows": rows}).model_dump_json().encode())

    def work(job: Job) -> JobResult:
        return view.answer(lambda workspace, viewer: look(workspace, viewer, job))

    job = service.jobs.start(Order(ANALYSES, f"screening of {len(asked)} lines", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)
