"""Looking around in the graph by steps: what a screen begins with, what comes to it, and why it is there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from analyses.registry import get_analysis
from api.http.asker import current_asker
from api.http.dependencies import ServiceOf, View
from api.http.models import exploring as models
from api.http.models.query import OfViewer
from api.http.routes.exports import CONTENT
from api.http.strict import StrictRoute
from api.services.asking.disclosing import noting
from api.services.exploring import connecting, expanding, handing, scenes, telling
from api.services.exploring.showing import Showing
from api.services.runtime.workspace import Workspace
from api.views.registry import media_types, renderers
from graph.errors import BadValue
from graph.model import Viewer
from graph.progress import silent

GROUPS = {"cluster": "linked_entities", "lead": "leads"}  # the analysis that knows a group, and its parameter


def shown_to(view: View, read: Callable[[Showing], dict[str, Any]]) -> dict[str, Any]:
    """What a step reads of what somebody sees; what is large is made before, where it can be ended."""
    view.screened(silent)
    return view.answer(lambda workspace, viewer: read(Showing.of(workspace, viewer)))


def request_of(view: View, form: models.SceneForm) -> scenes.SceneRequest:
    """What to begin with; members of a cluster or lead come from the analysis that knows it.

    Raises:
        BadValue: not exactly one thing was asked for.
        NotFound: there is no such cluster or lead.
    """
    if sum(map(bool, (form.focus, form.cluster, form.lead, form.nodes))) != 1:
        raise BadValue("a scene begins with one of focus, cluster, lead and nodes", "name what to look at")
    for parameter, name in GROUPS.items():
        if group := getattr(form, parameter):
            analysis = get_analysis(name)
            params = analysis.read_params({**form.params, parameter: group})
            row = json.loads(view.analysed(analysis, params, silent))["rows"][0]
            return scenes.SceneRequest(members=tuple(row["members"]), title=row["label"], limit=form.limit)
    kept = tuple((node.id, node.x, node.y) for node in form.nodes)
    return scenes.SceneRequest(focus=tuple(form.focus), kept=kept, brought=tuple(form.brought), limit=form.limit)


def begin(service: ServiceOf, query: OfViewer, form: models.SceneForm) -> dict[str, Any]:
    """Nodes with what stands beside them, a cluster or lead with what its members share, or nodes where they were."""
    view = service.view(query.as_)
    request = request_of(view, form)
    return shown_to(view, lambda showing: scenes.scene(showing, request))


def choices(service: ServiceOf, query: OfViewer, form: models.ChoicesForm) -> dict[str, Any]:
    """What stands beside a node, by kind: how much, and how much of it is on the screen."""
    return shown_to(service.view(query.as_), lambda showing: expanding.choices(showing, form.id, form.shown))


def expand(service: ServiceOf, query: OfViewer, form: models.ExpansionForm) -> dict[str, Any]:
    """Nodes beside one that are not on the screen, placed so that nothing else moves, with all their links."""
    request = expanding.ExpansionRequest(form.id, form.key, form.limit, form.rank, _placed(form.shown))
    return shown_to(service.view(query.as_), lambda showing: expanding.expand(showing, request))


def links(service: ServiceOf, query: OfViewer, form: models.ShownForm) -> dict[str, Any]:
    """The links among what is on the screen."""
    return shown_to(service.view(query.as_), lambda showing: connecting.links(showing, form.shown))


def consignments(service: ServiceOf, query: OfViewer, form: models.ConsignmentsForm) -> dict[str, Any]:
    """The consignments on which at least two of what is on the screen stand, as nodes."""
    shown = _placed(form.shown)
    return shown_to(service.view(query.as_), lambda showing: connecting.consignments_among(showing, shown))


def paths(service: ServiceOf, query: OfViewer, form: models.PathsForm) -> dict[str, Any]:
    """The shortest paths between two nodes, not through hubs unless asked."""
    view = service.view(query.as_)
    analysis = get_analysis("paths")
    asked = {name: getattr(form, name) for name in ("source", "target", "through_hubs", "count")}
    params = analysis.read_params({**asked, "avoid": ",".join(form.avoid)})
    answer = json.loads(view.analysed(analysis, params, silent))
    return shown_to(view, lambda showing: connecting.on_paths(showing, answer, _placed(form.shown)))


def layouts(query: OfViewer, form: models.LayoutForm) -> dict[str, Any]:
    """Settled positions; what is pinned stays."""
    shown = [(node.id, node.x, node.y, node.pinned) for node in form.shown]
    return {"positions": connecting.positions(shown, [(one, other) for one, other in form.links])}


def communities(service: ServiceOf, query: OfViewer, form: models.ShownForm) -> dict[str, Any]:
    """Communities among what is on the screen."""
    return shown_to(service.view(query.as_), lambda showing: {"groups": connecting.communities(showing, form.shown)})


def explain(service: ServiceOf, query: OfViewer, form: models.ExplanationForm) -> dict[str, Any]:
    """Names, sentences and the records behind a node or a link, with file, line and row."""
    if form.node:
        return shown_to(service.view(query.as_), lambda showing: telling.of_node(showing, form.node or ""))
    if not form.source or not form.target:
        raise BadValue("nothing to explain", "name a node, or source, target and kind of a link")
    link = form.source, form.target, form.kind
    return shown_to(service.view(query.as_), lambda showing: telling.of_link(showing, *link))


def hand_over(service: ServiceOf, query: OfViewer, form: models.HandOverForm) -> Response:
    """What is on the screen as a file, where it stands; noted as an export of whoever asks."""
    view, by = service.view(query.as_), current_asker().name
    wanted = handing.HandOver(
        form.title,
        _placed(form.nodes),
        None if form.links is None else frozenset(form.links),
        tuple(form.notes),
        by,
    )
    body = drawn(view, wanted, f".{form.format}")
    headers = {"Content-Disposition": f'attachment; filename="halqa-explored.{form.format}"'}
    return Response(body, 200, headers, media_types()[f".{form.format}"])


def drawn(view: View, wanted: handing.HandOver, suffix: str) -> bytes:
    """The file of a screen; noted before it is given away, where whoever asks is known."""
    view.screened(silent)

    def draw(workspace: Workspace, viewer: Viewer) -> bytes:
        picture = handing.picture_of(Showing.of(workspace, viewer), wanted).checked()
        body = renderers()[suffix](picture)
        if wanted.by:
            parameters = {"explored": len(picture.nodes)}
            noting(view.service.askers.state(), workspace, parameters, suffix, view.patterns, wanted.by)(picture)
        return body

    return view.answer(draw)


def _placed(shown: list[models.PlacedNode]) -> tuple[tuple[str, float, float], ...]:
    return tuple((node.id, node.x, node.y) for node in shown)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as an address: the same for programs and for our page."""

    path: str
    summary: str
    answers: Callable[..., dict[str, Any]]
    model: type[BaseModel]


