"""Reading records: which version counts, its raw unit, its history, and who reads it."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.model import Channel
from graph.records import reading
from graph.records.batch import BatchState
from graph.records.reading import CurrentRecord, RecordReader

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
UZ = "UZ/decl/H1/customs"
Read = Callable[..., Any]


def row(number: str, name: str = "A LLC", amended: str = "", status: str = "") -> str:
    return f"{number},2024-01-05,{amended},{status},,{name},,,1\n"


def one(desk: Any, number: str, channel: str = UZ) -> CurrentRecord | None:
    with desk.records.reading() as connection:
        return RecordReader(desk.records, connection).one(channel, "declaration", number)


def test_a_record_is_found_by_channel_kind_and_number(desk: Any) -> None:
    desk.stage(HEADER + row("1"))
    found = one(desk, "1")
    assert found is not None
    assert found.node_id == f"consignment:{UZ}:declaration:1"
    assert one(desk, "2") is None
    assert one(desk, "1", "KZ/decl/H1/customs") is None


def test_the_history_tells_all_versions_the_one_that_counts_first(desk: Any) -> None:
    desk.stage(HEADER + row("1", "First LLC"), "2024-01-31")
    desk.stage(HEADER + row("1", "Third LLC", "2024-03-01"), "2024-03-31")
    desk.stage(HEADER + row("1", "Second LLC", "2024-02-01"), "2024-02-29")
    found = one(desk, "1")
    assert found is not None
    with desk.records.reading() as connection:
        reader = RecordReader(desk.records, connection)
        names = [reader.unit(version).values[5] for version in reader.versions(found.number)]
    assert names == ["Third LLC", "Second LLC", "First LLC"]


def test_a_unit_comes_with_its_line_from_the_batch_that_is_preferred(desk: Any) -> None:
    desk.stage(HEADER + row("1") + row("2"))
    desk.stage(HEADER + row("2") + row("1"))
    found = one(desk, "1")
    assert found is not None and found.choice.version is not None
    with desk.records.reading() as connection:
        reader = RecordReader(desk.records, connection)
        units = [reader.unit(found.choice.version, prefer) for prefer in (None, 1, 2, 9)]
    assert [(unit.batch.no, unit.line) for unit in units] == [(1, 2), (1, 2), (2, 3), (1, 2)]


def test_a_version_is_read_by_the_profile_of_the_latest_extract_that_holds_it(desk: Any) -> None:
    other = desk.profile.replace("name: decl", "name: another")
    desk.stage(HEADER + row("1"), "2024-02-29", profile=other)
    desk.stage(HEADER + row("1") + row("2"), "2024-01-31")
    found = one(desk, "1")
    assert found is not None and found.choice.version is not None
    with desk.records.reading() as connection:
        reader = RecordReader(desk.records, connection)
        assert reader.profile_of(found.choice.version).name == "another"
        assert reader.unit(found.choice.version, prefer=2).batch.no == 1


def test_a_batch_is_read_in_chunks_and_every_record_comes_once_a_chunk(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 2)
    desk.stage(HEADER + "".join(row(n) for n in ("1", "1", "2", "3", "4")))
    with desk.records.reading() as connection:
        chunks = list(RecordReader(desk.records, connection).of_batch(1))
    assert [sorted(w.source_id for w in chunk) for chunk in chunks if chunk] == [["1"], ["2", "3"], ["4"]]


def test_a_batch_asks_for_the_version_that_counts_now_though_another_holds_it(desk: Any) -> None:
    desk.stage(HEADER + row("1", "Old LLC"), "2024-01-31")
    desk.stage(HEADER + row("1", "New LLC"), "2024-02-29")
    with desk.records.reading() as connection:
        ((wanted,),) = RecordReader(desk.records, connection).of_batch(1)
    assert wanted.tokens == {desk.records.batch(2).token}


def test_a_tombstone_and_a_recalled_batch_leave_no_version_that_counts(desk: Any) -> None:
    desk.stage(HEADER + row("1", status="annulled") + row("2"))
    assert one(desk, "1").choice.version is None  # type: ignore[union-attr]
    desk.records.set_state(1, BatchState.RECALLING)
    assert one(desk, "2").choice.version is None  # type: ignore[union-attr]
    assert one(desk, "2").tokens == frozenset()  # type: ignore[union-attr]


def test_all_records_are_read_in_chunks(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 2)
    desk.stage(HEADER + "".join(row(n) for n in "12345"))
    desk.stage(HEADER + row("1"), channel=Channel("KZ", "decl", "H1", "customs"))
    with desk.records.reading() as connection:
        chunks = list(RecordReader(desk.records, connection).all_records())
    assert [len(chunk) for chunk in chunks] == [2, 2, 2]
    assert len({wanted.node_id for chunk in chunks for wanted in chunk}) == 6


def test_only_a_complete_extract_leaves_anything_out(desk: Any) -> None:
    whole = desk.profile.replace("name: decl", "name: whole\ncomplete: true")
    desk.stage(HEADER + row("1"))
    desk.stage(HEADER + row("2"), "2024-02-29", profile=whole)
    desk.stage(HEADER + row("3"), "2024-01-31", profile=whole)
    with desk.records.reading() as connection:
        reader = RecordReader(desk.records, connection)
        assert list(reader.left_out_by(1)) == []
        assert [w.source_id for chunk in reader.left_out_by(2) for w in chunk] == ["3"]
