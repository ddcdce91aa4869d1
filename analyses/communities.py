"""Communities of companies: who trades and shares more among themselves than with the rest."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, Population, analysis
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.leiden import label_propagation, leiden, modularity
from graph.linkage.groups import Group, describe_group
from graph.linkage.identity import Entities
from graph.linkage.links import left_out_of_companies
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step


class CommunitiesParams(AnalysisParams):
    """Parameters of `communities`."""

    method: Literal["leiden", "label_propagation"] = Field("leiden", description="How communities are found")
    resolution: float = Field(1.0, gt=0, le=100, description="Higher gives smaller communities (leiden only)")
    seed: int = Field(1, ge=0, description="Seed of the search; the same seed, the same answer")
    runs: int = Field(
        3, ge=0, le=50, description="Further runs with other seeds, for the stability of each member; 0 for none"
    )
    min_size: int = Field(3, ge=2, description="Smaller communities are counted, not listed")
    limit: int = Field(200, ge=1, description="Communities in the answer")


class Community(Group):
    """A community of entities."""

    stability: float = Field(description="Mean stability of its members, 0-1", ge=0, le=1)
    unstable: list[str] = Field(description="Names of members with a stability below 0.7")


class CommunityLink(BaseModel):
    """A link inside a community."""

    community: str = Field(description="Id of the community")
    ends: tuple[str, str] = Field(description="Names of the two entities")
    weight: float = Field(description="Weight of the link")


class CommunityPopulation(Population):
    """Out of how many the communities were found."""

    entities: int = Field(description="Entities that are visible", ge=0)
    in_company_projection: int = Field(description="Those with a link", ge=0)
    links: int = Field(description="Links between them", ge=0)
    communities: int = Field(description="Communities in all", ge=0)
    smaller_than_min_size: int = Field(description="Those that are too small to be listed", ge=0)
    largest: int = Field(description="Entities of the largest", ge=0)
    modularity: float | None = Field(description="Modularity of the division; null where there is none")


class CommunityAnswer(AnalysisResult[Community, CommunityLink, CommunityPopulation]):
    """The answer of `communities`."""


@analysis(CommunitiesParams)
def communities(world: World, params: CommunitiesParams, tick: Progress) -> CommunityAnswer:
    """Communities of the company projection, with a stability figure for each member.

    Reads:
        Entities (`graph.linkage.identity`), their trade with each other, and the values that few of them share.
    Method:
        Leiden by modularity, or asynchronous label propagation, on the company projection (`graph.linkage.links`):
        trade of n consignments weighs log2(1 + n), damped by the partners of the busier side. Every community is
        connected. Stability of a member is the mean share of its community that stays with it
        in runs with other seeds, 0-1.
    Limits:
        Modularity merges small communities in large graphs; raise `resolution` or use `linked_entities` for rings.
        Members below a stability of about 0.7 may as well belong next door.
    Sources:
        Traag, Waltman and van Eck (2019), doi:10.1038/s41598-019-41695-z. Raghavan, Albert and Kumara (2007),
        doi:10.1103/PhysRevE.76.036106.
    """
    entities = world.entities
    left, right, weight = world.company_graph
    kept = weight > 0
    left, right, weight = left[kept], right[kept], weight[kept]
    nodes = np.unique(np.concatenate((left, right)))
    graph = adjacency(len(nodes), np.searchsorted(nodes, left), np.searchsorted(nodes, right), weight)
    steps = [Step("finding communities", run, params.runs + 1) for run in range(params.runs + 1)]
    runs = [_labels(graph, params, params.seed + step.done, step, tick) for step in steps]
    parts = _parts(runs[0], nodes)
    others = [_of_entities(labels, nodes, entities.count) for labels in runs[1:]]
    listed = [part for part in parts if len(part) >= params.min_size]
    rows = [_row(part, world, others) for part in listed]
    community = {entity: row.id for row, part in zip(rows, listed, strict=True) for entity in part}
    rows.sort(key=lambda row: (-row.entities, row.id))
    shown = rows[: params.limit]
    cut = len(rows) - len(shown)
    too_small = len(parts) - len(listed)
    left_out = left_out_of_companies(world.holders, len(nodes))
    return CommunityAnswer(
        rows=shown,
        evidence=_evidence({row.id for row in shown}, community, (left, right, weight), entities),
        population=CommunityPopulation(
            entities=entities.count,
            in_company_projection=len(nodes),
            links=graph.entries // 2,
            communities=len(parts),
            smaller_than_min_size=too_small,
            largest=max(map(len, parts), default=0),
            modularity=round(modularity(graph, runs[0]), 4) if parts else None,
            left_out=left_out + ([message("left_out.small_communities", count=too_small)] if too_small else []),
            version=world.projection.version,
        ),
        notes=[] if parts else [message("nothing.no_links", entities=entities.count)],
        truncated=message("cut.communities", count=cut) if cut else None,
    )


def _labels(graph: Adjacency, params: CommunitiesParams, seed: int, step: Step, tick: Progress) -> np.ndarray:
    """The community of each node."""
    if params.method == "leiden":
        return leiden(graph, lambda: tick(step), params.resolution, seed)
    return label_propagation(graph, lambda: tick(step), seed)


def _parts(labels: np.ndarray, nodes: np.ndarray) -> list[list[int]]:
    """The entities of each community, sorted, in order of their first."""
    parts: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for label, entity in zip(labels.tolist(), nodes.tolist(), strict=True):
        parts[label].append(entity)
    return parts


def _of_entities(labels: np.ndarray, nodes: np.ndarray, count: int) -> np.ndarray:
    """The community of each entity, -1 where it has no link."""
    of_entities = np.full(count, -1, dtype=np.int64)
    of_entities[nodes] = labels
    return of_entities


def _row(part: list[int], world: World, others: list[np.ndarray]) -> Community:
    stability: dict[int, float] = {}
    for entity in part:
        shares = [float((labels[part] == labels[entity]).mean()) for labels in others]
        stability[entity] = round(sum(shares) / len(shares), 3) if shares else 1.0
    return Community(
        **describe_group(world, "community", part),
        stability=round(sum(stability.values()) / len(stability), 3),
        unstable=[world.entities.label(e) for e in part if stability[e] < 0.7],
    )


def _evidence(
    shown: set[str],
    community: Mapping[int, str],
    links: tuple[np.ndarray, np.ndarray, np.ndarray],
    entities: Entities,
    most: int = 5,
) -> list[CommunityLink]:
    """The strongest links inside each community that is shown."""
    inside: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for a, b, weight in zip(*(column.tolist() for column in links), strict=True):
        name = community.get(a)
        if name in shown and name == community.get(b):
            inside[name].append((-weight, a, b))
    return [
        CommunityLink(community=name, ends=(entities.label(a), entities.label(b)), weight=round(-weight, 3))
        for name in sorted(inside)
        for weight, a, b in sorted(inside[name])[:most]
    ]
