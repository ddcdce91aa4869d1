"""Reading the text of one field: dates, moments, numbers, countries. Pure, strict, nothing guessed.

Each function returns the value or raises `ValueError` with a sentence for the rejects file.
"""

import datetime
import math
import re
import zoneinfo
from functools import lru_cache

from graph.values.reference.countries import country_code

EARLIEST_YEAR, EARLIEST_BIRTH, LATEST_YEAR = 1990, 1900, 2099
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = {".": re.compile(r"[+-]?\d+(\.\d+)?"), ",": re.compile(r"[+-]?\d+(,\d+)?")}
_GROUPED = {".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")}
_ARABIC_SEPARATORS = {".": str.maketrans({"٫": ".", "٬": ","}), ",": str.maketrans({"٫": ",", "٬": "."})}


@lru_cache(maxsize=1 << 16)
def date(text: str, formats: tuple[str, ...], earliest: int = EARLIEST_YEAR) -> str:
    """A day as ISO text, by the first format that fits; from the earliest year to 2099."""
    for pattern in formats:
        try:
            day = datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        _check_year(day.year, earliest)
        return day.isoformat()
    raise ValueError(f"not a date like {_example(formats)}")


@lru_cache(maxsize=1 << 16)
def moment(text: str, formats: tuple[str, ...], zone: str) -> str:
    """A moment as ISO text with its zone's offset on that day; a text without an hour stays a day."""
    for pattern in formats:
        try:
            found = datetime.datetime.strptime(text, pattern)
        except ValueError:
            continue
        _check_year(found.year, EARLIEST_YEAR)
        if "%H" not in pattern:
            return found.date().isoformat()
        return found.replace(tzinfo=_zone(zone)).isoformat(timespec="minutes")
    raise ValueError(f"not a moment like {_example(formats)}")


def _check_year(year: int, earliest: int) -> None:
    if not earliest <= year <= LATEST_YEAR:
        raise ValueError(f"the year {year} is outside {earliest}-{LATEST_YEAR}")


def number(text: str, decimal: str = ".") -> float:
    """A number with the profile's decimal sign; spaces and apostrophes group thousands, as does the other sign."""
    text = _SPACES.sub("", text).translate(_ARABIC_SEPARATORS[decimal])
    value = math.inf
    if _PLAIN[decimal].fullmatch(text):
        value = float(text.replace(decimal, "."))
    elif _GROUPED[decimal].fullmatch(text):
        other = "," if decimal == "." else "."
        value = float(text.replace(other, "").replace(decimal, "."))
    if math.isinf(value):  # four hundred digits are one too
        raise ValueError(f"not a number with decimal sign {decimal!r}")
    return value


def integer(text: str, decimal: str = ".") -> int:
    """A whole number; "12,0" is one, "12,5" is not."""
    value = number(text, decimal)
    if value != int(value):
        raise ValueError("not a whole number")
    return int(value)


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """ISO 3166 alpha-2 code of a country by any of its names, None where it is unknown."""
    return country_code(text)


def amendment(text: str, formats: tuple[str, ...], zone: str) -> str:
    """A version number or amendment time as text that sorts: `v000000000003`, or ISO in UTC."""
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return f"v{int(text):012d}"
    local = moment(text, formats, zone or "UTC")
    if "T" not in local:
        return local
    return datetime.datetime.fromisoformat(local).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")


@lru_cache(maxsize=64)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def _example(formats: tuple[str, ...]) -> str:
    day = datetime.datetime(2024, 3, 5, 14, 30)
    return " or ".join(day.strftime(pattern) for pattern in formats)
