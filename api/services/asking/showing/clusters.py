"""A cluster as people look at it: its firms and persons one row each, what links them, the seizures on their goods."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.services.asking.showing.entities import entity_row
from api.services.asking.showing.seizures import seizure_rows
from api.services.runtime.workspace import Workspace
from graph.linkage.world import World
from graph.model import Viewer

MEMBERS_SHOWN = 100


def clusters_around(rows: Sequence[Mapping[str, Any]], node_id: str) -> list[Mapping[str, Any]]:
    """Those of some clusters that a node belongs to, that of the node itself before those of whoever is near it."""
    return sorted(rows, key=lambda row: (node_id not in row["members"], -row["seizures"], -row["entities"], row["id"]))


def members_of(world: World, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The entities of some parties, see `entity_row`: those with seizures first, then by consignments, name and id."""
    of_node, p = world.entities.of_node, world.projection
    entities = {int(of_node[number]) for number in p.numbers_among(ids)}
    rows = [entity_row(world, entity) for entity in sorted(entities)]
    return sorted(rows, key=lambda row: (-row["seizures"], -row["consignments"], row["label"], row["id"]))


def described(workspace: Workspace, viewer: Viewer, cluster: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `linked_entities` with its `members` as entities (at most `MEMBERS_SHOWN`) and its `seized` as rows.

    `lead` and `score` are those of most of its members, "" and None where none stands in a lead.
    """
    entities = members_of(workspace.world(viewer), cluster["members"])
    leads = [row["lead"] for row in entities if row["lead"]]
    lead = max(sorted(set(leads)), key=leads.count, default="")
    return {
        **cluster,
        "members": entities[:MEMBERS_SHOWN],
        "seized": seizure_rows(workspace, viewer, cluster["seized"]),
        "lead": lead,
        "score": next((row["score"] for row in entities if row["lead"] == lead), None) if lead else None,
    }


def as_json(told: Mapping[str, Any]) -> bytes:
    """What a page is made from, as the result of a piece of work."""
    return json.dumps(told, ensure_ascii=False).encode()
