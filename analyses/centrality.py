"""Who stands in the middle: centrality of entities in the company projection."""

from typing import Literal

import networkx as nx
import numpy as np
from pydantic import BaseModel, Field
from scipy.sparse.linalg import eigsh

from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from graph.linkage.identity import Entities
from graph.linkage.links import left_out_of_companies
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

Measure = Literal["degree", "betweenness", "pagerank", "eigenvector", "closeness"]


class CentralityParams(AnalysisParams):
    """Parameters of `centrality`."""

    measure: Measure = Field("betweenness", description="Which centrality")
    limit: int = Field(50, ge=1, description="Entities in the answer")
    pivots: int = Field(200, ge=10, description="Sources sampled for betweenness and closeness in larger graphs")
    resamples: int = Field(10, ge=0, le=200, description="Graphs with links left out, for rank intervals; 0 for none")
    missing_share: float = Field(0.1, ge=0, lt=1, description="Share of links left out in each of them, 0-1")
    seed: int = Field(1, ge=0, description="Seed of every sample")


class CentralEntity(BaseModel):
    """An entity with its rank."""

    rank: int = Field(description="Rank, 1 is the most central", ge=1)
    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    score: float = Field(description="Its centrality by the measure that was asked for")
    rank_interval: tuple[int, int] | None = Field(description="Best and worst rank where some links are missing")
    links: int = Field(description="Entities that it is linked to", ge=0)
    members: list[str] = Field(description="Ids of its parties")


class CentralityPopulation(Population):
    """Out of how many the ranks were found."""

    entities: int = Field(description="Entities that are visible", ge=0)
    in_company_projection: int = Field(description="Those with a link", ge=0)
    links: int = Field(description="Links between them", ge=0)
    sampled_sources: int = Field(description="Sources from which the measure was computed", ge=0)


class CentralityAnswer(AnalysisResult[CentralEntity, NoEvidence, CentralityPopulation]):
    """The answer of `centrality`."""


@analysis(CentralityParams)
def centrality(world: World, params: CentralityParams, tick: Progress) -> CentralityAnswer:
    """Entities by centrality, each with the interval of its rank when some links are missing.

    Reads:
        Entities, their trade and the values that few share: the company projection
        (`graph.linkage.links.company_graph`).
    Method:
        Degree: linked entities. PageRank: damping 0.85, to an L1 error of 1e-8. Eigenvector and PageRank use the
        weights; betweenness and closeness count hops, from `pivots` sampled sources where there are more. Ranks are
        found again in `resamples` graphs without `missing_share` of the links, from a quarter of the pivots; the
        interval holds all of them.
    Limits:
        Brokers and houses are central in honest trade. Overlapping intervals are a tie: do not read the order there.
    Sources:
        Brandes and Pich (2007), doi:10.1142/S0218127407018403; Borgatti, Carley and Krackhardt (2006),
        doi:10.1016/j.socnet.2005.05.001.
    """
    entities = world.entities
    left, right, weight = world.company_graph
    kept = weight > 0
    left, right, weight = left[kept], right[kept], weight[kept]
    nodes = np.unique(np.concatenate((left, right)))
    tick(Step(f"computing {params.measure}"))
    scores = _scores(left, right, weight, nodes, params, params.seed)
    order = _order(nodes, scores)
    intervals = _intervals(left, right, weight, nodes, params, tick)
    degree = np.bincount(np.concatenate((left, right)), minlength=entities.count)
    rows = [
        _row(rank, int(nodes[i]), float(scores[i]), intervals[i], entities, degree)
        for rank, i in enumerate(order[: params.limit], 1)
    ]
    sampled = params.measure in ("betweenness", "closeness") and len(nodes) > params.pivots
    cut = len(order) - len(rows)
    return CentralityAnswer(
        rows=rows,
        population=CentralityPopulation(
            entities=entities.count,
            in_company_projection=len(nodes),
            links=len(left),
            sampled_sources=params.pivots if sampled else len(nodes),
            left_out=left_out_of_companies(world.holders, len(nodes)),
            version=world.projection.version,
        ),
        notes=_notes(entities.count, scores, params),
        truncated=message("cut.entities", count=cut) if cut else None,
    )


