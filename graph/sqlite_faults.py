"""What SQLite's errors mean to people, and whether this Python's SQLite is good enough for both stores."""

import functools
import sqlite3
from collections.abc import Sequence

from graph.errors import StoreProblem

OLDEST_SQLITE = (3, 35, 0)  # RETURNING


def explain(error: sqlite3.Error, url: str) -> StoreProblem:
    """The store problem behind an error of sqlite3, in words, with the next step."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreProblem(
            f"{url} is locked by another program", "wait until it has ended, then run the command again"
        )
    if "full" in text:
        return StoreProblem(
            f"{url}: the disk is full", "free some space; the next command goes on where this one stopped"
        )
    if "not a database" in text or "malformed" in text:
        return StoreProblem(
            f"{url} is not a store of Halqa, or it is damaged",
            "name another file with --store, or rebuild it from the records",
        )
    if "unable to open" in text:
        return StoreProblem(f"{url} cannot be opened", "check that the folder exists and that you may write to it")
    if "readonly" in text:
        return StoreProblem(f"{url} may not be written to", "check the rights of the file and of its folder")
    return StoreProblem(f"{url}: {text}", "`halqa doctor` checks the store")


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
