"""Quantities of seizures and goods: what a text such as `11 kg 987 g`, `5-литр × 23` or `127,344 pills` amounts to.

Units (`reference/units.yaml`) are converted inside their dimension alone: kilograms, litres, hectares. Tablets,
ampoules, cigarettes, packs and pieces are counts of their own kind and never become one another; how many tablets make
a kilogram is not ours to say. So sums are made per (dimension, base unit) and never across. A ton is 1,000 kg unless
the text says short, long or US. What cannot be understood has no number: an unknown unit is not zero.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from graph.values.reference.tables import read_table

CACHE_SIZE = 1 << 14  # texts


class Dimension(StrEnum):
    """What a quantity measures; only quantities of one dimension and one base unit can be added."""

    MASS = "mass"
    VOLUME = "volume"
    AREA = "area"
    COUNT = "count"
    PLANTS = "plants"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; `factor` turns it into the base unit and is None where the word has several sizes."""

    name: str
    dimension: Dimension
    base_unit: str
    factor: float | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity understood as far as it goes.

    Attributes:
        dimension: What is measured; unknown where the unit is.
        base: The amount in `base_unit`; None where the unit is unknown, has several sizes, or the number is unclear.
        base_unit: `kg`, `l`, `ha`, or the counted thing (`tablet`, `pack`); "" where the unit is unknown.
        problem: Why there is no amount, as a stable code; "" where there is one.
    """

    dimension: Dimension
    base: float | None = None
    base_unit: str = ""
    problem: str = ""


_BASE_UNITS = {Dimension.MASS: "kg", Dimension.VOLUME: "l", Dimension.AREA: "ha"}
_MULTIPLIERS = {
    **dict.fromkeys(("hundred", "hundreds", "сотня", "сотни", "сотен", "сто"), 100.0),
    **dict.fromkeys(("thousand", "thousands", "тыс", "тысяча", "тысячи", "тысяч", "ming", "минг", "min", "мың"), 1e3),
    **dict.fromkeys(("million", "millions", "mln", "млн", "миллион", "миллиона", "миллионов", "milyon"), 1e6),
}
_EACH = frozenset({"of", "по"})  # 23 canisters of 5 litres, 23 канистры по 5 литров
_LONGEST = 1000  # characters of a quantity
_HOLDERS = frozenset({"pack", "carton", "blister", "bottle", "box", "bag", "piece"})  # 10 bottles of 0.5 l are 5 l
# Beginnings of other words for what holds or makes up an amount; of a word that is none of these nothing follows.
_HELD_IN = re.compile(
    r"canist|kanistr|jerrycan|(can|drum|jar|tub|tank|flask|keg|vat|bucket|bundle|brick|parcel|roll|bale|sachet)s?\b"
    r"|cistern|briquet|envelope|container|канистр|бочк|банк(а|и|ах|у|ой|е)?\b|бидон|фляг|цистерн|ведр|ведер|брикет|сверт"
    r"|рулон|тюк|мешоч|баул|емкост|литров"
)
_DOSAGE_FORMS = frozenset({"tablet", "capsule", "ampoule", "vial", "dose"})  # 100 tablets of 5 mg stay 100 tablets
_AND = frozenset({"and", "и", "va", "ва", "və", "та", "we", "және"})

_MARKS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "²": "2", "³": "3", "٫": ".", "٬": ","})
_TIMES = re.compile(r"(?<=\d)\s*[x×х*]\s*(?=\d)|(?<=\w)\s+[x×х*]\s*(?=\d)|×")
_GROUPED = r"\d{1,3}(?:(?P<sign>[ .,'])\d{3})(?:(?P=sign)\d{3})*"
_NUMBER = r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_TOKEN = re.compile(rf"{_NUMBER}|×|[^\W\d_]\w*|[(]")
_OF_WHICH = re.compile(r"\bof which\b|\bincluding\b|\bincl\b|\bиз них\b|\bиз которых\b|\bв том числе\b|\bв т ч\b|\(")
_SIZED = re.compile(rf"[^\d(]+\(\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\d()][^()]*)\)")


@lru_cache(maxsize=CACHE_SIZE)
def quantity(value: float, unit: str) -> Quantity:
    """The quantity of a number with the text of its unit.

    Problems: `quantity_unit_missing`, `quantity_unit_unknown`, `quantity_unit_ambiguous` (a gallon of two sizes).
    """
    text = _plain(unit)
    if not text:
        return Quantity(Dimension.UNKNOWN, problem="quantity_unit_missing")
    found = _unit(text) if len(text) <= _LONGEST else None
    if found is None:
        return Quantity(Dimension.UNKNOWN, problem="quantity_unit_unknown")
    return _amount(value, *found)


@lru_cache(maxsize=CACHE_SIZE)
def quantity_of_text(text: str) -> Quantity:
    """The quantity of a text that holds number and unit: one, several that add up, or so many times one.

    What follows "of which" or a parenthesis is a part of the quantity before it and is not added. A sign and three
    digits group thousands in counts (`127,344 pills`); before other units a comma is the decimal sign where the unit
    is Cyrillic, and ambiguous where it is not (`1,234 kg`).

    Problems: those of `quantity`, `quantity_number_ambiguous`, `quantity_unreadable`.
    """
    if len(text) > _LONGEST:
        return Quantity(Dimension.UNKNOWN, problem="quantity_unreadable")
    tokens: Sequence[str] = _TOKEN.findall(_OF_WHICH.split(_TIMES.sub(" × ", _plain(text)), maxsplit=1)[0])
    parts: list[Quantity] = []
    while tokens:
        part, tokens = _first(tokens)
        if part.base is None:
            return part
        parts.append(part)
    if not parts or len({(part.dimension, part.base_unit) for part in parts}) > 1:
        return Quantity(Dimension.UNKNOWN, problem="quantity_unreadable")
    total = sum(part.base for part in parts if part.base is not None)
    return Quantity(parts[0].dimension, round(total, 9), parts[0].base_unit)


_UNREADABLE = Quantity(Dimension.UNKNOWN, problem="quantity_unreadable"), ()


def _first(tokens: Sequence[str]) -> tuple[Quantity, Sequence[str]]:
    """The quantity with which the tokens begin, and the tokens of the next one."""
    times = ""
    if tokens[1:2] == ["×"] and len(tokens) > 2:
        times, tokens = tokens[0], tokens[2:]
    number = tokens[0]
    if not (_is_number(number) and _is_number(times or number)):
        return _UNREADABLE
    found, words, tokens = _after_number(tokens)
    held = None if times else _held(found, words, tokens)
    if held is not None:
        times, number = number, held[0]
        found, words, tokens = _after_number(held)
    words, tokens = _without_strength(found, words, tokens)
    if tokens[:1] == ["×"] and len(tokens) > 1 and _is_number(tokens[1]) and not times:
        times, tokens = tokens[1], tokens[2:]
    if found is None:
        problem = "quantity_unit_unknown" if words else "quantity_unit_missing"
        return Quantity(Dimension.UNKNOWN, problem=problem), ()
    if tokens and (tokens[0] == "×" or not set(words[_width(words) :]) <= _AND):
        return _UNREADABLE  # something of another kind stands between two numbers
    unit, multiplier = found
    value, factor = _value(number, unit, words[0]), _value(times, _ONE, "") if times else 1.0
    if value is None or factor is None:
        return Quantity(unit.dimension, None, unit.base_unit, "quantity_number_ambiguous"), ()
    return _amount(value * factor, unit, multiplier), tokens


_Found = tuple[Unit, float] | None


def _held(found: _Found, words: Sequence[str], tokens: Sequence[str]) -> Sequence[str] | None:
    """The tokens of what each of the things counted holds: 23 canisters of 5 litres, 10 boxes x 5 kg."""
    if not words or not (_HELD_IN.match(words[0]) if found is None else found[0].name in _HOLDERS):
        return None
    if words[-1] in _EACH and tokens and _is_number(tokens[0]):
        return tokens
    is_times = len(tokens) > 2 and tokens[0] == "×" and _is_number(tokens[1]) and tokens[2] != "×"
    return tokens[1:] if is_times else None


def _without_strength(found: _Found, words: list[str], tokens: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """The words and tokens without the strength of a medicine: 100 tablets (of 5 mg)."""
    if found is None or found[0].name not in _DOSAGE_FORMS or words[-1] not in _EACH or not tokens:
        return words, tokens
    each, _, rest = _after_number(tokens)
    is_strength = _is_number(tokens[0]) and each is not None and each[0].dimension in _BASE_UNITS
    return (words[: _width(words)], rest) if is_strength else (words, tokens)


def _is_number(token: str) -> bool:
    return "0" <= token[0] <= "9"  # `_plain` has made digits of every script these; 𐩀 is a digit too, and no decimal


def _after_number(tokens: Sequence[str]) -> tuple[tuple[Unit, float] | None, list[str], Sequence[str]]:
    """The unit after a number, all words up to the next number or times sign, and the tokens from there."""
    words = list(itertools.takewhile(lambda token: token[0].isalpha() and token != "×", tokens[1:]))
    width = _width(words)
    return _unit(" ".join(words[:width])) if width else None, words, tokens[1 + len(words) :]


def _width(words: Sequence[str]) -> int:
    """How many of the first words are a unit, as many as can be; 0 where none are."""
    return next((n for n in range(min(4, len(words)), 0, -1) if _unit(" ".join(words[:n]))), 0)


def _amount(value: float, unit: Unit, multiplier: float) -> Quantity:
    if unit.factor is None:
        return Quantity(unit.dimension, None, unit.base_unit, "quantity_unit_ambiguous")
    amount = value * multiplier * unit.factor
    if not math.isfinite(amount):  # four hundred digits are a number too
        return Quantity(unit.dimension, None, unit.base_unit, "quantity_unreadable")
    return Quantity(unit.dimension, round(amount, 9), unit.base_unit)


def _value(text: str, unit: Unit, unit_text: str) -> float | None:
    """The number that is written; None where a sign may group thousands or begin decimals."""
    grouped = re.fullmatch(_GROUPED, text)
    if grouped:
        sign = grouped["sign"]
        is_count = unit.dimension in (Dimension.COUNT, Dimension.PLANTS)
        if sign in " '" or text.count(sign) > 1 or (is_count and not text.startswith("0")):
            return float(text.replace(sign, ""))
        if sign == "," and not text.startswith("0") and not re.match(r"[а-яё]", unit_text):
            return None
    compact = re.sub(r"[ ']", "", text)
    signs = re.sub(r"\d", "", compact)
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1:  # 1.234,5 or 1,234.5: the last one begins decimals
        compact = compact.replace(signs[0], "")
    elif len(signs) > 1:
        return None
    return float(compact.replace(",", "."))


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by each of its names, as `reference/units.yaml` has them."""
    table, _ = read_table("units.yaml")
    found: dict[str, Unit] = {}
    for dimension_name, rows in table.items():
        dimension = Dimension(dimension_name)
        is_counted = dimension in (Dimension.COUNT, Dimension.PLANTS)
        for name, row in rows.items():
            base_unit = name if is_counted else _BASE_UNITS[dimension]
            unit = Unit(name, dimension, base_unit, 1.0 if is_counted else row.get("factor"))
            found.update((_plain(text), unit) for text in row["names"])
    return found


