"""Pages that wait for a piece of work: its answer when it ends soon, else a page that says how far it is."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from fastapi.responses import Response

from api.http.dependencies import View
from api.http.pages import FRAMED_FAULT_POLICY, Links, page
from api.services.runtime.jobs import Job, JobResult
from graph.errors import HalqaError

WAIT_SECONDS = 1.0  # that a page waits before it shows how far it is
LOOK_AGAIN_SECONDS = 2


class Working(Exception):
    """Raised where a piece of work has not ended while the page may wait; the page is asked for again."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job


async def has_ended_soon(job: Job) -> bool:
    """Whether a job has ended, after as long as a page may wait for it."""
    return job.has_ended or await job.wait(WAIT_SECONDS)


async def work_of(view: View, title: str, work: Callable[[Job], JobResult], **question: Any) -> bytes:
    """What a piece of work made, in the lane of the analyses; the same question asked again is the same work.

    Raises:
        Working: it has not ended yet.
        HalqaError: what it failed with.
    """
    jobs = view.service.jobs
    job = jobs.start(await asyncio.to_thread(view.asks, title, **question), work)
    if not await job.wait(WAIT_SECONDS):
        jobs.leave(job)
        raise Working(job)
    jobs.forget(job)
    if job.result is not None:
        return job.result.body
    raise job.error or HalqaError("the work was stopped", "ask again")


async def worked(view: View, title: str, work: Callable[[Job], JobResult], **question: Any) -> dict[str, Any]:
    """The same, where it is a JSON object."""
    answer: dict[str, Any] = json.loads(await work_of(view, title, work, **question))
    return answer


def still_working(view: View, working: Working, is_framed: bool = False) -> Response:
    """A page that says how far the work is and asks again by itself."""
    pace = working.job.pace
    headers = {"Refresh": str(LOOK_AGAIN_SECONDS)}
    if is_framed:
        headers |= {"Content-Security-Policy": FRAMED_FAULT_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    name = "working-framed.html" if is_framed else "working.html"
    return page(name, Links(view.patterns), 200, headers, step=pace.step, seconds=int(pace.seconds))
