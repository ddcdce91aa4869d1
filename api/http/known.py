"""What pages are made from: read at once where the world is known already, else as a piece of work with progress."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from api.http.dependencies import View
from api.http.working import worked
from api.services.asking.showing.clusters import as_json
from api.services.runtime.jobs import Job, JobResult
from api.services.runtime.workspace import Workspace
from graph.linkage.world import World
from graph.model import Viewer
from graph.progress import Progress, Step

Read = Callable[[Workspace, Viewer], dict[str, Any]]


def world_of(view: View, tick: Progress) -> World:
    """The world of whoever asks, read where it was not; no store is held afterwards."""
    tick(Step("reading the graph"))
    return view.answer(lambda workspace, viewer: workspace.world(viewer))


async def known(view: View, title: str, read: Read, **question: Any) -> dict[str, Any]:
    """What a page reads of the stores and of the world, as JSON values.

    Raises:
        Working: the world is not made yet, which is not done while the page may wait; ask again.
    """
    told = await asyncio.to_thread(view.answer, lambda workspace, viewer: _at_once(workspace, viewer, read))
    if told is not None:
        return told

    def work(job: Job) -> JobResult:
        world_of(view, job.progress)
        return JobResult(as_json(view.answer(read)))

    return await worked(view, title, work, **question)


def _at_once(workspace: Workspace, viewer: Viewer, read: Read) -> dict[str, Any] | None:
    if workspace.kept_world(viewer) is None:
        return None
    told: dict[str, Any] = json.loads(as_json(read(workspace, viewer)))
    return told
