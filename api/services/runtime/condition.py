"""The condition of the stores in a few sentences, of what a viewer may know: for `doctor` and for readiness."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.services.runtime.workspace import Workspace
from graph.mark import differences
from graph.model import Viewer
from graph.records.batch import BatchState


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_ok: bool
    words: str


def conditions(workspace: Workspace, viewer: Viewer) -> Iterator[Finding]:
    """Whether the graph must be rebuilt, and whether every batch of the viewer's channels is applied."""
    newest = {key: profile.version for key, profile in workspace.records.newest_profiles().items()}
    stale = differences(workspace.store.derivation(), newest, viewer.sees)
    words = "; ".join(stale) + ": run `halqa rebuild`" if stale else "up to date with its rules and profiles"
    yield Finding("derivation", not stale, words)
    batches = [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]
    done = workspace.store.applied_batches()
    waiting = sum(batch.counts and batch.token not in done for batch in batches)
    recalls = sum(batch.state is BatchState.RECALLING for batch in batches)
    aside = [batch for batch in batches if batch.state in (BatchState.SETTING_ASIDE, BatchState.SET_ASIDE)]
    if waiting or recalls:
        words = f"{waiting} of {len(batches)} not applied, {recalls} half recalled: the next command goes on"
        yield Finding("batches", False, words)
    else:
        yield Finding("batches", True, f"{len(batches)}, all applied" if not aside else f"{len(batches)}")
    for batch in aside:
        yield Finding("set aside", False, f"{batch.id} ({batch.file_name}): {batch.problem}")
