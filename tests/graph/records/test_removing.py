"""Taking a batch out of the record store, moving it, reading it again: what stays and what goes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from graph.records import tables as t
from graph.records.batch import ProfileText
from graph.records.removing import copy_to_handling, forget_batch, read_again
from graph.records.staging import Reading, StagingLog
from loaders.profile.mapping import parser
from loaders.profile.profile import parse_profile

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
ONE, TWO = "1,2024-01-05,,,,A LLC,,,1\n", "2,2024-01-05,,,,B LLC,,,1\n"


def rows_of(desk: Any) -> dict[str, int]:
    """Rows of every table that holds what files said."""
    with desk.records.reading() as connection:
        tables = (t.batch, t.record, t.version, t.record_in_batch, t.raw, t.reject)
        return {x.name: connection.scalar(sa.select(sa.func.count()).select_from(x)) for x in tables}


def second_version(desk: Any) -> ProfileText:
    text = desk.profile.replace("version: 1", "version: 2")
    return ProfileText("decl", 2, text)


def read(desk: Any, profile: ProfileText) -> None:
    """Reads every file of the desk again."""
    for batch in desk.records.batches():
        reading = Reading(profile, parser(parse_profile(profile.text), batch.header))
        read_again(desk.records, [batch], reading, lambda *_: None, StagingLog())


def test_forgetting_the_only_batch_leaves_no_row(desk: Any) -> None:
    good = "".join(f"{n},2024-01-05,,,,A LLC,,,1\n" for n in range(100))
    desk.stage(HEADER + good + "x,2024-01-05,,,,A LLC,,,heavy\n")
    assert rows_of(desk) == {"batch": 1, "record": 100, "version": 100, "record_in_batch": 100, "raw": 2, "reject": 1}
    forget_batch(desk.records, 1)
    assert set(rows_of(desk).values()) == {0}


def test_forgetting_a_batch_keeps_what_another_holds(desk: Any) -> None:
    desk.stage(HEADER + ONE + TWO)
    before = rows_of(desk)
    desk.stage(HEADER + ONE + TWO.replace("B LLC", "C LLC"))
    assert rows_of(desk)["record"] == 2 and rows_of(desk)["version"] == 3
    forget_batch(desk.records, 2)
    assert rows_of(desk) == before


def test_forgetting_the_first_batch_keeps_the_second_readable(desk: Any, graph_hash: Callable[..., str]) -> None:
    desk.load(HEADER + ONE + TWO)
    desk.load(HEADER + TWO + ONE, "2024-02-29")
    before = graph_hash(desk.store)
    desk.recall(1)
    desk.applier.rebuild()
    assert graph_hash(desk.store) == before


@pytest.mark.parametrize("count", [1, 3000])
def test_a_forgotten_text_is_nowhere_in_the_files(
    count: int, embedded_desk_of: Callable[..., Any], tmp_path: Path
) -> None:
    desk = embedded_desk_of(tmp_path)
    secret = "".join(f"SECRETNO{n},2024-01-05,,,,Merodan{n} LLC,,,1\n" for n in range(count))
    desk.load(HEADER + secret)
    desk.load(HEADER + "".join(f"K{n},2024-01-05,,,,Keeper{n} LLC,,,1\n" for n in range(3000)))
    desk.recall(1)
    desk.close()
    for file in tmp_path.glob("*.db*"):
        assert b"secretno" not in file.read_bytes().lower(), file.name
        assert b"merodan" not in file.read_bytes().lower(), file.name


def test_a_batch_that_is_loaded_again_has_its_id_and_another_token(desk: Any) -> None:
    (number,) = desk.stage(HEADER + ONE)
    before = desk.records.batch(number)
    forget_batch(desk.records, number)
    (again,) = desk.stage(HEADER + ONE)
    assert desk.records.batch(again).id == before.id and desk.records.batch(again).token != before.token


def test_a_copy_in_another_handling_holds_the_same_and_the_original_is_being_recalled(desk: Any) -> None:
    desk.stage(HEADER + ONE + TWO)
    before = rows_of(desk)
    number = copy_to_handling(desk.records, desk.records.batch(1), "H3")
    assert rows_of(desk) == {name: 2 * count for name, count in before.items()}
    original, copy = desk.records.batch(1), desk.records.batch(number)
    assert (original.state, copy.state) == ("recalling", "staged")
    assert copy.channel == original.channel.with_handling("H3")
    assert (copy.sha256, copy.units, copy.records, copy.extract_on) == (original.sha256, 2, 2, original.extract_on)


def test_reading_again_changes_profile_counts_and_rejects(desk: Any) -> None:
    good = "".join(f"{n},2024-01-05,,,,A LLC,,,1\n" for n in range(40))
    desk.stage(HEADER + good + "x,2024-01-05,,,,A LLC,,,heavy\n")
    profile = second_version(desk)
    text = profile.text.replace("gross_weight_kg", "goods_description")
    before = desk.records.batch(1)
    read(desk, ProfileText("decl", 2, text))
    (again,) = desk.records.batches()
    assert (again.profile.version, again.units, again.records, again.rejected) == (2, 41, 41, 0)
    assert (again.id, again.loaded_at) == (before.id, before.loaded_at) and again.token != before.token
    assert rows_of(desk)["reject"] == 0 and rows_of(desk)["record_in_batch"] == 41


def test_reading_again_with_the_same_mapping_changes_nothing_else(desk: Any) -> None:
    desk.stage(HEADER + ONE + TWO)
    desk.stage(HEADER + TWO + ONE)
    before = rows_of(desk)
    profile = second_version(desk)
    read(desk, profile)
    assert rows_of(desk) == before
