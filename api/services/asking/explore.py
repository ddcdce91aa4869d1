"""Looking around: totals, one node with its neighbours and its history."""

from typing import Any

from api.services.asking.sources import history, parts_of, source_lines
from api.services.runtime.workspace import Workspace
from graph.errors import NotFound
from graph.messages import flag_message
from graph.model import Node, Viewer
from graph.schema import value_of
from graph.store.base import Neighbour
from graph.values.reference.places import PLACES

_NAMES_DOCUMENTS = ("SEIZED_IN", "INSPECTED", "HAS_NUMBER")
MOST_NUMBERS = 100  # of a record by which other records are looked for
FLAGS = "flags"  # the property that holds the flags of a record


def stats(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
    """Nodes and edges by type, batches and the version of what the viewer sees."""
    totals = workspace.store.totals(viewer)
    batches = [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]
    return {
        "nodes": dict(totals.nodes),
        "edges": dict(totals.edges),
        "batches": len(batches),
        "version": workspace.store.version(viewer),
    }


def label(node: Node) -> str:
    """What people read of a node."""
    if node.type == "Party" and node.properties.get("name"):
        return str(node.properties["name"])
    if node.type == "Place":
        return next((place.name for place in PLACES if node.id == f"place:{place.id}"), node.id)
    if node.type in ("Seizure", "Consignment", "Inspection", "Registration"):
        parts = parts_of(node.id)
        return f"{parts[1]} {parts[2]}" if parts else node.id
    return value_of(node.id)


def describe(workspace: Workspace, node_id: str, viewer: Viewer) -> dict[str, Any]:
    """One node: properties, edges by type, and where a record stands in its source.

    Raises:
        NotFound: there is no such node, or the viewer may not see it (the answer is the same).
    """
    nodes = workspace.store.get([node_id], viewer)
    if not nodes:
        raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
    node = nodes[0]
    lines = source_lines(workspace, [node_id], viewer)
    return {
        "id": node.id,
        "type": node.type,
        "label": label(node),
        "channel": node.channel,
        "properties": {name: value for name, value in node.properties.items() if name != FLAGS},
        "flags": [flag_message(flag).model_dump() for flag in node.properties.get(FLAGS, ())],
        "counts": [
            {"edge": kind, "direction": "out" if outward else "in", "count": count}
            for (kind, outward), count in workspace.store.counts(node_id, viewer).items()
        ],
        "source": str(lines[node_id]) if node_id in lines else None,
    }


def neighbour_row(neighbour: Neighbour) -> dict[str, Any]:
    """An edge at a node with the node at its other end."""
    node, edge = neighbour.node, neighbour.edge
    return {
        "edge": edge.type,
        "direction": "out" if neighbour.outward else "in",
        "role": edge.role,
        "on": edge.on,
        "id": node.id,
        "type": node.type,
        "label": label(node),
    }


def show(
    workspace: Workspace, node_id: str, viewer: Viewer, with_history: bool = False, limit: int = 25
) -> dict[str, Any]:
    """One node as `describe` has it, with its first neighbours, what names its numbers, and its history where asked.

    Raises:
        NotFound: there is no such node, or the viewer may not see it (the answer is the same).
    """
    answer = describe(workspace, node_id, viewer)
    near = workspace.store.neighbours(node_id, (), viewer, limit=limit)
    answer["neighbours"] = [neighbour_row(neighbour) for neighbour in near]
    answer["same_numbers"], answer["has_more_on_numbers"] = _same_numbers(workspace, node_id, viewer, limit)
    if with_history:
        answer["history"] = history(workspace, node_id, viewer)
    return answer


def _same_numbers(workspace: Workspace, node_id: str, viewer: Viewer, limit: int) -> tuple[list[dict[str, Any]], bool]:
    """Other records that name a document which this record names, and whether there are more of them.

    Papers, seizures and inspections of one movement; seizures and inspections come first, as papers may be many.
    """
    named = workspace.store.neighbours(node_id, _NAMES_DOCUMENTS, viewer, limit=MOST_NUMBERS + 1)
    documents = [one.node for one in named if one.outward and one.node.type == "Document"]
    found: dict[str, dict[str, Any]] = {}
    has_more = len(named) > MOST_NUMBERS
    for edge_type in _NAMES_DOCUMENTS:
        for document in documents:
            # One of them is this record, and one too many tells that there are more.
            for other in workspace.store.neighbours(document.id, (edge_type,), viewer, limit=limit + 2):
                if other.node.id != node_id:
                    found.setdefault(other.node.id, neighbour_row(other) | {"number": label(document)})
    rows = list(found.values())
    return rows[:limit], has_more or len(rows) > limit
