"""Worlds kept for the next question: reading the whole visible graph is the dear part of most analyses.

A world is kept in memory, and its projection as files in the data directory, which other processes map into theirs. The
key is all that a projection depends on: the version of what the viewer sees, his channels, the published hub register,
and the properties that analyses read.
"""

import hashlib
import json
import logging
import os
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from analyses.registry import all_properties
from graph.linkage.carried import carry_on
from graph.linkage.judged import NOTHING_JUDGED, JudgedIds
from graph.linkage.kept import has_kept_entities
from graph.linkage.resolved import resolution_mark
from graph.linkage.world import World
from graph.model import Viewer
from graph.projection.files import LAYOUT, KeptProjection, open_projection, write_projection
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.store.base import GraphStore
from graph.store.moment import at_one_moment

log = logging.getLogger(__name__)

KEPT_IN_MEMORY = 4
KEPT_AS_FILES = 8
MOST_BYTES = 4 << 30
_UNREADABLE = (OSError, ValueError, KeyError)
_GENERATION = "generation"


@dataclass(slots=True)
class _Slot:
    channels: frozenset[str] | None
    lock: threading.Lock = field(default_factory=threading.Lock)
    world: World | None = None
    who_is_who: tuple[str, str] = ("", "")  # the marks of the resolution and judgements that the world was made with

    def current(self, judged: JudgedIds) -> World | None:
        """The world, without what followed from who was who where that was found anew or judged otherwise."""
        if self.world is not None and self.who_is_who != (resolution_mark(self.world.projection), judged.mark):
            self.made(self.world.projection, judged)
        return self.world

    def made(self, projection: Projection, judged: JudgedIds) -> World:
        """A new world over a projection."""
        self.who_is_who = resolution_mark(projection), judged.mark
        self.world = World(projection, judged=judged)
        return self.world


