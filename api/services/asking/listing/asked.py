"""What a list is asked for, and a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import BadValue
from graph.finding import ANY_DAY, Days
from graph.model import UNDATED, day_number

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters, order and page of a list; "" does not filter, and is the first of the orders.

    Attributes:
        text: Part of a name, of goods or of a number.
        days: Days of the rows, both included.
        country: Code of a country.
        post: Id of a place.
        kind: What the list has kinds of: papers, states, companies and persons.
        only: "seized" or "leads" leaves those alone.
        sort: The order, by its name.
        number: Of the page, from 1 on.
    """

    text: str = ""
    days: Days = ANY_DAY
    country: str = ""
    post: str = ""
    kind: str = ""
    only: str = ""
    sort: str = ""
    number: int = 1

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """A filter or the order, checked; the first that is known where none is named.

        Raises:
            BadValue: it is none of them.
        """
        value = str(getattr(self, name))
        if value and value not in known:
            raise BadValue(f"{name} is {value!r}", f"write one of {', '.join(filter(None, known))}")
        return value or known[0]

    def are_within(self, days: np.ndarray) -> np.ndarray:
        """Whether each day number is among the days asked for; undated ones are, where no day is asked for."""
        kept = np.ones(len(days), dtype=bool)
        if not self.days.are_all:
            kept &= days != UNDATED
        if self.days.first_on:
            kept &= days >= day_number(self.days.first_on)
        if self.days.last_on:
            kept &= days <= day_number(self.days.last_on)
        return kept


def page_of(chosen: Sequence[int], asked: Asked) -> tuple[list[int], dict[str, Any]]:
    """The part of what was chosen that stands on the page asked for, and the counts.

    Returns:
        The part, and `matching`, `page` and `pages` (at least 1), `first` and `last` (place in the list, from 1 on).

    Raises:
        BadValue: there is no such page.
    """
    pages = max(1, -(-len(chosen) // PAGE_ROWS))
    if not 1 <= asked.number <= pages:
        raise BadValue(f"page is {asked.number}", f"write a number from 1 to {pages}")
    start = (asked.number - 1) * PAGE_ROWS
    part = [int(one) for one in chosen[start : start + PAGE_ROWS]]
    last = start + len(part)
    counts = {"matching": len(chosen), "page": asked.number, "pages": pages, "first": start + 1, "last": last}
    return part, counts
