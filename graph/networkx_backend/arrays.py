"""A graph of NetworkX as arrays: its nodes in their order, its edges once for each attribute that is asked for."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Self

import networkx as nx
import numpy as np

from graph.kernels.adjacency import Adjacency, adjacency


@dataclass(frozen=True, eq=False)
class ArrayGraph:
    """An undirected graph without parallel edges that functions of NetworkX take as it is.

    Attributes:
        names: The nodes as NetworkX knows them; the kernels count them 0, 1, 2 ... in this order.
        edges: Which nodes are linked, without self-loops; each link weighs 1.
        weights: For each edge attribute that is kept its value at each entry of `edges`.
        looped: Numbers of the nodes that have an edge with themselves, ascending.
        loop_weights: The same values for the edges of `looped`.
    """

    names: Sequence[Hashable]
    edges: Adjacency
    weights: Mapping[str, np.ndarray] = field(default_factory=dict)
    looped: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    loop_weights: Mapping[str, np.ndarray] = field(default_factory=dict)

    __networkx_backend__ = "halqa"

    @classmethod
    def weighing(cls, graph: Adjacency, names: Sequence[Hashable] | None = None) -> Self:
        """The graph of the kernels for NetworkX, its weights as the attribute `weight`; nodes are numbers or named.

        Raises:
            ValueError: There are not as many names as nodes.
        """
        names = range(graph.count) if names is None else names
        if len(names) != graph.count:
            raise ValueError(f"there are {len(names)} names for {graph.count} nodes; give each node one")
        return cls(names, Adjacency(graph.pointers, graph.others, np.ones(graph.entries)), {"weight": graph.weights})

    @cached_property
    def __networkx_cache__(self) -> dict[str, Any]:
        """Where NetworkX keeps what it converts this graph to."""
        return {}

    @cached_property
    def number_of(self) -> dict[Hashable, int]:
        """The number of each node by its name."""
        return dict(zip(self.names, range(len(self.names)), strict=True))

    def weighed(self, attribute: str | None) -> Adjacency:
        """The graph with the values of an edge attribute for weights; 1 where there is none of this name."""
        if attribute is None or attribute not in self.weights:
            return self.edges
        return Adjacency(self.edges.pointers, self.edges.others, self.weights[attribute])

    def loops(self, attribute: str | None) -> np.ndarray:
        """For each node the value of its edge with itself, 0 where it has none."""
        values = np.zeros(len(self))
        values[self.looped] = 1.0 if attribute is None else self.loop_weights.get(attribute, 1.0)
        return values

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.number_of

    def is_directed(self) -> bool:
        """Never."""
        return False

    def is_multigraph(self) -> bool:
        """Never."""
        return False

    def number_of_nodes(self) -> int:
        """Nodes."""
        return len(self)

    def number_of_edges(self) -> int:
        """Edges, those of a node with itself among them."""
        return self.edges.entries // 2 + len(self.looped)


def from_networkx(G: "nx.Graph[Any]", attributes: Mapping[str, float]) -> ArrayGraph:
    """The arrays of an undirected graph without parallel edges.

    Args:
        G: Its node and graph attributes are left out.
        attributes: Edge attributes to keep, with the value where an edge has none.

    Raises:
        NotImplementedError: G is directed or has parallel edges, or a value is no number: NetworkX may do it then.
    """
    if G.is_directed() or G.is_multigraph():
        raise NotImplementedError("the kernels take undirected graphs without parallel edges")
    # The dictionaries themselves, as NetworkX does: its views take twice as long.
    neighbours = G._adj  # type: ignore[attr-defined]
    names = list(neighbours)
    degrees = np.fromiter((len(neighbours[name]) for name in names), dtype=np.int64, count=len(names))
    near = np.repeat(np.arange(len(names)), degrees)
    number_of = dict(zip(names, range(len(names)), strict=True))
    far = np.fromiter(
        map(number_of.__getitem__, chain.from_iterable(neighbours.values())), dtype=np.int64, count=len(near)
    )
    once = near < far
    left, right = near[once], far[once]
    edges = adjacency(len(names), left, right, np.ones(len(left)))
    is_loop = near == far
    weights, loop_weights = {}, {}
    for attribute, default in attributes.items():
        values = (row.get(attribute, default) for rows in neighbours.values() for row in rows.values())
        try:
            each = np.fromiter(values, dtype=np.float64, count=len(near))
        except (TypeError, ValueError) as error:
            raise NotImplementedError(f"a value of the edge attribute {attribute!r} is no number: {error}") from error
        weights[attribute] = adjacency(len(names), left, right, each[once]).weights
        loop_weights[attribute] = each[is_loop]
    return ArrayGraph(names, edges, weights, near[is_loop], loop_weights)


def to_networkx(graph: ArrayGraph) -> "nx.Graph[Any]":
    """The graph as NetworkX keeps it, with the edge attributes that the arrays hold."""
    G: nx.Graph[Any] = nx.Graph()
    G.add_nodes_from(graph.names)
    once = np.flatnonzero(graph.edges.rows < graph.edges.others)
    left = np.concatenate((graph.edges.rows[once], graph.looped)).tolist()
    right = np.concatenate((graph.edges.others[once], graph.looped)).tolist()
    values = {
        attribute: np.concatenate(
            (weights[once], graph.loop_weights.get(attribute, np.ones(len(graph.looped))))
        ).tolist()
        for attribute, weights in graph.weights.items()
    }
    for place, (a, b) in enumerate(zip(left, right, strict=True)):
        G.add_edge(graph.names[a], graph.names[b], **{name: column[place] for name, column in values.items()})
    return G
