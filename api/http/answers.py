"""Answers of work that lasts: its result when it ends in time, else 202 with the job."""

import asyncio
from contextlib import suppress
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from api.http.errors import answer_of, problem
from api.http.models.jobs import JobStatus
from api.services.runtime.jobs import Job, JobResult, Jobs, JobState

LOOK_SECONDS = 0.25  # how often it is looked whether the asker is still there
GONE = 499  # of an answer that nobody reads


async def result_or_job(jobs: Jobs, job: Job, seconds: float, request: Request | None = None) -> Response:
    """The result of a job that ends in time (the job is forgotten then), else 202 with its status and address.

    With the request of an asker the job is cancelled when he closes the connection meanwhile; without it goes on.

    Raises:
        Exception: what the job failed with.
    """
    if request is not None and await _is_gone_before(request, job, seconds):
        jobs.cancel(job)
        return Response(status_code=GONE)
    if await job.wait(0 if request is not None else seconds):
        jobs.forget(job)
        return result_of(job)
    await asyncio.to_thread(jobs.remember, job)
    headers = {"Location": f"/v1/jobs/{job.id}"}
    return Response(JobStatus.of(job).model_dump_json(), 202, headers, "application/json")


async def _is_gone_before(request: Request, job: Job, seconds: float) -> bool:
    """Waits for the end of a job; whether the asker closed the connection first."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not await job.wait(LOOK_SECONDS):
                if await request.is_disconnected():
                    return True
    return False


def result_of(job: Job) -> Response:
    """The result of an ended job, or why there is none.

    Raises:
        Exception: what the job failed with.
    """
    if job.result is not None:
        return _sent(job.result)
    if job.error is not None:
        raise job.error
    words = {JobState.CANCELLED: "the job was cancelled"}.get(job.state, f"the job is {job.state.value}")
    retry = {} if job.has_ended else {"Retry-After": "1"}
    return answer_of(
        problem(409, words, "ask for a new one" if job.has_ended else "ask again when it has ended"), retry
    )


def _sent(result: JobResult) -> Response:
    headers = {}
    if result.file_name:
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in result.file_name)
        headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(result.file_name)}"
    return Response(result.body, 200, headers, result.media_type)
