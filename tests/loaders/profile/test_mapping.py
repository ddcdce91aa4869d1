"""Rows to records by a profile: every key of a profile, and every way in which a row can be wrong."""

from typing import Any

import pytest

from graph.canonical import Record, Rejection
from graph.errors import BadFile
from graph.values.names import fold
from loaders.profile.mapping import parser
from loaders.profile.profile import parse_profile

HOURS = "zone: Asia/Tashkent\ndates: '%Y-%m-%d %H:%M'"
HEAD = "name: decl\nversion: 1\n"


def parse(
    fields: str, row: list[str], header: list[str], record: str = "", head: str = ""
) -> tuple[list[Record], list[Rejection]]:
    """Parses one row by a profile of one declaration; `fields` is the text of its fields, in flow style."""
    text = f"{HEAD}{head}\nrecords:\n  - {{kind: declaration, id: No, {record} fields: {{{fields}}}}}"
    return parser(parse_profile(text), header)(row)


def values(fields: str, **cells: str) -> dict[str, Any]:
    """The values of a row that has these cells."""
    head = cells.pop("head", "")
    records, rejections = parse(fields, ["1", *cells.values()], ["No", *cells], head=head)
    assert rejections == []
    return dict(records[0].values)


@pytest.mark.parametrize(
    ("fields", "cells", "said"),
    [
        ("office: A", {"A": " Termez "}, {"office": "Termez"}),
        ("office: A", {"A": "  "}, {}),
        ("office: {columns: [A, B]}", {"A": "Termez", "B": "Airport"}, {"office": "Termez Airport"}),
        ("office: {columns: [A, B]}", {"A": "", "B": " Airport"}, {"office": "Airport"}),
        ("office: {value: Termez}", {}, {"office": "Termez"}),
        ("container: {column: A, split: ','}", {"A": "X, Y ,,Z"}, {"container": ("X", "Y", "Z")}),
        ("container: {column: A, split: ','}", {"A": " X ,"}, {"container": "X"}),
        ("consignee.key: {column: A, scheme: importer}", {"A": "7"}, {"consignee.key": "importer:7"}),
        ("mode_of_transport: {column: A, values: {'10': sea}}", {"A": "10"}, {"mode_of_transport": "sea"}),
        ("mode_of_transport: {column: A, values: {Sea: '1'}}", {"A": "SEA"}, {"mode_of_transport": "1"}),
        ("mode_of_transport: {column: A, values: {'10': sea}}", {"A": "50"}, {"mode_of_transport": "50"}),
        ("origin_country: {column: A, values: {rus: RU}}", {"A": "RUS"}, {"origin_country": "RU"}),
        ("gross_weight_kg: A", {"A": "1,234.5"}, {"gross_weight_kg": 1234.5}),
        ("gross_weight_kg: {column: A, scale: 1000}", {"A": "1.1"}, {"gross_weight_kg": 1100.0}),
        ("packages: A", {"A": "12"}, {"packages": 12}),
        ("origin_country: A", {"A": "Uzbekistan"}, {"origin_country": "UZ"}),
        ("hs_code: A", {"A": "0801"}, {"hs_code": "0801"}),
        ("driver.birth_on: A", {"A": "1931-05-06"}, {"driver.birth_on": "1931-05-06"}),
        ("arrived_at: A", {"A": "2024-03-05 14:30", "head": HOURS}, {"arrived_at": "2024-03-05T14:30+05:00"}),
    ],
)  # fmt: skip
def test_a_field_is_read_as_its_mapping_says(fields: str, cells: dict[str, str], said: dict[str, object]) -> None:
    assert values(fields, **cells) == said


def test_an_unknown_country_is_a_flag_and_no_rejection() -> None:
    (record,), rejections = parse("origin_country: A", ["1", "Atlantis"], ["No", "A"])
    assert rejections == []
    assert (record.values, record.flags) == ({}, ("origin_country_unknown: Atlantis",))


