"""Work that lasts longer than a request: queued, run in lanes of their own, watched, cancelled.

Analyses and exports run on two threads, writes one at a time on another, so that neither waits for the other and no
search waits for either. Jobs live in memory, and the oldest that have ended are forgotten when there are too many; of
those whose asker was given an address to come back to, how they ended is remembered elsewhere too.

A place is freed when the asker is gone: at once where a connection was closed, after a while where a page that asks
again and again no longer does.
"""

import asyncio
import datetime
import logging
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from graph.errors import HalqaError, NotFound, StoreUnavailable
from graph.progress import Pace, Step
from graph.worklog import logged

log = logging.getLogger(__name__)

ANALYSES, WRITES = "analyses", "writes"
LANES: Mapping[str, int] = {ANALYSES: 2, WRITES: 1}
KEPT_JOBS = 200
KEPT_BYTES = 256 << 20
MOST_WAITING = 512
MOST_WAITING_OF_ONE = 64
SHUTDOWN_SECONDS = 30.0
PATIENCE_SECONDS = 20.0  # work that nobody waits for goes on so long, in case somebody asks for it again


class JobState(StrEnum):
    """Where a job stands; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Stop(KeyboardInterrupt):
    """Raised by a job's progress when it was cancelled: whoever works takes it for Ctrl-C."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job made, ready to be sent; `file_name` where it is a file to be kept."""

    body: bytes
    media_type: str = "application/json"
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: a lane, words for people, whose channels, and what to tidy up however it ends.

    A write finishes first what an interrupted one left undone; one that does not `resumes` makes the graph anew. Orders
    of one `question` are one piece of work; "" is a question of its own. `caller` is who waits, on which
    machine: callers take turns. `by` is his name.
    """

    lane: str
    title: str
    patterns: str = ""
    tidy: Callable[[], None] = lambda: None
    resumes: bool = True
    question: str = ""
    caller: str = ""
    by: str = ""


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work; `error` says why it failed or where it was stopped."""

    order: Order
    work: Callable[["Job"], JobResult]
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    state: JobState = JobState.QUEUED
    pace: Pace = field(default_factory=Pace)
    created_at: str = field(default_factory=lambda: _now())
    started_at: str = ""
    ended_at: str = ""
    is_cancelled: bool = False
    askers: int = 1
    left_at: float = 0.0
    is_remembered: bool = False
    result: JobResult | None = None
    error: Exception | None = None
    ended: "Future[None]" = field(default_factory=Future)

    def progress(self, step: Step) -> None:
        """Keeps how far it is.

        Raises:
            Stop: somebody cancelled it, or nobody waits for it any more.
        """
        if self.is_cancelled or self.is_abandoned:
            raise Stop
        self.pace.update(step)

    @property
    def is_abandoned(self) -> bool:
        """Whether all who waited for it have left, some time ago."""
        return self.askers <= 0 and time.monotonic() - self.left_at > PATIENCE_SECONDS

    @property
    def has_ended(self) -> bool:
        """Whether its state is final."""
        return self.state not in (JobState.QUEUED, JobState.RUNNING)

    async def wait(self, seconds: float) -> bool:
        """Waits for its end, without holding a thread; whether it came."""
        if not self.has_ended:
            await asyncio.wait([asyncio.wrap_future(self.ended)], timeout=seconds)
        return self.has_ended


class JobMemory(Protocol):
    """Where it is remembered how jobs ended, also after the service was restarted; it never raises."""

    def remember(self, job: Job) -> None:
        """Remembers a job as it stands."""
        ...

    def ended(self, job: Job) -> None:
        """Remembers how a job ended that was remembered before."""
        ...


class _Turns:
    """Jobs that wait, a queue for each caller: callers take turns, so that one with many questions holds up nobody."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._queues: OrderedDict[str, deque[Job]] = OrderedDict()
        self._is_closed = False

    def put(self, job: Job) -> None:
        """Lets a job wait behind the others of its caller."""
        with self._condition:
            self._queues.setdefault(job.order.caller, deque()).append(job)
            self._condition.notify()

    def next(self) -> Job | None:
        """The next job, waited for; None when there will be no more."""
        with self._condition:
            self._condition.wait_for(lambda: self._queues or self._is_closed)
            if self._is_closed:
                return None
            caller, waiting = self._queues.popitem(last=False)
            job = waiting.popleft()
            if waiting:
                self._queues[caller] = waiting  # behind all others
            return job

    def close(self) -> None:
        """Lets nobody wait any more; jobs that have not begun are not begun."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()


