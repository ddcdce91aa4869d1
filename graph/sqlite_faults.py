"""What SQLite's errors mean to people, and whether this Python's SQLite is good enough for both stores."""

import functools
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from graph.errors import DamagedStore, StoreProblem, Unstorable

OLDEST_SQLITE = (3, 35, 0)  # RETURNING
_AFTER_DAMAGE = (
    "a graph store is made anew by `halqa rebuild`; of a record store take the last copy, or name another file"
)
_LEAST_FREE = 128 << 10  # bytes: the index of a write-ahead log takes 32 kB, and its first frames as much


def explain(error: sqlite3.Error, url: str) -> StoreProblem:
    """The store problem behind an error of sqlite3, in words, with the next step."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreProblem(
            f"{url} is locked by another program", "wait until it has ended, then run the command again"
        )
    path = url.removeprefix("sqlite:///")
    is_about_disk = any(words in text for words in ("full", "disk I/O", "readonly", "unable to open"))
    if "is full" in text or (is_about_disk and is_full(Path(path))):
        return StoreProblem(
            f"{url}: the disk is full", "free some space; the next command goes on where this one stopped"
        )
    if any(words in text for words in ("not a database", "malformed", "corrupt")):
        return DamagedStore(f"{url} is not a store of Halqa, or it is damaged", _AFTER_DAMAGE)
    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError):
        return Unstorable(f"{url} refuses a value: {text}", "`halqa batches` tells what is set aside for it")
    if "unable to open" in text:
        return StoreProblem(f"{url} cannot be opened", "check that the folder exists and that you may write to it")
    if "readonly" in text:
        return StoreProblem(f"{url} may not be written to", "check the rights of the file and of its folder")
    return StoreProblem(f"{url}: {text}", "`halqa doctor` checks the store")


def damaged(url: str, words: str) -> DamagedStore:
    """What is said of a file that is a database, and holds what no program of ours wrote."""
    return DamagedStore(f"{url} is damaged: something in it cannot be read ({words})", _AFTER_DAMAGE)


def is_full(path: Path) -> bool:
    """Whether the disk of a file, or of the nearest folder that is there, has no room for what SQLite needs."""
    while not path.exists() and path != path.parent:
        path = path.parent
    try:
        return shutil.disk_usage(path).free < _LEAST_FREE
    except OSError:
        return False


def check_sqlite(
    version: Sequence[int] = sqlite3.sqlite_version_info, probe: str = "CREATE VIRTUAL TABLE t USING fts5(x)"
) -> None:
    """Raises `StoreProblem` where this Python's SQLite is too old or was built without full-text search."""
    if tuple(version) < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        have = ".".join(map(str, version))
        raise StoreProblem(f"SQLite {have} is older than {needed}", "use a Python that was built with a newer SQLite")
    if not _has_full_text(probe):
        raise StoreProblem(
            "this Python's SQLite has no full-text search (FTS5)", "use a Python from python.org or your distribution"
        )


@functools.cache
def _has_full_text(probe: str) -> bool:
    db = sqlite3.connect(":memory:")
    try:
        db.execute(probe)
    except sqlite3.OperationalError:
        return False
    finally:
        db.close()
    return True
