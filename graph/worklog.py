"""One line in the log where a piece of work begins and one where it ends: counts and seconds, never names."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logged(log: logging.Logger, work: str) -> Iterator[dict[str, int]]:
    """Logs a piece of work at INFO; the counts that are put into the mapping stand in its last line.

    Args:
        log: The logger of the module that does it.
        work: What it is, in words that name nobody: `load`, `analysis communities`.
    """
    started, counts = time.monotonic(), dict[str, int]()
    log.info("%s: begun", work)
    try:
        yield counts
    except BaseException as error:
        log.info("%s: ended by %s after %.1f s", work, type(error).__name__, time.monotonic() - started)
        raise
    told = "".join(f"{count:,} {name}, " for name, count in counts.items())
    log.info("%s: %s%.1f s", work, told, time.monotonic() - started)
