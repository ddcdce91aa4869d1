"""Numbers that name a firm or a person: tax numbers, passports."""

import datetime
import re
from collections.abc import Callable
from functools import lru_cache

from stdnum.az import voen
from stdnum.exceptions import ValidationError
from stdnum.pk import cnic
from stdnum.ru import inn
from stdnum.ua import edrpou, rntrc

from graph.values.ids.checked import (
    CACHE_SIZE,
    LONGEST,
    CheckedId,
    in_capitals,
    latin_if_all_look_alike,
    no_number,
    with_country,
    without_fraction,
    without_separators,
)
from graph.values.ids.several import is_whole_number, read_each

_FEWEST_SIGNS = 5
_FEWEST_OF_ANY = 8  # of a country whose lengths are not known, where several stand in a cell


def _kz_check(number: str) -> bool:
    """The check digit of a Kazakh BIN or IIN: weights 1..11 modulo 11, and once more from 3 when that leaves 10.

    Source: Rules on forming the identification number, Government of Kazakhstan, resolution 406 of 22 May 2007 (under
    law 223 of 12 January 2007); the weights as published in registers' and banks' guides, tried on known BINs.
    """
    digits = [int(char) for char in number]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        remainder = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if remainder < 10:
            return remainder == digits[11]
    return False


def _uz_check(number: str) -> bool:
    """A PINFL of Uzbekistan: sex and century (1-6), the day of birth, and a last digit by weights 7, 3, 1 modulo 10.

    Source: the weights as public readers of the number have them; the law that introduced it (resolution of the
    Cabinet of Ministers) was not read.
    """
    digits = [int(char) for char in number]
    century = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}.get(digits[0])
    total = sum(weight * digit for weight, digit in zip((7, 3, 1) * 5, digits[:13], strict=False))
    return (
        century is not None
        and _is_day(century + int(number[5:7]), int(number[3:5]), int(number[1:3]))
        and total % 10 == digits[13]
    )


def _kg_check(number: str) -> bool:
    """A number of Kyrgyzstan: 0 for a firm, 1 or 2 for a person by sex, and the day of birth or registration, ddmmyyyy.

    A check digit is not published.
    """
    return number[0] in "012" and _is_day(int(number[5:9]), int(number[3:5]), int(number[1:3]))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return 1800 <= datetime.date(year, month, day).year <= 2099
    except ValueError:
        return False


def _passes(validate: Callable[[str], str]) -> Callable[[str], bool]:
    def check(number: str) -> bool:
        try:
            return bool(validate(number))
        except (ValidationError, ValueError):
            return False

    return check


_ru_check = _passes(inn.validate)
# country -> length in use -> check of a number of that length, or None where no public rule was verified.
# AF 10 (TIN); AZ 10 VÖEN, 7 FIN; GE 9 firms, 11 persons; KG 14 PIN; KZ 12 BIN and IIN; PK 7 or 8 NTN, 13 CNIC;
# RU 10 firms, 12 persons; TJ 9; TM 12; UA 8 EDRPOU, 10 RNOKPP, 12 VAT; UZ 9 STIR, 14 PINFL. The lengths of AF, TM and
# TJ are the usual ones on declarations and were not found in a law: a number of another length there is worth a look
# rather than wrong.
_TAX_LENGTHS: dict[str, dict[int, Callable[[str], bool] | None]] = {
    "AF": {10: None},
    "AZ": {7: None, 10: _passes(voen.validate)},
    "GE": {9: None, 11: None},
    "KG": {14: _kg_check},
    "KZ": {12: _kz_check},
    "PK": {7: None, 8: None, 13: _passes(cnic.validate)},
    "RU": {10: _ru_check, 12: _ru_check},
    "TJ": {9: None},
    "TM": {12: None},
    "UA": {8: _passes(edrpou.validate), 10: _passes(rntrc.validate), 12: None},
    "UZ": {9: None, 14: _uz_check},
}
_MAY_HOLD_LETTERS = {("AZ", 7), ("PK", 7)}
_TAX_NAMES = (
    *("ИНН", "ІПН", "УНП", "БИН", "ИИН", "БСН", "ЖСН", "РНН", "СТИР", "ПИНФЛ", "ЖШШИР", "ПИН", "РМА", "РЯМ", "ИНПС"),
    *("КОД ЄДРПОУ", "ЄДРПОУ", "ЕДРПОУ", "РНОКПП", "INN", "BIN", "IIN", "STIR", "PINFL", "JSHSHIR", "PIN", "TIN", "NTN"),
    *("CNIC", "VÖEN", "VOEN", "FİN", "FIN", "EDRPOU", "TAX ID", "TAX NO", "VAT", "UNP", "ŞSK", "ՀՎՀՀ"),
    *("ს/კ", "ს.კ", "საიდენტიფიკაციო კოდი", "საიდენტიფიკაციო ნომერი", "საიდ. კოდი", "ს/ნ", "პ/ნ", "პირადი ნომერი"),
)
# Georgian has capitals since Unicode 11, and `in_capitals` makes them.
_SPELT = sorted({spelt for name in _TAX_NAMES for spelt in (name, name.upper())}, key=lambda name: (-len(name), name))
TAX_WORDS = "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in _SPELT)
"""What is written before tax numbers, as alternatives of a pattern."""
_TAX_WORDS = re.compile(rf"^\W*(?:(?:{TAX_WORDS})(?![^\W\d_])[\W_]*)+(?:NO\b[\W_]*)?")
# Numbers of statistics, courts and banks that stand behind tax numbers on papers.
_OTHER_NUMBERS = re.compile(
    r"(?<![\s,;/])[\s,;/]+(?=(?:ОКПО|ОКЭД|ОКВЭД|ОКОНХ|ОКЕД|ОГРН|ОГРНИП|МФО|БИК|Р/С|OKPO|OGRN|MFO|BIK)[^\w])"
)
# A Russian number with the reason code of its registration (KPP) behind it, which is no part of it.
_WITH_REASON = re.compile(
    r"^(?:ИНН\W*КПП|INN\W*KPP)?\W*(?:ИНН|INN)?\W*(\d{10})\W*(?:КПП|KPP)?\W*\d{4}[\dA-Z]{2}\d{3}\W*$"
)


