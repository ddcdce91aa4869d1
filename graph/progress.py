"""How work that lasts tells how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """How far a step is: rows or records done, out of how many (0 where that is not known), how many were rejected.

    While a file is staged, `total` is estimated from the share of its bytes that has been read.
    """

    name: str
    done: int = 0
    total: int = 0
    rejected: int = 0


Progress = Callable[[Step], None]


def silent(_step: Step) -> None:
    """The progress of somebody who does not look."""


class Pace:
    """How fast the step that runs goes, since it began; another name is another step."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.step = Step("")
        self._began = self._now = clock()

    def update(self, step: Step) -> None:
        """Takes note of how far the step is."""
        self._now = self._clock()
        if step.name != self.step.name:
            self._began = self._now
        self.step = step

    @property
    def seconds(self) -> float:
        """How long the step had been running when it was last heard of."""
        return self._now - self._began

    @property
    def rate(self) -> float:
        """Rows or records a second; 0 before anything can be said."""
        return self.step.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this rate; `None` where nothing can be said."""
        if not self.step.total or not self.rate:
            return None
        return max(0, self.step.total - self.step.done) / self.rate
