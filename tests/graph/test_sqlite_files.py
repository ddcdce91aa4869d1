"""Opening database files: to be written to, or as copies that nobody can write to."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreProblem
from graph.sqlite_faults import explain
from graph.sqlite_files import connect, may_write


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "#odd ?name%41.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE t(x)")
        db.execute("INSERT INTO t VALUES (7)")
        db.commit()
    return path


def nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plays a medium that cannot be written to: root may write to any file that is on another."""
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    usage: Any = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))


@pytest.mark.parametrize("cause", [nobody_writes, full_disk])
def test_what_cannot_be_written_to_is_read_and_nothing_is_made_beside_it(
    database: Path, monkeypatch: pytest.MonkeyPatch, cause: Any
) -> None:
    cause(monkeypatch)
    assert not may_write(database)
    before = sorted(database.parent.iterdir())
    db, is_read_only = connect(str(database))
    with closing(db):
        assert is_read_only and db.execute("SELECT x FROM t").fetchall() == [(7,)]
        with pytest.raises(sqlite3.OperationalError):
            db.execute("INSERT INTO t VALUES (8)")
    assert sorted(database.parent.iterdir()) == before


def test_a_file_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    db, is_read_only = connect(str(tmp_path / "new.db"))
    db.close()
    assert not is_read_only and (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    "words", ["disk I/O error", "database or disk is full", "attempt to write a readonly database", "unable to open"]
)
def test_a_full_disk_is_called_one(database: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    full_disk(monkeypatch)
    problem = explain(sqlite3.OperationalError(words), f"sqlite:///{database}")
    assert isinstance(problem, StoreProblem) and "the disk is full; free some space" in str(problem)
