"""Connection, layout and errors of the embedded store.

The layout was measured against others: one integer key an edge (owner << 24 | type << 16 | n), no columns of source and
type, one index (dst, channel). An id stands once: a node is found by a hash of it, the nodes of a type by the ranges
of numbers that each transaction gave out in order of id. Properties are kept under the numbers of their names.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import StoreProblem
from graph.finding import finding_mark
from graph.model import Viewer
from graph.packing import EDGE_BITS
from graph.sqlite_faults import check_sqlite, damaged, explain
from graph.sqlite_files import connect
from graph.store.facts import StoreFacts
from graph.store.translation import Translated, older_layout

LAYOUT_VERSION = 4
OWNER_SHIFT, TYPE_SHIFT = 24, EDGE_BITS
_KEY_TAIL = 3  # bytes at the end of an id
EDGES_OF_A_TYPE = 1 << TYPE_SHIFT
EDGE_TYPE = f"(edge.no >> {TYPE_SHIFT} & {(1 << OWNER_SHIFT - TYPE_SHIFT) - 1})"

DDL = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS channel(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS role(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS property(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS node(
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, channel INTEGER, properties TEXT);
CREATE TABLE IF NOT EXISTS node_key(key INTEGER, no INTEGER, PRIMARY KEY(key, no)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node_range(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, prefix TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS edge(
    no INTEGER PRIMARY KEY, dst INTEGER NOT NULL, channel INTEGER NOT NULL,
    role INTEGER NOT NULL, day INTEGER, properties TEXT);
CREATE INDEX IF NOT EXISTS edge_in ON edge(dst, channel);
CREATE TABLE IF NOT EXISTS applied(node INTEGER PRIMARY KEY, version BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS applied_batch(token TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS derived(
    run TEXT, source TEXT, type TEXT, target TEXT, properties TEXT,
    PRIMARY KEY(run, source, type, target)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', columnsize=0, detail=none);
CREATE VIRTUAL TABLE IF NOT EXISTS numbers USING fts5(text, content='', columnsize=0, tokenize='trigram');
INSERT OR IGNORE INTO role VALUES (0, '');
"""
INDEXES = ("words", "numbers")  # of full text, by the number of a node
TABLES = (
    *INDEXES,
    "names",
    "derived",
    "applied_batch",
    "applied",
    "edge",
    "node",
    "node_key",
    "node_range",
    "property",
    "role",
    "channel",
)


translated = Translated(explain, sqlite3.Error)
_UNREADABLE = (KeyError, IndexError, TypeError, ValueError)  # what a page that no program wrote ends in


def _explain_read(error: Exception, url: str) -> StoreProblem:
    if isinstance(error, sqlite3.Error):
        return explain(error, url)
    return damaged(url, f"{type(error).__name__}: {error}")


reading = Translated(_explain_read, sqlite3.Error, *_UNREADABLE)


# KiB of pages that a connection keeps. A service has many that only read, and the system keeps the file's pages anyway.
READING_CACHE, WRITING_CACHE = 8 << 10, 128 << 10


