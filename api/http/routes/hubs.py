"""Hubs: shared values that too many hold to say anything."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.dependencies import SeesAll, ServiceOf
from api.http.models.analyses import HubList, PublishedHubs
from api.http.models.query import Waiting, WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.hubs import list_hubs, publish_hubs
from api.services.runtime.jobs import ANALYSES, WRITES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1/hubs", tags=["graph"], route_class=StrictRoute)


@router.get("", summary="List the hubs", response_model=HubList, responses=JOB_ANSWER)
async def hubs(connection: Request, service: ServiceOf, query: WaitingOfViewer) -> Response:
    """Values above the cap of their type, counted among what the viewer sees."""
    view = service.view(query.as_)

    def work(_: Job) -> JobResult:
        world = view.answer(Workspace.world)
        return JobResult(HubList.model_validate(list_hubs(world)).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, "hubs", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.post("", summary="Publish the hubs", response_model=PublishedHubs, responses=JOB_ANSWER, dependencies=[SeesAll])
async def publish(service: ServiceOf, query: Waiting) -> Response:
    """Publishes the hubs of the full view: values only, an input of every restricted run from now on."""

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        register = publish_hubs(workspace)
        return {"register_version": register.version, "values": len(register.values)}

    return await result_or_job(service.jobs, service.write(Order(WRITES, "publish hubs"), write), query.wait)
