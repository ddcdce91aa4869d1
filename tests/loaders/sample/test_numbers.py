"""Numbers have the form and check digit that libraries of others ask for, and no two holders share one by accident."""

import phonenumbers
import pytest
from stdnum import iso6346
from stdnum.az import voen
from stdnum.ua import edrpou

from graph.values import ids
from loaders.sample.numbers import (
    PHONE_SHAPES,
    container_number,
    phone_number,
    phone_text,
    plate_number,
    tax_number,
)


@pytest.mark.parametrize("country", sorted(PHONE_SHAPES))
def test_phones_are_valid_and_read_back_in_the_ways_used_abroad(country: str) -> None:
    for serial in range(0, 4000, 97):
        phone = phone_number(country, serial)
        parsed = phonenumbers.parse(phone)
        assert phonenumbers.is_valid_number(parsed), phone
        assert all(phonenumbers.parse(phone_text(phone, style)) == parsed for style in (0, 2, 3))


@pytest.mark.parametrize("country", ["AZ", "GE", "KG", "KZ", "PK", "TJ", "TM", "UA", "UZ"])
def test_no_number_is_given_twice(country: str) -> None:
    serials = range(5000)
    assert len({phone_number(country, serial) for serial in serials}) == len(serials)
    assert len({tax_number(country, serial) for serial in serials}) == len(serials)
    assert len({plate_number(country, serial) for serial in serials}) == len(serials)


def test_check_digits_are_right() -> None:
    for serial in range(0, 3000, 7):
        assert iso6346.is_valid(container_number(serial))
        assert voen.is_valid(tax_number("AZ", serial))
        assert edrpou.is_valid(tax_number("UA", serial))


def test_kazakh_number_passes_its_weighted_sum() -> None:
    for serial in range(0, 2000, 13):
        digits = [int(sign) for sign in tax_number("KZ", serial)]
        first = sum(place * digit for place, digit in enumerate(digits[:11], 1)) % 11
        second = sum(weight * digit for weight, digit in zip((3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), digits, strict=False))
        assert digits[11] == (first if first < 10 else second % 11)


@pytest.mark.parametrize("country", ["AF", "AZ", "GE", "KG", "KZ", "PK", "RU", "TJ", "TM", "UA", "UZ"])
def test_tax_numbers_pass_the_checks_of_their_reader(country: str) -> None:
    for serial in range(0, 5000, 77):
        number = ids.tax_number(tax_number(country, serial), country)
        assert number is not None and number.problem == ""
