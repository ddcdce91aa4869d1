"""Progress of long steps, by rich, to stderr: one line a step, only on a terminal."""

import sys
from collections.abc import Callable

from api.cli.shared import for_terminal
from graph.progress import Pace, Progress, Step, silent

QUIET_SECONDS = 1.0


def progress_on_terminal() -> Progress:
    """Shows steps that last longer than a second; silent where stderr is not a terminal."""
    return Line(_dim).update if sys.stderr.isatty() else silent


class Line:
    """Rows, rejects, rate, share and time left of the step that runs, on a line that is drawn again and again."""

    def __init__(self, draw: Callable[[str, str], None], pace: Pace | None = None) -> None:
        self._draw, self._pace = draw, pace or Pace()
        self._is_open = False

    def update(self, step: Step) -> None:
        """Draws the step's line again; a step that follows has a line of its own."""
        if self._is_open and step.name != self._pace.step.name:
            self._draw("", "\n")
            self._is_open = False
        self._pace.update(step)
        if self._pace.seconds >= QUIET_SECONDS:
            self._draw(in_words(self._pace), "\r")
            self._is_open = True
        if step.total and step.done >= step.total and self._is_open:
            self._draw("", "\n")
            self._is_open = False


def in_words(pace: Pace) -> str:
    """`staging a.csv: 120,000 rows, 3 rejected, 24,000 a second, 45 %, 6 s left`."""
    step, left = pace.step, pace.seconds_left
    words = [f"{step.name}: {step.done:,} rows" if step.done else step.name]
    if step.rejected:
        words.append(f"{step.rejected:,} rejected")
    if pace.rate:
        words.append(f"{pace.rate:,.0f} a second")
    if left is not None:
        words += [f"{min(1, step.done / step.total):.0%}", f"{_duration(left)} left"]
    return ", ".join(words)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def _dim(words: str, end: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    words = escape(for_terminal(words))

    # Longer than the line before it may have been: what stood there is blanked out.
    Console(stderr=True, highlight=False).print(f"[dim]{words:<78}[/dim]" if words else "", end=end, soft_wrap=True)
