"""Junk stands in cells that identify, and nobody is named by it."""

import pytest

from loaders.sample.dice import Dice
from loaders.sample.hard.junk import spoil_identity
from loaders.sample.rows import Mention
from loaders.sample.sheets import ENGLISH, RUSSIAN, Sheet
from loaders.sample.world import Entity, Registry, World


@pytest.fixture(scope="module")
def firm() -> Entity:
    return Registry(Dice(1, "junk"), World(), 2024).company("UZ", with_director=False)


def spoiled(sheet: Sheet, column: str, value: str, share: float = 1.0, seed: int = 1) -> str:
    cells = [""] * len(sheet.columns)
    at = sheet.columns.index(column)
    cells[at] = value
    return spoil_identity(cells, [], sheet, Dice(seed, column), share)[0][at]


def test_a_name_that_is_junk_mentions_nobody(firm: Entity) -> None:
    cells = ["x"] * len(ENGLISH.columns)
    mentions: list[Mention] = [("consignee", firm), ("shipper", firm)]
    assert spoil_identity(cells, mentions, ENGLISH, Dice(1, "all"), 1.0)[1] == []
    assert spoil_identity(cells, mentions, ENGLISH, Dice(1, "none"), 0.0) == (cells, mentions)


@pytest.mark.parametrize(
    ("sheet", "column", "value", "shown"),
    [
        (ENGLISH, "Consignee Phone", "+998901234567", "9.98901E+11"),
        (RUSSIAN, "ИНН получателя", "120340001234", "1,20340E+11"),
    ],
)
def test_long_numbers_are_shown_as_a_spreadsheet_shows_them(sheet: Sheet, column: str, value: str, shown: str) -> None:
    assert shown in {spoiled(sheet, column, value, seed=seed) for seed in range(30)}


def test_numbers_are_cut_at_the_end() -> None:
    shown = {spoiled(ENGLISH, "Driver Passport", "AB1234567", seed=seed) for seed in range(30)}
    assert {"AB123456", "AB12345"} <= shown


def test_the_number_of_the_record_and_what_names_nobody_stay(firm: Entity) -> None:
    for column in ("Declaration No", "HS Code", "Gross kg", "Border Post"):
        assert spoiled(ENGLISH, column, "0703101900") == "0703101900"


def test_junk_of_a_russian_layout_fits_its_encoding() -> None:
    cells = ["значение 123456789"] * len(RUSSIAN.columns)
    for seed in range(20):
        written = spoil_identity(cells, [], RUSSIAN, Dice(seed, "cp1251"), 1.0)[0]
        assert all(cell.encode("cp1251") for cell in written if cell)
