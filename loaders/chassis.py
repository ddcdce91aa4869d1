"""Chassis numbers (VIN, ISO 3779) in the words of a goods line: in its marks, its description, its free text."""

import re
from functools import lru_cache

_NUMBER = r"[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])"
_NAMED = re.compile(
    r"(?:\bVIN|\bCHASS?IS|ШАССИ|КУЗОВА?|\bВИН)\W*(?:NO|NR|N|NUMBER|НОМЕР|КОД|CODE)?[\W_]*(" + _NUMBER + ")"
)
_ALONE = re.compile(rf"(?<![A-Z0-9])(?=\d*[A-Z])(?=[A-Z0-9]{{13}}\d{{4}}){_NUMBER}")
_VEHICLES = "87"  # chapter of the HS


@lru_cache(maxsize=1 << 12)
def chassis_numbers(text: str, hs_code: str) -> tuple[str, ...]:
    """The chassis numbers in a text, each once: those that a word announces, and of goods that are vehicles any other.

    Seventeen letters and digits in other goods may be anybody's number. Of those without a word before them the last
    four must be digits, as makers number their cars.
    """
    if len(text) < 17:
        return ()
    capitals = text.upper()
    found = dict.fromkeys(_NAMED.findall(capitals))
    if hs_code.startswith(_VEHICLES):
        found |= dict.fromkeys(_ALONE.findall(capitals))
    return tuple(found)
