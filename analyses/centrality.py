"""Who stands in the middle: centrality of entities in a network."""

from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, Field

from analyses.measures import SAMPLED, Measure, comparable, scores_of
from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, NoEvidence, Population, analysis
from graph.kernels.adjacency import Adjacency
from graph.kernels.cuts import cuts
from graph.linkage.network import Network
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

_WEIGHTED_ANYWAY = ("pagerank", "eigenvector")
_EXACT_STEPS = 20_000_000  # a network of which fewer links are looked at from all sources is not sampled,
_PIVOTS = 200  # another from so many of them


class CentralityParams(NetworkParams):
    """Parameters of `centrality`."""

    measure: Measure = Field("betweenness", description="Which centrality")
    weighted: bool | None = Field(
        None,
        description="Read weights as strengths: a link of strength w is 1/w long; null: PageRank and eigenvector do",
    )
    normalized: bool = Field(True, description="Betweenness as a share of all pairs; false: in pairs")
    limit: int = Field(50, ge=1, description="Entities in the answer")
    pivots: int | None = Field(
        None,
        ge=10,
        description="Sources sampled for betweenness and harmonic; null: all, or 200 where that takes long",
    )
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
    is_cut_point: bool = Field(description="Whether some of those it links lose touch with others without it")
    members: list[str] = Field(description="Ids of its parties")


class CentralityPopulation(Population):
    """Out of how many the ranks were found."""

    entities: int = Field(description="Entities that are visible", ge=0)
    linked: int = Field(description="Those with a link of the relation; with reported, nodes of all types", ge=0)
    links: int = Field(description="Links between them", ge=0)
    sampled_sources: int = Field(description="Sources from which the measure was computed", ge=0)


class CentralityAnswer(AnalysisResult[CentralEntity, NoEvidence, CentralityPopulation]):
    """The answer of `centrality`."""


@analysis(CentralityParams)
def centrality(world: World, params: CentralityParams, tick: Progress) -> CentralityAnswer:
    """Entities by centrality, each with the interval of its rank when some links are missing.

    Reads:
        The network of a relation (`graph.linkage.network`): who trades, shares, knows, owns, or stands in one case.
    Method:
        Degree: linked entities, weighted the sum of their strengths. Betweenness: the share of shortest paths between
        two others, over all pairs; in pairs where it is not normalized. Closeness: the inverse mean distance to those
        in reach, times their share (Wasserman and Faust). Harmonic: the mean of the inverse distances. PageRank:
        damping 0.85, to an L1 error of 1e-11. Core: the largest k for which it is in a part where everybody has k
        links. Triangles: pairs of its neighbours that are linked; clustering: their share of all pairs. Weighted, a
        link of strength w is 1/w long, and a walk follows links by their strengths; core, triangles and clustering know
        no weights. Betweenness and harmonic are found from `pivots` sampled sources where all would take long. Ranks
        are found again in `resamples` graphs without `missing_share` of the links, from a quarter of the pivots; the
        interval holds all of them. Entities of one score share a rank and are listed by id.
    Limits:
        Brokers and houses are central in honest trade. Overlapping intervals are a tie: do not read the order there.
    Sources:
        Freeman (1977), doi:10.2307/3033543; Wasserman and Faust (1994), doi:10.1017/CBO9780511815478; Brandes (2001),
        doi:10.1080/0022250X.2001.9990249; Brandes and Pich (2007), doi:10.1142/S0218127407018403; Borgatti, Carley and
        Krackhardt (2006), doi:10.1016/j.socnet.2005.05.001.
    """
    network = params.network(world)
    graph = _graph(network, params)
    sources = _sources(graph, params, 1, params.seed)
    scores = scores_of(graph, params.measure, sources, tick, params.normalized)
    ranked = comparable(scores)
    order = np.lexsort((np.arange(len(scores)), -ranked))
    best, worst = _ranks(ranked)
    intervals = _intervals(network, params, tick)
    degree, is_cut_point = graph.degrees, cuts(graph).points
    digits = 10 if params.measure in _WEIGHTED_ANYWAY else 14  # that are exact
    rows = [
        _row(
            network,
            int(i),
            float(f"{scores[i]:.{digits}g}"),
            (int(best[i]), int(worst[i])),
            intervals[i],
            _Standing(int(degree[i]), bool(is_cut_point[i])),
        )
        for i in order[: params.limit]
    ]
    cut = len(order) - len(rows)
    return CentralityAnswer(
        rows=rows,
        population=CentralityPopulation(
            entities=world.entities.count,
            linked=network.count,
            links=len(network.left),
            sampled_sources=len(sources),
            left_out=network.left_out,
            version=world.projection.version,
        ),
        notes=_notes(world.entities.count, scores, params),
        truncated=message("cut.entities", count=cut) if cut else None,
    )


def _notes(entities: int, scores: np.ndarray, params: CentralityParams) -> list[Message]:
    if not len(scores):
        return [nothing_linked(entities, params.relation)]
    return [] if scores.any() else [message("nothing.all_zero", measure=params.measure)]


def _graph(network: Network, params: CentralityParams) -> Adjacency:
    weighted = params.measure in _WEIGHTED_ANYWAY if params.weighted is None else params.weighted
    return network.adjacency if weighted else network.unweighted


def _sources(graph: Adjacency, params: CentralityParams, share: int, seed: int) -> np.ndarray:
    """The nodes to search from: all, or one of `share` of the sources that are sampled."""
    is_quick = params.pivots is None and graph.count * graph.entries <= _EXACT_STEPS
    pivots = max(10, (params.pivots or _PIVOTS) // share)
    if is_quick or graph.count <= pivots or params.measure not in SAMPLED:
        return np.arange(graph.count)
    return np.sort(np.random.default_rng(seed).choice(graph.count, pivots, replace=False))


def _ranks(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last place that each node may have among those of its score."""
    ordered = np.sort(-scores)
    return np.searchsorted(ordered, -scores, "left") + 1, np.searchsorted(ordered, -scores, "right")


def _intervals(network: Network, params: CentralityParams, tick: Progress) -> list[tuple[int, int] | None]:
    """Best and worst rank of each node over the resamples; None where none were asked for."""
    if not params.resamples or not network.count:
        return [None] * network.count
    rng = np.random.default_rng(params.seed)
    lowest, highest = np.full(network.count, network.count), np.zeros(network.count, dtype=np.int64)
    for i in range(params.resamples):
        tick(Step("ranks with links left out", i, params.resamples))
        graph = _graph(network.among(rng.random(len(network.left)) >= params.missing_share), params)
        sources = _sources(graph, params, 4, params.seed + i + 1)
        best, worst = _ranks(comparable(scores_of(graph, params.measure, sources, tick, params.normalized)))
        lowest, highest = np.minimum(lowest, best), np.maximum(highest, worst)
    return [(int(low), int(high)) for low, high in zip(lowest, highest, strict=True)]


class _Standing(NamedTuple):
    """How a node stands among those it is linked to."""

    links: int
    is_cut_point: bool


def _row(
    network: Network,
    place: int,
    score: float,
    ranks: tuple[int, int],
    interval: tuple[int, int] | None,
    standing: _Standing,
) -> CentralEntity:
    members = [network.world.projection.ids[node] for node in network.members(place)]
    return CentralEntity(
        rank=ranks[0],
        tied=ranks[1] - ranks[0] + 1,
        id=members[0],
        label=network.label(place),
        score=score,
        rank_interval=interval,
        links=standing.links,
        is_cut_point=standing.is_cut_point,
        members=members,
    )
