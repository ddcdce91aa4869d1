"""Communities: who trades, shares and meets more among themselves than with the rest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, Population, analysis
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.leiden import label_propagation, leiden, modularity
from graph.kernels.map_equation import codelength, map_equation
from graph.kernels.partitions import agreement, without_order
from graph.linkage.groups import Group, describe_nodes
from graph.linkage.network import Network
from graph.linkage.unfolding import Reason, reasons
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

STABLE = 0.7  # agreement below which a member may as well belong elsewhere


class CommunitiesParams(NetworkParams):
    """Parameters of `communities`."""

    method: Literal["map_equation", "leiden", "label_propagation"] = Field(
        "map_equation", description="How communities are found"
    )
    weighted: bool = Field(True, description="Read a weight as strength; false: every link alike")
    resolution: float = Field(1.0, gt=0, le=100, description="Higher gives smaller communities (leiden only)")
    seed: int = Field(1, ge=0, description="Seed of the search; the same seed, the same answer")
    runs: int = Field(
        3,
        ge=0,
        le=50,
        description="Further runs with other seeds, as many with links left out, and as many on random graphs; 0 for"
        " none",
    )
    missing_share: float = Field(0.1, ge=0, lt=1, description="Share of links left out for the robustness, 0-1")
    min_size: int = Field(3, ge=2, description="Smaller communities are counted, not listed")
    limit: int = Field(200, ge=1, description="Communities in the answer")


class Community(Group):
    """A community of entities."""

    stability: float | None = Field(
        description="Mean agreement of its members over other seeds, 0-1; null without runs"
    )
    robustness: float | None = Field(description="The same where some links are left out")
    unstable: list[str] = Field(description="Names of members below 0.7 in either")


class CommunityLink(BaseModel):
    """A link inside a community."""

    community: str = Field(description="Id of the community")
    ends: tuple[str, str] = Field(description="Names of the two entities")
    weight: float = Field(description="Strength of the link")
    reasons: list[Reason] = Field(description="What links them, with the records that say so")


class CommunityPopulation(Population):
    """Out of how many the communities were found."""

    entities: int = Field(description="Entities that are visible", ge=0)
    linked: int = Field(description="Those with a link of the relation; with reported, nodes of all types", ge=0)
    links: int = Field(description="Links between them", ge=0)
    communities: int = Field(description="Communities in all", ge=0)
    smaller_than_min_size: int = Field(description="Those that are too small to be listed", ge=0)
    largest: int = Field(description="Entities of the largest", ge=0)
    codelength: float | None = Field(
        description="Bits that a step of a walk takes, told by the communities; null but with map_equation"
    )
    modularity: float | None = Field(description="Modularity of the division; null where there is none")
    modularity_by_chance: float | None = Field(
        description="Highest of random graphs in which each entity has as many links; null without runs"
    )
    stability: float | None = Field(description="Mean agreement of all members over other seeds, 0-1")
    robustness: float | None = Field(description="The same where some links are left out")


class CommunityAnswer(AnalysisResult[Community, CommunityLink, CommunityPopulation]):
    """The answer of `communities`."""


@analysis(CommunitiesParams)
def communities(world: World, params: CommunitiesParams, tick: Progress) -> CommunityAnswer:
    """Communities of a network, with a stability figure for each member.

    Reads:
        The network of a relation (`graph.linkage.network`): who trades, shares, knows, owns, or stands in one case.
    Method:
        The map equation (where a walk along the links stays long once it is in), Leiden by modularity, or asynchronous
        label propagation. Every community is connected. Stability of a member is the Jaccard index of its community and
        the one that it is in after a run with another seed, on average: what both hold over what either holds, so that
        to cut a community and to lump it together with others count alike. Robustness is the same after runs without
        `missing_share` of the links. Modularity, of whichever method, is compared with the highest of random graphs in
        which each entity has as many links.
    Limits:
        With `method=leiden` small communities of large graphs are merged; raise `resolution`, or leave it to the map
        equation, which finds them. Rings are what `linked_entities` is for.
        Members below about 0.7 may as well belong next door. Random graphs have communities too: a modularity that is
        not above theirs says nothing.
    Sources:
        Rosvall and Bergstrom (2008), doi:10.1073/pnas.0706851105. Traag, Waltman and van Eck (2019),
        doi:10.1038/s41598-019-41695-z. Raghavan, Albert and Kumara (2007),
        doi:10.1103/PhysRevE.76.036106. Random graphs: Newman, Strogatz and Watts (2001),
        doi:10.1103/PhysRevE.64.026118.
    """
    network = params.network(world)
    graph = network.adjacency if params.weighted else network.unweighted
    trials = _tried(graph, params, tick)
    parts = _parts(trials.labels)
    listed = [part for part in parts if len(part) >= params.min_size]
    rows = [_row(part, network, trials) for part in listed]
    shown = [rows[number] for number in sorted(range(len(rows)), key=lambda n: (-rows[n].entities, rows[n].id))]
    shown = shown[: params.limit]
    cut = len(rows) - len(shown)
    too_small = len(parts) - len(listed)
    row_of = {place: row.id for row, part in zip(rows, listed, strict=True) for place in part}
    return CommunityAnswer(
        rows=shown,
        evidence=_evidence({row.id for row in shown}, row_of, network),
        population=CommunityPopulation(
            entities=world.entities.count,
            linked=network.count,
            links=len(network.left),
            communities=len(parts),
            smaller_than_min_size=too_small,
            largest=max(map(len, parts), default=0),
            codelength=_codelength(graph, trials.labels, params) if parts else None,
            modularity=trials.modularity if parts else None,
            modularity_by_chance=trials.by_chance if parts else None,
            stability=_mean(trials.stability),
            robustness=_mean(trials.robustness),
            left_out=network.left_out + ([message("left_out.small_communities", count=too_small)] if too_small else []),
            version=world.projection.version,
        ),
        notes=_notes(trials) if parts else [nothing_linked(world.entities.count, params.relation)],
        truncated=message("cut.communities", count=cut) if cut else None,
    )


@dataclass(frozen=True)
class _Trials:
    """The division that is answered, and what became of it in other runs: agreement by node, None without runs."""

    labels: np.ndarray
    modularity: float
    by_chance: float | None
    stability: np.ndarray | None
    robustness: np.ndarray | None


def _tried(graph: Adjacency, params: CommunitiesParams, tick: Progress) -> _Trials:
    total = 1 + 3 * params.runs

    def divided(tried: Adjacency, seed: int, done: int) -> np.ndarray:
        def told() -> None:
            tick(Step("finding communities", done, total))

        if params.method == "map_equation":
            return map_equation(tried, told, seed)
        if params.method == "leiden":
            return leiden(tried, told, params.resolution, seed)
        return label_propagation(tried, told, seed)

    labels = divided(graph, params.seed, 0)
    answered = round(modularity(graph, labels), 4)
    if not params.runs or not graph.count:
        return _Trials(labels, answered, None, None, None)
    stability, robustness = np.zeros(graph.count), np.zeros(graph.count)
    by_chance = 0.0
    for run in range(1, params.runs + 1):
        seed = params.seed + run
        stability += agreement(labels, divided(graph, seed, run)) / params.runs
        thinned = _without_some(graph, params.missing_share, seed)
        robustness += agreement(labels, divided(thinned, seed, run + params.runs)) / params.runs
        random = without_order(graph, seed)
        by_chance = max(by_chance, modularity(random, divided(random, seed, run + 2 * params.runs)))
    return _Trials(labels, answered, round(by_chance, 4), stability, robustness)


def _codelength(graph: Adjacency, labels: np.ndarray, params: CommunitiesParams) -> float | None:
    return round(codelength(graph, labels), 4) if params.method == "map_equation" else None


def _without_some(graph: Adjacency, share: float, seed: int) -> Adjacency:
    """The graph with a share of its links left out."""
    once = graph.rows < graph.others
    kept = np.random.default_rng(seed).random(int(once.sum())) >= share
    columns = (column[once][kept] for column in (graph.rows, graph.others, graph.weights))
    return adjacency(graph.count, *columns)


def _mean(agreements: np.ndarray | None, places: list[int] | None = None) -> float | None:
    if agreements is None:
        return None
    return round(float(agreements.mean() if places is None else agreements[places].mean()), 3)


def _notes(trials: _Trials) -> list[Message]:
    """Says where the division is no better than chance, or not stable enough."""
    notes = []
    if trials.by_chance is not None and trials.modularity <= trials.by_chance:
        notes.append(message("communities.by_chance", modularity=trials.modularity, by_chance=trials.by_chance))
    for stability in (_mean(trials.stability), _mean(trials.robustness)):
        if stability is not None and stability < STABLE:
            notes.append(message("communities.unstable", stability=stability))
            break
    return notes


def _parts(labels: np.ndarray) -> list[list[int]]:
    """The nodes of each community, sorted, in order of their first."""
    parts: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for place, label in enumerate(labels.tolist()):
        parts[label].append(place)
    return parts


def _row(part: list[int], network: Network, trials: _Trials) -> Community:
    agreements = [figures[part] for figures in (trials.stability, trials.robustness) if figures is not None]
    lowest = np.min(agreements, axis=0).tolist() if agreements else [1.0] * len(part)
    return Community(
        **describe_nodes(network, "community", part),
        stability=_mean(trials.stability, part),
        robustness=_mean(trials.robustness, part),
        unstable=[network.label(place) for place, agreed in zip(part, lowest, strict=True) if agreed < STABLE],
    )


def _evidence(shown: set[str], row_of: Mapping[int, str], network: Network, most: int = 5) -> list[CommunityLink]:
    """The strongest links inside each community that is shown."""
    inside: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for a, b, weight in zip(network.left.tolist(), network.right.tolist(), network.strength.tolist(), strict=True):
        row = row_of.get(a)
        if row in shown and row == row_of.get(b):
            inside[row].append((-weight, a, b))
    return [
        CommunityLink(
            community=row,
            ends=(network.label(a), network.label(b)),
            weight=round(-weight, 3),
            reasons=reasons(network, a, b),
        )
        for row in sorted(inside)
        for weight, a, b in sorted(inside[row])[:most]
    ]
