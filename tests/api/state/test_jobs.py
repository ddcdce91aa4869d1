"""Jobs that are remembered: how they ended, also where the service ended first."""

import pytest

from api.state.jobs import RESTARTED, JobRecord, end, end_interrupted, get, listed, remember, start
from api.state.store import StateStore
from graph.errors import NotFound


def job(name: str, patterns: str = "UZ/*", service: str = "here:8600") -> JobRecord:
    return JobRecord(name, "load march.csv", "writes", service, patterns, "gulnora")


def test_a_job_is_remembered_from_its_beginning_to_its_end(state: StateStore) -> None:
    remember(state, job("a"))
    queued = get(state, "a")
    assert (queued.state, queued.by, queued.lane) == ("queued", "gulnora", "writes") and queued.created_at
    start(state, "a")
    running = get(state, "a")
    assert running.state == "running" and running.started_at and not running.ended_at
    end(state, "a", "failed", "the disk is full")
    ended = get(state, "a")
    assert (ended.state, ended.error) == ("failed", "the disk is full") and ended.ended_at


def test_after_a_restart_unfinished_jobs_of_that_service_are_told_as_ended_by_it(state: StateStore) -> None:
    for name in ("done", "running", "queued"):
        remember(state, job(name))
    remember(state, job("elsewhere", service="there:8600"))
    start(state, "done")
    end(state, "done", "done")
    start(state, "running")
    start(state, "elsewhere")
    assert end_interrupted(state, "here:8600") == 2
    assert {one.id: (one.state, one.error) for one in listed(state)} == {
        "done": ("done", ""),
        "running": ("failed", RESTARTED),
        "queued": ("failed", RESTARTED),
        "elsewhere": ("running", ""),
    }
    assert end_interrupted(state, "here:8600") == 0


def test_one_is_told_of_jobs_that_were_asked_for_with_no_more_than_his_own_patterns(state: StateStore) -> None:
    remember(state, job("mine"))
    remember(state, job("wider", ""))
    assert [one.id for one in listed(state, "UZ/*")] == ["mine"]
    assert len(listed(state)) == 2 and len(listed(state, limit=1)) == 1
    for unknown in ("wider", "none"):
        with pytest.raises(NotFound, match="no such job"):
            get(state, unknown, "UZ/*")


def test_a_job_that_is_not_known_is_told(state: StateStore) -> None:
    with pytest.raises(NotFound):
        start(state, "a")
    with pytest.raises(NotFound):
        end(state, "a", "done")
