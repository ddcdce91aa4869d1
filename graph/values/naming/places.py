"""Names of places: towns, regions, border posts, ports and countries.

Words that say what kind of place it is weigh little, and two that differ speak against: a town is not its region.
Words that tell places of one name apart (*New*, *Upper*, *North*) are compared by meaning. What the gazetteer and the
tables of countries, towns and regions know decides, whatever the names sound like.
"""

import re
from dataclasses import replace
from functools import lru_cache

from graph.values.naming import place_lexicon
from graph.values.naming.alignment import AGAINST_COST, Alignment
from graph.values.naming.numerals import left_by_numbers, number_word
from graph.values.naming.sounds import CACHE_SIZE, Script, coarse, language_of, line_of, sounds, word_key
from graph.values.naming.words import Word
from graph.values.reference.countries import country_code
from graph.values.reference.places import find_places

MOST_WORDS = 10
_KIND = 0.15  # weight
_SURELY, _HARDLY = 0.97, 0.35  # scores of what is known to be one place, and two
_ABSENT_COST = 0.8  # of a word that one side alone has: Mirpur, Mirpur Khas
_OTHER_KIND = 0.6  # weight, at least, of a word that stands against another
_WORST_SHARE = 0.4
_TELLING = 0.5  # weight from which a pair decides
_KINDS_ALONE = 0.6  # what is left of a score where no word of a name's own agrees
_ADJECTIVE = re.compile(r"(sk)?(?:aa|a|oi|oe|i)$")  # of coarse sounds: Київська, Минская
_GENITIVE = re.compile(r"(?<=..)(?:ის|(?<=[ოუ])ს)$")  # of a Georgian name before the word for its kind: ფოთის
_ARMENIAN_GENITIVE = re.compile(r"(?<=..)ի$")
_VILLAGE = re.compile(r"(?<=[^sckCSZ])k[ao]$")  # Миколаївка, which is no adjective of Миколаїв
_OTHER_VILLAGE = 0.45  # at most, of two names that differ in it
_CHINESE_KIND = re.compile(r"(?<=..)[市省州县縣区區]$")
_AREAS = ("district", "airport", "region")  # kinds that are never the town itself


@lru_cache(maxsize=CACHE_SIZE)
def words_of_place(text: str) -> tuple[Word, ...]:
    """The words of a place's name; at most `MOST_WORDS`."""
    line = place_lexicon.with_kinds_in_one_word(line_of(text))
    language = language_of(line)
    words = []
    written = line.split()[:MOST_WORDS]
    for word in [word for word in written if word not in place_lexicon.small_words_of_places()] or written:
        sound = sounds(word, language) or word
        if sound.isdigit():
            words.append(number_word(word, sound))
            continue
        key = coarse(sound)
        kind = place_lexicon.kind_of_place(key)
        words.append(
            Word(word, sound, weight=_KIND if kind else 1.0, meaning=kind or place_lexicon.qualifier_of_place(key))
        )
    return tuple(_without_genitives(words))


def _without_genitives(words: list[Word]) -> list[Word]:
    """The words, with the Georgian ones as they are heard without the ending that a word for their kind asks for."""
    if all(word.weight != _KIND for word in words):
        return words
    return [
        replace(word, sound=word.sound[:-1]) if word.weight == 1.0 and _GENITIVE.search(word.text) else word
        for word in words
    ]


