"""Reading requests strictly: JSON that is JSON, numbers that fit, nesting that ends, parameters that exist."""

import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, NoReturn

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

MAX_DEPTH = 32
MAX_DIGITS = 15  # every such integer is exact in any JSON reader


class StrictRoute(APIRoute):
    """A route that refuses unknown and repeated parameters, and bodies that are not plain JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()
        known = {param.alias for param in _query_params(self.dependant)}
        repeatable = {p.alias for p in _query_params(self.dependant) if _is_list(p)}
        takes_json = self.body_field is not None

        async def handler(request: Request) -> Response:
            _check_query(request, known, repeatable)
            strict = _StrictRequest(request.scope, request.receive)
            if takes_json:
                await strict.check_type()
            return await original(strict)

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


def _query_params(dependant: Any) -> Iterator[Any]:
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from _query_params(inner)


def _is_list(param: Any) -> bool:
    return "list[" in str(param.field_info.annotation)


def _check_query(request: Request, known: set[str], repeatable: set[str]) -> None:
    faults = []
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            words = f"no such parameter; known: {', '.join(sorted(known)) or 'none'}"
            faults.append({"type": "unknown", "loc": ("query", name), "msg": words})
        elif name in seen and name not in repeatable:
            faults.append({"type": "repeated", "loc": ("query", name), "msg": "it may be given once"})
        seen.add(name)
    if faults:
        raise RequestValidationError(faults)