@pytest.mark.parametrize(
    ("fields", "cell", "code", "reason"),
    [
        ("registered_on: A", "31.02.2024", "bad_date", "registered_on: not a date like 2024-03-05"),
        ("registered_on: A", "1889-01-01", "bad_date", "registered_on: the year 1889 is outside"),
        ("gross_weight_kg: A", "12kg", "bad_number", "gross_weight_kg: not a number with decimal sign '.'"),
        ("packages: A", "1.5", "bad_integer", "packages: not a whole number"),
        ("packages: A", "9" * 400, "bad_integer", "packages: not a number"),
    ],
)
def test_a_bad_cell_rejects_the_record_with_column_value_and_reason(
    fields: str, cell: str, code: str, reason: str
) -> None:
    records, (rejection,) = parse(fields, ["1", cell], ["No", "A"])
    assert records == []
    assert (rejection.column, rejection.value, rejection.code) == ("A", cell[:200], code)
    assert rejection.reason.startswith(reason)


def test_every_bad_cell_of_a_row_is_told() -> None:
    records, rejections = parse("registered_on: A, packages: B", ["", "x", "y"], ["No", "A", "B"])
    assert records == []
    assert sorted(rejection.code for rejection in rejections) == ["bad_date", "bad_integer", "missing_id"]


def test_a_long_value_is_shortened_in_the_rejection() -> None:
    _, (rejection,) = parse("packages: A", ["1", "x" * 5000], ["No", "A"])
    assert len(rejection.value) == 200


def test_a_record_without_a_number_is_rejected() -> None:
    assert parse("office: A", [" ", "x"], ["No", "A"]) == (
        [],
        [Rejection("No", "", "missing_id", "a declaration needs its own number")],
    )


def test_a_number_of_several_columns_is_joined_and_needs_them_all() -> None:
    text = f"{HEAD}records:\n  - {{kind: declaration, id: [Year, No], fields: {{office: A}}}}"
    read = parser(parse_profile(text), ["A", "No", "Year"])
    assert read(["x", "0123", "2024"])[0][0].source_id == "2024/0123"
    assert [r.column for r in read(["x", "0123", ""])[1]] == ["Year"]


@pytest.mark.parametrize(("cells", "width"), [([], 0), (["1"], 1), (["1", "2", "3"], 3)])
def test_a_ragged_row_is_rejected_whole(cells: list[str], width: int) -> None:
    assert parse("office: A", cells, ["No", "A"]) == (
        [],
        [Rejection("", "", "row_length", f"the row has {width} cells, the header 2")],
    )


@pytest.mark.parametrize(("cell", "amended"), [("", ""), ("2", "v000000000002"), ("2024-02-05", "2024-02-05")])
def test_an_amendment_is_normalised(cell: str, amended: str) -> None:
    (record,), _ = parse("office: A", ["1", "x", cell], ["No", "A", "Amended"], "amended: Amended,")
    assert record.amended == amended


def test_a_bad_amendment_rejects_the_record() -> None:
    records, (rejection,) = parse("office: A", ["1", "x", "soon"], ["No", "A", "Amended"], "amended: Amended,")
    assert records == []
    assert (rejection.column, rejection.value, rejection.code) == ("Amended", "soon", "bad_amendment")


@pytest.mark.parametrize(
    ("cell", "is_deleted"), [("Annulled", True), (" ANNULLED ", True), ("", False), ("annul", False)]
)
def test_a_status_makes_a_tombstone(cell: str, is_deleted: bool) -> None:
    record = "deleted: {column: Status, values: [annulled, void]},"
    (found,), _ = parse("office: A", ["1", "x", cell], ["No", "A", "Status"], record)
    assert found.is_deleted is is_deleted


def test_handling_and_grade_of_a_row_stay_on_its_record() -> None:
    (record,), _ = parse("office: A", ["1", "x", " H3 ", "B2"], ["No", "A", "H", "G"], "handling: H, grade: G,")
    assert (record.handling, record.grade) == ("H3", "B2")


