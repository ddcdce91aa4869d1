"""Who and what is meant, told with how they stand: parties by name and numbers, vehicles and containers by number."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from api.services.asking.screening.known import Known
from graph.linkage.matching import Candidate, Query, match
from graph.linkage.matching.ranking import MOST_WEIGHED
from graph.values.naming import Verdict

CANDIDATES = 3  # of a party
USERS = 3  # of a vehicle or container


def candidates_of(known: Known, query: Query) -> list[Candidate]:
    """Who may be meant, the likeliest first; whoever is surely another is none."""
    weighed = match(known.index, query, MOST_WEIGHED)
    return [candidate for candidate in weighed if candidate.verdict is not Verdict.DIFFERENT][:CANDIDATES]


def candidate_row(known: Known, candidate: Candidate) -> dict[str, Any]:
    """A candidate with why, and with the seizures, risk and lead of the entity."""
    return {
        **entity_row(known, candidate.entity),
        "id": candidate.party,
        "label": candidate.label,
        "score": round(candidate.score, 4),
        "verdict": candidate.verdict.value,
        "evidence": [
            {"kind": line.kind.value, "asked": line.asked, "known": line.known, "bits": round(line.bits, 2)}
            for line in candidate.evidence
        ],
    }


def entity_row(known: Known, entity: int) -> dict[str, Any]:
    """An entity of the graph itself, as surely meant, with its seizures, risk and lead."""
    standing, entities = known.standing, known.world.entities
    group = standing.group_of(entity)
    return {
        "id": known.world.projection.ids[int(entities.first[entity])],
        "label": entities.label(entity),
        "score": 1.0,
        "verdict": Verdict.SAME.value,
        "evidence": [],
        "seizures": len(known.world.seizures.get(entity, ())),
        "risk": round(float(standing.risk[entity]), 6),
        "lead": standing.lead(group),
        "lead_score": round(standing.score(group), 4),
    }


def thing_row(known: Known, node: int) -> Mapping[str, Any]:
    """A vehicle, container or phone: its movements, how many of them were seized, and for whom most of them came."""
    p, movements = known.world.projection, known.world.movements
    moved = known.movements_with(node)
    receivers, counts = np.unique(movements.receiver[moved], return_counts=True)
    users: Sequence[int] = receivers[np.lexsort((receivers, -counts))].tolist()
    return {
        "id": p.ids[node],
        "label": p.label(node),
        "movements": len(moved),
        "seizures": int(movements.is_seized[moved].sum()),
        "users": [known.world.entities.label(entity) for entity in users if entity >= 0][:USERS],
    }
