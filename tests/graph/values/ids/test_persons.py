"""Tax numbers and passports: one form, checks by country, several in a cell, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ids
from graph.values.ids import CheckedId


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("301 234 567", "UZ", CheckedId("UZ:301234567")),
        ("ИНН: 301234567", "uz", CheckedId("UZ:301234567")),  # the word before the number
        ("31234567", "UZ", CheckedId("UZ:31234567", "tax_number_length")),
        ("30123456A", "UZ", CheckedId("UZ:30123456A", "tax_number_characters")),
        ("940140000385", "KZ", CheckedId("KZ:940140000385")),  # a published BIN
        ("940140000386", "KZ", CheckedId("KZ:940140000386", "tax_number_check")),
        ("140 155 5071", "AZ", CheckedId("AZ:1401555071")),  # python-stdnum's own example
        ("140 155 5081", "AZ", CheckedId("AZ:1401555081", "tax_number_check")),
        ("5ABC12D", "AZ", CheckedId("AZ:5ABC12D")),  # a FIN of a person
        ("34201-0891231-8", "PK", CheckedId("PK:3420108912318")),
        ("94201-0891231-8", "PK", CheckedId("PK:9420108912318", "tax_number_check")),  # no such province
        ("NTN 1234567-8", "PK", CheckedId("PK:12345678")),
        ("32855961", "UA", CheckedId("UA:32855961")),  # python-stdnum's own example
        ("32855968", "UA", CheckedId("UA:32855968", "tax_number_check")),
        ("7707083893", "RU", CheckedId("RU:7707083893")),
        ("7707083894", "RU", CheckedId("RU:7707083894", "tax_number_check")),
        ("ს/კ 204876606", "GE", CheckedId("GE:204876606")),
        ("საიდენტიფიკაციო კოდი: 204876606", "GE", CheckedId("GE:204876606")),
        ("ИНН301234567", "UZ", CheckedId("UZ:301234567")),  # no blank behind the word
        ("٣٠١٢٣٤٥٦٧", "UZ", CheckedId("UZ:301234567")),  # digits of Arabic script
        ("３０１２３４５６７", "UZ", CheckedId("UZ:301234567")),  # full width
        ("30101850000000", "UZ", CheckedId("UZ:30101850000000", "tax_number_check")),
        ("30101850000015", "UZ", CheckedId("UZ:30101850000015")),  # a PINFL: 01.01.1985
        ("33101850000010", "UZ", CheckedId("UZ:33101850000010", "tax_number_check")),  # no such day
        ("21403198500123", "KG", CheckedId("KG:21403198500123")),  # a man of 14.03.1985
        ("01308200910126", "KG", CheckedId("KG:01308200910126")),  # a firm
        ("51403198500123", "KG", CheckedId("KG:51403198500123", "tax_number_check")),
        ("23213198500123", "KG", CheckedId("KG:23213198500123", "tax_number_check")),
        ("12", "UZ", CheckedId("UZ:12", "tax_number_length")),
        ("12", "TR", CheckedId("TR:12", "number_short")),
        ("5550001112", "TR", CheckedId("TR:5550001112")),  # no rule of ours
        ("301234567", "", CheckedId("??:301234567")),
        ("301234567", "Uzbekistan", CheckedId("??:301234567")),  # not a code
        (" - ", "UZ", None),
        ("ИНН", "UZ", CheckedId("ИНН", "not_a_number", names_nothing=True)),
        ("1,40E+11", "KZ", CheckedId("1,40E+11", "number_cut", names_nothing=True)),
    ],
)
def test_tax_number(text: str, country: str, expected: CheckedId | None) -> None:
    assert ids.tax_number(text, country) == expected


@given(st.integers(0, 10**11 - 1), st.integers(1, 9))
def test_a_kazakh_number_has_one_right_check_digit_at_most(body: int, shift: int) -> None:
    numbers = [f"{body:011}{digit}" for digit in range(10)]
    right = [number for number in numbers if ids.tax_number(number, "KZ") == CheckedId(f"KZ:{number}")]
    assert len(right) <= 1
    for number in right:
        wrong = number[:11] + str((int(number[11]) + shift) % 10)
        assert ids.tax_number(wrong, "KZ") == CheckedId(f"KZ:{wrong}", "tax_number_check")


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("аа 1234567", "UZ", CheckedId("UZ:AA1234567")),  # typed in Cyrillic
        ("№ AA-1234567", "", CheckedId("??:AA1234567")),
        ("БЖ 123456", "TJ", CheckedId("TJ:БЖ123456")),
        ("паспорт", "UZ", CheckedId("ПАСПОРТ", "passport_unreadable", names_nothing=True)),
        ("12", "UZ", CheckedId("UZ:12", "passport_unreadable")),
        ("1,2E+10", "UZ", CheckedId("1,2E+10", "number_cut", names_nothing=True)),
        ("", "UZ", None),
    ],
)
def test_passport(text: str, country: str, expected: CheckedId | None) -> None:
    assert ids.passport(text, country) == expected


@pytest.mark.parametrize(
    "text",
    [
        "7707083893/773301001",
        "7707083893 / 773301001",
        "ИНН/КПП 7707083893/773301001",
        "ИНН 7707083893 КПП 773301001",
        "7707083893773301001",
    ],
)
@pytest.mark.parametrize("country", ["RU", "KZ", ""])
def test_the_reason_code_behind_a_russian_number_is_no_part_of_it(text: str, country: str) -> None:
    assert ids.tax_numbers(text, country) == (CheckedId("RU:7707083893"),)


@pytest.mark.parametrize(
    ("text", "country", "values"),
    [
        ("301234567, 302345678", "UZ", ["301234567", "302345678"]),
        ("301234567 / 302345678", "UZ", ["301234567", "302345678"]),
        ("32855961;32855968", "UA", ["32855961", "32855968"]),
        ("301 234 567", "UZ", ["301234567"]),
        ("1234567-8", "PK", ["12345678"]),
        ("5550001112 5550001113", "TR", ["5550001112", "5550001113"]),
    ],
)
def test_every_tax_number_of_a_cell_is_read(text: str, country: str, values: list[str]) -> None:
    assert [number.number for number in ids.tax_numbers(text, country)] == values


@pytest.mark.parametrize("text", ["AA1234567, AB7654321", "AA 1234567 AB 7654321", "AA1234567/AB7654321"])
def test_every_passport_of_a_cell_is_read(text: str) -> None:
    assert [number.value for number in ids.passports(text, "UZ")] == ["UZ:AA1234567", "UZ:AB7654321"]


@given(st.integers(0, 10**13 - 1))
def test_a_pinfl_has_one_right_check_digit_at_most(body: int) -> None:
    numbers = [ids.tax_number(f"{body:013}{digit}", "UZ") for digit in range(10)]
    assert sum(number is not None and not number.problem for number in numbers) <= 1
