"""A graph that was in no store: nodes with the names that a file gives them, and what it says of who is linked to whom.

To an analysis every node is a party, an entity by itself, and every link an association, so that all that is asked of a
store can be asked of a file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from graph.columns import TEXT, Column, Texts, column_of, index_among, text_order
from graph.projection.making import LABELS
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES, NODE_TYPES
from graph.store.base import EdgeColumns, HubRegister
from graph.store.columns import edge_order

_NODE = "Party"
_APPEARANCE = "appearance"  # a property that no party of a store has


class PlainProjection(Projection):
    """A projection whose ids are the names of a file and not typed ones."""

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        return {name: (0, len(self.ids)) if name == _NODE else (0, 0) for name in NODE_TYPES}

    def type_of(self, number: int) -> str:
        """Every node is a party."""
        return _NODE

    @cached_property
    def appearance(self) -> np.ndarray:
        """The order in which the file names the nodes."""
        return np.array(self.properties[_NODE][_APPEARANCE].array, dtype=np.int64)

    @cached_property
    def is_inline_party(self) -> np.ndarray:
        """Nobody: every node stands for itself."""
        return np.zeros(len(self.ids), dtype=bool)

    def property_of(self, node_type: str, name: str) -> Column:
        """A property of the nodes; of other types there is no node."""
        if node_type == _NODE:
            return super().property_of(node_type, name)
        return column_of(pa.array([], type=TEXT))

    def part(self, edges: np.ndarray) -> Projection:
        """The projection with some of its edges; nodes keep their numbers."""
        return _of_columns(super().part(edges))

    def label(self, number: int) -> str:
        """The name that the file gives beside the id, else the id."""
        return str(self.properties[_NODE]["name"][number] or self.ids[number])


def _of_columns(projection: Projection) -> PlainProjection:
    return PlainProjection(**{name: getattr(projection, name) for name in Projection.__dataclass_fields__})


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """Links of a file, one row each, and what it says of nodes.

    Attributes:
        source: Names of the nodes at one end, as text.
        target: Names at the other.
        weight: Weight of each link, float64.
        on: Day number of each link, `graph.model.UNDATED` for none.
        roles: Role of each link, "" for none.
        nodes: What is said of nodes, by name and property of a party; also of those without a link.
    """

    source: pa.Array
    target: pa.Array
    weight: np.ndarray
    on: np.ndarray
    roles: Sequence[str]
    nodes: Mapping[str, Mapping[str, str]]


def plain_projection(table: EdgeTable, version: str) -> PlainProjection:
    """The projection of the links of a file; `version` names its content."""
    names = pa.array([*table.nodes], type=TEXT)
    interleaved = pa.concat_arrays([table.source, table.target]).take(pa.array(_alternating(len(table.weight))))
    texts = pa.concat_arrays([interleaved, names]).unique()
    order = text_order(texts)
    ids = Texts(texts.take(pa.array(order)))
    ends = [index_among(side, ids.array).astype(np.int32) for side in (table.source, table.target)]
    known_roles = tuple(sorted(set(table.roles)) or [""])
    place = {role: number for number, role in enumerate(known_roles)}
    role = np.array([place[name] for name in table.roles], dtype=np.uint16)
    kind = np.full(len(table.weight), EDGE_TYPES["ASSOCIATED_WITH"].number, dtype=np.uint8)
    by = edge_order(ends[0], kind, role, ends[1])
    columns = EdgeColumns(
        ids=ids,
        source=ends[0][by],
        target=ends[1][by],
        type=kind,
        on=table.on.astype(np.int32)[by],
        role=role[by],
        weight=table.weight[by],
        channel=np.zeros(len(table.weight), dtype=np.uint16),
        roles=known_roles,
        channels=("",),
    )
    said: dict[str, Column] = {
        name: column_of(pa.array([table.nodes.get(node, {}).get(name) for node in ids], type=TEXT))
        for name in LABELS[_NODE]
    }
    said[_APPEARANCE] = column_of(pa.array(order.astype(np.int64)))
    return PlainProjection(
        columns=columns,
        properties={_NODE: said},
        version=version,
        channel_versions={},
        hubs=HubRegister(0, frozenset()),
        sees_all=True,
        referring=columns,
        left_out={},
    )


def _alternating(count: int) -> np.ndarray:
    """Places of the sources and targets of so many links, row by row."""
    return np.stack((np.arange(count), np.arange(count) + count), axis=1).ravel()
