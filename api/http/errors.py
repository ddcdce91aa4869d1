"""Faults as answers: one table from our exceptions to a status, and every fault as `application/problem+json`.

RFC 9457: `type` is a stable name (`urn:halqa:error:not-found`), `detail` our own message, `next_step` what can be done
about it. What a caller sent is never repeated at length, of a body not at all, and an unexpected fault says nothing of
its inside.
"""

import http
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.http.models.problem import Fault, Problem
from graph import errors
from graph.wording import refusal

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
REPEATED = "repeated"  # the kind of fault of a parameter that is given twice; pydantic has none for it
_LONGEST_DETAIL = 1_000
_LONGEST_NAME = 100
_LONGEST_REASON = 300
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """How a kind of fault is answered; `retry_after` is in seconds, 0 where asking again is of no use."""

    status: int
    name: str
    title: str
    retry_after: int = 0


# The first class that an exception is an instance of counts: the more special ones stand first.
TABLE: Mapping[type[errors.HalqaError], Answer] = {
    errors.NotFound: Answer(404, "not-found", "Not found"),
    errors.BadValue: Answer(422, "bad-value", "A value is out of its range"),
    errors.BadFile: Answer(422, "bad-file", "The file cannot be loaded"),
    errors.BadProfile: Answer(422, "bad-profile", "The mapping profile is faulty or not known"),
    errors.WriterBusy: Answer(409, "writer-busy", "Another program is loading", retry_after=10),
    errors.Overtaken: Answer(503, "overtaken", "The store was written to while it was read", retry_after=5),
    errors.StoreUnavailable: Answer(503, "store-unavailable", "The store does not answer now", retry_after=5),
    errors.TooMany: Answer(422, "too-many", "More than can be counted"),
    errors.LimitPassed: Answer(422, "limit-passed", "The work took more than it may"),
    errors.WorkLost: Answer(503, "work-lost", "The work ended without an answer", retry_after=1),
    errors.NoStore: Answer(503, "no-store", "There is no store yet"),
    errors.DamagedStore: Answer(503, "damaged-store", "The store is damaged"),
    errors.MustRebuild: Answer(503, "must-rebuild", "The graph must be made again first"),
    errors.Unstorable: Answer(422, "unstorable", "The store refuses a value"),
    errors.StoreProblem: Answer(503, "store-problem", "The store cannot be used"),
    errors.Refused: Answer(422, "refused", "The request cannot be carried out as it stands"),
    errors.TooManyRejects: Answer(422, "too-many-rejects", "Too many rows were rejected"),
    errors.Interrupted: Answer(409, "interrupted", "Stopped before the end"),
}
_STATUS_NAMES = {
    400: ("bad-request", "The request cannot be read"),
    401: ("unauthorized", "A key is needed"),
    403: ("forbidden", "Not allowed"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    408: ("too-slow", "The body comes too slowly"),
    409: ("conflict", "Not in this state"),
    413: ("too-large", "The body is too large"),
    414: ("query-too-long", "The address is too long"),
    415: ("media-type", "The body has another content type than this route reads"),
    421: ("host", "The request names another host"),
    422: ("validation", "A parameter is missing or out of its range"),
    500: ("internal", "Unexpected fault"),
}


def problem_of(error: Exception) -> Problem:
    """What a caller is told of an exception; an unexpected one is logged and told without details."""
    for kind, answer in TABLE.items():
        if isinstance(error, kind):
            return Problem(
                type=f"urn:halqa:error:{answer.name}",
                title=answer.title,
                status=answer.status,
                detail=shortened(error.message),
                next_step=shortened(error.next_step),
            )
    if isinstance(error, HTTPException):
        return problem(error.status_code, str(error.detail))
    log.error("unexpected fault", exc_info=error)
    return problem(500, "the request was not carried out", "look at the log of the service")


def problem(status: int, detail: str, next_step: str = "", faults: Sequence[Fault] = ()) -> Problem:
    """A problem that is no exception of ours."""
    name, title = _STATUS_NAMES.get(status, ("", ""))
    return Problem(
        type=f"urn:halqa:error:{name}" if name else "about:blank",
        title=title or http.HTTPStatus(status).phrase,
        status=status,
        detail=shortened(detail),
        next_step=next_step,
        faults=list(faults),
    )


def shortened(text: str, most: int = _LONGEST_DETAIL) -> str:
    """A text of at most `most` characters that UTF-8 can write."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= most else text[: most - 1] + "…"


def answer_of(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    retry = next((a.retry_after for a in TABLE.values() if found.type.endswith(f":{a.name}")), 0)
    extra = {"Retry-After": str(retry)} if retry else {}
    body = found.model_dump_json(exclude_defaults=True)
    return Response(body, found.status, {**extra, **(headers or {})}, MEDIA_TYPE)


def faults_of(errors: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Validation faults: where, what is wrong and what to write; of a body nothing of what was sent is repeated."""
    for place, what, next_step in _told_of(errors):
        yield Fault(field=place, reason=shortened(f"{what}; {next_step}", _LONGEST_REASON))


def _told_of(errors: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """The place of each fault, what is wrong there, and the next step."""
    for error in errors[:_MOST_FAULTS]:
        place = ".".join(str(part) for part in error["loc"])
        if error["type"] == REPEATED:
            what, next_step = f"is given {error['ctx']['count']} times", "give it once"
        else:
            what, next_step = refusal(error, with_value=error["loc"][0] != "body")
        yield shortened(place, _LONGEST_NAME), what, next_step


def install(app: FastAPI) -> None:
    """Lets the table answer for every fault of an application."""

    async def known(_: Request, error: Exception) -> Response:
        return answer_of(problem_of(error))

    async def of_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = str(error.detail)
        if error.status_code == 404 and detail == "Not Found":
            detail = f"there is nothing at {shortened(request.url.path, _LONGEST_NAME)}"
        next_step = "the document at /v1/openapi.json lists every route" if error.status_code in (404, 405) else ""
        return answer_of(problem(error.status_code, detail, next_step), error.headers)

    async def of_validation(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        told = list(_told_of(error.errors()))
        detail = "; ".join(f"{place} {what}" for place, what, _ in told[:3])
        next_step = shortened("; ".join(dict.fromkeys(next_step for _, _, next_step in told[:3])))
        return answer_of(problem(422, detail, next_step, list(faults_of(error.errors()))))

    app.add_exception_handler(errors.HalqaError, known)
    app.add_exception_handler(HTTPException, of_status)
    app.add_exception_handler(RequestValidationError, of_validation)
