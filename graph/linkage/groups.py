"""How a group of entities is told to people: its id, its size, its members, its days and seizures."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.linkage.holders import days_of_entities
from graph.linkage.identity import Entities
from graph.linkage.references import seizures_of_entities
from graph.model import UNDATED, day_text, unambiguous


def group_id(prefix: str, members: Sequence[str]) -> str:
    """Id of a group, made from the ids of its members: the same members, the same id."""
    return f"{prefix}:" + hashlib.blake2b(unambiguous(members).encode(), digest_size=10).hexdigest()


@dataclass(frozen=True, eq=False)
class Groups:
    """Tells groups of one projection's entities; what it counts is counted once."""

    entities: Entities

    @cached_property
    def _days(self) -> tuple[np.ndarray, np.ndarray]:
        return days_of_entities(self.entities)

    @cached_property
    def _seizures(self) -> dict[int, list[str]]:
        return seizures_of_entities(self.entities.projection, self.entities)

    def describe(self, prefix: str, part: Sequence[int]) -> dict[str, Any]:
        """Id, size (parties), entities, label, seizures on consignments of the members, first and last day, members."""
        entities = self.entities
        ids = entities.projection.ids
        members = sorted(ids[node] for entity in part for node in entities.members[entity])
        seized = sorted({seizure for entity in part for seizure in self._seizures.get(entity, ())})
        begins, ends = (days[list(part)] for days in self._days)
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
