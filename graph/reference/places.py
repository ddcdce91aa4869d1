"""The gazetteer: border posts, ports, dry ports and airports of the members and their neighbours' counterparts.

The table is `places.yaml`; it is read at first use. The country is part of a place's identity: Alat is a border post
in Uzbekistan and a port in Azerbaijan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph import names


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; `id` is `UZ:alat`.

    `kind` is border_post, rail_border, port, dry_port or airport. Coordinates are in degrees to about 0.1, for maps and
    plausibility; None where that is not sure.
    """

    id: str
    name: str
    country: str
    kind: str
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Places, and by country the places of each folded name; `shorter` has the names without the words around them."""

    places: tuple[Place, ...]
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
    return Place(place_id, row["name"], place_id[:2], row["kind"], latitude, longitude, tuple(row["names"]))


@cache
def _gazetteer() -> _Gazetteer:
    table, version = names.read_reference("places.yaml")
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
    return _Gazetteer(places, exact, shorter, version)


def __getattr__(name: str) -> object:
    if name == "PLACES":
        return _gazetteer().places
    if name == "GAZETTEER_VERSION":
        return _gazetteer().version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=CACHE_SIZE)
def find_place(text: str, country: str) -> Place | None:
    """The place of that name in the country, whatever the script; None when there is none or two could be meant.

    Without a country ("") the name must be in exactly one. Words such as *port*, *таможенный пост* around the name are
    ignored where the whole does not match.
    """
    fold = names.fold(text)
    if not fold:
        return None
    gazetteer = _gazetteer()
    countries = [country.strip().upper()] if country.strip() else sorted(gazetteer.exact)
    for table, key in ((gazetteer.exact, fold), (gazetteer.shorter, _shorten(fold))):
        found = [table[code][key] for code in countries if key in table.get(code, {})]
        if found:
            return found[0] if len(found) == 1 else None
    return None
