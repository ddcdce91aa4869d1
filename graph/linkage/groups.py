"""How a group of entities is told to people: its id, its size, its members, its days and seizures."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, Field

from graph.linkage.network import Network
from graph.linkage.world import World
from graph.model import UNDATED, day_text, unambiguous


class Group(BaseModel):
    """Entities that an analysis found to belong together."""

    id: str = Field(description="Id, made from those of the members: the same members, the same id")
    size: int = Field(description="Parties: spellings and channels apart", ge=1)
    entities: int = Field(description="Entities: spellings of one counted once", ge=0)
    label: str = Field(description="Names of its first three entities")
    seizures: int = Field(description="Seizures on consignments of the members", ge=0)
    seized: list[str] = Field(description="Their ids")
    first_on: str | None = Field(description="First day on which a member stands in a record")
    last_on: str | None = Field(description="Last such day")
    members: list[str] = Field(description="Ids of the parties")


def group_id(prefix: str, members: Sequence[str]) -> str:
    """Id of a group, made from the ids of its members: the same members, the same id."""
    return f"{prefix}:" + hashlib.blake2b(unambiguous(members).encode(), digest_size=10).hexdigest()


def describe_nodes(network: Network, prefix: str, places: Sequence[int]) -> dict[str, Any]:
    """The fields of a `Group` of nodes of a network, of whatever type."""
    of_node = network.world.entities.of_node[network.nodes[list(places)]]
    facts = describe_group(network.world, prefix, of_node[of_node >= 0].tolist())
    others = [place for place, entity in zip(places, of_node.tolist(), strict=True) if entity < 0]
    if not others:
        return facts
    members = sorted([*facts["members"], *map(network.id, others)])
    label = _names([network.label(place) for place in places])
    return facts | {"id": group_id(prefix, members), "size": len(members), "label": label, "members": members}


def _names(labels: Iterable[str]) -> str:
    labels = sorted(labels)
    return ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")


def describe_group(world: World, prefix: str, part: Sequence[int]) -> dict[str, Any]:
    """The fields of a `Group` of entities."""
    entities = world.entities
    ids = world.projection.ids
    members = sorted(ids[node] for entity in part for node in entities.members[entity])
    seized = sorted({seizure for entity in part for seizure in world.in_its_days.seizures.get(entity, ())})
    begins, ends = (days[list(part)] for days in world.in_its_days.days)
    return {
        "id": group_id(prefix, members),
        "size": len(members),
        "entities": len(part),
        "label": _names(map(entities.label, part)),
        "seizures": len(seized),
        "seized": seized,
        "first_on": day_text(int(begins[begins != UNDATED].min())) if (begins != UNDATED).any() else None,
        "last_on": day_text(int(ends[ends != UNDATED].max())) if (ends != UNDATED).any() else None,
        "members": members,
    }
