"""Firms and persons, one row each: their names, roles and figures, and how they stand among the leads."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from api.services.asking.screening.known import Standing, is_made, standing_of
from graph.kernels.expand import distinct_pairs
from graph.linkage.world import World
from graph.messages import end_words
from graph.model import UNDATED, day_text
from graph.schema import EDGE_TYPE_OF_NUMBER

NAMES_SHOWN = 3  # other spellings of an entity that a row tells


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of all entities of a world, by entity.

    Attributes:
        consignments: Consignments on which it stands in any role.
        seizures: Seizures on its consignments or from it.
    """

    consignments: np.ndarray
    seizures: np.ndarray


def figures_of(world: World) -> Figures:
    """The figures of a world; ask by `world.once`."""
    entities, columns = world.entities, world.projection.columns
    is_consignment = np.zeros(len(world.projection.ids), dtype=bool)
    is_consignment[world.projection.numbers_of("Consignment")] = True
    entity = entities.of_node[columns.target]
    rows = np.flatnonzero(is_consignment[columns.source] & (entity >= 0))
    pairs = distinct_pairs(entity[rows], columns.source[rows].astype(np.int64))
    seizures = np.zeros(entities.count, dtype=np.int64)
    for number, seized in world.seizures.items():
        seizures[number] = len(seized)
    return Figures(np.bincount(pairs.left, minlength=entities.count), seizures)


def standing_known(world: World) -> Standing | None:
    """How leads and risk stand, where that was worked out already or is soon; None where it would take long."""
    return world.once(standing_of) if is_made(world) else None


def entity_row(world: World, entity: int) -> dict[str, Any]:
    """An entity as lists and clusters show it.

    Returns:
        `id` (of its first party), `label`, `kind` ("company", "person" or ""), `country`, `spellings` (how many names),
        `names` (the first others, by text), `records` (parties: spellings and channels apart), `roles` in words (most
        used first), `consignments`, `seizures`, `first_on`, `last_on` ("" where undated), `lead` (its id, "" for none)
        and `score` (of its group, None where it has none or that is not worked out).
    """
    entities, p = world.entities, world.projection
    nodes = entities.members[entity]
    label = entities.label(entity)
    spelt = {p.label(node) for node in nodes} - {label}
    names = sorted(name for name in spelt if any(map(str.isalpha, name)))  # a number stands for one without a name
    figures, standing = world.once(figures_of), standing_known(world)
    group = standing.group_of(entity) if standing else -1
    first, last = (int(days[entity]) for days in world.days)
    return {
        "id": p.ids[nodes[0]],
        "label": label,
        "kind": most_said(world, nodes, "kind"),
        "country": most_said(world, nodes, "country"),
        "spellings": len(names) + 1,
        "names": names[:NAMES_SHOWN],
        "records": len(nodes),
        "roles": roles_of(world, nodes),
        "consignments": int(figures.consignments[entity]),
        "seizures": int(figures.seizures[entity]),
        "first_on": "" if first == UNDATED else day_text(first),
        "last_on": "" if last == UNDATED else day_text(last),
        "lead": standing.lead(group) if standing else "",
        "score": round(standing.score(group), 2) if standing and group >= 0 else None,
    }


def said_of(world: World, nodes: Sequence[int], name: str) -> Counter[str]:
    """What parties say of themselves in a property, and how many of them do."""
    column, first = world.projection.property_of("Party", name), int(world.entities.parties[0])
    return Counter(str(value) for node in nodes if (value := column[node - first]))


def most_said(world: World, nodes: Sequence[int], name: str) -> str:
    """What most parties of an entity say of themselves, ties by text; "" where none says it."""
    said = said_of(world, nodes, name)
    return min(said, key=lambda value: (-said[value], value), default="")


def sort_of(world: World, nodes: Sequence[int]) -> str:
    """How an entity is drawn: `Person` where one of its parties is one, else `Company`, else `Party`."""
    kinds = said_of(world, nodes, "kind")
    return "Person" if "person" in kinds else "Company" if "company" in kinds else "Party"


def roles_of(world: World, nodes: list[int]) -> list[str]:
    """The roles in which parties stand on records, in words, most used first, ties by text."""
    counted = Counter(_edges_to(world, nodes))
    words: Counter[str] = Counter()
    for edge_type, count in counted.items():
        words[end_words(edge_type, outward=True)] += count
    return sorted(words, key=lambda role: (-words[role], role))


def _edges_to(world: World, nodes: list[int]) -> Iterator[str]:
    """The types of the edges that lead to some nodes."""
    columns = world.projection.columns
    for node in nodes:
        edges = world.projection.neighbours(node).edges
        for number in columns.type[edges[columns.target[edges] == node]].tolist():
            yield EDGE_TYPE_OF_NUMBER[int(number)]
