"""Batches as a viewer sees them: listed, one of them, its rejected rows."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from api.services.loading.rejects import with_next_step, write_csv
from api.services.runtime.workspace import Workspace
from graph.errors import NotFound
from graph.model import Viewer
from graph.records.store import Batch


def batches(workspace: Workspace, viewer: Viewer) -> list[Batch]:
    """The batches of the viewer's channels, in the order of loading."""
    return [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]


def batch(workspace: Workspace, viewer: Viewer, number: int) -> Batch:
    """One batch.

    Raises:
        NotFound: there is none of that number, or the viewer may not see it (the answer is the same).
    """
    found = workspace.records.batch(number)
    if not viewer.sees(found.channel.name):
        raise NotFound(f"no batch {number}", "`halqa batches` lists them")
    return found


def batch_row(found: Batch) -> dict[str, Any]:
    """A batch as JSON values."""
    return {
        "batch": found.no,
        "channel": found.channel.name,
        "file": found.file_name,
        "extract_on": found.extract_on,
        "loaded_at": found.loaded_at,
        "rows": found.units,
        "records": found.records,
        "rejected_rows": found.rejected,
        "profile": found.profile.name,
        "profile_version": found.profile.version,
        "unit": found.unit,
        "grade": found.grade,
        "retain_until": found.retain_until,
        "state": found.state,
    }


def rejects(workspace: Workspace, viewer: Viewer, number: int) -> list[dict[str, Any]]:
    """The rejected rows of a batch, by line.

    Raises:
        NotFound: see `batch`.
    """
    batch(workspace, viewer, number)
    return [with_next_step(row._mapping) for row in workspace.records.rejects(number)]


def rejects_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rejected rows as CSV in UTF-8."""
    file = io.StringIO(newline="")
    write_csv(file, rows)
    return file.getvalue().encode("utf-8-sig", "replace")
