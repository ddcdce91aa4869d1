"""Is the service alive, is it ready, and making its graph again."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.dependencies import SeesAll, ServiceOf
from api.http.errors import MEDIA_TYPE, answer_of, problem
from api.http.models.problem import Fault
from api.http.models.query import NoQuery, OfViewer, Waiting
from api.http.models.service import Health, Readiness, Rebuilt
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.loading.rebuild import rebuild_graph
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.readiness import examine
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1", tags=["service"], route_class=StrictRoute)
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


@router.get("/health", summary="Is it alive")
async def health(query: NoQuery) -> Health:
    """Answers as long as the program runs, whatever the stores do."""
    return Health(status="alive")


@router.get(
    "/ready",
    summary="Is it ready",
    response_model=Readiness,
    responses={503: {"description": "It is not; `faults` say why", "content": _PROBLEM}},
)
def ready(service: ServiceOf, query: OfViewer) -> Any:
    """Opens the stores anew: do they answer, is every batch applied, must the graph be rebuilt first."""
    checks = examine(service.pool, service.jobs, query.as_ or "")
    bad = [check for check in checks if not check.is_ok]
    if bad:
        faults = [Fault(field=check.subject, reason=check.words) for check in bad]
        words = "; ".join(f"{check.subject}: {check.words}" for check in bad)
        return answer_of(problem(503, words, "`halqa doctor` looks closer", faults), {"Retry-After": "5"})
    return {"status": "ready", "checks": [{"subject": c.subject, "finding": c.words} for c in checks]}


@router.post(
    "/rebuild", summary="Make the graph again", response_model=Rebuilt, responses=JOB_ANSWER, dependencies=[SeesAll]
)
async def rebuild(service: ServiceOf, query: Waiting) -> Response:
    """Makes the graph again from the records, with the newest version of every profile.

    Until it ends, answers come from what is there so far.
    """

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        report = rebuild_graph(workspace)
        counts = {"records": report.records, "nodes": report.counts.nodes, "edges": report.counts.edges}
        return counts | {"set_aside": report.set_aside}

    return await result_or_job(service.jobs, service.write(Order(WRITES, "rebuild", resumes=False), write), query.wait)
