"""Phone numbers: one form, several in a text, as `phonenumbers` reads them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.reference.countries import NETWORK


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
    "text", ["8-10-992-92-777-0000", "8 10 992 92 777 00 00", "8~10 992 927770000", "810992927770000"]
)
@pytest.mark.parametrize("country", ["UZ", "KZ", "TJ", ""])
def test_the_way_abroad_of_the_former_union_is_a_plus(text: str, country: str) -> None:
    assert ids.phones(text, country) == (CheckedId("+992927770000"),)


def test_several_ways_abroad_in_one_text_are_several_numbers() -> None:
    text = "8-10-992-92-777-0000, 8-10-998-90-123-45-67"
    assert [number.value for number in ids.phones(text, "KZ")] == ["+992927770000", "+998901234567"]


@pytest.mark.parametrize(("text", "problem"), [("9,98E+11", "number_cut"), ("9" * 5000, "number_too_long")])
def test_what_is_no_phone_names_none(text: str, problem: str) -> None:
    (found,) = ids.phones(text, "UZ")
    assert (found.problem, found.names_nothing) == (problem, True)
