"""Answers of work that lasts: its result when it ends in time, else 202 with the job."""

from urllib.parse import quote

from fastapi.responses import Response

from api.http.errors import answer_of, problem
from api.http.models.jobs import JobStatus
from api.services.runtime.jobs import Job, JobResult, Jobs, JobState


async def result_or_job(jobs: Jobs, job: Job, seconds: float) -> Response:
    """The result of a job that ends in time (the job is forgotten then), else 202 with its status and address.

    Raises:
        Exception: what the job failed with.
    """
    if await job.wait(seconds):
        jobs.forget(job)
        return result_of(job)
    headers = {"Location": f"/v1/jobs/{job.id}"}
    return Response(JobStatus.of(job).model_dump_json(), 202, headers, "application/json")


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
