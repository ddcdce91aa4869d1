"""Edges in columns, taken apart and put together: some channels without others, two sets as one."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pyarrow as pa

from graph.columns import Texts, sorted_union
from graph.store.base import EDGE_ARRAYS, EdgeColumns
from graph.store.columns import edge_order


def chosen(columns: EdgeColumns, rows: np.ndarray) -> EdgeColumns:
    """Some of the edges, by a flag or number each; ids stay, also those that no edge has any more."""
    return replace(columns, **{name: getattr(columns, name)[rows] for name in EDGE_ARRAYS})


def without(columns: EdgeColumns, channels: Collection[str]) -> EdgeColumns:
    """The edges of the other channels; ids stay."""
    gone = [number for number, name in enumerate(columns.channels) if name in channels]
    return chosen(columns, ~np.isin(columns.channel, gone))


def compacted(columns: EdgeColumns) -> EdgeColumns:
    """The same edges, without the ids that no edge has."""
    used = _used_ids(columns)
    place = np.cumsum(used, dtype=np.int32) - 1
    ids = Texts(columns.ids.array.filter(pa.array(used)))
    return replace(columns, ids=ids, source=place[columns.source], target=place[columns.target])


def joined(left: EdgeColumns, right: EdgeColumns) -> EdgeColumns:
    """The edges of both, renumbered; nodes that no edge has are left out."""
    used = [_used_ids(columns) for columns in (left, right)]
    texts = [columns.ids.array.filter(pa.array(flags)) for columns, flags in zip((left, right), used, strict=True)]
    ids, *among = sorted_union(texts[0], texts[1])
    source, target = [], []
    for columns, flags, places in zip((left, right), used, among, strict=True):
        place = np.zeros(len(columns.ids), dtype=np.int32)
        place[flags] = places
        source.append(place[columns.source])
        target.append(place[columns.target])
    sources, targets = np.concatenate(source), np.concatenate(target)
    kind = np.concatenate((left.type, right.type))
    roles, role = _one_naming((left.roles, left.role), (right.roles, right.role))
    channels, channel = _one_naming((left.channels, left.channel), (right.channels, right.channel))
    by = edge_order(sources, kind, role, targets)
    return EdgeColumns(
        ids=ids,
        source=sources[by],
        target=targets[by],
        type=kind[by],
        on=np.concatenate((left.on, right.on))[by],
        role=role[by],
        weight=np.concatenate((left.weight, right.weight))[by],
        channel=channel[by],
        roles=roles,
        channels=channels,
    )


def _used_ids(columns: EdgeColumns) -> np.ndarray:
    used = np.zeros(len(columns.ids), dtype=bool)
    used[columns.source] = used[columns.target] = True
    return used


def _one_naming(*parts: tuple[tuple[str, ...], np.ndarray]) -> tuple[tuple[str, ...], np.ndarray]:
    """Columns that index texts, as one column that indexes all their texts that are used."""
    used = {names[number] for names, column in parts for number in np.unique(column).tolist()}
    texts = tuple(sorted(used))
    place = {text: number for number, text in enumerate(texts)}
    columns = [np.array([place.get(name, 0) for name in names], dtype=np.uint16)[column] for names, column in parts]
    return texts, np.concatenate(columns)
