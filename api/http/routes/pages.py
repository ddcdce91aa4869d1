"""The search, whose finds lead on to pages of their own, and the style sheet.

Pages run no script of their own and need none.
"""

from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response

from api.http.dependencies import ViewOf
from api.http.pages import Links, PageRoute, page
from api.services.asking.searching import SearchRequest, whole_number
from api.services.asking.searching import search as find
from graph.errors import BadValue
from graph.finding import ANY_DAY, days_between
from graph.schema import NODE_TYPES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LONGEST_TEXT = 500
HITS_SHOWN = 5
FOUND_SHOWN = 100


@router.get("/static/{name}")
async def style(name: Annotated[Literal["pages.css"], Path()]) -> Response:
    """The style sheet."""
    text = (files("api.http") / "static" / name).read_text("utf-8")
    return Response(text, media_type="text/css; charset=utf-8")


_Given = Annotated[str, Query()]


@router.get("/search")
def search(
    view: ViewOf,
    q: Annotated[str | None, Query()] = None,
    type: _Given = "",
    first_on: Annotated[str, Query(alias="from")] = "",
    last_on: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """What a text finds, one row a record, value, place, firm or person; without a text the empty form."""
    links = Links(view.patterns)
    values: dict[str, Any] = {"q": (q or "")[:LONGEST_TEXT], "chosen": type, "types": NODE_TYPES, "asked": q}
    values |= {"first_on": first_on, "last_on": last_on, "answer": {"found": [], "truncated": [], "note": None}}
    try:
        if q is None:
            view.answer(lambda *_: None)  # whoever sees nothing is told so
            return page("search.html", links, fault=None, **values)
        days = days_between(first_on, last_on)
        if not type and days == ANY_DAY:
            text = _checked(q)
            whole = view.answer(lambda workspace, viewer: whole_number(workspace, viewer, text))
            if whole:
                return RedirectResponse(links("/entity", id=whole), 303)
        asked = SearchRequest(_checked(q), (type,) if type else (), days, FOUND_SHOWN)
        values["answer"] = view.answer(lambda workspace, viewer: find(workspace, viewer, asked))
    except BadValue as error:
        return page("search.html", links, 422, fault=error, **values)
    return page("search.html", links, fault=None, **values)


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadValue(f"the text to search has {len(text):,} characters", f"at most {LONGEST_TEXT} are searched for")
    if "\x00" in text:
        raise BadValue("the text to search holds a NUL character", "leave it out")
    return text
