"""Countries by any of their codes and names, in the languages of the members and of their trade.

The table is `countries.yaml`; it is read at first use. Names are compared as `graph.values.names` folds them, so that
case, accents, apostrophes and doubled letters do not matter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from graph.values import names
from graph.values.reference.tables import read_table

NETWORK = frozenset({"AF", "AZ", "GE", "KZ", "KG", "PK", "TJ", "TM", "UA", "UZ"})
"""The members of the network of control units, by code."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country of ISO 3166-1; `network` says whether it is a member."""

    code: str
    alpha3: str
    name: str
    network: bool


COUNTRIES: Mapping[str, Country]
"""Alpha-2 code -> country, in the order of the codes."""

CACHE_SIZE = 1 << 14
# Left out when the whole name is not listed: "Republic of X", "Республика X", "X (Islamic Republic of)"
_ARTICLE = re.compile(r"\bthe\b")
_STATE_WORDS = re.compile(
    r"\b(?:the|islamic|bolivarian|plurinational|united republic of|federated states of|republic of|republic|rep"
    r"|kingdom of|state of|respublikasi|respublikası|respublikasy|respublika|cumhuriyeti"
    r"|исламская|боливарианская|многонациональное|объединенная|федеративные штаты|республика|респ|государство"
    r"|королевство|федерацияси|федерациясы|республіка|ісламська|республикаси|республикасы|ҷумҳурии|жумҳурияти|исломии|ислом|جمهوری|جمهوریت|جمهوريت|اسلامی|اسلامي)\b"
)
_SHORTENED = re.compile(r"\bресп\b")
_BRACKETS = re.compile(r"^([^()]*)\(([^()]*)\)[^()]*$")
_OF_CHINA = frozenset({"HK", "MO", "TW"})
_SHORTEST_FOLDED = 4  # letters; the fold makes one of abbreviations that mean two countries (ҚР and КР)

_LOOK_ALIKES = str.maketrans("авекмнорстху", "abekmhopctxy")  # in a code typed half in Cyrillic


@dataclass(frozen=True, slots=True)
class _Tables:
    """Countries by code, and codes by every spelling: codes in lower case, surfaces, and folds that only one has."""

    countries: Mapping[str, Country]
    codes: Mapping[str, str]
    surfaces: Mapping[str, str]
    folds: Mapping[str, str]


@cache
def _tables() -> _Tables:
    table, _ = read_table("countries.yaml")
    countries: dict[str, Country] = {}
    codes: dict[str, str] = {}
    surfaces: dict[str, str] = {}
    folds: dict[str, set[str]] = {}
    for code, row in table.items():
        countries[code] = Country(code, row["alpha3"], row["name"], code in NETWORK)
        codes |= {code.lower(): code, row["alpha3"].lower(): code, row["numeric"]: code}
        for name in (row["name"], *row["names"]):
            surfaces.setdefault(names.surface(name), code)
            folds.setdefault(names.search_text(name), set()).add(code)
    single = {fold: next(iter(owners)) for fold, owners in folds.items() if len(owners) == 1}
    return _Tables(MappingProxyType(countries), codes, surfaces, single)


def __getattr__(name: str) -> Mapping[str, Country]:
    if name == "COUNTRIES":
        return _tables().countries
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=CACHE_SIZE)
def country_code(text: str) -> str | None:
    """The alpha-2 code of a country given as alpha-2, alpha-3, three-digit numeric code or name; None when unknown.

    Codes win over names, listed names over folded ones; a fold that two countries share counts for neither. `NA` is
    Namibia. Numeric codes that lost their leading zeros are not read: `8` may be anybody's own code.
    """
    clean = names.surface(text)
    if not clean:
        return None
    return _named(clean) or _said_twice(clean) or _with_brackets(text)


def _named(clean: str) -> str | None:
    """The country of a surface that is one code or name."""
    tables = _tables()
    joined = clean.replace(" ", "")
    code = tables.codes.get(clean) or tables.surfaces.get(clean) or tables.surfaces.get(joined)
    if not code and len(joined) >= _SHORTEST_FOLDED:
        code = tables.folds.get(names.search_text(clean))
    if not code and len(clean) <= 3 and re.search("[a-z]", clean):
        code = tables.codes.get(clean.translate(_LOOK_ALIKES))
    if code:
        return code
    for shorter in (_SHORTENED.sub("республика", clean), _ARTICLE.sub(" ", clean), _STATE_WORDS.sub(" ", clean)):
        shorter = " ".join(shorter.split())
        if shorter and shorter != clean:
            code = tables.surfaces.get(shorter) or tables.folds.get(names.search_text(shorter))
        if code:
            return code
    return None


def _said_twice(clean: str) -> str | None:
    """The country of a code beside a name that say the same: `KZ - Казахстан`, `Uzbekistan, UZ`."""
    words = clean.split()
    for code, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        found = _tables().codes.get(code)
        if found and rest and _named(" ".join(rest)) == found:
            return found
    return None


def _with_brackets(text: str) -> str | None:
    """The country in brackets where what stands before them is none, `Корея (КНДР)`; a part of China before China."""
    match = _BRACKETS.match(text)
    if match is None:
        return None
    before, inside = (_named(names.surface(part)) for part in match.groups())
    if before is None:
        return inside
    return before if before == inside or (before in _OF_CHINA and inside == "CN") else None
