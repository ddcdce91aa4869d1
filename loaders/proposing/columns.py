"""What the values of a column look like: dates and their format, numbers and their decimal sign, numbers with a check.

A column looks like something where nine of ten of its values do. Values are read by the functions that read them when
a file is loaded, so that what is proposed is what will work.
"""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.values import ids
from graph.values.reference.countries import country_code
from loaders import parsers

ENOUGH = 0.9
_TRAITS = frozenset({"digit", "long", "at"})
_MOST_VALUES = 250  # different values of a column that are tested
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y")
_HOURS = (" %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
_PACKED_DAY = "%Y%m%d"
_DIGIT = re.compile(r"\d")
_HS = re.compile(r"\d{4}(?:[. ]?\d{2}){0,4}|\d{11}")
_SPLITS = (";", ",", "/", "|")
_MODES = {"10": "sea", "20": "rail", "30": "road", "40": "air", "1": "sea", "2": "rail", "3": "road", "4": "air"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the values of a column look like.

    `shares` are those of the values (0-1) that are a: number, integer, country, container, phone, email, vin, plate,
    hs_code, or have a digit, five of them (long), an @ (at); empty for dates. `formats` are of
    dates; `decimal` is "" where both signs fit; `shapes` shows letters as a and digits as 9, most frequent first.
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
    formats = date_formats(distinct, may_be_packed)
    shares = {} if formats else {kind: _share(distinct, test) for kind, test in _TESTS.items()}
    return Look(
        filled=len(texts),
        distinct=count,
        shares=shares,
        formats=formats,
        is_ambiguous=_is_ambiguous(distinct, formats),
        has_hours=any("%H" in pattern for pattern in formats),
        decimal=decimal_sign(distinct) if shares.get("number", 0) >= ENOUGH else "",
        split=_split(distinct),
        modes=_modes(distinct),
        shapes=tuple(shape for shape, _ in Counter(map(shape_of, texts)).most_common(3)),
        samples=tuple(text[:60] for text in distinct[:3]),
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
}


def date_formats(texts: Sequence[str], may_be_packed: bool = False) -> tuple[str, ...]:
    """The formats by which nearly all of the texts are dates, the most frequent first; () where there are none."""
    left = [text for text in texts if _DIGIT.search(text)]
    if not texts or len(left) < ENOUGH * len(texts):
        return ()
    candidates = [day + hours for day in _DAYS for hours in ("", *_HOURS)]
    if may_be_packed:
        candidates.append(_PACKED_DAY)
    found: list[str] = []
    least = max(1, round(0.01 * len(texts)))
    for _ in range(4):
        counts = [(sum(_is_day(text, pattern) for text in left), -i, pattern) for i, pattern in enumerate(candidates)]
        count, _, pattern = max(counts)
        if count < least:
            break
        found.append(pattern)
        left = [text for text in left if not _is_day(text, pattern)]
    return tuple(found) if len(left) <= (1 - ENOUGH) * len(texts) else ()


def _is_day(text: str, pattern: str) -> bool:
    if len(text) > 25 or (pattern == _PACKED_DAY and len(text) != 8):
        return False
    try:
        day = datetime.datetime.strptime(text, pattern)
    except ValueError:
        return False
    return parsers.EARLIEST_BIRTH <= day.year <= parsers.LATEST_YEAR


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
    """The separator of several container numbers in a cell; "" where there is none."""
    counts = {sign: sum(sign in text and _is_container(text) for text in texts) for sign in _SPLITS}
    best = max(_SPLITS, key=lambda sign: counts[sign])
    return best if counts[best] else ""


def _modes(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The codes of modes of transport (UN/ECE recommendation 19, also times ten) with their words, if all are codes."""
    if not texts or any(len(text) > 2 or not text.isdigit() for text in texts):
        return ()
    return tuple((text, _MODES[text]) for text in sorted(texts) if text in _MODES)
