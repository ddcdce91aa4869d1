"""What monthly extracts do to rows: repeat them, correct them, cancel them, spoil a few."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from loaders.sample import generate
from loaders.sample.events import INSPECTIONS_EN, INSPECTIONS_RU, SEIZURES_RU
from loaders.sample.registers import CONTAINERS, PARTIES_EN, PARTIES_RU, VEHICLES
from loaders.sample.sheets import ENGLISH, ROAD, RUSSIAN, SEA, UZBEK, Sheet

SHEETS = {
    sheet.profile: sheet
    for sheet in (
        *(ENGLISH, RUSSIAN, UZBEK, ROAD, SEA, INSPECTIONS_EN, INSPECTIONS_RU, SEIZURES_RU),
        *(PARTIES_EN, PARTIES_RU, VEHICLES, CONTAINERS),
    )
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("sample"), 11, "small").folder


@pytest.fixture(scope="module")
def files(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def rows_of(path: Path, sheet: Sheet) -> list[list[str]]:
    with path.open(encoding=sheet.encoding, newline="") as stream:
        return list(csv.reader(stream, delimiter=sheet.delimiter))[1:]


def is_whole(sheet: Sheet, row: list[str]) -> bool:
    """Whether a row has all its cells and a number."""
    return len(row) == len(sheet.columns) and any(row[at] for at in sheet.ids)


def months_of(folder: Path, files: list[dict[str, str]]) -> list[tuple[Sheet, list[list[list[str]]]]]:
    """The monthly files of each originator and layout, in order, as rows."""
    series: dict[tuple[str, str], list[list[list[str]]]] = {}
    for file in files:
        if file["dataset"] == "declarations" or file["dataset"].startswith("manifests"):
            sheet = SHEETS[file["profile"]]
            series.setdefault((file["originator"], sheet.profile), []).append(rows_of(folder / file["file"], sheet))
    return [(SHEETS[profile], months) for (_, profile), months in series.items()]


def both(folder: Path, files: list[dict[str, str]]) -> list[tuple[Sheet, list[str], list[str]]]:
    """Every record that stands in two months running, as first and as later written."""
    pairs = []
    for sheet, months in months_of(folder, files):
        for before, after in pairwise(months):
            known = {sheet.source_id(row): row for row in before if is_whole(sheet, row)}
            later = [row for row in after if is_whole(sheet, row)]
            pairs += [(sheet, known[key], row) for row in later if (key := sheet.source_id(row)) in known]
    return pairs


def test_a_tenth_of_the_rows_comes_again_unchanged(
    folder: Path, files: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    same = [row for _, row, later in both(folder, files) if row == later]
    written = sum(len(month) for _, months in months_of(folder, files) for month in months[:-1])
    assert len(same) == truth["rows"]["repeated"]
    assert 0.06 < len(same) / written < 0.12


def test_some_rows_come_again_changed_or_cancelled(
    folder: Path, files: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    changed = [(sheet, row, later) for sheet, row, later in both(folder, files) if row != later]
    cancelled = [1 for sheet, _, later in changed if sheet.status >= 0 and later[sheet.status] == sheet.cancelled]
    assert len(cancelled) == truth["rows"]["cancelled"] > 0
    assert len(changed) - len(cancelled) == truth["rows"]["corrected"] > 0
    assert any(row[sheet.consignee[0]] != later[sheet.consignee[0]] for sheet, row, later in changed)


def test_changed_rows_are_stamped_where_the_layout_has_a_column_for_it(
    folder: Path, files: list[dict[str, str]]
) -> None:
    for sheet, row, later in both(folder, files):
        if row != later and sheet.amended >= 0:
            assert (row[sheet.amended], later[sheet.amended]) == ("1", "2") or later[sheet.amended] > row[sheet.amended]


def test_no_record_stands_twice_in_one_file(folder: Path, files: list[dict[str, str]]) -> None:
    for file in files:
        sheet = SHEETS[file["profile"]]
        ids = [sheet.source_id(row) for row in rows_of(folder / file["file"], sheet) if is_whole(sheet, row)]
        assert len(ids) == len(set(ids)), file["file"]


def test_bad_rows_are_few_in_every_file_and_noted(
    folder: Path, files: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    assert truth["rows"]["bad"] > 0
    for file in files:
        sheet, noted = SHEETS[file["profile"]], truth["bad_rows"].get(file["file"], [])
        rows = rows_of(folder / file["file"], sheet)
        assert len(noted) < 0.05 * max(len(rows), 1)
        odd = {line for line, row in enumerate(rows, 2) if len(row) != len(sheet.columns)}
        assert odd == {bad["line"] for bad in noted if bad["reason"] in ("short row", "long row")}
        nameless = {line for line, row in enumerate(rows, 2) if not any(row[at] for at in sheet.ids)}
        assert nameless == {bad["line"] for bad in noted if bad["reason"] == "missing id"}


def test_days_lie_in_the_two_years(folder: Path, files: list[dict[str, str]], truth: dict[str, Any]) -> None:
    for sheet, months in months_of(folder, files):
        for row in (row for month in months for row in month if len(row) == len(sheet.columns)):
            assert "2024" in row[sheet.day] or "сегодня" in row[sheet.day] or "tomorrow" in row[sheet.day]


def test_unlisted_placeholders_stand_in_many_rows(folder: Path, files: list[dict[str, str]]) -> None:
    text = "".join((folder / file["file"]).read_bytes().decode(SHEETS[file["profile"]].encoding) for file in files)
    for value in ("+998900000001", "NOMER YOQ", "см. приложение"):
        assert text.count(value) > 15, value
