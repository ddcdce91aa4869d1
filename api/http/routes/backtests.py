"""Backtests over the API: what leads and consignments would have been chosen by what was known then."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from analyses.backtesting.report import BacktestReport
from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf, View
from api.http.models.backtests import BacktestForm
from api.http.models.query import WaitingOfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.backtesting import BacktestRequest, backtest
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from graph.progress import Progress

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
    order = Order(ANALYSES, f"backtest of {form.months} months", view.patterns)

    def work(job: Job) -> JobResult:
        return JobResult(_replayed(view, request, job.progress).model_dump_json().encode())

    return await result_or_job(service.jobs, service.jobs.start(order, work), query.wait, connection)


def _replayed(view: View, request: BacktestRequest, tick: Progress) -> BacktestReport:
    """The report, made on stores of its own, as it takes minutes."""
    with view.service.pool.opened(tick) as workspace:
        return backtest(workspace, request, view.viewer(workspace), view.patterns)
