"""Answers of work that lasts: the result, the address of the job, or nothing for an asker who has gone."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from api.http import answers
from api.http.answers import GONE, result_or_job
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Jobs, JobState, Order


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    made.open()
    yield made
    made.close()


class Connection:
    """A request whose asker stays for so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    async def is_disconnected(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def work_behind(gate: Event) -> Callable[[Job], JobResult]:
    """Work that ends when it is let through."""

    def work(_: Job) -> JobResult:
        assert gate.wait(60)
        return JobResult(b"{}")

    return work


def answer(jobs: Jobs, job: Any, seconds: float, connection: Any = None) -> Any:
    return asyncio.run(result_or_job(jobs, job, seconds, connection))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    monkeypatch.setattr(answers, "LOOK_SECONDS", 0.01)
    opened = Event()
    yield opened
    opened.set()


def test_the_place_of_an_asker_who_has_gone_is_free(jobs: Jobs, gate: Event) -> None:
    job = jobs.start(Order(ANALYSES, "a"), work_behind(gate))
    assert answer(jobs, job, 300, Connection(2)).status_code == GONE
    assert job.state is JobState.CANCELLED


def test_work_that_another_waits_for_goes_on_when_one_has_gone(jobs: Jobs, gate: Event) -> None:
    work = work_behind(gate)
    job = jobs.start(Order(ANALYSES, "a", question="q"), work)
    assert jobs.start(Order(ANALYSES, "a", question="q"), work) is job
    assert answer(jobs, job, 300, Connection(0)).status_code == GONE
    assert not job.has_ended
    gate.set()
    assert answer(jobs, job, 300, Connection(1_000_000)).body == b"{}"


def test_an_asker_who_stays_gets_the_address_of_the_job_in_the_end(jobs: Jobs, gate: Event) -> None:
    job = jobs.start(Order(ANALYSES, "a"), work_behind(gate))
    response = answer(jobs, job, 0.05, Connection(1_000_000))
    assert (response.status_code, response.headers["location"]) == (202, f"/v1/jobs/{job.id}")
    assert not job.has_ended
