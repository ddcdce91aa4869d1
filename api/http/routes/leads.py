"""What becomes of leads: confirmed or dismissed, by whom and why; every step is kept."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from analyses.registry import get_analysis
from api.http.answers import result_or_job
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf
from api.http.models.leads import Decision, DecisionForm, Decisions, DecisionsQuery
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking import deciding
from api.services.asking.run import dated
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from api.state.dispositions import Decider, history

router = APIRouter(prefix="/v1/leads", tags=["leads"], route_class=StrictRoute)


@router.post("/decisions", summary="Confirm or dismiss a lead or a hit", response_model=Decision, responses=JOB_ANSWER)
async def decide(connection: Request, service: ServiceOf, form: DecisionForm, query: WaitingOfViewer) -> Response:
    """A dismissed lead is not listed again until something new links its members, and then says what."""
    name, values = deciding.question(form.lead)
    analysis = get_analysis(name)
    params = dated(analysis.read_params(values))
    to = deciding.read_state(form.state)
    view = service.view(query.as_)
    decider = Decider(current_asker().name, view.patterns)
    state = await asyncio.to_thread(service.askers.state)

    def work(job: Job) -> JobResult:
        answer = analysis.result.model_validate_json(view.analysed(analysis, params, job.progress))
        row = answer.rows[0].model_dump(mode="json")
        step = deciding.decide(state, row, to, form.reason, decider)
        return JobResult(Decision(**deciding.decision_row(step)).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, f"decide {form.lead}", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.get("/decisions", summary="What was decided of a lead or a hit", response_model=Decisions)
def decisions(service: ServiceOf, query: Annotated[DecisionsQuery, Query()]) -> dict[str, Any]:
    """Every step, the first one first."""
    if service.askers.local is not None:
        return {"steps": []}  # there is no state yet
    steps = history(service.askers.state(), query.lead, query.as_ or "")
    return {"steps": [deciding.decision_row(step) for step in steps]}
