"""What a shift begins with: what came since yesterday, the first leads, and what arrives next."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from api.services.asking.listing.arrivals import list_arrivals
from api.services.asking.listing.asked import Asked
from graph.linkage.world import World

NEW_HOURS = 24
FILES_SHOWN = 5
LEADS_SHOWN = 5
ARRIVALS_SHOWN = 6


def new_files(loaded: Sequence[Mapping[str, Any]], now: datetime.datetime) -> dict[str, Any]:
    """What was loaded in the last 24 hours.

    Args:
        loaded: The batches that somebody sees, as rows, in the order of loading.
        now: The moment.

    Returns:
        `files` (the newest of those batches, at most `FILES_SHOWN`), `count` and `rows` of all of those; `last`, the
        day on which anything was loaded last, "" where nothing was; `batches`, which counts all there are.
    """
    since = (now - datetime.timedelta(hours=NEW_HOURS)).isoformat()
    new = [row for row in loaded if row["loaded_at"] >= since][::-1]
    return {
        "files": new[:FILES_SHOWN],
        "count": len(new),
        "rows": sum(row["rows"] for row in new),
        "last": max((row["loaded_at"][:10] for row in loaded), default=""),
        "batches": len(loaded),
    }


def first_leads(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The first rows of an answer of `leads`, each with its strongest reason, and how many leads there are."""
    rows = []
    for row in answer["rows"][:LEADS_SHOWN]:
        best = max(row["shares"], key=lambda share: share["points"], default=None)
        names = ("id", "label", "score", "entities", "movements", "seized_movements", "arriving", "state")
        rows.append({**{name: row[name] for name in names}, "why": best["reason"]["text"] if best else ""})
    return {"rows": rows, "count": answer["population"]["leads"]}


def next_arrivals(world: World, now: datetime.datetime) -> dict[str, Any]:
    """The expected consignments with the least time left, and how many are expected and overdue."""
    told = list_arrivals(world, Asked(kind="expected"), now)
    return {"rows": told["rows"][:ARRIVALS_SHOWN], "states": told["states"], "all": told["all"]}


def counts_of(world: World) -> dict[str, int]:
    """How many seizures, consignments, and firms and persons there are."""
    p = world.projection
    return {
        "seizures": len(p.numbers_of("Seizure")),
        "consignments": len(p.numbers_of("Consignment")),
        "entities": world.entities.count,
    }
