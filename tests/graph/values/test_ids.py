"""Numbers reach one form, keep what was written, and say what is wrong with them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.reference.countries import NETWORK


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("MSKU1234565", "MSKU1234565", ""),
        (" msku 123456-5 ", "MSKU1234565", ""),
        ("МSКU1234565", "MSKU1234565", ""),  # Cyrillic М and К
        ("Контейнер № MSKU 1234565", "MSKU1234565", ""),  # among words
        ("CSQU3054383", "CSQU3054383", ""),  # the example of ISO 6346
        ("CSQU3054384", "CSQU3054384", "container_check_digit"),
        ("MSKU123456", "MSKU123456", "container_format"),  # the check digit is missing
        ("ABC 1", "ABC1", "container_format"),
    ],
)
def test_container(text: str, value: str, problem: str) -> None:
    assert ids.container(text) == CheckedId(value, problem)


@pytest.mark.parametrize(
    ("text", "country", "values"),
    [
        ("+998901234567", "", ["+998901234567"]),
        ("+998 (90) 123-45-67", "KZ", ["+998901234567"]),  # the calling code wins over the country
        ("90 123 45 67", "UZ", ["+998901234567"]),
        ("998901234567", "", ["+998901234567"]),  # a member's number without its plus
        ("00998901234567", "KZ", ["+998901234567"]),
        ("8 (701) 123-45-67", "KZ", ["+77011234567"]),  # the Soviet trunk 8
        ("0700 123 456", "AF", ["+93700123456"]),
        ("050 212 34 56", "AZ", ["+994502123456"]),
        ("0300-1234567", "PK", ["+923001234567"]),
        ("(050) 123-45-67", "UA", ["+380501234567"]),
        ("+998901234567, +992 92 777 0000", "UZ", ["+998901234567", "+992927770000"]),
        ("901234567/901234568", "UZ", ["+998901234567", "+998901234568"]),
        ("тел. 901234567 901234568", "UZ", ["+998901234567", "+998901234568"]),  # two without a separator
        ("+998901234567; 901234567", "UZ", ["+998901234567"]),  # each once
        ("+7 495 123-45-67", "KZ", ["+74951234567"]),  # Russia shares the code of Kazakhstan
        ("+86 138 0013 8000", "KZ", ["+8613800138000"]),
    ],
)
def test_phones(text: str, country: str, values: list[str]) -> None:
    assert ids.phones(text, country) == tuple(CheckedId(value) for value in values)


def test_a_phone_that_cannot_be_read_keeps_its_digits() -> None:
    assert ids.phones("+998 90 123 45 6", "UZ") == (CheckedId("99890123456", "phone_invalid"),)
    assert ids.phones("901234567", "") == (CheckedId("901234567", "phone_invalid"),)


@pytest.mark.parametrize("text", ["", "нет", "1234", "12-34"])
def test_fewer_than_five_digits_are_no_phone(text: str) -> None:
    assert ids.phones(text, "UZ") == ()


def _as_phonenumbers_reads(text: str) -> list[str]:
    number = phonenumbers.parse(text, None)
    is_valid = phonenumbers.is_valid_number(number)
    return [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)] if is_valid else []


@pytest.mark.parametrize("region", [*sorted(NETWORK), "RU"])
@given(kind=st.sampled_from([0, 1, 3]), digits=st.text(alphabet="0123456789", max_size=6))
def test_the_fast_path_agrees_with_phonenumbers(region: str, kind: int, digits: str) -> None:
    example = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(region)
    assert example is not None
    start = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    text = start[: len(start) - len(digits)] + digits
    found = [one.value for one in ids.phones(text, "") if not one.problem]
    assert found == _as_phonenumbers_reads(text)
    assert ids.phones(start, "") == (CheckedId(start),)


@given(st.sampled_from(["7", "92", "93", "380", "992", "993", "994", "995", "996", "998"]), st.integers(10**5, 10**11))
def test_unassigned_numbers_are_flagged_as_phonenumbers_would(code: str, rest: int) -> None:
    text = f"+{code}{rest}"
    assert [one.value for one in ids.phones(text, "") if not one.problem] == _as_phonenumbers_reads(text)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("01 777 AAA", "UZ", CheckedId("UZ:01777AAA")),
        ("01-777-ааа", "UZ", CheckedId("UZ:01777AAA")),  # Cyrillic а
        ("А 123 ВС", "kg", CheckedId("KG:A123BC")),
        ("1234 ЖД 01", "TJ", CheckedId("TJ:1234ЖД01")),  # no Latin twin: kept
        ("ВС 4567 ІК", "UA", CheckedId("UA:BC4567IK")),
        ("52345678", "", CheckedId("??:52345678")),  # a wagon
        ("۱۲۳۴ کابل", "AF", CheckedId("AF:1234کابل")),
        ("без", "UZ", CheckedId("UZ:БEЗ", "plate_unreadable")),
        ("--", "UZ", None),
    ],
)
def test_plate(text: str, country: str, expected: CheckedId | None) -> None:
    assert ids.plate(text, country) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("AT1682CI / AT0023XT", ["AZ:AT1682CI", "AZ:AT0023XT"]),  # as in a note of the Azerbaijani customs
        ("AT1682CI AT0023XT", ["AZ:AT1682CI", "AZ:AT0023XT"]),
        ("AT1682CI/AT1682CI", ["AZ:AT1682CI"]),
        ("01/777 AAA", ["AZ:01777AAA"]),  # one plate with a slash
        ("AT 1682 CI", ["AZ:AT1682CI"]),
        ("10-AB-123 ; 10-CD-456", ["AZ:10AB123", "AZ:10CD456"]),
        ("", []),
    ],
)
def test_plates(text: str, values: list[str]) -> None:
    assert [one.value for one in ids.plates(text, "AZ")] == values


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
        ("7707083893", "RU", CheckedId("RU:7707083893")),  # not a member: unchecked
        ("301234567", "", CheckedId("??:301234567")),
        ("301234567", "Uzbekistan", CheckedId("??:301234567")),  # not a code
        (" - ", "UZ", None),
        ("ИНН", "UZ", CheckedId("UZ:ИНН", "tax_number_length")),  # never a drop
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
        ("паспорт", "UZ", CheckedId("UZ:ПАСПОРТ", "passport_unreadable")),
        ("", "UZ", None),
    ],
)
def test_passport(text: str, country: str, expected: CheckedId | None) -> None:
    assert ids.passport(text, country) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Info@Firma.UZ ", CheckedId("info@firma.uz")),
        ("Ali Valiev <ali@mail.firma.uz>", CheckedId("ali@mail.firma.uz")),
        ("mailto:ali@firma.uz.", CheckedId("ali@firma.uz")),
        ("ali(at)firma.uz", CheckedId("ali(at)firma.uz", "email_invalid")),
        ("ali@firma", CheckedId("ali@firma", "email_invalid")),
        ("@", None),
    ],
)
def test_email(text: str, expected: CheckedId | None) -> None:
    assert ids.email(text) == expected


def test_seal_and_document_number() -> None:
    assert ids.seal("uz - 00123") == CheckedId("UZ00123")
    assert ids.seal("...") is None
    assert ids.document_number(" 2024 / 01234 -1 ") == CheckedId("2024/01234-1")
    assert ids.document_number("хн  123") == CheckedId("XH 123")  # a TIR carnet typed in Cyrillic
    assert ids.document_number("№ 10/ЭД40") == CheckedId("10/ЭД40")
    assert ids.document_number("-") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("г. Ташкент, ул. Навои, д. 5, кв. 3", "Ташкент, улица Навои 5, квартира 3"),
        ("Toshkent sh., Navoiy ko'chasi, 5-uy", "Toshkent shahri Navoiy koʻchasi 5"),
        ("м. Одеса, вул. Садова, буд. 3, оф. 1", "Одеса, Садова 3, офіс 1"),
        ("12 Baker Street", "12, Baker st."),
    ],
)
def test_address_key_leaves_out_what_clerks_leave_out(one: str, other: str) -> None:
    assert ids.address_key(one) == ids.address_key(other) != ""


@pytest.mark.parametrize("text", ["", "-", "100000", "ул.", "д. 5"])
def test_what_names_no_place_has_no_address_key(text: str) -> None:
    assert ids.address_key(text) == ""


@given(st.text(), st.sampled_from(["", "UZ", "kz", "AZ", "PK", "UA", "??", "XX", "\u0130", "Узбекистан"]))
def test_any_text_is_read_without_error(text: str, country: str) -> None:
    found = [ids.container(text), ids.vin(text), ids.email(text), ids.seal(text), ids.document_number(text)]
    found += [read(text, country) for read in (ids.plate, ids.tax_number, ids.passport)]
    found += [*ids.plates(text, country), *ids.phones(text, country)]
    assert all(one is None or one.value for one in found)
    assert isinstance(ids.address_key(text), str)


@given(st.text(alphabet="АВЕКМНОРСТУХABEKMHOPCTYX0123456789 -/", min_size=1))
def test_reading_a_value_again_changes_nothing(text: str) -> None:
    for read in (ids.container, ids.seal, ids.vin, ids.document_number):
        found = read(text)
        assert found is None or read(found.value) == found


def test_an_address_of_dots_without_end_takes_no_time() -> None:
    found = ids.email("a." * 200_000 + "b")
    assert found is not None and found.problem == "email_invalid"
