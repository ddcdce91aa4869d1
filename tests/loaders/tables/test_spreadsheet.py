"""Workbooks, good and bad: every cell as the text that a person means, and limits before anything is opened."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile
from loaders.profile.mapping import parser
from loaders.profile.profile import Profile, parse_profile
from loaders.source import Source
from loaders.tables.spreadsheet import MAX_BYTES, SUFFIXES, open_source

WriteXlsx = Callable[..., Path]

FIXTURES = Path(__file__).parents[1] / "fixtures"


def profile(head: str = "") -> Profile:
    fields = "{registered_on: Date, hs_code: HS, gross_weight_kg: Kg}"
    return parse_profile(f"name: d\nversion: 1\n{head}\nrecords:\n  - {{kind: declaration, id: No, fields: {fields}}}")


def opened(path: Path, head: str = "") -> Source:
    return open_source(path, profile(head))


@pytest.fixture
def cells(tmp_path: Path, write_xlsx: WriteXlsx) -> Callable[..., list[str]]:
    """The texts of one row of cells."""

    def read(*row: Any, head: str = "") -> list[str]:
        path = write_xlsx(tmp_path / "a.xlsx", {"One": [[f"c{i}" for i in range(len(row))], row]})
        return next(iter(opened(path, head).units))[1]

    return read


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0702000007", "0702000007"),
        ("NA", "NA"),
        (" a ", " a "),
        ("№ 5 «Ҷавҳар»", "№ 5 «Ҷавҳар»"),
        (702000007, "702000007"),
        (123456789012, "123456789012"),
        (12.0, "12"),
        (-3, "-3"),
        (1e15, "1000000000000000"),
        (1234.5, "1234.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (True, "true"),
        (False, "false"),
        ((45385, 1), "2024-04-03"),
        ((45385.604166666664, 2), "2024-04-03T14:30:00"),
        ("<f>1+1</f><v>2</v>", "2"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_the_text_that_a_person_means(cells: Callable[..., list[str]], cell: Any, text: str) -> None:
    assert cells("x", cell) == ["x", text]


def test_a_number_has_the_decimal_sign_that_the_profile_reads(cells: Callable[..., list[str]]) -> None:
    assert cells(1.234, 1234, head='decimal: ","') == ["1,234", "1234"]


def test_every_row_is_read_whatever_dimension_the_sheet_states(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": [["No"], *[[str(i)] for i in range(1000)]]})
    assert len(list(opened(path).units)) == 1000


def test_blank_rows_are_none_and_lines_are_rows_of_the_sheet(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": [[], ["No", "Kg"], [None, None], ["1", "x"], [], ["2"]]})
    source = opened(path)
    assert (source.header, list(source.units)) == (("No", "Kg"), [(4, ["1", "x"]), (6, ["2", ""])])


def test_cells_beside_the_header_are_kept_under_no_name(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    source = opened(write_xlsx(tmp_path / "a.xlsx", {"One": [["No"], ["1"], ["2", None, "a note"]]}))
    assert source.header == ("No", "", "")
    assert list(source.units) == [(2, ["1", "", ""]), (3, ["2", "", "a note"])]


def test_a_header_under_a_title_and_totals_below_are_found_by_the_profile(
    tmp_path: Path, write_xlsx: WriteXlsx
) -> None:
    rows = [["Register of goods"], [], ["page", 1], ["No", "Kg"], ["1", "2"], ["Total", "2"], ["2", "3"], ["signed"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"One": rows})
    source = opened(path, "header_row: 4\nskip_rows: [total]\nskip_footer: 1")
    assert (source.header, list(source.units)) == (("No", "Kg"), [(5, ["1", "2"]), (7, ["2", "3"])])


def test_a_header_row_that_is_not_there_is_refused(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": [["No"], [], ["1"]]})
    for row in (2, 9):
        with pytest.raises(BadFile, match=f"sheet 'One' of .* has no header in row {row}; mend `header_row`"):
            opened(path, f"header_row: {row}")


@pytest.mark.parametrize(("sheet", "number"), [("B", "2"), ("2", "2"), ("'202?'", "3"), ("H", "4")])
def test_a_sheet_is_named_by_name_number_or_pattern(
    tmp_path: Path, write_xlsx: WriteXlsx, sheet: str, number: str
) -> None:
    sheets = {name: [["No"], [str(i)]] for i, name in enumerate(["A", "B", "2024", "H"], 1)}
    path = write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["H"])
    assert list(opened(path, f"sheet: {sheet}").units) == [(2, [number])]


def test_several_sheets_of_the_same_columns_are_read_one_after_the_other(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    sheets = {"2023": [["No", "HS"], ["1", "x"]], "note": [["?"]], "2024": [["No", "HS"], [], ["2"]]}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    source = opened(path, "sheet: '20*'")
    assert list(source.units) == [(2, ["1", "x"]), (5, ["2", ""])]
    assert "read the sheets 2023, 2024 one after the other; lines are counted through" in map(str, source.remarks)
    with pytest.raises(BadFile, match="sheet 'note' has other columns than the first"):
        list(opened(path, "sheet: '*'").units)


def test_no_sheet_is_passed_over_in_silence(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    two = write_xlsx(tmp_path / "a.xlsx", {"A": [["No"], ["1"]], "B": [["No"], ["2"]]})
    with pytest.raises(BadFile, match=r"has 2 sheets with rows: 'A', 'B'; name one in the profile with `sheet`"):
        opened(two)
    with pytest.raises(BadFile, match=r"has no sheet 'C'; it has 'A', 'B'"):
        opened(two, "sheet: C")
    one = write_xlsx(tmp_path / "b.xlsx", {"E": [], "A": [["No"], ["1"]], "H": [["No"], ["2"]]}, hidden=["H"])
    source = opened(one)
    assert list(source.units) == [(2, ["1"])]
    assert tuple(map(str, source.remarks)) == ("read sheet 'A'", "hidden sheet 'H' was not read")
    with pytest.raises(BadFile, match="has no sheet that is shown; it has 'H'"):
        opened(write_xlsx(tmp_path / "c.xlsx", {"H": [["No"]]}, hidden=["H"]))


def test_what_reads_as_empty_and_is_not_is_told(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    merged = '<mergeCells><mergeCell ref="A4:B5"/></mergeCells>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>No</t></is></c></row><row r="2"><c r="A2"><f>B1</f></c>'
    rows += '<c r="B2" t="e"><v>#N/A</v></c><c r="C2"><f>B1</f><v></v></c><c r="D2"><v>10000000000000001</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
    source = opened(write_xlsx(tmp_path / "a.xlsx", {"One & two": sheet}))
    assert tuple(map(str, source.remarks)) == (
        "read sheet 'One & two'",
        "error_value: 1 cell of sheet 'One & two' is read as empty, B2",
        "formula_without_value: 2 cells of sheet 'One & two' are read as empty, the first is A2",
        "sheet 'One & two' has 1 merged range: its value stands in its first cell alone",
        "sheet 'One & two' holds numbers of more than 15 digits: their last digits were lost in the spreadsheet",
    )


def test_a_code_that_was_kept_as_a_number_gets_its_zero_back_and_a_flag(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    head = ["No", "Date", "HS", "Kg"]
    rows = [head, ["1", (45385, 1), 702000007, 10.5], ["2", (45385, 1), 6403510000, 3]]
    source = opened(write_xlsx(tmp_path / "a.xlsx", {"One": rows}))
    assert source.header == ("No", "Date", "HS [number]", "Kg")
    read = parser(profile(), source.header)
    found = [read(values)[0][0] for _, values in source.units]
    assert [r.values["hs_code"] for r in found] == ["0702000007", "6403510000"]
    assert [r.flags for r in found] == [("hs_leading_zero_suspect: 702000007",), ()]


def test_an_opendocument_sheet_is_read(tmp_path: Path, write_ods: Callable[..., Path]) -> None:
    source = opened(write_ods(tmp_path / "a.ods", [["No", "HS"], ["01", 12]]))
    assert (source.header, list(source.units)) == (("No", "HS [number]"), [(2, ["01", "12"])])


def test_a_sheet_that_asks_for_half_a_terabyte_is_refused(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_xlsx(
        tmp_path / "a.xlsx", {"One": f'<worksheet xmlns="{space}"><sheetData>{far}</sheetData></worksheet>'}
    )
    with pytest.raises(BadFile, match="asks for more memory or time than a spreadsheet may have; open it and save"):
        opened(path)


def test_a_bomb_is_refused_by_its_stated_size(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/sheet.xml", "w") as part:
        for _ in range(60):
            part.write(b" " * (1 << 20))
    with pytest.raises(BadFile, match=r"has [\d,]+ bytes and 62,914,560 when unpacked, more than a sheet of records"):
        opened(path)


def test_how_far_a_workbook_was_read_is_told(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": [["No", "Date", "HS", "Kg"], *([i, "", "", ""] for i in range(9))]})
    source = opened(path)
    assert source.share() == 0
    assert [source.share() for _ in source.units] == [n / 10 for n in range(2, 11)]


def test_a_binary_workbook_keeps_days_zeros_and_long_numbers() -> None:
    text = """
