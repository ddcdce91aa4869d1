"""What every reader of numbers gives and shares: a normalised number with what is wrong with it, and its letters."""

import re
import unicodedata
from dataclasses import dataclass

CACHE_SIZE = 1 << 16  # texts; about 15 MB a function when full
LONGEST = 1000  # characters of a cell that is read as numbers; a longer one is a text
_MARK = "?"
_UNKNOWN_COUNTRY = "??"
_FEWEST_SIGNS = 5  # of a number that is to tell one firm or person from others


@dataclass(frozen=True, slots=True)
class CheckedId:
    """A normalised number, and what is wrong with it as a stable code ("" when nothing is).

    `names_nothing`: it is no number at all (words, a number that a spreadsheet cut), so it gets a flag and no node; its
    value is then the text.
    """

    value: str
    problem: str = ""
    names_nothing: bool = False

    @property
    def key(self) -> str:
        """The value as a node's id has it: after its country, `?` marks a number that failed its check."""
        if not self.problem:
            return self.value
        country, sign, number = self.value.rpartition(":")
        return f"{country}{sign}{_MARK}{number}"

    @property
    def number(self) -> str:
        """The value without its country."""
        return self.value.rpartition(":")[2]


_FAILED = re.compile(r"identifier:(?:tax|passport|registration):(?:[A-Z]{2}|\?\?|):\?(.*)", re.DOTALL)


def has_failed_check(node_id: str) -> bool:
    """Whether a node is a number of a firm or person that failed its check: it may be anybody's."""
    return _FAILED.fullmatch(node_id) is not None


def is_too_short(node_id: str) -> bool:
    """Whether a node is such a number of less than five letters and digits, which says nothing about who shares it."""
    failed = _FAILED.fullmatch(node_id)
    return failed is not None and len(without_separators(failed[1])) < _FEWEST_SIGNS


# Cyrillic capitals that are typed for the Latin letter of the same shape.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-") | {"№": " "})  # NFKC would make letters of №


def in_capitals(text: str) -> str:
    """A text in capitals, compatibility forms unified, digits of any script as ASCII, dashes as hyphens.

    Signs without a width are left out: they come along when a number is copied from a page.
    """
    if text.isascii():
        return text.upper()
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper()
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )


def with_latin_twins(text: str) -> str:
    """Capital Cyrillic letters that look like Latin ones as those, the others as they are."""
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def without_separators(text: str) -> str:
    """Its letters and digits."""
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def latin_if_all_look_alike(text: str) -> str:
    """Cyrillic letters as Latin ones where every one of them has a Latin twin, else the text as it is."""
    if text.isascii():
        return text
    latin = text.translate(_LOOK_ALIKES)
    return text if any("Ѐ" <= char <= "ԯ" for char in latin) else latin


def with_country(value: str, country: str) -> str:
    """`UZ:301234567`; `??:301234567` where the country is no code."""
    country = country.strip().upper()
    is_code = len(country) == 2 and country.isascii() and country.isalpha()
    return f"{country if is_code else _UNKNOWN_COUNTRY}:{value}"


# --- what is no number ---------------------------------------------------------------------------------------------

_KEPT_AS_FRACTION = re.compile(r"\s*(\d{5,30})[.,]00?\s*")
_EXPONENT = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{1,20}[EЕ][+-]?\d{1,3}|[EЕ]\+\d{1,3})")
_EXPONENT_SIGNS = ("E", "Е")  # Latin and Cyrillic
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d")


def without_fraction(text: str) -> str:
    """A number that a program kept as a fraction, `301234567.0`, as it was; any other text as it is."""
    match = _KEPT_AS_FRACTION.fullmatch(text)
    return match[1] if match else text


def is_cut(text: str) -> bool:
    """Whether a spreadsheet wrote a number with an exponent, `1,40E+11`: its last digits are lost."""
    capitals = in_capitals(text)
    return any(sign in capitals for sign in _EXPONENT_SIGNS) and _EXPONENT.fullmatch(capitals.strip()) is not None


def is_day(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    return _DAY.fullmatch(text.strip()) is not None


def no_number(capitals: str) -> CheckedId | None:
    """What is said of a text in capitals that is no number: without a digit, cut, or too long; None of any other."""
    shown = " ".join(capitals.split())
    if len(capitals) > LONGEST:
        return CheckedId(f"{shown[:60]}...", "number_too_long", names_nothing=True)
    if is_cut(shown):
        return CheckedId(shown, "number_cut", names_nothing=True)
    if not any(map(str.isdigit, capitals)):
        return CheckedId(shown, "not_a_number", names_nothing=True)
    return None
