"""A graph that is not that of its records is told, whatever is wrong with it; on both stores."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.derivation.checking import MOST_FAULTS, graph_faults
from graph.model import EVERYONE, EdgeKey, EdgeRow, NodeRow
from graph.records.checking import record_faults
from graph.records.store import RecordStore
from graph.store.base import Changes

Desks = Callable[..., Any]
HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
ROWS = "".join(f"{n},2024-01-05,,,Mill {n % 3} LLC,Buyer {n} LLC,+9989012345{n:02},MSKU1234565,1\n" for n in range(30))
RECORD = "consignment:UZ/decl/H1/customs:declaration:7"


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def desk(request: pytest.FixtureRequest, embedded_desk_of: Desks) -> Any:
    """A desk with two files, one of which corrects the other."""
    server = None if request.param == "embedded" else request.getfixturevalue("open_neo4j")
    desk = embedded_desk_of(server=server)
    desk.load(HEADER + ROWS)
    desk.load(HEADER + ROWS.replace("Buyer 1", "Other 1"), "2024-02-29")
    return desk


def faults(desk: Any) -> list[str]:
    return graph_faults(desk.records, desk.store, desk.reading_of)


def change(desk: Any, **changes: Any) -> None:
    (node,) = desk.store.get([RECORD], EVERYONE)
    mark = desk.store.applied([RECORD])[RECORD]
    row = NodeRow(node.id, node.type, node.channel, dict(node.properties))
    given = {"nodes": [row], "marks": {RECORD: mark}, "channels": {RECORD: node.channel}} | changes
    desk.store.apply(Changes(**given))


def test_of_a_whole_graph_nothing_is_told(desk: Any) -> None:
    assert faults(desk) == []


def test_a_property_that_no_record_says(desk: Any) -> None:
    (node,) = desk.store.get([RECORD], EVERYONE)
    change(desk, nodes=[NodeRow(node.id, node.type, node.channel, {**node.properties, "office": "x"})])
    assert faults(desk) == [f"{RECORD} has other properties than its record says"]


def test_an_edge_that_is_missing_and_one_that_no_record_says(desk: Any) -> None:
    change(desk, removed=[EdgeKey(RECORD, "IN_CONTAINER", "container:MSKU1234565", "")])
    change(desk, edges=[EdgeRow(RECORD, "SEALED_WITH", "seal:X1", "", None, None)])
    told = " ".join(faults(desk))
    assert f"the edge IN_CONTAINER of {RECORD} to container:MSKU1234565 is missing" in told
    assert f"the edge SEALED_WITH of {RECORD} to seal:X1 is missing, or no record says it" in told
    assert "nodes, its records make" in told


def test_a_mark_of_another_version(desk: Any) -> None:
    change(desk, marks={RECORD: bytes(16)})
    told = faults(desk)
    assert told[0] == f"{RECORD} was applied in another version, or by another reading"
    assert told[-1] == "its data version is not that of its records"


def test_a_record_that_is_missing(desk: Any) -> None:
    desk.store.apply(Changes(gone=[RECORD], channels={RECORD: "UZ/decl/H1/customs"}))
    told = faults(desk)
    assert f"{RECORD} is missing" in told and any("applied records" in words for words in told)


def test_when_much_is_wrong_it_is_not_told_one_by_one(desk: Any) -> None:
    desk.store.wipe()
    told = faults(desk)
    assert len(told) == MOST_FAULTS + 1 and told[-1] == "and more"


# --- the records ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE raw SET block = substr(block, 1, 40)", "raw rows of batch"),
        ("UPDATE version SET hash = zeroblob(16) WHERE no = (SELECT min(no) FROM version)", "is not the one"),
        ("DELETE FROM version WHERE no = (SELECT max(no) FROM version)", "places of no version"),
        ("DELETE FROM record WHERE no = 3", "versions of no record"),
        ("DELETE FROM record_in_batch WHERE no = (SELECT max(no) FROM record_in_batch)", "holds 29 records of 30"),
        ("DELETE FROM batch WHERE no = 1", "places in no batch"),
        ("UPDATE batch SET units = 31 WHERE no = 1", "has 30 raw rows of 31"),
    ],
)
def test_damage_of_the_records_is_told(embedded_desk_of: Desks, tmp_path: Path, damage: str, told: str) -> None:
    desk = embedded_desk_of(tmp_path)
    desk.load(HEADER + ROWS)
    assert list(record_faults(desk.records)) == []
    desk.close()
    db = sqlite3.connect(tmp_path / "records.db")
    db.execute(damage)
    db.commit()
    db.close()
    records = RecordStore(f"sqlite:///{tmp_path / 'records.db'}")
    assert any(told in words for words in record_faults(records)), list(record_faults(records))
    records.close()
