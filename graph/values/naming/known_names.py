"""Names that are known: forms of one given name, titles and the words of fathers' names, and towns.

Every word of `given_names.yaml` and `town_names.yaml` becomes sounds once, so that any romanisation of it meets it.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from graph.values.naming.lexicon import in_script
from graph.values.naming.sounds import CACHE_SIZE, VOWELS, coarse, line_of, sounds, word_key
from graph.values.reference.tables import read_table

_PLAIN_VOWELS = "".join(sorted(VOWELS))
_UNKNOWN: frozenset[int] = frozenset()


@cache
def _person_table() -> Mapping[str, Any]:
    return read_table("given_names.yaml")[0]


@cache
def _titles(is_abjad: bool) -> frozenset[str]:
    table = in_script(_person_table()["titles"], is_abjad).split()
    return frozenset(_with_glides(sounds(line_of(word).replace(" ", ""))) for word in table)


def is_title(heard: str, is_abjad: bool = False) -> bool:
    """Whether a word is a title or honorific, by its sounds: Shaykh is one, Shah is a name.

    Args:
        is_abjad: The word is in Perso-Arabic script, where Omar without his vowels would be a Mr.
    """
    return _with_glides(heard) in _titles(is_abjad)


def _with_glides(heard: str) -> str:
    return coarse(heard.replace("y", "i"))


@cache
def words_of(role: str) -> frozenset[str]:
    """`son_of` (words before a father's name), `son` and `daughter` (sounds after it), `particles`."""
    return frozenset(_person_table()[role].split())


@cache
def _groups() -> Mapping[str, frozenset[int]]:
    """Coarse sounds of a given name or town -> numbers of the groups that it is of."""
    groups: dict[str, set[int]] = {}
    towns = read_table("town_names.yaml")[0]["towns"]
    for number, names in enumerate((*_person_table()["given_names"], *towns)):
        for name in names.split():
            groups.setdefault(word_key(line_of(name)), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in groups.items()}


@cache
def _stem_groups() -> Mapping[str, frozenset[int]]:
    stems: dict[str, set[int]] = {}
    for key, numbers in _groups().items():
        stems.setdefault(key.rstrip(_PLAIN_VOWELS), set()).update(numbers)
    return {stem: frozenset(numbers) for stem, numbers in stems.items()}


def is_one_name(left: str, right: str) -> bool | None:
    """Whether two words are forms of one given name or town (Mykola, Nikolay); None where not both are known."""
    groups = _groups_of(left)
    others = _groups_of(right) if groups else _UNKNOWN
    return not groups.isdisjoint(others) if others else None


@lru_cache(maxsize=CACHE_SIZE)
def _groups_of(heard: str) -> frozenset[int]:
    return _groups().get(coarse(heard), _UNKNOWN)


def is_one_stem(left: str, right: str) -> bool:
    """Whether two stems are of one given name or town: Олексі- of Олексійович, Одес- of Одеський."""
    groups = _groups_of_stem(left)
    return bool(groups) and not groups.isdisjoint(_groups_of_stem(right))


@lru_cache(maxsize=CACHE_SIZE)
def _groups_of_stem(heard: str) -> frozenset[int]:
    return _stem_groups().get(coarse(heard).rstrip(_PLAIN_VOWELS), _UNKNOWN)
