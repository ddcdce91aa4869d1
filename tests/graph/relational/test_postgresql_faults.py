"""What a real server refuses, in our words: never with a password, always with what to do next."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from psycopg import sql

from graph.errors import DamagedStore, StoreProblem, StoreUnavailable, Unstorable
from graph.relational.database import Database
from graph.relational.postgresql_faults import explain
from graph.store.neo4j.server.server import free_port

pytestmark = pytest.mark.postgresql
Opened = Callable[..., Database]
NOTE = sa.table("note", sa.column("name", sa.Text), sa.column("number", sa.Integer))


@pytest.fixture
def url(create_postgresql: Callable[..., str]) -> str:
    return create_postgresql()


def refused(opened: Opened, url: str, kind: type[StoreProblem], words: str, server: Any) -> None:
    with pytest.raises(kind, match=words) as caught:
        opened(url)
    chain: BaseException | None = caught.value
    while chain is not None:
        assert server.password not in str(chain) and "wrong-one" not in str(chain)
        chain = chain.__cause__


def test_no_server(opened: Opened, url: str, postgresql_server: Any) -> None:
    away = url.replace(f":{postgresql_server.port}/", f":{free_port()}/")
    words = r"postgresql://\*\*\*@127.0.0.1:\d+/\w+ does not answer; start the PostgreSQL server or check host and port"
    refused(opened, away, StoreUnavailable, words, postgresql_server)


def test_no_such_host(opened: Opened, url: str, postgresql_server: Any) -> None:
    refused(opened, url.replace("127.0.0.1", "no-such-host.invalid"), StoreUnavailable, "does not answer",
            postgresql_server)  # fmt: skip


def test_a_wrong_password(opened: Opened, postgresql_server: Any) -> None:
    wrong = postgresql_server.url("postgres", "wrong-one")
    refused(opened, wrong, StoreProblem, "refuses the user or the password; check user and password", postgresql_server)


def test_no_password(opened: Opened, postgresql_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    without = f"postgresql://halqa@127.0.0.1:{postgresql_server.port}/postgres?passfile=/dev/null"
    refused(opened, without, StoreProblem, "refuses the user or the password", postgresql_server)


def test_an_unknown_user(opened: Opened, url: str, postgresql_server: Any) -> None:
    refused(opened, url.replace("//halqa:", "//nobody:"), StoreProblem, "refuses the user", postgresql_server)


def test_no_such_database(opened: Opened, postgresql_server: Any) -> None:
    words = "no_such_one is no database of that server; make it: `createdb --encoding=UTF8"
    refused(opened, postgresql_server.url("no_such_one"), StoreProblem, words, postgresql_server)


def test_a_database_that_cannot_hold_every_name(
    opened: Opened, create_postgresql: Callable[..., str], postgresql_server: Any
) -> None:
    more = "ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
    latin = create_postgresql("template0", more)
    refused(opened, latin, StoreProblem, "keeps texts as LATIN1, which cannot hold every name", postgresql_server)


def test_a_server_that_ends_a_connection_is_told_and_the_next_transaction_works(
    opened: Opened, url: str, postgresql_server: Any
) -> None:
    ending = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                     " AND backend_type = 'client backend'")  # fmt: skip
    with closing(opened(url)) as database:
        cut = pytest.raises(StoreUnavailable, match=r"does not answer.*nothing was lost")
        with cut, database.transaction() as connection:
            connection.execute(NOTE.insert().values(name="a"))
            postgresql_server.run(ending)
            connection.execute(NOTE.insert().values(name="b"))
        with database.transaction() as connection:
            connection.execute(NOTE.insert().values(name="a"))
        postgresql_server.run(ending)
        with database.reading() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(NOTE)) == 1


def test_a_full_disk_of_the_server(opened: Opened, url: str, postgresql_server: Any) -> None:
    """The server raises the code of a full disk itself: filling one would take the machine along."""
    database = opened(url)
    name = url.rpartition("/")[2]
    raising = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON note EXECUTE FUNCTION full_disk()"""
    postgresql_server.run(sql.SQL(raising), name)  # type: ignore[arg-type]  # a constant
    full = pytest.raises(StoreProblem, match="the disk of the server is full; free some space there; the next command")
    with closing(database), full, database.transaction() as connection:
        connection.execute(NOTE.insert().values(name="a"))


def test_a_server_that_takes_no_changes_is_read_and_not_written_to(
    opened: Opened, url: str, postgresql_server: Any
) -> None:
    with closing(opened(url)) as database:
        assert not database.is_read_only
    name = sql.Identifier(url.rpartition("/")[2])
    postgresql_server.run(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
    with closing(opened(url)) as database:
        assert database.is_read_only
        with database.reading() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(NOTE)) == 0
        refusal = pytest.raises(StoreProblem, match=r"may not be written to.*name the server that takes changes")
        with refusal, database.transaction() as connection:
            connection.execute(NOTE.insert().values(name="a"))


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [("a\0b", 1, "refuses a value"), ("a", 1 << 40, "refuses a value"), (None, 1, "refuses a value")],
    ids=["NUL", "too large", "missing"],
)
def test_a_value_that_cannot_be_kept(opened: Opened, url: str, name: Any, number: int, words: str) -> None:
    unstorable = pytest.raises(Unstorable, match=words)
    with closing(opened(url)) as database, unstorable, database.transaction() as connection:
        connection.execute(NOTE.insert().values(name=name, number=number))


def test_values_stand_in_no_message(opened: Opened, url: str) -> None:
    with closing(opened(url)) as database:
        with pytest.raises(StoreProblem) as caught, database.transaction() as connection:
            connection.execute(sa.text("SELECT no_such_column, :name FROM note"), {"name": "Merodan"})
        assert "Merodan" not in str(caught.value) and "Merodan" not in str(caught.value.__cause__)
        with pytest.raises(Unstorable) as caught, database.transaction() as connection:
            connection.execute(NOTE.insert(), [{"name": "Merodan"}, {"name": "Merodan"}])
        assert "Merodan" not in str(caught.value)


def test_a_user_without_rights_is_told(opened: Opened, url: str, postgresql_server: Any) -> None:
    user = f"u{url.rpartition('/')[2]}"
    who = sql.Identifier(user)
    postgresql_server.run(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(who, sql.Literal("wrong-one")))
    mine = url.replace(f"//halqa:{postgresql_server.password}@", f"//{user}:wrong-one@")
    refused(opened, mine, StoreProblem, "does not let this user do that .*let the user own the database",
            postgresql_server)  # fmt: skip


class Said(Exception):
    """An error as psycopg raises it where no server of ours does."""

    def __init__(self, text: str, sqlstate: str | None = None) -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "kind", "words"),
    [
        ("53300", StoreUnavailable, "takes no more connections"),
        ("57P03", StoreUnavailable, "does not answer yet"),
        ("55P03", StoreUnavailable, "is locked by another program"),
        ("40001", StoreUnavailable, "could not carry two writes out at once"),
        ("XX001", DamagedStore, "is damaged"),
        ("42P01", StoreProblem, "some words"),
    ],
)
def test_codes_that_no_test_can_bring_about(sqlstate: str, kind: type[StoreProblem], words: str) -> None:
    problem = explain(Said("some words", sqlstate), "postgresql://host/db")
    assert type(problem) is kind and words in problem.message and problem.next_step


def test_the_driver_is_loaded_only_where_it_is_used() -> None:
    code = "import sys, graph.records.store as s; s.RecordStore('sqlite://').close(); print('psycopg' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
