"""The page that looks up: paste a list, or choose a file with a list or with consignments. It runs no script."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.http.dependencies import View, ViewOf
from api.http.pages import Links, PageRoute, page
from api.http.working import worked
from api.services.asking.risk_profiles import with_risk_profile
from api.services.asking.screening import reading
from api.services.asking.screening.announced import ids_of_number, of_node
from api.services.asking.screening.asked import LONGEST_LIST, Question, paste, question_of
from api.services.asking.screening.consignments import screen_consignments
from api.services.asking.screening.files import profile_of_file
from api.services.asking.screening.lists import read_file, read_list, screen_list
from api.services.loading.uploads import UPLOADS, Upload, in_words_of_the_form, receive
from api.services.runtime.jobs import Job, JobResult
from graph.errors import BadFile, BadProfile, BadValue, HalqaError
from graph.messages import message

router = APIRouter(include_in_schema=False, route_class=PageRoute)

PAGE, ANSWER, ONE, SENT = "/screening", "/screening/answer", "/screening/one", "/screening/file"
ROWS_SHOWN = 100
LONGEST_NAME = 60
_Name = Annotated[str, Query(max_length=60)]


@router.get(PAGE)
async def ask(view: ViewOf) -> Response:
    """The forms that ask."""
    return _asking(view)


@router.post(PAGE)
async def pasted(request: Request, view: ViewOf) -> Response:
    """Keeps what was pasted and leads to the answer."""
    async with request.form(max_files=0, max_fields=3, max_part_size=4 * LONGEST_LIST) as form:
        lines = str(form.get("lines", ""))[:LONGEST_LIST]
        originator = str(form.get("originator", "")).strip()[:LONGEST_NAME]
    try:
        read_list(lines)
    except BadValue as fault:
        return _asking(view, fault)
    question = await asyncio.to_thread(paste, view.service.settings.data_dir / UPLOADS, lines, originator)
    return RedirectResponse(Links(view.patterns)(ANSWER, file=question.name), 303)


@router.post(SENT)
async def sent(request: Request, view: ViewOf) -> Response:
    """Keeps a file and leads to the answer."""
    folder = view.service.settings.data_dir / UPLOADS
    upload = await receive(request.stream(), request.headers.get("content-type", ""), folder)
    said = upload.fields
    question = Question(
        upload.path.name,
        upload.label,
        False,
        said.get("profile", "").strip(),
        said.get("originator", "").strip(),
        said.get("low_risk", "") == "true",
    )
    await asyncio.to_thread(question.keep, folder)
    return RedirectResponse(Links(view.patterns)(ANSWER, file=question.name), 303)


@router.get(ANSWER)
async def answer(view: ViewOf, file: _Name) -> Response:
    """What is known of the lines, or of the consignments of the file."""
    folder = view.service.settings.data_dir / UPLOADS
    question = await asyncio.to_thread(question_of, folder, file)
    return await _answered(view, question.label, lambda job: _work(view, question, job), file=file)


@router.get(ONE)
async def one(view: ViewOf, number: Annotated[str, Query(max_length=2_000)]) -> Response:
    """A consignment that is loaded, by its number or id."""

    def work(job: Job) -> JobResult:
        world = view.screened(job.progress)
        asked = [of_node(world, name) for name in ids_of_number(world, number)]
        own = with_risk_profile(view.service.settings)
        return _result(screen_consignments(world, asked, reading.instant(""), tick=job.progress, own=own))

    return await _answered(view, number, work, number=number)


async def _answered(view: View, label: str, work: Any, **question: str) -> Response:
    try:
        told = await worked(view, "screening", work, **question)
    except (BadFile, BadProfile, BadValue) as fault:
        return _asking(view, fault)
    rows = told["rows"]
    shown = {"label": label, "rows": rows[:ROWS_SHOWN], "more": max(0, len(rows) - ROWS_SHOWN)}
    return page("screening-answer.html", Links(view.patterns), told=told, **shown)


def _work(view: View, question: Question, job: Job) -> JobResult:
    settings = view.service.settings
    upload = Upload(settings.data_dir / UPLOADS / question.name, question.label)
    world, own = view.screened(job.progress), with_risk_profile(settings)
    try:
        profile = "" if question.is_list else profile_of_file(upload.path, question.profile, settings.profiles)
        if not profile:
            lines = read_file(upload.path)
            rows = screen_list(world, lines, job.progress, own, question.originator)
            return _result({"rows": rows, "read_as": message("screening.read_as_list", lines=len(lines)).text})
        read = reading.read_file(upload.path, profile, question.originator, settings.profiles)
    except HalqaError as error:
        in_words_of_the_form(error, upload, settings.data_dir)
        raise
    now = reading.instant("")
    told = screen_consignments(world, read.consignments, now, question.low_risk, job.progress, own)
    read_as = read.read_as.text if read.read_as else ""
    return _result({**told, "rejected": len(read.rejected), "others": read.others, "read_as": read_as})


def _result(told: dict[str, Any]) -> JobResult:
    told.setdefault("population", None)
    told.setdefault("rejected", 0)
    told.setdefault("read_as", "")
    return JobResult(json.dumps(told, ensure_ascii=False).encode())


def _asking(view: View, fault: HalqaError | None = None) -> Response:
    return page("screening.html", Links(view.patterns), 422 if fault else 200, fault=fault)
