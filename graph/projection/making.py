"""Projections out of a store: read whole, or only those channels again that changed since an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import Column, Texts, column_of, sorted_union
from graph.model import Viewer
from graph.projection.projection import Projection
from graph.schema import NODE_TYPES
from graph.store.base import EDGE_ARRAYS, EdgeColumns, GraphStore, NodeColumns
from graph.store.columns import column_type, edge_order
from graph.store.moment import at_one_moment

Properties = Mapping[str, Sequence[str]]

# What parties and seizures are called and described by, and who is who is read off from.
LABELS: Properties = {
    "Party": ("name", "name_folded", "kind", "country"),
    "Seizure": (
        "commodity",
        "place",
        "quantity",
        "quantity_base",
        "quantity_base_unit",
        "quantity_dimension",
        "quantity_text",
        "quantity_unit",
        "seized_on",
    ),
}


_Held = Mapping[str, Mapping[str, Column]]


def project(
    store: GraphStore,
    viewer: Viewer,
    properties: Properties = LABELS,
    earlier: Projection | None = None,
    types: Sequence[str] = (),
) -> Projection:
    """Reads what a viewer may see out of a store, all of it of one moment.

    Nodes without a visible edge are left out: they are linked to nothing.

    Args:
        store: The store.
        viewer: Who asks.
        properties: Properties wanted, by node type.
        earlier: One for the same viewer; only channels that changed since are read, where it has what is wanted.
        types: Edge types, all when empty; with some named, nothing earlier is used.

    Raises:
        Overtaken: the store was written to again and again while it was read.
    """
    return at_one_moment(store, viewer, lambda: _projected(store, viewer, properties, earlier, types))


def _projected(
    store: GraphStore, viewer: Viewer, properties: Properties, earlier: Projection | None, types: Sequence[str]
) -> Projection:
    versions = store.channel_versions(viewer)
    held: _Held
    if earlier is None or types or not _is_like(earlier, viewer, properties):
        columns = store.edge_columns(types, viewer)
        nodes = {name: store.node_columns(name, wanted, viewer) for name, wanted in properties.items()}
        held = {name: _aligned(name, columns.ids, wanted, nodes[name]) for name, wanted in properties.items()}
    else:
        columns, held = _refreshed(store, earlier, versions, properties)
    return Projection(
        columns=columns,
        properties=held,
        version=store.version(viewer),
        channel_versions=versions,
        hubs=store.hub_register(),
        sees_all=viewer.sees_all,
    )


def _is_like(earlier: Projection, viewer: Viewer, properties: Properties) -> bool:
    """Whether an earlier projection has what is wanted now."""
    had = {node_type: set(columns) for node_type, columns in earlier.properties.items()}
    wanted = {node_type: set(names) for node_type, names in properties.items()}
    return had == wanted and earlier.sees_all == viewer.sees_all


def _refreshed(
    store: GraphStore, earlier: Projection, versions: Mapping[str, str], properties: Properties
) -> tuple[EdgeColumns, _Held]:
    """The edges and properties of an earlier projection, with those channels read again that changed."""
    moved = {name for name, version in earlier.channel_versions.items() if versions.get(name) != version}
    again = Viewer(frozenset((moved & versions.keys()) | (versions.keys() - earlier.channel_versions.keys())))
    if not moved and not again.channels:
        return earlier.columns, earlier.properties
    fresh = store.edge_columns((), again)
    nodes = {name: store.node_columns(name, wanted, again) for name, wanted in properties.items()}
    columns = joined(without(earlier.columns, moved), fresh)
    held = {name: _aligned(name, columns.ids, wanted, nodes[name], earlier) for name, wanted in properties.items()}
    return columns, held


def without(columns: EdgeColumns, channels: set[str]) -> EdgeColumns:
    """The edges of the other channels; ids stay, also those that no edge has any more."""
    gone = [number for number, name in enumerate(columns.channels) if name in channels]
    rows = ~np.isin(columns.channel, gone)
    return replace(columns, **{name: getattr(columns, name)[rows] for name in EDGE_ARRAYS})


def joined(left: EdgeColumns, right: EdgeColumns) -> EdgeColumns:
    """The edges of both, renumbered; nodes that no edge has are left out."""
    used = np.zeros(len(left.ids), dtype=bool)
    used[left.source] = used[left.target] = True
    ids, (of_left, of_right) = sorted_union([left.ids.array.filter(pa.array(used)), right.ids.array])
    place = np.zeros(len(left.ids), dtype=np.int64)
    place[used] = of_left
    source = np.concatenate((place[left.source], of_right[right.source])).astype(np.int32)
    target = np.concatenate((place[left.target], of_right[right.target])).astype(np.int32)
    kind = np.concatenate((left.type, right.type))
    roles, role = _one_naming((left.roles, left.role), (right.roles, right.role))
    channels, channel = _one_naming((left.channels, left.channel), (right.channels, right.channel))
    by = edge_order(source, kind, role, target)
    return EdgeColumns(
        ids=ids,
        source=source[by],
        target=target[by],
        type=kind[by],
        on=np.concatenate((left.on, right.on))[by],
        role=role[by],
        weight=np.concatenate((left.weight, right.weight))[by],
        channel=channel[by],
        roles=roles,
        channels=channels,
    )


def _one_naming(*parts: tuple[tuple[str, ...], np.ndarray]) -> tuple[tuple[str, ...], np.ndarray]:
    """Columns that index texts, as one column that indexes all their texts that are used."""
    used = {names[number] for names, column in parts for number in np.unique(column).tolist()}
    texts = tuple(sorted(used))
    place = {text: number for number, text in enumerate(texts)}
    columns = [np.array([place.get(name, 0) for name in names], dtype=np.uint16)[column] for names, column in parts]
    return texts, np.concatenate(columns)


def _aligned(
    node_type: str, ids: Texts, names: Sequence[str], fresh: NodeColumns, earlier: Projection | None = None
) -> dict[str, Column]:
    """Properties of a type in the order of its nodes, from what was read now, else from the earlier projection."""
    first, last = ids.beginning(f"{NODE_TYPES[node_type].prefix}:")
    sources = [fresh.ids.array]
    if earlier is not None:
        begin, end = earlier.ids.beginning(f"{NODE_TYPES[node_type].prefix}:")
        sources.append(earlier.ids.array[begin:end])
    wanted = ids.array[first:last]
    row = pc.index_in(wanted, value_set=pa.concat_arrays(sources))
    return {name: column_of(pa.concat_arrays(_sources(node_type, name, fresh, earlier)).take(row)) for name in names}


def _sources(node_type: str, name: str, fresh: NodeColumns, earlier: Projection | None) -> list[pa.Array]:
    arrays = [fresh.properties[name].array]
    if earlier is not None:
        arrays.append(earlier.properties[node_type][name].array)
    return [array.cast(column_type(node_type, name)) for array in arrays]
