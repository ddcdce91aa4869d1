"""An answer of one moment, on stores that hold a moment and on those that only notice that it is over."""

from collections.abc import Callable
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
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with store.snapshot(viewer):
                return read()
        except Overtaken:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")
