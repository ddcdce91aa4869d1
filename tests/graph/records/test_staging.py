"""Staging: all of a file or nothing, in raw units that can be read again."""

from typing import Any

import pytest

from graph.canonical import Record, Rejection
from graph.errors import Refused, TooManyRejects
from graph.model import Channel
from graph.records.reading import RecordReader
from graph.records.staging import FileFacts, Staging, check_rejects, unit_hash
from graph.records.store import ProfileText, RecordStore

UZ = Channel("UZ", "decl", "H1", "customs")


@pytest.fixture
def records() -> RecordStore:
    return RecordStore("sqlite://")


def facts(**changed: Any) -> FileFacts:
    known: dict[str, Any] = {
        "file_name": "file.csv",
        "sha256": "ab",
        "channel": UZ,
        "profile": ProfileText("decl", 1, "text"),
        "header": ("No", "Date"),
        "loaded_at": "2024-06-01T00:00:00+00:00",
    }
    return FileFacts(**(known | changed))


def record(number: str, day: str = "2024-01-05", **more: Any) -> Record:
    return Record("declaration", number, {"registered_on": day} if day else {}, **more)


def staged(records: RecordStore, rows: list[list[Record]], **changed: Any) -> list[int]:
    """Stages a unit for each list of records; its values are its number and its place."""
    with Staging(records, facts(**changed)) as staging:
        for line, found in enumerate(rows, 2):
            values = [found[0].source_id if found else "", str(line)]
            staging.add(line, values, found, () if found else (Rejection("No", "", "missing_id", "no number"),))
        return staging.commit("2024-01-31")


def test_a_batch_says_what_was_said_of_its_file(records: RecordStore) -> None:
    (number,) = staged(records, [[record("1")], []], unit="PCU Termez", grade="B2", retain_until="2030-01-01")
    batch = records.batch(number)
    assert (batch.file_name, batch.channel, batch.profile.name, batch.header) == (
        "file.csv",
        UZ,
        "decl",
        ("No", "Date"),
    )
    assert (batch.unit, batch.grade, batch.retain_until, batch.extract_on) == (
        "PCU Termez",
        "B2",
        "2030-01-01",
        "2024-01-31",
    )
    assert (batch.units, batch.records, batch.rejected, batch.state) == (2, 1, 1, "staged")


def test_a_file_without_rows_is_a_batch_without_units(records: RecordStore) -> None:
    (number,) = staged(records, [])
    assert (records.batch(number).units, records.batch(number).records) == (0, 0)
    with records.reading() as connection:
        assert [w for chunk in RecordReader(records, connection).of_batch(number) for w in chunk] == []


@pytest.mark.parametrize("count", [1, 63, 64, 65, 128, 8191, 8192, 8193])
def test_every_unit_can_be_read_again_whatever_the_block_and_flush_it_falls_in(
    records: RecordStore, count: int
) -> None:
    (number,) = staged(records, [[record(str(n))] for n in range(count)])
    with records.reading() as connection:
        reader = RecordReader(records, connection)
        assert list(reader.units_of(number)) == [(n + 2, [str(n), str(n + 2)]) for n in range(count)]
        wanted = [w for chunk in reader.of_batch(number) for w in chunk]
        assert {w.source_id for w in wanted} == {str(n) for n in range(count)}
        last = reader.one(UZ.name, "declaration", str(count - 1))
        assert last is not None and last.choice.version is not None
        assert reader.unit(last.choice.version).line == count + 1


def test_an_error_leaves_nothing_behind(records: RecordStore) -> None:
    with pytest.raises(RuntimeError), Staging(records, facts()) as staging:
        for n in range(9000):
            staging.add(n, [str(n), ""], [record(str(n))], ())
        raise RuntimeError
    assert records.batches() == [] and records.newest_profiles() == {} and records.channels() == []


def test_leaving_without_a_commit_makes_no_batch(records: RecordStore) -> None:
    with Staging(records, facts()) as staging:
        staging.add(2, ["1", ""], [record("1")], ())
    assert records.batches() == []


