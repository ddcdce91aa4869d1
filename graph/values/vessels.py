"""The IMO number of a ship: seven digits that stay with the hull, whatever its name, flag and owner."""

import re
from functools import lru_cache

from stdnum import imo as rule

from graph.values.ids import CACHE_SIZE, CheckedId, in_capitals, without_separators

_MARKED = re.compile(r"(?:IMO|ИМО)[^0-9]{0,9}?(\d{7})(?!\d)")
_ALONE = re.compile(r"(?<![0-9A-ZА-Я])\d{7}(?![0-9A-ZА-Я])")
_MARK = re.compile(r"^(?:IMO|ИМО)(?:NO|NUMBER|НОМЕР)?")


@lru_cache(maxsize=CACHE_SIZE)
def imo(text: str) -> CheckedId | None:
    """The IMO number in a text, `9074729`; `IMO 9074729`, `ИМО № 9074729` and a name before it are accepted.

    Its last digit is the last one of the sum of the other six, weighted 7 to 2 (IMO ship identification number scheme,
    resolution A.1117(30); as python-stdnum has it). Problems: `imo_format` (not seven digits), `imo_check_digit`.
    """
    upper = in_capitals(text)
    marked = _MARKED.search(upper)
    if marked:
        value = marked[1]
    else:
        alone = _ALONE.findall(upper)
        value = alone[0] if len(alone) == 1 else _MARK.sub("", without_separators(upper))
    if not value:
        return None
    if not (len(value) == 7 and value.isascii() and value.isdigit()):
        return CheckedId(value, "imo_format")
    return CheckedId(value, "" if rule.calc_check_digit(value) == value[-1] else "imo_check_digit")
