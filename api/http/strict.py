"""Reading requests strictly: JSON that is JSON, numbers that fit, nesting that ends, parameters that stand once.

What a parameter may be is told by the model of the route's query in `api/http/models/`.
"""

import json
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.http.errors import REPEATED
from api.http.models.query import QueryModel

MAX_DEPTH = 32
MAX_DIGITS = 15  # every such integer is exact in any JSON reader


class StrictRoute(APIRoute):
    """A route with a model of its query, which refuses repeated parameters and bodies that are not plain JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()
        query = _query_model(self.dependant)
        known, repeatable = query.names(), query.repeatable()
        takes_json = self.body_field is not None

        async def handler(request: Request) -> Response:
            _check_repeated(request, repeatable)
            strict = _StrictRequest(request.scope, request.receive)
            if takes_json:
                await strict.check_type()
            try:
                return await original(strict)
            except RequestValidationError as error:
                raise _with_known(error, known) from None

        return handler


class _StrictRequest(Request):
    async def check_type(self) -> None:
        """Raises 415 for a body that says it is something other than JSON."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if await self.body() and kind != "application/json":
            raise HTTPException(415, "this route reads application/json")

    async def json(self) -> Any:
        """The body; faults are those of a body that cannot be validated.

        Raises:
            HTTPException: 400, it is no JSON, not UTF-8, too deep, or holds a number that is not finite or too long.
        """
        body = await self.body()
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise HTTPException(400, f"the body is not UTF-8 at byte {error.start}") from None
        if _depth(text) > MAX_DEPTH:
            raise HTTPException(400, f"the body is nested deeper than {MAX_DEPTH} levels")
        try:
            return json.loads(text, parse_constant=_no_constant, parse_int=_integer, parse_float=_number)
        except json.JSONDecodeError as error:
            raise HTTPException(400, f"the body is not JSON: {error.msg} at character {error.pos}") from None


def _depth(text: str) -> int:
    """How deep brackets are nested at most; brackets in strings count too, which only makes it stricter."""
    deepest = depth = 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _no_constant(name: str) -> NoReturn:
    raise HTTPException(400, f"the body holds {name}, which is no JSON number")


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise HTTPException(400, f"the body holds a number of {len(text)} digits, at most {MAX_DIGITS} are read")
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")) or len(text) > 400:
        raise HTTPException(400, "the body holds a number that is too large or too long")
    return number


def _query_model(dependant: Any) -> type[QueryModel]:
    """The model of a route's query; every route has one."""
    model: type[QueryModel] = dependant.query_params[0].field_info.annotation
    return model


def _check_repeated(request: Request, repeatable: frozenset[str]) -> None:
    """Refuses a parameter that is given twice and is no list: FastAPI takes the last."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        {"type": REPEATED, "loc": ("query", name), "ctx": {"count": count}}
        for name, count in counts.items()
        if count > 1 and name not in repeatable
    ]
    if faults:
        raise RequestValidationError(faults)


def _with_known(error: RequestValidationError, known: Sequence[str]) -> RequestValidationError:
    """The same faults; those of names that are not known come first, as others may follow from them."""
    faults = [
        {**fault, "ctx": {"known": known}}
        if (fault["type"], fault["loc"][0]) == ("extra_forbidden", "query")
        else fault
        for fault in error.errors()
    ]
    return RequestValidationError(sorted(faults, key=lambda fault: fault["type"] != "extra_forbidden"))
