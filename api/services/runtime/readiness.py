"""Whether the service can do its work now: are the stores there, is all applied, must the graph be rebuilt."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.services.runtime.jobs import Jobs
from api.services.runtime.pool import Pool
from api.services.runtime.workspace import Workspace
from graph.errors import StoreProblem
from graph.mark import differences
from graph.model import EVERYONE


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    subject: str
    is_ok: bool
    words: str


def examine(pool: Pool, jobs: Jobs) -> list[Check]:
    """What was looked at, with stores opened anew: a connection that is open already might not notice."""
    try:
        with pool.opened() as workspace:
            return list(_stores(workspace, jobs.is_writing()))
    except StoreProblem as error:
        return [Check("stores", False, str(error))]


def _stores(workspace: Workspace, is_writing: bool) -> Iterator[Check]:
    version = workspace.store.version(EVERYONE)
    yield Check("graph store", True, f"it answers, data version {version}")
    known = workspace.records.batches()
    yield Check("record store", True, f"it answers, {len(known)} batches")
    newest = {name: profile.version for name, profile in workspace.records.newest_profiles().items()}
    stale = differences(workspace.store.derivation(), newest)
    words = f"{'; '.join(stale)}: rebuild the graph" if stale else "up to date with its rules and profiles"
    yield Check("derivation", not stale, words)
    waiting = workspace.applier.pending()
    recalls = [batch for batch in known if batch.state == "recalling"]
    if is_writing:
        yield Check("batches", True, "a write is at work")
    elif waiting or recalls:
        yield Check(
            "batches", False, f"{len(waiting)} not applied, {len(recalls)} half recalled: the next write goes on"
        )
    else:
        yield Check("batches", True, "all applied")
