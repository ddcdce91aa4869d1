"""One writer at a time: a lock beside the record store that ends with the program that holds it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import WriterBusy
from graph.relational.database import PATIENCE_SECONDS, Database
from graph.sqlite_faults import explain

_ADVISORY_KEY = 0x48414C51  # "HALQ"
_NOT_AVAILABLE = "55P03"  # what PostgreSQL says when the time for waiting is over
# A machine that disappears takes its connections along without a word; the server asks after it, and lets the lock go
# within a minute.
_LIVENESS = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}


class WriterLock:
    """The right to stage, apply and recall: for one thread of one program at a time, and again within it.

    SQLite: an exclusive lock on an empty file `<records>.lock`. PostgreSQL: an advisory lock of a session that does
    nothing else. The system, or the server, lets it go when the program ends, however it ends.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._depth = threading.local()

    @contextmanager
    def held(self, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Holds the lock; waits for it first.

        Raises:
            WriterBusy: another program still holds it after `patience_seconds`.
        """
        depth: int = getattr(self._depth, "value", 0)
        with nullcontext() if depth else self._taken(patience_seconds):
            self._depth.value = depth + 1
            try:
                yield
            finally:
                self._depth.value = depth

    def _taken(self, patience_seconds: float) -> AbstractContextManager[None]:
        path = self._database.engine.url.database
        if self._database.is_postgresql:
            return self._advisory(patience_seconds)
        if not path or path == ":memory:":
            return nullcontext()  # nobody else can reach it
        return _FileLock(f"{path}.lock", patience_seconds, self._refusal())

    @contextmanager
    def _advisory(self, patience_seconds: float) -> Iterator[None]:
        with ExitStack() as held:
            with self._database.told():
                connection = held.enter_context(self._database.engine.connect())
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.detach()  # closed at the end instead of going back to the pool: its locks end with it
                for name, value in _LIVENESS.items():
                    connection.execute(sa.select(sa.func.set_config(name, value, False)))
                if not _lock(connection, patience_seconds):
                    raise self._refusal()
            try:
                yield
            finally:  # a server notices only after a while that a connection was closed, and the next program is there
                with suppress(sa.exc.DBAPIError):
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(*_key())))

    def _refusal(self) -> WriterBusy:
        return WriterBusy(
            f"another program is loading into {self._database.shown_url}",
            "wait until it has ended, then run the command again",
        )


def _key() -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    return sa.literal(_ADVISORY_KEY), sa.func.hashtext(sa.func.current_schema())


def _lock(connection: Connection, patience_seconds: float) -> bool:
    """Takes PostgreSQL's lock of the schema that the tables are in; whether it could be had in time."""
    key = _key()
    if patience_seconds <= 0:
        return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(*key))))
    patience = f"{max(1, round(patience_seconds * 1000))}ms"
    connection.execute(sa.select(sa.func.set_config("lock_timeout", patience, False)))
    try:
        connection.execute(sa.select(sa.func.pg_advisory_lock(*key)))
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _NOT_AVAILABLE:
            raise
        return False
    return True


class _FileLock:
    """An exclusive lock on a file, by way of SQLite: portable, and gone with its program."""

    def __init__(self, path: str, patience_seconds: float, refusal: WriterBusy) -> None:
        self._path, self._patience, self._refusal = path, patience_seconds, refusal

    def __enter__(self) -> None:
        self._db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._db.close()
            if "locked" in str(error):
                raise self._refusal from error
            raise explain(error, f"sqlite:///{self._path}") from error

    def __exit__(self, *_: object) -> None:
        self._db.close()
