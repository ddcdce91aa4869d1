"""A projection of a few parties alone, with the values they hold: who is who among them, without reading the graph."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from graph.columns import TEXT, Texts, column_of
from graph.model import UNDATED, Node
from graph.projection.making import LABELS
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES
from graph.store.base import EdgeColumns, GraphStore, HubRegister
from graph.store.columns import edge_order

HELD = ("HAS_IDENTIFIER", "HAS_PHONE", "HAS_EMAIL", "HAS_ADDRESS")
_SAID = LABELS["Party"]


def project_parties(store: GraphStore, parties: Sequence[Node]) -> Projection:
    """The projection of visible parties, each once, and of what they hold.

    No record is in it, so that nothing tells how often a party is mentioned. Its `version` is empty: it is never kept.
    """
    nodes = sorted(parties, key=lambda node: node.id)
    owned = store.edges_of([node.id for node in nodes])
    rows = [(edge.owner, edge.type, edge.target) for edges in owned.values() for edge in edges if edge.type in HELD]
    ids = sorted({*owned, *(target for _, _, target in rows)})
    place = {node_id: number for number, node_id in enumerate(ids)}
    source = np.array([place[owner] for owner, _, _ in rows], dtype=np.int32)
    target = np.array([place[end] for _, _, end in rows], dtype=np.int32)
    kind = np.array([EDGE_TYPES[name].number for _, name, _ in rows], dtype=np.uint8)
    none = np.zeros(len(rows), dtype=np.uint16)
    by = edge_order(source, kind, none, target)
    columns = EdgeColumns(
        ids=Texts(pa.array(ids, type=TEXT)),
        source=source[by],
        target=target[by],
        type=kind[by],
        on=np.full(len(rows), UNDATED, dtype=np.int32),
        role=none,
        weight=np.ones(len(rows), dtype=np.float32),
        channel=none,
        roles=("",),
        channels=("",),
    )
    said = {name: pa.array([node.properties.get(name) for node in nodes], type=TEXT) for name in _SAID}
    return Projection(
        columns=columns,
        properties={"Party": {name: column_of(array) for name, array in said.items()}},
        version="",
        channel_versions={},
        hubs=HubRegister(0, frozenset()),
        sees_all=False,
        referring=columns,
        left_out={},
    )
