"""How the embedded store looks for words and numbers: by its indexes, never by a walk through the table of nodes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import MustRebuild
from graph.finding import ANY_DAY, Days, exactly, question
from graph.model import EVERYONE, EdgeRow, NodeRow, Viewer
from graph.store.base import Changes
from graph.store.sqlite.store import SqliteStore

UZ = "UZ/import/H1/customs"
MARCH = Days("2024-03-01", "2024-03-31")
WALK = re.compile(r"SCAN (node|edge|seized|held)\b|.* AUTOMATIC ")


def changes(count: int) -> Changes:
    made = Changes()
    for n in range(count):
        record, party, phone = f"consignment:{UZ}:declaration:D-{n:05}", f"party:{UZ}:{n:04x}", f"phone:+99890{n:07}"
        made.nodes += [
            NodeRow(record, "Consignment", UZ, {"goods_description": "Milled rice"}),
            NodeRow(party, "Party", UZ, {"name": f"Karvon {n}"}),
        ]
        made.edges += [
            EdgeRow(record, "CONSIGNED_TO", party, "", 19800 + n, None),
            EdgeRow(record, "HAS_NUMBER", f"document:UZ:declaration:D-{n:05}", "", 19800 + n, None),
            EdgeRow(party, "HAS_PHONE", phone, "", None, None),
        ]
        made.marks[record], made.channels[record] = b"1" * 16, UZ
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(f"sqlite:///{tmp_path / 'graph.db'}")
    store.ensure_schema()
    store.apply(changes(20))
    yield store
    store.close()


@pytest.mark.parametrize("viewer", [EVERYONE, Viewer(frozenset({UZ}))])
@pytest.mark.parametrize("days", [ANY_DAY, MARCH])
@pytest.mark.parametrize("text", ["karvon 7", "00007", "99890*07", "D-00007", "7"])
def test_no_search_walks_through_the_nodes_or_edges(store: SqliteStore, text: str, days: Days, viewer: Viewer) -> None:
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    for types in ((), ("Party", "Phone")):
        assert store.search(question(text), types, viewer, 5) or types
        store.search(question(text, days), types, viewer, 5)
        store.search(exactly(text, days), types, viewer, 5)
    store.standings([[f"party:{UZ}:0007"], [f"phone:+99890{7:07}"]], viewer)
    store._db.set_trace_callback(None)
    looked = [one for one in statements if one.startswith(("SELECT", "WITH")) and "node" in one]
    assert len(looked) > 8
    for statement in looked:
        plan = store._db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        assert not [detail for *_, detail in plan if WALK.match(detail)], statement


def test_such_a_walk_would_be_found(store: SqliteStore) -> None:
    plan = store._db.execute("EXPLAIN QUERY PLAN SELECT id FROM node WHERE properties LIKE '%rice%'").fetchall()
    assert any(WALK.match(detail) for *_, detail in plan)


def test_what_was_taken_away_leaves_no_text_in_the_file(store: SqliteStore, tmp_path: Path) -> None:
    store.mark_batch("one", True)
    gone = list(changes(20).marks)
    store.apply(Changes(gone=gone, channels=dict.fromkeys(gone, UZ)))
    store.mark_batch("one", False)
    assert store.faults() == []
    for index in ("words", "numbers"):
        store._db.execute(f"CREATE VIRTUAL TABLE temp.terms_of_{index} USING fts5vocab(main, {index}, row)")
        assert store._db.execute(f"SELECT term FROM temp.terms_of_{index}").fetchall() == []


def test_texts_that_were_made_by_other_rules_ask_for_a_rebuild(store: SqliteStore) -> None:
    store._set_meta("finding", "finding 0")
    with pytest.raises(MustRebuild, match=r"made for searching by other rules \(finding 0\); run `halqa rebuild`"):
        store.ensure_schema()
    store.ensure_schema(anew=True)
    assert store.totals(EVERYONE).nodes == {}
    store.ensure_schema()
