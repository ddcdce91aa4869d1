"""Container numbers of ISO 6346, one or several in a text, apart from what stands beside them."""

import re
from functools import lru_cache

from stdnum import iso6346

from graph.values.ids.checked import (
    CACHE_SIZE,
    LONGEST,
    CheckedId,
    in_capitals,
    no_number,
    with_latin_twins,
    without_separators,
)
from graph.values.ids.several import pieces

_CONTAINER = re.compile(r"[A-Z]{3}[UJZR]\d{7}")
_TYPE = r"\d{2}[A-Z]\d"  # of ISO 6346, as 22G1
# Behind a number stands no letter or digit, but for a type or the next number that was written on.
_INSIDE = re.compile(
    rf"(?<![A-Z])[A-Z]{{3}}[UJZR][ \-./]{{0,3}}\d(?:[ \-./]{{0,2}}\d){{6}}(?![A-Z0-9])"
    rf"|(?<![A-Z])[A-Z]{{3}}[UJZR]\d{{7}}(?={_TYPE}(?![A-Z0-9])|[A-Z]{{3}}[UJZR]\d{{7}})"
)
_LOADS = "FT|GP|DC|DV|HC|HQ|HR|RF|RE|RH|OT|FR|TK|ST|PL|PW"
_TYPE_ALONE = re.compile(rf"{_TYPE}|(?:\d{{1,2}}[X*])?(?:20|40|45|48|53)'?(?:{_LOADS})?|[1-9]\d?'?(?:{_LOADS})")
_BROKEN = re.compile(r"[A-Z]{3,4}\d{5,8}")
_FEWEST_SIGNS = 5


def container(text: str) -> CheckedId | None:
    """A container number of ISO 6346, `MSKU1234565`; blanks, hyphens, lower case and Cyrillic twins are accepted.

    A number among other words is found; of several the first. Problems: `container_format` (not four letters, the last
    U, J, Z or R, and seven digits), `container_check_digit`.
    """
    return next(iter(containers(text)), None)


@lru_cache(maxsize=CACHE_SIZE)
def containers(text: str) -> tuple[CheckedId, ...]:
    """Every container number of a text, each once, in the order written; sizes and types beside them are passed over.

    What is left over beside a number and is no word or type says so.
    """
    capitals = with_latin_twins(in_capitals(text))
    value = without_separators(capitals)
    if not value:
        return ()
    if _CONTAINER.fullmatch(value):
        return (_checked(value),)
    if len(capitals) > LONGEST * 10:
        found = no_number(capitals)
        return (found,) if found else ()
    inside = [without_separators(number) for number in _INSIDE.findall(capitals)]
    if not inside:
        return tuple(dict.fromkeys(_unread(_without_types(piece)) for piece in pieces(capitals, _is_broken)))
    rest = [token for token in re.split(r"[\s;,|/()]+", _INSIDE.sub(" ", capitals)) if without_separators(token)]
    broken = [_unread(token) for token in rest if _is_broken(token)]
    over = [
        CheckedId(token, "left_over", names_nothing=True)
        for token in rest
        if any(char.isdigit() for char in token) and not _is_broken(token) and not _TYPE_ALONE.fullmatch(token)
    ]
    return tuple(dict.fromkeys((*map(_checked, inside), *broken, *over)))


def _without_types(piece: str) -> str:
    """A piece without the sizes and types that stand beside a number."""
    words = [word for word in re.split(r"[\s/()]+", piece) if word and not _TYPE_ALONE.fullmatch(word)]
    return " ".join(words) or piece


def _is_broken(piece: str) -> bool:
    """Whether a piece can only be a container number that was written wrongly."""
    return _BROKEN.fullmatch(without_separators(piece)) is not None


def _checked(number: str) -> CheckedId:
    is_right = iso6346.calc_check_digit(number[:-1]) == number[-1]
    return CheckedId(number, "" if is_right else "container_check_digit")


def _unread(piece: str) -> CheckedId:
    """A piece without a number of the right form: kept and marked, unless it is a word, a size or too short."""
    value = without_separators(piece)
    nothing = no_number(piece)
    if nothing:
        return nothing
    if _TYPE_ALONE.fullmatch(value):
        return CheckedId(value, "not_a_number", names_nothing=True)
    if len(value) < _FEWEST_SIGNS:
        return CheckedId(value, "number_short", names_nothing=True)
    return CheckedId(value, "container_format")
