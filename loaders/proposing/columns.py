"""What the values of a column look like: dates and their format, numbers and their decimal sign, numbers with a check.

A column looks like something where nine of ten of its values do. Values are read by the functions that read them when
a file is loaded, so that what is proposed is what will work.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.values import ids, names
from graph.values.calendars import Calendar
from graph.values.quantities import Dimension, units
from graph.values.reference.countries import country_code
from loaders import parsers

ENOUGH = 0.9
_TRAITS = frozenset({"digit", "long", "at", "letters", "small"})
_MOST_VALUES = 250  # different values of a column that are tested
_DAYS = (
    *("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y"),
)
_NAMED_DAYS = (
    *("%d %B %Y", "%d-%B-%Y", "%d %B %Y г.", "%d.%B.%Y", "%B %d, %Y", "%B %d %Y", "%d/%B/%Y", "%d %B, %Y"),
    *("%d-%B-%y", "%d %B %y", "%d-%m-%Y г."),
)
_SOLAR_DAYS = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%Y %B %d")
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S.%f")
_HOURS = (
    *(f" {time}" for time in _TIMES),
    *(f"T{time}{zone}" for time in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f") for zone in ("", "%z")),
    " %H:%M:%S%z",
    " %H:%M:%S %z",
)
_PACKED_DAY = "%Y%m%d"
_TRIED_FIRST = 50  # values: a format that none of them has is not looked for
_LONGEST_DAY = 40  # characters
_FEWEST_COUNTED = 3  # rows: two that are 1 and 2 may be anything
_NUMBERS = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")
_HS = re.compile(r"\d{4}(?:[. ]?\d{2}){0,4}|\d{11}")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_TAX = re.compile(r"\d{8,10}|\d{12}|\d{14}")
_WEIGHED = re.compile(r"(\d[\d\s.,]*?)\s*([^\W\d_]+)\.?")
NUMBER_BEFORE_UNIT = r"^(\d[\d\s.,]*)"  # the part of such a cell that a profile reads
_SPLITS = (";", ",", "/", "|")
_MODES = {"10": "sea", "20": "rail", "30": "road", "40": "air", "1": "sea", "2": "rail", "3": "road", "4": "air"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the values of a column look like.

    `shares` are those of the values (0-1) that are a: number, integer, country, container, phone, email, vin, plate,
    hs_code, currency, unit, tax (a number as long as those of taxpayers), firm (with a legal form), or have a digit,
    five of them (long), an @ (at), more letters than digits (letters), are at most 1 (small); empty for dates.
    `formats` are of dates, in the `calendar`; `decimal` is "" where both signs fit; `shapes` shows letters as a and
    digits as 9, most frequent first. `is_counting` where the cells run 0, 1, 2 or 1, 2, 3 down the rows; `length` is
    the mean one. `kilograms` is the factor of the one unit of mass behind all numbers (`12 т`), 0 where there is none.
    """

    filled: int
    distinct: int
    shares: Mapping[str, float]
    formats: tuple[str, ...]
    is_ambiguous: bool
    has_hours: bool
    decimal: str
    split: str
    modes: tuple[tuple[str, str], ...]
    shapes: tuple[str, ...]
    samples: tuple[str, ...]
    calendar: Calendar = Calendar.GREGORIAN
    is_counting: bool = False
    length: float = 0.0
    kilograms: float = 0.0

    @property
    def kinds(self) -> list[str]:
        """What nine of ten values are, sorted."""
        found = [kind for kind, share in self.shares.items() if share >= ENOUGH and kind not in _TRAITS]
        return sorted(["date"] if self.formats else found)


