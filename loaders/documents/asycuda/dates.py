"""Days as ASYCUDA World exports them: in the form of whatever language the exporting machine speaks.

`2024-03-07` and `07.03.2024` say themselves what they are. With slashes month or day may come first, and a document has
one form: a number above 12 in any of its dates tells which. Where none does, `3/7/24` is read month first, which is how
the system itself writes, and flagged; with four digits of the year both orders are in use, so the day is left out. Its
year is certain all the same.
"""

import re
from collections.abc import Iterator

from loaders.documents.draft import RecordDraft
from loaders.documents.texts import Texts

_STATED = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
_MONTH_FIRST = ("%m/%d/%y", "%m/%d/%Y")
_DAY_FIRST = ("%d/%m/%y", "%d/%m/%Y")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)")


def say_day(draft: RecordDraft, field: str, text: str, document: Texts) -> None:
    """Says a day, by the evidence of all dates of the document; `date_ambiguous` where they tell nothing."""
    day = _day(text)
    found = _SLASHED.fullmatch(day)
    if found is None:
        draft.date(field, day, _STATED)
        return
    first, second, year = found.groups()
    order = _order(day) or _order_of(document)
    if not order and int(first) != int(second):
        draft.flag("date", "ambiguous", text)
        if len(year) == 4:
            return
    draft.date(field, day, order or _MONTH_FIRST)


def _day(text: str) -> str:
    """A date without the hour that may stand behind it: `3/27/2024 12:00:00 AM`, `2024-03-27T00:00:00`."""
    return re.split(r"[T\s]", text.strip(), maxsplit=1)[0]


def year_of(text: str) -> str:
    """The four digits of the year of a date, whatever its order; "" where it has no such."""
    found = _YEAR.search(text)
    return found[0] if found else ""


def _order(text: str) -> tuple[str, ...]:
    """The formats that a date with slashes can only be of; none where it can be of both."""
    found = _SLASHED.fullmatch(_day(text))
    if found is None:
        return ()
    if int(found[1]) > 12:
        return _DAY_FIRST
    return _MONTH_FIRST if int(found[2]) > 12 else ()


def _order_of(document: Texts) -> tuple[str, ...]:
    """The formats that the document's dates agree on; none where they tell nothing, or contradict each other."""
    orders = {_order(text) for text in _dates(document)} - {()}
    return orders.pop() if len(orders) == 1 else ()


def _dates(document: Texts) -> Iterator[str]:
    return (text for path, text in document.everything() if "date" in path.rpartition("/")[2].lower())
