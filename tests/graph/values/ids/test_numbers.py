"""Seals, chassis numbers, documents and registers: one form, several in a cell, and what is no number."""

import pytest

from graph.values import ids
from graph.values.ids import CheckedId


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xta 210990y2766389", CheckedId("XTA210990Y2766389")),
        ("ХТА210990У2766389", CheckedId("XTA210990Y2766389")),  # Cyrillic Х Т А У
        ("XTA210990Y276638", CheckedId("XTA210990Y276638", "vin_length")),
        ("XTA21O990Y2766389", CheckedId("XTA21O990Y2766389", "vin_characters")),  # the letter O
        ("-", None),
    ],
)
def test_vin(text: str, expected: CheckedId | None) -> None:
    assert ids.vin(text) == expected


def test_seals_and_documents_are_written_in_one_way() -> None:
    assert ids.seal("uz - 00123") == CheckedId("UZ00123")
    assert ids.seal("...") is None
    assert ids.document_number(" 2024 / 01234 -1 ") == CheckedId("2024/01234-1")
    assert ids.document_number("хн  123") == CheckedId("XH 123")  # a TIR carnet typed in Cyrillic
    assert ids.document_number("№ 10/ЭД40") == CheckedId("10/ЭД40")
    assert ids.document_number("-") is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("S100, S200", ["S100", "S200"]),
        ("S100 S200", ["S100", "S200"]),
        ("S100/S200", ["S100", "S200"]),
        ("S100; S200 / S300", ["S100", "S200", "S300"]),
        ("UZ 00123 UZ 00124", ["UZ00123", "UZ00124"]),
        ("пломба 0012345", ["0012345"]),
        ("Seals: S100 S200", ["S100", "S200"]),
        ("001 234", ["001234"]),  # groups of one number
        ("A-100", ["A100"]),
        ("UZ 778899", ["UZ778899"]),
    ],
)
def test_every_seal_of_a_cell_is_read(text: str, values: list[str]) -> None:
    assert [number.value for number in ids.seals(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("CMR 100200, CMR 100300", ["CMR 100200", "CMR 100300"]),
        ("CMR 100200 CMR 100300", ["CMR 100200", "CMR 100300"]),
        ("100200/100300", ["100200", "100300"]),
        ("XB12345678; XB12345679", ["XB12345678", "XB12345679"]),
        ("100200 и 100300", ["100200", "100300"]),
        ("2024/01234", ["2024/01234"]),
        ("50417/050324/0000001", ["50417/050324/0000001"]),
        ("020-12345678", ["020-12345678"]),
        ("KAPE-HC-12345-05-03-2024", ["KAPE-HC-12345-05-03-2024"]),
        ("12 / ABC", ["12/ABC"]),
        ("D1", ["D1"]),
        ("CMR 55", ["CMR 55"]),
    ],
)
def test_every_document_of_a_cell_is_read(text: str, values: list[str]) -> None:
    assert [number.value for number in ids.document_numbers(text)] == values


@pytest.mark.parametrize("between", [" / ", ", ", " ", "\n", ";"])
def test_every_chassis_number_of_a_cell_is_read(between: str) -> None:
    found = ids.vins(f"XTA21099043576182{between}XTA21099043576183")
    assert [number.value for number in found] == ["XTA21099043576182", "XTA21099043576183"]


def test_a_chassis_number_with_blanks_in_it_is_one() -> None:
    assert ids.vins("XTA 210990 43576182") == (CheckedId("XTA21099043576182"),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *((word, "not_a_number") for word in ("YES", "COPY", "ЕСТЬ", "ORIGINAL", "VAR", "NOMER YO'Q", "номер жоқ")),
        ("05.03.2024", "not_a_number"),
        ("2024-03-05", "not_a_number"),
        *((text, "number_short") for text in ("1", "7", "12", "1-2", "№ 7", "CMR 7", "B/L 1")),
        ("1,40E+11", "number_cut"),
        ("1.4E+11", "number_cut"),
        ("1,40Е+11", "number_cut"),  # a Cyrillic Е
        ("7" * 1001, "number_too_long"),
    ],
)
def test_what_is_no_document_number_names_no_document(text: str, problem: str) -> None:
    (found,) = ids.document_numbers(text)
    assert (found.problem, found.names_nothing) == (problem, True)


@pytest.mark.parametrize("text", ["12", "7", "1-2", "INTACT", "ЕСТЬ", "1,40E+11"])
def test_what_is_no_seal_names_none(text: str) -> None:
    assert [number.names_nothing for number in ids.seals(text)] == [True]


def test_of_several_pieces_the_one_that_is_no_number_is_left_over() -> None:
    assert ids.seals("S100, intact") == (CheckedId("S100"), CheckedId("INTACT", "left_over", names_nothing=True))
    assert ids.document_numbers("CMR 100200, 05.03.2024")[1].problem == "left_over"


def test_a_record_may_be_numbered_in_any_way() -> None:
    assert [ids.record_number(text) for text in ("1", "K", "12")] == [CheckedId("1"), CheckedId("K"), CheckedId("12")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("№ 1027700132195", CheckedId("UZ:1027700132195")),
        ("12", CheckedId("UZ:12", "number_short")),
        ("нет", CheckedId("НЕТ", "not_a_number", names_nothing=True)),
        ("1,02E+12", CheckedId("1,02E+12", "number_cut", names_nothing=True)),
        ("-", None),
    ],
)
def test_registration_number(text: str, expected: CheckedId | None) -> None:
    assert ids.registration_number(text, "UZ") == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12345678; 87654321", ["12345678", "87654321"]),
        ("12345678 / 17654321", ["12345678", "17654321"]),
        ("12 345 678", ["12345678"]),
        ("12345678.0", ["12345678"]),
        ("", []),
    ],
)
def test_every_registration_number_of_a_cell_is_read(text: str, values: list[str]) -> None:
    assert [number.number for number in ids.registration_numbers(text, "KG")] == values
