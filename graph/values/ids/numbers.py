"""Numbers without a register of ours to check them by: seals, chassis numbers, documents, firms' registers."""

import re
from functools import lru_cache

from graph.values.ids.checked import (
    CACHE_SIZE,
    CheckedId,
    in_capitals,
    is_day,
    latin_if_all_look_alike,
    no_number,
    with_country,
    with_latin_twins,
    without_fraction,
    without_separators,
)
from graph.values.ids.several import read_each

_FEWEST_SIGNS = 3  # of a seal, or of a document of digits alone
_FEWEST_WITH_LETTERS = 2
_FEWEST_OF_FIRM = 5
_VIN_LENGTH = 17
_SEAL_WORDS = re.compile(
    r"^(?:SEALS?|ПЛОМБ[АЫ]?|ПЛ|ЗПУ|PLOMB(?:A|ALAR)?|MUHR|МУҲР|MÖHÜR|ПЛОМБИ)[\s.:#-]*(?:NO?|N)?[\s.:#-]*(?=.*\d)"
)
_TRADE_WORDS = re.compile(
    r"\b(?:CMR|TIR|AWB|MAWB|HAWB|B/?L|CIM|SMGS|WAYBILL|INVOICE|INV|NO|NR|N|СМР|ТИР|СМГС|АВБ|ТТН|ДТ|ГТД|ИНВОЙС|НОМЕР)"
    r"(?=[\s.:#])"
)


def vin(text: str) -> CheckedId | None:
    """A chassis number of ISO 3779, 17 characters without I, O and Q.

    Its check digit is a rule of North America alone and is not checked. Problems: `vin_length`, `vin_characters`.
    """
    capitals = with_latin_twins(in_capitals(text))
    value = without_separators(capitals)
    if not value:
        return None
    nothing = no_number(capitals)
    if nothing or len(value) < _FEWEST_OF_FIRM:
        return nothing or CheckedId(value, "number_short", names_nothing=True)
    if len(value) != _VIN_LENGTH:
        return CheckedId(value, "vin_length")
    is_right = value.isascii() and not set(value) & set("IOQ")
    return CheckedId(value, "" if is_right else "vin_characters")


@lru_cache(maxsize=CACHE_SIZE)
def vins(text: str) -> tuple[CheckedId, ...]:
    """The chassis numbers of a cell, by the rule of `graph.values.ids.several`."""
    return read_each(text, vin, lambda piece: len(without_separators(piece)) == _VIN_LENGTH)


def seal(text: str) -> CheckedId | None:
    """A seal number in capitals without separators; there is no rule to check it by."""
    capitals = latin_if_all_look_alike(_SEAL_WORDS.sub("", in_capitals(text).strip()))
    value = without_separators(capitals)
    if not value:
        return None
    nothing = no_number(capitals)
    if nothing or len(value) < _FEWEST_SIGNS:
        return nothing or CheckedId(value, "number_short", names_nothing=True)
    return CheckedId(value)


@lru_cache(maxsize=CACHE_SIZE)
def seals(text: str) -> tuple[CheckedId, ...]:
    """The seals of a cell, by the rule of `graph.values.ids.several`."""
    return read_each(text, seal)


_AROUND_SEPARATORS = re.compile(r"\s*([/\-.])\s*")


def record_number(text: str) -> CheckedId | None:
    """A record's own number in capitals: `/`, `-` and `.` are kept without blanks around, other blanks are one.

    A source may number its records `1` or `K`, so all is a number that has a letter or digit.
    """
    words = " ".join(latin_if_all_look_alike(in_capitals(text)).split())
    value = _AROUND_SEPARATORS.sub(r"\1", words).strip(" ,;:#'\"=")
    return CheckedId(value) if any(map(str.isalnum, value)) else None


def document_number(text: str) -> CheckedId | None:
    """The number of a document that a record names, in the writing of `record_number`.

    Words, dates and numbers of one or two digits are on the papers of many and name none: `not_a_number`,
    `number_short`.
    """
    number = record_number(text)
    if number is None:
        return None
    value = number.value
    nothing = no_number(value)
    if nothing:
        return nothing
    if is_day(value):
        return CheckedId(value, "not_a_number", names_nothing=True)
    signs = without_separators(_TRADE_WORDS.sub("0", value))  # a word of the trade counts as a digit
    if len(signs) < (_FEWEST_SIGNS if signs.isdigit() else _FEWEST_WITH_LETTERS):
        return CheckedId(value, "number_short", names_nothing=True)
    return number


@lru_cache(maxsize=CACHE_SIZE)
def document_numbers(text: str) -> tuple[CheckedId, ...]:
    """The documents of a cell, by the rule of `graph.values.ids.several`."""
    return read_each(text, document_number)


@lru_cache(maxsize=CACHE_SIZE)
def registration_numbers(text: str, country: str) -> tuple[CheckedId, ...]:
    """The registration numbers of a cell, by the rule of `graph.values.ids.several`."""
    return read_each(text, lambda piece: registration_number(piece, country))


@lru_cache(maxsize=CACHE_SIZE)
def registration_number(text: str, country: str) -> CheckedId | None:
    """A firm's number in a register that is no tax number, `UZ:12345678`; problem: `number_short`."""
    capitals = without_fraction(in_capitals(text))
    value = without_separators(capitals)
    if not value:
        return None
    return no_number(capitals) or CheckedId(
        with_country(value, country), "number_short" if len(value) < _FEWEST_OF_FIRM else ""
    )
