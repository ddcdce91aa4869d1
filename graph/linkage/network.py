"""Any relation as a weighted graph: who is linked to whom by trade, by what few share, by acquaintance, by ownership.

What centrality, communities and key players are found in. Every link has a strength by the rule of its relation, and
unfolds into the records behind it (`graph.linkage.unfolding`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.components import sum_by_pair
from graph.kernels.projection import project
from graph.kernels.reach import around
from graph.linkage.holders import IN_CASE
from graph.linkage.hubs import is_hub, rows_of_hubs
from graph.messages import Message, message
from graph.store.base import EdgeColumns

if TYPE_CHECKING:
    from graph.linkage.world import World

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


class Relation(StrEnum):
    """What links two of a network."""

    ANY = "any"  # company, association, ownership and cases together: their strengths are added
    COMPANY = "company"  # trade, damped, and what few share
    TRADE = "trade"  # consignments from one to the other
    SHARED = "shared"  # phones, addresses, numbers, people, vehicles and containers that few share
    ASSOCIATION = "association"  # reports that one knows the other
    OWNERSHIP = "ownership"  # directors and owners as registered
    CASES = "cases"  # the same case; a case of k gives each pair 1/log2(k)
    REPORTED = "reported"  # every edge as reported, between nodes of all types


class WeightRule(StrEnum):
    """How the strength of a link is made from what its relation says of it."""

    SUM = "sum"  # as it is: records times their weights
    LOG = "log"  # log2(1 + sum)
    ONE = "one"  # 1 for every link


@dataclass(frozen=True, eq=False)
class Network:
    """Links (left[i], right[i]), left < right, each pair once, between `count` nodes numbered without gaps.

    `nodes` are their numbers in the projection, ascending; for an entity that of its first party. `strength` is
    above 0.
    """

    world: "World"
    relation: Relation
    nodes: np.ndarray
    left: np.ndarray
    right: np.ndarray
    strength: np.ndarray

    @property
    def count(self) -> int:
        return len(self.nodes)

    @cached_property
    def adjacency(self) -> Adjacency:
        """The links with their strengths."""
        return adjacency(self.count, self.left, self.right, self.strength)

    @cached_property
    def unweighted(self) -> Adjacency:
        """The links, each of strength 1."""
        return adjacency(self.count, self.left, self.right, np.ones(len(self.left)))

    def among(self, kept: np.ndarray) -> "Network":
        """Some of the links (a flag each) between the same nodes."""
        return Network(self.world, self.relation, self.nodes, self.left[kept], self.right[kept], self.strength[kept])

    def between(self, nodes: np.ndarray) -> "Network":
        """The links between some nodes (numbers in the projection), and those of them that have one."""
        kept = self.among(np.isin(self.nodes, nodes)[self.left] & np.isin(self.nodes, nodes)[self.right])
        places = np.unique(np.concatenate((kept.left, kept.right)))
        left, right = np.searchsorted(places, kept.left), np.searchsorted(places, kept.right)
        return Network(self.world, self.relation, self.nodes[places], left, right, kept.strength)

    def around(self, node: int, hops: int) -> np.ndarray:
        """The nodes (numbers in the projection) within so many links of one that has a place here, it among them."""
        place = self.place_of(node)
        assert place is not None
        near: np.ndarray = self.nodes[around(self.unweighted, place, hops)]
        return near

    def id(self, place: int) -> str:
        """Text id of a node."""
        return self.world.projection.ids[int(self.nodes[place])]

    def entity(self, place: int) -> int:
        """The entity of a node, -1 where it is no party."""
        return int(self.world.entities.of_node[self.nodes[place]])

    def label(self, place: int) -> str:
        """What people read: the name of an entity, else that of the node."""
        entity = self.entity(place)
        return self.world.entities.label(entity) if entity >= 0 else self.world.projection.label(int(self.nodes[place]))

    def members(self, place: int) -> list[int]:
        """Numbers of the parties of an entity in the projection, else the one of the node."""
        entity = self.entity(place)
        return self.world.entities.members[entity] if entity >= 0 else [int(self.nodes[place])]

    def place_of(self, number: int) -> int | None:
        """Place of the node that a number of the projection belongs to; None where it has no link."""
        node = int(self.world.leaders[number])
        place = int(np.searchsorted(self.nodes, node))
        return place if place < self.count and self.nodes[place] == node else None

    @cached_property
    def left_out(self) -> list[Message]:
        """What has no link here, and which hubs link nobody."""
        entities = self.world.entities
        unlinked = entities.count - int((entities.of_node[self.nodes] >= 0).sum())
        hubs = len(rows_of_hubs(self.world.holders)) if self.relation in _THROUGH_VALUES else 0
        return [
            *([message("left_out.unlinked", count=unlinked, relation=self.relation.value)] if unlinked else []),
            *([message("left_out.hubs", count=hubs)] if hubs else []),
        ]


_THROUGH_VALUES = (Relation.ANY, Relation.COMPANY, Relation.SHARED)


def network_of(world: "World", relation: Relation, rule: WeightRule) -> Network:
    """The network of a relation in a world, with the strengths that a rule makes; links of strength 0 are left out."""
    left, right, strength = _PAIRS[relation](world)
    kept = strength > 0
    left, right, strength = left[kept], right[kept], strength[kept]
    if rule is WeightRule.LOG:
        strength = np.log2(1 + strength)
    elif rule is WeightRule.ONE:
        strength = np.ones(len(strength))
    nodes = np.unique(np.concatenate((left, right)))
    return Network(world, relation, nodes, np.searchsorted(nodes, left), np.searchsorted(nodes, right), strength)


def _of_entities(world: "World", pairs: Pairs) -> Pairs:
    """Pairs of entities as pairs of nodes: entities are numbered as their first parties are."""
    first = world.entities.first
    return first[pairs[0]], first[pairs[1]], pairs[2]


def _company(world: "World") -> Pairs:
    return _of_entities(world, world.company_graph)


def _trade(world: "World") -> Pairs:
    return _of_entities(world, world.trade)


def _shared(world: "World") -> Pairs:
    links = world.control_of_companies
    return _of_entities(world, (links.pair_left, links.pair_right, links.pair_weight))


def _edges(world: "World", types: tuple[str, ...]) -> Pairs:
    """Sums of the weights of the edges between two nodes; the parties of one entity are one node.

    What one record says of one entity counts once, however many spellings of it the record leads to.
    """
    projection, leaders = world.projection, world.leaders
    rows = projection.edges_of_types(types) if types else np.arange(len(projection.columns.source))
    rows = rows[_said_once(projection.columns, rows, leaders)]
    a, b = leaders[projection.columns.source[rows]], leaders[projection.columns.target[rows]]
    kept = a != b
    weight = projection.columns.weight[rows][kept].astype(np.float64)
    return sum_by_pair(np.minimum(a, b)[kept], np.maximum(a, b)[kept], weight, len(projection.ids))


def _said_once(columns: EdgeColumns, rows: np.ndarray, leaders: np.ndarray) -> np.ndarray:
    """Whether each edge leads to the first of the spellings to which its source leads in one type and role."""
    target = columns.target[rows]
    keys = np.stack((columns.source[rows], columns.type[rows], columns.role[rows], leaders[target]))
    _, group = np.unique(keys, axis=1, return_inverse=True)
    first = np.full(int(group.max(initial=-1)) + 1, len(leaders))
    np.minimum.at(first, group, target)
    once: np.ndarray = first[group] == target
    return once


def _association(world: "World") -> Pairs:
    return _edges(world, ("ASSOCIATED_WITH",))


def _ownership(world: "World") -> Pairs:
    left, right, weight = _edges(world, ("DIRECTED_BY", "OWNED_BY"))
    of_node = world.entities.of_node
    kept = (of_node[left] >= 0) & (of_node[right] >= 0)
    return left[kept], right[kept], weight[kept]


def _cases(world: "World") -> Pairs:
    holders = world.holders
    rows = np.flatnonzero((holders.relation == IN_CASE) & ~is_hub(holders))
    cases = holders.value[rows]
    pairs = project(holders.entity[rows], cases, np.ones(int(cases.max(initial=-1)) + 1), lambda *_: None)
    return _of_entities(world, pairs)


def _any(world: "World") -> Pairs:
    parts = [relation(world) for relation in (_company, _association, _ownership, _cases)]
    left, right, strength = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return sum_by_pair(left, right, strength, len(world.projection.ids))


_PAIRS: dict[Relation, Callable[["World"], Pairs]] = {
    Relation.ANY: _any,
    Relation.COMPANY: _company,
    Relation.TRADE: _trade,
    Relation.SHARED: _shared,
    Relation.ASSOCIATION: _association,
    Relation.OWNERSHIP: _ownership,
    Relation.CASES: _cases,
    Relation.REPORTED: lambda world: _edges(world, ()),
}
