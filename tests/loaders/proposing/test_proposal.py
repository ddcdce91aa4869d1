"""Proposed profiles: right for the layouts that we know, and never more than a proposal for others."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile, BadValue
from loaders.profile.profile import find_profile, parse_profile
from loaders.profile.records import FieldMapping
from loaders.proposing.proposal import Proposal, profile_name, propose
from loaders.registry import open_source
from loaders.sample import generate

LEAST_FOUND_SHARE = 0.9

TABLE = """\
Реестр;;;;;
;;;;;
Номер;Дата;Получатель;ИНН получателя;Вес брутто, т;Прочее
17;05.03.2024;Карвон Транс;301234567;1,5;x
19;06.03.2024;Ипак Савдо;301234568;2;x
23;07.03.2024;Силк Хаус;301234569;0,25;y
Итого;;;;3,75;
"""


def proposed(folder: Path, text: str, name: str = "Реестр-2024.csv", **options: str) -> Proposal:
    (folder / name).write_bytes(text.encode("cp1251"))
    return propose(folder / name, **options)


def field(found: Proposal, name: str) -> FieldMapping | None:
    return parse_profile(found.profile).records[0].fields.get(name)


def test_a_russian_register_under_a_title_is_understood(tmp_path: Path) -> None:
    found = proposed(tmp_path, TABLE, kind="declaration")
    profile = parse_profile(found.profile)
    assert (profile.name, profile.encodings, profile.delimiter, profile.header_row) == ("my-table", ("cp1251",), ";", 3)
    assert (profile.dates, profile.decimal, profile.skip_rows) == (("%d.%m.%Y",), ",", ("итого",))
    record = profile.records[0]
    assert (record.kind.name, record.id) == ("declaration", ("Номер",))
    weight = field(found, "gross_weight_kg")
    assert weight is not None and (weight.sources, weight.scale) == (("Вес брутто, т",), 1000)
    assert set(record.fields) == {
        "registered_on", "consignee.name", "consignee.tax_number", "gross_weight_kg",
    }  # fmt: skip
    assert (found.looked_at, found.rejected) == (3, 0)


def test_a_proposal_reads_the_file_that_it_was_made_of(tmp_path: Path) -> None:
    found = proposed(tmp_path, TABLE, kind="declaration")
    units = list(open_source(tmp_path / "Реестр-2024.csv", parse_profile(found.profile)).units)
    assert [row[0] for _, row in units] == ["17", "19", "23"]


def test_the_text_holds_no_value_of_the_file(tmp_path: Path) -> None:
    found = proposed(tmp_path, TABLE, kind="party")
    assert not any(value in found.profile for value in ("Карвон", "301234567", "05.03.2024"))


def test_layouts_that_we_know_are_found_again(tmp_path: Path) -> None:
    generate(tmp_path, 7, "small")
    wanted = found = 0
    done: set[str] = set()
    with (tmp_path / "manifest.csv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            if row["profile"] in done:
                continue
            done.add(row["profile"])
            right = find_profile(row["profile"]).records[0]
            record = parse_profile(propose(tmp_path / row["file"], right.kind.name).profile).records[0]
            fields = {(name, field.sources) for name, field in right.fields.items() if field.sources}
            wanted += len(fields)
            found += len(fields & {(name, field.sources) for name, field in record.fields.items()})
    assert len(done) == 12 and found >= LEAST_FOUND_SHARE * wanted


def test_a_field_that_would_reject_rows_is_left_to_people(tmp_path: Path) -> None:
    rows = "".join(f"{i};{'x' if i % 3 == 0 else i};2024-03-05\n" for i in range(30))
    found = proposed(tmp_path, f"No;Packages;Date\n{rows}", kind="declaration")
    assert field(found, "packages") is None and found.rejected == 0
    assert "packages would reject 10 rows (bad_integer)" in found.profile


def test_parts_of_a_name_are_joined(tmp_path: Path) -> None:
    text = "No,Surname,First name,Patronymic\n1,Ахмедов,Саид,Каримович\n2,Ким,Ян,Ли\n"
    name = field(proposed(tmp_path, text, kind="party"), "party.name")
    assert name is not None and name.sources == ("Surname", "First name", "Patronymic")


@pytest.mark.parametrize(
    ("header", "rows", "number"),
    [
        ("No,Consignee", ["1,A", "2,B"], ("No",)),
        ("Year,No,Consignee", ["2024,1,A", "2024,2,B"], ("Year", "No")),
        ("No,Office,Consignee", ["1,X,A", "1,Y,B"], ("No", "Office")),
        ("Consignee,CMR No", ["A,C101", "B,C102"], ("CMR No",)),
        ("Consignee,Office", ["A,X", "A,X"], ()),
    ],
)
def test_the_own_number_is_one_that_differs_in_each_row(
    tmp_path: Path, header: str, rows: list[str], number: tuple[str, ...]
) -> None:
    found = proposed(tmp_path, "\n".join([header, *rows]), kind="declaration")
    assert parse_profile(found.profile).records[0].id == number


def test_amended_rows_may_repeat_a_number(tmp_path: Path) -> None:
    found = proposed(tmp_path, "No,Version,Consignee\n1,1,A\n1,2,B\n2,1,C\n", kind="declaration")
    record = parse_profile(found.profile).records[0]
    assert (record.id, record.amended) == (("No",), "Version")


def test_columns_are_told_by_their_values_where_the_header_does_not(tmp_path: Path) -> None:
    found = proposed(tmp_path, "No,Box,Consignee\n1,MSKU1234565,A\n2,CSQU3054383,B\n", kind="declaration")
    column = next(one for one in found.columns if one.name == "Box")
    assert (column.field, column.why) == ("container", "by its values")


def test_what_follows_a_party_and_names_none_is_of_that_party(tmp_path: Path) -> None:
    text = (
        "No,Отправитель,Адрес,Получатель,ИНН,Телефон,Контейнер,Страна\n"
        "1,Altyn LLC,Ankara Kizilay 5,Нур ООО,301234567,+998901234567,MSKU1234565,UZ\n"
        "2,Altyn LLC,Ankara Kizilay 7,Барака ООО,301234575,+998901234568,MSKU1234565,UZ\n"
    )
    record = parse_profile(proposed(tmp_path, text, kind="declaration").profile).records[0]
    fields = {field.sources[0]: name for name, field in record.fields.items()}
    assert fields["Адрес"] == "shipper.address"
    assert (fields["ИНН"], fields["Телефон"]) == ("consignee.tax_number", "consignee.phone")
    assert "Страна" not in fields  # a container stands between


def test_a_workbook_is_understood(tmp_path: Path, write_xlsx: Callable[..., Path]) -> None:
    rows = [["No", "Date", "HS Code", "Gross kg"], ["1", (45385, 1), 702000007, 1.5], ["2", (45386, 1), 80131, 2]]
    path = write_xlsx(tmp_path / "a.xlsx", {"One": rows, "Two": [["?"]]})
    found = propose(path, "declaration")
    profile = parse_profile(found.profile)
    assert (profile.sheet, profile.dates, profile.decimal) == ("One", ("%Y-%m-%d",), ".")
    assert set(profile.records[0].fields) == {"registered_on", "hs_code", "gross_weight_kg"}
    assert next(iter(open_source(path, profile).units)) == (2, ["1", "2024-04-03", "702000007", "1.5"])


def test_a_doubtful_date_and_an_unknown_kind_are_remarked(tmp_path: Path) -> None:
    found = proposed(tmp_path, "a,Date\n1,05/03/2024\n2,04/03/2024\n", kind="declaration")
    assert "column 'Date': its days and months cannot be told apart: look at `dates`" in map(str, found.remarks)
    found = proposed(tmp_path, "aa,bb\nx,y\nz,w\n", "x.csv")
    assert "nothing tells the kind of record: give it (`kind`, `--kind`)" in map(str, found.remarks)
    assert "no column was understood: name the fields by hand" in map(str, found.remarks)


def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no record kind 'invoice'; known: declaration"):
        proposed(tmp_path, TABLE, kind="invoice")


@pytest.mark.parametrize(
    ("file", "name"),
    [("UZ-declarations-2024-03.csv.gz", "uz-declarations"), ("декларации.xlsx", "my-table"), ("a b.c", "a-b")],
)
def test_a_profile_is_called_like_its_file(file: str, name: str) -> None:
    assert profile_name(file) == name


_TEXT = strategies.text(max_size=12)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    header=strategies.lists(_TEXT | strategies.sampled_from(["No", "Дата", "Gross kg"]), min_size=2, max_size=5),
    cells=strategies.lists(_TEXT | strategies.sampled_from(["1", "2024-03-05", "1,5", ""]), max_size=25),
)
def test_any_table_gives_a_profile_that_can_be_read_or_a_refusal(
    tmp_path: Path, header: list[str], cells: list[str]
) -> None:
    path = tmp_path / "a.csv"
    width = len(header)
    with path.open("w", encoding="utf-8", errors="ignore", newline="") as file:
        csv.writer(file).writerows([header, *(cells[i : i + width] for i in range(0, len(cells), width))])
    try:
        found = propose(path)
    except BadFile:
        return
    parse_profile(found.profile) if found.profile else None