@lru_cache(maxsize=CACHE_SIZE)
def _unit(text: str) -> tuple[Unit, float] | None:
    """The unit of a plain text and what multiplies it: `thousand of tablets`, `block (350 g)`; None where unknown."""
    known = units().get(text)
    if known is not None:
        return known, 1.0
    sized = _SIZED.fullmatch(text)
    if sized is not None:
        inner = _unit(sized["unit"].strip())
        size = _value(sized["number"], inner[0], sized["unit"]) if inner else None
        return None if inner is None or size is None else (inner[0], inner[1] * size)
    if "(" in text:  # ton (short)
        return _unit(" ".join(re.sub(r"[()]", " ", text).split()))
    head, _, tail = text.partition(" ")
    multiplier = _MULTIPLIERS.get(head)
    inner = _unit(tail.removeprefix("of ")) if multiplier and tail else None
    return None if inner is None or multiplier is None else (inner[0], inner[1] * multiplier)


def _plain(text: str) -> str:
    """Lower case, compatibility forms unified, digits of any script as ASCII, no dots after letters, single blanks."""
    text = unicodedata.normalize("NFKC", text.translate(_MARKS)).casefold()
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return " ".join(re.sub(r"(?<=[^\W\d_])\.", " ", text).split())


_ONE = Unit("", Dimension.COUNT, "", 1.0)
