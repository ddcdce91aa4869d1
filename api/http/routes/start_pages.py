"""The start page, which a shift begins with, and the page of what is loaded."""

import asyncio
import datetime
import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from analyses.registry import all_analyses, get_analysis
from api.http import page_models as models
from api.http.analysed import LEADS
from api.http.dependencies import View, ViewOf
from api.http.known import world_of
from api.http.pages import Links, PageRoute, page
from api.http.routes.watch import asked
from api.http.working import Working, worked
from api.services.asking import watching
from api.services.asking.showing.clusters import all_clusters, as_json
from api.services.asking.showing.today import counts_of, first_leads, new_files, next_arrivals
from api.services.loading.batches import batch_row, batches
from api.services.runtime.jobs import Job, JobResult
from api.state.dispositions import LeadState
from graph.errors import HalqaError
from graph.schema import NODE_TYPES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

HITS_SHOWN = 5


@router.get("/")
async def start(view: ViewOf) -> Response:
    """What is new, the first leads, what arrives next, and where to look."""
    now = datetime.datetime.now(datetime.UTC)
    told = await asyncio.to_thread(_read, view, now)
    shown: dict[str, Any] = {"shift": None, "step": None, "fault": None}
    if told["is_loaded"]:
        try:
            shown["shift"] = await worked(view, "start page", lambda job: _shift(view, now, job))
        except Working as working:
            shown["step"] = working.job.pace.step.name or "waiting for its turn"
        except HalqaError as fault:
            shown["fault"] = fault  # the page has more to show
    return page("start.html", Links(view.patterns), analyses=all_analyses(), types=NODE_TYPES, **told, **shown)


def _read(view: View, now: datetime.datetime) -> dict[str, Any]:
    """What the page shows at once."""
    told: dict[str, Any] = view.answer(
        lambda workspace, viewer: {
            "new": new_files([batch_row(batch) for batch in batches(workspace, viewer)], now),
            "channels": [name for name in workspace.store.channels() if viewer.sees(name)],
        }
    )
    hits = asked(view, lambda who: watching.hits(who, watching.LATEST, LeadState.NEW.value))
    return {**told, "is_loaded": bool(told["channels"]), "new_hits": len(hits), "hits": hits[:HITS_SHOWN]}


def _shift(view: View, now: datetime.datetime, job: Job) -> JobResult:
    """What takes a while after a load, and is kept for all pages: leads, clusters, how entities stand."""
    analysis = get_analysis(LEADS)
    leads = json.loads(view.analysed(analysis, analysis.read_params({}), job.progress))
    world = view.screened(job.progress)
    all_clusters(view.service.answers, world_of(view, job.progress), {}, job.progress)
    told = {"leads": first_leads(leads), "arrivals": next_arrivals(world, now), "counts": counts_of(world)}
    return JobResult(as_json(told))


@router.get("/loaded")
def loaded(view: ViewOf) -> Response:
    """What is loaded: counts by type, and the batches, newest first."""
    return page("loaded.html", Links(view.patterns), **view.answer(models.overview))
