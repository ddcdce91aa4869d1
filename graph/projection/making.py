"""Projections out of a store: read whole, or only those channels again that changed since an earlier one."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import Column, Texts, column_of
from graph.model import Viewer
from graph.projection.edges import joined, without
from graph.projection.projection import Projection
from graph.projection.references import Split, closed, opened, split
from graph.schema import NODE_TYPES
from graph.store.base import EdgeColumns, GraphStore, NodeColumns
from graph.store.columns import column_type
from graph.store.moment import at_one_moment

Properties = Mapping[str, Sequence[str]]

# What parties and seizures are called and described by, and who is who is read off from.
LABELS: Properties = {
    "Party": ("name", "name_folded", "kind", "country", "birth_on", "status"),
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


LEADS_NOWHERE = "associations with a key that no visible record has"
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
        parts = split(store.edge_columns(types, viewer))
        nodes = {name: store.node_columns(name, wanted, viewer) for name, wanted in properties.items()}
        columns, nobody = closed(parts)
        held = {name: _aligned(name, columns.ids, wanted, nodes[name]) for name, wanted in properties.items()}
    else:
        parts, columns, nobody, held = _refreshed(store, earlier, versions, properties)
    return Projection(
        columns=columns,
        properties=held,
        version=store.version(viewer),
        channel_versions=versions,
        hubs=store.hub_register(),
        sees_all=viewer.sees_all,
        referring=parts.referring,
        left_out={LEADS_NOWHERE: nobody},
    )


def _is_like(earlier: Projection, viewer: Viewer, properties: Properties) -> bool:
    """Whether an earlier projection has what is wanted now."""
    had = {node_type: set(columns) for node_type, columns in earlier.properties.items()}
    wanted = {node_type: set(names) for node_type, names in properties.items()}
    return had == wanted and earlier.sees_all == viewer.sees_all


def _refreshed(
    store: GraphStore, earlier: Projection, versions: Mapping[str, str], properties: Properties
) -> tuple[Split, EdgeColumns, int, _Held]:
    """The edges and properties of an earlier projection, with those channels read again that changed."""
    moved = {name for name, version in earlier.channel_versions.items() if versions.get(name) != version}
    again = Viewer(frozenset((moved & versions.keys()) | (versions.keys() - earlier.channel_versions.keys())))
    before = Split(opened(earlier.columns), earlier.referring)
    if not moved and not again.channels:
        return before, earlier.columns, earlier.left_out[LEADS_NOWHERE], earlier.properties
    fresh = split(store.edge_columns((), again))
    nodes = {name: store.node_columns(name, wanted, again) for name, wanted in properties.items()}
    parts = Split(*(joined(without(old, moved), new) for old, new in zip(before, fresh, strict=True)))
    columns, nobody = closed(parts)
    held = {name: _aligned(name, columns.ids, wanted, nodes[name], earlier) for name, wanted in properties.items()}
    return parts, columns, nobody, held


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
