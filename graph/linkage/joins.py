"""Why parties are one entity, and why others that seemed to be one are not: told beside the grouping."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from graph.messages import Message, message

_REASONS = 32  # more than the largest number of a reason


class Reason(IntEnum):
    """Why two parties were joined, from the strongest, or held apart."""

    SAME_NUMBER = 1
    SAME_NUMBER_AND_NAME = 2
    SAME_CONTACT_AND_NAME = 3
    NEAR_NUMBER_AND_NAME = 4
    SAME_VEHICLE_AND_NAME = 5
    SAME_PARTNER_AND_NAME = 6
    SAME_COMPANY_NAME = 7
    SAME_CONTACT_AND_INITIALS = 8
    SAME_VEHICLE_AND_INITIALS = 9
    NO_NAME_BUT_CONTACT = 10
    HELD_NUMBERS_DIFFER = 20
    HELD_BIRTH_DATES_DIFFER = 21
    HELD_NAMES_CONTRADICT = 22
    HELD_TAX_NUMBERS_DIFFER = 23
    HELD_PASSPORTS_DIFFER = 24
    HELD_NAME_NUMBERS_DIFFER = 25
    HELD_IN_DOUBT = 26
    HELD_JUDGED_DIFFERENT = 27
    HELD_COUNTRIES_DIFFER = 28

    @property
    def told(self) -> Message:
        """What it says, as a message that a page can show."""
        return message(f"resolved.{self.name.lower()}")

    def told_of(self, detail: str) -> Message:
        """What it says of the values that contradict; without them the same as `told`."""
        return message(f"held_back.{self.name.lower().removeprefix('held_')}", detail=detail) if detail else self.told

    @property
    def is_refusal(self) -> bool:
        """Whether it holds apart."""
        return self >= Reason.HELD_NUMBERS_DIFFER


@dataclass(frozen=True, eq=False)
class Joins:
    """Rows (left, right, reason, value): places of two parties, left < right, why, and the node that they share.

    `value` is -1 where no one node says so, such as of a name. Of a group that one value joins, each party is joined to
    the first alone. Sorted by left, right and reason.
    """

    left: np.ndarray
    right: np.ndarray
    reason: np.ndarray
    value: np.ndarray

    @classmethod
    def none(cls) -> "Joins":
        """No rows."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(4)))

    @classmethod
    def of(cls, left: np.ndarray, right: np.ndarray, reason: Reason | np.ndarray, value: np.ndarray | int) -> "Joins":
        """Rows out of columns, in the order given; the ends are put in theirs."""
        reasons = np.broadcast_to(np.asarray(reason, dtype=np.int64), left.shape)
        values = np.broadcast_to(np.asarray(value, dtype=np.int64), left.shape)
        return cls(np.minimum(left, right), np.maximum(left, right), reasons, values)

    @classmethod
    def together(cls, parts: Iterable["Joins"]) -> "Joins":
        """All rows of several, each pair once under its strongest reason, of one reason that said first."""
        rows = cls.all_of(parts)
        pair = rows.left * (int(rows.right.max(initial=0)) + 1) + rows.right
        order = np.argsort(pair * _REASONS + rows.reason, kind="stable")
        left, right, reason, value = rows.left[order], rows.right[order], rows.reason[order], rows.value[order]
        first = np.ones(len(left), dtype=bool)
        first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
        first &= left != right
        return cls(left[first], right[first], reason[first], value[first])

    @classmethod
    def all_of(cls, parts: Iterable["Joins"]) -> "Joins":
        """All rows of several, one after the other."""
        several = list(parts)
        columns = (np.concatenate([getattr(part, field.name) for part in several]) for field in fields(cls))
        return cls(*columns) if several else cls.none()

    def of_rows(self, rows: np.ndarray) -> "Joins":
        """Some of the rows, by number or flag."""
        return Joins(self.left[rows], self.right[rows], self.reason[rows], self.value[rows])

    def __len__(self) -> int:
        return len(self.left)

    @property
    def accepted(self) -> "Joins":
        """Those that hold."""
        return self.of_rows(self.reason < Reason.HELD_NUMBERS_DIFFER)

    @property
    def refused(self) -> "Joins":
        """Those that were held apart."""
        return self.of_rows(self.reason >= Reason.HELD_NUMBERS_DIFFER)

    def around(self, party: int) -> "Joins":
        """The rows of one party, by its place."""
        return self.of_rows((self.left == party) | (self.right == party))
