"""Where a path may lie: what may be walked through, how far it is from both ends, and the edges and days of its hops.

Spellings of one firm are one node, which its leader stands for. Places, and numbers that are too short to name anybody,
are never walked through; shared values above their cap only where that is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.kernels import reach, timed_paths
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.expand import matches
from graph.linkage.holders import are_too_short
from graph.linkage.hubs import is_hub
from graph.linkage.world import World
from graph.model import UNDATED
from graph.schema import NODE_TYPES, Ownership


@dataclass(frozen=True, slots=True)
class WalkRule:
    """What may be walked: ids not to go through, hubs, and the most hops."""

    avoid: Sequence[str] = ()
    through_hubs: bool = False
    most_hops: int = 8


@dataclass(frozen=True, eq=False)
class Reach:
    """What lies between a source and its targets, by node number; of an entity at its leader.

    Attributes:
        hops: Of the shortest way through each node, from the source to a target; a number above `most_hops` where there
            is none so short.
        hubs: Shared values above their cap, which are not entered.
    """

    world: World
    rule: WalkRule
    hops: np.ndarray
    hubs: int

    @property
    def nodes(self) -> int:
        """Nodes on some way that is short enough."""
        return int((self.hops <= self.rule.most_hops).sum())

    def walk(self, most_hops: int) -> "Walk":
        """The part of it in which the ways of at most so many hops lie."""
        p, leaders = self.world.projection, self.world.leaders
        is_useful = self.hops <= most_hops
        nodes = np.flatnonzero(is_useful)
        members = np.flatnonzero(is_useful[leaders])
        entries = reach.entries_of(p.adjacency.pointers, members)
        edges = p.adjacency.edges[entries]
        # An edge stands at both of its ends: it is taken from the one that it starts from.
        is_wanted = p.columns.source[edges] == np.repeat(members, np.diff(p.adjacency.pointers)[members])
        edges = edges[is_wanted & (p.columns.weight[edges] > 0)]
        a, b = (leaders[ends[edges]] for ends in (p.columns.source, p.columns.target))
        is_inside = is_useful[a] & is_useful[b] & (a != b)
        a, b = (np.searchsorted(nodes, ends[is_inside]) for ends in (a, b))
        return Walk(self.world, nodes, *_each_once(np.minimum(a, b) * len(nodes) + np.maximum(a, b), edges[is_inside]))


def reach_between(world: World, source: int, targets: np.ndarray, rule: WalkRule) -> Reach:
    """How a source and its targets (leaders, by number) hang together under a rule.

    The source may be walked from, and a single target walked to, whatever it is; of several those that may be entered.
    What is a hub is told by all that is visible, also where a part of it is walked.
    """
    p, leaders = world.projection, world.leaders
    is_open = np.ones(len(p.ids), dtype=bool)
    for node_type in NODE_TYPES.values():
        if node_type.ownership is Ownership.REFERENCE:
            is_open[p.numbers_of(node_type.name)] = False
    hubs = np.zeros(0, dtype=np.int64)
    if not rule.through_hubs:
        holders = world.whole.holders
        hubs = np.unique(holders.value[is_hub(holders)])
        is_open[hubs] = False
    is_open &= ~are_too_short(p)
    is_open[leaders[p.numbers_among(rule.avoid)]] = False
    is_open[source] = True
    if len(targets) == 1:
        is_open[targets] = True
    ends = np.array([source]), targets[is_open[targets]]
    near, far = (
        reach.hops(p.adjacency, end, rule.most_hops, open_nodes=is_open, leaders=leaders).astype(np.int64)
        for end in ends
    )
    is_between = (near != reach.UNREACHED) & (far != reach.UNREACHED)
    return Reach(world, rule, np.where(is_between, near + far, rule.most_hops + 1), len(hubs))


@dataclass(frozen=True, eq=False)
class Walk:
    """A part of the graph, its nodes numbered 0, 1, 2 ... in the order of their ids, each entity once.

    Attributes:
        nodes: The number of each node in the projection, sorted.
        keys: For each edge its two ends, the smaller times the number of nodes plus the larger; sorted.
        edges: The number of each edge in the projection.
    """

    world: World
    nodes: np.ndarray
    keys: np.ndarray
    edges: np.ndarray

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The keys, each once, where each begins, and how many edges it has."""
        keys, begins, counts = np.unique(self.keys, return_index=True, return_counts=True)
        return keys, begins, counts

    @cached_property
    def graph(self) -> Adjacency:
        """Who is next to whom; a link weighs as much as its edges together."""
        keys, begins, _ = self._pairs
        count = max(len(self.nodes), 1)
        weights = self.world.projection.columns.weight[self.edges].astype(np.float64)
        strength = np.add.reduceat(weights, begins) if len(begins) else weights
        return adjacency(len(self.nodes), keys // count, keys % count, strength)

    def numbers_of(self, numbers: np.ndarray) -> np.ndarray:
        """The places here of nodes of the projection, those of them that are here."""
        return np.flatnonzero(np.isin(self.nodes, numbers))

    def edges_between(self, a: int, b: int) -> list[int]:
        """The numbers of the edges of a hop, either way."""
        keys, begins, counts = self._pairs
        place = np.searchsorted(keys, min(a, b) * len(self.nodes) + max(a, b))
        edges: list[int] = self.edges[begins[place] : begins[place] + counts[place]].tolist()
        return edges

    def days_between(self, a: int, b: int) -> list[int]:
        """The days of a hop, sorted; none where it has no day."""
        pairs, days = self._days
        key = min(a, b) * len(self.nodes) + max(a, b)
        dated: list[int] = days[np.searchsorted(pairs, key, "left") : np.searchsorted(pairs, key, "right")].tolist()
        return dated

    @cached_property
    def _days(self) -> tuple[np.ndarray, np.ndarray]:
        """(key, day), sorted: what a party holds has the days of the records that mention the party."""
        p = self.world.projection
        on = p.columns.on[self.edges].astype(np.int64)
        is_undated = on == UNDATED
        owners = p.columns.source[self.edges[is_undated]].astype(np.int64)
        parties, mentioned = self._mentions(owners)
        row, at = matches(owners, parties)
        keys = np.concatenate((self.keys[~is_undated], self.keys[is_undated][row]))
        return _each_once(keys, np.concatenate((on[~is_undated], mentioned[at])))

    def _mentions(self, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(node, day) of the dated edges that lead to some nodes, each once, sorted."""
        p = self.world.projection
        unique = np.unique(nodes)
        entries = reach.entries_of(p.adjacency.pointers, unique)
        edges = p.adjacency.edges[entries]
        node = np.repeat(unique, np.diff(p.adjacency.pointers)[unique])
        is_mention = (p.columns.target[edges] == node) & (p.columns.on[edges] != UNDATED)
        return _each_once(node[is_mention], p.columns.on[edges[is_mention]].astype(np.int64))

    @cached_property
    def timed(self) -> timed_paths.TimedWays:
        """Who is next to whom on which day."""
        keys, days = self._days
        undated = np.setdiff1d(self._pairs[0], keys)
        keys = np.concatenate((keys, undated))
        days = np.concatenate((days, np.full(len(undated), timed_paths.UNTIMED)))
        count = max(len(self.nodes), 1)
        ends = np.concatenate((keys // count, keys % count)), np.concatenate((keys % count, keys // count))
        order = np.lexsort((np.tile(days, 2), ends[1], ends[0]))
        pointers = np.searchsorted(ends[0][order], np.arange(len(self.nodes) + 1))
        return timed_paths.TimedWays(pointers, ends[1][order], np.tile(days, 2)[order])


def _each_once(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows of two columns, sorted, each once."""
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    is_new = np.ones(len(first), dtype=bool)
    is_new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[is_new], second[is_new]