def test_a_row_may_hold_several_records_and_one_of_them_may_be_absent() -> None:
    text = f"""{HEAD}records:
  - {{kind: declaration, id: No, fields: {{office: A}}}}
  - {{kind: seizure, id: S, when: S, fields: {{seized_on: D, declaration: No}}}}
"""
    read = parser(parse_profile(text), ["No", "A", "S", "D"])
    assert [r.kind for r in read(["1", "x", "S-1", "2024-01-05"])[0]] == ["declaration", "seizure"]
    assert [r.kind for r in read(["1", "x", "", "never"])[0]] == ["declaration"]
    records, rejections = read(["1", "x", "S-1", "never"])
    assert [r.kind for r in records] == ["declaration"]
    assert [r.code for r in rejections] == ["bad_date"]


def test_columns_that_the_profile_does_not_read_may_stand_anywhere() -> None:
    (record,), _ = parse("office: A", ["?", "x", "!", "1"], ["Z", "A", "Z", "No"])
    assert (record.source_id, record.values) == ("1", {"office": "x"})


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    with pytest.raises(BadFile, match="column 'A', 'No' of profile decl is missing; the file has X, Y: choose"):
        parse("office: A", [], ["X", "Y"])


def test_a_long_header_is_cut_in_the_message() -> None:
    with pytest.raises(BadFile, match=r"the file has c0, .*c11, \.\.\.: choose"):
        parse("office: A", [], [f"c{n}" for n in range(40)])


def test_a_column_that_stands_twice_is_refused_where_the_profile_reads_it() -> None:
    with pytest.raises(BadFile, match="column 'A' stands twice in the header"):
        parse("office: A", [], ["No", "A", "A"])


def test_a_column_that_stands_twice_is_named_by_its_place() -> None:
    records, _ = parse("{office: 'A #1', marks: 'A #2'}"[1:-1], ["7", "x", "y"], ["No", "A", "A"])
    assert records[0].values == {"office": "x", "marks": "y"}


def test_a_part_of_a_cell_is_read_by_a_pattern() -> None:
    fields = r"driver.name: {column: A, pattern: '^([^,]+)'}, driver.passport: {column: A, pattern: ', *(\w+)$'}"
    assert values(fields, A="Ахмедов Саид, AA1234567") == {
        "driver.name": "Ахмедов Саид",
        "driver.passport": "AA1234567",
    }
    records, rejections = parse(fields, ["1", "Ахмедов Саид"], ["No", "A"])
    assert (records[0].values, rejections) == ({"driver.name": "Ахмедов Саид"}, [])
    assert records[0].flags == ("driver.passport_unknown: Ахмедов Саид",)


def test_what_programs_write_for_no_day_is_empty_with_a_flag() -> None:
    for text in ("00.00.0000", "0000-00-00", "01.01.1900", "31.12.9999", "1899-12-30 00:00:00"):
        records, rejections = parse("registered_on: A", ["1", text], ["No", "A"], head="dates: '%d.%m.%Y'")
        assert (records[0].values, records[0].flags, rejections) == ({}, (f"registered_on_unknown: {text}",), [])


@pytest.mark.parametrize(
    ("text", "pattern", "moment"),
    [
        ("2024-03-05T14:30:00+03:00", "%Y-%m-%dT%H:%M:%S%z", "2024-03-05T14:30+03:00"),
        ("05/03/2024 02:30 PM", "%d/%m/%Y %I:%M %p", "2024-03-05T14:30+05:00"),
    ],
)
def test_a_moment_has_the_offset_that_it_is_written_with(text: str, pattern: str, moment: str) -> None:
    head = f"zone: Asia/Tashkent\ndates: '{pattern}'"
    assert values("arrived_at: A", A=text, head=head) == {"arrived_at": moment}


def row_id(row: list[str], header: list[str]) -> str:
    """The number of a record whose number is its row."""
    text = f"{HEAD}records:\n  - {{kind: seizure, id_of: row, fields: {{commodity: A}}}}"
    records, rejections = parser(parse_profile(text), header)(row)
    assert rejections == []
    return records[0].source_id


