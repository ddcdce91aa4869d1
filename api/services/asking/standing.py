"""Who stands on a record or a thing: its firms and persons in their roles, one row each, with the cluster of each.

Of a thing (a vehicle, a container, a seal) they are those of the consignments that it came with, of a seizure those of
the consignment that it was made on: from a number it is one step to the firms, and one more to their cluster.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api.services.asking.showing.clusters import Clusters, short
from api.services.asking.showing.consignments import newest_at
from api.services.asking.showing.entities import entity_row
from api.services.asking.showing.nodes import End, ends_at, named
from graph.linkage.world import World
from graph.messages import end_words

RECORDS_READ = 40  # consignments whose parties are looked at, the newest first
PARTIES_SHOWN = 15
_FIRST = ("SEIZED_FROM", "CONSIGNED_TO", "SHIPPED_BY", "DRIVEN_BY", "CARRIED_BY", "NOTIFIES")  # in which order
_OF_THEIR_OWN = frozenset({"Party", "Case"})
_HOLDING = frozenset({"HAS_PHONE", "HAS_EMAIL", "HAS_IDENTIFIER", "HAS_ADDRESS", "KEEPS", "INVOLVED_IN", "LISTED_BY"})


def parties_around(world: World, number: int) -> list[str]:
    """Ids of a party each of the entities at a node, itself first where it is one, then as `who_stands_on` has them."""
    if world.entities.of_node[number] >= 0:
        return [world.projection.ids[number]]
    told = who_stands_on(world, world.projection.ids[number], None)
    return [row["id"] for row in told["rows"]] if told else []


@dataclass(slots=True)
class _Stood:
    """What an entity did here: its roles as edge types with their own role, on which records, and when last."""

    roles: set[tuple[str, str]] = field(default_factory=set)
    records: set[int] = field(default_factory=set)
    last_on: str = ""


def who_stands_on(world: World, node_id: str, clusters: Clusters | None) -> dict[str, Any] | None:
    """The firms and persons around a record or thing, those named there first, then by role and how often.

    Args:
        world: What the viewer sees.
        node_id: The record or thing.
        clusters: Those of the world, None where they are not known yet.

    Returns:
        None where there are none, and for a party itself; else `rows` (see `entity_row`, with the `roles` here in
        words, `records`, `last_on` here, and `cluster`, None where it stands in none or that is not known), `more` that
        are not shown, the `consignments` read (id, label) and whether there are more of them (`is_cut`); `knows` is
        whether clusters are known.
    """
    number = world.projection.number_of(node_id)
    if number is None or world.projection.type_of(number) in _OF_THEIR_OWN:
        return None
    is_consignment = world.projection.type_of(number) == "Consignment"
    read, count = ([], 0) if is_consignment else newest_at(world, number, RECORDS_READ)
    stood: dict[int, _Stood] = {}
    for record in (number, *read):
        for end in _parties_at(world, record):
            entry = stood.setdefault(int(world.entities.of_node[end.node]), _Stood())
            entry.roles.add((end.edge, end.role if end.outward else ""))
            entry.records.add(record)
            entry.last_on = max(entry.last_on, end.on)
    if not stood:
        return None
    ordered = sorted(stood, key=lambda entity: (*_order(stood[entity]), entity))
    return {
        "rows": [_row(world, entity, stood[entity], clusters) for entity in ordered[:PARTIES_SHOWN]],
        "more": max(0, len(ordered) - PARTIES_SHOWN),
        "consignments": [named(world, record) for record in read],
        "is_cut": count > len(read),
        "knows": clusters is not None,
    }


def _parties_at(world: World, record: int) -> Iterator[End]:
    for end in ends_at(world, record):
        if world.entities.of_node[end.node] >= 0:
            yield end


def _order(entry: _Stood) -> tuple[int, int]:
    place = min((_FIRST.index(edge) for edge, _ in entry.roles if edge in _FIRST), default=len(_FIRST))
    return place, -len(entry.records)


def _row(world: World, entity: int, entry: _Stood, clusters: Clusters | None) -> dict[str, Any]:
    row = entity_row(world, entity)
    roles = sorted(entry.roles, key=lambda one: (_FIRST.index(one[0]) if one[0] in _FIRST else len(_FIRST), one))
    words = ("holder" if edge in _HOLDING else end_words(edge, True, role) for edge, role in roles)
    return {
        **row,
        "roles": list(dict.fromkeys(words)),
        "records": len(entry.records),
        "last_on": entry.last_on,
        "cluster": short(clusters.of_party(row["id"])) if clusters else None,
    }
