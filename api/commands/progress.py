"""Progress of long steps, by rich, to stderr: one line a step, only on a terminal."""

import sys
import time

from graph.apply import Progress, silent

QUIET_SECONDS = 1.0


def progress_on_terminal() -> Progress:
    """Shows steps that last longer than a second; silent where stderr is not a terminal."""
    return _Bar().update if sys.stderr.isatty() else silent


class _Bar:
    """Rows, share and time left of the step that runs."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}
        self._step = ""

    def update(self, step: str, done: int, total: int) -> None:
        """Draws the step's line again."""
        now = time.monotonic()
        began = self._started.setdefault(step, now)
        if now - began < QUIET_SECONDS:
            return
        from rich.console import Console

        rate = done / (now - began)
        share = f"{done / total:4.0%}, {max(0, total - done) / max(rate, 1):,.0f} s left" if total else ""
        ended = "\n" if total and done >= total else "\r"
        Console(stderr=True, highlight=False).print(
            f"[dim]{step}: {done:,} rows, {rate:,.0f} a second {share}[/dim]", end=ended
        )
