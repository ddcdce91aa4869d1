"""Jobs as they are remembered: what was asked for, by whom, and how it ended, also after the service was restarted.

A service works on its jobs in memory; here stands what must be told after its end.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from api.state import tables as t
from api.state.store import StateStore, now
from graph import patterns
from graph.errors import NotFound

QUEUED, RUNNING, FAILED = "queued", "running", "failed"
RESTARTED = "the service was restarted while it was at work; ask for it again"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job; `service` names the program that works on it, `state` is one of `api.services.runtime.jobs.JobState`."""

    id: str
    title: str
    lane: str
    service: str
    patterns: str
    by: str
    state: str = QUEUED
    created_at: str = ""
    started_at: str = ""
    ended_at: str = ""
    error: str = ""


def remember(state: StateStore, job: JobRecord) -> None:
    """Remembers a job that was asked for."""
    values = {name: getattr(job, name) for name in JobRecord.__dataclass_fields__}
    with state.transaction() as connection:
        connection.execute(t.job.insert().values(values | {"created_at": job.created_at or now()}))


def start(state: StateStore, job_id: str) -> None:
    """Remembers that a job began."""
    _change(state, job_id, state_=RUNNING, started_at=now())


def end(state: StateStore, job_id: str, how: str, error: str = "") -> None:
    """Remembers how a job ended, and with which error."""
    _change(state, job_id, state_=how, ended_at=now(), error=error)


def end_interrupted(state: StateStore, service: str) -> int:
    """Ends what a service left unfinished when it ended; how many jobs. Called before it takes new ones."""
    j = t.job.c
    values = {"state": FAILED, "ended_at": now(), "error": RESTARTED}
    with state.transaction() as connection:
        mine = t.job.update().where(j.service == service, j.state.in_((QUEUED, RUNNING)))
        return connection.execute(mine.values(values)).rowcount


def services_at_work(state: StateStore) -> list[str]:
    """The services that have unfinished jobs."""
    with state.reading() as connection:
        at_work = sa.select(t.job.c.service).where(t.job.c.state.in_((QUEUED, RUNNING))).distinct()
        return sorted(connection.execute(at_work.order_by(t.job.c.service)).scalars())


def get(state: StateStore, job_id: str, asker: str = "") -> JobRecord:
    """One job.

    Raises:
        NotFound: there is none of that id that the asker's patterns cover.
    """
    with state.reading() as connection:
        row = connection.execute(sa.select(t.job).where(t.job.c.id == job_id)).first()
    if row is None or not patterns.covers(asker, row.patterns):
        raise NotFound("no such job", "ask for it again")
    return _job(row)


def listed(state: StateStore, asker: str = "", limit: int = 0) -> list[JobRecord]:
    """The jobs that the asker's patterns cover, newest first; `limit` 0 is all."""
    j = t.job.c
    visible: list[JobRecord] = []
    with state.reading() as connection:
        for row in connection.execute(sa.select(t.job).order_by(j.created_at.desc(), j.id)):
            if patterns.covers(asker, row.patterns):
                visible.append(_job(row))
                if len(visible) == limit:
                    break
    return visible


def _change(state: StateStore, job_id: str, state_: str, **values: str) -> None:
    with state.transaction() as connection:
        changed = connection.execute(t.job.update().where(t.job.c.id == job_id).values(state=state_, **values))
        if not changed.rowcount:
            raise NotFound("no such job", "remember it first")


def _job(row: Any) -> JobRecord:
    return JobRecord(**row._asdict())
