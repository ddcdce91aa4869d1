"""Months by their names in the languages of the region, and days of the Solar Hijri calendar.

The Solar Hijri year begins at the March equinox and is the civil one in Afghanistan and Iran; the table is
`reference/months.yaml`. Years are read from 1244 to 1472 (1865 to 2093), where a cycle of 33 years with eight leap
years is right.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from graph.values.reference.tables import read_table

_FIRST_YEAR, _LAST_YEAR = 1244, 1472
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0654ʻʼ'])*\.?")
_EPOCH = datetime.date(1865, 3, 21)  # 1 Hamal 1244
_CYCLE_YEARS, _LEAPS_IN_CYCLE, _OFFSET = 33, 8, 29


class Calendar(StrEnum):
    """The calendar in which days are written."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar hijri"


@cache
def month_names(calendar: Calendar) -> Mapping[str, int]:
    """Month names in small letters, with their numbers."""
    table, _ = read_table("months.yaml")
    return {_plain(name): int(month) for month, names in table[calendar.value].items() for name in names}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold()).rstrip(".")


def with_month_number(text: str, calendar: Calendar) -> str:
    """The text with a month's name as two digits; the text as it is where it holds none.

    Names may stand with or without the point of a shortened word, in capitals or not.
    """
    names = month_names(calendar)

    def numbered(word: re.Match[str]) -> str:
        month = names.get(_plain(word[0]))
        return word[0] if month is None else f"{month:02d}"

    return _WORD.sub(numbered, text)


def from_solar_hijri(year: int, month: int, day: int) -> datetime.date:
    """The Gregorian day of a day in the Solar Hijri calendar.

    Raises:
        ValueError: there is no such day, or its year is out of range.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        raise ValueError(f"the Solar Hijri calendar has no month {month} of {year} that we read")
    length = 31 if month <= 6 else 30 if month <= 11 or is_leap(year) else 29
    if not 1 <= day <= length:
        raise ValueError(f"month {month} of {year} has {length} days")
    years = 365 * (year - _FIRST_YEAR) + sum(is_leap(before) for before in range(_FIRST_YEAR, year))
    months = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _EPOCH + datetime.timedelta(days=years + months + day - 1)


def is_leap(year: int) -> bool:
    """Whether a Solar Hijri year has 366 days."""
    return (_LEAPS_IN_CYCLE * year + _OFFSET) % _CYCLE_YEARS < _LEAPS_IN_CYCLE
