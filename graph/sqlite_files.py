"""Opening an SQLite file: to be written to where that is possible, else as a copy that nobody writes to."""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.sqlite_faults import is_full


def may_write(path: Path) -> bool:
    """Whether a database file, its folder and its disk take changes; one that is not there yet is made."""
    if path.exists() and not os.access(path, os.W_OK):
        return False
    return os.access(path.parent, os.W_OK) and not (path.exists() and is_full(path))


def connect(path: str, **options: Any) -> tuple[sqlite3.Connection, bool]:
    """A connection to a database file ("" or `:memory:` for one in memory), and whether it is for reading only.

    A copy on a medium that cannot be written to, or on a full disk, is read as it is: SQLite itself would want to make
    files beside it. That is right as long as nobody changes it, so it is done only where nobody can.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    if path in ("", ":memory:") or may_write(Path(path)):
        return sqlite3.connect(path or ":memory:", **options), False
    log = Path(f"{path}-wal")
    has_changes = log.exists() and log.stat().st_size > 0  # that stand in no other file
    how = "mode=ro" if has_changes else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"file:{quote(str(Path(path).resolve()))}?{how}", uri=True, **options)
    connection.execute("PRAGMA query_only=ON")  # by which others see what they have
    return connection, True
