"""Who is who: the review queue, why two records are one or not, judging and taking back, names of an entity."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf, View
from api.http.models.query import OfViewer
from api.http.models.who_is_who import (
    ConfirmForm,
    EntityAnswer,
    EntityQuery,
    Judged,
    JudgementForm,
    JudgementsAnswer,
    PairAnswer,
    PairQuery,
    PartForm,
    QueueQuery,
    ReviewQueue,
    RevokeForm,
)
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking import judging
from api.services.asking.explaining import judgement_row, why
from api.services.asking.going_by import names_of_entity
from api.services.asking.judging import Judging
from api.services.asking.reviewing import THE_RULE, review_rows
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace
from api.state import judgements
from api.state.judgements import Verdict
from graph.model import Viewer

router = APIRouter(prefix="/v1/who-is-who", tags=["who is who"], route_class=StrictRoute)


@router.get("/queue", summary="What people have to decide", response_model=ReviewQueue, responses=JOB_ANSWER)
async def queue(connection: Request, service: ServiceOf, query: Annotated[QueueQuery, Query()]) -> Response:
    """Links that something speaks against, and those that too little speaks for, one for each two entities."""
    view = service.view(query.as_)

    def work(_: Job) -> JobResult:
        rows = review_rows(view.answer(Workspace.world))
        answer = ReviewQueue.model_validate({"rule": THE_RULE, "pairs": len(rows), "queue": rows[: query.limit]})
        return JobResult(answer.model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, "review queue", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("/why", summary="Why two records are one or not", response_model=PairAnswer, responses=JOB_ANSWER)
async def why_two(connection: Request, service: ServiceOf, query: Annotated[PairQuery, Query()]) -> Response:
    """Both values of each field, how they agree, the bits of that, the names word by word, and what both hold."""
    view = service.view(query.as_)

    def work(_: Job) -> JobResult:
        told = view.answer(lambda workspace, viewer: why(workspace, viewer, query.left, query.right))
        return JobResult(PairAnswer.model_validate(told).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, "why two records are one or not", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("/entity", summary="An entity and its names", response_model=EntityAnswer)
def entity(service: ServiceOf, query: Annotated[EntityQuery, Query()]) -> dict[str, Any]:
    """The names that it goes by in all scripts, where each comes from, and what became of it."""
    return service.view(query.as_).answer(lambda workspace, viewer: names_of_entity(workspace, viewer, query.id))


@router.get("/judgements", summary="Judgements on a record", response_model=JudgementsAnswer)
def judgements_on_record(service: ServiceOf, query: Annotated[EntityQuery, Query()]) -> dict[str, Any]:
    """All that was said of it, revoked or not."""
    return _judgements(service.view(query.as_), lambda state, viewer: judgements.history(state, query.id, viewer))


@router.get("/waiting", summary="Judgements that wait for a second person", response_model=JudgementsAnswer)
def waiting(service: ServiceOf, query: OfViewer) -> dict[str, Any]:
    """Joining many records needs two people."""
    return _judgements(service.view(query.as_), judgements.waiting)


@router.post("/judgements", summary="Say that two records are the same, or not", response_model=Judged)
def judge(service: ServiceOf, form: JudgementForm, query: OfViewer) -> dict[str, Any]:
    """It counts at once in every answer. What contradicts other judgements is refused with the way that says so."""
    pair = form.left, form.right
    return deciding(service.view(query.as_), lambda who: judging.judge(who, pair, Verdict(form.verdict), form.why))


@router.post("/judgements/confirm", summary="Confirm a judgement as a second person", response_model=Judged)
def confirm(service: ServiceOf, form: ConfirmForm, query: OfViewer) -> dict[str, Any]:
    """From then on it counts."""
    return deciding(service.view(query.as_), lambda who: judging.confirm(who, form.id))


@router.post("/judgements/revoke", summary="Take a judgement back", response_model=Judged)
def revoke(service: ServiceOf, form: RevokeForm, query: OfViewer) -> dict[str, Any]:
    """Everything is as it was without it; what used the entity is listed. It stays readable."""
    return deciding(service.view(query.as_), lambda who: judging.revoke(who, form.id, form.why))


@router.post("/unmerge", summary="Take two records of one entity apart", response_model=Judged)
def unmerge(service: ServiceOf, form: PartForm, query: OfViewer) -> dict[str, Any]:
    """For good: no later run joins them again. What used the entity is listed."""
    return deciding(service.view(query.as_), lambda who: judging.unmerge(who, (form.left, form.right), form.why))


def deciding(view: View, decide: Callable[[Judging], dict[str, Any]]) -> dict[str, Any]:
    """What somebody decides, once: what he reads on the way is of one moment each."""
    with view.service.pool.held() as workspace:
        return decide(Judging(workspace, view.viewer(workspace), current_asker(), view.patterns))


def _judgements(view: View, read: Callable[..., Any]) -> dict[str, Any]:
    def told(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
        known = read(workspace.state, viewer) if workspace.state is not None else ()
        return {"judgements": [judgement_row(judgement) for judgement in known]}

    return view.answer(told)
