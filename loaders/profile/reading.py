"""The function that reads the text of a field, by the type of the field and the formats of the profile."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph.canonical import ValueType
from graph.errors import BadProfile
from loaders import parsers

if TYPE_CHECKING:
    from loaders.profile.profile import Profile

Read = Callable[[str], Any]


def read_as(name: str, type_: ValueType, profile: "Profile", scale: float = 1.0) -> Read:
    """The function that turns the text of a field into its value.

    It raises `ValueError` with a sentence for the rejects file, or gives None for a country that nobody knows
    and for what programs write where they have no day.
    """
    dates, decimal, zone, calendar = profile.dates, profile.decimal, profile.zone, profile.calendar
    if type_ is ValueType.DATE:
        earliest = parsers.EARLIEST_BIRTH if name.endswith("birth_on") else parsers.EARLIEST_YEAR
        return lambda text: None if parsers.is_no_day(text) else parsers.date(text, dates, earliest, calendar)
    if type_ is ValueType.MOMENT:
        return lambda text: None if parsers.is_no_day(text) else parsers.moment(text, dates, zone, calendar)
    if type_ is ValueType.NUMBER:
        return (
            (lambda text: parsers.number(text, decimal))
            if scale == 1
            else (lambda text: round(parsers.number(text, decimal) * scale, 6))
        )
    if type_ is ValueType.INTEGER:
        return lambda text: parsers.integer(text, decimal)
    if type_ is ValueType.COUNTRY:
        return parsers.country
    if type_ is ValueType.TEXT:
        return lambda text: text
    raise BadProfile(f"{name} has no reader", "report this")
