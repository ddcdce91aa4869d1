"""What a viewer may see, as arrays: the graph that analyses run on.

Nodes are numbered by the order of their text ids, so that no internal number reaches an answer. The arrays are a CSR
over both directions; each entry keeps the number of its edge, so that a link can be unfolded into the record behind.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow.compute as pc

from graph.columns import Column, Texts, as_numpy
from graph.model import UNDATED, day_text
from graph.projection.edges import chosen
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES, NODE_TYPES, TYPE_OF_PREFIX
from graph.store.base import EdgeColumns, HubRegister

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Numbers of the nodes at the other end, and of the edges to them, of one node."""

    nodes: np.ndarray
    edges: np.ndarray


class Adjacency(NamedTuple):
    """A CSR over both directions: node i has entries `pointers[i]` (int64) up to `pointers[i + 1]`.

    `others` (int32) are the nodes at the other ends, by number; `edges` (int32) the numbers of the edges.
    """

    pointers: np.ndarray
    others: np.ndarray
    edges: np.ndarray


@dataclass(frozen=True, eq=False)
class Projection:
    """The visible graph as arrays.

    `columns` are the edges, with two-step references closed (`graph.projection.references`): an edge that points at the
    number of a record goes to that record. `referring` are those edges as the store has them, `left_out` counts what is
    not here, in words that say why. `properties` holds the properties that were asked for by node type and name,
    aligned with `numbers_of(type)`. `channel_versions` tell what of it is still true when the store has moved on.
    """

    columns: EdgeColumns
    properties: Mapping[str, Mapping[str, Column]]
    version: str
    channel_versions: Mapping[str, str]
    hubs: HubRegister
    sees_all: bool
    referring: EdgeColumns
    left_out: Mapping[str, int]

    @property
    def ids(self) -> Texts:
        """Text ids of the nodes, sorted; a node's number is its place."""
        return self.columns.ids

    def number_of(self, node_id: str) -> int | None:
        """The number of a node, by its text id; None where there is none."""
        number = self.ids.find(node_id)
        return None if number < 0 else number

    def numbers_among(self, node_ids: Iterable[str]) -> list[int]:
        """The numbers of those among the ids that are here, in the order given."""
        return [number for node_id in node_ids if (number := self.ids.find(node_id)) >= 0]

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        return {name: self.ids.beginning(f"{node_type.prefix}:") for name, node_type in NODE_TYPES.items()}

    def numbers_of(self, node_type: str) -> np.ndarray:
        """The numbers of all nodes of a type: one range, as the type is the beginning of the id."""
        return np.arange(*self._ranges[node_type])

    def type_of(self, number: int) -> str:
        """The node type of a number."""
        node_id = self.ids[number]
        return TYPE_OF_PREFIX[node_id[: node_id.index(":")]]

    def edges_of_types(self, types: Sequence[str]) -> np.ndarray:
        """The numbers of the edges of these types."""
        return np.flatnonzero(np.isin(self.columns.type, [EDGE_TYPES[t].number for t in types]))

    @cached_property
    def appearance(self) -> np.ndarray:
        """The order in which the nodes were said, as a rank each: of a store that of their ids."""
        return np.arange(len(self.ids))

    @cached_property
    def is_inline_party(self) -> np.ndarray:
        """Whether each node is a party as it is written on records, and not one of a register: its id has no kind."""
        first, last = self._ranges["Party"]
        flags = np.zeros(len(self.ids), dtype=bool)
        flags[first:last] = as_numpy(pc.count_substring(self.ids.array[first:last], ":")) == 2
        return flags

    def has_role(self, edges: np.ndarray, roles: Collection[str]) -> np.ndarray:
        """Whether each of these edges has one of the roles; "" is the role of most."""
        numbers = [number for number, role in enumerate(self.columns.roles) if role in roles]
        held: np.ndarray = np.isin(self.columns.role[edges], numbers)
        return held

    @cached_property
    def adjacency(self) -> Adjacency:
        """Who is next to whom, by the other end's id."""
        return adjacency_of(len(self.ids), self.columns.source, self.columns.target)

    def neighbours(self, number: int) -> Neighbours:
        """Both directions, by the other end's id."""
        pointers, others, edges = self.adjacency
        first, last = pointers[number], pointers[number + 1]
        return Neighbours(others[first:last], edges[first:last])

    @cached_property
    def degrees(self) -> np.ndarray:
        """Edges at each node, both directions."""
        return np.diff(self.adjacency.pointers)

    def property_of(self, node_type: str, name: str) -> Column:
        """A property of all nodes of a type, aligned with `numbers_of`; None where absent.

        Raises:
            KeyError: it was not asked for: an analysis says what it reads.
        """
        return self.properties[node_type][name]

    def part(self, edges: np.ndarray) -> "Projection":
        """The projection with some of its edges (flags or numbers); nodes keep their numbers."""
        names = (field.name for field in fields(Projection) if field.name != "columns")
        return Projection(chosen(self.columns, edges), **{name: getattr(self, name) for name in names})

    def label(self, number: int) -> str:
        """What people read: a party's name, else the last part of the id."""
        node_id, node_type = self.ids[number], self.type_of(number)
        if node_type == "Party":
            name = self.properties["Party"]["name"][number - self._ranges["Party"][0]]
            if name:
                return str(name)
            return self._key_of(number) or node_id.rsplit(":", 1)[1][:8]
        return node_id.split(":", 1)[1] if node_type in ("Phone", "Container", "Email") else node_id.rsplit(":", 1)[1]

    def _key_of(self, number: int) -> str:
        """The number by which a party without a name is known: its tax number or the source's key."""
        near = self.neighbours(number)
        keys = [self.ids[n] for n in near.nodes if self.ids[n].startswith("identifier:")]
        return min(keys).rsplit(":", 1)[1] if keys else ""

    def edge(self, number: int) -> tuple[str, str, str, str, str | None]:
        """An edge in words: source id, type, target id, role, day."""
        c = self.columns
        on = int(c.on[number])
        return (
            self.ids[c.source[number]],
            EDGE_TYPE_OF_NUMBER[int(c.type[number])],
            self.ids[c.target[number]],
            c.roles[c.role[number]],
            None if on == UNDATED else day_text(on),
        )

    def iter_edges(self) -> Iterator[tuple[str, str, str, str, str | None]]:
        """All edges in words, in the order of the columns."""
        c, ids, number = self.columns, list(self.ids), EDGE_TYPE_OF_NUMBER
        for source, kind, target, role, on in zip(c.source, c.type, c.target, c.role, c.on, strict=True):
            day = None if on == UNDATED else day_text(int(on))
            yield ids[source], number[int(kind)], ids[target], c.roles[role], day

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The projection as a NetworkX graph: node attribute `type`, edge attributes `type`, `role`, `on`."""
        import networkx as nx

        G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        G.add_nodes_from((node_id, {"type": self.type_of(number)}) for number, node_id in enumerate(self.ids))
        G.add_edges_from((s, t, {"type": kind, "role": role, "on": on}) for s, kind, t, role, on in self.iter_edges())
        return G


def adjacency_of(count: int, source: np.ndarray, target: np.ndarray) -> Adjacency:
    """The adjacency of `count` nodes under edges (source[i], target[i]); one of a node to itself stands twice."""
    ends = np.concatenate((source, target)).astype(np.int64)
    others = np.concatenate((target, source))
    order = np.argsort(ends * count + others, kind="stable")
    pointers = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=pointers[1:])
    edges = np.where(order < len(source), order, order - len(source)).astype(np.int32)
    return Adjacency(pointers, others[order].astype(np.int32), edges)
