"""Kept answers: kept under a title, listed, read, dropped; a recall drops those that name what it takes."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from analyses.registry import get_analysis
from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import Service, ServiceOf
from api.http.models.query import WaitingOfViewer
from api.http.models.results import (
    KeepForm,
    KeptAnswer,
    KeptAnswers,
    ResultQuery,
    ResultsQuery,
    WholeKeptAnswer,
)
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.results import Keeping, keep, kept_answer, kept_answers, result_row
from api.services.asking.run import dated
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.state import results
from api.state.store import StateStore
from graph.errors import NotFound

router = APIRouter(prefix="/v1/results", tags=["results"], route_class=StrictRoute)


@router.post("", summary="Ask, and keep the answer", response_model=KeptAnswer, responses=JOB_ANSWER)
async def keep_answer(connection: Request, service: ServiceOf, form: KeepForm, query: WaitingOfViewer) -> Response:
    """What was asked, of which data, by whom and when; `changes` compares with it later."""
    analysis = get_analysis(form.analysis)
    params = dated(analysis.read_params(form.params))
    view = service.view(query.as_)
    keeping = Keeping(form.title, view.patterns, current_asker().name)
    state = await asyncio.to_thread(service.askers.state)

    def work(job: Job) -> JobResult:
        answer = analysis.result.model_validate_json(view.analysed(analysis, params, job.progress))
        made = keep(state, analysis, params, answer, keeping)
        known, _ = results.read(state, made, view.patterns)
        return JobResult(KeptAnswer(**result_row(known)).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, f"keep {analysis.name}", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("", summary="List what was kept", response_model=KeptAnswers)
def list_kept(service: ServiceOf, query: Annotated[ResultsQuery, Query()]) -> dict[str, Any]:
    """The answers of whoever sees no more than you, newest first."""
    if service.askers.local is not None:
        return {"results": []}  # there is no state yet
    return {"results": [result_row(kept) for kept in kept_answers(_state(service), query.as_ or "", query.limit)]}


@router.get("/one", summary="One kept answer", response_model=WholeKeptAnswer)
def one_kept(service: ServiceOf, query: Annotated[ResultQuery, Query()]) -> dict[str, Any]:
    """All that it says."""
    return kept_answer(_state(service, query.id), query.id, query.as_ or "")


@router.delete("/one", summary="Drop a kept answer", response_model=KeptAnswer)
def drop_kept(service: ServiceOf, query: Annotated[ResultQuery, Query()]) -> dict[str, Any]:
    """It cannot be brought back."""
    return result_row(results.drop(_state(service, query.id), query.id, query.as_ or ""))


def _state(service: Service, result: str = "") -> StateStore:
    """The state.

    Raises:
        NotFound: there is none, and so no kept answer of that id.
    """
    if result and service.askers.local is not None:
        raise NotFound(f"no kept answer {result!r}", "GET /v1/results lists them")
    return service.askers.state()
