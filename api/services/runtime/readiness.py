"""Whether the service can do its work now: are the stores there, is all applied, must the graph be rebuilt."""

from collections.abc import Iterator

from api.services.runtime.condition import Finding, conditions
from api.services.runtime.jobs import Jobs
from api.services.runtime.pool import Pool
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, StoreProblem
from graph.model import Viewer


def examine(pool: Pool, jobs: Jobs, patterns: str) -> list[Finding]:
    """What was looked at, with stores opened anew: a connection that is open already might not notice."""
    try:
        with pool.opened(patterns=patterns) as workspace:
            return list(_stores(workspace, jobs.is_writing()))
    except StoreProblem as error:
        return [Finding("stores", False, str(error))]


def _stores(workspace: Workspace, is_writing: bool) -> Iterator[Finding]:
    try:
        viewer = workspace.viewer()
    except BadValue:
        viewer = Viewer(frozenset())  # who sees nothing yet may ask whether the service is there
    yield Finding("graph store", True, f"it answers, data version {workspace.store.version(viewer)}")
    for finding in conditions(workspace, viewer):
        if finding.subject == "batches" and is_writing:
            yield Finding("batches", True, "a write is at work")
        elif finding.subject == "set aside":
            yield Finding("set aside", True, finding.words)  # the service does its work without it
        else:
            yield finding
