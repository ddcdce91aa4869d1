"""Seizures as rows and titles: what, how much, where and when."""

from collections.abc import Iterable
from typing import Any

from api.services.asking.showing.amounts import amount_text, day_words
from api.services.asking.showing.nodes import ends_at, named, property_of
from graph.linkage.world import World

SHORT = 60  # letters of a commodity in a title
_SAID = (
    *("seized_on", "commodity", "commodity_group", "place", "country", "agency"),
    *("quantity", "quantity_unit", "quantity_text", "quantity_base", "quantity_base_unit", "quantity_dimension"),
)


def seizure_title(row: dict[str, str]) -> str:
    """What people call a seizure: "Heroin, 38 kg, Samur, 2 Mar 2024"; its number without goods and amount."""
    goods = row["goods"] if len(row["goods"]) <= SHORT else row["goods"][: SHORT - 1].rstrip() + "…"
    if not goods and not row["amount"]:
        return f"Seizure {row['number']}"
    return ", ".join(filter(None, (goods, row["amount"], row["place"], day_words(row["on"]))))


def seizure_row(world: World, number: int) -> dict[str, str]:
    """A seizure as a row: id, number, day, goods, amount, place, country and agency; "" where it does not say.

    The place is the one that the report names, else the post where it was made.
    """
    said: dict[str, Any] = {name: property_of(world, number, name) for name in _SAID}
    posts = (named(world, end.node) for end in ends_at(world, number, ("ENTERED_AT",)))
    post = next(posts, None)
    name = named(world, number)
    return {
        "id": name["id"],
        "number": name["label"],
        "on": str(said["seized_on"] or ""),
        "goods": str(said["commodity"] or said["commodity_group"] or ""),
        "amount": amount_text(said),
        "place": str(said["place"] or (post["label"] if post else "")),
        "country": str(said["country"] or (post["id"].split(":")[1] if post else "")),
        "agency": str(said["agency"] or ""),
    }


def seizure_rows(world: World, ids: Iterable[str]) -> list[dict[str, str]]:
    """The visible ones among these seizures as rows, the newest first, undated ones last, ties by id."""
    rows = sorted((seizure_row(world, number) for number in world.projection.numbers_among(ids)), key=_by_id)
    return sorted(rows, key=lambda row: row["on"], reverse=True)


def _by_id(row: dict[str, str]) -> str:
    return row["id"]
