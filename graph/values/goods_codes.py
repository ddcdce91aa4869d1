"""Commodity codes of the Harmonized System (HS): whether a text is one, and the edition in force on a day.

The first two digits are the chapter, four the heading, six the subheading of the HS; what follows is national. A code
is kept as reported and compared on six digits, of one edition: codes move between editions.
"""

import re
import unicodedata
from bisect import bisect
from functools import lru_cache

from graph.values.ids import is_cut
from graph.values.placeholders import is_placeholder

CACHE_SIZE = 1 << 15  # texts

EDITIONS = ("1988", "1992", "1996", "2002", "2007", "2012", "2017", "2022", "2028")
"""The editions of the HS; each entered into force on 1 January of its year (World Customs Organization)."""

# 2, 4 and 6 are levels of the HS, legal in manifests. National codes: 8 (Pakistan, Combined Nomenclature), 9 (the older
# nomenclature of the CIS, Georgia's tax code until the 2010s: `2204 21 100`), 10 (EAEU, Ukraine, TARIC), 11 (Georgia),
# 12 (Türkiye).
_LENGTHS = frozenset({2, 4, 6, 8, 10, 11, 12})
_OLD_GROUPS = re.compile(r"\d{4}[ .\-]?\d{2}[ .\-]\d{3}")  # nine digits in a row are rather ten without their zero
_RESERVED = 77  # kept free by the HS for a use to come; 98 and 99 are left to the countries
_BREAKS = re.compile(r"[,;/|\n]+")
_SEPARATORS = re.compile(r"[\s.\-]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@lru_cache(maxsize=CACHE_SIZE)
def code_problems(text: str) -> tuple[str, ...]:
    """What is wrong with the commodity codes of a text, as flags (`hs_length: 12345`); () when nothing is.

    Several codes may stand in it, separated by commas or semicolons; dots, blanks and hyphens inside a code do not
    count, and words that stand for no code (`N/A`) are passed over. Flags: `hs_not_digits`, `hs_length` (not 2, 4, 6,
    8, 10 to 12 digits), `hs_chapter_unknown` (00 or 77), `number_cut` (`7,13E+09`, whose last digits are lost).
    """
    if is_cut(text):
        return (f"number_cut: {text}",)
    if is_placeholder(text, "hs_code") and not any(char.isdecimal() for char in text):
        return ()
    found = (_problem(part.strip()) for part in _BREAKS.split(text))
    return tuple(dict.fromkeys(problem for problem in found if problem))


def _problem(part: str) -> str:
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", part))
    if not code:
        return ""
    if not code.isdecimal():
        return f"hs_not_digits: {part}"
    if len(code) not in _LENGTHS and not (len(code) == 9 and _OLD_GROUPS.fullmatch(part)):
        return f"hs_length: {part}"
    return f"hs_chapter_unknown: {part}" if int(code[:2]) in (0, _RESERVED) else ""


def edition_on(day: str) -> str:
    """The edition in force on an ISO day, `2022`; "" before the first one and for no day.

    It is the edition of the World Customs Organization: many a country adopts one a year or more later.
    """
    return EDITIONS[at - 1] if (at := bisect(EDITIONS, day[:4])) else ""


@lru_cache(maxsize=256)
def is_edition(text: str) -> bool:
    """Whether a text names one edition: `2022`, `HS 2017`, `HS2012`."""
    years = _YEAR.findall(text.upper().replace("HS", " "))
    return len(years) == 1 and years[0] in EDITIONS
