"""The key `neo4j_csv` of a profile: which labels and relationship types of a graph export are which records and fields.

A label that is mapped becomes records; a relationship says more of the record at one of its ends, from its own columns
and those of the node at the other end. Nodes whose label is not mapped are values: a phone, an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import BadProfile
from loaders.profile.keys import as_mapping, check_keys
from loaders.profile.profile import RecordMapping, read_record

NODE_ID, START_ID, END_ID, TYPE, LABEL = ":ID", ":START_ID", ":END_ID", ":TYPE", ":LABEL"
_RELATIONSHIP_KEYS = {"from", "to", "record", "role", "fields"}
_ROLE_KEYS = {"value", "column"}


@dataclass(frozen=True, slots=True)
class RelationshipMapping:
    """A relationship type between two labels; `record` says more of the record at its start, or at its end.

    `role` is put before the key of a party that is known, from the column `role_column` where that is named.
    """

    start: str
    end: str
    is_of_start: bool
    record: RecordMapping
    role: str = ""
    role_column: str = ""

    @property
    def other(self) -> str:
        """The label of the node at the other end."""
        return self.end if self.is_of_start else self.start

    def columns(self) -> set[str]:
        """Every column that is read, of the relationship or of the other node."""
        return self.record.columns() | ({self.role_column} - {""})


@dataclass(frozen=True, slots=True)
class GraphMapping:
    """The labels that become records, and what relationships say of them, by type."""

    nodes: Mapping[str, RecordMapping]
    relationships: Mapping[str, tuple[RelationshipMapping, ...]]

    @property
    def records(self) -> tuple[RecordMapping, ...]:
        """Every mapping of a record, of nodes and of relationships."""
        return (*self.nodes.values(), *(one.record for entries in self.relationships.values() for one in entries))


def graph_mapping(data: object, where: str) -> GraphMapping:
    """Checks the key.

    Raises:
        BadProfile: with the key that holds the fault.
    """
    data = as_mapping(data, where)
    check_keys(data, {"nodes", "relationships"}, where)
    nodes = {
        label: read_record({**as_mapping(entry, f"{where}: nodes: {label}"), "id": NODE_ID}, f"{where}: nodes: {label}")
        for label, entry in as_mapping(data.get("nodes"), f"{where}: `nodes`").items()
    }
    relationships = {
        name: tuple(
            _relationship(one, nodes, f"{where}: relationships: {name}")
            for one in (entries if isinstance(entries, list) else [entries])
        )
        for name, entries in as_mapping(data.get("relationships", {}), f"{where}: `relationships`").items()
    }
    if not nodes:
        raise BadProfile(f"{where}: `nodes` is empty", "map at least one label onto a kind of record")
    return GraphMapping(nodes, relationships)


def _relationship(data: object, nodes: Mapping[str, RecordMapping], where: str) -> RelationshipMapping:
    data = as_mapping(data, where)
    check_keys(data, _RELATIONSHIP_KEYS, where)
    ends = {}
    for key in ("from", "to"):
        ends[key] = data.get(key)
        if not isinstance(ends[key], str) or not ends[key]:
            raise BadProfile(f"{where}: `{key}` is missing", "name the label of the nodes at that end")
    side = data.get("record", "from")
    if side not in ("from", "to"):
        raise BadProfile(f"{where}: `record` is {side!r}", "write from or to: the end whose record it says more of")
    label = str(ends[side])
    if label not in nodes:
        known = ", ".join(nodes)
        raise BadProfile(f"{where}: `{side}` is {label!r}, which `nodes` does not map", f"mapped are {known}")
    own, other = (START_ID, END_ID) if side == "from" else (END_ID, START_ID)
    role = data.get("role", "")
    role = as_mapping(role, f"{where}: `role`") if not isinstance(role, str) else {"value": role}
    check_keys(role, _ROLE_KEYS, f"{where}: `role`")
    given: dict[str, Any] = {
        "kind": nodes[label].kind.name,
        "id": own,
        "part": [TYPE, other],
        "fields": data.get("fields"),
    }
    record = read_record(given, where)
    return RelationshipMapping(
        start=str(ends["from"]),
        end=str(ends["to"]),
        is_of_start=side == "from",
        record=record,
        role=str(role.get("value", "")),
        role_column=str(role.get("column", "")),
    )
