"""Opening an embedded store that is to be filled from the records, whatever stands in its file."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from graph.errors import DamagedStore, StoreProblem
from graph.sqlite_files import connect
from graph.store.sqlite.store import SqliteStore

DAMAGED = ".damaged"


def open_anew(url: str, say: Callable[[str], None] = lambda _: None) -> SqliteStore:
    """The store at a URL, ready to be wiped and filled; a file that is damaged is kept under another name.

    The hub register is taken over where it can still be read.

    Args:
        url: `sqlite:///FILE`.
        say: Told where the damaged file is now.

    Raises:
        StoreProblem: the file holds tables of something else, is locked, or was written by a newer program.
    """
    path = Path(url.removeprefix("sqlite:///"))
    if not path.exists() or url.endswith(":memory:") or _is_sound(url):
        store = SqliteStore(url)
        store.ensure_schema(anew=True)
        return store
    hubs = _readable_hubs(path)
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{path}{suffix}")
        if part.exists():
            part.replace(f"{path}{DAMAGED}{suffix}")
    say(f"{path} is damaged and is made anew; what was there is kept as {path.name}{DAMAGED}")
    store = SqliteStore(url)
    store.ensure_schema()
    if hubs:
        store.publish_hubs(hubs)
    return store


def _is_sound(url: str) -> bool:
    """Whether SQLite finds nothing wrong with the file, as far as writing to it needs."""
    try:
        store = SqliteStore(url)
    except DamagedStore:
        return False
    try:
        store.ensure_schema(anew=True)
        return store.faults(quick=True) == []
    except DamagedStore:
        return False
    except StoreProblem:
        raise
    except Exception:
        return False  # a page that says something that no program wrote
    finally:
        store.close()


def _readable_hubs(path: Path) -> list[str]:
    try:
        with closing(connect(str(path))[0]) as db:
            return sorted(str(value) for (value,) in db.execute("SELECT id FROM hub"))
    except sqlite3.Error:
        return []
