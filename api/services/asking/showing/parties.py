"""A firm or person: what it holds and who else does, whom it deals with, and its consignments and seizures in time."""

from collections import defaultdict
from typing import Any

import numpy as np

from api.services.asking.showing.consignments import consignment_row
from api.services.asking.showing.entities import entity_row
from api.services.asking.showing.nodes import ends_at, named, property_of
from api.services.asking.showing.seizures import seizure_row, seizure_title
from graph.kernels.reach import entries_of
from graph.linkage.world import World
from graph.messages import end_words
from graph.model import UNDATED, day_number, day_text
from graph.schema import EDGE_TYPE_OF_NUMBER

PARTNERS_SHOWN = 15
EVENTS_SHOWN = 40
HELD_SHOWN = 30
_HELD = ("HAS_IDENTIFIER", "HAS_PHONE", "HAS_EMAIL", "HAS_ADDRESS", "KEEPS", "LISTED_BY", "INVOLVED_IN")
_SCHEMES = {
    "tax": "tax number",
    "registration": "registration number",
    "passport": "passport",
    "key": "key of the source",
}
_RELATED = ("DIRECTED_BY", "OWNED_BY", "ASSOCIATED_WITH", "HELD_BY")


def party_facts(world: World, number: int) -> dict[str, Any]:
    """The entity of a party.

    Returns:
        `row` (see `entity_row`), `held` (what it shows: id, type, label, in how many records, how many `others` do),
        `related` (directors, owners and acquaintances, with how), `partners` (entities on its consignments with role,
        consignments and last day, the most first) and `partner_count`, `timeline` (day, what, id, label and detail, the
        newest first) and `event_count`.
    """
    entity = int(world.entities.of_node[number])
    consignments = _consignments(world, entity)
    partners, partner_count = _partners(world, entity, consignments)
    events, event_count = _timeline(world, entity, consignments)
    return {
        "row": entity_row(world, entity),
        "held": _held(world, entity),
        "related": _related(world, entity),
        "partners": partners,
        "partner_count": partner_count,
        "timeline": events,
        "event_count": event_count,
    }


def _held(world: World, entity: int) -> list[dict[str, Any]]:
    """What an entity shows of itself, by type, then what most others show."""
    records: dict[int, int] = defaultdict(int)
    edge_of: dict[int, str] = {}
    for member in world.entities.members[entity]:
        for end in ends_at(world, member, _HELD):
            if end.outward:
                records[end.node] += 1
                edge_of[end.node] = end.edge
    rows: list[dict[str, Any]] = []
    for node, count in records.items():
        holders = world.entities.of_node[world.projection.neighbours(node).nodes]
        others = len(np.unique(holders[(holders >= 0) & (holders != entity)]))
        what = _SCHEMES.get(world.projection.ids[node].split(":")[1], end_words(edge_of[node], True))
        rows.append({**named(world, node), "what": what, "records": count, "others": others})
        rows[-1]["order"] = _HELD.index(edge_of[node])
    rows.sort(key=lambda row: (row.pop("order"), -row["others"], row["id"]))
    return rows[:HELD_SHOWN]


def _related(world: World, entity: int) -> list[dict[str, Any]]:
    """Who directs, owns or knows it, and whom or what it directs, owns and knows; each once, by id."""
    found: dict[int, dict[str, Any]] = {}
    for member in world.entities.members[entity]:
        for end in ends_at(world, member, _RELATED):
            found.setdefault(end.node, {**named(world, end.node), "how": end_words(end.edge, end.outward, end.role)})
    return [found[node] for node in sorted(found)][:HELD_SHOWN]


def _consignments(world: World, entity: int) -> np.ndarray:
    """The consignments on which an entity stands, each once, by id."""
    p = world.projection
    entries = entries_of(p.adjacency.pointers, np.array(world.entities.members[entity]))
    consignments = p.numbers_of("Consignment")
    if not len(consignments):
        return consignments
    nodes = np.unique(p.adjacency.others[entries])
    found: np.ndarray = nodes[(nodes >= consignments[0]) & (nodes <= consignments[-1])]
    return found


def _partners(world: World, entity: int, consignments: np.ndarray) -> tuple[list[dict[str, Any]], int]:
    """Those who stand on the same consignments, each with its role there."""
    p = world.projection
    entries = entries_of(p.adjacency.pointers, consignments)
    others, edges = p.adjacency.others[entries], p.adjacency.edges[entries]
    partner = world.entities.of_node[others]
    kept = (partner >= 0) & (partner != entity)
    partner, source, edges = partner[kept], p.columns.source[edges[kept]], edges[kept]
    found: dict[tuple[int, int], dict[str, Any]] = {}
    columns = (partner, p.columns.type[edges], source, p.columns.on[edges])
    for other, kind, record, on in zip(*(column.tolist() for column in columns), strict=True):
        entry = found.setdefault((other, kind), {"records": set(), "on": UNDATED})
        entry["records"].add(record)
        entry["on"] = max(entry["on"], on)
    ordered = sorted(found, key=lambda key: (-len(found[key]["records"]), key))
    rows = [
        {
            **named(world, world.entities.members[other][0]),
            "role": end_words(EDGE_TYPE_OF_NUMBER[kind], True),
            "consignments": len(found[other, kind]["records"]),
            "last_on": "" if found[other, kind]["on"] == UNDATED else day_text(found[other, kind]["on"]),
        }
        for other, kind in ordered[:PARTNERS_SHOWN]
    ]
    return rows, len(ordered)


def _timeline(world: World, entity: int, consignments: np.ndarray) -> tuple[list[dict[str, Any]], int]:
    """What happened to an entity: consignments, seizures, entries in registers; the newest first, ties by id."""
    p = world.projection
    members = world.entities.members[entity]
    days: dict[int, int] = {}
    for node, edge in zip(*_edges_of(world, members), strict=True):
        days[node] = max(days.get(node, UNDATED), int(p.columns.on[edge]))
    wanted = {int(number) for number in consignments} | set(p.numbers_among(world.seizures.get(entity, ())))
    for seizure in wanted - days.keys():
        days[seizure] = max((int(p.columns.on[e]) for e in p.neighbours(seizure).edges), default=UNDATED)
    for member in members:
        if not p.is_inline_party[member]:
            registered = str(property_of(world, member, "registered_on") or "")
            wanted.add(member)
            days[member] = day_number(registered) if registered else UNDATED
    ordered = sorted(wanted, key=lambda node: (-days.get(node, UNDATED), node))
    return [_event(world, node, days.get(node, UNDATED)) for node in ordered[:EVENTS_SHOWN]], len(ordered)


def _edges_of(world: World, members: list[int]) -> tuple[list[int], list[int]]:
    p = world.projection
    entries = entries_of(p.adjacency.pointers, np.array(members))
    return p.adjacency.others[entries].tolist(), p.adjacency.edges[entries].tolist()


def _event(world: World, node: int, day: int) -> dict[str, Any]:
    kind = world.projection.type_of(node)
    event = {**named(world, node), "on": "" if day == UNDATED else day_text(day), "what": kind.lower(), "detail": ""}
    if kind == "Seizure":
        return {**event, "label": seizure_title(seizure_row(world, node))}
    if kind == "Party":
        return {**event, "id": world.projection.ids[node], "what": "entry in a register"}
    row = consignment_row(world, node)
    ends = [end["label"] for end in (row["sender"], row["receiver"]) if end]
    seized = "; seized" if row["seizures"] else ""
    return {**event, "what": row["kind"], "detail": f"{row['goods']}{seized}", "between": ends, "post": row["post"]}
