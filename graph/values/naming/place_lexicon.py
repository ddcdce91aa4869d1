"""Words in names of places, and whole names of towns and regions.

The tables are heard as names are: `town_names.yaml` has the words that say what kind of place it is, or which of
several of one name; `place_names.yaml` the towns and regions by all their names.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from graph.values.naming.lexicon import small_words
from graph.values.naming.sounds import line_of, word_key
from graph.values.reference.tables import read_table

_WRITTEN = "="  # before a name as it is written, which no sounds begin with


@cache
def _town_table() -> Mapping[str, Any]:
    return read_table("town_names.yaml")[0]


@cache
def small_words_of_places() -> frozenset[str]:
    """Of, on: left out of the names of places."""
    return small_words() | frozenset(_town_table()["small_words"].split())


@cache
def _phrases_of_kinds() -> re.Pattern[str]:
    phrases = sorted(_town_table()["phrases"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, map(line_of, phrases)))})(?!\w)")


def with_kinds_in_one_word(line: str) -> str:
    """The line of a place's name, with two words that say one thing put together: эл аралык, hava limanı."""
    return _phrases_of_kinds().sub(lambda phrase: phrase[0].replace(" ", ""), line)


@cache
def _meanings_in_places(table: str) -> Mapping[str, str]:
    meanings = _town_table()[table]
    return {word_key(word): meaning for meaning, words in reversed(meanings.items()) for word in words.split()}


def kind_of_place(key: str) -> str:
    """What kind of place a word says it is, by its coarse sounds: `town`, `region`; "" for any other word."""
    return _meanings_in_places("kinds").get(key, "")


def qualifier_of_place(key: str) -> str:
    """Which of several places of one name a word says it is, by its coarse sounds: `north`, `new`; "" for any other."""
    return _meanings_in_places("qualifiers").get(key, "")


@cache
def _places_named(table: str) -> Mapping[str, frozenset[int]]:
    names, _ = read_table("place_names.yaml")
    first = 0 if table == "towns" else len(names["towns"])
    places: dict[str, set[int]] = {}
    for number, forms in enumerate(names[table], first):
        for form in forms:
            for key in (word_key(form), written_key(form)):
                places.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in places.items()}


def written_key(name: str) -> str:
    """What a whole name of the tables of places is looked up by where it is spelt as there: Altay is not Yalta."""
    return _WRITTEN + line_of(name).replace(" ", "")


def towns_named(key: str) -> frozenset[int]:
    """The towns, as numbers, that bear a name or bore it, by the coarse sounds or `written_key` of the whole name."""
    return _places_named("towns").get(key, frozenset())


@cache
def keys_of_towns() -> frozenset[str]:
    """The coarse sounds of all names of towns."""
    return frozenset(key for key in _places_named("towns") if not key.startswith(_WRITTEN))


def regions_named(key: str) -> frozenset[int]:
    """The regions, as numbers that no town has, that bear a name, by its coarse sounds or `written_key`."""
    return _places_named("regions").get(key, frozenset())
