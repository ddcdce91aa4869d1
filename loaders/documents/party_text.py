"""A party that is written as one text of several lines, as ASYCUDA keeps it: name, address, and whatever else fitted.

The first line is the name, the rest the address. A tax number, phones and e-mail addresses are taken out where a word
or their form says plainly what they are; two tax numbers in one text stay there, as nothing says which is whose.
"""

import re
from functools import lru_cache
from typing import Any

# The runs before a word are tried from their first sign alone, and at most 64 signs before @ are one: a text of blanks
# or dots would else take time by the square of its length.
_TAX = re.compile(
    r"\b(?:PAN|TIN|NTN|VAT|INN|BIN|IIN|STIR|VOEN|VÖEN|EDRPOU|TAX\s*(?:ID|NO)|ИНН|БИН|ИИН|БСН|ЕДРПОУ|ЄДРПОУ|СТИР|РМА)"
    r"\b[\s.:№#-]*(?:NO\b[\s.:]*)?([A-ZА-Я]{0,5}\d{4,15}[A-Z]?)\b[\s,;)]*",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\s,;])[\s,;]*\b(?:TEL|PHONE|MOB|MOBILE|CELL|ТЕЛ|ТЕЛЕФОН|МОБ)\b[\s.:№/]*(\+?[\d(][\d\s()./-]{5,20}\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\s,;])[\s,;]*(?:\bE-?MAIL\b[\s.:]*)?(?<![\w.+-])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
_DIGITS = re.compile(r"\d\d")


def particulars(text: str) -> dict[str, Any]:
    """Name, address, tax number, phone and e-mail of a text; what is not there is not in the answer."""
    return dict(_read(text))


@lru_cache(maxsize=1 << 12)  # carriers and agents stand on every bill of a manifest
def _read(text: str) -> tuple[tuple[str, Any], ...]:
    found: dict[str, Any] = {}
    if _DIGITS.search(text):
        taxes = set(_TAX.findall(text))
        if len(taxes) == 1:
            found["tax_number"] = taxes.pop()
            text = _TAX.sub("\n", text)
        text = _taken("phone", _PHONE, text, found)
    if "@" in text:
        text = _taken("email", _EMAIL, text, found)
    lines = [line for raw in text.splitlines() if (line := raw.strip(" \t,;").rstrip(" \t,;("))]
    if lines:
        found["name"] = lines[0]
    if len(lines) > 1:
        found["address"] = ", ".join(" ".join(line.split()) for line in lines[1:])
    return tuple(found.items())


def _taken(name: str, pattern: re.Pattern[str], text: str, found: dict[str, Any]) -> str:
    """The text without what the pattern finds, which is said under the name."""
    said = tuple(dict.fromkeys(one.strip() for one in pattern.findall(text)))
    if not said:
        return text
    found[name] = said if len(said) > 1 else said[0]
    return pattern.sub("", text)
