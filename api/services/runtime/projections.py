"""Projections kept for the next question: reading the whole visible graph is the dear part of most analyses."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from graph.model import Viewer
from graph.projection import Projection, project
from graph.store.base import GraphStore

KEPT = 4

_Key = tuple[str, frozenset[str] | None, int]


@dataclass(slots=True)
class _Slot:
    lock: threading.Lock = field(default_factory=threading.Lock)
    projection: Projection | None = None


class Projections:
    """The projections used last, shared between threads.

    The key is all that a projection depends on: the version of what the viewer sees, his channels, and the published
    hub register. Two equal questions at the same time read the store once. One that a load overtook while it was read
    is used for that question and not kept.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._slots: OrderedDict[_Key, _Slot] = OrderedDict()

    def of(self, store: GraphStore, viewer: Viewer) -> Projection:
        """What a viewer may see now, as arrays."""
        key = (store.version(viewer), viewer.channels, store.hub_register().version)
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > self._kept:
                self._slots.popitem(last=False)
        with slot.lock:
            if slot.projection is not None:
                return slot.projection
            made = project(store, viewer)
            if (made.version, made.hubs.version) == (key[0], key[2]):
                slot.projection = made
            return made