class Worlds:
    """The worlds used last, shared between threads, and their projections, shared between processes.

    Two equal questions at the same time read the store once. Of one viewer the newest version is kept alone.

    Args:
        folder: Where files are kept; None keeps none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._slots: OrderedDict[str, _Slot] = OrderedDict()

    def of(self, store: GraphStore, viewer: Viewer, judged: JudgedIds = NOTHING_JUDGED) -> World:
        """What a viewer may see now, under the judgements that he sees.

        Raises:
            Overtaken: the store was written to again and again while it was read.
        """
        return at_one_moment(store, viewer, lambda: self._of_moment(store, viewer, judged))

    def kept(self, store: GraphStore, viewer: Viewer, judged: JudgedIds = NOTHING_JUDGED) -> World | None:
        """What a viewer may see now, where it was made before with who is who, else None: nothing is made."""
        key = _key(store, viewer)
        with self._lock:
            slot = self._slots.get(key)
        if slot is not None and (world := slot.current(judged)) is not None:
            return world
        if self._folder is None or not has_kept_entities(self._folder / key):
            return None
        return self._of_moment(store, viewer, judged)

    def clear(self, channels: Collection[str] | None = None) -> None:
        """Forgets what was made of some channels, in memory and as files, or everything.

        What others are making at this moment is not kept either. Whoever sees none of the channels keeps what he has,
        or he could tell by it that somebody took something away.
        """
        with self._lock:
            for key in [key for key, slot in self._slots.items() if _is_of(slot.channels, channels)]:
                del self._slots[key]
        if self._folder is not None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / _GENERATION).write_text(secrets.token_hex(8), "utf-8")
            for path in self._kept():
                if _is_of(_channels_of(path), channels):
                    shutil.rmtree(path)

    def _of_moment(self, store: GraphStore, viewer: Viewer, judged: JudgedIds) -> World:
        key = _key(store, viewer)
        slot = self._slot(key, viewer)
        with slot.lock:
            return slot.current(judged) or slot.made(self._projection(key, store, viewer), judged)

    def _slot(self, key: str, viewer: Viewer) -> _Slot:
        with self._lock:
            slot = self._slots.get(key)
            if slot is None:
                stale = [name for name, other in self._slots.items() if other.channels == viewer.channels]
                for name in stale:
                    del self._slots[name]
                slot = self._slots[key] = _Slot(viewer.channels)
            self._slots.move_to_end(key)
            while len(self._slots) > KEPT_IN_MEMORY:
                self._slots.popitem(last=False)
            return slot

    def _projection(self, key: str, store: GraphStore, viewer: Viewer) -> Projection:
        """The projection of a key: from its files, or from the store with the help of an earlier one, then kept."""
        if self._folder is None:
            return project(store, viewer, all_properties())
        try:
            kept = open_projection(self._folder / key)
            os.utime(self._folder / key)
            return kept
        except _UNREADABLE:
            shutil.rmtree(self._folder / key, ignore_errors=True)  # not there, or not whole
        generation = self._generation()
        earlier = self._earlier(viewer)
        projection = project(store, viewer, all_properties(), earlier)
        return self._keep(key, projection, generation, viewer, earlier)

    def _earlier(self, viewer: Viewer) -> KeptProjection | None:
        """The newest kept projection for the same viewer, of whatever version."""
        for path in reversed(list(self._kept())):
            if path.name.startswith(_family(viewer)):
                with suppress(*_UNREADABLE):
                    return open_projection(path)
        return None

    def _keep(
        self, key: str, projection: Projection, generation: str, viewer: Viewer, earlier: KeptProjection | None
    ) -> Projection:
        """Keeps a projection as files and gives back the one over the files; as it is where that is not possible."""
        assert self._folder is not None
        draft = self._folder / f".{key}-{secrets.token_hex(4)}"
        try:
            draft.mkdir(parents=True, mode=0o700)
            write_projection(projection, draft)
            if earlier is not None:
                carry_on(earlier, projection, draft)
            with suppress(OSError):  # somebody else was faster
                draft.rename(self._folder / key)
            if self._generation() != generation:  # something was recalled meanwhile
                shutil.rmtree(self._folder / key, ignore_errors=True)
                return projection
            self._prune(key, viewer)
            return open_projection(self._folder / key)
        except OSError as error:
            log.warning("a projection could not be kept in %s: %s", self._folder, error.strerror)
            return projection
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _generation(self) -> str:
        assert self._folder is not None
        with suppress(OSError):
            return (self._folder / _GENERATION).read_text("utf-8")
        return ""

    def _kept(self) -> Iterator[Path]:
        """The folders of kept projections, those used longest ago first."""
        assert self._folder is not None
        paths = []
        with suppress(OSError):
            for path in self._folder.iterdir():
                with suppress(OSError):
                    if path.is_dir():
                        paths.append((path.stat().st_mtime_ns, path))
        yield from (path for _, path in sorted(paths))

    def _prune(self, key: str, viewer: Viewer) -> None:
        """Drops other versions for the same viewer, and what was used longest ago where there is too much."""
        kept = [path for path in self._kept() if path.name != key and not path.name.startswith(".")]
        for path in [path for path in kept if path.name.startswith(_family(viewer))]:
            shutil.rmtree(path, ignore_errors=True)
            kept.remove(path)
        sizes = {path: _size(path) for path in kept}
        while kept and (len(kept) >= KEPT_AS_FILES or sum(sizes[path] for path in kept) > MOST_BYTES):
            shutil.rmtree(kept.pop(0), ignore_errors=True)


def _is_of(seen: Collection[str] | None, channels: Collection[str] | None) -> bool:
    """Whether what was made of what somebody sees is of some channels; None is all of them, on either side."""
    return seen is None or channels is None or not frozenset(channels).isdisjoint(seen)


def _channels_of(folder: Path) -> Collection[str] | None:
    """The channels of a kept projection; None where that cannot be told."""
    try:
        return open_projection(folder).channel_versions.keys()
    except _UNREADABLE:
        return None


def _family(viewer: Viewer) -> str:
    """What the keys of one viewer begin with."""
    channels = "*" if viewer.channels is None else "\n".join(sorted(viewer.channels))
    return hashlib.blake2b(channels.encode(), digest_size=8).hexdigest() + "-"


def _key(store: GraphStore, viewer: Viewer) -> str:
    register = store.hub_register()
    parts = [LAYOUT, store.version(viewer), register.version, sorted(register.values), all_properties()]
    return _family(viewer) + hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def _size(folder: Path) -> int:
    with suppress(OSError):
        return sum(path.stat().st_size for path in folder.rglob("*"))
    return 0
