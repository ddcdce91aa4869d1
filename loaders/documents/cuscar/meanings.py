"""What single segments of a CUSCAR message mean by themselves: parties, places, contacts, codes, weights, moments.

Pure, and with the answers of the last thousand texts kept: a manifest names the same firms, places and codes again
and again, and a kept answer takes a tenth of the time.
"""

import re
from functools import lru_cache

from graph.values.names import legal_form
from graph.values.quantities import Dimension, quantity
from loaders import parsers
from loaders.documents.edifact import Segment

CACHE_SIZE = 1 << 10  # texts of each function; a hostile file makes each 64 kB long
_ROLES = {
    "CZ": "shipper",
    "EX": "shipper",
    "SU": "seller",
    "SE": "seller",
    "CN": "consignee",
    "BY": "buyer",
    "NI": "notify",
    "N1": "notify",
    "N2": "notify",
    "CA": "carrier",
    "FW": "forwarder",
    "DT": "declarant",
    "CB": "declarant",
    "WH": "warehouse",
}
# LOC qualifier -> field; where several give one, the first of this table that is there counts
_PLACES = {
    "9": "loaded_at",
    "76": "loaded_at",
    "5": "loaded_at",
    "11": "unloaded_at",
    "60": "unloaded_at",
    "41": "entered_at",
    "22": "office",
    "42": "exit_office",
    "27": "origin_country",
    "35": "departure_country",
    "28": "destination_country",
    "36": "destination_country",
}
_RANKS = {qualifier: rank for rank, qualifier in enumerate(_PLACES)}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PATTERNS = {
    "101": "%y%m%d",
    "102": "%Y%m%d",
    "201": "%y%m%d%H%M",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "303": "%Y%m%d%H%M",
}


@lru_cache(maxsize=CACHE_SIZE)
def party(text: str) -> tuple[str, dict[str, str]]:
    """The role of a NAD, "" where it is none of ours, and what it says by field."""
    one = Segment(text)
    role = _ROLES.get(one.get(0), "")
    if not role:
        return "", {}
    name, address = _name_and_address(one)
    particulars = {"name": name, "address": address, "key": one.get(1), "country": country(one.get(8))}
    return role, {f"{role}.{part}": text for part, text in particulars.items() if text}


@lru_cache(maxsize=CACHE_SIZE)
def place(text: str) -> tuple[str, str, int]:
    """The field of a LOC, its place and rank; no place where the field is none of ours."""
    one = Segment(text)
    name = _PLACES.get(one.get(0), "")
    where = (one.get(1) or one.get(1, 3)) if name else ""
    if name.endswith("_country"):
        where = country(where) or (country(where[:2]) if len(where) == 5 else "")  # a place's code begins with its own
    return name, where, _RANKS.get(one.get(0), 0)


def _name_and_address(one: Segment) -> tuple[str, str]:
    """Name and address of a NAD: structured, in lines, or both in one text with commas."""
    structured, lines = list(one.all(3)), list(one.all(2))
    if not structured and len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(",") if part.strip()]
    if structured:
        name = " ".join(structured)
    else:
        name = lines.pop(0) if lines else ""
        while lines and len(lines[0].split()) == 1 and legal_form(f"{name} {lines[0]}"):  # Silk Road Trade Co., Ltd
            name = f"{name}, {lines.pop(0)}"
    address = [*lines, *one.all(4), one.get(5), one.get(6), one.get(7)]
    return name, ", ".join(part for part in address if part)


@lru_cache(maxsize=CACHE_SIZE)
def contact(text: str) -> tuple[str, str]:
    """What a COM is of a party, "" where it is none of ours, and its text."""
    one = Segment(text)
    return {"TE": "phone", "AL": "phone", "EM": "email"}.get(one.get(0, 1), ""), one.get(0)


@lru_cache(maxsize=CACHE_SIZE)
def commodity_code(text: str) -> str:
    """The commodity code of a CST or PIA."""
    one = Segment(text)
    return one.get(1) if one.tag == "CST" or one.get(1, 1) == "HS" else ""


@lru_cache(maxsize=CACHE_SIZE)
def kilograms(amount: str, unit: str) -> float | None:
    """A weight; None in a unit that is none of mass."""
    found = quantity(numeric(amount), unit)
    return found.base if found.dimension is Dimension.MASS else None


def country(text: str) -> str:
    return parsers.country(text) or "" if text else ""


def numeric(text: str) -> float:
    """A number of ISO 9735: no grouping, comma or point as the decimal sign."""
    if not _NUMBER.fullmatch(text) or len(text) > 35:
        raise ValueError("not a number such as 55814 or 1,5")
    return float(text.replace(",", "."))


def moment(text: str, pattern: str) -> str:
    """A day as ISO text, or a day and hour as written there.

    An hour has the offset `+00:00` where the text names UTC (format 303), and else none: an interchange names no zone.
    """
    written = text[:12] if pattern in ("303", "205") else text
    known = _PATTERNS.get(pattern) or {8: "%Y%m%d", 12: "%Y%m%d%H%M", 6: "%y%m%d"}.get(len(written), "")
    if not known:
        raise ValueError(f"a date in the format {pattern!r}, which is not known")
    if "%H" not in known:
        return parsers.date(written, (known,))
    found = parsers.moment(written, (known,), "UTC")
    return found if pattern == "303" and text[12:] in ("UTC", "GMT") else found[:16]
