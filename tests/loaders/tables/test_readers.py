"""A table is read as what it is, whatever its suffix says, and a web page is told as one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.profile.profile import Profile, parse_profile
from loaders.registry import open_source
from loaders.tables.readers import content_suffix

ROWS = [["No", "A"], ["D1", "x"]]
TEXT = "No,A\nD1,x\n"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return parse_profile("name: d\nversion: 1\nrecords:\n  - {kind: declaration, id: No, fields: {office: A}}")


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods", ".xlsm", ".csv", ".txt"])
def test_a_workbook_of_another_name_is_read(
    tmp_path: Path, profile: Profile, write_xlsx: Callable[..., Path], suffix: str
) -> None:
    path = write_xlsx(tmp_path / f"a{suffix}", {"One": ROWS})
    source = open_source(path, profile)
    assert [row for _, row in source.units] == [["D1", "x"]]


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_an_opendocument_sheet_of_another_name_is_read(
    tmp_path: Path, profile: Profile, write_ods: Callable[..., Path], suffix: str
) -> None:
    source = open_source(write_ods(tmp_path / f"a{suffix}", ROWS), profile)
    assert [row for _, row in source.units] == [["D1", "x"]]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])
def test_an_old_workbook_of_another_name_is_read(tmp_path: Path, fixture_files: Path, suffix: str) -> None:
    known = "name: d\nversion: 1\nrecords:\n  - {kind: declaration, id_of: row, fields: {office: {value: x}}}"
    path = shutil.copy(fixture_files / "register.xls", tmp_path / f"a{suffix}")
    wanted = open_source(fixture_files / "register.xls", parse_profile(known))
    assert list(open_source(Path(path), parse_profile(known)).units) == list(wanted.units)


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".ods"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_is_named_a_workbook_is_read_and_told(
    tmp_path: Path, profile: Profile, suffix: str, encoding: str
) -> None:
    (tmp_path / f"a{suffix}").write_text(TEXT, encoding=encoding)
    known = profile.model_copy(update={"encodings": ("utf-8", "utf-16")})
    source = open_source(tmp_path / f"a{suffix}", known)
    assert [row for _, row in source.units] == [["D1", "x"]]
    assert str(source.remarks[0]) == f"named {suffix}, but read as what it is: .csv"


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".csv", ".txt"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><table><tr><td>No</td></tr></table></html>", "a web page"),
        ("\ufeff  <!DOCTYPE html>\n<html></html>", "a web page"),
        ("<table border=1><tr><td>No</td></tr></table>", "a web page"),
        ("<!-- made by a report -->\n<HTML></HTML>", "a web page"),
        ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:x">', "an Excel 2003"),
    ],
)
def test_a_web_page_is_refused_in_plain_words(
    tmp_path: Path, profile: Profile, suffix: str, text: str, words: str
) -> None:
    (tmp_path / f"a{suffix}").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=rf"is {words}.*, though it is named {suffix}; open it with a spreadsheet"):
        open_source(tmp_path / f"a{suffix}", profile)


@pytest.mark.parametrize("text", ["No,<html>\nD1,x\n", "<b>No,A\nD1,x\n", "", "\n\nNo,A\n"])
def test_text_with_tags_in_it_stays_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    assert content_suffix(tmp_path / "a.csv", ".csv") == ".csv"