def tax_number(text: str, country: str) -> CheckedId | None:
    """A tax or registration number, `UZ:301234567`; a leading `ИНН`, `BIN`, `NTN` ... is left out.

    Checked where a rule is known: AZ, KZ, PK (CNIC), RU, UA and UZ (PINFL) by check digit, KG and PINFL by the date in
    it, the other members by length, other countries not at all. Problems: `tax_number_length`, `tax_number_characters`,
    `tax_number_check`, `number_short` (less than five signs, where no length is known).
    """
    capitals = without_fraction(in_capitals(text))
    if not without_separators(capitals):
        return None
    nothing = no_number(capitals)
    if nothing:
        return nothing
    value = without_separators(latin_if_all_look_alike(_TAX_WORDS.sub("", capitals) or capitals))
    with_reason = _WITH_REASON.match(capitals)
    if with_reason and _ru_check(with_reason[1]):
        return CheckedId(with_country(with_reason[1], "RU"))
    code = with_country(value, country)[:2]
    if value.startswith(code) and len(value) - len(code) in _TAX_LENGTHS.get(code, ()):
        value = value.removeprefix(code)  # as numbers for value added tax have it
    return CheckedId(with_country(value, country), _tax_problem(value, code))


def _tax_problem(value: str, country: str) -> str:
    lengths = _TAX_LENGTHS.get(country)
    if lengths is None:
        return "number_short" if len(value) < _FEWEST_SIGNS else ""
    if len(value) not in lengths:
        return "tax_number_length"
    if not value.isdigit() and (country, len(value)) not in _MAY_HOLD_LETTERS:
        return "tax_number_characters"
    check = lengths[len(value)]
    return "tax_number_check" if check and not check(value) else ""


@lru_cache(maxsize=CACHE_SIZE)
def tax_numbers(text: str, country: str) -> tuple[CheckedId, ...]:
    """The tax numbers of a cell, by the rule of `graph.values.ids.several`."""

    def is_whole(piece: str) -> bool:
        number = tax_number(piece, country)
        if number is None or number.names_nothing:
            return False
        value = number.value.rpartition(":")[2]
        lengths = _TAX_LENGTHS.get(number.value[:2])
        return len(value) in lengths if lengths else is_whole_number(piece) and len(value) >= _FEWEST_OF_ANY

    capitals = in_capitals(text)
    if len(capitals) <= LONGEST and _WITH_REASON.match(capitals):
        number = tax_number(text, country)
        return (number,) if number else ()
    first, *others = _OTHER_NUMBERS.split(capitals) if len(capitals) <= LONGEST else [capitals]
    over = [CheckedId(" ".join(other.split()), "left_over", names_nothing=True) for other in others]
    numbers = read_each(first, lambda piece: tax_number(piece, country), is_whole)
    return tuple(dict.fromkeys((*numbers, *over)))


def passport(text: str, country: str) -> CheckedId | None:
    """A passport or identity card number, `UZ:AA1234567`.

    Problem: `passport_unreadable` (no digit, or not between 5 and 20 characters); what has no digit names nobody.
    """
    capitals = without_fraction(in_capitals(text))
    value = without_separators(latin_if_all_look_alike(capitals))
    if not value:
        return None
    nothing = no_number(capitals)
    if nothing:
        is_word = nothing.problem == "not_a_number"
        return CheckedId(nothing.value, "passport_unreadable", names_nothing=True) if is_word else nothing
    is_readable = _FEWEST_SIGNS <= len(value) <= 20
    return CheckedId(with_country(value, country), "" if is_readable else "passport_unreadable")


@lru_cache(maxsize=CACHE_SIZE)
def passports(text: str, country: str) -> tuple[CheckedId, ...]:
    """The passports of a cell, by the rule of `graph.values.ids.several`."""
    return read_each(text, lambda piece: passport(piece, country))
