"""The first look at a file: every wrapping, and where its table stands."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import BadFile
from loaders.proposing.survey import MOST_ROWS, header_at, survey

LINES = ["Номер;Получатель;Вес", "1;Карвон Транс;1,5", "2;Ипак Савдо;2"]


def test_a_text_tells_its_encoding_and_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("\n".join(LINES).encode("cp866"))
    found = survey(tmp_path / "a.csv")
    assert (found.format, found.encoding, found.delimiter, found.header_row) == ("delimited text", "cp866", ";", 0)
    assert (found.header, found.rows) == (("Номер", "Получатель", "Вес"), [line.split(";") for line in LINES[1:]])
    assert found.is_whole


def test_a_header_under_a_title_is_found(tmp_path: Path) -> None:
    title = ["Реестр деклараций;;", "за март 2024 г.;;", "", ";;стр. 1", ""]
    (tmp_path / "a.csv").write_text("\n".join([*title, *LINES]), encoding="utf-8")
    found = survey(tmp_path / "a.csv")
    assert (found.header_row, found.header[0]) == (6, "Номер")
    assert "the header stands in row 6" in map(str, found.remarks)


def test_a_file_without_a_header_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x1,y1\nx2,y2\n", encoding="utf-8")
    found = survey(tmp_path / "a.csv")
    assert found.header == ("x1", "y1")
    assert "no word of the header is known: look whether the file has a header at all" in map(str, found.remarks)


def test_of_a_long_file_the_first_rows_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("No,A\n" + "1,x\n" * (MOST_ROWS + 1), encoding="utf-8")
    found = survey(tmp_path / "a.csv")
    assert (len(found.rows), found.is_whole) == (MOST_ROWS, False)


def test_of_several_sheets_the_longest_is_looked_at(tmp_path: Path, write_xlsx: Callable[..., Path]) -> None:
    sheets = {"Note": [["?"]], "2024": [["No", "Kg"], ["1", 2], ["2", 3]], "H": [["No"]], "Empty": []}
    found = survey(write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["H"]))
    assert (found.format, found.sheet, found.header) == ("spreadsheet", "2024", ("No", "Kg"))
    assert list(map(str, found.remarks)) == [
        "sheet '2024'",
        "other sheets with rows: 'Note'; if they have the same columns, `sheet: '*'` reads all one after the other",
        "hidden sheet 'H'",
    ]
    alone = survey(write_xlsx(tmp_path / "b.xlsx", {"One": [["No"], ["1"]]}))
    assert (alone.sheet, alone.rows) == ("", [["1"]])


def test_json_lines_and_parquet_name_their_columns(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"No": 1, "at": {"city": "x"}}\n', encoding="utf-8")
    found = survey(tmp_path / "a.jsonl")
    assert (found.format, found.encoding, found.header, found.rows) == (
        "JSON lines", "utf-8", ("No", "at.city"), [["1", "x"]],
    )  # fmt: skip
    pq.write_table(pa.table({"No": [1], "A": ["x"]}), tmp_path / "a.parquet")
    found = survey(tmp_path / "a.parquet")
    assert (found.format, found.header, found.rows) == ("Parquet", ("No", "A"), [["1", "x"]])


def test_a_packed_file_is_looked_at_inside(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress("\n".join(LINES).encode()))
    found = survey(tmp_path / "a.csv.gz")
    assert (found.file, found.delimiter) == ("a.csv.gz", ";")
    assert str(found.remarks[0]) == "unpacked a.csv, 92 bytes"


def test_a_document_needs_no_profile(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<ASYCUDA><Item/></ASYCUDA>", encoding="utf-8")
    found = survey(tmp_path / "a.xml")
    assert found.document == "asycuda-sad" and found.header == ()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"one column\nx\n", "delimiter of .* is not clear"),
        ("a.doc", b"x", "no table has the suffix '.doc'"),
        ("a.jsonl", b"{", "line 1"),
        ("a.xlsx", b"PK", "cannot be opened"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile, match=words):
        survey(tmp_path / name)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no file"):
        survey(tmp_path / "a.csv")
    with pytest.raises(BadFile, match="is a folder"):
        survey(tmp_path)


def test_a_header_is_the_row_with_most_known_words() -> None:
    assert header_at([["Register", "", ""], ["", "", "page 1"], ["No", "Date", "Consignee"], ["1", "x", "y"]]) == 2
    assert header_at([["a", "b"], ["c", "d"]]) == 0


def test_a_header_of_two_levels_is_told_from_a_title_and_from_data(tmp_path: Path) -> None:
    table = "Реестр;;;\n№;Получатель;;Дата\n;Наименование;Страна;\n1;2;3;4\nD7;A;UZ;05.03.2024\n"
    (tmp_path / "a.csv").write_text(table, "utf-8")
    found = survey(tmp_path / "a.csv")
    assert (found.header_row, found.header_rows, found.titles) == (2, 2, ("Реестр",))
    assert found.header == ("№", "Получатель / Наименование", "Получатель / Страна", "Дата")
    assert found.above == ("", "Получатель", "Получатель", "")
    assert found.rows == [["D7", "A", "UZ", "05.03.2024"]]
    (tmp_path / "b.csv").write_text("No;Consignee;Goods\nD7;A;Name\nD8;B;Date\n", "utf-8")
    assert survey(tmp_path / "b.csv").header_rows == 0
