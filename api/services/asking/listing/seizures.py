"""The list of seizures."""

from collections import Counter
from typing import Any

import numpy as np

from api.services.asking.listing.asked import Asked, page_of
from api.services.asking.showing.nodes import property_of
from api.services.asking.showing.seizures import seizure_row
from graph.linkage.world import World
from graph.model import UNDATED, day_number
from graph.values.names import search_text

SORTS = ("newest", "oldest", "goods", "place", "amount")


def list_seizures(world: World, asked: Asked) -> dict[str, Any]:
    """A page of the seizures that were asked for, see `seizure_row`; ties go by id.

    Raises:
        BadValue: the order or the page is not known.
    """
    rows = world.once(_all_rows)
    sort = asked.one_of("sort", SORTS)
    wanted = search_text(asked.text)
    days = np.array([row["day"] for row in rows], dtype=np.int64)
    dated = asked.are_within(days)
    chosen = [
        place
        for place, row in enumerate(rows)
        if dated[place] and wanted in row["folded"] and (not asked.country or row["country"] == asked.country)
    ]
    chosen.sort(key=lambda place: _key(rows[place], sort))
    part, counts = page_of(chosen, asked)
    countries = Counter(row["country"] for row in rows if row["country"])
    return {"rows": [rows[place] for place in part], "all": len(rows), "countries": sorted(countries), **counts}


def _all_rows(world: World) -> list[dict[str, Any]]:
    """All seizures as rows, by id, with what they are found and sorted by."""
    rows = []
    for number in world.projection.numbers_of("Seizure").tolist():
        row = seizure_row(world, number)
        base = property_of(world, number, "quantity_base")
        text = " ".join((row["goods"], row["place"], row["agency"], row["number"]))
        day = day_number(row["on"]) if row["on"] else UNDATED
        size = (property_of(world, number, "quantity_base_unit") or "", -(base or 0.0))
        rows.append({**row, "folded": search_text(text), "day": day, "size": size})
    return rows


def _key(row: dict[str, Any], sort: str) -> Any:
    if sort == "oldest":
        return row["day"] == UNDATED, row["day"], row["id"]
    if sort == "amount":
        return not row["size"][0], row["size"], row["id"]
    if sort in ("goods", "place"):
        return not row[sort], search_text(row[sort]), -row["day"], row["id"]
    return -row["day"], row["id"]
