"""Chassis numbers (VIN, ISO 3779) in the words of a goods line: in its marks, its description, its free text."""

import re
from functools import lru_cache

from graph.values.ids import in_capitals, with_latin_twins

# Texts are searched with Cyrillic letters as their Latin twins, as numbers are typed with either; so the words too.
_WORDS = with_latin_twins("ШАССИ|КУЗОВА?|\\bВИН")
_BETWEEN = "NUMBERS?|NOS?|NR|N|CODE|" + with_latin_twins("НОМЕРА?|КОД|РАМЫ|РАМА")
_NUMBER = r"[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])"
# Possessive, as signs without end would else take time by the square of their number.
_NAMED = re.compile(rf"(?:\bVINS?\d?|\bCHASS?IS|{_WORDS})[\W_]*+(?:(?:{_BETWEEN})[\W_]*+){{0,3}}({_NUMBER})")
_ALONE = re.compile(rf"(?<![A-Z0-9])(?=[0-9]*[A-Z])(?=[A-Z0-9]{{13}}[0-9]{{4}}){_NUMBER}")
_VEHICLES = "87"  # chapter of the HS


@lru_cache(maxsize=1 << 12)
def chassis_numbers(text: str, hs_code: str) -> tuple[str, ...]:
    """The chassis numbers in a text, each once: those that a word announces, and of goods that are vehicles any other.

    Seventeen letters and digits in other goods may be anybody's number. Of those without a word before them the last
    four must be digits, as makers number their cars.
    """
    if len(text) < 17:
        return ()
    capitals = with_latin_twins(in_capitals(text))
    found = dict.fromkeys(_NAMED.findall(capitals))
    if hs_code.startswith(_VEHICLES):
        found |= dict.fromkeys(_ALONE.findall(capitals))
    return tuple(found)
