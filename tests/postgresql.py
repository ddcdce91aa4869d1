"""A PostgreSQL server for tests: one disposable cluster a run, and a new database for whoever asks for one.

All tests that use it carry the marker `postgresql` and run in one process. The server listens on 127.0.0.1 alone and
orders texts as people in an office do, not by code points, so that a query that leaves the order to it is noticed.
"""

import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from graph.records.store import RecordStore
from graph.store.neo4j.server.server import free_port
from tests.requiring import NO_POSTGRESQL, give_up

USER = "halqa"
READY_SECONDS = 300  # a start takes a second, on a loaded machine many
# Nothing of it has to outlive the run.
CONFIGURATION = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "synchronous_commit=off",
                 "full_page_writes=off", "autovacuum=off", "shared_buffers=64MB", "max_connections=60")  # fmt: skip

# Runs beside the tests: it ends the server and its folder when its input closes, which the system does however the
# tests end. A server that is killed would leave memory behind that others share, so it is told to end.
SUPERVISOR = """
import json, shutil, signal, subprocess, sys

home, command, options = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    with open(home + "/log", "wb") as out:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **options)
    try:
        sys.stdin.read()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
finally:
    shutil.rmtree(home, ignore_errors=True)
"""


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A running server, and the makings of its URLs."""

    port: int
    password: str = field(repr=False)

    def url(self, database: str, password: str = "") -> str:
        """The URL of a database as people write it."""
        return f"postgresql://{USER}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: sql.Composed | sql.SQL, database: str = "postgres") -> None:
        """Carries a statement out past our own code."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str = "template1", more: str = "") -> str:
        """Makes a database; its name."""
        name = f"t{secrets.token_hex(8)}"
        words = "CREATE DATABASE {} TEMPLATE {} " + more
        self.run(sql.SQL(words).format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Takes a database away, whoever is connected to it."""
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def programs() -> Path | None:
    """Folder of the newest PostgreSQL on this machine; Debian keeps them off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    folders += [Path(on_path).parent] if on_path else []
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@contextmanager
def disposable_cluster(binaries: Path) -> Iterator[PostgresqlServer]:
    """A server that answers, in a temporary folder; both are gone at the end, however the tests end."""
    home = Path(tempfile.mkdtemp(prefix="halqa-postgresql-"))
    server = PostgresqlServer(free_port(), secrets.token_hex(16))
    options = _as_somebody_else(home)
    (home / "password").write_text(server.password)
    home.chmod(0o755)
    initdb = [str(binaries / "initdb"), "-D", str(home / "data"), "-U", USER, "--pwfile", str(home / "password"),
              "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
              "--icu-locale=en-US", "--no-sync", "--no-instructions"]  # fmt: skip
    settings = [word for setting in CONFIGURATION for word in ("-c", setting)]
    command = [str(binaries / "postgres"), "-D", str(home / "data"), "-p", str(server.port), *settings]
    try:
        subprocess.run(initdb, cwd=home, check=True, capture_output=True, **options)
        supervisor = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", SUPERVISOR, str(home), json.dumps(command), json.dumps(options)],
            stdin=subprocess.PIPE, cwd=home, start_new_session=True,
        )  # fmt: skip
        assert supervisor.stdin is not None
        with supervisor, supervisor.stdin:
            _wait_until_ready(server, home / "log")
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_somebody_else(home: Path) -> dict[str, Any]:
    """How its programs are started: it refuses to work for root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(server: PostgresqlServer, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=10).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                words = log.read_text("utf-8", "replace") if log.exists() else ""
                pytest.fail(f"PostgreSQL did not start: {error} {words}")
            time.sleep(0.1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server of this run, started at first use; skips where there is none, fails where it is required."""
    binaries = programs()
    if binaries is None:
        give_up("postgresql", f"{NO_POSTGRESQL}: it is not installed: apt-get install postgresql")
    with disposable_cluster(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def records_template(postgresql_server: PostgresqlServer) -> str:
    """A database with the tables of a record store that has no id yet; copying it is quicker than making them."""
    name = postgresql_server.create()
    RecordStore(postgresql_server.url(name)).close()
    postgresql_server.run(sql.SQL("DELETE FROM meta"), name)
    return name


@pytest.fixture
def create_postgresql(postgresql_server: PostgresqlServer) -> Iterator[Callable[..., str]]:
    """Makes databases; their URLs. They are gone after the test."""
    names: list[str] = []

    def create(template: str = "template1", more: str = "") -> str:
        names.append(postgresql_server.create(template, more))
        return postgresql_server.url(names[-1])

    yield create
    for name in names:
        postgresql_server.drop(name)


@pytest.fixture
def create_records(create_postgresql: Callable[..., str], records_template: str) -> Callable[[], str]:
    """Makes databases for record stores; their URLs."""
    return lambda: create_postgresql(records_template)
