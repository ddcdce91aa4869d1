"""Seizures like another one: those that may be the same, reported twice, and those of like goods, places and routes."""

from collections.abc import Iterator, Mapping
from typing import Any

from analyses.registry import Answer, get_analysis
from api.services.asking.showing.nodes import property_of
from api.services.asking.showing.seizures import seizure_row
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import day_number
from graph.values.names import search_text

SHOWN = 6
MOST_COMPARED = 20_000  # seizures among which like ones are looked for
_LEAST = 2  # points


def doubled(world: World, number: int) -> list[dict[str, Any]]:
    """The reports that are likely the same seizure: rows with `why`, the best first; see `double_reports`."""
    if len(world.projection.numbers_of("Seizure")) > MOST_COMPARED:
        return []
    own, rows = world.projection.ids[number], []
    for pair in world.once(_doubles).rows:
        if own in pair.members:
            [other] = world.projection.numbers_among(member for member in pair.members if member != own)
            rows.append({**seizure_row(world, other), "why": [reason.text for reason in pair.reasons]})
    return rows[:SHOWN]


def _doubles(world: World) -> Answer:
    asked = get_analysis("double_reports")
    return asked.run(world, asked.read_params({"limit": 10_000}))


def similar(world: World, number: int) -> list[dict[str, Any]]:
    """Seizures of the same goods, place, hiding or route, rows with `why`: most in common first, then nearest in time.

    Ties go by id; what has fewer than two things in common is left out.
    """
    own = _facts(world, number)
    seizures = world.projection.numbers_of("Seizure")
    if len(seizures) > MOST_COMPARED:
        return []
    scored = []
    for other in seizures.tolist():
        if other != number:
            why = list(_common(own, _facts(world, other)))
            points = sum(points for points, _ in why)
            if points >= _LEAST:
                reasons = [reason.text for _, reason in why]
                scored.append((-points, _days_apart(own["on"], world, other), other, reasons))
    scored.sort(key=lambda entry: entry[:3])
    return [{**seizure_row(world, other), "why": why} for _, _, other, why in scored[:SHOWN]]


def _facts(world: World, number: int) -> Mapping[str, Any]:
    return world.once(_all_facts)[number]


def _all_facts(world: World) -> Mapping[int, Mapping[str, Any]]:
    """What seizures are compared by, by number of the node."""
    p, facts = world.projection, {}
    for number in p.numbers_of("Seizure").tolist():
        near = p.neighbours(number).nodes.tolist()
        by_type: dict[str, set[int]] = {}
        for node in near:
            by_type.setdefault(p.type_of(node), set()).add(node)
        parties = {int(world.entities.of_node[node]) for node in by_type.get("Party", ())}
        facts[number] = {
            "goods": search_text(str(property_of(world, number, "commodity") or "")),
            "place": frozenset(by_type.get("Place", ())),
            "things": frozenset(by_type.get("Vehicle", set()) | by_type.get("Container", set())),
            "parties": frozenset(parties),
            "on": str(property_of(world, number, "seized_on") or ""),
        }
    return facts


def _common(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[int, Message]]:
    """What two seizures have in common, each with its points."""
    if one["parties"] & other["parties"]:
        yield 3, message("similar.party")
    if one["things"] & other["things"]:
        yield 3, message("similar.thing")
    if one["goods"] and one["goods"] == other["goods"]:
        yield 2, message("similar.goods")
    if one["place"] & other["place"]:
        yield 1, message("similar.place")


def _days_apart(on: str, world: World, other: int) -> int:
    day = str(property_of(world, other, "seized_on") or "")
    return abs(day_number(on) - day_number(day)) if on and day else 1 << 30
