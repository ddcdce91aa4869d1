"""The page of a cluster: its picture, its firms and persons, what links them, and the seizures on their goods."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from analyses.registry import get_analysis
from api.http import page_models as models
from api.http.analysed import CLUSTERS, answered, given_of
from api.http.dependencies import ViewOf
from api.http.models.texts import NodeId
from api.http.pages import Links, PageRoute, page
from api.http.working import Working, still_working, worked
from api.services.asking.explore import label
from api.services.asking.showing.clusters import as_json, clusters_around, described
from api.services.runtime.jobs import Job, JobResult
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.model import Viewer

router = APIRouter(include_in_schema=False, route_class=PageRoute)

MEMBERS_FIRST, LINKS_FIRST, SEIZURES_FIRST = 6, 8, 12  # rows that stand open


@router.get("/cluster")
async def cluster(
    request: Request,
    view: ViewOf,
    id: Annotated[NodeId | None, Query()] = None,
    around: Annotated[NodeId | None, Query()] = None,
) -> Response:
    """A cluster by its id, or the one that holds a node or whoever is near it; of a node in none its surroundings."""
    if not id and not around:
        raise BadValue("no cluster is named", "open it from a firm, a truck or a seizure, or name id or around")
    given = models.values_of(given_of(request, "id", "around"))
    analysis = get_analysis(CLUSTERS)
    values = given | ({"cluster": id} if id else {"around": around or ""})
    analysis.read_params(values)

    def work(job: Job) -> JobResult:
        answered(view, analysis, values, job)  # no store is held while it is computed; then it is kept
        return view.answer(lambda workspace, viewer: read(workspace, viewer, job))

    def read(workspace: Workspace, viewer: Viewer, job: Job) -> JobResult:
        params = analysis.read_params(values)
        answer = json.loads(view.service.answers.of(workspace.world(viewer), analysis, params, job.progress))
        rows = clusters_around(answer["rows"], around or "")
        told: dict[str, Any] = {"cluster": None, "others": [], "evidence": [], "population": answer["population"]}
        if around:
            found = workspace.store.get([around], viewer)
            if not found:
                raise NotFound(f"no node {around!r}", "`halqa search` finds ids")
            told["around"] = {"id": around, "type": found[0].type, "label": label(found[0])}
        if rows:
            told["cluster"] = described(workspace, viewer, rows[0])
            told["others"] = [{name: row[name] for name in ("id", "label", "entities")} for row in rows[1:]]
            told["evidence"] = [link for link in answer["evidence"] if link["cluster"] == rows[0]["id"]]
        return JobResult(as_json(told))

    try:
        told = await worked(view, "cluster page", work, values=values)
    except Working as working:
        return still_working(view, working)
    links = Links(view.patterns)
    if told["cluster"] is None:
        return page("no-cluster.html", links, node=told["around"])
    firsts: dict[str, Any] = {
        "members_first": MEMBERS_FIRST,
        "links_first": LINKS_FIRST,
        "seizures_first": SEIZURES_FIRST,
    }
    facts = models.population_of(told["population"])[0]
    return page(
        "cluster.html", links, row=told["cluster"], evidence=told["evidence"], others=told["others"], values=given,
        facts=facts, **firsts,
    )  # fmt: skip
