"""The record store: whose database it is, its profiles and its batches."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from graph.errors import BadProfile, NotFound, StoreProblem
from graph.model import Channel
from graph.records import tables as t
from graph.records.batch import ProfileText
from graph.records.store import RecordStore


@pytest.fixture
def records(records_url: str) -> Iterator[RecordStore]:
    """An empty store."""
    with closing(RecordStore(records_url)) as records:
        yield records


def register(records: RecordStore, name: str, version: int, text: str) -> int:
    with records.transaction() as connection:
        channel = records.channel_number(connection, "UZ/decl/H1/customs")
        return records.register_profile(connection, channel, ProfileText(name, version, text))


def test_it_makes_its_tables_and_keeps_its_id(url: str) -> None:
    first = RecordStore(url)
    first.close()
    again = RecordStore(url)
    assert again.id == first.id and len(first.id) == 32
    again.close()
    with closing(RecordStore("sqlite://")) as other:
        assert other.id != first.id


def test_a_new_store_holds_nothing(records: RecordStore) -> None:
    assert records.batches() == records.channels() == []
    assert records.newest_profiles() == {}


def test_a_newer_schema_is_refused(url: str) -> None:
    with closing(RecordStore(url)) as records, records.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    with pytest.raises(StoreProblem, match=r"has schema version 9999; this program knows up to \d+; use the newer"):
        RecordStore(url)


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE invoices(no INTEGER)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="tables that are not ours; name another database in HALQA_RECORDS"):
        RecordStore(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(b"No;Date\n" * 500)
    with pytest.raises(StoreProblem, match=r"records.db is not a store of Halqa"):
        RecordStore(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="cannot be"):
        RecordStore(f"sqlite:///{tmp_path / 'file' / 'records.db'}")


@pytest.mark.parametrize("url", ["records.db", "no-such-database://x/y"])
def test_a_url_that_names_no_database_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(StoreProblem, match=r"write for example sqlite:////var/lib/halqa/records.db"):
        RecordStore(url)


def test_an_unknown_batch_is_named(records: RecordStore) -> None:
    with pytest.raises(NotFound, match="no such batch; `halqa batches` lists them"):
        records.batch(7)


def test_the_same_profile_is_kept_once(records: RecordStore) -> None:
    assert register(records, "decl", 1, "a") == register(records, "decl", 1, "a")
    assert register(records, "decl", 2, "b") != register(records, "other", 1, "a")
    newest = {name: profile for (_, name), profile in records.newest_profiles().items()}
    assert newest == {"decl": ProfileText("decl", 2, "b"), "other": ProfileText("other", 1, "a")}


def test_a_changed_profile_needs_another_version(records: RecordStore) -> None:
    register(records, "decl", 1, "a")
    with pytest.raises(BadProfile, match="profile decl was changed but still says version 1; write `version: 2`"):
        register(records, "decl", 1, "b")
    assert records.newest_profiles()["UZ/decl/H1/customs", "decl"].text == "a"


def test_an_older_profile_is_refused(records: RecordStore) -> None:
    register(records, "decl", 3, "c")
    with pytest.raises(BadProfile, match="decl version 2 is older than version 3"):
        register(records, "decl", 2, "b")


def test_a_failed_transaction_changes_nothing(records: RecordStore) -> None:
    with pytest.raises(RuntimeError), records.transaction() as connection:
        channel = records.channel_number(connection, "UZ/decl/H1/customs")
        records.register_profile(connection, channel, ProfileText("decl", 1, "a"))
        raise RuntimeError
    assert records.newest_profiles() == {}


def test_batches_of_the_same_bytes_come_in_the_order_of_the_code_points_of_their_ids(records: RecordStore) -> None:
    """A server would sort `a` before `B` and pass the dash over."""
    ids = ["a", "B", "a-b", "ab", "Ä", "z", "é", "ا"]
    with records.transaction() as connection:
        channel = records.channel_number(connection, "UZ/decl/H1/customs")
        profile = records.register_profile(connection, channel, ProfileText("decl", 1, "a"))
        empty = {column.name: "" for column in t.batch.columns if isinstance(column.type, sa.Text)}
        counts = dict.fromkeys(("is_moved", "is_dated", "units", "records", "rejected"), 0)
        for number, name in enumerate(ids, 1):
            channel = records.channel_number(connection, f"{number}/decl/H1/customs")
            values = {"no": number, "id": name, "token": name, "channel": channel, "profile": profile}
            values |= {"sha256": "ab", "load_channel": "UZ/decl/H1/customs", "header": "[]", "state": "staged"}
            connection.execute(t.batch.insert().values(empty | counts | values))
    known = records.known(Channel.parse("UZ/decl/H1/customs"), "ab")
    assert [batch.id for batch in known] == sorted(ids)


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    records = RecordStore(f"sqlite:///{tmp_path / 'records.db'}", patience_seconds=0.01)
    other = sqlite3.connect(tmp_path / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem, match="is locked by another program"), records.transaction():
        pass
    other.close()
    records.close()
