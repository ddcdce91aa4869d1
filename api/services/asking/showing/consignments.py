"""Consignments as rows: what, from whom, to whom, when, over which post, on what, and what came of it."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from api.services.asking.showing.amounts import number_text
from api.services.asking.showing.nodes import End, ends_at, named, property_of
from api.services.asking.sources import parts_of
from graph.linkage.world import World

KINDS = {"declaration": "declaration", "manifest": "manifest line", "arrival": "notice of arrival"}
_POSTS = ("ENTERED_AT", "UNLOADED_AT", "LOADED_AT")


def kind_of(node_id: str) -> str:
    """What kind of paper a consignment is, in words."""
    parts = parts_of(node_id)
    return KINDS.get(parts[1], parts[1]) if parts else ""


def consignment_row(world: World, number: int) -> dict[str, Any]:
    """A consignment as a row.

    Returns:
        `id`, `number`, `kind` in words, `on`, `goods`, `hs_code`, `weight`, `value` and `packages` as texts, `sender`,
        `receiver`, `driver`, `carrier` and `post` (id and label, None where nobody is named), `vehicles`, `containers`
        and `seals` (id and label each), `seizures` and `inspections` (ids); texts are "" where nothing is said.
    """
    node_id = world.projection.ids[number]
    by_type: dict[tuple[str, bool], list[End]] = {}
    for end in ends_at(world, number):
        by_type.setdefault((end.edge, end.outward), []).append(end)

    def ends(edge: str, outward: bool = True) -> list[dict[str, str]]:
        nodes = dict.fromkeys(end.node for end in by_type.get((edge, outward), ()))
        return [named(world, node) for node in nodes]

    def first(*edges: str) -> dict[str, str] | None:
        return next((end for edge in edges for end in ends(edge)), None)

    said = {name: property_of(world, number, name) for name in _SAID}
    return {
        "id": node_id,
        "number": named(world, number)["label"],
        "kind": kind_of(node_id),
        "on": max((end.on for found in by_type.values() for end in found if end.outward), default=""),
        "goods": str(said["goods_description"] or ""),
        "hs_code": str(said["hs_code"] or ""),
        "weight": _measured(said["gross_weight_kg"], "kg"),
        "value": _measured(said["value_amount"], said["value_currency"]),
        "packages": _measured(said["packages"], ""),
        "sender": first("SHIPPED_BY"),
        "receiver": first("CONSIGNED_TO"),
        "driver": first("DRIVEN_BY"),
        "carrier": first("CARRIED_BY"),
        "post": first(*_POSTS),
        "vehicles": ends("ON_VEHICLE"),
        "containers": ends("IN_CONTAINER"),
        "seals": ends("SEALED_WITH"),
        "seizures": [end["id"] for end in ends("SEIZED_IN", False)],
        "inspections": [end["id"] for end in ends("INSPECTED", False)],
    }


_SAID = ("goods_description", "hs_code", "gross_weight_kg", "value_amount", "value_currency", "packages")


def _measured(value: Any, unit: Any) -> str:
    return f"{number_text(value)} {unit or ''}".strip() if isinstance(value, int | float) else ""


def consignment_rows(world: World, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Consignments as rows, the newest first, undated ones last, ties by id."""
    rows = sorted((consignment_row(world, number) for number in numbers), key=_by_id)
    return sorted(rows, key=lambda row: str(row["on"]), reverse=True)


def _by_id(row: Mapping[str, Any]) -> str:
    return str(row["id"])


def newest_at(world: World, number: int, most: int) -> tuple[list[int], int]:
    """The newest consignments next to a node, by day, undated ones last, ties by id; and how many there are in all.

    Of a seizure or inspection they are those that it was made on.
    """
    p, near = world.projection, world.projection.neighbours(number)
    consignments = p.numbers_of("Consignment")
    if not len(consignments):
        return [], 0
    kept = (near.nodes >= consignments[0]) & (near.nodes <= consignments[-1])
    nodes, days = near.nodes[kept], p.columns.on[near.edges[kept]]
    order = np.lexsort((nodes, -days.astype(np.int64)))
    once = list(dict.fromkeys(nodes[order].tolist()))
    return once[:most], len(once)
