"""How both stores hand edges out: from internal numbers, which never leave a store, to places among sorted text ids."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from graph.columns import NUMBER, TEXT, Chunks, Texts, column_of, text_order
from graph.errors import BadValue, Overtaken
from graph.schema import node_properties
from graph.store.base import EdgeColumns, NodeColumns
from graph.vocabulary import ValueType

_NUMBERS = (ValueType.NUMBER, ValueType.INTEGER)


class RawEdges(NamedTuple):
    """Edges as a store holds them: ends by its own numbers, day, role and channel by theirs, weight; one row each."""

    source: np.ndarray
    target: np.ndarray
    type: np.ndarray
    on: np.ndarray
    role: np.ndarray
    channel: np.ndarray
    weight: np.ndarray


def assembled(
    edges: RawEdges, numbers: np.ndarray, ids: pa.Array, roles: Sequence[str], channels: Sequence[str]
) -> EdgeColumns:
    """The columns of raw edges.

    Args:
        edges: The edges; `role` and `channel` index the texts given.
        numbers: Internal numbers of nodes, in any order; those of every end are among them.
        ids: Their text ids.
        roles: Role texts.
        channels: Channel names.

    Raises:
        Overtaken: an end is not among the nodes.
    """
    largest = int(numbers.max(initial=0))
    if max(edges.source.max(initial=0), edges.target.max(initial=0)) > largest:
        raise Overtaken("nodes came into the store while its edges were read", "ask again when the load has ended")
    touched = np.zeros(largest + 1, dtype=bool)
    touched[edges.source] = touched[edges.target] = True
    used = touched[numbers]
    numbers, ids = numbers[used], ids.filter(pa.array(used))
    order = text_order(ids)
    place = np.zeros(largest + 1, dtype=np.int32)
    place[numbers[order]] = np.arange(len(order), dtype=np.int32)
    source, target = place[edges.source], place[edges.target]
    role_names, role = _sorted_texts(roles, edges.role)
    channel_names, channel = _sorted_texts(channels, edges.channel)
    by = edge_order(source, edges.type, role, target)
    return EdgeColumns(
        ids=Texts(ids.take(pa.array(order))),
        source=source[by],
        target=target[by],
        type=edges.type[by].astype(np.uint8),
        on=edges.on[by].astype(np.int32),
        role=role[by],
        weight=edges.weight[by].astype(np.float32),
        channel=channel[by],
        roles=role_names,
        channels=channel_names,
    )


def node_columns_of(ids: Chunks, properties: Mapping[str, Chunks]) -> NodeColumns:
    """The columns of nodes that were read in lots, in order of id."""
    return NodeColumns(Texts(ids.array()), {name: column_of(lots.array()) for name, lots in properties.items()})


def _sorted_texts(texts: Sequence[str], used: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """The texts that are used, sorted, and the same column over those."""
    present: list[int] = np.unique(used).tolist()
    names = sorted({texts[number] for number in present})
    place = np.zeros(max(present, default=0) + 1, dtype=np.uint16)
    place[present] = [names.index(texts[number]) for number in present]
    return tuple(names), place[used]


def edge_order(source: np.ndarray, kind: np.ndarray, role: np.ndarray, target: np.ndarray) -> np.ndarray:
    """What sorts edges by (source, type, role, target): as one number each where the four fit into 63 bits."""
    widths = [int(column.max(initial=0)).bit_length() for column in (kind, role, target)]
    if int(source.max(initial=0)).bit_length() + sum(widths) > 63:
        return np.lexsort((target, role, kind, source))
    key = source.astype(np.int64)
    for column, width in zip((kind, role, target), widths, strict=True):
        key = (key << width) | column
    return np.argsort(key, kind="stable")


def plain_name(name: str) -> str:
    """The name of a property, which becomes part of a query.

    Raises:
        BadValue: it is not a name; nothing else gets into the text of a query.
    """
    if not name.isidentifier():
        raise BadValue(f"{name!r} is not the name of a property", "use letters, digits and '_'")
    return name


def column_type(node_type: str, name: str) -> pa.DataType:
    """The type of a property's column: numbers for what the vocabulary calls one, else text."""
    field = node_properties(node_type).get(name)
    return NUMBER if field is not None and field.type in _NUMBERS else TEXT
