"""Names of places as the other language of the country spells them: Chinoz, Чиназ; Глухів, Глухов; Xonqa, Khanka.

Nobody translated them, but they were written down by other rules for vowels. Two words are one by such a rule only
where all their consonants agree, and where all vowels that differ do so by the rule.
"""

import re
from dataclasses import replace
from functools import lru_cache

from graph.values.naming.sounds import AZERBAIJANI, CACHE_SIZE, Script, coarse, script_of, sounds
from graph.values.naming.words import Role, Word

WORTH = 0.85  # of the score that two respelt names have
_LEAST = 4  # sounds of a word that may be respelt
_LEAST_CONSONANTS = 3
_SLAVIC = re.compile(r"[st]k|[eo]v(?:[aeo]|ka|sk)?$")  # Орск is not Арск: the o of Slavic words is one
_UKRAINIAN = re.compile("[іїєґ]")
_VOWELS = re.compile("(?<!^)[aeiou]+")
_ANY_VOWEL = re.compile("[aeiou]")
_LAST_E = re.compile("(?:oe|e|o)$")  # Дякове, Дьяково; Веселе, Весёлое
_X_OR_C = re.compile("[xc]")


def respelt(left: tuple[Word, ...], right: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]] | None:
    """The words of two names, those that a rule of spelling makes one in one spelling; None where there are none."""
    words, has_met = list(left), False
    others = [(other, _skeleton(other.text, other.sound)) for other in right if _may_be_respelt(other)]
    for place, word in enumerate(left):
        if not others or not _may_be_respelt(word):
            continue
        skeleton = _skeleton(word.text, word.sound)
        for other, other_skeleton in others:
            if skeleton == other_skeleton and word.sound != other.sound and _is_one(word, other):
                words[place], has_met = replace(word, sound=other.sound), True
                break
    return (tuple(words), right) if has_met else None


@lru_cache(maxsize=CACHE_SIZE)
def _skeleton(text: str, sound: str) -> str:
    """The consonants of a word, as the last of its readings has them."""
    return _ANY_VOWEL.sub("", _keys(text, sound)[-1])


def _may_be_respelt(word: Word) -> bool:
    return word.weight == 1.0 and not word.meaning and word.role is Role.NAME and word.script is not Script.PERSO_ARABIC


def _is_one(left: Word, right: Word) -> bool:
    keys, other_keys = _keys(left.text, left.sound), _keys(right.text, right.sound)
    if set(keys[1:]) & set(other_keys) or set(other_keys[1:]) & set(keys):
        return True
    if any(_is_one_but_for_a(key, other) for key in keys for other in other_keys):
        return True
    if bool(_UKRAINIAN.search(left.text)) != bool(_UKRAINIAN.search(right.text)):
        skeleton = _VOWELS.sub("e", keys[0])
        return len(skeleton.replace("e", "")) >= _LEAST_CONSONANTS and skeleton == _VOWELS.sub("e", other_keys[0])
    if left.script is not right.script or not (_LAST_E.search(keys[0]) and _LAST_E.search(other_keys[0])):
        return False
    stem, other_stem = (_LAST_E.sub("", key).replace("o", "e") for key in (keys[0], other_keys[0]))
    return stem == other_stem


@lru_cache(maxsize=CACHE_SIZE)
def _keys(text: str, sound: str) -> tuple[str, ...]:
    """Coarse sounds of a word, as they are and as they would be in Azerbaijani and Uzbek: c is dzh, x is kh."""
    key = coarse(sound)
    if script_of(text[0]) is not Script.LATIN or not _X_OR_C.search(text):
        return (key,)
    return (key, coarse(sounds(text.replace("x", "kh"), AZERBAIJANI)))


def _is_one_but_for_a(left: str, right: str) -> bool:
    """Whether two words are one but for an o that the other has as a, each time: Kogon, Каган."""
    if len(left) != len(right) or len(left) < _LEAST or _SLAVIC.search(left) or _SLAVIC.search(right):
        return False
    differing = {(one, other) for one, other in zip(left, right, strict=True) if one != other}
    with_u = differing - {("o", "u")}, differing - {("u", "o")}
    return with_u[0] == {("o", "a")} or with_u[1] == {("a", "o")}
