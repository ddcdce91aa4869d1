"""Jobs in the state database: how they ended, after the program that worked on them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.services.runtime.jobs import ANALYSES, Job, JobResult, JobState, Order
from api.services.runtime.remembered import RememberedJobs
from api.state import jobs as state_jobs
from api.state.store import StateStore, has_state, open_state
from graph.errors import BadValue, NotFound, StoreUnavailable
from graph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def state(settings: Settings) -> Iterator[StateStore]:
    settings.data_dir.mkdir()
    with closing(open_state(settings)) as opened:
        yield opened


def job_of(title: str) -> Job:
    return Job(Order(ANALYSES, title, "UZ/*", caller="aziz 127.0.0.1"), lambda _: JobResult(b"{}"))


def test_a_job_is_told_with_who_asked_and_how_it_ended(settings: Settings, state: StateStore) -> None:
    remembered = RememberedJobs(settings, lambda: state)
    job = job_of("a question")
    remembered.remember(job)
    job.state, job.error = JobState.FAILED, BadValue("no such thing", "name another")
    remembered.ended(job)
    record = remembered.get(job.id, "UZ/*")
    assert (record.title, record.by, record.state) == ("a question", "aziz 127.0.0.1", "failed")
    assert record.error == str(job.error)
    with pytest.raises(NotFound):
        remembered.get(job.id, "KZ/*")


def test_looking_for_a_job_makes_no_database(settings: Settings) -> None:
    remembered = RememberedJobs(settings, lambda: open_state(settings))
    with pytest.raises(NotFound, match="no such job"):
        remembered.get("x" * 22)
    assert remembered.end_interrupted() == 0 and not has_state(settings)


def service_of(record_id: str, service: str, state: StateStore) -> None:
    state_jobs.remember(state, state_jobs.JobRecord(record_id, "load", "writes", service, "", "", "running"))


def test_only_jobs_of_programs_that_are_no_more_are_ended(settings: Settings, state: StateStore) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1, text=True, check=True)
    host = socket.gethostname()
    service_of("gone", f"{host} {ended.stdout.strip()}", state)
    service_of("parent", f"{host} {os.getppid()}", state)
    service_of("elsewhere", "another-host 1", state)
    service_of("earlier-life", f"{host} {os.getpid()}", state)
    assert RememberedJobs(settings, lambda: state).end_interrupted() == 2
    states = {record.id: (record.state, record.error) for record in state_jobs.listed(state)}
    assert states["gone"] == states["earlier-life"] == ("failed", state_jobs.RESTARTED)
    assert states["parent"][0] == states["elsewhere"][0] == "running"


def test_where_the_database_does_not_answer_the_work_goes_on(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> StateStore:
        raise StoreUnavailable("the database does not answer", "start it")

    RememberedJobs(settings, away).remember(job_of("a question"))
    assert "a job is not remembered: the database does not answer" in caplog.text
