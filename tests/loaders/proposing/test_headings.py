"""What headers say, in the words of those who wrote them."""

import pytest

from graph.canonical import RECORD_KINDS
from loaders.proposing.headings import (
    EXACT,
    heading_words,
    is_amendment,
    is_beside_number,
    is_known_heading,
    is_number_heading,
    kind_scores,
    meanings,
    scale_of,
)


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("declaration", "Consignee", "consignee.name"),
        ("declaration", "Importer ID", "consignee.key"),
        ("declaration", "consigneeTaxNo", "consignee.tax_number"),
        ("declaration", "ИНН получателя", "consignee.tax_number"),
        ("declaration", "Наименование грузоотправителя", "shipper.name"),
        ("declaration", "Страна отправителя", "shipper.country"),
        ("declaration", "Страна отправления", "departure_country"),
        ("declaration", "Oluvchi STIR", "consignee.tax_number"),
        ("declaration", "Jo'natuvchi", "shipper.name"),
        ("declaration", "Фамилия водителя", "driver.surname"),
        ("declaration", "HS6 Code", "hs_code"),
        ("declaration", "Код ТН ВЭД", "hs_code"),
        ("declaration", "Вес брутто, т", "gross_weight_kg"),
        ("declaration", "Gross kg", "gross_weight_kg"),
        ("declaration", "Рег. номер ТС", "vehicle.plate"),
        ("manifest", "B/L No", "transport_document"),
        ("seizure", "Место сокрытия", "concealment"),
        ("party", "Name", "party.name"),
        ("party", "ИНН", "party.tax_number"),
        ("party", "Director Passport", "director.passport"),
        ("vehicle", "VIN", "vehicle.vin"),
        ("container", "Owner", "owner.name"),
    ],
)
def test_a_header_means_a_field(kind: str, header: str, field: str) -> None:
    found = meanings(header, RECORD_KINDS[kind])[0]
    assert (found.field, found.sureness) == (field, EXACT)


@pytest.mark.parametrize("header", ["", "Tax Rate", "Fraud", "zzz", "№", "\n"])
def test_a_header_that_says_nothing_means_nothing(header: str) -> None:
    assert meanings(header, RECORD_KINDS["declaration"]) == ()
    assert not is_known_heading(header)


def test_a_field_that_the_kind_does_not_have_is_no_meaning() -> None:
    assert meanings("Consignee", RECORD_KINDS["vehicle"]) == ()


def test_a_header_that_says_more_is_less_sure() -> None:
    whole = meanings("Country of Origin", RECORD_KINDS["declaration"])[0]
    part = meanings("Country of Origin Indicator", RECORD_KINDS["declaration"])[0]
    assert whole.field == part.field == "origin_country" and whole.sureness > part.sureness


def test_words_are_the_same_however_they_are_joined() -> None:
    for header in ("consigneeTaxNo", "consignee_tax_no", "Consignee, tax No.", "consignee.tax.no"):
        assert heading_words(header) == ["consignee", "tax", "no"]


def test_every_field_and_role_that_has_synonyms_is_one_of_ours() -> None:
    from loaders.profile.records import field_type
    from loaders.proposing.headings import _words

    kinds = RECORD_KINDS.values()
    assert [f for f in _words().fields if not any(field_type(kind, f) for kind in kinds)] == []
    assert [r for r in _words().roles if not any(r in kind.roles for kind in kinds)] == []
    assert set(_words().kinds) == set(RECORD_KINDS)


@pytest.mark.parametrize(
    ("header", "scale"), [("Gross t", 1000), ("Вес брутто, тонн", 1000), ("Net kg", 1), ("Нетто (г)", 0.001)]
)
def test_the_unit_of_a_weight_is_read(header: str, scale: float) -> None:
    assert scale_of(header, "gross_weight_kg") == scale
    assert scale_of(header, "packages") == 1


def test_numbers_years_and_versions_are_told_apart() -> None:
    assert (
        is_number_heading("Declaration No") and is_number_heading("Номер") and not is_number_heading("Number of boxes")
    )
    assert is_beside_number("Год") and not is_beside_number("Номер")
    assert is_amendment("Версия") and not is_amendment("Год")


def test_the_kind_with_most_words_leads() -> None:
    scores = kind_scores(["Date seized", "Concealment", "Commodity"], ["march.csv"])
    assert max(scores, key=scores.__getitem__) == "seizure"
