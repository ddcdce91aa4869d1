"""Parties in columns: the forms in which two of them are blocked and compared, out of a world or of plain values."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from graph.linkage.kept import kept_entities
from graph.linkage.spelling import consonants
from graph.linkage.world import World
from graph.projection.projection import Projection
from graph.values.ids import has_failed_check
from graph.values.names import fold
from graph.values.nicknames import formal_keys

_NUMERALS = re.compile(r"\d+")
_NUMERALS_OF_PERSONS = re.compile(r"(?<!\w)\d+(?!\w)")  # a digit among letters is a slip of the keyboard
_OWN_EDGES = {"HAS_PHONE": "phones", "HAS_EMAIL": "emails", "HAS_ADDRESS": "addresses", "HAS_IDENTIFIER": "identifiers"}
_TAX = "identifier:tax:"
DEEDS = ("vehicles", "carriers", "routes")
_ROUTE = ("LOADED_AT", "ENTERED_AT", "UNLOADED_AT")


@dataclass(frozen=True, slots=True)
class Parties:
    """Parties in columns of one length; a text that is not known is "", several values are sorted and distinct.

    `keys` are their ids. `name` is folded, words in the order of the source; `name_key` has them sorted, `skeleton`
    without vowels, `formal_keys` those of a person with formal names for short ones, `rarest` is the word that fewest
    names have; `numerals` are those of the name. Identifiers are numbers other than a tax number, `places` the words of
    the addresses. `vehicles` are those that a person came with or keeps, and the firms he directs.
    """

    keys: list[str]
    is_person: list[bool]
    label: list[str]
    name: list[str]
    name_key: list[str]
    skeleton: list[str]
    formal_keys: list[tuple[str, ...]]
    rarest: list[str]
    numerals: list[tuple[str, ...]]
    country: list[str]
    birth_on: list[str]
    tax_numbers: list[tuple[str, ...]]
    identifiers: list[tuple[str, ...]]
    phones: list[tuple[str, ...]]
    emails: list[tuple[str, ...]]
    addresses: list[tuple[str, ...]]
    places: list[tuple[str, ...]]
    vehicles: list[tuple[str, ...]]
    carriers: list[tuple[str, ...]]
    routes: list[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, places: Iterable[int]) -> "Parties":
        """Those at these places, in this order."""
        wanted = list(places)
        return Parties(*([getattr(self, column.name)[place] for place in wanted] for column in fields(self)))

    def with_columns(self, columns: Mapping[str, list[Any]]) -> "Parties":
        """The same with other values in some columns."""
        return replace(self, **columns)


def parties_of(world: World) -> Parties:
    """The parties of a world, in order of id; where no kind is known a party counts as a company."""
    projection = world.projection
    numbers = projection.numbers_of("Party")
    held: dict[str, list[set[str]]] = {name: [set() for _ in numbers] for name in (*_OWN_EDGES.values(), *DEEDS)}
    first = int(numbers[0]) if len(numbers) else 0
    for edge_type, column in _OWN_EDGES.items():
        ends = list(_ends(projection, (edge_type,)))
        values = {value: projection.ids[value] for _, value in ends}
        right = {value: node_id for value, node_id in values.items() if not has_failed_check(node_id)}
        for party, value in ends:
            if value in right:
                held[column][party - first].add(right[value])
    for column, party, value_id in (*_journeys(projection), *_possessions(projection)):
        held[column][party - first].add(value_id)
    kinds = list(projection.property_of("Party", "kind"))
    said = {
        "label": projection.property_of("Party", "name"),
        "country": projection.property_of("Party", "country"),
        "birth_on": projection.property_of("Party", "birth_on"),
    }
    return parties_from(
        list(projection.ids.take(numbers)),
        [kind == "person" for kind in kinds],
        {name: [str(value or "") for value in column] for name, column in said.items()},
        {name: [tuple(sorted(several)) for several in column] for name, column in held.items()},
    )


def parties_from(
    keys: Sequence[str],
    is_person: Sequence[bool],
    texts: Mapping[str, Sequence[str]],
    several: Mapping[str, Sequence[Sequence[str]]],
) -> Parties:
    """Parties out of plain values.

    Args:
        keys: Their ids, all different.
        is_person: Whether each is a person.
        texts: `label` (the name as reported), and perhaps `country` and `birth_on`, a text each.
        several: Perhaps `identifiers` (tax numbers among them begin with `identifier:tax:`), `phones`, `emails`,
            `addresses`, `vehicles`, `carriers`, `routes`, several texts each.
    """
    folded = {label: fold(label) for label in set(texts["label"])}
    names = [folded[label] for label in texts["label"]]
    nothing: list[Any] = [""] * len(keys)
    none: list[Any] = [()] * len(keys)
    numbers = [tuple(sorted(set(values))) for values in several.get("identifiers", none)]
    words = Counter(word for name in set(names) for word in set(name.split()))
    columns = {
        name: [tuple(sorted(set(values))) for values in several.get(name, none)]
        for name in ("phones", "emails", "addresses", *DEEDS)
    }
    return Parties(
        keys=list(keys),
        is_person=list(is_person),
        label=list(texts["label"]),
        name=names,
        name_key=[" ".join(sorted(name.split())) for name in names],
        skeleton=[consonants(name) for name in names],
        formal_keys=[formal_keys(name) if person else () for name, person in zip(names, is_person, strict=True)],
        rarest=[min(name.split(), key=lambda word: (words[word], -len(word), word), default="") for name in names],
        numerals=[tuple(sorted(numerals_of(name, person))) for name, person in zip(names, is_person, strict=True)],
        country=list(texts.get("country", nothing)),
        birth_on=list(texts.get("birth_on", nothing)),
        tax_numbers=[tuple(value for value in values if value.startswith(_TAX)) for values in numbers],
        identifiers=[tuple(value for value in values if not value.startswith(_TAX)) for values in numbers],
        places=[words_of_addresses(values) for values in columns["addresses"]],
        **columns,
    )


def numerals_of(name: str, is_person: bool) -> set[str]:
    """The numbers in a name, of a person those that are words of their own."""
    return set((_NUMERALS_OF_PERSONS if is_person else _NUMERALS).findall(name))


def words_of_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """The words of addresses as they are keyed, sorted and distinct."""
    return tuple(sorted({word for address in addresses for word in address.rpartition(":")[2].split()}))


def _ends(projection: Projection, types: Sequence[str]) -> Iterable[tuple[int, int]]:
    edges = projection.edges_of_types(types)
    return zip(projection.columns.source[edges].tolist(), projection.columns.target[edges].tolist(), strict=True)


def _leaders(projection: Projection) -> np.ndarray:
    """For a party the first node of its entity as read off, for any other node itself."""
    entities = kept_entities(projection)
    leader = np.arange(len(projection.ids))
    if entities.count:
        leader[entities.parties] = entities.first[entities.of_party]
    return leader


def _journeys(projection: Projection) -> Iterable[tuple[str, int, str]]:
    """(column, driver, value) of vehicles, carriers and routes of the journeys that persons drove."""
    leader, ids = _leaders(projection).tolist(), list(projection.ids)
    came_with: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for column, edge_type in (("vehicles", "ON_VEHICLE"), ("carriers", "CARRIED_BY")):
        for record, value in _ends(projection, (edge_type,)):
            came_with[record].add((column, ids[leader[value]]))
    places: dict[int, list[str]] = defaultdict(list)
    for edge_type in _ROUTE:
        for record, place in _ends(projection, (edge_type,)):
            places[record].append(ids[place])
    for record, route in places.items():
        if len(route) > 1:
            came_with[record].add(("routes", " > ".join(route)))
    for record, driver in _ends(projection, ("DRIVEN_BY",)):
        for column, value_id in came_with.get(record, ()):
            yield column, driver, value_id


def _possessions(projection: Projection) -> Iterable[tuple[str, int, str]]:
    """(column, person, value) of the firms that persons direct or own, and of the vehicles registered to them."""
    leader, ids = _leaders(projection), projection.ids
    for source, person in _ends(projection, ("DIRECTED_BY", "OWNED_BY", "HELD_BY")):
        if projection.type_of(source) == "Party":
            yield "vehicles", person, ids[int(leader[source])]
            continue
        for value in projection.neighbours(source).nodes.tolist():
            if projection.type_of(value) == "Vehicle":
                yield "vehicles", person, ids[value]
