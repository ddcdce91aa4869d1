"""Who stands in the middle: centrality of entities in the company projection."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field
from scipy.sparse.linalg import eigsh

from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.betweenness import betweenness, harmonic_closeness
from graph.kernels.components import components
from graph.kernels.pagerank import pagerank
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

    rank: int = Field(description="Rank, 1 is the most central; those of one score share one", ge=1)
    tied: int = Field(description="Entities of this score, this one among them", ge=1)
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
        Degree: linked entities. PageRank: damping 0.85, to an L1 error of 1e-11. Eigenvector and PageRank use the
        weights; betweenness and closeness count hops, from `pivots` sampled sources where there are more. Ranks are
        found again in `resamples` graphs without `missing_share` of the links, from a quarter of the pivots; the
        interval holds all of them. Entities of one score share a rank and are listed by id.
    Limits:
        Brokers and houses are central in honest trade. Overlapping intervals are a tie: do not read the order there.
    Sources:
        Brandes (2001), doi:10.1080/0022250X.2001.9990249; Brandes and Pich (2007), doi:10.1142/S0218127407018403;
        Borgatti, Carley and Krackhardt (2006), doi:10.1016/j.socnet.2005.05.001.
    """
    entities = world.entities
    left, right, weight = world.company_graph
    kept = weight > 0
    left, right, weight = left[kept], right[kept], weight[kept]
    nodes = np.unique(np.concatenate((left, right)))
    links = _Links(np.searchsorted(nodes, left), np.searchsorted(nodes, right), weight, len(nodes))
    scores = _scores(links, params, params.pivots, params.seed, tick)
    order = _order(scores)
    best, worst = _ranks(scores)
    intervals = _intervals(links, params, tick)
    degree = links.adjacency.degrees
    rows = [
        _row(int(nodes[i]), float(scores[i]), (int(best[i]), int(worst[i])), intervals[i], entities, int(degree[i]))
        for i in order[: params.limit]
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


@dataclass(frozen=True)
class _Links:
    """Links between nodes that are numbered without gaps."""

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    count: int

    @cached_property
    def adjacency(self) -> Adjacency:
        return adjacency(self.count, self.left, self.right, self.weight)

    def among(self, kept: np.ndarray) -> "_Links":
        """Some of the links between the same nodes."""
        return _Links(self.left[kept], self.right[kept], self.weight[kept], self.count)


def _scores(links: _Links, params: CentralityParams, pivots: int, seed: int, tick: Progress) -> np.ndarray:
    """Scores of the nodes, rounded so that rounding errors make no order."""
    graph, count = links.adjacency, links.count
    if not count:
        return np.zeros(0)
    if params.measure == "degree":
        return graph.degrees.astype(np.float64)
    if params.measure == "pagerank":
        return np.round(pagerank(graph, error=1e-11), 10)
    if params.measure == "eigenvector":
        return np.round(_eigenvector(graph), 10)
    sources = np.arange(count)
    if count > pivots:
        sources = np.sort(np.random.default_rng(seed).choice(count, pivots, replace=False))

    def looked(done: int, total: int) -> None:
        tick(Step(f"computing {params.measure}", done, total))

    if params.measure == "closeness":
        return np.round(harmonic_closeness(graph, sources, looked), 10)
    pairs = max(1, (count - 1) * (count - 2) / 2)
    return np.round(betweenness(graph, sources, looked) / pairs, 10)


def _eigenvector(graph: Adjacency) -> np.ndarray:
    """Eigenvector centrality of the largest component; 0 elsewhere, where it is not comparable."""
    labels = components(graph.count, graph.rows, graph.others)
    largest = np.flatnonzero(labels == np.bincount(labels).argmax())
    scores = np.zeros(graph.count)
    if len(largest) < 3:
        scores[largest] = 1.0
        return scores
    matrix = graph.matrix[largest][:, largest]
    _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(len(largest)), tol=1e-10)
    scores[largest] = np.abs(vectors[:, 0])
    return scores


def _order(scores: np.ndarray) -> list[int]:
    """Places of the nodes, best first; nodes are numbered by id, which breaks ties."""
    return [int(place) for place in np.lexsort((np.arange(len(scores)), -scores))]


def _ranks(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last place that each node may have among those of its score."""
    ordered = np.sort(-scores)
    return np.searchsorted(ordered, -scores, "left") + 1, np.searchsorted(ordered, -scores, "right")


def _intervals(links: _Links, params: CentralityParams, tick: Progress) -> list[tuple[int, int] | None]:
    """Best and worst rank of each node over the resamples; None where none were asked for."""
    if not params.resamples or not links.count:
        return [None] * links.count
    rng = np.random.default_rng(params.seed)
    lowest, highest = np.full(links.count, links.count), np.zeros(links.count, dtype=np.int64)
    pivots = max(10, params.pivots // 4)
    for i in range(params.resamples):
        tick(Step("ranks with links left out", i, params.resamples))
        resampled = links.among(rng.random(len(links.left)) >= params.missing_share)
        scores = _scores(resampled, params, pivots, params.seed + i + 1, tick)
        best, worst = _ranks(scores)
        lowest, highest = np.minimum(lowest, best), np.maximum(highest, worst)
    return [(int(low), int(high)) for low, high in zip(lowest, highest, strict=True)]


def _row(
    entity: int,
    score: float,
    places: tuple[int, int],
    interval: tuple[int, int] | None,
    entities: Entities,
    degree: int,
) -> CentralEntity:
    members = [entities.projection.ids[node] for node in entities.members[entity]]
    return CentralEntity(
        rank=places[0],
        tied=places[1] - places[0] + 1,
        id=members[0],
        label=entities.label(entity),
        score=score,
        rank_interval=interval,
        links=degree,
        members=members,
    )
