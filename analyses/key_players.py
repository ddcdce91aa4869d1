"""Which few to take away so that a network falls apart, and which few to watch so as to see most of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.measures import comparable, scores_of
from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, NoEvidence, Population, analysis
from graph.errors import BadValue
from graph.kernels.adjacency import Adjacency
from graph.kernels.fragments import cohesion, reach
from graph.linkage.network import Network
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

MOST_STEPS = 2_000_000_000  # links looked at by an exact search
_EXACT_STEPS = 2_000_000  # a network of which fewer links are looked at from all sources is not sampled,
_PIVOTS = 200  # another from so many of them,
_LEAST_PIVOTS, _GREEDY_STEPS = 30, 1_000_000_000  # or fewer, so that no more links are looked at in all
_AT_ONCE = 50  # sets looked at between two calls of the tick


class KeyPlayersParams(NetworkParams):
    """Parameters of `key_players`."""

    goal: Literal["fragment", "reach"] = Field(
        "fragment", description="fragment: whom to remove so that the others lose touch; reach: whom to watch"
    )
    size: int = Field(3, ge=1, le=50, description="How many")
    method: Literal["greedy", "exact"] = Field(
        "greedy", description="greedy: one after the other, then exchanged while that helps; exact: all sets"
    )
    distance: bool = Field(
        True, description="Fragment: pairs count the inverse of their distance; false: 1 where there is a way"
    )
    hops: int = Field(
        1, ge=0, le=20, description="Reach: nodes within so many hops count; 0: the inverse of their distance"
    )
    candidates: int = Field(100, ge=2, description="Greedy: those who stand out most by betweenness or degree")
    seed: int = Field(1, ge=0, description="Seed of the sources that are sampled in large networks")


class KeyPlayer(BaseModel):
    """One of the set; in a greedy answer in the order of what each adds."""

    place: int = Field(description="Place in the set, 1 adds most", ge=1)
    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    links: int = Field(description="Entities that it is linked to", ge=0)
    score: float = Field(description="Fragmentation or reach of the set up to this one, 0-1", ge=0, le=1)
    alone: float = Field(description="The same of this one alone", ge=0, le=1)
    members: list[str] = Field(description="Ids of its parties")


class KeyPlayersPopulation(Population):
    """What the set was found in, and what else there was."""

    entities: int = Field(description="Entities that are visible", ge=0)
    linked: int = Field(description="Those with a link", ge=0)
    links: int = Field(description="Links between them", ge=0)
    score: float = Field(description="Fragmentation or reach of the set, 0-1", ge=0, le=1)
    before: float = Field(description="Fragmentation before anybody is removed; of reach 0", ge=0, le=1)
    by_degree: float = Field(description="The same of as many with most links", ge=0, le=1)
    by_betweenness: float = Field(description="The same of as many with the highest betweenness", ge=0, le=1)
    sets_tried: int = Field(description="Sets that were looked at", ge=0)
    sampled_sources: int = Field(description="Sources from which fragmentation was computed", ge=0)


class KeyPlayersAnswer(AnalysisResult[KeyPlayer, NoEvidence, KeyPlayersPopulation]):
    """The answer of `key_players`."""


@analysis(KeyPlayersParams)
def key_players(world: World, params: KeyPlayersParams, tick: Progress) -> KeyPlayersAnswer:
    """The few whose removal fragments a network most, or who reach most of it: two questions with two answers.

    Reads:
        The network of a relation (`graph.linkage.network`), each link one hop.
    Method:
        Fragmentation is 1 less the mean over pairs of those who are left of the inverse of their distance (0 where
        there is no way), or of 1 where there is a way. Reach is the share of all within `hops` of the set. Greedy adds
        whoever helps most among the `candidates` with the highest betweenness (fragment) or degree (reach), then
        exchanges one for another while that helps; exact looks at every set. Of equals the first by id counts. In
        larger networks fragmentation is measured from 30 to 200 sampled sources.
    Limits:
        Greedy need not find the best set; the population says what sets by degree and betweenness reach. Removal can
        help a network: it recovers, and may work better than before.
    Sources:
        Borgatti (2006), doi:10.1007/s10588-006-7084-x; recovery: Duijn, Kashirin and Sloot (2014),
        doi:10.1038/srep04238.
    """
    network = params.network(world)
    search = _Search(network.unweighted, params, tick)
    size = min(params.size, max(0, network.count - (params.goal == "fragment")))
    chosen = search.exact(size) if params.method == "exact" else search.greedy(size)
    rows = [_row(network, place, chosen, search) for place in range(len(chosen))]
    is_known = bool(network.count)
    return KeyPlayersAnswer(
        rows=rows,
        population=KeyPlayersPopulation(
            entities=world.entities.count,
            linked=network.count,
            links=len(network.left),
            score=search.score(chosen),
            before=search.score(()),
            by_degree=search.score(search.ranked("degree")[:size]),
            by_betweenness=search.score(search.ranked("betweenness")[:size]),
            sets_tried=search.tried,
            sampled_sources=len(search.sources),
            left_out=network.left_out,
            version=world.projection.version,
        ),
        notes=_notes(params) if is_known else [nothing_linked(world.entities.count, params.relation)],
        truncated=None,
    )


def _notes(params: KeyPlayersParams) -> list[Message]:
    return [message("removal.may_help")] if params.goal == "fragment" else []


@dataclass
class _Search:
    """The search for a set; counts how many it looked at."""

    graph: Adjacency
    params: KeyPlayersParams
    tick: Progress
    tried: int = 0

    def __post_init__(self) -> None:
        count = self.graph.count
        self.sources = np.arange(count)
        self.questions = 2 * self.params.size * min(self.params.candidates, count)  # about
        if self.params.goal == "fragment" and self.params.method == "greedy":
            affordable = _GREEDY_STEPS // max(1, self.questions * self.graph.entries)
            self.sources = self._sampled(min(_PIVOTS, max(_LEAST_PIVOTS, affordable)))

    def _sampled(self, pivots: int = _PIVOTS) -> np.ndarray:
        """All nodes, or some of them where all would take long."""
        count = self.graph.count
        if count <= pivots or count * self.graph.entries <= _EXACT_STEPS:
            return np.arange(count)
        return np.sort(np.random.default_rng(self.params.seed).choice(count, pivots, replace=False))

    def score(self, chosen: Sequence[int]) -> float:
        """Fragmentation without a set, or its reach; rounded so that rounding errors make no order."""
        if self.params.goal == "reach":
            return round(reach(self.graph, np.array(chosen, dtype=np.int32), self.params.hops, self.questions), 12)
        removed = np.zeros(self.graph.count, dtype=bool)
        removed[list(chosen)] = True
        return round(1 - cohesion(self.graph, removed, self.sources, self.params.distance, self.questions), 12)

    def ranked(self, measure: Literal["degree", "betweenness"]) -> list[int]:
        """Nodes by a measure, best first, ties by number."""
        scores = comparable(scores_of(self.graph, measure, self._sampled(), self.tick))
        return [int(node) for node in np.lexsort((np.arange(len(scores)), -scores))]

    def greedy(self, size: int) -> list[int]:
        """A set that grows by whoever helps most, then exchanges one for another while that helps."""
        order = self.ranked("betweenness" if self.params.goal == "fragment" else "degree")
        candidates = sorted(order[: self.params.candidates])
        chosen: list[int] = []
        while len(chosen) < min(size, len(candidates)):
            rest = [node for node in candidates if node not in chosen]
            _, best = self._best([*chosen, node] for node in rest)
            chosen = list(best)
        score = self.score(chosen)
        while chosen:
            rest = [node for node in candidates if node not in chosen]
            better, exchanged = self._best(
                [*chosen[:i], node, *chosen[i + 1 :]] for i in range(len(chosen)) for node in rest
            )
            if better <= score:
                break
            score, chosen = better, list(exchanged)
        return chosen

    def exact(self, size: int) -> list[int]:
        """The best of all sets.

        Raises:
            BadValue: there are too many.
        """
        count = self.graph.count
        each = self.graph.entries * (1 if self.params.goal == "reach" else count)
        if comb(count, size) * max(each, 1) > MOST_STEPS:
            raise BadValue(
                f"key_players: {comb(count, size):,} sets of {size} among {count:,} entities are too many",
                "lower size, narrow the network (relation, edge_types, since), or set method=greedy",
            )
        _, best = self._best(combinations(range(count), size))
        return self._in_order(list(best))

    def _in_order(self, chosen: list[int]) -> list[int]:
        """A set in the order of what each adds."""
        ordered: list[int] = []
        while len(ordered) < len(chosen):
            rest = [node for node in chosen if node not in ordered]
            ordered.append(max(rest, key=lambda node: (self.score([*ordered, node]), -node)))
        return ordered

    def _best(self, sets: "Iterator[Sequence[int]]") -> tuple[float, Sequence[int]]:
        """The first of the sets with the highest score; (-1, ()) of none."""
        best: tuple[float, Sequence[int]] = (-1.0, ())
        while lot := list(islice(sets, _AT_ONCE)):
            self.tick(Step("trying sets", self.tried))
            self.tried += len(lot)
            for chosen in lot:
                score = self.score(chosen)
                if score > best[0]:
                    best = score, chosen
        return best


def _row(network: Network, place: int, chosen: Sequence[int], search: _Search) -> KeyPlayer:
    node = chosen[place]
    return KeyPlayer(
        place=place + 1,
        id=network.id(node),
        label=network.label(node),
        links=int(network.unweighted.degrees[node]),
        score=search.score(chosen[: place + 1]),
        alone=search.score([node]),
        members=[network.world.projection.ids[member] for member in network.members(node)],
    )
