"""Which field a column is proposed for: values veto and lead, and what belongs together is taken together."""

from pathlib import Path

import pytest

from loaders.profile.mapping import parser
from loaders.profile.profile import parse_profile
from loaders.profile.records import FieldMapping
from loaders.proposing.proposal import propose


def fields_of(folder: Path, header: str, rows: list[str], kind: str = "declaration") -> dict[str, FieldMapping]:
    """The fields proposed for a table with semicolons."""
    (folder / "a.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return parse_profile(propose(folder / "a.csv", kind).profile).records[0].fields


def own_number(folder: Path, header: str, rows: list[str], kind: str) -> tuple[str, ...]:
    (folder / "a.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return parse_profile(propose(folder / "a.csv", kind).profile).records[0].id


ROWS = [f"D{n};{n}.5;USD;{n}00" for n in range(3, 9)]


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("No;G_WEIGHT;x", ["D1;2130.153;a", "D2;7;b"], {"gross_weight_kg": ("G_WEIGHT", 1.0)}),
        ("No;WEIGHT;WEIGHT_UNIT;IN_KG_WT", ["D1;20;LB;9", "D2;40;LB;18"], {"gross_weight_kg": ("IN_KG_WT", 1.0)}),
        ("No;WEIGHT;WEIGHT_UNIT", ["D1;20;LB", "D2;40;LB"], {"gross_weight_kg": ("WEIGHT", 0.45359237)}),
        ("No;WEIGHT;WEIGHT_UNIT", ["D1;20;LB", "D2;40;KG"], {}),
        ("No;Gross;Gross share", ["D1;20;0.2", "D2;40;0.4", "D3;30;0.3"], {"gross_weight_kg": ("Gross", 1.0)}),
        ("No;Вес", ["D1;12,5 т", "D2;3 т"], {"gross_weight_kg": ("Вес", 1000.0)}),
        ("No;Вес", ["D1;12,5 т", "D2;300 кг"], {}),
        ("No;Customs_value", ["D1;0.2", "D2;0.4", "D3;0.3"], {}),
        ("No;CONTAINER_DESC_CODE;Box ID", ["D;22G1;MSKU1234565", "E;45G1;CSQU3054383"], {"container": ("Box ID", 1.0)}),
        ("No;SUMOFVALUE", ["D1;48213.55", "D2;2"], {"value_amount": ("SUMOFVALUE", 1.0)}),
        ("No;IMPORTER_CODE", ["D1;140640000016", "D2;980540001234"], {"consignee.tax_number": ("IMPORTER_CODE", 1.0)}),
        ("No;COUNTRY_OF_SHIPMENT;x", ["D1;UZ;1", "D2;TJ;2"], {"departure_country": ("COUNTRY_OF_SHIPMENT", 1.0)}),
        ("No;Получатель", ["D1;7707083893", "D2;7728168971"], {"consignee.tax_number": ("Получатель", 1.0)}),
        ("No;Валюта;Сумма", ["D1;48213.55;2", "D2;41.5;3"], {"value_amount": ("Сумма", 1.0)}),
    ],
)  # fmt: skip
def test_values_decide_what_a_heading_may_say(
    tmp_path: Path, header: str, rows: list[str], expected: dict[str, tuple[str, float]]
) -> None:
    fields = fields_of(tmp_path, header, rows)
    assert {name: (mapping.sources[0], mapping.scale) for name, mapping in fields.items()} == expected


def test_an_amount_is_read_with_its_own_currency(tmp_path: Path) -> None:
    header = "No;CUSTOMS_VALUE_USD;FOREIGN_CURRENCY;VALUE_IN_FOREIGN_CURRENCY"
    fields = fields_of(tmp_path, header, ["D1;359.83;KZT;195840", "D2;360.83;KZT;195841"])
    assert fields["value_amount"].sources == ("VALUE_IN_FOREIGN_CURRENCY",)
    assert fields["value_currency"].sources == ("FOREIGN_CURRENCY",) and "customs_value" not in fields


def test_a_currency_that_the_heading_of_the_amount_names_is_a_constant(tmp_path: Path) -> None:
    fields = fields_of(tmp_path, "No;Value USD;Currency", ["D1;359.83;KZT", "D2;360.83;EUR"])
    assert (fields["value_amount"].sources, fields["value_currency"].value) == (("Value USD",), "USD")


def test_a_unit_that_the_heading_of_the_quantity_names_is_a_constant(tmp_path: Path) -> None:
    fields = fields_of(tmp_path, "No;Вещество;Масса (г)", ["A1;опий;300", "A2;героин;12.5"], "seizure")
    assert (fields["quantity"].sources, fields["quantity_unit"].value) == (("Масса (г)",), "g")


def test_a_unit_without_its_quantity_is_left_out(tmp_path: Path) -> None:
    assert "quantity_unit" not in fields_of(tmp_path, "No;DRUG_UNIT;x", ["A1;kg;a", "A2;g;b"], "seizure")
    with_amount = fields_of(tmp_path, "No;DRUG_UNIT;AMOUNT", ["A1;kg;2.5", "A2;g;3"], "seizure")
    assert with_amount["quantity"].sources == ("AMOUNT",) and with_amount["quantity_unit"].sources == ("DRUG_UNIT",)


@pytest.mark.parametrize(
    ("header", "rows", "kind", "number"),
    [
        ("No;Declaration No", ["1;D7", "2;D9", "3;D8"], "declaration", ("Declaration No",)),
        ("RECORD_ID;Протокол №", ["R7;15/24", "R9;18/24", "R8;19/24"], "seizure", ("Протокол №",)),
        ("№ п/п;Получатель", ["1;A", "2;B", "3;C"], "declaration", ()),
        ("RECORD_ID;Name", ["R7;A", "R9;B", "R8;C"], "party", ("RECORD_ID",)),
    ],
)
def test_a_number_that_counts_the_rows_is_never_a_records_own(
    tmp_path: Path, header: str, rows: list[str], kind: str, number: tuple[str, ...]
) -> None:
    assert own_number(tmp_path, header, rows, kind) == number


def test_parts_of_cells_are_read_by_a_pattern(tmp_path: Path) -> None:
    rows = ["D1;Каримов Саид, AA1234567;01A123BC / 018899AA", "D2;Ли Ян, E12345678;30777AAA / 304455BA"]
    fields = fields_of(tmp_path, "No;Водитель, паспорт;Тягач / прицеп", rows)
    assert {name: mapping.pattern for name, mapping in fields.items()} == {
        "driver.name": "^([^,]+)",
        "driver.passport": "^[^,]*,(.+)",
        "vehicle.plate": "^([^/]+)",
        "trailer.plate": "^[^/]*/(.+)",
    }


def test_a_number_before_its_unit_is_read_by_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("No;Вес брутто\nD1;12 450,5 кг\nD2;800 кг\n", "utf-8")
    profile = parse_profile(propose(tmp_path / "a.csv", "declaration").profile)
    records, rejections = parser(profile, ["No", "Вес брутто"])(["D1", "12 450,5 кг"])
    assert (records[0].values, rejections) == ({"gross_weight_kg": 12450.5}, [])


def test_what_is_nearly_as_likely_stands_beside_as_a_comment(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("No;Стр. отпр.\nD1;UZ\nD2;TJ\n", "utf-8")
    found = propose(tmp_path / "a.csv", "declaration")
    assert "# or shipper.country: Стр. отпр." in found.profile
    assert "column 'Стр. отпр.' is read as departure_country; it may be shipper.country" in map(str, found.remarks)
