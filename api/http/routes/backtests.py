"""Backtests over the API: what leads and consignments would have been chosen by what was known then."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from analyses.backtesting.report import BacktestReport
from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf
from api.http.models.backtests import BacktestForm
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.backtesting import BacktestRequest
from api.services.runtime.jobs import Job, JobResult

router = APIRouter(prefix="/v1/backtests", tags=["leads"], route_class=StrictRoute)


@router.post("", summary="Replay the past", response_model=BacktestReport, responses=JOB_ANSWER)
async def backtests(connection: Request, service: ServiceOf, form: BacktestForm, query: WaitingOfViewer) -> Response:
    """By results alone: how well leads and consignments would have been chosen at each cut-off, beside simpler orders.

    A year of 50,000 consignments in monthly steps takes about ten minutes; a job that is cancelled ends at once, and
    nothing of it stays. Consignments known to be risky are told to `halqa backtest --labels`.
    """
    view = service.view(query.as_)
    until = form.until.isoformat() if form.until else ""
    request = BacktestRequest.of(form.months, form.step, form.horizon, until)
    title = f"backtest of {form.months} months"
    order = await asyncio.to_thread(view.asks, title, backtest=form.model_dump(mode="json"))

    def work(job: Job) -> JobResult:
        return JobResult(service.replay(request, view.patterns, job.progress))

    return await result_or_job(service.jobs, service.jobs.start(order, work), query.wait, connection)