def _notes(entities: int, scores: np.ndarray, params: CentralityParams) -> list[Message]:
    if not len(scores):
        return [message("nothing.no_links", entities=entities)]
    return [] if scores.any() else [message("nothing.all_zero", measure=params.measure)]


def _scores(
    left: np.ndarray, right: np.ndarray, weight: np.ndarray, nodes: np.ndarray, params: CentralityParams, seed: int
) -> np.ndarray:
    """Scores aligned with the nodes, rounded so that rounding errors make no order."""
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(nodes.tolist())
    G.add_weighted_edges_from(zip(left.tolist(), right.tolist(), weight.tolist(), strict=True))
    most = params.pivots if seed == params.seed else max(10, params.pivots // 4)
    pivots = most if len(nodes) > most else None
    if not G:
        return np.zeros(0)
    found: dict[int, float]
    if params.measure == "degree":
        found = {node: float(degree) for node, degree in G.degree()}
    elif params.measure == "pagerank":
        found = nx.pagerank(G, tol=1e-8 / len(G), max_iter=1000)
    elif params.measure == "eigenvector":
        found = _eigenvector(G)
    elif params.measure == "betweenness":
        found = nx.betweenness_centrality(G, k=pivots, seed=seed)
    else:
        found = _closeness(G, pivots, seed)
    return np.round(np.array([float(found[node]) for node in nodes.tolist()]), 10)


def _eigenvector(G: "nx.Graph[int]") -> dict[int, float]:
    """Eigenvector centrality of the largest component; 0 elsewhere, where it is not comparable."""
    parts = [sorted(part) for part in nx.connected_components(G)]
    largest = max(parts, key=lambda part: (len(part), -part[0]))
    scores = dict.fromkeys(G, 0.0)
    if len(largest) < 3:
        return scores | dict.fromkeys(largest, 1.0)
    matrix = nx.to_scipy_sparse_array(G, nodelist=largest).astype(float)
    _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(len(largest)), tol=1e-10)
    return scores | dict(zip(largest, np.abs(vectors[:, 0]).tolist(), strict=True))


def _closeness(G: "nx.Graph[int]", pivots: int | None, seed: int) -> dict[int, float]:
    """Harmonic closeness, from all nodes or from sampled ones (scaled to all)."""
    nodes = sorted(G)
    sources = nodes if pivots is None else np.random.default_rng(seed).choice(nodes, pivots, replace=False).tolist()
    scores = dict.fromkeys(nodes, 0.0)
    for source in sources:
        for node, distance in nx.single_source_shortest_path_length(G, source).items():
            if distance:
                scores[node] += 1 / distance
    scale = 1 / (len(sources) or 1)
    return {node: score * scale for node, score in scores.items()}


def _order(nodes: np.ndarray, scores: np.ndarray) -> list[int]:
    """Places of the nodes, best first; entities are numbered by id, which breaks ties."""
    return [int(i) for i in np.lexsort((nodes, -scores))]


def _intervals(
    left: np.ndarray,
    right: np.ndarray,
    weight: np.ndarray,
    nodes: np.ndarray,
    params: CentralityParams,
    tick: Progress,
) -> list[tuple[int, int] | None]:
    """Best and worst rank of each node over the resamples; None where none were asked for."""
    if not params.resamples or not len(nodes):
        return [None] * len(nodes)
    rng = np.random.default_rng(params.seed)
    ranks = np.empty((params.resamples, len(nodes)), dtype=np.int64)
    for i in range(params.resamples):
        tick(Step("ranks with links left out", i, params.resamples))
        kept = rng.random(len(left)) >= params.missing_share
        scores = _scores(left[kept], right[kept], weight[kept], nodes, params, params.seed + i + 1)
        ranks[i, _order(nodes, scores)] = np.arange(1, len(nodes) + 1)
    return [(int(low), int(high)) for low, high in zip(ranks.min(axis=0), ranks.max(axis=0), strict=True)]


def _row(
    rank: int, entity: int, score: float, interval: tuple[int, int] | None, entities: Entities, degree: np.ndarray
) -> CentralEntity:
    members = [entities.projection.ids[node] for node in entities.members[entity]]
    return CentralEntity(
        rank=rank,
        id=members[0],
        label=entities.label(entity),
        score=score,
        rank_interval=interval,
        links=int(degree[entity]),
        members=members,
    )
