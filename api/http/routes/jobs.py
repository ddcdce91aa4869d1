"""Jobs: what is at work, how far it is, its result, cancelling it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.http.answers import result_of
from api.http.dependencies import ServiceOf
from api.http.errors import answer_of, problem
from api.http.models.jobs import JOB, JobList, JobStatus
from api.http.models.query import OfViewer
from api.http.strict import StrictRoute
from graph.errors import NotFound

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], route_class=StrictRoute)

JobId = Annotated[
    str, Path(description="Id of a job, from the answer 202", pattern=r"^[A-Za-z0-9_-]{22}$", examples=[JOB])
]


@router.get("", summary="List the jobs")
async def jobs(service: ServiceOf, query: OfViewer) -> JobList:
    """The last 200, newest first; with `as` those that were asked for with the same `as`."""
    return JobList(jobs=[JobStatus.of(job) for job in service.jobs.listed(query.as_ or "")])


@router.get("/{job_id}", summary="How far a job is")
def job(service: ServiceOf, job_id: JobId, query: OfViewer) -> JobStatus:
    """Its state, its progress, and the way to its result; of one from before a restart how it ended."""
    try:
        return JobStatus.of(service.jobs.get(job_id, query.as_ or ""))
    except NotFound:
        return JobStatus.of_remembered(service.remembered.get(job_id, query.as_ or ""))


@router.get(
    "/{job_id}/result",
    summary="The result of a job",
    response_class=Response,
    responses={200: {"description": "What the route that made the job answers", "content": {"*/*": {}}}},
)
async def job_result(service: ServiceOf, job_id: JobId, query: OfViewer) -> Response:
    """What the route would have answered; 409 while it runs or after it was cancelled; its fault where it failed."""
    try:
        return result_of(service.jobs.get(job_id, query.as_ or ""))
    except NotFound:
        record = await asyncio.to_thread(service.remembered.get, job_id, query.as_ or "")
        return answer_of(problem(410, record.error or "the result is no longer kept", "ask for it again"))


@router.delete("/{job_id}", summary="Cancel a job")
async def cancel(service: ServiceOf, job_id: JobId, query: OfViewer) -> JobStatus:
    """A waiting job ends; a running analysis is abandoned and its result thrown away.

    A running load stops at its next step: while it stages nothing is left behind; while it applies, the next load or
    the next start goes on. A job that has ended stays as it is.
    """
    job = service.jobs.get(job_id, query.as_ or "")
    await asyncio.to_thread(service.jobs.cancel, job)
    return JobStatus.of(job)
