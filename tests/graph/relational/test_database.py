"""One behaviour of both databases: what a reading sees, what a failure leaves, in which order texts come."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from graph.errors import StoreProblem
from graph.relational.database import Database

Opened = Callable[..., Database]
NOTE = sa.table("note", sa.column("name", sa.Text), sa.column("number", sa.Integer))

# Counts a number in the table up so often, each time in a transaction that reads it first.
COUNTING = """
import sys
from pathlib import Path
import sqlalchemy as sa
from graph.relational.database import Database
from graph.relational.migrating import Layout

url, folder = sys.argv[1:]
note = sa.table("note", sa.column("name", sa.Text), sa.column("number", sa.Integer))
mine = sa.select(note.c.number).where(note.c.name == "count").with_for_update()
database = Database(url, Layout("notebook", "HALQA_NOTES", "notes.db", Path(folder), "0001", "notes_version"), 300)
print("open", flush=True)
sys.stdin.readline()
for _ in range(100):
    with database.transaction() as connection:
        number = connection.scalar(mine)
        connection.execute(note.update().values(number=number + 1))
database.close()
"""


def write(database: Database, *names: str) -> None:
    with database.transaction() as connection:
        connection.execute(NOTE.insert(), [{"name": name, "number": 0} for name in names])


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(sa.select(NOTE.c.name).order_by(NOTE.c.name)))


def test_what_was_written_is_there_for_the_next_program(opened: Opened, url: str) -> None:
    with closing(opened(url)) as database:
        write(database, "a")
    with closing(opened(url)) as database:
        assert names(database) == ["a"]


def test_a_failed_transaction_leaves_nothing(opened: Opened, url: str) -> None:
    with closing(opened(url)) as database:
        with pytest.raises(ZeroDivisionError), database.transaction() as connection:
            connection.execute(NOTE.insert().values(name="a"))
            raise ZeroDivisionError
        assert names(database) == []


def test_a_reading_sees_one_state_whatever_is_written_meanwhile(opened: Opened, url: str) -> None:
    with closing(opened(url)) as database, closing(opened(url)) as other:
        write(database, "a")
        with database.reading() as connection:
            count = sa.select(sa.func.count()).select_from(NOTE)
            before = connection.scalar(count)
            write(other, "b")
            assert (before, connection.scalar(count)) == (1, 1)
        assert names(database) == ["a", "b"]


def test_texts_come_in_the_order_of_their_code_points(opened: Opened, url: str) -> None:
    texts = ["a", "B", "a-b", "ab", "Ä", "z", "ё", "е", "ا", "\U0001f600"]
    with closing(opened(url)) as database:
        write(database, *texts)
        assert names(database) == sorted(texts)


@pytest.mark.parametrize("program_count", [2])
def test_programs_that_write_at_once_wait_for_one_another(
    opened: Opened, url: str, program_count: int, tmp_path: Path
) -> None:
    with closing(opened(url)) as database:
        write(database, "count")
    command = [sys.executable, "-W", "error", "-c", COUNTING, url, str(tmp_path / "100% ours")]
    root = Path(__file__).parents[3]
    programs = [
        subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(program_count)
    ]
    for program in programs:
        assert program.stdout is not None and program.stdout.readline() == "open\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate()
    assert [program.returncode for program in programs] == [0] * program_count
    with closing(opened(url)) as database, database.reading() as connection:
        assert connection.scalar(sa.select(NOTE.c.number)) == 100 * program_count


def test_of_many_that_open_an_empty_database_at_once_each_has_its_tables(opened: Opened, url: str) -> None:
    made: list[Any] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        try:
            made.append(opened(url))
        except Exception as error:
            made.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(database) for database in made] == [Database] * 4, made
    write(made[0], "a")
    assert names(made[3]) == ["a"]
    for database in made:
        database.close()


def test_an_sqlite_file_that_is_locked_says_so_after_its_patience(opened: Opened, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    with closing(opened(url)) as database, closing(opened(url, patience_seconds=0.01)) as other:
        locked = pytest.raises(StoreProblem, match="is locked by another program")
        with database.transaction(), locked, other.transaction():
            pass


def test_a_file_of_another_layout_is_left_alone(opened: Opened, tmp_path: Path) -> None:
    from graph.records.store import RecordStore

    url = f"sqlite:///{tmp_path / 'records.db'}"
    RecordStore(url).close()
    with pytest.raises(StoreProblem, match="holds tables that are not ours; name another database in HALQA_NOTES"):
        opened(url)


def test_damage_of_an_sqlite_file_is_told(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    with closing(opened(f"sqlite:///{path}")) as database:
        write(database, *(f"note {n:05}" for n in range(2000)))
        assert database.damage() == ""
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\x00" * 4096
    path.write_bytes(data)
    with closing(opened(f"sqlite:///{path}")) as database:
        assert "damaged" in database.damage()
