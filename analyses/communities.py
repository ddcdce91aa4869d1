"""Communities of companies: who trades and shares more among themselves than with the rest."""

from collections import defaultdict
from typing import Literal

import networkx as nx
import numpy as np
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, Population, analysis
from graph.linkage.groups import Group, describe_group
from graph.linkage.identity import Entities
from graph.linkage.links import left_out_of_companies
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step


class CommunitiesParams(AnalysisParams):
    """Parameters of `communities`."""

    method: Literal["louvain", "label_propagation"] = Field("louvain", description="How communities are found")
    resolution: float = Field(1.0, gt=0, le=100, description="Higher gives smaller communities (louvain only)")
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
        Louvain by modularity, or asynchronous label propagation, on the company projection (`graph.linkage.links`):
        trade of n consignments weighs log2(1 + n), damped by the partners of the busier side. A community that is not
        connected is split into its parts. Stability of a member is the mean share of its community that stays with it
        in runs with other seeds, 0-1.
    Limits:
        Modularity merges small communities in large graphs; raise `resolution` or use `linked_entities` for rings.
        Members below a stability of about 0.7 may as well belong next door.
    Sources:
        Blondel, Guillaume, Lambiotte and Lefebvre (2008), doi:10.1088/1742-5468/2008/10/P10008. Raghavan, Albert and
        Kumara (2007), doi:10.1103/PhysRevE.76.036106.
    """
    entities = world.entities
    left, right, weight = world.company_graph
    kept = weight > 0
    G: nx.Graph[int] = nx.Graph()
    G.add_weighted_edges_from(zip(left[kept].tolist(), right[kept].tolist(), weight[kept].tolist(), strict=True))
    runs = []
    for run in range(params.runs + 1):
        tick(Step("finding communities", run, params.runs + 1))
        runs.append(_found(G, params, params.seed + run))
    parts, others = runs[0], [_labels(run, entities.count) for run in runs[1:]]
    listed = [part for part in parts if len(part) >= params.min_size]
    rows = [_row(part, world, others) for part in listed]
    rows.sort(key=lambda row: (-row.entities, row.id))
    shown = rows[: params.limit]
    cut = len(rows) - len(shown)
    modularity = nx.community.modularity(G, [set(part) for part in parts], weight="weight") if parts else None
    too_small = len(parts) - len(listed)
    left_out = left_out_of_companies(world.holders, G.number_of_nodes())
    return CommunityAnswer(
        rows=shown,
        evidence=_evidence(shown, left[kept], right[kept], weight[kept], entities),
        population=CommunityPopulation(
            entities=entities.count,
            in_company_projection=G.number_of_nodes(),
            links=G.number_of_edges(),
            communities=len(parts),
            smaller_than_min_size=too_small,
            largest=max(map(len, parts), default=0),
            modularity=None if modularity is None else round(modularity, 4),
            left_out=left_out + ([message("left_out.small_communities", count=too_small)] if too_small else []),
            version=world.projection.version,
        ),
        notes=[] if parts else [message("nothing.no_links", entities=entities.count)],
        truncated=message("cut.communities", count=cut) if cut else None,
    )


def _found(G: "nx.Graph[int]", params: CommunitiesParams, seed: int) -> list[list[int]]:
    """Connected communities, each sorted, in order of their first member."""
    if not G:
        return []
    if params.method == "louvain":
        raw = nx.community.louvain_communities(G, weight="weight", resolution=params.resolution, seed=seed)
    else:
        raw = list(nx.community.asyn_lpa_communities(G, weight="weight", seed=seed))
    parts = [sorted(c) for part in raw for c in nx.connected_components(G.subgraph(part))]
    return sorted(parts)


def _labels(parts: list[list[int]], count: int) -> np.ndarray:
    labels = np.full(count, -1, dtype=np.int64)
    for number, part in enumerate(parts):
        labels[part] = number
    return labels


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
    rows: list[Community],
    left: np.ndarray,
    right: np.ndarray,
    weight: np.ndarray,
    entities: Entities,
    most: int = 5,
) -> list[CommunityLink]:
    """The strongest links inside each community."""
    community: dict[int, str] = {}
    for row in rows:
        for member in row.members:
            community[int(entities.of_node[entities.projection.ids.find(member)])] = row.id
    inside: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for a, b, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True):
        if community.get(a) is not None and community.get(a) == community.get(b):
            inside[community[a]].append((-w, a, b))
    return [
        CommunityLink(community=name, ends=(entities.label(a), entities.label(b)), weight=round(-w, 3))
        for name in sorted(inside)
        for w, a, b in sorted(inside[name])[:most]
    ]
