"""Amounts and days as people write them."""

import datetime
from collections.abc import Mapping
from typing import Any

_DECIMALS = 3
_COUNTED = ("count", "plants")  # dimensions whose units are things


def number_text(value: float) -> str:
    """A number with its thousands apart and at most three decimals: 24.5, 1,200, 0.125."""
    return f"{value:,.{_DECIMALS}f}".rstrip("0").rstrip(".")


def amount_text(said: Mapping[str, Any]) -> str:
    """The amount of a seizure in the base unit where that is clear, else as the source says it; "" without one."""
    base, unit = said.get("quantity_base"), said.get("quantity_base_unit")
    if isinstance(base, int | float) and unit:
        ending = "s" if base != 1 and said.get("quantity_dimension") in _COUNTED and not unit.endswith("s") else ""
        return f"{number_text(base)} {unit}{ending}"
    quantity = said.get("quantity")
    if not isinstance(quantity, int | float):
        return str(said.get("quantity_text") or "")
    return f"{number_text(quantity)} {said.get('quantity_unit') or ''}".strip()


def day_words(day: str) -> str:
    """A day as it is spoken: `2024-03-28` is "28 Mar 2024"; what is no day stays as it is."""
    try:
        read = datetime.date.fromisoformat(day[:10])
    except ValueError:
        return day
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
