"""Pages that wait for a piece of work: its answer when it ends soon, else a page that says how far it is."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.http.dependencies import View
from api.http.pages import Links, OtherPage, framed_headers, is_framed, page
from api.services.runtime.jobs import Job, JobResult
from graph.errors import HalqaError

WAIT_SECONDS = 1.0  # that a page waits before it shows how far it is
LOOK_AGAIN_SECONDS = 2


class Working(OtherPage):
    """Raised where a piece of work has not ended while the page may wait; the page is asked for again."""

    def __init__(self, view: View, job: Job) -> None:
        super().__init__(self._page)
        self.view, self.job = view, job

    def _page(self, request: Request) -> Response:
        """A page that says how far the work is and asks again by itself."""
        pace = self.job.pace
        name = "working-framed.html" if is_framed(request) else "working.html"
        headers = {"Refresh": str(LOOK_AGAIN_SECONDS), **framed_headers(request)}
        return page(name, Links(self.view.patterns), 200, headers, step=pace.step, seconds=int(pace.seconds))


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
        raise Working(view, job)
    jobs.forget(job)
    if job.result is not None:
        return job.result.body
    raise job.error or HalqaError("the work was stopped", "ask again")


async def worked(view: View, title: str, work: Callable[[Job], JobResult], **question: Any) -> dict[str, Any]:
    """The same, where it is a JSON object."""
    answer: dict[str, Any] = json.loads(await work_of(view, title, work, **question))
    return answer
