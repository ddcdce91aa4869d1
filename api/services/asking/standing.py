"""Who stands on a record or a thing: its parties in their roles, one row an entity.

Of a thing (a vehicle, a container, a seal) they are those of the consignments that it came with, of a seizure those of
the consignment that it was made on: from a number it is one step to the firms, and one more to their cluster.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.services.asking.explore import label
from api.services.asking.showing.seizures import seizure_title
from api.services.runtime.workspace import Workspace
from graph.linkage.world import World
from graph.model import Node, Viewer
from graph.store.base import Neighbour

NEAR_READ = 300  # edges of the node itself
RECORDS_READ = 40  # consignments whose parties are looked at, the newest first
PARTIES_SHOWN = 15
_EVENTS = ("SEIZED_IN", "INSPECTED", "CONCERNS")
_FIRST = ("SEIZED_FROM", "CONSIGNED_TO", "SHIPPED_BY", "DRIVEN_BY", "CARRIED_BY", "NOTIFIES")  # in which order
_OF_THEIR_OWN = frozenset({"Party", "Case"})


@dataclass(slots=True)
class _Stood:
    """What an entity did here: its roles as edge types, on which records, and when last."""

    party: Node
    roles: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    last_on: str = ""


def who_stands_on(workspace: Workspace, viewer: Viewer, node: Node) -> dict[str, Any] | None:
    """The parties around a record or thing, those named there first, then by role and how often; None where none are.

    Where who is who was worked out for what is loaded, spellings of one entity are one row, else what bears one name.

    Returns:
        `rows` (id, label, roles as edge types, records, last day), `more` that are not shown, the `consignments` read
        (id, label, day) and whether there are more of them (`is_cut`).
    """
    if node.type in _OF_THEIR_OWN:
        return None
    near = workspace.store.neighbours(node.id, (), viewer, "", NEAR_READ)
    consignments = _consignments(workspace, viewer, node, near)
    read = consignments[:RECORDS_READ]
    stood: dict[str, _Stood] = {}
    entity_of = _EntityOf(workspace.kept_world(viewer))
    for record, edges in ((node.id, near), *_parties_of(workspace, viewer, read)):
        for edge in edges:
            if edge.node.type == "Party":
                entry = stood.setdefault(entity_of(edge.node), _Stood(edge.node))
                entry.roles.add(edge.edge.type)
                entry.records.add(record)
                entry.last_on = max(entry.last_on, edge.edge.on or "")
    if not stood:
        return None
    rows = sorted(stood.values(), key=_order)
    return {
        "rows": [_row(entry) for entry in rows[:PARTIES_SHOWN]],
        "more": max(0, len(rows) - PARTIES_SHOWN),
        "consignments": [{"id": end.node.id, "label": label(end.node), "on": end.edge.on or ""} for end in read],
        "is_cut": len(consignments) > len(read) or len(near) == NEAR_READ,
    }


def _consignments(workspace: Workspace, viewer: Viewer, node: Node, near: Iterable[Neighbour]) -> list[Neighbour]:
    """The consignments at a node, or that hold the number which an event names; the newest first, each once."""
    if node.type == "Consignment":
        return []
    ends = [end for end in near if end.node.type == "Consignment"]
    for end in near:
        if end.edge.type in _EVENTS and end.node.type == "Document":
            holders = workspace.store.neighbours(end.node.id, ("HAS_NUMBER",), viewer, "", NEAR_READ)
            ends += [holder for holder in holders if holder.node.type == "Consignment"]
    once = {end.node.id: end for end in sorted(ends, key=lambda end: (end.edge.on or "", end.node.id))}
    return sorted(once.values(), key=lambda end: (end.edge.on or "", end.node.id), reverse=True)


def _parties_of(
    workspace: Workspace, viewer: Viewer, consignments: Iterable[Neighbour]
) -> Iterator[tuple[str, list[Neighbour]]]:
    for end in consignments:
        yield end.node.id, workspace.store.neighbours(end.node.id, (), viewer, "", NEAR_READ)


@dataclass(frozen=True, slots=True)
class _EntityOf:
    """The entity of a party, by a text that tells it from others; its folded name where who is who is not known."""

    world: World | None

    def __call__(self, party: Node) -> str:
        number = None if self.world is None else self.world.projection.number_of(party.id)
        if number is not None and self.world is not None:
            return str(self.world.entities.of_node[number])
        name = party.properties.get("name_folded")
        return f"{party.properties.get('kind')} {name}" if name else party.id


def _order(entry: _Stood) -> tuple[int, int, str]:
    place = min((_FIRST.index(role) for role in entry.roles if role in _FIRST), default=len(_FIRST))
    return place, -len(entry.records), entry.party.id


def _row(entry: _Stood) -> dict[str, Any]:
    return {
        "id": entry.party.id,
        "label": label(entry.party),
        "roles": sorted(entry.roles, key=lambda role: (_FIRST.index(role) if role in _FIRST else len(_FIRST), role)),
        "records": len(entry.records),
        "last_on": entry.last_on,
    }


def title_of(node: Node) -> str:
    """What people call a node at the head of its page: of a seizure what, how much, where and when."""
    return seizure_title(node) if node.type == "Seizure" else label(node)
