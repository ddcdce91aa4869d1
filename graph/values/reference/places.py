"""The gazetteer: border posts, ports, dry ports and airports of the members and their neighbours' counterparts.

The table is `places.yaml`; it is read at first use. The country is part of a place's identity: Alat is a border post
in Uzbekistan and a port in Azerbaijan.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.values import names
from graph.values.reference.countries import country_code
from graph.values.reference.tables import read_table


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; `id` is `UZ:alat`.

    `kind` is border_post, rail_border, port, dry_port or airport. Coordinates are in degrees to about 0.1, for maps and
    plausibility; None where that is not sure. `locodes` are its codes of UN/LOCODE, `TMFAR`.
    """

    id: str
    name: str
    country: str
    kind: str
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]
    locodes: tuple[str, ...]


PLACES: tuple[Place, ...]
"""All places, by country of the file and its order."""

GAZETTEER_VERSION: str
"""Short hash of the table's file."""

CACHE_SIZE = 1 << 14
# What a document may put around the name of a post. Words for airports are not among them: a town is not its airport.
_AROUND = """
    port sea seaport border post crossing point checkpoint customs station bcp of
    порт морской таможенный таможня пост пункт пропуска переход мапп апп жд станция ст тп пп т п пограничный
    bojxona posti божхона пости порти gömrük gomruk postu limanı кеден бекеті бажы гумрук митний пункту პორტი بندر گمرک
"""
_LOCODE = re.compile(r"([A-Z]{2})[ \-]?([A-Z2-9]{3})")
_PARTS = re.compile(r"[,;/()\[\]\n،]+")  # the last sign is the comma of Arabic script


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Places, and by country the places of each folded name; `shorter` has the names without the words around them."""

    places: tuple[Place, ...]
    codes: Mapping[str, Place]
    exact: Mapping[str, Mapping[str, Place]]
    shorter: Mapping[str, Mapping[str, Place]]
    version: str


@cache
def _around() -> frozenset[str]:
    return frozenset(names.fold(word) for word in _AROUND.split())


def _shorten(fold: str) -> str:
    return " ".join(word for word in fold.split() if word not in _around())


def _place(place_id: str, row: Mapping[str, Any]) -> Place:
    latitude, longitude = row.get("at", (None, None))
    aliases, locodes = tuple(row["names"]), tuple(row.get("locode", ()))
    return Place(place_id, row["name"], place_id[:2], row["kind"], latitude, longitude, aliases, locodes)


@cache
def _gazetteer() -> _Gazetteer:
    table, version = read_table("places.yaml")
    places = tuple(_place(place_id, row) for place_id, row in table.items())
    exact: dict[str, dict[str, Place]] = {}
    owners: dict[tuple[str, str], set[Place]] = {}
    for place in places:
        for name in (place.name, *place.aliases):
            fold = names.fold(name)
            exact.setdefault(place.country, {}).setdefault(fold, place)
            owners.setdefault((place.country, _shorten(fold)), set()).add(place)
    shorter: dict[str, dict[str, Place]] = {}
    for (country, fold), found in owners.items():
        if fold and len(found) == 1:
            shorter.setdefault(country, {})[fold] = next(iter(found))
    codes = {code: place for place in places for code in place.locodes}
    return _Gazetteer(places, codes, exact, shorter, version)


def __getattr__(name: str) -> object:
    if name == "PLACES":
        return _gazetteer().places
    if name == "GAZETTEER_VERSION":
        return _gazetteer().version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=CACHE_SIZE)
def find_places(text: str, *countries: str) -> tuple[Place, ...]:
    """The places that a text may mean, in the order of their countries: one where it is clear, () where there is none.

    A code of UN/LOCODE is its place wherever it is written. A name is compared whatever its script; words such as
    *port*, *таможенный пост* around it are ignored where the whole does not match. Of a name that several countries
    have, the country in the text decides (`Alat, AZ`, `Порт Алят (Азербайджан)`), which then must have it.

    Args:
        text: The place as written.
        countries: Where it may be, the likeliest first, alpha-2 or "". The first that has the name decides between
            places of one name; none of them rules out a name that only another country has.
    """
    code = _LOCODE.fullmatch(text.strip().upper())
    coded = _gazetteer().codes.get(code[1] + code[2]) if code else None
    if coded is not None:
        return (coded,)
    found = _named(text)
    if len(found) == 1:
        return found
    said, spoken = _country_in(text)
    if said:
        return tuple(dict.fromkeys(place for name in spoken for place in _named(name, (said,))))
    likely = (_named(text, (country,)) for country in countries)
    return next(filter(None, likely), found)


def _named(text: str, countries: Iterable[str] = ()) -> tuple[Place, ...]:
    """The places of that name, at most one a country; in all countries where none is named."""
    fold = names.fold(text)
    if not fold:
        return ()
    gazetteer = _gazetteer()
    searched = countries or sorted(gazetteer.exact)
    for table, key in ((gazetteer.exact, fold), (gazetteer.shorter, _shorten(fold))):
        found = tuple(table[code][key] for code in searched if key in table.get(code, {}))
        if found:
            return found
    return ()


def _country_in(text: str) -> tuple[str, tuple[str, ...]]:
    """The one country that a text names beside a place, and what else it says; ("", ()) where it names none or two."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    if len(parts) == 1:
        words = text.split()
        parts = [words[0], " ".join(words[1:])] if country_code(words[0]) else [" ".join(words[:-1]), words[-1]]
    codes = [country_code(part) or "" for part in parts]
    said = {code for code in codes if code}
    others = tuple(part for part, code in zip(parts, codes, strict=True) if not code)
    return (said.pop(), others) if len(said) == 1 and others else ("", ())
