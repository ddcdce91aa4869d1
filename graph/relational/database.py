"""A relational database of ours, SQLite or PostgreSQL: opened by its URL, brought up to date, read and written.

Both behave alike: a reading sees one state of the data, a writing transaction waits for other writers, texts are
ordered by their code points, and what goes wrong is told in our words.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from graph import sqlite_faults
from graph.errors import DamagedStore, StoreProblem
from graph.relational import postgresql_faults
from graph.relational.migrating import Layout, bring_up_to_date
from graph.relational.urls import parse_url, without_password
from graph.sqlite_files import connect, may_write
from graph.wording import without_login

PATIENCE_SECONDS = 10.0
_CONNECT_SECONDS = 10
READING_CACHE, WRITING_CACHE = 8 << 10, 64 << 10  # KiB of pages that a connection to an SQLite file keeps
_BEGIN = "sqlite_begin"  # the execution option that says how a transaction of SQLite begins


class Database:
    """The open database of one layout; the base of the record store and of the state.

    Raises:
        StoreProblem: from every method, when the database cannot be reached, is locked, full, too new or not ours.
    """

    def __init__(self, url: str, layout: Layout, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.engine = _engine(url, layout, patience_seconds)
        self.shown_url = without_login(url)
        self.kept_url = without_password(self.engine.url)
        self.is_postgresql = self.engine.dialect.name == "postgresql"
        self._snapshots = self.engine
        if self.is_postgresql:
            self._snapshots = self.engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            self.is_read_only = self._takes_no_changes()
            bring_up_to_date(layout, self.reading, self.transaction, self.shown_url)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that writes; it is rolled back on any error, and waits for other writers of an SQLite file."""
        with self.told(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that reads one state of the data, whatever is written meanwhile."""
        with self.told(), self._snapshots.connect() as connection:
            yield connection

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tells errors of the database in our words."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            if self.is_postgresql:
                raise postgresql_faults.explain(error.orig, self.shown_url, self.engine.url.database or "") from error
            assert isinstance(error.orig, sqlite3.Error)
            raise sqlite_faults.explain(error.orig, self.shown_url) from error

    def damage(self) -> str:
        """What the database itself finds wrong with its file, "" for nothing; only SQLite can tell."""
        if self.is_postgresql:
            return ""
        try:
            with self.reading() as connection:
                faults = [text for (text,) in connection.exec_driver_sql("PRAGMA integrity_check") if text != "ok"]
        except DamagedStore as error:
            return error.message
        return f"the database is damaged: {faults[0]}" if faults else ""

    def _takes_no_changes(self) -> bool:
        if not self.is_postgresql:
            path = self.engine.url.database
            return bool(path) and path != ":memory:" and not may_write(Path(str(path)))
        with self.reading() as connection:
            encoding = connection.scalar(sa.text("SHOW server_encoding"))
            if encoding != "UTF8":
                raise StoreProblem(
                    f"{self.shown_url} keeps texts as {encoding}, which cannot hold every name",
                    "make it anew: `createdb --encoding=UTF8 --template=template0 NAME`",
                )
            question = sa.text("SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool")
            return bool(connection.scalar(question))


def _engine(url: str, layout: Layout, patience_seconds: float) -> Engine:
    parsed = parse_url(url, layout.noun, layout.file)
    try:
        if parsed.drivername == "sqlite":
            return _sqlite_engine(parsed, layout, patience_seconds)
        return _postgresql_engine(parsed)
    except ImportError as error:
        raise StoreProblem(
            f"{without_login(url)} cannot be opened: {error}", "install Halqa again: it brings the driver psycopg"
        ) from error


def _postgresql_engine(url: sa.URL) -> Engine:
    # A connection that died while nobody used it is made anew; texts are UTF-8 whatever PGCLIENTENCODING says.
    options: dict[str, Any] = {"client_encoding": "utf8"}
    options |= {"application_name": "halqa"} if "application_name" not in url.query else {}
    options |= {"connect_timeout": _CONNECT_SECONDS} if "connect_timeout" not in url.query else {}
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=options)


def _sqlite_engine(url: sa.URL, layout: Layout, patience_seconds: float) -> Engine:
    path = url.database or ""
    options: dict[str, Any] = {}
    if not path or path == ":memory:":
        options["poolclass"] = sa.pool.StaticPool
    else:
        _make_folder(Path(path).parent, layout)
    engine = sa.create_engine(url, creator=lambda: connect(path, check_same_thread=False)[0], **options)

    def prepare(connection: Any, _record: Any) -> None:
        try:
            _set_pragmas(connection, layout, patience_seconds)
        except BaseException:
            connection.close()  # SQLAlchemy would leave it to the garbage collector
            raise

    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if how != "BEGIN":
            connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITING_CACHE}")
        connection.exec_driver_sql(how)

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return engine


def _make_folder(folder: Path, layout: Layout) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"{folder} cannot be made: {error.strerror}", f"name another place in {layout.setting} or HALQA_DATA_DIR"
        ) from error


def _set_pragmas(connection: Any, layout: Layout, patience_seconds: float) -> None:
    # Python's sqlite3 would begin transactions by itself, and not before a read: SQLAlchemy does it.
    connection.isolation_level = None
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    is_ours = not tables or layout.version_table in tables  # WAL would change a file that is not
    is_read_only = bool(connection.execute("PRAGMA query_only").fetchone()[0])
    for pragma in (
        f"busy_timeout={round(patience_seconds * 1000)}",
        "journal_mode=WAL" if is_ours and not is_read_only else "journal_mode",
        f"cache_size=-{READING_CACHE}",
        "temp_store=MEMORY",
        "secure_delete=FAST",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
