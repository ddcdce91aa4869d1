"""Staging: all of a file or nothing, in raw units that can be read again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from graph.canonical import Record, Rejection
from graph.errors import BadFile, BadProfile, Refused, TooMany, TooManyRejects
from graph.model import Channel
from graph.records import tables as t
from graph.records.batch import ProfileText
from graph.records.reading import RecordReader
from graph.records.staging import Derive, FileFacts, Reading, StagingLog, check_rejects, stage, unit_hash
from graph.records.store import RecordStore

UZ = Channel("UZ", "decl", "H1", "customs")
NO_NUMBER = Rejection("No", "", "missing_id", "no number")


@pytest.fixture
def records(records_url: str) -> Iterator[RecordStore]:
    with closing(RecordStore(records_url)) as records:
        yield records


def facts(**changed: Any) -> FileFacts:
    known: dict[str, Any] = {
        "file_name": "file.csv",
        "sha256": "ab",
        "channel": UZ,
        "header": ("No", "Date"),
        "loaded_at": "2024-06-01T00:00:00+00:00",
        "extract_on": "2024-01-31",
    }
    return FileFacts(**(known | changed))


def reading(parse: Callable[[Sequence[str]], Any], **more: Any) -> Reading:
    return Reading(ProfileText("decl", 1, "text"), parse, **more)


def record(number: str, day: str = "2024-01-05", **more: Any) -> Record:
    return Record("declaration", number, {"registered_on": day} if day else {}, **more)


def staged(
    records: RecordStore,
    rows: Sequence[Sequence[Record]],
    derive: Derive = lambda *_: None,
    log: StagingLog | None = None,
    **changed: Any,
) -> list[int]:
    """Stages a unit for each list of records, an empty one as a rejection; its values are a number and its line."""
    units = [(line, [row[0].source_id if row else "", str(line)]) for line, row in enumerate(rows, 2)]

    def parse(values: Sequence[str]) -> tuple[Sequence[Record], Sequence[Rejection]]:
        row = rows[int(values[1]) - 2]
        return row, () if row else (NO_NUMBER,)

    more = {name: changed.pop(name) for name in ("day_in_name", "is_complete", "check") if name in changed}
    with records.transaction() as connection:
        return stage(connection, records, facts(**changed), reading(parse, **more), units, derive, log or StagingLog())


def good(count: int) -> list[list[Record]]:
    """So many rows that a bad one beside them is tolerated."""
    return [[record(f"good {n}")] for n in range(count)]


def test_a_batch_says_what_was_said_of_its_file(records: RecordStore) -> None:
    rows = [*good(20), []]
    (number,) = staged(records, rows, unit="PCU Termez", grade="B2", retain_until="2030-01-01")
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
    assert (batch.units, batch.records, batch.rejected, batch.state) == (21, 20, 1, "staged")
    assert batch.id == "UZ/decl/H1/customs:2024-01-31:ab" and batch.counts and len(batch.token) == 32


def test_a_file_without_rows_is_a_batch_without_units(records: RecordStore) -> None:
    (number,) = staged(records, [])
    assert (records.batch(number).units, records.batch(number).records) == (0, 0)
    with records.reading() as connection:
        assert [w for chunk in RecordReader(records, connection).of_batch(number) for w in chunk] == []


@pytest.mark.parametrize(
    "count", [1, 63, 64, 65, 8192, *(pytest.param(count, marks=pytest.mark.slow) for count in (128, 8191, 8193))]
)
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
    def derive(place: int, one: Record, channel: Channel) -> None:
        if one.source_id == "9000":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        staged(records, [[record(str(n))] for n in range(9001)], derive)
    assert records.batches() == [] and records.newest_profiles() == {} and records.channels() == []


# --- what cannot be read or derived -------------------------------------------------------------------------------


def test_a_parser_that_fails_on_a_unit_rejects_that_unit(records: RecordStore) -> None:
    def parse(values: Sequence[str]) -> Any:
        if values[0] == "7":
            raise ValueError("month must be in 1..12")
        return [record(values[0])], ()

    log = StagingLog()
    with records.transaction() as connection:
        units = [(n + 2, [str(n), ""]) for n in range(40)]
        (number,) = stage(connection, records, facts(), reading(parse), units, lambda *_: None, log)
    assert (records.batch(number).units, records.batch(number).records, log.rejected_rows) == (40, 39, 1)
    (row,) = records.rejects(number)
    assert (row.line, row.value, row.code, row.reason) == (
        9,
        "7",
        "not_derivable",
        "ValueError: month must be in 1..12",
    )


def test_a_record_that_cannot_be_derived_is_rejected_and_the_others_of_its_unit_stay(records: RecordStore) -> None:
    def derive(place: int, one: Record, channel: Channel) -> None:
        if one.kind == "seizure":
            raise TooMany("more than 65,536 links of type HAS_PHONE on one record")

    rows = [*good(30), [record("1"), Record("seizure", "S", {}), record("2")]]
    (number,) = staged(records, rows, derive)
    assert (records.batch(number).records, records.batch(number).rejected) == (32, 1)
    (row,) = records.rejects(number)
    assert (row.code, row.value) == ("too_many", "S") and "65,536 links" in row.reason


@pytest.mark.parametrize("day", ["2024-02-31", "2024-13-01", "5 January"])
def test_a_day_that_does_not_exist_is_that_record_s_rejection(records: RecordStore, day: str) -> None:
    (number,) = staged(records, [*good(40), [record("bad", day)], [record("amended", amended=f"{day}T10:00:00")]])
    assert [(row.code, row.value) for row in records.rejects(number)] == [
        ("not_derivable", "bad"),
        ("not_derivable", "amended"),
    ]


@pytest.mark.parametrize(
    ("number", "reason"),
    [("9" * 2000, "longer than 2,000 bytes"), ("Ж" * 1000, "longer than 2,000 bytes"), ("a\0b", "NUL character")],
    ids=["long", "long in bytes", "NUL"],
)
def test_a_number_that_no_index_takes_is_that_record_s_rejection(
    records: RecordStore, number: str, reason: str
) -> None:
    (batch,) = staged(records, [*good(20), [record(number)]])
    (row,) = records.rejects(batch)
    assert row.code == "not_derivable" and reason in row.reason and "\0" not in row.value


def test_a_number_of_many_bytes_is_kept(records: RecordStore) -> None:
    number = "Ж" * 990
    staged(records, [[record(number)]])
    with records.reading() as connection:
        assert RecordReader(records, connection).one(UZ.name, "declaration", number) is not None


def test_what_cannot_be_derived_counts_among_the_five_in_a_hundred(records: RecordStore) -> None:
    with pytest.raises(TooManyRejects, match="2 of 22 rows"):
        staged(records, [*good(20), [record("a", "2024-02-31")], [record("b", "2024-02-31")]])
    assert records.batches() == []


def test_more_records_in_a_unit_than_there_is_room_for_are_rejected(records: RecordStore) -> None:
    rows = [*good(20), [record(f"{n}") for n in range(t.SLOTS + 2)]]
    (number,) = staged(records, rows)
    assert records.batch(number).records == 20 + t.SLOTS
    assert [(row.code, row.value) for row in records.rejects(number)] == [
        ("too_many", str(t.SLOTS)),
        ("too_many", str(t.SLOTS + 1)),
    ]


def test_more_versions_of_a_record_than_there_is_room_for_are_rejected(
    records: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(t, "VERSION_SHIFT", 4)
    (number,) = staged(records, [*good(100), *[[record("same")]] * 18])
    assert (records.batch(number).records, records.batch(number).rejected) == (116, 2)
    assert {(row.code, row.line) for row in records.rejects(number)} == {("too_many", 118), ("too_many", 119)}
    assert "16 versions of one record" in records.rejects(number)[0].reason


# --- what the profile decides -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "in_name", "expected"),
    [("2024-03-01", "2024-04-01", "2024-03-01"), ("", "2024-04-01", "2024-04-01"), ("", "", "2024-01-09")],
)
def test_the_day_of_an_extract_is_as_said_else_in_its_name_else_the_latest_of_its_records(
    records: RecordStore, said: str, in_name: str, expected: str
) -> None:
    rows = [[record("1", "2024-01-05")], [record("2", "")], [record("3", "2024-01-09")], [record("4", "2024-01-02")]]
    log = StagingLog()
    (number,) = staged(records, rows, log=log, extract_on=said, day_in_name=lambda _: in_name)
    batch = records.batch(number)
    assert batch.extract_on == log.extract_on == expected and batch.is_dated == bool(said)


@pytest.mark.parametrize(("day", "told"), [("", "holds no date"), ("2199-01-01", "2199-01-01, in the future")])
def test_a_file_that_tells_no_age_is_refused(records: RecordStore, day: str, told: str) -> None:
    with pytest.raises(BadFile, match=rf"file.csv.*{told}.*--extract-date"):
        staged(records, [[record("1", day)]], extract_on="")
    assert records.batches() == []


def test_notices_that_say_only_what_is_to_come_tell_no_age_and_it_is_said_so(records: RecordStore) -> None:
    rows = [[Record("arrival", "1", {"expected_on": "2199-09-09"})]]
    with pytest.raises(
        BadFile, match=r"says only when its loads are expected, so its age is not known.*--extract-date"
    ):
        staged(records, rows, extract_on="")


def test_a_version_number_is_no_day_of_an_extract(records: RecordStore) -> None:
    rows = [[Record("arrival", "1", {"expected_on": "2024-09-09"}, amended="v000000000002")], [record("2")]]
    (number,) = staged(records, rows, extract_on="")
    assert records.batch(number).extract_on == "2024-01-05"


def test_a_profile_is_checked_once_for_each_channel(records: RecordStore) -> None:
    asked: list[Channel] = []
    staged(records, [[record("1")], [record("2", handling="H3")], [record("3")]], check=asked.append)
    assert asked == [UZ, UZ.with_handling("H3")]


def test_rows_of_a_channel_that_is_not_the_loader_s_are_rejected_in_his_own(records: RecordStore) -> None:
    rows = [*good(40), [record("2", handling="H3")]]
    (number,) = staged(records, rows, may_write=lambda channel: channel == UZ)
    assert records.channels() == [UZ.name]
    (row,) = records.rejects(number)
    assert (row.code, row.value, row.line) == ("foreign_channel", "H3", 42)


def test_a_profile_text_of_another_channel_stands_against_nobody(records: RecordStore) -> None:
    staged(records, good(1))
    other = Channel("KZ", "decl", "H1", "customs")
    with records.transaction() as connection:
        changed = Reading(ProfileText("decl", 1, "other text"), lambda values: ([record(values[0])], ()))
        stage(connection, records, facts(channel=other), changed, [(2, ["1", ""])], lambda *_: None, StagingLog())
    with pytest.raises(BadProfile, match="was changed"), records.transaction() as connection:
        stage(connection, records, facts(sha256="cd"), changed, [(2, ["1", ""])], lambda *_: None, StagingLog())
    assert {key: profile.text for key, profile in records.newest_profiles().items()} == {
        (UZ.name, "decl"): "text",
        (other.name, "decl"): "other text",
    }


# --- rows and channels --------------------------------------------------------------------------------------------


def test_a_row_may_hold_several_records(records: RecordStore) -> None:
    (number,) = staged(records, [[record("1"), Record("seizure", "S", {}), record("2")]])
    assert (records.batch(number).units, records.batch(number).records) == (1, 3)


def test_the_rejects_of_a_batch_are_kept_by_line(records: RecordStore) -> None:
    (number,) = staged(records, [*good(50), [], []])
    assert [(row.line, row.column, row.code) for row in records.rejects(number)] == [
        (52, "No", "missing_id"),
        (53, "No", "missing_id"),
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
    with pytest.raises(Refused, match=r"file.csv is batch UZ/decl/H3/customs:2024-01-31:ab already"):
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


@pytest.mark.parametrize(
    "other", [["2", "1"], ["12", ""], ["1", "2 "], ["1", "2", ""], ["1"], ["1\x1f2"], ["1\x1f", "2"]]
)
def test_the_hash_of_a_unit_tells_its_cells_apart(other: list[str]) -> None:
    hash_of = unit_hash(("a", "b"))
    assert hash_of(other) != hash_of(["1", "2"])


def test_what_was_derived_when_it_came_first_is_not_derived_again(records: RecordStore) -> None:
    derived: list[str] = []

    def derive(_: int, record: Record, __: Channel) -> None:
        derived.append(record.source_id)

    staged(records, [[record("1")], [record("2")], [record("2")]], derive)
    staged(records, [[record("1")], [record("2")], [record("3")]], derive, sha256="cd")
    assert derived == ["1", "2", "2", "3"], "the second line is another unit: its line stands in it"


def test_a_newer_profile_derives_all_again(records: RecordStore) -> None:
    derived: list[str] = []

    def load(version: int) -> None:
        profile = ProfileText("decl", version, f"text {version}")
        with records.transaction() as connection:
            stage(
                connection,
                records,
                facts(sha256=str(version)),
                Reading(profile, lambda values: ([record(values[0])], ())),
                [(2, ["1", "2"])],
                lambda _, read, __: derived.append(read.source_id),
                StagingLog(),
            )

    load(1)
    load(2)
    assert derived == ["1", "1"]
