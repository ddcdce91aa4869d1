"""The page of the watch list: what is watched, what was met, and the forms that change both. It runs no script."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.http.dependencies import View, ViewOf
from api.http.models.texts import NodeId, Text, Words
from api.http.pages import Links, PageRoute, page
from api.http.routes.watch import asked
from api.services.asking import deciding, watching
from api.state.watches import WatchKind
from graph.errors import BadValue, HalqaError, NotFound

router = APIRouter(include_in_schema=False, route_class=PageRoute)

PAGE = "/watch"
HITS_SHOWN = 200
_Said = Annotated[Words, Form()]


@router.get(PAGE)
async def listed(view: ViewOf) -> Response:
    """Your own entries and those of your administration, with what was met."""
    return await _page(view)


@router.post(PAGE)
async def add(  # noqa: PLR0913  # each is one field of the form
    view: ViewOf,
    kind: _Said = "",
    text: Annotated[NodeId | None, Form()] = None,
    node: Annotated[NodeId | None, Form()] = None,
    why: _Said = "",
    until: _Said = "",
    country: _Said = "",
    scope: _Said = "",
) -> Response:
    """Puts something on the list, as it is written or by its node; what cannot be watched is told beside the form."""

    def work(who: watching.WatchAsker) -> None:
        meant = watching.watched_by(node) if node else (kind, text or "")
        if meant is None:
            raise BadValue(
                f"{node} cannot be watched", "watch a firm, a person, a vehicle, a container or a number on it"
            )
        watching.add(who, watching.read_wanted(*meant, why, until, country, scope == "administration"))

    try:
        await asyncio.to_thread(asked, view, work)
    except (BadValue, NotFound) as fault:
        return await _page(view, fault)
    return _back(view)


@router.post(f"{PAGE}/remove")
def remove(view: ViewOf, watch: Annotated[Text, Form()]) -> Response:
    """Takes something off the list."""
    asked(view, lambda who: watching.remove(who, watch))
    return _back(view)


@router.post(f"{PAGE}/decide")
async def decide(view: ViewOf, hit: Annotated[Text, Form()], state: _Said, reason: _Said = "") -> Response:
    """Confirms or dismisses a hit."""
    try:
        to = deciding.read_state(state, "hit")
        await asyncio.to_thread(asked, view, lambda who: watching.decide(who, hit, to, reason))
    except BadValue as fault:
        return await _page(view, fault)
    return _back(view)


async def _page(view: View, fault: HalqaError | None = None) -> Response:
    def read(who: watching.WatchAsker) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, str]]:
        entries, hits = watching.listed(who), watching.hits(who)
        return entries, hits, watching.labels_of(who, [*entries, *hits])

    entries, hits, labels = await asyncio.to_thread(asked, view, read)
    status = 200 if fault is None else 404 if isinstance(fault, NotFound) else 422
    kinds = [kind.value for kind in WatchKind]
    return page(
        "watch.html", Links(view.patterns), status, entries=entries, hits=hits[:HITS_SHOWN],
        more_hits=max(0, len(hits) - HITS_SHOWN), kinds=kinds, labels=labels, fault=fault,
    )  # fmt: skip


def _back(view: View) -> Response:
    return RedirectResponse(Links(view.patterns)(PAGE), 303)
