"""The lists: seizures, consignments, arrivals, firms and persons; filters, order and page stand in the address."""

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.http.dependencies import View, ViewOf
from api.http.known import known
from api.http.models.texts import NodeId, Words
from api.http.pages import Links, PageRoute, page
from api.services.asking.listing import arrivals, consignments, entities, seizures
from api.services.asking.listing.asked import Asked
from api.services.asking.showing.clusters import clusters_known
from api.services.asking.showing.consignments import KINDS
from graph.errors import BadValue
from graph.finding import days_between
from graph.linkage.world import World

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_Said = Annotated[Words, Query()]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a form of a list sends, as it was written; `at` is the day as of which time is counted."""

    values: dict[str, str]

    @property
    def asked(self) -> Asked:
        """The same, read.

        Raises:
            BadValue: a day or the page is none.
        """
        said = self.values
        number = said["page"] or "1"
        if not number.isdecimal() or len(number) > 9:
            raise BadValue(f"page is {number!r}", "write a number from 1 on")
        days = days_between(said["from"], said["to"])
        rest = {name: said[name] for name in ("country", "post", "kind", "only", "sort")}
        return Asked(text=said["q"].strip(), days=days, number=int(number), **rest)


def _filters(  # noqa: PLR0913  # one parameter a field of the form
    q: _Said = "",
    first_on: Annotated[Words, Query(alias="from")] = "",
    to: _Said = "",
    country: _Said = "",
    post: Annotated[NodeId | None, Query()] = None,
    kind: _Said = "",
    only: _Said = "",
    sort: _Said = "",
    number: Annotated[Words, Query(alias="page")] = "",
    at: _Said = "",
) -> Filters:
    said = {"q": q, "from": first_on, "to": to, "country": country, "post": post or "", "kind": kind}
    return Filters({**said, "only": only, "sort": sort, "page": number, "at": at})


FiltersOf = Annotated[Filters, Depends(_filters)]
_List = Callable[[World, Asked], dict[str, Any]]


@router.get("/seizures")
async def seizure_list(view: ViewOf, filters: FiltersOf) -> Response:
    """Seizures, the newest first."""
    return await _listed(view, "seizures", filters, seizures.list_seizures, sorts=seizures.SORTS)


@router.get("/consignments")
async def consignment_list(view: ViewOf, filters: FiltersOf) -> Response:
    """Consignments, the newest first."""
    kinds = KINDS
    return await _listed(
        view, "consignments", filters, consignments.list_consignments, sorts=consignments.SORTS, kinds=kinds
    )


@router.get("/arrivals")
async def arrival_list(view: ViewOf, filters: FiltersOf) -> Response:
    """What is expected and not declared, the least time left first, as of now or of a day."""
    moment = _moment(filters.values["at"])

    def read(world: World, asked: Asked) -> dict[str, Any]:
        return arrivals.list_arrivals(world, asked, moment)

    return await _listed(view, "arrivals", filters, read, sorts=arrivals.SORTS, kinds=arrivals.STATES)


@router.get("/entities")
async def entity_list(view: ViewOf, filters: FiltersOf) -> Response:
    """Firms and persons, those in leads first."""

    def read(world: World, asked: Asked) -> dict[str, Any]:
        return entities.list_entities(world, asked, clusters_known(view.service.answers, world))

    kinds = {name: name for name in entities.KINDS}
    return await _listed(view, "entities", filters, read, sorts=entities.SORTS, kinds=kinds)


async def _listed(view: View, name: str, filters: Filters, read: _List, **shown: Any) -> Response:
    asked = filters.asked
    told = await known(
        view,
        f"list of {name}",
        lambda workspace, viewer: read(workspace.world(viewer), asked),
        asked=asdict(asked),
        at=filters.values["at"],
    )
    return page(f"{name}.html", Links(view.patterns), values=filters.values, told=told, **shown)


def _moment(day: str) -> datetime.datetime:
    """Now, or the beginning of a day."""
    if not day:
        return datetime.datetime.now(datetime.UTC)
    first = days_between(day, "").first_on
    assert first is not None
    return datetime.datetime.fromisoformat(first).replace(tzinfo=datetime.UTC)
