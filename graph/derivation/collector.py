"""Python's cyclic garbage collector, paused where much is made that holds no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pauses the collector; what is dropped meanwhile is freed by reference counts as always.

    Applying 100,000 consignments makes some ten million rows that live for one chunk. The collector walked them again
    and again: 59 CPU seconds with it, 39 without, at the same peak memory.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
