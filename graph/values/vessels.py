"""The IMO number of a ship: seven digits that stay with the hull, whatever its name, flag and owner."""

import re
from functools import lru_cache

from stdnum import imo as rule

from graph.values.ids.checked import CACHE_SIZE, CheckedId, in_capitals, no_number, without_separators

_MARKED = re.compile(r"(?:IMO|ИМО)[^0-9]{0,9}?(\d{7})(?!\d)")
_ALONE = re.compile(r"(?<![0-9A-ZА-Я])\d{7}(?![0-9A-ZА-Я])")
_MARK = re.compile(r"^(?:IMO|ИМО)(?:NO|NUMBER|НОМЕР)?")


def imo(text: str) -> CheckedId | None:
    """The IMO number in a text, `9074729`; `IMO 9074729`, `ИМО № 9074729` and a name before it are accepted.

    Its last digit is the last one of the sum of the other six, weighted 7 to 2 (IMO ship identification number scheme,
    resolution A.1117(30); as python-stdnum has it). Problems: `imo_format` (not seven digits), `imo_check_digit`.
    """
    return next(iter(imos(text)), None)


@lru_cache(maxsize=CACHE_SIZE)
def imos(text: str) -> tuple[CheckedId, ...]:
    """Every IMO number of a text, each once, in the order written: those that the word announces, else those alone."""
    upper = in_capitals(text)
    numbers = _MARKED.findall(upper) or _ALONE.findall(upper)
    if numbers:
        return tuple(_checked(number) for number in dict.fromkeys(numbers))
    value = _MARK.sub("", without_separators(upper))
    if not value:
        return ()
    return (no_number(upper) or CheckedId(value, "imo_format"),)


def _checked(number: str) -> CheckedId:
    return CheckedId(number, "" if rule.calc_check_digit(number) == number[-1] else "imo_check_digit")
