"""Pages for people: templates that escape, links that carry the viewer on, and faults told as pages.

Whatever comes out of data is escaped, loses the characters that turn the reading direction, and stands in an element of
its own direction. The pages run no script: their policy allows our style sheet, our pictures in frames, and our forms.
"""

import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.http.asker import current_asker
from api.http.errors import TABLE, faults_of, problem, problem_of
from api.http.models.problem import Problem
from api.http.page_models import day_of_moment, heading, in_words, plainly, role_words, value_words
from api.http.texts import Texts, texts_of
from api.services.asking.showing.amounts import day_words
from api.views.picture import CAUTION, SHAPES, STYLES, plain, style_name, words
from graph.messages import end_words
from graph.wording import score_text

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A form of a page that tells no referrer is sent as if it came from nowhere, which the guard refuses.
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
PICTURE_POLICY = (
    # The file brings a policy of its own that allows its scripts by hash; this one keeps it in a box without an origin.
    "sandbox allow-scripts; connect-src 'none'; img-src data:; frame-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
FRAMED_FAULT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
MANUAL, EXPLORER = "/docs", "/explore"
_MARKS = re.compile(r"(\*\*[^*]+\*\*|`[^`]+`)")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of our pages, seen by the same viewer: `as` is carried on."""

    patterns: str = ""

    def __call__(self, path: str, given: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A path with its query; parameters that are None or empty are left out."""
        pairs = [(name, value) for name, value in {**(given or {}), **more, "as": self.patterns}.items() if value]
        query = urlencode(pairs, quote_via=quote, errors="replace")
        return f"{quote(path)}?{query}" if query else quote(path)


def page(
    name: str, links: Links, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """A template as an answer."""
    shared = {"url": links, "patterns": links.patterns, "manual": MANUAL, "asker": current_asker()}
    shared["has_explorer"] = has_explorer()
    text = _environment(texts_of()).get_template(name).render(**shared, **values)
    return HTMLResponse(text, status, {**HEADERS, **(headers or {})})


@cache
def has_explorer() -> bool:
    """Whether a module of the routes has the page that explores: routes are plugins."""
    from api.http.routes.registry import all_routers  # whose modules import this one

    routes = (route for router in all_routers() for route in router.routes)
    return any(getattr(route, "path", "") == EXPLORER for route in routes)


@cache
def _environment(texts: Texts) -> Environment:
    """The templates in a language."""
    environment = Environment(
        loader=PackageLoader("api.http", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words=words, day=day_of_moment, in_words=in_words, pieces=pieces, sentence=sentence)
    environment.filters.update(
        on_day=day_words,
        end_words=end_words,
        plainly=plainly,
        heading=heading,
        value_words=value_words,
        role_words=role_words,
        twice=lambda one: (one, one),
        turned=lambda pair: pair[::-1],
        score=score_text,
    )
    environment.globals.update(t=texts, caution=CAUTION, styles=STYLES, shapes=SHAPES, style_name=style_name)
    return environment


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text of ours in pieces: plain ("", text), as code ("code", text), and bold ("b", text)."""
    for piece in _MARKS.split(text.replace("**`", "`").replace("`**", "`")):
        if piece.startswith(("**", "`")):
            yield ("b", piece.strip("*")) if piece.startswith("**") else ("code", piece.strip("`"))
        elif piece:
            yield "", piece


def sentence(text: str) -> str:
    """A message as a sentence by itself."""
    return f"{text[:1].upper()}{text[1:]}."


def _shown(value: Any) -> Any:
    """Every value on its way into a page: numbers in groups of three, texts without what could turn them around."""
    if isinstance(value, Markup) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return f"{value:,}"
    text = str(value)
    return " " * text.startswith(" ") + plain(text) + " " * (text.endswith(" ") and bool(text.strip()))


class OtherPage(Exception):
    """Raised where the answer is another page for now, such as one that waits.

    Args:
        answer: Makes that page for a request.
    """

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        super().__init__()
        self.answer = answer


class PageRoute(APIRoute):
    """A route whose faults are pages; what is hidden and what is absent look the same."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wraps the handler."""
        original = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await original(request)
            except OtherPage as other:
                return other.answer(request)
            except RequestValidationError as error:
                faults = list(faults_of(error.errors()))
                told = "; ".join(f"{fault.field.removeprefix('query.')} {fault.reason}" for fault in faults)
                return _fault(request, problem(422, told), not any(fault.field == "query.as" for fault in faults))
            except Exception as error:
                return _fault(request, problem_of(error))

        return handler


def is_framed(request: Request) -> bool:
    """Whether the answer stands in a frame of another page of ours, in the place of a picture."""
    return request.url.path == "/picture"


def framed_headers(request: Request) -> dict[str, str]:
    """Headers of what is no picture where one should be: it may stand in our frame and loads nothing."""
    own = {"Content-Security-Policy": FRAMED_FAULT_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return own if is_framed(request) else {}


def _fault(request: Request, fault: Problem, keeps_viewer: bool = True) -> Response:
    """A fault as a page."""
    links = Links(request.query_params.get("as", "") if keeps_viewer else "")
    retry = next((str(a.retry_after) for a in TABLE.values() if a.retry_after and fault.type.endswith(a.name)), "")
    headers = {**({"Retry-After": retry} if retry else {}), **framed_headers(request)}
    return page(
        "fault-framed.html" if is_framed(request) else "fault.html",
        links,
        fault.status,
        headers,
        fault=fault,
        is_form=request.method == "POST",
    )