name: register
version: 1
header_row: 3
records:
  - kind: declaration
    id: Номер
    fields: {registered_on: Дата, consignee.tax_number: ИНН, hs_code: Код ТН ВЭД, origin_country: Происхождение}
"""
    source = open_source(FIXTURES / "register.xls", parse_profile(text))
    assert [values for _, values in source.units] == [
        ["0001234", "2024-03-05", "200114567", "0808108006", "19845.5", "NA"],
        ["1235", "2024-03-06", "123456789012345", "3004900002", "250", "UZ"],
    ]


def test_a_file_over_the_limit_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadFile, match="a spreadsheet may have 104,857,600; export it as CSV"):
        opened(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "content", [b"", b"No,HS\n1,2\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with pytest.raises(BadFile):
        opened(path)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    spoiled=strategies.lists(strategies.tuples(strategies.integers(0, 5000), strategies.binary(max_size=4)), max_size=6)
)
def test_a_damaged_workbook_gives_rows_or_a_refusal(
    tmp_path: Path, write_xlsx: WriteXlsx, spoiled: list[tuple[int, bytes]]
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": [["No", "HS"], ["1", 2]]})
    content = bytearray(path.read_bytes())
    for place, piece in spoiled:
        content[place % len(content) : place % len(content) + len(piece)] = piece
    path.write_bytes(content)
    try:
        assert all(isinstance(cell, str) for _, row in opened(path).units for cell in row)
    except BadFile as error:
        assert error.next_step


def far_down(row: str) -> str:
    cell = '<c r="{0}{1}" t="inlineStr"><is><t>{2}</t></is></c>'
    head = "".join(
        cell.format(column, 1, name) for column, name in zip("ABCD", ["No", "Date", "HS", "Kg"], strict=True)
    )
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{head}</row><row r="2">{cell.format("A", 2, "D1")}</row>'
        f'<row r="{row}">{cell.format("A", row, "D2")}</row></sheetData></worksheet>'
    )


@pytest.mark.parametrize("row", ["4294967295", "90000000", "1048577"])
def test_a_row_that_no_sheet_has_is_refused_and_not_counted_to(tmp_path: Path, write_xlsx: WriteXlsx, row: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": far_down(row)})
    with pytest.raises(BadFile, match=r"more memory or time|blank cells"):
        list(opened(path).units)


def test_the_last_row_of_a_sheet_is_read(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"One": far_down("1048576")})
    assert [(line, row[0]) for line, row in opened(path).units] == [(2, "D1"), (1_048_576, "D2")]


def test_blank_rows_between_rows_keep_their_numbers(tmp_path: Path, write_xlsx: WriteXlsx) -> None:
    rows = [["No", "Date", "HS", "Kg"], [], ["D1"], [], [], ["D2"], []]
    path = write_xlsx(tmp_path / "a.xlsx", {"One": rows})
    assert [(line, row[0]) for line, row in opened(path).units] == [(3, "D1"), (6, "D2")]
