"""Registration plates and wagon numbers: one or several in a text, with the words and country signs around them."""

import re
from functools import lru_cache

from graph.values.ids.checked import (
    CACHE_SIZE,
    LONGEST,
    CheckedId,
    in_capitals,
    no_number,
    with_country,
    with_latin_twins,
    without_fraction,
    without_separators,
)

# Distinguishing signs of vehicles (Convention on Road Traffic, 1968) and country codes that are written for them. Signs
# with which plates of the region begin themselves (AM, BA, CH, ... in Ukraine) stand in brackets alone.
_CODES = ("UZ", "KZ", "KG", "TJ", "TM", "AZ", "GE", "UA", "PK", "AF", "RU", "IR", "TR", "CN", "BY")
_LONG = ("UZB", "KAZ", "KGZ", "TJK", "TKM", "AZE", "GEO", "UKR", "PAK", "AFG", "RUS", "IRN", "TUR", "CHN", "BLR")
_SIGNS = {**{code: code for code in _CODES}, **dict(zip(_LONG, _CODES, strict=True))}
_IN_BRACKETS = {
    **_SIGNS,
    "AM": "AM",
    "ARM": "AM",
    "LT": "LT",
    "LV": "LV",
    "PL": "PL",
    "DE": "DE",
    "D": "DE",
    "MN": "MN",
}
_SIGN = "|".join(sorted(_SIGNS, key=len, reverse=True))
_BEFORE = re.compile(rf"^\W*({_SIGN})[\s\-:/.]+(.+)$", re.DOTALL)
_BEHIND = re.compile(rf"^(.+?)[\s\-:/.]+({_SIGN})\W*$", re.DOTALL)
_GLUED = re.compile(rf"^(.*\d)({'|'.join(_LONG)})\W*$", re.DOTALL)
_BRACKETS = re.compile(r"[(\[]\s*([A-Z]{1,3})\s*[)\]]")
_BREAKS = re.compile(r"[/\\|,;+&\n\r\t]+")
# Words around a plate are a break: shortenings, and any word of four letters and more without a digit.
_SHORTENED = with_latin_twins(
    r"Г\s?/\s?Н|А\s?/\s?М|П\s?/\s?П|Н\s?/\s?З|Г\s?\.\s?Н\s?\.|ГОС|РЕГ|REG|NO|MAN|МАН|DAF|ДАФ|МАЗ|ГАЗ|ЗИЛ|TIR|TIRI|TIRY|ВАГ"
)
_LETTER = "A-ZÇĞŞÖÜƏ'`А-ԯა-ჿ\u1c90-\u1cbfԱ-Ֆ"  # of Latin, Cyrillic, Georgian and Armenian; Persian plates name towns
_WORDS = re.compile(rf"(?<![^\W_])(?:(?:{_SHORTENED})[\s.:#]+|(?:П\s?[./]\s?)?[{_LETTER}]{{4,}}(?![^\W_])[\s.:#]*)")
_FEWEST, _MOST = 3, 12


@lru_cache(maxsize=CACHE_SIZE)
def plate(text: str, country: str) -> CheckedId | None:
    """A registration plate or wagon number, `UZ:01777AAA`; `??:` when the country is unknown.

    Cyrillic letters with a Latin twin become Latin, others stay. Problem: `plate_unreadable` (no digit, or not
    between 3 and 12 characters); what has no digit or less than 3 signs names no vehicle.
    """
    capitals = with_latin_twins(in_capitals(text))
    value = without_separators(capitals)
    if not value:
        return None
    nothing = no_number(capitals)
    if nothing:
        is_word = nothing.problem == "not_a_number"
        return CheckedId(nothing.value, "plate_unreadable", names_nothing=True) if is_word else nothing
    is_readable = _FEWEST <= len(value) <= _MOST
    return CheckedId(
        with_country(value, country) if len(value) >= _FEWEST else value,
        "" if is_readable else "plate_unreadable",
        names_nothing=len(value) < _FEWEST,
    )


@lru_cache(maxsize=CACHE_SIZE)
def plates(text: str, country: str) -> tuple[CheckedId, ...]:
    """The plates of one cell (`AT1682CI / AT0023XT`), each once, in the order written.

    A cell is cut only where every part is a plate of its own, so `01/777 AAA` stays one. Words around a plate are left
    out; a country sign before or behind it (`UZ 01 777 AAA`, `01777AAA (KZ)`) is its country.
    """
    capitals = with_latin_twins(without_fraction(in_capitals(text)))
    if len(capitals) > LONGEST:
        found = no_number(capitals)
        return (found,) if found else ()
    for written in (_WORDS.sub(";", capitals), capitals):
        parts = [part.strip() for part in _BREAKS.split(written) if without_separators(part)]
        parts = [part for part in parts if part in _SIGNS or any(map(str.isdigit, part))] or parts
        if len(parts) == 1 and all(map(_is_whole_plate, words := parts[0].split())):
            parts = words
        read = [_with_sign(part, country) for part in parts]
        if read and all(_is_whole_plate(number) for number, _ in read):
            break
    else:
        read = [_with_sign(capitals, country)]
    found_plates = (plate(number, owner) for number, owner in read)
    return tuple(dict.fromkeys(number for number in found_plates if number))


def _with_sign(part: str, country: str) -> tuple[str, str]:
    """A plate without the country sign before or behind it, and its country."""
    bracket = _BRACKETS.search(part)
    if bracket and bracket[1] in _IN_BRACKETS and _is_whole_plate(rest := part.replace(bracket[0], " ", 1)):
        return rest, _IN_BRACKETS[bracket[1]]
    for pattern, sign_at, rest_at in ((_BEFORE, 1, 2), (_BEHIND, 2, 1), (_GLUED, 2, 1)):
        match = pattern.match(part)
        if match and _is_whole_plate(match[rest_at]):
            return match[rest_at], _SIGNS[match[sign_at]]
    return part, country


def _is_whole_plate(part: str) -> bool:
    value = without_separators(part)
    has_digit = any(char.isdigit() for char in value)
    return 5 <= len(value) <= _MOST and has_digit and (not value.isdigit() or len(value) >= 7)
