"""Batches: what was loaded, taking it away, moving it to another handling."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.http.answers import Wait, result_or_job
from api.http.dependencies import ViewOf
from api.http.models.loads import BatchChange, BatchList, BatchSummary, ReclassifyForm
from api.http.routes.loads import JOB_ANSWER, BatchNumber
from api.http.strict import StrictRoute
from api.services.loading import batches
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1/batches", tags=["batches"], route_class=StrictRoute)


@router.get("", summary="List what was loaded", response_model=BatchList)
def batch_list(view: ViewOf) -> dict[str, Any]:
    """One file of one load in one channel each, in the order of loading."""
    with view.opened() as (workspace, viewer):
        return {"batches": [batches.batch_row(one) for one in batches.batches(workspace, viewer)]}


@router.get("/{batch}", summary="One batch", response_model=BatchSummary)
def one_batch(view: ViewOf, batch: BatchNumber) -> dict[str, Any]:
    """Where it came from, and its counts."""
    with view.opened() as (workspace, viewer):
        return batches.batch_row(batches.batch(workspace, viewer, batch))


@router.delete("/{batch}", summary="Recall a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def recall(view: ViewOf, batch: BatchNumber, wait: Wait = 10) -> Response:
    """Takes a batch away as if it had never been there: earlier versions come back, what only it said goes.

    Cancelled or killed half way, the next write goes on with it.
    """

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        found = batches.batch(workspace, view.viewer(workspace), batch)
        report = workspace.applier.recall(found)
        return {"batch": batch, "channel": "", "records": report.records, "removed": report.removed}

    service = view.service
    job = service.write(Order(WRITES, f"recall batch {batch}", view.patterns), write)
    return await result_or_job(service.jobs, job, wait)


@router.post("/{batch}/reclassify", summary="Move a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def reclassify(view: ViewOf, batch: BatchNumber, form: ReclassifyForm, wait: Wait = 10) -> Response:
    """Moves a batch to another handling: recalled in one channel, loaded in the other."""

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        found = batches.batch(workspace, view.viewer(workspace), batch)
        report = workspace.applier.reclassify(found, form.handling)
        channel = found.channel.with_handling(form.handling).name
        return {"batch": batch, "channel": channel, "records": report.records, "removed": report.removed}

    service = view.service
    job = service.write(Order(WRITES, f"reclassify batch {batch}", view.patterns), write)
    return await result_or_job(service.jobs, job, wait)
