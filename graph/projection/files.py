"""A projection as files: Arrow tables that processes map into their memory and share, and a page of facts beside them.

Opening copies nothing; what is never looked at is never read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.columns import TEXT, Texts, as_numpy, column_of
from graph.projection.projection import Adjacency, Projection
from graph.store.base import EDGE_ARRAYS, EdgeColumns, HubRegister

LAYOUT = 1
_FACTS = "facts.json"


def write_projection(projection: Projection, folder: Path) -> None:
    """Writes a projection into a folder that is there."""
    adjacency = projection.adjacency
    write_table(folder / "pointers.arrow", {"pointers": adjacency.pointers})
    write_table(folder / "adjacency.arrow", {"others": adjacency.others, "edges": adjacency.edges})
    write_table(folder / "hubs.arrow", {"id": pa.array(sorted(projection.hubs.values), type=TEXT)})
    for node_type, properties in projection.properties.items():
        write_table(folder / f"{node_type}.arrow", {name: column.array for name, column in properties.items()})
    facts = {
        "layout": LAYOUT,
        "version": projection.version,
        "channel_versions": dict(projection.channel_versions),
        "hub_register": projection.hubs.version,
        "sees_all": projection.sees_all,
        "left_out": dict(projection.left_out),
        "properties": sorted(projection.properties),
        "edges": _write_edges(projection.columns, folder, "edges"),
        "referring": _write_edges(projection.referring, folder, "referring"),
    }
    (folder / _FACTS).write_text(json.dumps(facts), "utf-8")


def _write_edges(columns: EdgeColumns, folder: Path, name: str) -> dict[str, Any]:
    write_table(folder / f"{name}-ids.arrow", {"id": columns.ids.array})
    write_table(folder / f"{name}.arrow", {array: getattr(columns, array) for array in EDGE_ARRAYS})
    return {"roles": columns.roles, "channels": columns.channels}


def open_projection(folder: Path) -> "KeptProjection":
    """The projection that was written into a folder.

    Raises:
        OSError, ValueError, KeyError: it is not there, or not whole, or of another layout.
    """
    facts = json.loads((folder / _FACTS).read_text("utf-8"))
    if facts["layout"] != LAYOUT:
        raise ValueError(facts["layout"])
    values = frozenset(read_table(folder / "hubs.arrow")["id"].to_pylist())
    properties = {
        node_type: {name: column_of(array) for name, array in read_table(folder / f"{node_type}.arrow").items()}
        for node_type in facts["properties"]
    }
    return KeptProjection(
        columns=_read_edges(folder, "edges", facts["edges"]),
        properties=properties,
        version=facts["version"],
        channel_versions=facts["channel_versions"],
        hubs=HubRegister(facts["hub_register"], values),
        sees_all=facts["sees_all"],
        referring=_read_edges(folder, "referring", facts["referring"]),
        left_out=facts["left_out"],
        folder=folder,
        mapped=_read_adjacency(folder),
    )


def _read_edges(folder: Path, name: str, texts: Mapping[str, Sequence[str]]) -> EdgeColumns:
    arrays = {array: as_numpy(column) for array, column in read_table(folder / f"{name}.arrow").items()}
    ids = Texts(read_table(folder / f"{name}-ids.arrow")["id"])
    return EdgeColumns(ids=ids, **arrays, roles=tuple(texts["roles"]), channels=tuple(texts["channels"]))


@dataclass(frozen=True, eq=False)
class KeptProjection(Projection):
    """A projection over its files in `folder`: mapped when it is opened, so that it stands when they are deleted."""

    folder: Path
    mapped: Adjacency

    @cached_property
    def adjacency(self) -> Adjacency:
        """Who is next to whom, as it was written."""
        return self.mapped


def _read_adjacency(folder: Path) -> Adjacency:
    table = read_table(folder / "adjacency.arrow")
    pointers = as_numpy(read_table(folder / "pointers.arrow")["pointers"])
    return Adjacency(pointers, as_numpy(table["others"]), as_numpy(table["edges"]))


def write_table(path: Path, columns: Mapping[str, Any]) -> None:
    """Writes columns of one length, numpy or Arrow arrays, in one piece."""
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns.values()]
    batch = pa.record_batch(arrays, names=list(columns))
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)


def read_table(path: Path) -> dict[str, pa.Array]:
    """The columns of a table, mapped into memory."""
    with pa.memory_map(str(path)) as file:
        batch = pa.ipc.open_file(file).get_batch(0)
    return dict(zip(batch.schema.names, batch.columns, strict=True))
