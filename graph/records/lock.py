"""One writer at a time: a lock beside the record store that ends with the program that holds it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from graph.errors import WriterBusy
from graph.sqlite_faults import explain

PATIENCE_SECONDS = 10.0
_ADVISORY_KEY = 0x48414C51  # "HALQ"


class WriterLock:
    """The right to stage, apply and recall: for one thread of one program at a time, and again within it.

    SQLite: an exclusive lock on an empty file `<records>.lock`, which the system lets go when the program ends, however
    it ends. PostgreSQL: an advisory lock of the session.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._depth = threading.local()

    @contextmanager
    def held(self, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Holds the lock; waits for it first.

        Raises:
            WriterBusy: another program still holds it after `patience_seconds`.
        """
        depth: int = getattr(self._depth, "value", 0)
        if depth:
            self._depth.value = depth + 1
            try:
                yield
            finally:
                self._depth.value = depth
            return
        with self._taken(patience_seconds):
            self._depth.value = 1
            try:
                yield
            finally:
                self._depth.value = 0

    @contextmanager
    def _taken(self, patience_seconds: float) -> Iterator[None]:
        database = self._engine.url.database
        if self._engine.dialect.name != "sqlite":
            with self._advisory(patience_seconds):
                yield
        elif not database or database == ":memory:":
            yield  # nobody else can reach it
        else:
            with self._file(f"{database}.lock", patience_seconds):
                yield

    def _file(self, path: str, patience_seconds: float) -> "_FileLock":
        return _FileLock(path, patience_seconds, self._refusal())

    @contextmanager
    def _advisory(self, patience_seconds: float) -> Iterator[None]:
        with self._engine.connect() as connection:
            connection.execute(sa.text(f"SET lock_timeout = '{max(1, int(patience_seconds * 1000))}ms'"))
            try:
                connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_KEY})
            except sa.exc.DBAPIError as error:
                raise self._refusal() from error
            yield  # closing the connection lets the lock go

    def _refusal(self) -> WriterBusy:
        name = self._engine.url.render_as_string(hide_password=True)
        return WriterBusy(
            f"another program is loading into {name}", "wait until it has ended, then run the command again"
        )


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