def test_a_record_without_a_number_is_known_by_its_row_whatever_the_order_of_the_columns() -> None:
    assert row_id(["1", "x"], ["A", "B"]) == row_id([" x", "1 "], ["B", "A"])
    assert row_id(["1", "x"], ["A", "B"]) != row_id(["1", "y"], ["A", "B"])


def test_columns_name_the_part_of_a_record() -> None:
    records, _ = parse("hs_code: A", ["7", "2", "a", "0801"], ["No", "Item", "Sub", "A"], record="part: [Item, Sub],")
    assert (records[0].source_id, records[0].part) == ("7", "2/a")


def test_a_part_without_its_name_is_rejected() -> None:
    records, (rejection,) = parse("hs_code: A", ["7", "", "0801"], ["No", "Item", "A"], record="part: Item,")
    assert (records, rejection.column, rejection.code) == ([], "Item", "missing_id")


@pytest.mark.parametrize(
    ("cell", "code", "flags"),
    [
        ("702000007", "0702000007", ("hs_leading_zero_suspect: 702000007",)),
        ("70200", "070200", ("hs_leading_zero_suspect: 70200",)),
        ("6403510000", "6403510000", ()),
        ("22042109100", "22042109100", ()),
        ("7.02", "7.02", ()),
        ("", None, ()),
    ],
)
def test_a_code_in_a_column_of_numbers_gets_its_lost_zero_back(
    cell: str, code: str | None, flags: tuple[str, ...]
) -> None:
    for entry in ("hs_code: HS", "hs_code: {column: HS, values: {x: y}}"):
        (record,), _ = parse(entry, ["1", cell], ["No", "HS [number]"])
        assert (record.values.get("hs_code"), record.flags) == (code, flags)


def test_a_code_that_was_text_stays_as_it_is() -> None:
    (record,), _ = parse("hs_code: HS", ["1", "70200"], ["No", "HS"])
    assert (record.values, record.flags) == ({"hs_code": "70200"}, ())


def test_a_column_that_is_called_like_a_marked_one_is_itself() -> None:
    (record,), _ = parse("office: 'HS [number]'", ["1", "x"], ["No", "HS [number]"])
    assert record.values == {"office": "x"}


@pytest.mark.parametrize(
    ("header", "office"), [(["No", "A", "B"], "1"), (["B", "No", "C"], "0"), (["C [number]", "No", "D"], "0")]
)
def test_of_several_names_the_first_that_the_file_has_is_read(header: list[str], office: str) -> None:
    row = [str(i) for i in range(3)]
    (record,), _ = parse("office: {column: [A, B, C]}", row, header)
    assert record.values == {"office": office}


def test_a_column_with_several_names_of_which_the_file_has_none_is_missing() -> None:
    with pytest.raises(BadFile, match="column 'A' of profile decl is missing; the file has No, D: choose"):
        parse("office: {column: [A, B]}", ["1", "x"], ["No", "D [number]"])


def test_another_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadFile, match="column 'B' stands twice in the header"):
        parse("office: {column: [A, B]}", ["1", "x", "y"], ["No", "B", "B [number]"])


def test_a_name_in_two_alphabets_is_kept_as_it_was_reported() -> None:
    mixed = "ООO Кaрвон"  # a Latin O and a Latin a
    assert values("consignee.name: A", A=mixed) == {"consignee.name": mixed}
    assert mixed != "ООО Карвон" and fold(mixed) == fold("ООО Карвон")


@pytest.mark.parametrize(
    ("decimal", "cell", "weight"),
    [
        (",", "1 234,5", 1234.5),
        (",", "1\u00a0234,5", 1234.5),
        (",", "1.234,5", 1234.5),
        (".", "1,234.5", 1234.5),
        (".", "١٢٣٤٫٥", 1234.5),
        (",", "۱٬۲۳۴٫۵", 1234.5),
    ],
)
def test_a_number_is_read_with_the_decimal_sign_of_the_profile(decimal: str, cell: str, weight: float) -> None:
    assert values("gross_weight_kg: A", A=cell, head=f'decimal: "{decimal}"') == {"gross_weight_kg": weight}


