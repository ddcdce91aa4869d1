"""Reading the text of one field: dates, moments, numbers, countries. Pure, strict, nothing guessed.

Each function returns the value or raises `ValueError` with a sentence for the rejects file.
"""

import datetime
import math
import re
import unicodedata
import zoneinfo
from functools import lru_cache

from graph.values.calendars import Calendar, from_solar_hijri, with_month_number
from graph.values.reference.countries import country_code

EARLIEST_YEAR, EARLIEST_BIRTH, LATEST_YEAR = 1990, 1900, 2099
SOLAR_YEARS = range(1300, 1473)
_LONGEST = 100  # characters of a date
_DIRECTIVE = re.compile("%(.)")
_SOLAR = {"Y": "[0-9]{4}", **dict.fromkeys("mdHMS", "[0-9]{1,2}")}
_NUMBERS = re.compile(r"\d+")
_NO_DAYS = {(0, 0, 1900), (0, 1, 1900), (1, 1, 1900), (1, 1, 1), (12, 30, 1899), (12, 31, 1899), (12, 31, 9999)}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = {".": re.compile(r"[+-]?\d+(\.\d+)?"), ",": re.compile(r"[+-]?\d+(,\d+)?")}
_GROUPED = {".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")}
_ARABIC_SEPARATORS = {".": str.maketrans({"٫": ".", "٬": ","}), ",": str.maketrans({"٫": ",", "٬": "."})}


@lru_cache(maxsize=1 << 16)
def date(
    text: str, formats: tuple[str, ...], earliest: int = EARLIEST_YEAR, calendar: Calendar = Calendar.GREGORIAN
) -> str:
    """A day as ISO text, by the first format that fits; from the earliest year to 2099.

    Digits may be of any script; `%B` and `%b` are months by their names in the languages of the region.
    """
    for pattern in formats:
        found = _read(text, pattern, calendar)
        if found is not None:
            _check_year(found.year, earliest)
            return found.date().isoformat()
    raise ValueError(f"not a date like {_example(formats, calendar)}")


@lru_cache(maxsize=1 << 16)
def moment(text: str, formats: tuple[str, ...], zone: str, calendar: Calendar = Calendar.GREGORIAN) -> str:
    """A moment as ISO text with its zone's offset on that day; a text without an hour stays a day. See `date`."""
    for pattern in formats:
        found = _read(text, pattern, calendar)
        if found is None:
            continue
        _check_year(found.year, EARLIEST_YEAR)
        if "%H" not in pattern and "%I" not in pattern:
            return found.date().isoformat()
        if found.tzinfo is None:
            found = found.replace(tzinfo=_zone(zone))
        return found.isoformat(timespec="minutes")
    raise ValueError(f"not a moment like {_example(formats, calendar)}")


def _read(text: str, pattern: str, calendar: Calendar) -> datetime.datetime | None:
    """The day and hour of a text in a format; None where it is in another."""
    if len(text) > _LONGEST:
        return None
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    if "%B" in pattern or "%b" in pattern:
        text, pattern = with_month_number(text, calendar), pattern.replace("%B", "%m").replace("%b", "%m")
    try:
        if calendar is Calendar.GREGORIAN:
            return datetime.datetime.strptime(text, pattern)
        match = solar_pattern(pattern).fullmatch(text)
        if match is None:
            return None
        said = {name: int(number) for name, number in match.groupdict().items()}
        day = from_solar_hijri(said["Y"], said["m"], said["d"])
        hour, minute, second = (said.get(part, 0) for part in "HMS")
        return datetime.datetime(day.year, day.month, day.day, hour, minute, second)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def solar_pattern(pattern: str) -> re.Pattern[str]:
    """A format as a regular expression that reads days no Gregorian calendar has, such as the 31st of its second month.

    Raises:
        ValueError: it has another directive than `%Y %m %d %B %b %H %M %S`, or lacks year, month or day.
    """
    parts = _DIRECTIVE.split(pattern.replace("%B", "%m").replace("%b", "%m"))
    directives = parts[1::2]
    is_known = {"Y", "m", "d"} <= set(directives) <= _SOLAR.keys()
    if not is_known or len(set(directives)) < len(directives):
        raise ValueError("a Solar Hijri date has %Y, %m or %B and %d, once each, and may have %H, %M and %S")
    return re.compile(
        "".join(re.escape(text) if at % 2 == 0 else f"(?P<{text}>{_SOLAR[text]})" for at, text in enumerate(parts))
    )


def is_no_day(text: str) -> bool:
    """Whether a text stands where a program had no day: `00.00.0000`, `01.01.1900`, `31.12.9999`, `1899-12-30`."""
    if len(text) > _LONGEST or not text[:1].isdecimal():
        return False
    numbers = sorted(int(number) for number in _NUMBERS.findall(text[:10]))
    return not any(numbers) or (len(numbers) == 3 and tuple(numbers) in _NO_DAYS)


def _check_year(year: int, earliest: int) -> None:
    if not earliest <= year <= LATEST_YEAR:
        hint = "; `calendar: solar hijri` in the profile reads such years" if year in SOLAR_YEARS else ""
        raise ValueError(f"the year {year} is outside {earliest}-{LATEST_YEAR}{hint}")


def number(text: str, decimal: str = ".") -> float:
    """A number with the profile's decimal sign; spaces and apostrophes group thousands, as does the other sign."""
    if not _PLAIN[decimal].fullmatch(text):
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


def amendment(text: str, formats: tuple[str, ...], zone: str, calendar: Calendar = Calendar.GREGORIAN) -> str:
    """A version number or amendment time as text that sorts: `v000000000003`, or ISO in UTC."""
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return f"v{int(text):012d}"
    local = moment(text, formats, zone or "UTC", calendar)
    if "T" not in local:
        return local
    return datetime.datetime.fromisoformat(local).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")


@lru_cache(maxsize=64)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def _example(formats: tuple[str, ...], calendar: Calendar) -> str:
    day = datetime.datetime(2024, 3, 5, 14, 30)
    if calendar is Calendar.SOLAR_HIJRI:
        return " or ".join(formats).replace("%Y", "1402").replace("%m", "12").replace("%d", "15")
    return " or ".join(day.strftime(pattern) for pattern in formats)
