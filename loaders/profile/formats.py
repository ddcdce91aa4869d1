"""How a file and its values are written, as a profile says it: encodings, delimiter, dates, decimal sign, zone."""

import codecs
import datetime
import re
import warnings
import zoneinfo
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from graph.values.calendars import Calendar
from graph.wording import nearest, shown
from loaders.encoding import AUTO, CODE_PAGES
from loaders.profile.faults import fault
from loaders.profile.scalars import OPTIONAL_SCHEMA, TEXTS_SCHEMA, OneText, SomeTexts

_PROBE = datetime.datetime(2024, 11, 25, 14, 35, 47, tzinfo=datetime.UTC)
_NO_YEAR = 1900  # what `strptime` makes of a text without one
_NO_DELIMITERS = '"\r\n\0'  # they end a cell or a row otherwise


def _check_encodings(names: tuple[str, ...]) -> tuple[str, ...]:
    for place, name in enumerate(names):
        path = () if len(names) == 1 else (place,)
        if name == AUTO and place:
            raise fault("is 'auto'", "write auto first: the code pages to choose from come after it", place)
        if name != AUTO and not _reads_text(name):
            near = nearest(name, ("utf-8", "utf-16", "cp1252", *CODE_PAGES))
            next_step = f"did you mean {near}?" if near else "write for example utf-8, cp1251 or auto"
            raise fault(f"is {shown(name)}, which is no encoding", next_step, *path)
    return names


def _reads_text(encoding: str) -> bool:
    """Whether it makes text of bytes: `hex` makes bytes of them, and `undefined` nothing."""
    try:
        return isinstance(codecs.getincrementaldecoder(encoding)("strict").decode(b""), str)
    except (LookupError, ValueError, TypeError):
        return False


def _check_dates(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Lets each pattern read what it writes."""
    for place, pattern in enumerate(patterns):
        path = () if len(patterns) == 1 else (place,)
        year = _year_read(pattern)
        if year is None:
            next_step = (
                "write %d for the day, %m for the month, %Y for the year, %H:%M for hours and minutes, once each"
            )
            raise fault(f"is {shown(pattern)}, which reads no date", next_step, *path)
        if year == _NO_YEAR:
            raise fault(f"is {shown(pattern)}, which reads no year", "write %Y where the year stands", *path)
    return patterns


def _year_read(pattern: str) -> int | None:
    """The year of a date that a pattern has written and read again; None where it reads no part of a date."""
    if "%" not in pattern:
        return None
    try:
        with warnings.catch_warnings():  # from Python 3.13 on it warns of a day without a year, which is refused here
            warnings.simplefilter("ignore", DeprecationWarning)
            return datetime.datetime.strptime(_PROBE.strftime(pattern), pattern).year
    except (ValueError, re.error):  # re.error: a part stands twice
        return None


def _calendar(value: Any) -> Calendar:
    known = [calendar.value for calendar in Calendar]
    if value not in known:
        raise fault(f"is {shown(value)}" if value else "is empty", f"write {' or '.join(known)}")
    return Calendar(value)


def _check_delimiter(text: str) -> str:
    if text != AUTO and (len(text) != 1 or text in _NO_DELIMITERS):
        next_step = 'write one character, such as "," or ";" or "\\t", or auto'
        raise fault(f"is {shown(text)}" if text else "is empty", next_step)
    return text


def _check_decimal(text: str) -> str:
    if text not in (".", ","):
        raise fault(f"is {shown(text)}" if text else "is empty", "write '.' or ','")
    return text


def _check_zone(name: str) -> str:
    if name:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as `Asia`
            near = nearest(name, sorted(zoneinfo.available_timezones()))
            next_step = f"did you mean {near}?" if near else "name an IANA zone, such as Asia/Tashkent"
            raise fault(f"is {shown(name)}, which is no time zone", next_step) from None
    return name


CalendarName = Annotated[
    Calendar, BeforeValidator(_calendar), WithJsonSchema({"enum": [calendar.value for calendar in Calendar]})
]
Encodings = Annotated[SomeTexts, AfterValidator(_check_encodings), WithJsonSchema(TEXTS_SCHEMA)]
DateFormats = Annotated[SomeTexts, AfterValidator(_check_dates), WithJsonSchema(TEXTS_SCHEMA)]
Delimiter = Annotated[
    str,
    OneText,
    AfterValidator(_check_delimiter),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 1, "minLength": 1}, {"enum": [AUTO]}]}),
]
Decimal = Annotated[str, OneText, AfterValidator(_check_decimal), WithJsonSchema({"enum": [".", ","]})]
Zone = Annotated[str, OneText, AfterValidator(_check_zone), WithJsonSchema(OPTIONAL_SCHEMA)]
