"""The forms beside leads and consignments: decide on a lead, keep the list, enter what an inspection came to."""

import asyncio
import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from analyses.registry import get_analysis
from api.http.asker import current_asker, current_caller
from api.http.dependencies import View, ViewOf
from api.http.models.texts import Text, Words
from api.http.pages import Links, PageRoute
from api.http.routes.sheets import LOADING
from api.http.working import Working, has_ended_soon
from api.services.asking import deciding
from api.services.asking.results import Keeping, keep
from api.services.asking.run import dated
from api.services.loading.inspected import InspectionResult, enter_result
from api.services.runtime.jobs import ANALYSES, WRITES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace
from api.state.dispositions import Decider
from graph.errors import BadValue, HalqaError

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LEADS = "leads"
DECIDED = "/leads/decided"
_Said = Annotated[Words, Form()]


@router.post("/leads/decide")
async def decide(view: ViewOf, lead: Annotated[Text, Form()], state: _Said, reason: _Said = "") -> Response:
    """Confirms or dismisses a lead; the list is made anew for it, so that a page says how far that is."""
    to = deciding.read_state(state)
    if to.value != "new" and not reason.strip():
        raise BadValue(f"lead {lead} is {to.value} without a reason", "say why")
    decider = Decider(current_asker().name, view.patterns)
    kept = await asyncio.to_thread(view.service.askers.state)
    name, values = deciding.question(lead)
    analysis = get_analysis(name)
    params = dated(analysis.read_params(values))

    def work(job: Job) -> JobResult:
        row = json.loads(view.analysed(analysis, params, job.progress))["rows"][0]
        step = deciding.decide(kept, row, to, reason, decider)
        return JobResult(json.dumps({"analysis": name, "asked": dict.fromkeys(values, step.lead)}).encode())

    return _begun(view, f"decide {lead}", work)


@router.post("/leads/keep")
async def keep_list(view: ViewOf) -> Response:
    """Keeps the list of now, with which the next one is compared."""
    keeping = Keeping("", view.patterns, current_asker().name)
    kept = await asyncio.to_thread(view.service.askers.state)
    analysis = get_analysis(LEADS)
    params = dated(analysis.read_params({}))

    def work(job: Job) -> JobResult:
        answer = analysis.result.model_validate_json(view.analysed(analysis, params, job.progress))
        keep(kept, analysis, params, answer, keeping)
        return JobResult(json.dumps({"analysis": LEADS, "asked": {}}).encode())

    return _begun(view, f"keep {analysis.name}", work)


@router.get(DECIDED)
async def decided(view: ViewOf, job: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{22}$")]) -> Response:
    """How far it is, and then the lead or the list."""
    begun = view.service.jobs.get(job, view.patterns)
    if not await has_ended_soon(begun):
        raise Working(view, begun)
    if begun.result is None:
        raise begun.error or HalqaError("the work was stopped", "ask again")
    led_to = json.loads(begun.result.body)
    return RedirectResponse(Links(view.patterns)(f"/analyses/{led_to['analysis']}", led_to["asked"]), 303)


@router.post("/inspected")
async def inspected(request: Request, view: ViewOf) -> Response:
    """Enters what an inspection of a consignment came to, and leads to what became of the record."""
    async with request.form(max_files=0, max_fields=20) as form:
        said = {name: str(value).strip() for name, value in form.items()}
    result = _result(said)

    def write(workspace: Workspace, job: Job) -> dict[str, Any]:
        report = enter_result(workspace, result, workspace.viewer(view.patterns)).as_json()
        del report["rejects_file"]
        return report | {"profile": "", "consignment": result.consignment}

    order = Order(WRITES, f"result of {result.consignment}", view.patterns)
    return RedirectResponse(Links(view.patterns)(LOADING, job=view.service.write(order, write).id), 303)


def _result(said: dict[str, str]) -> InspectionResult:
    """A result out of the fields of the form.

    Raises:
        BadValue: the quantity is no number, or the parts do not agree.
    """
    quantity = said.get("quantity", "").replace(",", ".")
    try:
        amount = float(quantity) if quantity else None
    except ValueError:
        raise BadValue(f"the quantity is {quantity!r}", "write a number, such as 2.5") from None
    names = ("result", "on", "office", "remarks", "commodity", "unit")
    return InspectionResult(
        consignment=said.get("consignment", ""), quantity=amount, **{name: said.get(name, "") for name in names}
    )


def _begun(view: View, title: str, work: Callable[[Job], JobResult]) -> Response:
    job = view.service.jobs.start(Order(ANALYSES, title, view.patterns, caller=current_caller()), work)
    return RedirectResponse(Links(view.patterns)(DECIDED, job=job.id), 303)
