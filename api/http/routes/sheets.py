"""The pages that bring a sheet in: choose the file, look at the proposal, correct it by choosing, try it, load it.

They run no script: each step is a form, what was chosen is kept beside the file, and a page that waits asks again.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.http.dependencies import View, ViewOf
from api.http.pages import Links, PageRoute, page
from api.http.working import Working, has_ended_soon, work_of
from api.services.loading import batches
from api.services.loading.load import originator_code
from api.services.loading.uploads import UPLOADS, receive
from api.services.runtime.jobs import WRITES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace
from api.services.sheets import PROPOSED, TRIED, Sheet, known_before, load_sheet, sheet_of
from graph.canonical import RECORD_KINDS
from graph.errors import BadValue, HalqaError
from loaders.profile.records import field_names

router = APIRouter(include_in_schema=False, route_class=PageRoute)

START, SHEET, TRIAL, LOADING = "/load", "/load/sheet", "/load/trial", "/load/progress"
REJECTS, RECALL = "/load/rejects", "/load/recall"
_FIRST_CLUSTER = "/analyses/linked_entities"
_File = Annotated[str, Query(max_length=60)]
_JobId = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{22}$")]


@router.get(START)
def choose(view: ViewOf) -> Response:
    """The form that asks for a file."""
    return page("load.html", Links(view.patterns), kinds=list(RECORD_KINDS))


@router.post(START)
async def bring(request: Request, view: ViewOf) -> Response:
    """Keeps a file and leads to what was proposed for it."""
    service = view.service
    upload = await receive(
        request.stream(), request.headers.get("content-type", ""), service.settings.data_dir / UPLOADS
    )
    try:
        said = upload.fields
        originator = originator_code(said.get("originator", "").strip())
        sheet = Sheet(upload.path.name, upload.label, originator, said.get("handling") or "H1", said.get("kind", ""))
        await asyncio.to_thread(sheet.keep, service.settings.data_dir)
    except BaseException:
        upload.remove()
        raise
    return _led_to(view, SHEET, file=sheet.name)


@router.get(SHEET)
async def look(view: ViewOf, file: _File) -> Response:
    """The proposal beside the first rows, to correct by choosing, and what is known of the file already."""
    sheet = await asyncio.to_thread(sheet_of, view.service.settings.data_dir, file)
    found = await _proposed(view, sheet)
    known = await asyncio.to_thread(
        view.answer, lambda workspace, viewer: known_before(workspace, viewer, sheet, found)
    )
    return page("load-sheet.html", Links(view.patterns), known=known, **_shown(sheet, found))


@router.post(SHEET)
async def correct(request: Request, view: ViewOf) -> Response:
    """Keeps what was chosen, and goes on as asked: to the proposal, a trial, or the load."""
    data_dir = view.service.settings.data_dir
    async with request.form(max_files=0, max_fields=5_000) as form:
        sheet = await asyncio.to_thread(sheet_of, data_dir, str(form.get("file", "")))
        _take(sheet, form)
        wanted = str(form.get("do", ""))
    await asyncio.to_thread(sheet.keep, data_dir)
    if wanted == "try":
        return _led_to(view, TRIAL, file=sheet.name)
    if wanted != "load":
        return _led_to(view, SHEET, file=sheet.name)
    found = json.loads(await asyncio.to_thread(_run, view, PROPOSED, sheet, {}))

    def write(workspace: Workspace, job: Job) -> dict[str, Any]:
        return load_sheet(workspace, data_dir, sheet, found["profile"], job.progress) | {"profile": found["profile"]}

    job = view.service.write(Order(WRITES, f"load {sheet.label}", view.patterns), write)
    return _led_to(view, LOADING, job=job.id)


@router.get(TRIAL)
async def trial(view: ViewOf, file: _File) -> Response:
    """What would become of the first rows: three records, flags, rejects."""
    sheet = await asyncio.to_thread(sheet_of, view.service.settings.data_dir, file)
    found = await _proposed(view, sheet)
    answer = await _worked(view, TRIED, sheet, {"profile": found["profile"]}) if found["profile"] else None
    return page("load-trial.html", Links(view.patterns), trial=answer, **_shown(sheet, found))


@router.get(LOADING)
async def progress(view: ViewOf, job: _JobId) -> Response:
    """How far a load or a recall is, and then what became of it."""
    found = view.service.jobs.get(job, view.patterns)
    if not await has_ended_soon(found):
        raise Working(view, found)
    if found.result is None:
        raise found.error or HalqaError("the work was stopped", "ask again")
    report = json.loads(found.result.body)
    return page("load-report.html", Links(view.patterns), report=report, first_cluster=_FIRST_CLUSTER)


@router.get(REJECTS)
def rejects(view: ViewOf, batch: Annotated[str, Query(max_length=500)]) -> Response:
    """The rejected rows of a batch as CSV, with cells that no spreadsheet runs."""
    rows = view.answer(lambda workspace, viewer: batches.rejects(workspace, viewer, batch))
    headers = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
    return Response(batches.rejects_csv(rows), 200, headers, "text/csv; charset=utf-8")


@router.post(RECALL)
async def recall(request: Request, view: ViewOf) -> Response:
    """Takes a batch away again."""
    async with request.form(max_files=0, max_fields=5) as form:
        name = str(form.get("batch", ""))

    def write(workspace: Workspace, _: Job) -> dict[str, Any]:
        return {"recalled": batches.recall(workspace, view.viewer(workspace), name).batch}

    job = view.service.write(Order(WRITES, f"recall batch {name}", view.patterns), write)
    return _led_to(view, LOADING, job=job.id)


def _led_to(view: View, path: str, **given: str) -> Response:
    return RedirectResponse(Links(view.patterns)(path, given), 303)


def _take(sheet: Sheet, form: FormData) -> None:
    """Takes what a form chose; another kind of record has other fields, so it is proposed for anew.

    Raises:
        BadValue: a choice names no column.
    """
    kind = str(form.get("kind", ""))
    if kind != str(form.get("shown_kind", "")):
        sheet.kind, sheet.fields, sheet.numbers = kind, {}, None
        return
    sheet.kind = kind
    places = {name.removeprefix("field-"): str(value) for name, value in form.items() if name.startswith("field-")}
    numbers = [str(value) for value in form.getlist("number")]
    if not all(place.isdecimal() for place in (*places, *numbers)):
        raise BadValue("a choice names no column", "choose in the form of the page")
    sheet.fields, sheet.numbers = places, [int(place) for place in numbers]


def _run(view: View, function: str, sheet: Sheet, more: Mapping[str, str], job: Job | None = None) -> bytes:
    service = view.service
    arguments = {"data_dir": str(service.settings.data_dir), "name": sheet.name, **more}
    return service.at_work(function, arguments, job.progress if job else lambda _: None)


async def _proposed(view: View, sheet: Sheet) -> dict[str, Any]:
    return await _worked(view, PROPOSED, sheet, {})


async def _worked(view: View, function: str, sheet: Sheet, more: Mapping[str, str]) -> dict[str, Any]:
    """What a function of `services.sheets` made in another process.

    Raises:
        Working: it has not ended yet.
        HalqaError: what it failed with.
    """
    title = f"look at {sheet.label}"
    question = {"function": function, "sheet": sheet.name, "chosen": [sheet.kind, sheet.fields, sheet.numbers]}
    body = await work_of(view, title, lambda job: JobResult(_run(view, function, sheet, more, job)), **question)
    answer: dict[str, Any] = json.loads(body)
    return answer


def _shown(sheet: Sheet, found: dict[str, Any]) -> dict[str, Any]:
    """What the pages of a sheet show."""
    names = field_names(RECORD_KINDS[found["kind"]]) if found["kind"] else []
    return {"sheet": sheet, "found": found, "kinds": list(RECORD_KINDS), "groups": list(_groups(names))}


def _groups(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Fields in groups for choosing: those of the record, then those of each party."""
    own = [
        name for name in names if "." not in name or name.partition(".")[0] in ("vehicle", "trailer", "vessel", "goods")
    ]
    yield "the record", own
    roles = dict.fromkeys(name.partition(".")[0] for name in names if name not in own)
    for role in roles:
        yield role.replace("_", " "), [name for name in names if name.partition(".")[0] == role and name not in own]
