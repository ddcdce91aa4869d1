"""The pages on which people decide who is who: the queue, two records side by side, and the forms that decide."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.http.dependencies import View, ViewOf
from api.http.models.texts import NodeId, Text, Words
from api.http.pages import Links, PageRoute, page
from api.http.routes.who_is_who import deciding
from api.http.waterfall import LABEL, ROW, WIDTH, waterfall
from api.http.working import Working, worked
from api.services.asking import judging
from api.services.asking.explaining import judgement_row, why
from api.services.asking.going_by import names_of_entity
from api.services.asking.reviewing import THE_RULE, numbers_of, review_rows
from api.services.runtime.jobs import Job, JobResult
from api.services.runtime.workspace import Workspace
from api.state import judgements
from api.state.judgements import Verdict
from graph.errors import BadValue, Refused
from graph.model import Viewer

router = APIRouter(include_in_schema=False, route_class=PageRoute)

ROWS_SHOWN = 50

_Id = Annotated[NodeId, Query()]
_Said = Annotated[NodeId, Form()]
_Why = Annotated[Words, Form()]


@router.get("/review")
async def review(view: ViewOf) -> Response:
    """What people have to decide, the decision that changes most first, and what waits for a second person."""

    def read(workspace: Workspace, viewer: Viewer) -> JobResult:
        world = workspace.world(viewer)
        rows = review_rows(world)
        numbers = numbers_of(world, {row[side] for row in rows[:ROWS_SHOWN] for side in ("left", "right")})
        waits = judgements.waiting(workspace.state, viewer) if workspace.state is not None else ()
        told = {
            "pairs": len(rows),
            "rows": rows[:ROWS_SHOWN],
            "numbers": numbers,
            "waiting": [judgement_row(known) for known in waits],
        }
        return JobResult(json.dumps(told).encode())

    told = await worked(view, "review page", lambda _: view.answer(read))
    return page("review.html", Links(view.patterns), rule=THE_RULE, **told)


@router.get("/review/pair")
async def pair(view: ViewOf, left: _Id, right: _Id) -> Response:
    """Two records side by side: why they are one or not, and the form that decides."""
    return await _pair_page(view, left, right)


@router.post("/review/judge")
async def judge(view: ViewOf, left: _Said, right: _Said, verdict: Annotated[Words, Form()], why: _Why = "") -> Response:
    """Keeps a decision and goes on with the queue; what cannot hold is told beside the two records."""
    try:
        await asyncio.to_thread(_decide, view, left, right, verdict, why)
    except (Refused, BadValue) as refused:
        return await _pair_page(view, left, right, refused)
    return RedirectResponse(Links(view.patterns)("/review"), 303)


def _decide(view: View, left: str, right: str, verdict: str, why: str) -> None:
    if verdict not in set(Verdict):
        raise BadValue(f"the verdict is {verdict!r}", f"write one of {', '.join(Verdict)}")
    two = (left, right)

    def decide(who: judging.Judging) -> dict[str, Any]:
        world = who.world
        ends = world.projection.numbers_among(two)
        are_one = len({int(world.entities.of_node[number]) for number in ends}) < len(ends)
        if verdict == Verdict.DIFFERENT and are_one:
            return judging.unmerge(who, two, why)
        return judging.judge(who, two, Verdict(verdict), why)

    deciding(view, decide)


@router.post("/review/confirm")
def confirm(view: ViewOf, judgement: Annotated[Text, Form()]) -> Response:
    """Lets a judgement count that waits for a second person."""
    deciding(view, lambda who: judging.confirm(who, judgement))
    return RedirectResponse(Links(view.patterns)("/review"), 303)


@router.post("/review/revoke")
def revoke(view: ViewOf, judgement: Annotated[Text, Form()], why: _Why = "") -> Response:
    """Takes a judgement back and shows the two records again."""
    made = deciding(view, lambda who: judging.revoke(who, judgement, why))
    return RedirectResponse(Links(view.patterns)("/review/pair", left=made["left"], right=made["right"]), 303)


async def _pair_page(view: View, left: str, right: str, fault: Refused | None = None) -> Response:
    def work(_: Job) -> JobResult:
        told = view.answer(lambda workspace, viewer: why(workspace, viewer, left, right))
        return JobResult(json.dumps(told).encode())

    try:
        told = await worked(view, "why two records are one or not", work, left=left, right=right)
    except Working:
        if fault is not None:  # the browser would ask again for what it sent
            raise fault from None
        raise
    drawing = waterfall(told["prior_bits"], told["fields"]) if told["bits"] is not None else None
    status = 422 if fault is not None else 200
    values: dict[str, Any] = {"told": told, "drawing": drawing, "fault": fault}
    values |= {"row_height": ROW, "drawing_width": WIDTH, "label_width": LABEL}
    return page("pair.html", Links(view.patterns), status, **values)


@router.get("/review/entity")
async def entity(view: ViewOf, id: _Id) -> Response:
    """The names that an entity goes by, by the id of a party or of an entity, also one that leads on."""

    def work(_: Job) -> JobResult:
        told = view.answer(lambda workspace, viewer: names_of_entity(workspace, viewer, id))
        return JobResult(json.dumps(told).encode())

    told = await worked(view, "names of an entity", work, id=id)
    return page("names.html", Links(view.patterns), told=told)
