"""Names of places: towns, regions, border posts, ports and countries.

Words that say what kind of place it is weigh little, and two that differ speak against: a town is not its region. What
the gazetteer and the tables of countries and of renamed towns know decides, whatever the names sound like.
"""

from functools import lru_cache

from graph.values.naming import lexicon
from graph.values.naming.sounds import CACHE_SIZE, coarse, language_of, line_of, sounds, word_key
from graph.values.naming.words import Role, Word
from graph.values.reference.countries import country_code
from graph.values.reference.places import find_places

MOST_WORDS = 10
_KIND, _NUMBER = 0.15, 0.5  # weights
_SURELY, _HARDLY = 0.97, 0.35  # scores of what is known to be one place, and two


@lru_cache(maxsize=CACHE_SIZE)
def words_of_place(text: str) -> tuple[Word, ...]:
    """The words of a place's name; at most `MOST_WORDS`."""
    line = line_of(text)
    language = language_of(line)
    words = []
    written = line.split()[:MOST_WORDS]
    for word in [word for word in written if word not in lexicon.small_words()] or written:
        sound = sounds(word, language) or word
        kind = lexicon.kind_of_place(coarse(sound))
        if sound.isdigit():
            words.append(Word(word, sound.lstrip("0") or "0", Role.NUMBER, _NUMBER))
        else:
            words.append(Word(word, sound, weight=_KIND if kind else 1.0, meaning=kind))
    return tuple(words)


def score_by_gazetteer(left: str, right: str, score: float) -> float:
    """The score of two places, raised or lowered where both are known; raised where one is the other's former name."""
    if _named(left) & _named(right):
        return max(score, _SURELY)
    known, others = _known(left), _known(right)
    if not known or not others:
        return score
    return max(score, _SURELY) if known & others else min(score, _HARDLY)


@lru_cache(maxsize=CACHE_SIZE)
def _named(text: str) -> frozenset[int]:
    whole = "".join(word.text for word in words_of_place(text) if not word.meaning)
    return lexicon.names_of_place(word_key(whole))


@lru_cache(maxsize=CACHE_SIZE)
def _known(text: str) -> frozenset[str]:
    country = country_code(text)
    if country:
        return frozenset([country])
    return frozenset(place.id for place in find_places(text))
