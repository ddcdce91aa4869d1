"""Consignments in columns: one row a movement, however many papers tell it, as indicators read them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from graph.kernels.expand import matches

_LETTERS = 26
_CODES_OF_TEXTS = ("description", "movement_code")


@dataclass(frozen=True, eq=False)
class Ragged:
    """Pairs (row, value), sorted by row, each once: a consignment may name several containers."""

    row: np.ndarray
    value: np.ndarray

    @classmethod
    def of(cls, row: np.ndarray, value: np.ndarray) -> "Ragged":
        """Pairs in any order, each once afterwards."""
        pairs = np.unique(np.stack((row, value)).astype(np.int64), axis=1)
        return cls(pairs[0], pairs[1])

    def take(self, rows: np.ndarray) -> "Ragged":
        """The pairs of some rows, which are numbered by their places."""
        at, place = matches(rows, self.row)
        return Ragged(at, self.value[place])


@dataclass(frozen=True, eq=False)
class Consignments:
    """Consignments in columns; -1 stands for what is not said, nan for a number that is not.

    Attributes:
        node: Number of the first paper; -1 where it is not in the graph.
        day: First day that a paper says; `UNDATED` for none.
        minute: Moment of arrival in minutes since 1970, UTC; -1.
        is_announced: Whether notices alone tell of it: it did not come yet.
        receiver, sender, driver, carrier, notify: Entities, the first of each role.
        post: Node of the post where it enters, else where it is unloaded.
        heading: Its first commodity code, six digits as a number.
        gross_kg, net_kg, packages, value: As declared; the value in `currency`.
        origin, destination, currency: As `letters` numbers them.
        description: Place of its description in `texts`.
        movement_code: Place of nature and procedure in `texts`.
        is_to_order: Whether its consignee is said to be to order.
        has_exit: Whether a paper names an office of exit.
        papers: Of how many records it is told.
        weight_ratio: Largest gross weight that a paper says over the smallest; 1 where they agree.
        containers, trucks, trailers, seals: Nodes.
        phones, addresses: Nodes that papers give as the receiver's.
        receivers, drivers: All entities in these roles.
        headings: All its commodity codes.
        differing_seals: 1 for rows of which two papers name seals and none in common.
        texts: What `description` and `movement_code` point at.
    """

    node: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    is_announced: np.ndarray
    receiver: np.ndarray
    sender: np.ndarray
    driver: np.ndarray
    carrier: np.ndarray
    notify: np.ndarray
    post: np.ndarray
    heading: np.ndarray
    gross_kg: np.ndarray
    net_kg: np.ndarray
    packages: np.ndarray
    value: np.ndarray
    origin: np.ndarray
    destination: np.ndarray
    currency: np.ndarray
    description: np.ndarray
    movement_code: np.ndarray
    is_to_order: np.ndarray
    has_exit: np.ndarray
    papers: np.ndarray
    weight_ratio: np.ndarray
    differing_seals: np.ndarray
    containers: Ragged
    trucks: Ragged
    trailers: Ragged
    seals: Ragged
    phones: Ragged
    addresses: Ragged
    receivers: Ragged
    drivers: Ragged
    headings: Ragged
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.node)

    def take(self, rows: np.ndarray) -> "Consignments":
        """Some of them, by their places."""
        columns: dict[str, Any] = {}
        for field in fields(self):
            column = getattr(self, field.name)
            if isinstance(column, Ragged):
                columns[field.name] = column.take(rows)
            else:
                columns[field.name] = column if field.name == "texts" else column[rows]
        return Consignments(**columns)

    def plus(self, other: "Consignments") -> "Consignments":
        """These, then others."""
        columns: dict[str, Any] = {"texts": self.texts + other.texts}
        for field in fields(self):
            first, second = getattr(self, field.name), getattr(other, field.name)
            if isinstance(first, Ragged):
                row = np.concatenate((first.row, second.row + len(self)))
                columns[field.name] = Ragged(row, np.concatenate((first.value, second.value)))
            elif field.name in _CODES_OF_TEXTS:
                moved = np.where(second >= 0, second + len(self.texts), -1)
                columns[field.name] = np.concatenate((first, moved))
            elif field.name != "texts":
                columns[field.name] = np.concatenate((first, second))
        return Consignments(**columns)

    def carries(self, name: str) -> bool:
        """Whether any of them says something in a column."""
        column = getattr(self, name)
        if isinstance(column, Ragged):
            return bool(len(column.row))
        if column.dtype == np.float64:
            return bool(np.isfinite(column).any())
        return bool(column.any()) if column.dtype == np.bool_ else bool((column >= 0).any())

    def texts_are(self, codes: np.ndarray, holds: Callable[[str], bool]) -> np.ndarray:
        """Whether something holds of the text that each code points at; nothing does of none."""
        places = np.unique(codes[codes >= 0])
        holding = np.array([holds(self.texts[place]) for place in places.tolist()], dtype=bool)
        return np.isin(codes, places[holding])

    @property
    def chapter(self) -> np.ndarray:
        """The chapter of the first commodity code; -1 for none."""
        chapters: np.ndarray = np.where(self.heading >= 0, self.heading // 10_000, -1)
        return chapters


def letters(text: str | None) -> int:
    """A code of Latin letters (UZ, USD) as a number, the same in every world; -1 for anything else."""
    code = (text or "").strip().upper()
    if not code or len(code) > 3 or not code.isascii() or not code.isalpha():
        return -1
    number = 0
    for letter in code:
        number = number * (_LETTERS + 1) + ord(letter) - ord("A") + 1
    return number


def heading(text: str | None) -> int:
    """The first six digits of the first commodity code in a text, as a number; -1 where there are not six."""
    code = ""
    for char in text or "":
        if char.isdecimal():
            code += char
        elif char not in " .-":
            break
    return int(code[:6]) if len(code) >= 6 else -1


def minute_of(text: str | None) -> int:
    """Minutes since 1970, UTC, of a moment with its zone; -1 where it is none."""
    if not text or len(text) < 16:
        return -1
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        return -1
    return int((read if read.tzinfo else read.replace(tzinfo=datetime.UTC)).timestamp() // 60)
