"""Results of inspections: entered one by one, kept as records of a channel of their own."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf
from api.http.models.inspections import InspectionForm
from api.http.models.loads import LoadAnswer
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.loading.inspected import InspectionResult, enter_result
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1/inspections", tags=["inspections"], route_class=StrictRoute)


@router.post("", summary="Enter a result", response_model=LoadAnswer, responses=JOB_ANSWER)
async def enter(connection: Request, service: ServiceOf, form: InspectionForm, query: WaitingOfViewer) -> Response:
    """A clearance counts against a lead and fades, a find is a seizure; `DELETE /v1/batches/one` takes it back."""
    view = service.view(query.as_)
    said = form.model_dump() | {"on": form.on.isoformat() if form.on else ""}
    result = InspectionResult(**said)

    def write(workspace: Workspace, job: Job) -> dict[str, Any]:
        report = enter_result(workspace, result, workspace.viewer(view.patterns)).as_json()
        del report["rejects_file"]
        return report

    order = Order(WRITES, f"result of {form.consignment}", view.patterns)
    return await result_or_job(service.jobs, service.write(order, write), query.wait, connection)
