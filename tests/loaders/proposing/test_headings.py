"""What headers say, in the words of those who wrote them."""

import pytest

from graph.canonical import RECORD_KINDS
from loaders.profile.records import field_type
from loaders.proposing.headings import (
    EXACT,
    _table,
    is_amendment,
    is_beside_number,
    is_known_heading,
    kind_scores,
    meanings,
    number_rank,
    scale_of,
)
from loaders.proposing.vocabulary import languages, notions, read_heading, tokens


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


@pytest.mark.parametrize("header", ["", "Tax Rate", "Fraud", "zzz", "\n"])
def test_a_header_that_says_nothing_means_nothing(header: str) -> None:
    assert meanings(header, RECORD_KINDS["declaration"]) == ()
    assert not is_known_heading(header)


def test_a_field_that_the_kind_does_not_have_is_no_meaning() -> None:
    assert meanings("Consignee", RECORD_KINDS["vehicle"]) == ()


def test_a_header_with_a_word_that_nobody_knows_is_less_sure() -> None:
    whole = meanings("Country of Origin", RECORD_KINDS["declaration"])[0]
    part = meanings("Country of Origin Zzz", RECORD_KINDS["declaration"])[0]
    assert whole.field == part.field == "origin_country" and whole.sureness > part.sureness


@pytest.mark.parametrize(
    "header",
    ["CONTAINER_DESC_CODE", "WEIGHT_UNIT", "Tax Amount", "Container Weight Unit", "Получатель: риск", "Average price"],
)
def test_a_word_that_a_field_does_not_know_speaks_against_it(header: str) -> None:
    assert meanings(header, RECORD_KINDS["declaration"]) == ()


@pytest.mark.parametrize(
    ("header", "notions"),
    [
        ("Стр. отпр.", {"country", "departure", "shipper"}),
        ("Кол-во мест", {"packages"}),
        ("Юк жўнатувчи", {"shipper"}),
        ("Yuk jo'natuvchi", {"shipper"}),
        ("Jük aluşy", {"consignee"}),
        ("Жүк алушы", {"consignee"}),
        ("وزن ناخالص", {"weight", "gross"}),
        ("收货人名称", {"consignee", "name"}),
        ("G_WEIGHT", {"gross"}),
    ],
)
def test_a_heading_is_notions_in_any_language_and_script(header: str, notions: set[str]) -> None:
    order = ("ru", "kk", *languages())
    assert frozenset[str]().union(*read_heading(header, order).known) >= notions


def test_words_are_the_same_however_they_are_joined() -> None:
    for header in ("consigneeNetNo", "consignee_net_no", "Consignee, net No", "consignee.net.no"):
        assert [word.text for word in tokens(header)] == ["consignee", "net", "no"]


def test_what_the_meanings_speak_of_is_a_field_of_ours_and_a_notion_of_some_language() -> None:
    table, kinds = _table(), RECORD_KINDS.values()
    assert [name for name in table.fields if not any(field_type(kind, name) for kind in kinds)] == []
    rules = (*table.fields.values(), *table.parts.values())
    said = frozenset[str]().union(*(one for rule in rules for one in (*rule.says, rule.beside)))
    said |= frozenset(one for words in (*table.numbers.values(), *table.kinds.values()) for one in words)
    assert said - notions() == frozenset() and set(table.kinds) == set(RECORD_KINDS) == set(table.numbers)


@pytest.mark.parametrize(
    ("header", "scale"), [("Gross t", 1000), ("Вес брутто, тонн", 1000), ("Net kg", 1), ("Нетто (г)", 0.001)]
)
def test_the_unit_of_a_weight_is_read(header: str, scale: float) -> None:
    assert scale_of(header, "gross_weight_kg") == scale
    assert scale_of(header, "packages") == 1


def test_numbers_years_and_versions_are_told_apart() -> None:
    declaration = RECORD_KINDS["declaration"]
    own, bare = number_rank("Declaration No", declaration), number_rank("Номер", declaration)
    assert 0 <= own < bare and number_rank("Number of boxes", declaration) == -1
    assert number_rank("№ п/п", declaration) == number_rank("RECORD_ID", declaration) == -1
    assert is_beside_number("Год") and not is_beside_number("Масса")
    assert is_amendment("Версия") and not is_amendment("Год")


def test_the_kind_with_most_words_leads() -> None:
    scores = kind_scores(["Date seized", "Concealment", "Commodity"], ["march.csv"])
    assert max(scores, key=scores.__getitem__) == "seizure"