def look(cells: Sequence[str], may_be_packed: bool = False) -> Look:
    """Looks at the cells of a column; `may_be_packed` allows dates without separators, which numbers look like too."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    count = len(set(texts))
    distinct = list(dict.fromkeys(texts))[:_MOST_VALUES]
    calendar = Calendar.GREGORIAN
    formats = date_formats(distinct, may_be_packed)
    if not formats:
        formats = solar_formats(distinct)
        calendar = Calendar.SOLAR_HIJRI if formats else calendar
    weighed, kilograms = _weighed(distinct)
    shares = {} if formats else {kind: _share(distinct, test) for kind, test in _TESTS.items()}
    return Look(
        filled=len(texts),
        distinct=count,
        shares=shares,
        formats=formats,
        is_ambiguous=_is_ambiguous(distinct, formats),
        has_hours=any("%H" in pattern or "%I" in pattern for pattern in formats),
        decimal=decimal_sign(weighed or distinct) if weighed or shares.get("number", 0) >= ENOUGH else "",
        split=_split(distinct),
        modes=_modes(distinct),
        shapes=tuple(shape for shape, _ in Counter(map(shape_of, texts)).most_common(3)),
        samples=tuple(text[:60] for text in distinct[:3]),
        calendar=calendar,
        is_counting=_is_counting(texts),
        length=sum(map(len, distinct)) / max(1, len(distinct)),
        kilograms=kilograms,
    )


def shape_of(text: str) -> str:
    """The shape of a value without its content: `AA 1234567` is `aa 9999999`; at most 24 characters."""
    return "".join(
        "9" if char.isdigit() else "a" if char.isalpha() else char for char in text[:24] if char.isprintable()
    )


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    def is_read(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return is_read


def _is_number(text: str) -> bool:
    return _reads(parsers.number)(text) or _reads(lambda t: parsers.number(t, ","))(text)


def _is_container(text: str) -> bool:
    parts = re.split(r"[;,/|]", text)
    found = [ids.container(part) for part in parts if part.strip()]
    return bool(found) and all(one is not None and not one.problem for one in found)


def _is_phone(text: str) -> bool:
    found = ids.phones(text, "") if len(_DIGIT.findall(text)) >= 9 else ()
    return bool(found) and not any(one.problem for one in found)


def _is_email(text: str) -> bool:
    found = ids.email(text) if "@" in text else None
    return found is not None and not found.problem


def _is_vin(text: str) -> bool:
    found = ids.vin(text)
    return found is not None and not found.problem and any(c.isalpha() for c in text) and any(c.isdigit() for c in text)


def _is_plate(text: str) -> bool:
    value = "".join(char for char in text if char.isalnum())
    digits = sum(char.isdigit() for char in value)
    return 5 <= len(value) <= 10 and 3 <= digits < len(value)


def _is_unit(text: str) -> bool:
    word = text.casefold().strip()
    return word in units() or word.rstrip(".") in units()


def _is_small(text: str) -> bool:
    value = text.strip().rstrip("%").replace(",", ".")
    try:
        return abs(float(value)) <= 1
    except ValueError:
        return False


_TESTS: dict[str, Callable[[str], bool]] = {
    "number": _is_number,
    "integer": lambda text: text.isascii() and text.isdigit(),
    "country": lambda text: country_code(text) is not None,
    "container": _is_container,
    "phone": _is_phone,
    "email": _is_email,
    "vin": _is_vin,
    "plate": _is_plate,
    "hs_code": lambda text: _HS.fullmatch(text) is not None,
    "digit": lambda text: _DIGIT.search(text) is not None,
    "at": lambda text: "@" in text,
    "long": lambda text: len(_DIGIT.findall(text)) >= 5,
    "currency": lambda text: _CURRENCY.fullmatch(text) is not None,
    "unit": _is_unit,
    "tax": lambda text: _TAX.fullmatch(text) is not None,
    "firm": lambda text: names.legal_form(text) != "",
    "letters": lambda text: sum(map(str.isalpha, text)) > len(_DIGIT.findall(text)),
    "small": _is_small,
}


def _weighed(texts: Sequence[str]) -> tuple[list[str], float]:
    """The numbers before one unit of mass, and its factor to kilograms; ([], 0) where cells are written otherwise."""
    matches = [match for text in texts if (match := _WEIGHED.fullmatch(text))]
    meant = {units().get(match[2].casefold()) for match in matches}
    unit = meant.pop() if len(meant) == 1 and len(matches) == len(texts) else None
    is_mass = unit is not None and unit.dimension is Dimension.MASS and unit.factor is not None
    return ([match[1].strip() for match in matches], float(unit.factor or 0)) if unit and is_mass else ([], 0.0)


def _is_counting(texts: Sequence[str]) -> bool:
    """Whether the cells count the rows: 1, 2, 3 ... or 0, 1, 2 ..."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 10]
    return len(texts) >= _FEWEST_COUNTED and numbers in (list(range(1, len(texts) + 1)), list(range(len(texts))))


def date_formats(texts: Sequence[str], may_be_packed: bool = False) -> tuple[str, ...]:
    """The formats by which nearly all of the texts are dates, the most frequent first; () where there are none."""
    texts = [text for text in texts if not parsers.is_no_day(text)]
    candidates = [day + hours for day in _DAYS for hours in ("", *_HOURS)]
    candidates += [day + hours for day in _NAMED_DAYS for hours in ("", *_HOURS[: len(_TIMES)])]
    if may_be_packed:
        candidates.append(_PACKED_DAY)
    return _fitting(texts, candidates, Calendar.GREGORIAN)