STEPS = (
    Step("scenes", "Begin to look around", begin, models.Scene),
    Step("choices", "Count what stands beside a node", choices, models.Choices),
    Step("expansions", "Show what stands beside a node", expand, models.Expansion),
    Step("links", "Link what is shown", links, models.Among),
    Step("consignments", "Show the consignments behind links", consignments, models.Among),
    Step("paths", "Show how two nodes hang together", paths, models.FoundPaths),
    Step("layouts", "Lay out what is shown", layouts, models.Positions),
    Step("communities", "Find communities in what is shown", communities, models.Groups),
    Step("explanations", "Say why a node or link is there", explain, models.ExplainedThing),
)


def router_at(prefix: str, is_for_programs: bool) -> APIRouter:
    """The steps under a prefix."""
    made = APIRouter(prefix=prefix, tags=["exploring"], route_class=StrictRoute, include_in_schema=is_for_programs)
    for step in STEPS:
        made.add_api_route(
            f"/{step.path}", step.answers, methods=["POST"], summary=step.summary, response_model=step.model
        )
    made.add_api_route(
        "/exports",
        hand_over,
        methods=["POST"],
        summary="Hand over what is shown as a file",
        response_class=Response,
        responses={200: {"description": "The file", "content": CONTENT}},
    )
    return made


router = router_at("/v1/explore", is_for_programs=True)
