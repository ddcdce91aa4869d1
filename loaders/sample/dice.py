"""Chance that is the same on every Python: everything is made of `random.Random.random()`.

Only `random()` is promised to repeat between versions for an integer seed; `choice`, `shuffle` and `gauss` are not.
Each part of the generator has its own stream, so that a change in one does not move the others.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance, named by `stream`, for a seed."""

    __slots__ = ("random",)

    def __init__(self, seed: int, stream: str) -> None:
        digest = sha256(f"{seed}:{stream}".encode()).digest()
        self.random = random.Random(int.from_bytes(digest[:8], "big")).random

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, each as likely as another."""
        return values[int(self.random() * len(values))]

    def pick_early(self, values: Sequence[T]) -> T:
        """One of the values, the first ones much more often (density falls with the square of the rank)."""
        u = self.random()
        return values[int(u * u * u * len(values))]

    def chance(self, share: float) -> bool:
        """True in this share (0-1) of the calls."""
        return self.random() < share

    def heavy(self, low: int, high: int) -> int:
        """A heavy-tailed whole number from `low` to `high`: half of them are within twice `low`."""
        return min(high, int(low / (1.0 - self.random())))

    def shuffle(self, values: list[T]) -> None:
        """Put the list in another order, in place (Fisher and Yates)."""
        for last in range(len(values) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            values[last], values[other] = values[other], values[last]


class Wheel:
    """Positions picked with the given weights; made by sums alone, so it repeats on every machine."""

    __slots__ = ("_sums",)

    def __init__(self, weights: Iterable[float]) -> None:
        total = 0.0
        self._sums: list[float] = []
        for weight in weights:
            total += weight
            self._sums.append(total)

    def spin(self, dice: Dice) -> int:
        """The position picked."""
        return min(bisect_right(self._sums, dice.random() * self._sums[-1]), len(self._sums) - 1)
