"""Batches: what was loaded, taking it away, moving it to another handling."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf
from api.http.models.loads import (
    BatchChange,
    BatchList,
    BatchQuery,
    BatchSummary,
    ReclassifyForm,
    RejectsPage,
    RejectsQuery,
    WaitingBatchQuery,
)
from api.http.models.query import OfViewer
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.loading import batches
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.workspace import Workspace

router = APIRouter(prefix="/v1/batches", tags=["batches"], route_class=StrictRoute)


@router.get("", summary="List what was loaded", response_model=BatchList)
def batch_list(service: ServiceOf, query: OfViewer) -> dict[str, Any]:
    """One file of one load in one channel each, in the order of loading."""
    return service.view(query.as_).answer(
        lambda workspace, viewer: {
            "batches": [batches.batch_row(batch) for batch in batches.batches(workspace, viewer)]
        }
    )


@router.get("/one", summary="One batch", response_model=BatchSummary)
def one_batch(service: ServiceOf, query: Annotated[BatchQuery, Query()]) -> dict[str, Any]:
    """Where it came from, its counts, and where it stands."""
    return service.view(query.as_).answer(
        lambda workspace, viewer: batches.batch_row(batches.find_batch(workspace, viewer, query.id))
    )


@router.delete("/one", summary="Recall a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def recall(service: ServiceOf, query: Annotated[WaitingBatchQuery, Query()]) -> Response:
    """Takes a batch away as if it had never been there: earlier versions come back, what only it said goes.

    Cancelled or killed half way, the next write goes on with it; asked again it says that it is done.
    """
    view = service.view(query.as_)

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        return asdict(batches.recall(workspace, view.viewer(workspace), query.id))

    job = service.write(Order(WRITES, f"recall batch {query.id}", view.patterns), write)
    return await result_or_job(service.jobs, job, query.wait)


@router.post("/reclassify", summary="Move a batch", response_model=BatchChange, responses=JOB_ANSWER)
async def reclassify(
    service: ServiceOf, form: ReclassifyForm, query: Annotated[WaitingBatchQuery, Query()]
) -> Response:
    """Moves a batch to another handling: recalled in one channel, loaded in the other."""
    view = service.view(query.as_)

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        return asdict(batches.reclassify(workspace, view.viewer(workspace), query.id, form.handling))

    job = service.write(Order(WRITES, f"reclassify batch {query.id}", view.patterns), write)
    return await result_or_job(service.jobs, job, query.wait)


@router.get(
    "/rejects",
    summary="The rejected rows of a batch",
    response_model=RejectsPage,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def rejects(
    service: ServiceOf,
    query: Annotated[RejectsQuery, Query()],
    accept: Annotated[
        str, Header(description="text/csv is the same as format=csv", max_length=500, examples=["text/csv"])
    ] = "*/*",
) -> Any:
    """Line, column, value and reason of each, by line; as CSV the whole list, with cells no spreadsheet runs."""
    rows = service.view(query.as_).answer(lambda workspace, viewer: batches.rejects(workspace, viewer, query.id))
    if query.format == "csv" or accept.partition(";")[0].strip() == "text/csv":
        headers = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
        return Response(batches.rejects_csv(rows), 200, headers, "text/csv; charset=utf-8")
    end = query.offset + query.limit
    return {"rejects": rows[query.offset : end], "total": len(rows), "next": end if end < len(rows) else None}
