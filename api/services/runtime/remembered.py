"""Jobs that are remembered in the state database: how they ended is told also after the service was restarted."""

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress

from api.services.runtime.jobs import Job
from api.state import jobs as state_jobs
from api.state.jobs import JobRecord
from api.state.store import StateStore, has_state
from graph.errors import NotFound, StoreProblem
from graph.settings import Settings

log = logging.getLogger(__name__)


class RememberedJobs:
    """Remembers the jobs of this program; where the state cannot be written that is logged, and the work goes on.

    Args:
        settings: Where the state is.
        state: Gives the open state, made where there is none.
    """

    def __init__(self, settings: Settings, state: Callable[[], StateStore]) -> None:
        self._settings, self._state = settings, state
        self._service = f"{socket.gethostname()} {os.getpid()}"

    def remember(self, job: Job) -> None:
        """Remembers a job as it stands."""
        order = job.order
        record = JobRecord(
            id=job.id,
            title=order.title,
            lane=order.lane,
            service=self._service,
            patterns=order.patterns,
            by=order.caller.strip(),
            state=job.state.value,
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            error=str(job.error or ""),
        )
        self._try(lambda state: state_jobs.remember(state, record))

    def ended(self, job: Job) -> None:
        """Remembers how a job ended."""
        self._try(lambda state: state_jobs.end(state, job.id, job.state.value, str(job.error or "")))

    def _try(self, write: Callable[[StateStore], None]) -> None:
        try:
            write(self._state())
        except StoreProblem as error:
            log.warning("a job is not remembered: %s", error)

    def get(self, job_id: str, asker: str = "") -> JobRecord:
        """One job.

        Raises:
            NotFound: it is not remembered, or the asker may not see it.
        """
        if not has_state(self._settings):
            raise NotFound("no such job", "ask for it again")
        return state_jobs.get(self._state(), job_id, asker)

    def end_interrupted(self) -> int:
        """Ends what programs of this machine left unfinished that are no more; how many jobs."""
        if not has_state(self._settings):
            return 0
        state = self._state()
        gone = [name for name in state_jobs.services_at_work(state) if name == self._service or not _is_alive(name)]
        return sum(state_jobs.end_interrupted(state, name) for name in gone)


def _is_alive(service: str) -> bool:
    """Whether a program may be at work: one of another machine cannot be asked."""
    host, _, process = service.rpartition(" ")
    if host != socket.gethostname() or not process.isdecimal():
        return True
    with suppress(PermissionError):
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, OverflowError):
            return False
    return True