@pytest.mark.parametrize("header", [["No", "A", ""], ["", "No", "A"], ["No", "", "A", ""], ["No", "A", "  "]])
def test_a_column_without_a_name_is_no_column_of_a_profile(header: list[str]) -> None:
    """A trailing delimiter or the index of a frame makes one: no key that the profile leaves out may mean it."""
    row = [{"No": "D1", "A": "Termez"}.get(name.strip(), "7") for name in header]
    (record,), rejections = parse("office: A", row, header)
    assert rejections == []
    assert (record.source_id, record.handling, record.grade, record.amended, record.is_deleted, record.part) == (
        *("D1", "", "", ""),
        False,
        "",
    )
    (empty,), _ = parse("office: A", [{"No": "D1", "A": "Termez"}.get(name.strip(), "") for name in header], header)
    assert empty.values == {"office": "Termez"}


@pytest.mark.parametrize("number", ["1,40E+11", "1.4E+11", "140E+9", "1,40e+11", "1,40Е+11"])
@pytest.mark.parametrize("key", ["", "part: P,"])
def test_a_number_that_a_spreadsheet_cut_is_nobodys_own(number: str, key: str) -> None:
    row, header = (["D1", number, "x"], ["No", "P", "A"]) if key else ([number, "", "x"], ["No", "P", "A"])
    records, (rejection,) = parse("office: A", row, header, record=key)
    assert records == []
    assert (rejection.code, rejection.column, rejection.value) == ("number_cut", "P" if key else "No", number)


@pytest.mark.parametrize("guard", ['="{}"', "'{}", "={}", " '{} ", "\t{}"])
def test_the_guard_of_a_spreadsheet_is_taken_off_every_cell(guard: str) -> None:
    fields = "hs_code: B, registered_on: C, gross_weight_kg: D, consignee.tax_number: E, packages: F"
    cells = ["00451", "0713310000", "2024-03-05", "12", "000140000125", "3"]
    written = [guard.format(cell) if cell.isdigit() else f'="{cell}"' for cell in cells]
    (record,), rejections = parse(fields, written, ["No", "B", "C", "D", "E", "F"])
    assert rejections == []
    assert record.source_id == "00451"
    assert record.values == {
        "hs_code": "0713310000",
        "registered_on": "2024-03-05",
        "gross_weight_kg": 12.0,
        "consignee.tax_number": "000140000125",
        "packages": 3,
    }


@pytest.mark.parametrize(
    ("calendar", "dates", "text", "day"),
    [
        ("solar hijri", "%Y/%m/%d", "1403/01/15", "2024-04-03"),
        ("solar hijri", "%Y/%m/%d", "۱۴۰۳/۰۱/۱۵", "2024-04-03"),
        ("solar hijri", "%d %B %Y", "31 Sawr 1403", "2024-05-20"),
        ("solar hijri", "%d %B %Y", "۱۵ حمل ۱۴۰۳", "2024-04-03"),
        ("gregorian", "%d %B %Y", "5 марта 2024", "2024-03-05"),
        ("gregorian", "%d-%b-%Y", "05-MAR-2024", "2024-03-05"),
        ("gregorian", "%d.%m.%Y", "٠٥.٠٣.٢٠٢٤", "2024-03-05"),
    ],
)
def test_days_are_read_by_the_calendar_and_the_months_of_the_region(
    calendar: str, dates: str, text: str, day: str
) -> None:
    head = f"calendar: {calendar}\ndates: '{dates}'"
    assert values("registered_on: A", A=text, head=head) == {"registered_on": day}


def test_an_amendment_of_the_solar_calendar_is_a_day_of_ours() -> None:
    head = "calendar: solar hijri\ndates: '%Y/%m/%d %H:%M'"
    (record,), _ = parse("office: A", ["1", "x", "1403/01/15 14:30"], ["No", "A", "M"], record="amended: M,", head=head)
    assert record.amended == "2024-04-03T14:30Z"