def score_of_places(alignment: Alignment, left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """How surely two aligned names are one place's, 0 to 1, by their words alone."""
    agreed = total = 0.0
    worst, telling = 1.0, 0
    for pair in alignment.pairs:
        weight = min(pair.left.weight, pair.right.weight)
        grade = min(pair.grade, _OTHER_VILLAGE) if _is_other_village(pair.left, pair.right) else pair.grade
        agreed, total = agreed + weight * grade, total + weight
        if weight >= _TELLING:
            worst, telling = min(worst, grade), telling + 1
    if not total:
        return 0.0
    sides = (alignment.left, alignment.right)
    only = [sum(word.weight for word in words) for words in sides]
    against = max(min(only), min(sum(max(word.weight, _OTHER_KIND) for word in words) for words in sides))
    absent = abs(only[0] - only[1])
    score = agreed / (total + AGAINST_COST[False] * against + _ABSENT_COST * absent)
    score *= 1 - _WORST_SHARE + _WORST_SHARE * worst
    if not telling and any(word.weight >= _TELLING for word in (*left, *right)):
        score *= _KINDS_ALONE
    return score * left_by_numbers(left, right)


def _is_other_village(left: Word, right: Word) -> bool:
    """Whether one name ends as those of villages do and the other does not: Миколаїв, Миколаївка."""
    if Script.PERSO_ARABIC in (left.script, right.script):
        return False
    ending, other_ending = _VILLAGE.search(left.sound), _VILLAGE.search(right.sound)
    if bool(ending) == bool(other_ending):
        return False
    return "k" not in (right if ending else left).sound[-2:]


def score_by_gazetteer(left: str, right: str, score: float) -> float:
    """The score of two places, raised or lowered where both are known, or where one is a town and one an area."""
    named, others_named = _named(left), _named(right)
    if named & others_named:
        return max(score, _SURELY)
    known, others = _known(left), _known(right)
    if known and others:
        return max(score, _SURELY) if known & others else min(score, _HARDLY)
    if score <= _HARDLY:
        return score
    is_two = _is_two(named, others_named) or _is_town_of(left, right) or _is_town_of(right, left)
    return min(score, _HARDLY) if is_two else score


def _is_two(named: frozenset[tuple[str, int]], others: frozenset[tuple[str, int]]) -> bool:
    """Whether two known names are of two places; a district is called like its town in many lists."""
    if not named or not others:
        return False
    is_district = any(area == "district" for area, _ in named | others)
    return not is_district or {number for _, number in named}.isdisjoint(number for _, number in others)


@lru_cache(maxsize=CACHE_SIZE)
def _named(text: str) -> frozenset[tuple[str, int]]:
    """The towns and regions of the tables that a name may mean: "" for a town or what area it is, and the number.

    A region may bear the name of its town (Andijan Region), and some are called by a name alone (Khatlon).
    """
    words = words_of_place(text)
    area = _area_of(words)
    written = "".join(word.text for word in words if word.weight > _KIND)
    own = word_key(written)
    adjectives = (_ADJECTIVE.sub(r"\1", own), _ADJECTIVE.sub("", own)) if area and "sk" in own else ()
    spelt = (place_lexicon.written_key(text), place_lexicon.written_key(written))
    nominatives = [place_lexicon.written_key(name) for name in _nominatives(written)]
    for key in (*spelt, *nominatives, word_key(text), own, *adjectives):
        towns, regions = place_lexicon.towns_named(key), place_lexicon.regions_named(key)
        if not towns and not regions:
            continue
        if area:
            return frozenset((area, number) for number in towns | regions)
        is_town = any(word.meaning == "town" for word in words)
        named = [("", number) for number in towns] + [("region", number) for number in regions if not is_town]
        return frozenset(named)
    return frozenset()


def _nominatives(name: str) -> tuple[str, ...]:
    """What a Georgian, Armenian or Chinese name may be without the word for its kind and the ending it asks for."""
    stem = _GENITIVE.sub("", name)
    if stem != name:
        return (stem,) if name[-2] in "ოუ" else (f"{stem}ი", f"{stem}ა", f"{stem}ე")
    return tuple({_ARMENIAN_GENITIVE.sub("", name), _CHINESE_KIND.sub("", name)} - {name})


def _area_of(words: tuple[Word, ...]) -> str:
    meanings = {word.meaning for word in words}
    return "" if "state" in meanings else next((area for area in _AREAS if area in meanings), "")


def _is_town_of(left: str, right: str) -> bool:
    """Whether the left name is a known town's and the right one its region's: Псков, Псковская область."""
    is_region = any(word.meaning == "region" for word in words_of_place(right))
    named = _named(left)
    return is_region and bool(named) and all(not area for area, _ in named)


@lru_cache(maxsize=CACHE_SIZE)
def _known(text: str) -> frozenset[str]:
    country = country_code(text)
    if country:
        return frozenset([country])
    return frozenset(place.id for place in find_places(text))
