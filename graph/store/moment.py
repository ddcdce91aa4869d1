"""An answer of one moment, on stores that hold a moment and on those that only notice that it is over."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from graph.errors import Overtaken
from graph.model import Viewer
from graph.store.base import GraphStore

ATTEMPTS = 3

Answer = TypeVar("Answer")


def at_one_moment(store: GraphStore, viewer: Viewer, read: Callable[[], Answer]) -> Answer:
    """What a function reads from a store, all of it of one moment; it is asked again where a write came in between.

    Args:
        store: The store.
        viewer: Whose channels are read: writes to others do not matter.
        read: Reads and answers; asked up to three times.

    Raises:
        Overtaken: each time somebody wrote.
    """

    def reading() -> Answer:
        with store.snapshot(viewer):
            return read()

    return not_overtaken(reading)


def not_overtaken(read: Callable[[], Answer]) -> Answer:
    """What a function answers; it is asked again where it was overtaken, up to three times.

    Raises:
        Overtaken: each time.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(Overtaken):
            return read()
    return read()
