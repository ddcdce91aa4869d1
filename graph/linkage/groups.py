"""How a group of entities is told to people: its id, its size, its members, its days and seizures."""

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from graph.linkage.world import World
from graph.model import UNDATED, day_text, unambiguous


class Group(BaseModel):
    """Entities that an analysis found to belong together."""

    id: str = Field(description="Id, made from those of the members: the same members, the same id")
    size: int = Field(description="Parties: spellings and channels apart", ge=1)
    entities: int = Field(description="Entities: spellings of one counted once", ge=1)
    label: str = Field(description="Names of its first three entities")
    seizures: int = Field(description="Seizures on consignments of the members", ge=0)
    seized: list[str] = Field(description="Their ids")
    first_on: str | None = Field(description="First day on which a member stands in a record")
    last_on: str | None = Field(description="Last such day")
    members: list[str] = Field(description="Ids of the parties")


def group_id(prefix: str, members: Sequence[str]) -> str:
    """Id of a group, made from the ids of its members: the same members, the same id."""
    return f"{prefix}:" + hashlib.blake2b(unambiguous(members).encode(), digest_size=10).hexdigest()


def describe_group(world: World, prefix: str, part: Sequence[int]) -> dict[str, Any]:
    """The fields of a `Group`."""
    entities = world.entities
    ids = world.projection.ids
    members = sorted(ids[node] for entity in part for node in entities.members[entity])
    seized = sorted({seizure for entity in part for seizure in world.seizures.get(entity, ())})
    begins, ends = (days[list(part)] for days in world.days)
    labels = sorted(entities.label(entity) for entity in part)
    return {
        "id": group_id(prefix, members),
        "size": len(members),
        "entities": len(part),
        "label": ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else ""),
        "seizures": len(seized),
        "seized": seized,
        "first_on": day_text(int(begins[begins != UNDATED].min())) if (begins != UNDATED).any() else None,
        "last_on": day_text(int(ends[ends != UNDATED].max())) if (ends != UNDATED).any() else None,
        "members": members,
    }
