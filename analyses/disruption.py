"""What is left of a network when those who stand out are taken away, one after the other."""

from typing import Literal

import numpy as np
from pydantic import BaseModel, Field
from scipy.sparse import identity
from scipy.sparse.linalg import spsolve

from analyses.measures import comparable, scores_of
from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, NoEvidence, Population, analysis
from graph.errors import BadValue
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.components import components
from graph.linkage.network import Network
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

MOST_STEPS = 2_000_000_000  # links looked at over all removals
_KATZ_ALPHA = 0.1

Measure = Literal["betweenness", "degree", "katz", "collective_influence"]


class DisruptionParams(NetworkParams):
    """Parameters of `disruption`."""

    measure: Measure = Field("betweenness", description="Who stands out")
    sequential: bool | None = Field(
        None,
        description="Measure again after each removal; false: once, before the first. Again, where that does not take"
        " hours, if not given",
    )
    weighted: bool = Field(False, description="Read weights as strengths")
    count: int = Field(20, ge=1, description="Removals")


class Removal(BaseModel):
    """A node that is taken away, and what is left."""

    step: int = Field(description="Number of the removal; 0 is the network as it is", ge=0)
    id: str | None = Field(description="Id of its first party; null at step 0")
    label: str | None = Field(description="Its name")
    score: float | None = Field(description="Its measure when it was taken away")
    largest: int = Field(description="Entities in the largest component that is left", ge=0)
    share: float = Field(description="The same as a share of the largest component at first, 0-1", ge=0, le=1)
    components: int = Field(description="Components that are left", ge=0)


class DisruptionPopulation(Population):
    """What was taken apart."""

    entities: int = Field(description="Entities that are visible", ge=0)
    linked: int = Field(description="Those with a link", ge=0)
    links: int = Field(description="Links between them", ge=0)
    largest: int = Field(description="Entities in the largest component at first", ge=0)


class DisruptionAnswer(AnalysisResult[Removal, NoEvidence, DisruptionPopulation]):
    """The answer of `disruption`."""


@analysis(DisruptionParams)
def disruption(world: World, params: DisruptionParams, tick: Progress) -> DisruptionAnswer:
    """How a network falls apart when those who stand out are removed: the largest component after each removal.

    Reads:
        The network of a relation (`graph.linkage.network`).
    Method:
        Who has the highest measure is removed, again and again: betweenness, degree, Katz centrality (alpha 0.1) or
        collective influence ((degree - 1) times the sum over neighbours of degree - 1). Of equals the last goes: in
        the order in which a file names them, of a store in the order of their ids. Only the network as it is counts:
        nobody takes anybody's place.
    Limits:
        Networks recover, and removals can make them more efficient: a curve is no plan. What is not known is not
        removed either.
    Sources:
        Cavallaro et al. (2020), doi:10.1371/journal.pone.0236476; Morone and Makse (2015), doi:10.1038/nature14604;
        recovery: Duijn, Kashirin and Sloot (2014), doi:10.1038/srep04238.
    """
    network = params.network(world)
    graph = network.adjacency if params.weighted else network.unweighted
    rounds = min(params.count, network.count)
    again = _is_measured_again(graph, rounds, params)
    names_last = np.argsort(np.argsort(world.projection.appearance[network.nodes]))
    left = np.arange(network.count)
    first = _largest(graph)
    rows = [Removal(step=0, id=None, label=None, score=None, largest=first, share=1.0, components=_parts(graph))]
    scores = _measured(graph, params, tick) if network.count else np.zeros(0)
    for step in range(1, rounds + 1):
        tick(Step("removing", step, rounds))
        chosen = int(np.lexsort((names_last[left], comparable(scores)))[-1])
        node, score = int(left[chosen]), float(scores[chosen])
        kept = np.delete(np.arange(graph.count), chosen)
        left, graph, scores = left[kept], _among(graph, kept), scores[kept]
        rows.append(_row(network, step, node, score, (_largest(graph), first, _parts(graph))))
        if again and step < rounds:
            scores = _measured(graph, params, tick)
    cut = network.count - rounds
    return DisruptionAnswer(
        rows=rows if network.count else [],
        population=DisruptionPopulation(
            entities=world.entities.count,
            linked=network.count,
            links=len(network.left),
            largest=first,
            left_out=network.left_out,
            version=world.projection.version,
        ),
        notes=_notes(again, params) if rounds else [nothing_linked(world.entities.count, params.relation)],
        truncated=message("cut.removals", count=cut) if cut else None,
    )


def _is_measured_again(graph: Adjacency, rounds: int, params: DisruptionParams) -> bool:
    """Whether who stands out is measured after each removal; raises `BadValue` where that was asked and takes hours."""
    is_long = params.measure == "betweenness" and rounds * graph.count * graph.entries > MOST_STEPS
    if params.sequential and is_long:
        raise BadValue(
            f"disruption: {rounds} removals by betweenness in a network of {graph.count:,} entities take too long",
            "lower count, narrow the network (relation, edge_types, since), or set measure=degree or sequential=false",
        )
    return not is_long if params.sequential is None else params.sequential


def _notes(again: bool, params: DisruptionParams) -> list[Message]:
    once = [] if again or params.sequential is False else [message("removal.measured_once")]
    return [message("removal.may_help"), *once]


def _measured(graph: Adjacency, params: DisruptionParams, tick: Progress) -> np.ndarray:
    if params.measure == "katz":
        scores: np.ndarray = spsolve((identity(graph.count) - _KATZ_ALPHA * graph.matrix).tocsc(), np.ones(graph.count))
        return scores
    if params.measure == "collective_influence":
        ahead = graph.strength - 1
        around = np.bincount(graph.rows, weights=ahead[graph.others], minlength=graph.count)
        return ahead * around
    return scores_of(graph, params.measure, np.arange(graph.count), tick)


def _among(graph: Adjacency, kept: np.ndarray) -> Adjacency:
    """The graph among some of its nodes, renumbered in their order."""
    place = np.full(graph.count, -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    once = (graph.rows < graph.others) & (place[graph.rows] >= 0) & (place[graph.others] >= 0)
    return adjacency(len(kept), place[graph.rows[once]], place[graph.others[once]], graph.weights[once])


def _labels(graph: Adjacency) -> np.ndarray:
    return components(graph.count, graph.rows, graph.others)


def _largest(graph: Adjacency) -> int:
    return int(np.bincount(_labels(graph)).max()) if graph.count else 0


def _parts(graph: Adjacency) -> int:
    return int(_labels(graph).max(initial=-1)) + 1


def _row(network: Network, step: int, node: int, score: float, left: tuple[int, int, int]) -> Removal:
    largest, first, parts = left
    return Removal(
        step=step,
        id=network.id(node),
        label=network.label(node),
        score=float(f"{score:.12g}"),
        largest=largest,
        share=largest / first,
        components=parts,
    )
