"""Loading files: an upload becomes batches, or a report of why not."""

import csv
import io
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf
from api.http.models.jobs import JobStatus
from api.http.models.loads import LoadAnswer, LoadForm
from api.http.models.query import WaitingOfViewer
from api.http.strict import StrictRoute
from api.services.loading.load import LoadOptions
from api.services.loading.uploads import UPLOADS, Upload, load_upload, receive
from api.services.runtime.jobs import WRITES, Job, Order
from api.services.runtime.workspace import Workspace
from graph.model import Channel

router = APIRouter(prefix="/v1/loads", tags=["loads"], route_class=StrictRoute)

JOB_ANSWER: dict[int | str, dict[str, Any]] = {202: {"model": JobStatus, "description": "It takes longer: a job"}}

_COLUMNS = (
    ("Declaration ID", "90001"), ("Date", "2024-03-05"), ("Office ID", "20"), ("Process Type", "B"),
    ("Import Type", "10"), ("Import Use", "21"), ("Payment Type", "11"), ("Mode of Transport", "10"),
    ("Declarant ID", "ZHO9TXK"), ("Importer ID", "QLRUBN9"), ("Seller ID", "0VKY2BR"), ("Courier ID", ""),
    ("HS6 Code", "440890"), ("Country of Departure", "BE"), ("Country of Origin", "BE"), ("Tax Rate", "0"),
    ("Tax Type", "FEU1"), ("Country of Origin Indicator", "G"), ("Net Mass", "108.0"), ("Item Price", "372254.4"),
    ("Fraud", "0"), ("Critical Fraud", "0"),
)  # fmt: skip


def _example_file() -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(zip(*_COLUMNS, strict=True))
    return file.getvalue()


EXAMPLE_FILE = _example_file()


def _form_schema() -> dict[str, Any]:
    """The form as OpenAPI says it: the fields of `LoadForm` and the file."""
    schema = LoadForm.model_json_schema()
    for days in ("extract_date", "retain_until"):  # a form has no null: what is not said is left out
        one = schema["properties"][days]
        one |= one.pop("anyOf")[0]
        del one["default"]
    schema["properties"]["file"] = {"type": "string", "format": "binary", "description": "The file itself"}
    schema["required"] = [*schema["required"], "file"]
    example = {"profile": "customs-declarations", "originator": "UZ", "dataset": "examples", "file": EXAMPLE_FILE}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema, "example": example}}}


@router.post(
    "",
    summary="Load a file",
    response_model=LoadAnswer,
    responses=JOB_ANSWER,
    openapi_extra={"requestBody": _form_schema()},
)
async def load(request: Request, service: ServiceOf, query: WaitingOfViewer) -> Response:
    """Sends a file through a mapping profile into the records and the graph. The same bytes twice change nothing.

    Loads run one at a time. More than 5 % bad rows refuse the file: nothing is applied. An upload above the limit of
    the service is refused with 413 before it is read.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        raise HTTPException(415, "this route reads multipart/form-data")
    view = service.view(query.as_)
    upload = await receive(request.stream(), content_type, service.settings.data_dir / UPLOADS)
    try:
        options = _options(upload)
    except BaseException:
        upload.remove()
        raise

    def write(workspace: Workspace, job: Job) -> dict[str, Any]:
        report = load_upload(workspace, upload, options, job.progress).as_json()
        del report["rejects_file"]
        return report

    order = Order(WRITES, f"load {upload.label}", view.patterns, upload.remove)
    return await result_or_job(service.jobs, service.write(order, write), query.wait)


def _options(upload: Upload) -> LoadOptions:
    given = {name: value for name, value in upload.fields.items() if value != ""}
    try:
        form = LoadForm.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from None
    days = {name: str(getattr(form, name) or "") for name in ("extract_date", "retain_until")}
    options = LoadOptions(**form.model_dump() | days)
    Channel(options.originator, options.dataset or "x", options.handling, options.purpose)  # refuses what is no name
    return options
