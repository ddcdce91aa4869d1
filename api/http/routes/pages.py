"""The start page and the search; what is found leads on to pages of their own.

Pages run no script of their own and need none.
"""

from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response

from analyses.registry import all_analyses
from api.http import page_models as models
from api.http.dependencies import ViewOf
from api.http.pages import Links, PageRoute, page
from api.http.routes.watch import asked
from api.services.asking import watching
from api.services.asking.searching import SearchRequest, whole_number
from api.services.asking.searching import search as find
from api.state.dispositions import LeadState
from graph.errors import BadValue
from graph.finding import ANY_DAY, days_between
from graph.schema import NODE_TYPES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LONGEST_TEXT = 500
HITS_SHOWN = 5
FOUND_SHOWN = 100


@router.get("/")
def start(view: ViewOf) -> Response:
    """What Halqa is, what is loaded, and what can be asked."""
    loaded = view.answer(models.overview)
    links = Links(view.patterns)
    hits = asked(view, lambda who: watching.hits(who, watching.LATEST, LeadState.NEW.value))
    loaded |= {"new_hits": len(hits), "hits": hits[:HITS_SHOWN]}
    return page("start.html", links, analyses=all_analyses(), types=NODE_TYPES, **loaded)


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
