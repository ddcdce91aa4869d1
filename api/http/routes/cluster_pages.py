"""The page of a cluster: its picture, its firms and persons, what links them, and the seizures on their goods."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.http import page_models as models
from api.http.analysed import given_of
from api.http.dependencies import View, ViewOf
from api.http.known import world_of
from api.http.models.texts import NodeId
from api.http.pages import Links, PageRoute, page
from api.http.working import worked
from api.services.asking import explore
from api.services.asking.showing.clusters import all_clusters, as_json, described, links_in, params_of, short
from api.services.asking.standing import parties_around
from api.services.runtime.jobs import Job, JobResult
from graph.errors import BadValue, NotFound
from graph.progress import Progress

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
    params_of(given)

    def work(job: Job) -> JobResult:
        return JobResult(as_json(_told(view, id or "", around or "", given, job.progress)))

    told = await worked(view, "cluster page", work, id=id, around=around, values=given)
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


def _told(view: View, cluster_id: str, around: str, given: Mapping[str, str], tick: Progress) -> dict[str, Any]:
    """What the page shows: `cluster` None where a node stands in none; no store is held while it is computed.

    Raises:
        NotFound: there is no such cluster or node, or the viewer may not see it.
    """
    answers = view.service.answers
    world = world_of(view, tick)
    clusters = all_clusters(answers, world, given, tick)
    told: dict[str, Any] = {"cluster": None, "others": [], "evidence": [], "population": clusters.population}
    if cluster_id:
        found = clusters.of_id(cluster_id)
        if found is None:
            words = f"no cluster {cluster_id!r} under these parameters"
            raise NotFound(words, "open the list of linked entities again")
        rows = [found]
    else:
        told["around"] = view.answer(lambda workspace, viewer: explore.describe(workspace, around, viewer))
        number = world.projection.number_of(around)
        rows = clusters.of_parties(parties_around(world, number)) if number is not None else []
    if rows:
        members = {"cluster": rows[0]["id"], "members": rows[0]["members"], "values": dict(given)}
        told["cluster"] = described(world, rows[0])
        told["others"] = [short(row) for row in rows[1:]]
        told["evidence"] = json.loads(answers.made(links_in, world, tick, **members))
    return told
