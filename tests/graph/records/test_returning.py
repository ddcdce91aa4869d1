"""Records that come back in another dataset, or as others under the same numbers, are refused unless asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.errors import BadFile, Refused
from graph.model import Channel

Desk = Any

DECLARATIONS = """
name: decl
version: 1
records: [{kind: declaration, id: No, fields: {registered_on: Date, consignee.name: Consignee}}]
"""
REGISTER = """
name: register
version: 1
records: [{kind: party, id: No, fields: {party.name: Consignee, party.address: Date}}]
"""
EXPORTS = Channel("UZ", "exports", "H1", "customs")
JANUARY = [("7", "2024-01-05", "Alfa"), ("3", "2024-01-06", "Beta"), ("9", "2024-01-07", "Gamma")]
FEBRUARY = [("7", "2024-02-05", "Delta"), ("3", "2024-02-06", "Epsilon"), ("9", "2024-02-07", "Zeta")]

KNOWN = {"extract_on": "2024-03-31", "profile": DECLARATIONS, "refuses_reused": True, "refuses_doubles": True}


def table(rows: list[tuple[str, str, str]]) -> str:
    return "No,Date,Consignee\n" + "".join(",".join(row) + "\n" for row in rows)


@pytest.fixture
def load(desk: Desk) -> Callable[..., list[int]]:
    def load_rows(rows: list[tuple[str, str, str]], **said: Any) -> list[int]:
        numbers: list[int] = desk.load(table(rows), **(KNOWN | said))
        return numbers

    return load_rows


Load = Callable[..., list[int]]


# --- numbers that name other records now ---------------------------------------------------------------------------


def test_numbers_that_named_other_records_before_are_refused(load: Load, desk: Desk) -> None:
    load(JANUARY)
    with pytest.raises(BadFile, match=r"most numbers of file\.csv named other records .* as declaration '7' did"):
        load(FEBRUARY)
    assert len(desk.records.batches()) == 1


def test_they_load_where_that_was_asked_for(load: Load) -> None:
    load(JANUARY)
    assert load(FEBRUARY, refuses_reused=False)


def test_a_corrected_extract_is_none_of_it(load: Load) -> None:
    load(JANUARY)
    assert load([(number, day, f"{name} Trans") for number, day, name in JANUARY])


def test_an_extract_that_holds_the_month_before_is_none_of_it(load: Load) -> None:
    load(JANUARY)
    assert load([*JANUARY, ("12", "2024-02-01", "Eta"), ("13", "2024-02-02", "Theta")])


def test_where_less_than_most_are_others_they_are_corrections(load: Load) -> None:
    load(JANUARY)
    more = [(f"N{n}", "2024-02-01", "Eta") for n in range(4)]
    assert load([*FEBRUARY, *more])


def test_two_rows_may_be_corrections(load: Load) -> None:
    load(JANUARY)
    assert load(FEBRUARY[:2])


def test_records_without_a_day_are_told_by_their_names(load: Load) -> None:
    load(JANUARY, profile=REGISTER)
    assert load([(number, "Tashkent", name.upper()) for number, _, name in JANUARY], profile=REGISTER)
    with pytest.raises(BadFile, match="as party '7' did"):
        load(FEBRUARY, profile=REGISTER)


# --- the same in another dataset -----------------------------------------------------------------------------------


def test_the_same_bytes_in_another_dataset_are_refused(load: Load, desk: Desk) -> None:
    load(JANUARY)
    batch = desk.records.batches()[0].id
    with pytest.raises(Refused, match=f"holds the same bytes as batch {batch}: in dataset exports too they would"):
        load(JANUARY, channel=EXPORTS)
    assert len(desk.records.batches()) == 1


def test_mostly_the_same_records_in_another_dataset_are_refused(load: Load, desk: Desk) -> None:
    load(JANUARY)
    batch = desk.records.batches()[0].id
    with pytest.raises(Refused, match=f"most records of file.csv stand under the same numbers in batch {batch}"):
        load([(number, day, f"{name} Trans") for number, day, name in JANUARY[:2]] + FEBRUARY[2:], channel=EXPORTS)


@pytest.mark.parametrize("rows", [JANUARY, [*JANUARY, ("12", "2024-02-01", "Eta")]])
def test_both_load_where_that_was_asked_for(load: Load, rows: list[tuple[str, str, str]]) -> None:
    load(JANUARY)
    assert load(rows, channel=EXPORTS, refuses_doubles=False)


def test_registers_that_count_alike_are_two(load: Load) -> None:
    load(JANUARY)
    assert load(FEBRUARY, channel=EXPORTS)


@pytest.mark.parametrize("channel", [Channel("KZ", "exports", "H1", "customs"), Channel("UZ", "decl", "H3", "customs")])
def test_another_originator_and_another_handling_are_no_other_dataset(load: Load, channel: Channel) -> None:
    load(JANUARY)
    assert load(JANUARY, channel=channel)


@pytest.mark.parametrize("rows", [JANUARY, [*JANUARY, ("12", "2024-02-01", "Eta")]])
def test_a_dataset_that_the_caller_does_not_see_is_not_hinted_at(load: Load, rows: list[tuple[str, str, str]]) -> None:
    load(JANUARY)
    assert load(rows, channel=EXPORTS, may_write=lambda channel: channel == EXPORTS)


def test_what_was_recalled_stands_in_no_way(load: Load, desk: Desk) -> None:
    desk.recall(*load(JANUARY))
    assert load(JANUARY, channel=EXPORTS)
