"""Batches as a viewer sees them: listed, one of them, its rejected rows; taken away, moved."""

import datetime
import io
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.services.loading.rejects import with_next_step, write_csv
from api.services.runtime.dropping import (
    drop_kept_answers,
    drop_what_is_gone,
    forget_who_is_who,
    move_watch_hits,
    records_of,
)
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.model import Viewer
from graph.records.batch import Batch
from graph.worklog import logged

log = logging.getLogger(__name__)

_SHORTEST = 4  # signs of a hash that may stand for a batch


@dataclass(frozen=True, slots=True)
class BatchChanged:
    """What taking a batch away, or moving it, did; `channel` is where it is now, "" where it is gone.

    `dropped` are the titles of kept answers that named what was taken away, and went with it.
    """

    batch: str
    channel: str
    records: int
    removed: int
    set_aside: str = ""
    dropped: tuple[str, ...] = ()


def batches(workspace: Workspace, viewer: Viewer) -> list[Batch]:
    """The batches of the viewer's channels, in the order of loading."""
    return [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]


def find_batch(workspace: Workspace, viewer: Viewer, name: str) -> Batch:
    """One batch, by its id or the beginning of the hash at its end.

    Raises:
        NotFound: there is none of that name, or the viewer may not see it (the answer is the same).
        BadValue: the beginning of a hash fits several.
    """
    visible = batches(workspace, viewer)
    exact = next((batch for batch in visible if batch.id == name), None)
    if exact is not None:
        return exact
    fitting = [batch for batch in visible if len(name) >= _SHORTEST and batch.sha256.startswith(name)]
    if len(fitting) > 1:
        raise BadValue(f"{name!r} is the beginning of {len(fitting)} batches", f"name one: {_listed(fitting)}")
    if not fitting:
        raise NotFound(f"no batch {name!r}", "`halqa batches` lists them")
    return fitting[0]


def _listed(fitting: Sequence[Batch]) -> str:
    return ", ".join(sorted(batch.id for batch in fitting)[:5]) + (", ..." if len(fitting) > 5 else "")


def batch_row(batch: Batch) -> dict[str, Any]:
    """A batch as JSON values, named alike on the command line and in the API."""
    return {
        "batch": batch.id,
        "channel": batch.channel.name,
        "file": batch.file_name,
        "extract_on": batch.extract_on,
        "loaded_at": batch.loaded_at,
        "rows": batch.units,
        "records": batch.records,
        "rejected_rows": batch.rejected,
        "profile": batch.profile.name,
        "profile_version": batch.profile.version,
        "unit": batch.unit,
        "grade": batch.grade,
        "retain_until": batch.retain_until,
        "state": batch.state.value,
        "problem": batch.problem,
    }


def recall(workspace: Workspace, viewer: Viewer, name: str) -> BatchChanged:
    """Takes a batch away; one whose recall was finished when the stores were opened is done.

    Raises:
        NotFound, BadValue: see `find_batch`.
    """
    try:
        batch = find_batch(workspace, viewer, name)
    except NotFound:
        if workspace.has_recalled(name):
            return BatchChanged(name, "", 0, 0)
        raise
    workspace.check_may_write(batch.channel)
    records = records_of(workspace, batch)
    with logged(log, "recall") as counts:
        report = workspace.applier.recall(batch)
        dropped = _forget(workspace, records, {batch.channel.name})
        counts |= {"records gone": report.removed, "records fallen back": report.records, "answers": len(dropped)}
    return BatchChanged(batch.id, "", report.records, report.removed, dropped=dropped)


def _forget(workspace: Workspace, records: Sequence[str], channels: Collection[str]) -> tuple[str, ...]:
    """Forgets all that was made of records that were taken away in some channels; titles of the answers that went."""
    workspace.forget_worlds(channels)
    forget_who_is_who(workspace)
    drop_what_is_gone(workspace)
    return tuple(kept.title for kept in drop_kept_answers(workspace, records))


def expired(workspace: Workspace, viewer: Viewer) -> list[Batch]:
    """The batches of the viewer's channels whose retain-until day has passed."""
    today = datetime.date.today().isoformat()
    return [batch for batch in batches(workspace, viewer) if batch.retain_until and batch.retain_until < today]


def reclassify(workspace: Workspace, viewer: Viewer, name: str, handling: str) -> BatchChanged:
    """Moves a batch to another handling: recalled in one channel, loaded in the other.

    Raises:
        NotFound, BadValue: see `find_batch`, or whoever asks may not write to the other channel.
        Refused: it has that handling, or the file is in the other channel already.
    """
    batch = find_batch(workspace, viewer, name)
    target = batch.channel.with_handling(handling)
    for channel in (batch.channel, target):
        workspace.check_may_write(channel)
    records = records_of(workspace, batch)
    with logged(log, "reclassify") as counts:
        report = workspace.applier.reclassify(batch, handling)
        move_watch_hits(workspace, batch.channel.name, target.name)
        dropped = _forget(workspace, records, {batch.channel.name, target.name})
        counts["records"] = report.records
    aside = next(iter(report.set_aside.values()), "")
    return BatchChanged(batch.id, target.name, report.records, report.removed, aside, dropped)


def rejects(workspace: Workspace, viewer: Viewer, name: str) -> list[dict[str, Any]]:
    """The rejected rows of a batch, by line.

    Raises:
        NotFound, BadValue: see `find_batch`.
    """
    batch = find_batch(workspace, viewer, name)
    return [with_next_step(row._mapping) for row in workspace.records.rejects(batch.no)]


def rejects_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rejected rows as CSV in UTF-8."""
    file = io.StringIO(newline="")
    write_csv(file, rows)
    return file.getvalue().encode("utf-8-sig", "replace")
