"""What a viewer may see, as arrays: the graph that analyses run on.

Nodes are numbered by the order of their text ids, so that no internal number reaches an answer. The arrays are a CSR
over both directions; each entry keeps the number of its edge, so that a link can be unfolded into the record behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.model import UNDATED, Viewer, day_text
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES, NODE_TYPES, TYPE_OF_PREFIX
from graph.store.base import EdgeColumns, GraphStore, HubRegister

if TYPE_CHECKING:
    import networkx as nx

_PROPERTIES = {
    "Party": ("name", "name_folded", "kind", "country"),
    "Seizure": (
        "commodity",
        "quantity",
        "quantity_unit",
        "quantity_text",
        "quantity_dimension",
        "quantity_base",
        "quantity_base_unit",
        "seized_on",
        "place",
    ),
    "Inspection": ("result", "inspected_on"),
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Numbers of the nodes at the other end, and of the edges to them, of one node."""

    nodes: np.ndarray
    edges: np.ndarray


@dataclass(frozen=True, eq=False)
class Projection:
    """The visible graph as arrays.

    `ids` are sorted text ids; `columns` the edges (source, target, type, on, role) that index them; `properties` holds
    a few properties by node type and name, aligned with `numbers_of(type)`.
    """

    ids: list[str]
    columns: EdgeColumns
    properties: Mapping[str, Mapping[str, list[object]]]
    version: str
    hubs: HubRegister
    sees_all: bool
    left_out: tuple[str, ...] = field(default=())

    @cached_property
    def number(self) -> dict[str, int]:
        """Node number by text id."""
        return {node_id: i for i, node_id in enumerate(self.ids)}

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        from bisect import bisect_left

        return {
            name: (bisect_left(self.ids, f"{t.prefix}:"), bisect_left(self.ids, f"{t.prefix};"))
            for name, t in NODE_TYPES.items()
        }

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
    def _csr(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        count, edges = len(self.ids), len(self.columns.source)
        ends = np.concatenate((self.columns.source, self.columns.target)).astype(np.int64)
        others = np.concatenate((self.columns.target, self.columns.source))
        order = np.lexsort((others, ends))
        pointers = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=count), out=pointers[1:])
        edge_numbers = np.concatenate((np.arange(edges), np.arange(edges)))
        return pointers, others[order], edge_numbers[order].astype(np.int64)

    def neighbours(self, number: int) -> Neighbours:
        """Both directions, by the other end's id."""
        pointers, others, edges = self._csr
        first, last = pointers[number], pointers[number + 1]
        return Neighbours(others[first:last], edges[first:last])

    def degree(self) -> np.ndarray:
        """Edges at each node, both directions."""
        return np.diff(self._csr[0])

    def property_of(self, node_type: str, name: str) -> list[object]:
        """A property of all nodes of a type, aligned with `numbers_of`; None where absent."""
        return list(self.properties.get(node_type, {}).get(name, [None] * len(self.numbers_of(node_type))))

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
            str(c.role[number]),
            None if on == UNDATED else day_text(on),
        )

    def iter_edges(self) -> Iterator[tuple[str, str, str, str, str | None]]:
        """All edges in words, in the order of the columns."""
        return (self.edge(i) for i in range(len(self.columns.source)))

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The projection as a NetworkX graph: node attribute `type`, edge attributes `type`, `role`, `on`."""
        import networkx as nx

        G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        G.add_nodes_from((node_id, {"type": TYPE_OF_PREFIX[node_id[: node_id.index(":")]]}) for node_id in self.ids)
        G.add_edges_from((s, t, {"type": kind, "role": role, "on": on}) for s, kind, t, role, on in self.iter_edges())
        return G


def project(store: GraphStore, viewer: Viewer, types: Sequence[str] = ()) -> Projection:
    """Reads what a viewer may see out of a store; all edge types unless some are named.

    Nodes without a visible edge of these types are left out: they are linked to nothing.
    """
    columns = store.edge_columns(types, viewer)
    number = {node_id: i for i, node_id in enumerate(columns.ids)}
    properties: dict[str, dict[str, list[object]]] = {}
    for node_type, names in _PROPERTIES.items():
        nodes = store.node_columns(node_type, names, viewer)
        kept = [i for i, node_id in enumerate(nodes.ids) if node_id in number]
        properties[node_type] = {name: [nodes.properties[name][i] for i in kept] for name in names}
    return Projection(
        ids=columns.ids,
        columns=columns,
        properties=properties,
        version=store.version(viewer),
        hubs=store.hub_register(),
        sees_all=viewer.sees_all,
    )
