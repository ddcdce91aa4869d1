"""Towns in the names of firms: by all their names, in a case, and as adjectives (Ташкентский, Toshkent; თბილისის)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from graph.values.naming import place_lexicon
from graph.values.naming.sounds import CACHE_SIZE, VOWELS

_TOWN = "town "  # before its number, so that no word of the trade means the same
_MOST_WORDS = 3
_LEAST_STEM = 3
_PLAIN_VOWELS = "".join(sorted(VOWELS))
_OF_A_TOWN = re.compile(r"(?:[ieao]n|[oe]v|iy?)?(?P<last>[sc])k(?:iy?|aya|a|oye|oe|o|e|oho|oi|im|ie)$")
_VOWELS_OF_A_CASE = ("i", "I", "u")
_ENDINGS_OF_A_CASE = ("is", "nin", "ning", "ninh")  # of Georgian, Turkmen and Azerbaijani, Uzbek


def is_town(meaning: str) -> bool:
    """Whether a meaning of a word is a town."""
    return meaning.startswith(_TOWN)


def town_at(keys: Sequence[str]) -> tuple[int, str]:
    """How many words, by their coarse sounds, begin with a town, and which, as a meaning: 0 and "" for none."""
    for length in range(min(_MOST_WORDS, len(keys)), 0, -1):
        town = _town_of("".join(keys[:length]))
        if town:
            return length, town
    return 0, ""


@lru_cache(maxsize=CACHE_SIZE)
def _town_of(key: str) -> str:
    """The town that a word is or is made of, as a meaning; "" where there is none, or more than one."""
    towns = place_lexicon.towns_named(key)
    for stem in _stems(key) if not towns else ():
        towns = towns or _towns_by_stem().get(stem, towns)
    return f"{_TOWN}{min(towns)}" if len(towns) == 1 else ""


def _stems(key: str) -> Iterator[str]:
    """What may be the town without its last vowel."""
    ending = _OF_A_TOWN.search(key)
    if ending is None:
        rests = [key] if key.endswith(_VOWELS_OF_A_CASE) else []
        rests += [key.removesuffix(case) for case in _ENDINGS_OF_A_CASE if key.endswith(case)]
        yield from (stem for rest in rests if len(stem := rest.rstrip(_PLAIN_VOWELS)) > _LEAST_STEM)
        return
    for rest in (key[: ending.start("last")], key[: ending.start()]):
        last = "t" if ending["last"] == "c" else ""  # Ташкент-ский is heard as Ташкенцкий
        yield from ((rest + last).rstrip(_PLAIN_VOWELS), f"{rest}{ending['last']}k", f"{rest}s")


@cache
def _towns_by_stem() -> Mapping[str, frozenset[int]]:
    stems: dict[str, set[int]] = {}
    for key in place_lexicon.keys_of_towns():
        stem = key.rstrip(_PLAIN_VOWELS)
        if len(stem) >= _LEAST_STEM:
            stems.setdefault(stem, set()).update(place_lexicon.towns_named(key))
    return {stem: frozenset(numbers) for stem, numbers in stems.items()}
