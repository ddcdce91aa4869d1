"""What is asked at the post: lists that officers hold, and consignments that have not arrived. Nothing is loaded."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError

from api.http.answers import result_or_job
from api.http.dependencies import ServiceOf, View
from api.http.models.query import WaitingOfViewer
from api.http.models.screening import (
    ConsignmentsScreeningForm,
    FileScreeningForm,
    ScreenedConsignments,
    ScreenedList,
    ScreeningForm,
)
from api.http.routes.loads import EXAMPLE_FILE, JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.asking.risk_profiles import with_risk_profile
from api.services.asking.screening import announced, reading
from api.services.asking.screening.consignments import screen_consignments
from api.services.asking.screening.lists import read_list, screen_list
from api.services.asking.screening.reading import ReadConsignments
from api.services.loading.uploads import UPLOADS, in_words_of_the_form, receive
from api.services.runtime.jobs import ANALYSES, Job, JobResult, Order
from graph.errors import BadValue, HalqaError
from graph.linkage.world import World

router = APIRouter(prefix="/v1/screening", tags=["screening"], route_class=StrictRoute)


@router.post("", summary="Look a list up", response_model=ScreenedList, responses=JOB_ANSWER)
async def screen(connection: Request, service: ServiceOf, form: ScreeningForm, query: WaitingOfViewer) -> Response:
    """Each line is looked up as all that it may be: a plate, container, phone, tax number, or a name in any script."""
    view = service.view(query.as_)
    asked = read_list("\n".join(" ".join(line.split()) for line in form.lines))

    def work(job: Job) -> JobResult:
        own = with_risk_profile(service.settings)
        rows = screen_list(view.screened(job.progress), asked, job.progress, own, form.originator)
        return JobResult(ScreenedList.model_validate({"rows": rows}).model_dump_json().encode())

    job = service.jobs.start(Order(ANALYSES, f"screening of {len(asked)} lines", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


@router.post("/consignments", summary="Score consignments", response_model=ScreenedConsignments, responses=JOB_ANSWER)
async def consignments(
    connection: Request, service: ServiceOf, form: ConsignmentsScreeningForm, query: WaitingOfViewer
) -> Response:
    """Consignments before they arrive: who stands on them, leads, seizures, risk, hours left; or what to let pass."""
    view = service.view(query.as_)
    if not form.consignments and not form.numbers:
        raise BadValue("no consignment is named", "say some in `consignments`, or name loaded ones in `numbers`")
    said = reading.ConsignmentsForm.model_construct(originator=form.originator, consignments=form.consignments)
    read = reading.read_form(said)

    def everything(world: World) -> ReadConsignments:
        loaded = [
            announced.of_node(world, one) for name in form.numbers for one in announced.ids_of_number(world, name)
        ]
        read.consignments += loaded
        return read

    work = _scoring(view, everything, form.as_of, form.low_risk)
    title = f"screening of {len(form.consignments) + len(form.numbers)} consignments"
    job = service.jobs.start(Order(ANALYSES, title, view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


def _file_schema() -> dict[str, Any]:
    """The form with the file, as OpenAPI says it."""
    schema = FileScreeningForm.model_json_schema()
    schema["properties"]["file"] = {"type": "string", "format": "binary", "description": "The file itself"}
    schema["required"] = ["file"]
    example = {"originator": "UZ", "profile": "customs-declarations", "file": EXAMPLE_FILE}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema, "example": example}}}


@router.post(
    "/files",
    summary="Score the consignments of a file",
    response_model=ScreenedConsignments,
    responses=JOB_ANSWER,
    openapi_extra={"requestBody": _file_schema()},
)
async def file(connection: Request, service: ServiceOf, query: WaitingOfViewer) -> Response:
    """A manifest, notices or declarations, read with the profiles that loads use; the file is not kept."""
    view = service.view(query.as_)
    upload = await receive(
        connection.stream(), connection.headers.get("content-type", ""), service.settings.data_dir / UPLOADS
    )
    try:
        form = FileScreeningForm.model_validate({name: value for name, value in upload.fields.items() if value})
        own = service.settings.profiles
        read = await asyncio.to_thread(reading.read_file, upload.path, form.profile, form.originator, own)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from None
    except HalqaError as error:
        in_words_of_the_form(error, upload, service.settings.data_dir)
        raise
    finally:
        upload.remove()
    work = _scoring(view, lambda _: read, form.as_of, form.low_risk)
    job = service.jobs.start(Order(ANALYSES, f"screening of {upload.label}", view.patterns), work)
    return await result_or_job(service.jobs, job, query.wait, connection)


def _scoring(
    view: View, read: Callable[[World], ReadConsignments], as_of: str, low_risk: bool
) -> Callable[[Job], JobResult]:
    """The work that scores consignments, once the world is there to read them in."""
    moment = reading.instant(as_of)

    def work(job: Job) -> JobResult:
        world = view.screened(job.progress)
        asked = read(world)
        own = with_risk_profile(view.service.settings)
        answer = screen_consignments(world, asked.consignments, moment, low_risk, job.progress, own)
        rejected = [{"line": line, "reason": why.reason} for line, why in asked.rejected]
        about_file = {"rejected": rejected, "others": asked.others, "read_as": asked.read_as}
        told = ScreenedConsignments.model_validate({**answer, **about_file})
        return JobResult(told.model_dump_json().encode())

    return work
