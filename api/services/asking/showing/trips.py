"""Vehicles and containers: the trips they made, with whom, under which seals, and what registers say of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from api.services.asking.showing.consignments import consignment_rows, newest_at
from api.services.asking.showing.nodes import ends_at, named, property_of
from api.services.asking.showing.seizures import seizure_rows
from graph.linkage.world import World

TRIPS_SHOWN = 25
TRIPS_READ = 400  # the newest, from which crews and companions are counted
_SHOWN = 8


def thing_facts(world: World, number: int) -> dict[str, Any]:
    """A vehicle or container.

    Returns:
        `trips` (rows of papers, the newest first), `paper_count`, `trip_count` (papers of one movement once);
        `drivers`, `companions` (vehicles and containers beside it) and `posts`: each id, label, and on how many papers,
        the most first; `registers` (entries: owners, holders, tare, size), `keepers`, and `seizures` made in it or on
        its trips.
    """
    read, count = newest_at(world, number, TRIPS_READ)
    rows = consignment_rows(world, read)
    own = world.projection.ids[number]
    drivers = _counted(rows, lambda row: [row["driver"]])
    companions = _counted(rows, lambda row: [end for end in row["vehicles"] + row["containers"] if end["id"] != own])
    seized = {end for row in rows for end in row["seizures"]}
    seized |= {world.projection.ids[end.node] for end in ends_at(world, number, ("SEIZED_IN",))}
    return {
        "trips": rows[:TRIPS_SHOWN],
        "paper_count": count,
        "trip_count": len({int(world.movements.of_node[paper]) for paper in newest_at(world, number, count)[0]}),
        "drivers": drivers,
        "companions": companions,
        "posts": _counted(rows, lambda row: [row["post"]]),
        "registers": [_entry(world, end.node) for end in ends_at(world, number, ("REGISTERS",))],
        "keepers": [named(world, end.node) for end in ends_at(world, number, ("KEEPS",))],
        "seizures": seizure_rows(world, seized),
    }


def _counted(rows: Sequence[Mapping[str, Any]], ends_of: Any) -> list[dict[str, Any]]:
    """The ends that rows name, each with how many name it, the most first, ties by id."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        for end in ends_of(row):
            if end is not None:
                counts[end["id"]] += 1
                labels[end["id"]] = end["label"]
    ordered = sorted(counts, key=lambda node_id: (-counts[node_id], node_id))
    return [{"id": node_id, "label": labels[node_id], "count": counts[node_id]} for node_id in ordered[:_SHOWN]]


def _entry(world: World, number: int) -> dict[str, Any]:
    """What an entry of a register says of a vehicle or container."""
    tare = property_of(world, number, "tare_weight_kg")
    ends = {name: [named(world, end.node) for end in ends_at(world, number, (name,))] for name in _NAMED}
    return {
        **named(world, number),
        "owners": ends["OWNED_BY"],
        "holders": ends["HELD_BY"],
        "tare": f"{tare:,.0f} kg" if isinstance(tare, int | float) else "",
        "size": str(property_of(world, number, "size_type") or ""),
    }


_NAMED = ("OWNED_BY", "HELD_BY")
