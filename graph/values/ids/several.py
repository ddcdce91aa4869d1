"""Several numbers in one cell: the one rule by which every link is cut, without the help of a profile.

1. At line ends, tabs, `;`, `,`, `|` and the words *and*, *и*, *va* ... a cell is always cut, unless commas group the
   digits of one number (`100,200`).
2. At `/`, `\\`, `&`, `+` and blanks, which stand inside numbers too, a part is cut where each piece is a whole number
   of its kind and all pieces are alike: as many signs, letters and digits in the same places, the same first sign
   (behind a blank any). Letters before digits belong to them (`UZ 00123 UZ 00124` are two).
3. Of what was cut, a piece that is no number is a flag, `left_over`.

Keys of other records are cut as by 1 where each piece has a digit, names of lists at line ends, `;` and `|`. Places and
addresses are never cut: a place that is unknown as a whole is a flag.
"""

import re
from collections.abc import Callable, Iterator

from graph.values.ids.checked import CheckedId, in_capitals, without_separators

_ALWAYS = re.compile(r"(?:[;|\t\r\n]|,(?!\d+[EЕ][+-]?\d))+|\s(?:AND|И|Й|ТА|ВА|VA|VƏ|WE|ЖӘНЕ|ЖАНА|ДА|და|و|او|اور)(?=\s)")
_CUTS = re.compile(r"[;|,/\\&+\s]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_INSIDE = re.compile(r"\s*[/\\&+]\s*|\s+")
_FEWEST_DIGITS = 6  # of a number of digits alone that is cut off at a sign which stands inside numbers too
_FEWEST_SIGNS = 4

Read = Callable[[str], CheckedId | None]
IsWhole = Callable[[str], bool]


def is_whole_number(part: str) -> bool:
    """Whether a piece can be a number by itself: a digit and four signs, six where all are digits."""
    value = without_separators(part)
    return any(map(str.isdigit, value)) and len(value) >= (_FEWEST_DIGITS if value.isdigit() else _FEWEST_SIGNS)


def pieces(text: str, is_whole: IsWhole = is_whole_number) -> list[str]:
    """The pieces of a cell by the rule of this module; `is_whole` tells a whole number of the kind."""
    if _GROUPED.fullmatch(text.strip()) or (text and not _CUTS.search(text)):
        return [text]
    return [piece for part in _ALWAYS.split(text) if part.strip() for piece in _cut_inside(part.strip(), is_whole)]


def _cut_inside(part: str, is_whole: IsWhole) -> list[str]:
    found = _with_their_letters(_INSIDE.split(part))
    if len(found) > 1 and all(map(is_whole, found)) and _are_alike(found, has_sign=bool(re.search(r"[/\\&+]", part))):
        return found
    return [part]


def _with_their_letters(tokens: list[str]) -> list[str]:
    """The tokens, those of letters alone joined with the one behind them."""
    joined: list[str] = []
    letters: list[str] = []
    for token in filter(None, tokens):
        if any(char.isdigit() for char in token):
            joined.append(" ".join([*letters, token]))
            letters = []
        else:
            letters.append(token)
    return [*joined, " ".join(letters)] if letters else joined


def _are_alike(found: list[str], has_sign: bool) -> bool:
    numbers = [without_separators(piece.rpartition(" ")[2]) for piece in found]
    shapes = {"".join("9" if char.isdigit() else "A" for char in number) for number in numbers}
    return len(shapes) == 1 and (not has_sign or len({number[:1] for number in numbers}) == 1)


def references(text: str) -> list[str]:
    """The keys of a cell that names several records: cut as by 1, where each piece has a digit; else the cell."""
    found = [part.strip() for part in _ALWAYS.split(text) if part.strip()]
    return found if len(found) > 1 and all(any(map(str.isdigit, part)) for part in found) else [text]


def read_each(text: str, read: Read, is_whole: IsWhole = is_whole_number) -> tuple[CheckedId, ...]:
    """The numbers of a cell, each once, in the order written; what is left over of several says so."""
    found = pieces(in_capitals(text), is_whole)
    return tuple(dict.fromkeys(_each(found, read)))


def _each(found: list[str], read: Read) -> Iterator[CheckedId]:
    for piece in found:
        number = read(piece)
        if number is None:
            continue
        if number.names_nothing and len(found) > 1 and number.problem == "not_a_number":
            yield CheckedId(number.value, "left_over", names_nothing=True)
        else:
            yield number