class Jobs:
    """The jobs of one service."""

    def __init__(self, lanes: Mapping[str, int] = LANES, memory: JobMemory | None = None) -> None:
        self._memory = memory
        self._queues: dict[str, _Turns] = {name: _Turns() for name in lanes}
        self._lanes = lanes
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._threads: list[threading.Thread] = []
        self._is_closed = False

    def open(self) -> None:
        """Starts the threads; daemons, so that an analysis nobody waits for does not hold up the end."""
        for name, count in self._lanes.items():
            for number in range(count):
                thread = threading.Thread(target=self._serve, args=(name,), name=f"{name}-{number}", daemon=True)
                thread.start()
                self._threads.append(thread)

    def close(self) -> None:
        """Stops the writer cleanly, waiting for it at most 30 s, and abandons the rest."""
        with self._lock:
            self._is_closed = True
            jobs = list(self._jobs.values())
        for job in jobs:
            self.cancel(job)
        for turns in self._queues.values():
            turns.close()
        for thread in self._threads:
            if thread.name.startswith(WRITES):
                thread.join(SHUTDOWN_SECONDS)

    def start(self, order: Order, work: Callable[[Job], JobResult]) -> Job:
        """Queues a piece of work.

        Raises:
            StoreUnavailable: too many are waiting already, or the service is stopping.
        """
        with self._lock:
            same = self._of_question(order)
            if same is not None:
                order.tidy()
                same.askers += 1
                return same
            waiting = [j for j in self._jobs.values() if j.state is JobState.QUEUED and j.order.lane == order.lane]
            own = sum(j.order.caller == order.caller for j in waiting)
            if self._is_closed or len(waiting) >= MOST_WAITING or own >= MOST_WAITING_OF_ONE:
                order.tidy()
                words = f"{len(waiting)} {order.lane} are waiting already, {own} of them yours"
                raise StoreUnavailable("the service is stopping" if self._is_closed else words, "ask again in a moment")
            job = Job(order, work)
            self._jobs[job.id] = job
            self._drop_oldest()
        self._queues[order.lane].put(job)
        return job

    def _of_question(self, order: Order) -> Job | None:
        """The job that works on the same question already, or has answered it and was not handed over."""
        if not order.question:
            return None
        good = (JobState.QUEUED, JobState.RUNNING, JobState.DONE)
        same = (order.lane, order.patterns, order.question)
        return next(
            (
                job
                for job in self._jobs.values()
                if job.state in good
                and not job.is_cancelled
                and (job.order.lane, job.order.patterns, job.order.question) == same
            ),
            None,
        )

    def get(self, job_id: str, patterns: str = "") -> Job:
        """One job; with patterns only one that was asked for with the same ones.

        Raises:
            NotFound: there is none of that id, it was forgotten, or somebody else asked for it: all look the same.
        """
        job = self._jobs.get(job_id)
        if job is None or (patterns and job.order.patterns != patterns):
            raise NotFound("no such job", "jobs that have ended are forgotten when there are many; ask again")
        return job

    def listed(self, patterns: str = "") -> list[Job]:
        """The jobs, newest first; with patterns only those that were asked for with the same ones."""
        with self._lock:
            found = [job for job in self._jobs.values() if not patterns or job.order.patterns == patterns]
        return found[::-1]

    def is_writing(self) -> bool:
        """Whether a write runs now."""
        with self._lock:
            return any(j.state is JobState.RUNNING and j.order.lane == WRITES for j in self._jobs.values())

    def cancel(self, job: Job) -> None:
        """Ends a waiting job, stops a running analysis, and asks a running write to stop at its next step.

        A job that others wait for too goes on for them.
        """
        with self._lock:
            job.askers = max(0, job.askers - 1)
            if job.askers > 0 and not self._is_closed:
                return
            job.is_cancelled = True
            if job.state is JobState.QUEUED or (job.state is JobState.RUNNING and job.order.lane != WRITES):
                self._end(job, JobState.CANCELLED)

    def leave(self, job: Job) -> None:
        """One who waits for a job no longer does, and may ask again; unless he does soon, it ends."""
        with self._lock:
            job.askers = max(0, job.askers - 1)
            job.left_at = time.monotonic()

    def remember(self, job: Job) -> None:
        """Lets a job be remembered: its asker has an address to come back to."""
        with self._lock:
            if self._memory and not job.is_remembered:
                job.is_remembered = True
                self._memory.remember(job)

    def forget(self, job: Job) -> None:
        """Drops an ended job whose result was handed over already."""
        with self._lock:
            self._jobs.pop(job.id, None)

    def _drop_oldest(self) -> None:
        ended = [job for job in self._jobs.values() if job.has_ended]
        kept = sum(len(job.result.body) for job in ended if job.result)
        for job in ended:
            if len(self._jobs) <= KEPT_JOBS and kept <= KEPT_BYTES:
                return
            kept -= len(job.result.body) if job.result else 0
            del self._jobs[job.id]

    def _serve(self, lane: str) -> None:
        while (job := self._queues[lane].next()) is not None:
            with self._lock:
                if job.state is JobState.QUEUED and job.is_abandoned:
                    self._end(job, JobState.CANCELLED)
                if job.state is not JobState.QUEUED:
                    continue  # cancelled while it waited
                job.state, job.started_at = JobState.RUNNING, _now()
            self._run(job)

    def _run(self, job: Job) -> None:
        try:
            with logged(log, f"job of {job.order.lane}"):
                result = job.work(job)
        except KeyboardInterrupt:
            self._end(job, JobState.CANCELLED)
        except HalqaError as error:
            self._end(job, JobState.CANCELLED if job.is_cancelled else JobState.FAILED, error=error)
        except Exception as error:
            log.exception("%s failed", job.order.title.partition(" ")[0])
            self._end(job, JobState.FAILED, error=error)
        else:
            self._end(job, JobState.DONE, result)

    def _end(self, job: Job, state: JobState, result: JobResult | None = None, error: Exception | None = None) -> None:
        with self._lock:
            if job.has_ended:
                return  # abandoned: nobody wants it any more
            job.result = result
            job.error = error.with_traceback(None) if error else None  # a traceback would keep whole projections
            job.ended_at, job.state = _now(), state
            if self._memory and job.is_remembered:
                self._memory.ended(job)
        job.order.tidy()
        job.ended.set_result(None)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
