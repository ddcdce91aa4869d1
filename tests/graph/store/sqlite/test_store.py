"""What is SQLite's own: files that are not ours, locked, newer, unwritable or on a full disk."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import BadValue, StoreProblem
from graph.model import EVERYONE, EdgeRow, NodeRow
from graph.sqlite_faults import OLDEST_SQLITE, check_sqlite, explain
from graph.store import open_store
from graph.store.base import Changes, GraphStore
from graph.store.sqlite.base import LAYOUT_VERSION, READING_CACHE, WRITING_CACHE, key_of
from graph.store.sqlite.store import SqliteStore

Hash = Callable[[GraphStore], str]
CHANNEL = "UZ/import/H1/customs"


def changes(count: int, first: int = 0) -> Changes:
    """Consignments with a seal of their own each."""
    made = Changes()
    for n in range(first, first + count):
        record, seal = f"consignment:{CHANNEL}:declaration:{n}", f"seal:{n}"
        made.nodes += [
            NodeRow(record, "Consignment", CHANNEL, {"office": "x" * 200}),
            NodeRow(seal, "Seal", "", None),
        ]
        made.edges.append(EdgeRow(record, "SEALED_WITH", seal, "", None, None))
        made.marks[record], made.channels[record] = b"1" * 16, CHANNEL
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(f"sqlite:///{path}", timeout_seconds=0.01)
    store.ensure_schema()
    yield store
    store.close()


def said(problem: pytest.ExceptionInfo[StoreProblem], path: Path, *words: str) -> bool:
    """Whether a message names the file, these words, and a next step."""
    return all(word in str(problem.value) for word in (str(path), *words)) and bool(problem.value.next_step)


def test_an_id_stands_once_in_the_file(store: SqliteStore, path: Path) -> None:
    store.apply(changes(1, first=7301))
    store.close()
    assert path.read_bytes().count(b"declaration:7301") == 1


def test_nodes_whose_ids_share_a_key_are_told_apart(store: SqliteStore) -> None:
    twins = (93437436806287129, 915072901215900129)
    ids = [f"seal:{n}" for n in twins]
    assert key_of(ids[0]) == key_of(ids[1])
    for n in twins:
        store.apply(changes(1, first=n))
    assert [node.id for node in store.get(ids, EVERYONE)] == ids
    assert [near.node.id for near in store.neighbours(ids[1], (), EVERYONE)] == [
        f"consignment:{CHANNEL}:declaration:{twins[1]}"
    ]


def test_nodes_that_come_after_others_went_are_listed_once_and_under_their_type(store: SqliteStore) -> None:
    store.apply(changes(2))
    gone = list(changes(2).marks)
    store.apply(Changes(gone=gone, channels=dict.fromkeys(gone, CHANNEL)))
    store.apply(changes(1, first=5))
    assert store.node_columns("Seal", (), EVERYONE).ids == ["seal:5"]
    assert store.totals(EVERYONE).nodes == {"Consignment": 1, "Seal": 1}


def test_properties_come_back_in_order_of_their_names(store: SqliteStore) -> None:
    first, second = changes(1), changes(1, first=1)
    first.nodes[0] = first.nodes[0]._replace(properties={"procedure": "4000"})
    second.nodes[0] = second.nodes[0]._replace(properties={"procedure": "4000", "office": "Oybek"})
    store.apply(first)
    store.apply(second)
    (node,) = store.get([second.nodes[0].id], EVERYONE)
    assert list(node.properties.items()) == [("office", "Oybek"), ("procedure", "4000")]
    assert store.node_columns("Consignment", ("office",), EVERYONE).properties["office"] == [None, "Oybek"]


def test_another_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadValue, match=r"no store for 'mysql://x'; known: sqlite:///FILE"):
        open_store("mysql://x")


def test_the_store_is_kept_in_its_file(path: Path, graph_hash: Hash) -> None:
    first = open_store(f"sqlite:///{path}")
    first.apply(changes(3))
    before = graph_hash(first), first.version(EVERYONE)
    first.close()
    again = open_store(f"sqlite:///{path}")
    assert (graph_hash(again), again.version(EVERYONE)) == before
    again.close()


def test_a_newer_layout_is_refused_and_left_alone(store: SqliteStore, path: Path) -> None:
    store._set_meta("layout", str(LAYOUT_VERSION + 1))
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreProblem) as problem:
        open_store(f"sqlite:///{path}")
    assert said(problem, path, f"layout version {LAYOUT_VERSION + 1}", f"up to {LAYOUT_VERSION}", "newer program")
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE invoices(no INTEGER)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreProblem) as problem:
        open_store(f"sqlite:///{path}")
    assert said(problem, path, "tables that are not ours: invoices", "--store")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["graph.db"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"No;Date\n1;2024-01-05\n" * 200)
    before = path.read_bytes()
    with pytest.raises(StoreProblem) as problem:
        open_store(f"sqlite:///{path}")
    assert said(problem, path, "is not a store of Halqa", "name another file")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    store = open_store(f"sqlite:///{path}")
    assert store.channels() == []
    store.close()


@pytest.mark.parametrize("name", ["no-such-folder/graph.db", "."])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreProblem) as problem:
        open_store(f"sqlite:///{tmp_path / name}")
    assert said(problem, tmp_path, "cannot be opened", "folder")


def test_a_store_that_may_not_be_written_can_be_read_and_says_so(
    store: SqliteStore, path: Path, graph_hash: Hash
) -> None:
    store.apply(changes(2))
    before = graph_hash(store)
    store._db.execute("PRAGMA query_only=1")  # what a file without the right to write answers, for root too
    with pytest.raises(StoreProblem) as problem:
        store.apply(changes(1, first=5))
    assert said(problem, path, "may not be written to", "rights")
    assert graph_hash(store) == before


def test_a_locked_store_says_so_and_is_read_all_the_same(store: SqliteStore, path: Path, graph_hash: Hash) -> None:
    store.apply(changes(2))
    before = graph_hash(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem) as problem:
        store.apply(changes(1, first=5))
    assert said(problem, path, "is locked by another program", "run the command again")
    assert graph_hash(store) == before
    other.execute("ROLLBACK")
    other.close()
    assert store.apply(changes(1, first=5)).nodes == 2


def test_every_writing_operation_of_a_locked_store_says_so(store: SqliteStore, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    operations: list[Callable[[], object]] = [
        lambda: store.bind("records"),
        lambda: store.set_derivation("mark"),
        lambda: store.mark_batch("one", True),
        lambda: store.publish_hubs([]),
        lambda: store.annotate("run", []),
        lambda: store.remove_run("run"),
        store.wipe,
    ]
    for operation in operations:
        with pytest.raises(StoreProblem, match=r"is locked by another program"):
            operation()
    other.close()


def test_a_new_store_cannot_be_made_in_a_file_that_is_locked(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreProblem, match=r"is locked"):
        SqliteStore(f"sqlite:///{path}", timeout_seconds=0.01).ensure_schema()
    other.close()
    open_store(f"sqlite:///{path}").close()


def test_a_full_disk_says_so_and_the_store_stays_as_it_was(store: SqliteStore, path: Path, graph_hash: Hash) -> None:
    store.apply(changes(20))
    before = graph_hash(store), store.version(EVERYONE), store.totals(EVERYONE)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(StoreProblem) as problem:
        store.apply(changes(2000, first=100))
    assert said(problem, path, "the disk is full", "free some space")
    assert (graph_hash(store), store.version(EVERYONE), store.totals(EVERYONE)) == before
    store._db.execute("PRAGMA max_page_count=1000000")
    assert store.apply(changes(2000, first=100)).edges == 2000


def test_a_disk_that_is_full_at_the_commit_leaves_no_open_transaction(store: SqliteStore, graph_hash: Hash) -> None:
    store.apply(changes(2))
    before = graph_hash(store)

    def refuse_commit(action: int, what: str | None, *_: object) -> int:
        is_commit = action == sqlite3.SQLITE_TRANSACTION and what == "COMMIT"
        return sqlite3.SQLITE_DENY if is_commit else sqlite3.SQLITE_OK

    store._db.set_authorizer(refuse_commit)
    with pytest.raises(StoreProblem):
        store.apply(changes(1, first=5))
    store._db.set_authorizer(None)
    assert graph_hash(store) == before
    assert store.apply(changes(1, first=5)).nodes == 2


def test_a_transaction_of_a_program_that_ended_is_rolled_back(path: Path, graph_hash: Hash) -> None:
    one = SqliteStore(f"sqlite:///{path}")
    one.ensure_schema()
    one.apply(changes(2))
    before = graph_hash(one)
    one._db.execute("BEGIN IMMEDIATE")
    one._db.execute("DELETE FROM edge")
    one.close()
    other = open_store(f"sqlite:///{path}")
    assert graph_hash(other) == before
    other.close()


def test_roles_are_told_right_after_another_program_wiped_the_store(store: SqliteStore, path: Path) -> None:
    def with_role(role: str) -> Changes:
        made = changes(1)
        made.edges = [edge._replace(role=role) for edge in made.edges]
        return made

    store.apply(with_role("trailer"))
    other = open_store(f"sqlite:///{path}")
    other.wipe()
    other.apply(with_role("vin"))
    other.wipe()
    other.close()
    store.apply(with_role("trailer"))
    assert store.edge_columns((), EVERYONE).roles == ("trailer",)


def test_an_old_sqlite_is_named_with_the_one_needed() -> None:
    with pytest.raises(StoreProblem, match=r"SQLite 3\.31\.1 is older than 3\.35\.0; use a Python"):
        check_sqlite(version=(3, 31, 1))
    check_sqlite(version=OLDEST_SQLITE)


def test_an_sqlite_without_full_text_search_is_named() -> None:
    with pytest.raises(StoreProblem, match=r"no full-text search.*use a Python"):
        check_sqlite(probe="CREATE VIRTUAL TABLE t USING no_such_module(x)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("database is locked", "locked by another program"),
        ("database table is locked", "locked by another program"),
        ("database or disk is full", "disk is full"),
        ("file is not a database", "not a store of Halqa"),
        ("database disk image is malformed", "damaged"),
        ("unable to open database file", "cannot be opened"),
        ("attempt to write a readonly database", "may not be written to"),
        ("disk I/O error", "disk I/O error"),
    ],
)
def test_every_error_of_sqlite_is_told_in_words_with_a_next_step(text: str, words: str) -> None:
    problem = explain(sqlite3.OperationalError(text), "sqlite:///x.db")
    assert "x.db" in problem.message and words in problem.message
    assert problem.next_step


def test_a_connection_keeps_few_pages_until_it_writes(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as made:
        made.apply(changes(3))
    with closing(open_store(f"sqlite:///{path}")) as opened:
        assert isinstance(opened, SqliteStore)
        cache = [opened._db.execute("PRAGMA cache_size").fetchone()[0]]
        opened.apply(changes(1, first=3))
        cache.append(opened._db.execute("PRAGMA cache_size").fetchone()[0])
    assert cache == [-READING_CACHE, -WRITING_CACHE] and WRITING_CACHE > 8 * READING_CACHE