class SqliteBase(StoreFacts):
    """One connection, its transactions and small look-ups."""

    def __init__(self, url: str, timeout_seconds: float = 10) -> None:
        self.url = url
        path = url.removeprefix("sqlite:///")
        self.path = None if path in ("", ":memory:") else Path(path)
        check_sqlite()
        try:
            self._db, self.is_read_only = connect(
                path, timeout=timeout_seconds, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise explain(error, url) from error
        try:
            self._db.execute(f"PRAGMA cache_size=-{READING_CACHE}")
            self._db.execute("PRAGMA temp_store=MEMORY")
            self._db.execute("PRAGMA secure_delete=ON")  # what was recalled is gone from the file too
            self._db.create_function("key_of", 1, key_of, deterministic=True)
        except sqlite3.Error as error:
            self._db.close()
            raise explain(error, url) from error

    @translated
    def ensure_schema(self, anew: bool = False) -> None:
        """Makes what is missing; refuses another layout and a database of something else.

        Args:
            anew: Empty a store of an older layout instead of refusing it.

        Raises:
            MustRebuild: it has an older layout.
            StoreProblem: it has a newer one, or holds tables that are not ours.
        """
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if tables and "meta" not in tables:
            raise StoreProblem(
                f"{self.url} holds tables that are not ours: {', '.join(sorted(tables)[:3])}",
                "name another file with --store; nothing was changed",
            )
        found = self._meta("layout") if tables else ""
        is_of_now = bool(found) and int(found) == LAYOUT_VERSION
        if found and int(found) > LAYOUT_VERSION:
            raise StoreProblem(
                f"{self.url} has layout version {found}; this program knows up to {LAYOUT_VERSION}",
                "use the newer program that wrote it",
            )
        if found and int(found) < LAYOUT_VERSION and not anew:
            raise older_layout(self.url, found, LAYOUT_VERSION)
        if is_of_now and not anew:
            self._check_finding()
        if self.is_read_only:
            return
        self._db.execute("PRAGMA journal_mode=WAL")  # not before: it would change a file that is not ours
        if not is_of_now or self._meta("finding") != finding_mark():
            dropped = "".join(f"DROP TABLE IF EXISTS {table};" for table in TABLES)
            self._db.executescript(f"BEGIN IMMEDIATE; {dropped} {DDL} DELETE FROM meta WHERE key='derivation'; COMMIT;")
            self._set_meta("layout", str(LAYOUT_VERSION))
            self._set_meta("finding", finding_mark())

    @translated
    def is_made(self) -> bool:
        """Whether the file holds a store, of whatever layout."""
        return self._db.execute("SELECT 1 FROM sqlite_master WHERE name='meta'").fetchone() is not None

    @translated
    def faults(self, quick: bool = False) -> list[str]:
        """What SQLite finds wrong with the file itself, in its own words; `quick` leaves the indexes uncompared."""
        check = "quick_check" if quick else "integrity_check"
        found = [text for (text,) in self._db.execute(f"PRAGMA {check}") if text != "ok"]
        if not found and not quick and not self.is_read_only:
            for index in INDEXES:
                self._db.execute(f"INSERT INTO {index}({index}) VALUES ('integrity-check')")
        return found

    def close(self) -> None:
        """Lets go of the file; an open transaction is rolled back."""
        self._db.close()

    @contextmanager
    def snapshot(self, viewer: Viewer) -> Iterator[None]:
        """A read transaction: while it is open, all that is read here is of one moment."""
        if self._db.in_transaction:
            yield
            return
        self._begin_reading()
        try:
            yield
        finally:
            self._db.rollback()

    @translated
    def _begin_reading(self) -> None:
        self._db.execute("BEGIN")
        self._db.execute("SELECT count(*) FROM meta").fetchone()  # the moment is that of the first read

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute(f"PRAGMA cache_size=-{WRITING_CACHE}")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

    @translated
    def _meta(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return row[0] if row else ""

    @translated
    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (key, value)
        )

    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """Internal numbers of those among the ids that exist."""
        wanted = set(ids)  # compared here: to have the ids hashed by SQLite takes a third longer
        rows = self._db.execute(
            "SELECT node.id, node.no FROM json_each(?) AS wanted CROSS JOIN node_key ON node_key.key = wanted.value"
            " CROSS JOIN node ON node.no = node_key.no",
            (json.dumps(sorted({key_of(node_id) for node_id in wanted})),),
        )
        return {node_id: number for node_id, number in rows if node_id in wanted}

    def _channel_filter(self, viewer: Viewer, column: str = "channel") -> str:
        """` AND channel IN (..)` for a viewer; numbers come from our own table, never from outside."""
        if viewer.channels is None:
            return ""
        wanted = viewer.channels
        numbers = [no for no, name in self._db.execute("SELECT no, name FROM channel") if name in wanted]
        return f" AND {column} IN ({','.join(map(str, numbers))})"

    def _names(self, table: str) -> dict[int, str]:
        return dict(self._db.execute(f"SELECT no, name FROM {table}").fetchall())

    def _property_names(self) -> dict[str, str]:
        """The names of properties of nodes by the keys under which they are kept."""
        return {str(number): name for number, name in self._names("property").items()}


def key_of(node_id: str) -> int:
    """A hash of an id in 31 bits. Few ids share one, and an index of the ids would be half as large as all nodes.

    Ids that differ at the end alone have keys near one another: numbers that were given out one after the other are
    then written to one page of the index, where each would else touch a page of its own.
    """
    text = node_id.encode("utf-8", "surrogatepass")
    return zlib.crc32(text[:-_KEY_TAIL]) >> 11 << 10 | zlib.crc32(text[-_KEY_TAIL:]) & 0x3FF


def nodes_with_ids(alias: str = "node") -> str:
    """What to select from, to get the nodes that exist of a JSON list of ids."""
    return (
        "json_each(?) AS wanted CROSS JOIN node_key ON node_key.key = key_of(wanted.value)"
        f" CROSS JOIN node AS {alias} ON {alias}.no = node_key.no AND {alias}.id = wanted.value"
    )


def as_properties(text: str | None) -> dict[str, Any]:
    """Properties of an edge as kept: JSON text, or nothing."""
    return json.loads(text) if text else {}


def as_node_properties(text: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    """Properties of a node in order of their names, as kept: JSON text with the keys of the names, or nothing."""
    return dict(sorted(((names[key], value) for key, value in json.loads(text).items()), key=_name)) if text else {}


def _name(item: tuple[str, Any]) -> str:
    return item[0]
