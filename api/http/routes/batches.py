"""Batches: what was loaded, taking it away, moving it to another handling."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from api.http.answers import Wait, result_or_job
from api.http.dependencies import Text, ViewOf
from api.http.models.loads import BATCH, BatchChange, BatchList, BatchSummary, ReclassifyForm, RejectsPage
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.loading import batches
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1/batches", tags=["batches"], route_class=StrictRoute)

BatchId = Annotated[Text, Query(description="Id of a batch, or the beginning of the hash at its end", examples=[BATCH])]


@router.get("", summary="List what was loaded", response_model=BatchList)
def batch_list(view: ViewOf) -> dict[str, Any]:
    """One file of one load in one channel each, in the order of loading."""
    with view.opened() as (workspace, viewer):
        return {"batches": [batches.batch_row(one) for one in batches.batches(workspace, viewer)]}


@router.get("/one", summary="One batch", response_model=BatchSummary)
def one_batch(view: ViewOf, id: BatchId) -> dict[str, Any]:
    """Where it came from, its counts, and where it stands."""
    with view.opened() as (workspace, viewer):
        return batches.batch_row(batches.find_batch(workspace, viewer, id))


@router.delete("/one", summary="Recall a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def recall(view: ViewOf, id: BatchId, wait: Wait = 10) -> Response:
    """Takes a batch away as if it had never been there: earlier versions come back, what only it said goes.

    Cancelled or killed half way, the next write goes on with it; asked again it says that it is done.
    """

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        return asdict(batches.recall(workspace, view.viewer(workspace), id))

    service = view.service
    job = service.write(Order(WRITES, f"recall batch {id}", view.patterns), write)
    return await result_or_job(service.jobs, job, wait)


@router.post("/reclassify", summary="Move a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def reclassify(view: ViewOf, id: BatchId, form: ReclassifyForm, wait: Wait = 10) -> Response:
    """Moves a batch to another handling: recalled in one channel, loaded in the other."""

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        return asdict(batches.reclassify(workspace, view.viewer(workspace), id, form.handling))

    service = view.service
    job = service.write(Order(WRITES, f"reclassify batch {id}", view.patterns), write)
    return await result_or_job(service.jobs, job, wait)


@router.get(
    "/rejects",
    summary="The rejected rows of a batch",
    response_model=RejectsPage,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def rejects(
    view: ViewOf,
    id: BatchId,
    offset: Annotated[int, Query(description="Rows to pass over", ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(description="Most rows", ge=1, le=1_000)] = 100,
    format: Annotated[Literal["json", "csv"], Query(description="csv: all rows, as a file")] = "json",
    accept: Annotated[str, Header(description="text/csv is the same as format=csv", max_length=500)] = "*/*",
) -> Any:
    """Line, column, value and reason of each, by line; as CSV the whole list, with cells no spreadsheet runs."""
    with view.opened() as (workspace, viewer):
        rows = batches.rejects(workspace, viewer, id)
    if format == "csv" or accept.partition(";")[0].strip() == "text/csv":
        headers = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
        return Response(batches.rejects_csv(rows), 200, headers, "text/csv; charset=utf-8")
    more = offset + limit < len(rows)
    return {"rejects": rows[offset : offset + limit], "total": len(rows), "next": offset + limit if more else None}
