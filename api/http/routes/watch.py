"""The watch list: what is told when it is loaded, and what becomes of the hits."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf, View
from api.http.models.query import OfViewer, WaitingOfViewer
from api.http.models.watch import (
    CheckedWatches,
    HitDecisionForm,
    WatchEntry,
    WatchesQuery,
    WatchForm,
    WatchHit,
    WatchHits,
    WatchHitsQuery,
    WatchList,
    WatchQuery,
)
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking import deciding, watching
from api.services.asking.watching import WatchAsker
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.state.dispositions import Decider

router = APIRouter(prefix="/v1/watch", tags=["watch list"], route_class=StrictRoute)
Told = TypeVar("Told")


@router.get("", summary="What is watched", response_model=WatchList)
def listed(service: ServiceOf, query: Annotated[WatchesQuery, Query()]) -> dict[str, Any]:
    """Your own entries and those of your administration."""
    return {"watches": asked(service.view(query.as_), lambda who: watching.listed(who, query.ended))}


@router.post("", summary="Watch something", response_model=WatchEntry)
def add(service: ServiceOf, form: WatchForm, query: OfViewer) -> dict[str, Any]:
    """Every load from now on is looked at for it, whoever loads."""
    until = form.until.isoformat() if form.until else ""
    wanted = watching.read_wanted(form.kind, form.text, form.why, until, form.country, form.scope == "administration")
    return asked(service.view(query.as_), lambda who: watching.add(who, wanted))


@router.delete("/one", summary="Watch something no more", response_model=WatchEntry)
def remove(service: ServiceOf, query: Annotated[WatchQuery, Query()]) -> dict[str, Any]:
    """Its hits stay."""
    return asked(service.view(query.as_), lambda who: watching.remove(who, query.id))


@router.get("/check", summary="Look the list up", response_model=CheckedWatches, responses=JOB_ANSWER)
async def check(connection: Request, service: ServiceOf, query: WaitingOfViewer) -> Response:
    """Who each entry may be among what is loaded, with seizures, risk and lead."""
    view = service.view(query.as_)
    who = Decider(current_asker().name, view.patterns)

    def work(job: Job) -> JobResult:
        view.screened(job.progress)
        rows = view.answer(lambda workspace, viewer: watching.check(WatchAsker(workspace, viewer, who), job.progress))
        return JobResult(CheckedWatches.model_validate({"watches": rows}).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, "check of the watch list", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("/hits", summary="What was met", response_model=WatchHits)
def hits(service: ServiceOf, query: Annotated[WatchHitsQuery, Query()]) -> dict[str, Any]:
    """Hits of the entries that you see, on records that you see."""
    return {"hits": asked(service.view(query.as_), lambda who: watching.hits(who, query.since, query.state))}


@router.post("/hits/decisions", summary="Confirm or dismiss a hit", response_model=WatchHit)
def decide(service: ServiceOf, form: HitDecisionForm, query: OfViewer) -> dict[str, Any]:
    """It is kept with who, when and why."""
    to = deciding.read_state(form.state, "hit")
    return asked(service.view(query.as_), lambda who: watching.decide(who, form.hit, to, form.reason))


def asked(view: View, work: Callable[[WatchAsker], Told]) -> Told:
    """What somebody asks of the list, or does to it."""
    who = Decider(current_asker().name, view.patterns)
    with view.service.pool.held() as workspace:
        return work(WatchAsker(workspace, view.viewer(workspace), who))
