"""Mapping profiles: listed, shown, and proposed for a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.http.answers import result_or_job
from api.http.asker import current_caller
from api.http.dependencies import ServiceOf
from api.http.models.profiles import PROFILE_NAME, ProfileDocument, ProfileList, ProfileProposal, ProposeForm
from api.http.models.query import NoQuery, Waiting
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.loading.propose import known_profiles, profile_text
from api.services.loading.uploads import UPLOADS, Upload, receive
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from graph.progress import Step

router = APIRouter(prefix="/v1/profiles", tags=["loads"], route_class=StrictRoute)

ProfileName = Annotated[
    str, Path(description="Name of a profile", pattern=PROFILE_NAME, examples=["customs-declarations"])
]


_EXAMPLE = """\
Declaration No;Date;Consignee;HS Code;Gross kg
2024/0001;05.03.2024;Karvon Trans LLC;0702000007;1 200,5
2024/0002;06.03.2024;Ipak Savdo MChJ;6403510000;80
"""


def _form_schema() -> dict[str, Any]:
    schema = ProposeForm.model_json_schema()
    schema["properties"]["file"] = {"type": "string", "format": "binary", "description": "The file itself"}
    schema["required"] = ["file"]
    example = {"kind": "declaration", "file": _EXAMPLE}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema, "example": example}}}


@router.get("", summary="List the profiles", response_model=ProfileList)
def profiles(service: ServiceOf, query: NoQuery) -> dict[str, Any]:
    """Own and built-in profiles of tables, and the document formats, which need none; an own one goes first."""
    return {"profiles": [one.as_json() for one in known_profiles(service.settings.profiles)]}


@router.get("/{name}", summary="Show a profile", response_model=ProfileDocument)
def profile(service: ServiceOf, name: ProfileName, query: NoQuery) -> dict[str, Any]:
    """Its text, to copy and change, and what it reads."""
    return profile_text(name, service.settings.profiles)


@router.post(
    "/propose",
    summary="Propose a profile for a file",
    response_model=ProfileProposal,
    responses=JOB_ANSWER,
    openapi_extra={"requestBody": _form_schema()},
)
async def propose(request: Request, service: ServiceOf, query: Waiting) -> Response:
    """Looks at a table (CSV, Excel, ODS, JSON lines, Parquet, packed or not): encoding, delimiter, sheet, header row,
    what each column may mean. Nothing is loaded, and the file is removed afterwards.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        raise HTTPException(415, "this route reads multipart/form-data")
    upload = await receive(request.stream(), content_type, service.settings.data_dir / UPLOADS)
    try:
        form = _form(upload)
    except BaseException:
        upload.remove()
        raise

    def look(job: Job) -> JobResult:
        job.progress(Step(f"looking at {upload.label}"))
        return JobResult(service.propose(upload.path, upload.label, form.kind, form.name, job.progress))

    title = f"propose a profile for {upload.label}"
    order = Order(ANALYSES, title, tidy=upload.remove, caller=current_caller())
    return await result_or_job(service.jobs, service.jobs.start(order, look), query.wait, request)


def _form(upload: Upload) -> ProposeForm:
    try:
        return ProposeForm.model_validate(upload.fields)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from None