def solar_formats(texts: Sequence[str]) -> tuple[str, ...]:
    """The formats by which nearly all of the texts are days of the Solar Hijri calendar; () where there are none."""
    texts = [text for text in texts if not parsers.is_no_day(text)]
    candidates = [day + hours for day in _SOLAR_DAYS for hours in ("", " %H:%M", " %H:%M:%S")]
    return _fitting(texts, candidates, Calendar.SOLAR_HIJRI)


def _fitting(texts: Sequence[str], candidates: Sequence[str], calendar: Calendar) -> tuple[str, ...]:
    left = [text for text in texts if _may_be_day(text)]
    if not texts or len(left) < ENOUGH * len(texts):
        return ()
    step = max(1, len(left) // _TRIED_FIRST)
    candidates = [p for p in candidates if any(_is_day(text, p, calendar) for text in left[::step])]
    found: list[str] = []
    least = max(1, round(0.01 * len(texts)))
    for _ in range(4):
        counts = [
            (sum(_is_day(text, pattern, calendar) for text in left), -i, pattern)
            for i, pattern in enumerate(candidates)
        ]
        count, _, pattern = max(counts, default=(0, 0, ""))
        if count < least:
            break
        found.append(pattern)
        left = [text for text in left if not _is_day(text, pattern, calendar)]
    return tuple(found) if len(left) <= (1 - ENOUGH) * len(texts) else ()


def _may_be_day(text: str) -> bool:
    """Whether a text has the numbers of a day: three and more, two beside a month's name, or eight digits."""
    groups = [len(group) for group in _NUMBERS.findall(text[:_LONGEST_DAY])]
    has_month = len(groups) >= 2 and any(map(str.isalpha, text))
    return groups == [len("20240331")] or ((len(groups) > 2 or has_month) and max(groups[:3]) <= len("2024"))


@lru_cache(maxsize=1 << 16)
def _is_day(text: str, pattern: str, calendar: Calendar = Calendar.GREGORIAN) -> bool:
    if len(text) > _LONGEST_DAY or (pattern == _PACKED_DAY and len(text) != len("20240331")):
        return False
    try:
        parsers.date(text, (pattern,), parsers.EARLIEST_BIRTH, calendar)
    except ValueError:
        return False
    return True


def _is_ambiguous(texts: Sequence[str], formats: Sequence[str]) -> bool:
    """Whether day and month could be told apart by no value: every one fits the other way round too."""
    turned = {p: p.replace("%d/%m", "%m/%d") for p in formats if "%d/%m" in p}
    turned |= {p: p.replace("%m/%d", "%d/%m") for p in formats if "%m/%d" in p}
    return any(
        all(_is_day(text, other) for text in texts if _is_day(text, pattern)) for pattern, other in turned.items()
    )


def decimal_sign(texts: Sequence[str]) -> str:
    """The decimal sign that the numbers speak for; "" where they are whole or speak for both alike."""
    votes = dict.fromkeys(".,", 0)
    for text in texts:
        with_point, with_comma = _reads(parsers.number)(text), _reads(lambda t: parsers.number(t, ","))(text)
        if with_point != with_comma:
            votes["." if with_point else ","] += 1
        elif re.fullmatch(r"0[.,]\d{3}", text):  # no group of thousands begins with a zero
            votes[text[1]] += 1
    if votes["."] == votes[","]:
        return ""
    return max(votes, key=votes.__getitem__)


def _split(texts: Sequence[str]) -> str:
    """The separator of several containers, or of several numbers that look alike, in a cell; "" where there is none."""
    counts = {sign: sum(sign in text and _are_several(text, sign) for text in texts) for sign in _SPLITS}
    best = max(_SPLITS, key=lambda sign: counts[sign])
    return best if counts[best] else ""


def _are_several(text: str, sign: str) -> bool:
    """Whether a cell holds several numbers: containers, or but at a slash what looks alike and has a digit."""
    pieces = [piece.strip() for piece in text.split(sign) if piece.strip()]
    are_alike = len({shape_of(piece) for piece in pieces}) == 1 and len(pieces[0]) > len("123") if pieces else False
    has_digits = all(any(map(str.isdigit, piece)) for piece in pieces)
    return _is_container(text) or (sign != "/" and len(pieces) > 1 and are_alike and has_digits)


def _modes(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The codes of modes of transport (UN/ECE recommendation 19, also times ten) with their words, if all are codes."""
    if not texts or any(len(text) > 2 or not text.isdigit() for text in texts):
        return ()
    return tuple((text, _MODES[text]) for text in sorted(texts) if text in _MODES)