def test_the_days_of_its_records_are_known_while_staging(records: RecordStore) -> None:
    with Staging(records, facts()) as staging:
        assert (staging.first_day, staging.last_day) == ("", "")
        for day in ("2024-01-05", "", "2024-01-02", "2024-01-09"):
            staging.add(2, ["", ""], [record("1", day)], ())
        assert (staging.first_day, staging.last_day) == ("2024-01-02", "2024-01-09")


def test_a_row_may_hold_several_records(records: RecordStore) -> None:
    (number,) = staged(records, [[record("1"), Record("seizure", "S", {}), record("2")]])
    assert (records.batch(number).units, records.batch(number).records) == (1, 3)


def test_the_rejects_of_a_batch_are_kept_by_line(records: RecordStore) -> None:
    (number,) = staged(records, [[record("1")], [], []])
    assert [(row.line, row.column, row.code) for row in records.rejects(number)] == [
        (3, "No", "missing_id"),
        (4, "No", "missing_id"),
    ]


def test_rows_go_to_the_channel_of_their_handling(records: RecordStore) -> None:
    rows = [[record("1")], [record("2", handling="H3")], [record("3", handling="H1")]]
    numbers = staged(records, rows)
    assert [(records.batch(n).channel.handling, records.batch(n).units) for n in numbers] == [("H1", 2), ("H3", 1)]
    assert [batch.no for batch in records.known(UZ, "ab")] == numbers


def test_a_file_that_names_only_another_handling_is_known_by_the_channel_asked_for(records: RecordStore) -> None:
    (number,) = staged(records, [[record("1", handling="H3")]])
    assert [batch.no for batch in records.known(UZ, "ab")] == [number]
    assert records.known(UZ.with_handling("H3"), "ab") == []


def test_bytes_that_are_in_the_channel_already_are_refused(records: RecordStore) -> None:
    staged(records, [[record("1", handling="H3")]])
    with pytest.raises(Refused, match=r"file.csv is batch 1 of channel UZ/decl/H3/customs already"):
        staged(records, [[record("1")]], channel=UZ.with_handling("H3"))
    assert len(records.batches()) == 1


def test_the_number_of_a_record_counts_within_its_channel_and_kind(records: RecordStore) -> None:
    staged(records, [[record("1")]])
    staged(records, [[record("1")]], channel=UZ.with_handling("H3"))
    staged(records, [[Record("manifest", "1", {})]], sha256="cd")
    with records.reading() as connection:
        reader = RecordReader(records, connection)
        numbers = {
            reader.one(channel.name, kind, "1").number  # type: ignore[union-attr]
            for channel, kind in ((UZ, "declaration"), (UZ.with_handling("H3"), "declaration"), (UZ, "manifest"))
        }
    assert len(numbers) == 3


@pytest.mark.parametrize(
    ("rejected", "units", "is_too_much"),
    [(0, 0, False), (5, 100, False), (6, 100, True), (1, 19, True), (1, 20, False)],
)
def test_more_than_five_in_a_hundred_is_too_much(rejected: int, units: int, is_too_much: bool) -> None:
    if is_too_much:
        with pytest.raises(TooManyRejects, match=f"{rejected} of {units} rows of file.csv were rejected, more than 5%"):
            check_rejects(rejected, units, "file.csv")
    else:
        check_rejects(rejected, units, "file.csv")


def test_the_hash_of_a_unit_does_not_depend_on_the_order_of_columns() -> None:
    assert unit_hash(("a", "b"))(["1", "2"]) == unit_hash(("b", "a"))(["2", "1"])
    assert len(unit_hash(("a", "b"))(["1", "2"])) == 16


@pytest.mark.parametrize("other", [["2", "1"], ["12", ""], ["1", "2 "], ["1", "2", ""], ["1"]])
def test_the_hash_of_a_unit_tells_its_cells_apart(other: list[str]) -> None:
    hash_of = unit_hash(("a", "b"))
    assert hash_of(other) != hash_of(["1", "2"])
