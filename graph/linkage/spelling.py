"""Whether two folded names are spellings of one: of a person by its words in any order, of a company by its words.

A coarse answer that costs microseconds, for names that already have something in common: `accord` is the only way in,
so that a finer comparison can take its place. A patronymic, the ending of the other sex or another number in the name
speak against, whatever the rest says.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

LONG_ENOUGH = 5  # letters of a word in which one slip is forgiven
ENOUGH_CONSONANTS = 6  # letters of words that differ in vowels alone
ENOUGH_WITHOUT_ONE = 3  # consonants of a word of which another has one more
JOINED_WORDS = 10  # letters of a whole name in which a lost blank is forgiven
MOST_WORDS_MORE = 1  # of a company, in the longer spelling
TWO_WORDS = 2
MOST_SLIPS = 2  # words of a firm that are written in another way
LONGEST_OF_FORM = 2  # letters of what is left of a legal form
LONGEST_FORM = 4  # letters of one that lost its blank
SIGNS_CUT = 3  # last signs of a number that a clerk loses
FEWEST_SIGNS = 5  # that are left of it
CACHE_SIZE = 1 << 18
_OF_FATHER = frozenset(["ugli", "ogli", "oglu", "uli", "kizi", "gizi", "uulu", "kizy", "egli", "bin", "ibn"])
_INITIAL = frozenset(["sh", "ch", "zh", "kh", "gh", "ts", "ia", "iu"])  # one letter in another script
_VOWELS = str.maketrans("", "", "aeiouy")
_VOWELS_OF_ABJAD = str.maketrans("", "", "aeiouyv")
_DOUBLED = re.compile(r"(.)\1+")
_HISSED = re.compile(r"[sct]h|ts|zh|j|kh|ks|gh|w|q")
_COARSE = {
    "sh": "s",
    "ch": "s",
    "th": "t",
    "ts": "s",
    "zh": "z",
    "j": "z",
    "kh": "h",
    "ks": "h",
    "gh": "g",
    "w": "v",
    "q": "k",
}
_FORMS = frozenset(["gmbh", "ko", "ltd", "pvt", "llc", "ooo", "too", "mmc", "mk", "kompani", "shirkat"])
_FATHER = "~"
_PATRONYMIC = re.compile(r"[oei](?:v(?:i?ch|i[ch]|n+a)|ich)$")  # with a letter that a clerk left out
_LONG_PATRONYMIC = 7  # letters
_JOINED_PATRONYMIC = re.compile(r"(?<=...)(?:[ou]gl[iu]|ul[iu]|[kg]izi)$")  # Armanuly, Almazuulu: a family name too
WORDS_WITH_FATHER = 3  # of a name that may hold a patronymic without a mark of its own
_FEMALE = ("ova", "eva", "ina", "aia")


class Accord(IntEnum):
    """How two names stand to each other, from the worst."""

    CONTRADICTS = 0
    UNLIKE = 1
    INITIALS = 2  # nothing differs, but a given name is an initial on one side
    SAME = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name; `is_abjad` where it was written without its short vowels."""

    folded: str
    is_abjad: bool = False


def accord(one: Name, other: Name, are_persons: bool) -> Accord:
    """How two folded names stand to each other; the order of the two changes nothing."""
    return _accord(one.folded, other.folded, one.is_abjad or other.is_abjad, are_persons)


@lru_cache(maxsize=CACHE_SIZE)
def _accord(one: str, other: str, is_abjad: bool, are_persons: bool) -> Accord:
    left, right = _words(one), _words(other)
    if are_persons and min(len(left), len(right)) >= WORDS_WITH_FATHER:
        left, right = _with_joined_father(left), _with_joined_father(right)
    if len(left) > len(right):
        left, right = right, left
    return _of_persons(left, right, is_abjad) if are_persons else _of_companies(left, right, is_abjad)


@lru_cache(maxsize=CACHE_SIZE)
def _words(folded: str) -> tuple[str, ...]:
    """The words of a name, long ones first, a father's name in its bare form behind a mark."""
    words: list[str] = []
    for word in folded.split():
        if word in _OF_FATHER:
            if len(words) > 1 and not words[-1].startswith(_FATHER):
                words[-1] = _FATHER + words[-1]
        elif len(word) >= _LONG_PATRONYMIC and (ending := _PATRONYMIC.search(word)):
            words.append(_FATHER + word[: ending.start()])
        else:
            words.append(word)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _with_joined_father(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a long name, the father's name in its bare form where its ending is written in one with it.

    `Armanuly` is then `Armanovich`. What ends so may be a family name (Arabuli, Karaoglu), so that it is asked only
    where both names are long: there it stands for itself all the same.
    """
    if any(word.startswith(_FATHER) for word in words):
        return words
    endings = [(word, _JOINED_PATRONYMIC.search(word)) for word in words]
    return tuple(_FATHER + word[: ending.start()] if ending else word for word, ending in endings)


def _of_persons(few: tuple[str, ...], many: tuple[str, ...], is_abjad: bool) -> Accord:
    rest, full, initials, unmatched = list(many), 0, 0, []
    for word in few:
        match = _match(word, rest, is_abjad)
        if match is None:
            unmatched.append(word)
            continue
        rest.remove(match)
        if _is_initial(word) or _is_initial(match):
            initials += 1
        elif not word.startswith(_FATHER):
            full += 1
    if any(_are_of_two_sexes(word, twin) for word in few for twin in many):
        return Accord.CONTRADICTS
    unmatched, met = _without_joined_initials(unmatched, rest)
    initials += met
    fathers = [[word for word in words if word.startswith(_FATHER)] for words in (unmatched, rest)]
    if all(fathers) and full >= TWO_WORDS:
        return Accord.CONTRADICTS
    unmatched = [word for word in unmatched if not word.startswith(_FATHER)]
    if unmatched:
        if len(unmatched) > 1 or full < TWO_WORDS or len(unmatched[0]) == 1:
            return Accord.UNLIKE
        if any(is_one_edit(unmatched[0], word) or _are_nearly_of_abjad(unmatched[0], word, is_abjad) for word in rest):
            return Accord.SAME
        return Accord.CONTRADICTS
    if full >= TWO_WORDS:
        return Accord.SAME
    return Accord.INITIALS if full and initials else Accord.UNLIKE


def _without_joined_initials(unmatched: list[str], rest: list[str]) -> tuple[list[str], int]:
    """The words without those that are initials of words of the other name, and how many initials these are.

    `E.A.` is folded to one word, and may be those of two words, or of the one that the other name has.
    """
    left, met = [], 0
    for word in unmatched:
        bare = [other.removeprefix(_FATHER) for other in rest]
        firsts = sorted(other[0] for other in bare if len(other) > TWO_WORDS)
        if (
            len(word) == TWO_WORDS
            and firsts
            and (sorted(word) == firsts or (len(firsts) == 1 and firsts[0] == word[0]))
        ):
            met += len(firsts)
        else:
            left.append(word)
    return left, met


def _are_nearly_of_abjad(word: str, other: str, is_abjad: bool) -> bool:
    """Whether two words, one written without its short vowels, have the same consonants but one."""
    return is_abjad and is_one_edit(consonants_of(word), consonants_of(other))


def _of_companies(few: tuple[str, ...], many: tuple[str, ...], is_abjad: bool) -> Accord:
    few, many = (_without_forms(words) for words in (few, many))
    if len(few) > len(many):
        few, many = many, few
    numbers = [{word for word in words if word.isdigit()} for words in (few, many)]
    if numbers[0] != numbers[1]:
        return Accord.CONTRADICTS if all(numbers) else Accord.UNLIKE
    rest, unmatched = list(many), []
    for word in few:
        match = _match(word, rest, is_abjad) if len(word) > 1 else (word if word in rest else None)
        if match is None:
            unmatched.append(word)
        else:
            rest.remove(match)
    matched = len(few) - len(unmatched)
    if matched >= TWO_WORDS:
        unmatched, rest = _without_slips(unmatched, rest, is_abjad)
    elif unmatched and _are_of_one_sound(few, many):
        return Accord.SAME
    is_enough = matched >= TWO_WORDS or (len(many) == 1 and len(many[0]) > LONG_ENOUGH)
    if not unmatched and len(rest) <= MOST_WORDS_MORE and is_enough:
        return Accord.SAME
    return Accord.SAME if _has_other_blank(few, many) else Accord.UNLIKE


def _are_of_one_sound(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether all words of two firms have the same consonants, of which there are enough."""
    bare, other_bare = (sorted(map(consonants_of, some)) for some in (words, others))
    return len(words) > 1 and bare == other_bare and sum(map(len, bare)) >= ENOUGH_CONSONANTS


def _without_slips(unmatched: list[str], rest: list[str], is_abjad: bool) -> tuple[list[str], list[str]]:
    """Words of firms that have two others in common, without those that may be one, and what is left of legal forms."""
    left, free = [], list(rest)
    for word in unmatched:
        slip = next((other for other in free if _is_slip_of_word(word, other, is_abjad)), None)
        if slip is None:
            left.append(word)
        else:
            free.remove(slip)
    if len(left) > MOST_SLIPS or len(unmatched) - len(left) > MOST_SLIPS:
        return unmatched, rest
    left = [word for word in left if len(word) > LONGEST_OF_FORM]
    return left, [word for word in free if len(word) > LONGEST_OF_FORM]


def _is_slip_of_word(word: str, other: str, is_abjad: bool) -> bool:
    """Whether one word may be the other with a slip, other vowels, or a legal form that lost its blank."""
    if is_one_edit(word, other) or is_one_edit(_coarse(word), _coarse(other)):
        return True
    bare, other_bare = consonants_of(word), consonants_of(other)
    if bare == other_bare:
        return True
    is_left_out = len(bare) != len(other_bare) and min(len(bare), len(other_bare)) >= ENOUGH_WITHOUT_ONE
    if (is_abjad or is_left_out) and is_one_edit(bare, other_bare):
        return True
    shorter, longer = (word, other) if len(word) <= len(other) else (other, word)
    return len(shorter) >= LONG_ENOUGH and len(longer) - len(shorter) <= LONGEST_FORM and longer.startswith(shorter)


def _has_other_blank(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether a blank of a long name is lost, or stands a letter too early or too late."""
    if sum(map(len, few)) < JOINED_WORDS:
        return False
    if len(few) == len(many):
        return sorted("".join(few)) == sorted("".join(many))
    ours, theirs = set(few) - set(many), set(many) - set(few)
    if len(ours) != 1 or len(theirs) != TWO_WORDS:
        return False
    (joined,), (first, second) = ours, sorted(theirs)
    return any(is_one_edit(joined, parts) for parts in (first + second, second + first))


def _match(word: str, others: list[str], is_abjad: bool) -> str | None:
    """The word among others that may be the same: equal, else written nearly alike, else one is the other's initial."""
    if word in others:
        return word
    for other in others:
        if len(word) > 1 and len(other) > 1 and _is_close(word, other, is_abjad):
            return other
    for other in others:
        if (_is_initial(word) or _is_initial(other)) and (word.startswith(other) or other.startswith(word)):
            return other
    return None


def _is_initial(word: str) -> bool:
    return len(word) == 1 or word in _INITIAL


def _is_close(word: str, other: str, is_abjad: bool) -> bool:
    if word.startswith(_FATHER) != other.startswith(_FATHER):
        return False
    if word.startswith(_FATHER):
        bare, other_bare = consonants_of(word), consonants_of(other)
        is_left_out = len(bare) != len(other_bare) and min(len(bare), len(other_bare)) > ENOUGH_WITHOUT_ONE
        return is_one_edit(word, other) or bare == other_bare or (is_left_out and is_one_edit(bare, other_bare))
    if is_abjad:
        return consonants_of(word) == consonants_of(other) or (
            is_one_edit(word, other) and min(len(word), len(other)) > 3
        )
    shorter = min(len(word), len(other))
    if shorter == LONG_ENOUGH - 1 and _has_same_consonants(word, other):
        return is_one_edit(word, other)
    if shorter < LONG_ENOUGH or _are_of_two_sexes(word, other):
        return False
    if is_one_edit(word, other) or is_one_edit(_coarse(word), _coarse(other)):
        return True
    return shorter >= ENOUGH_CONSONANTS and _has_same_consonants(word, other)


def _has_same_consonants(word: str, other: str) -> bool:
    bare = _undoubled(word.translate(_VOWELS))
    return len(bare) > 1 and bare == _undoubled(other.translate(_VOWELS))


def _undoubled(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _are_of_two_sexes(word: str, other: str) -> bool:
    """Whether one is the family name or patronymic of a woman and the other the same of a man."""
    if abs(len(word) - len(other)) != 1:
        return False
    shorter, longer = (word, other) if len(word) < len(other) else (other, word)
    return longer[:-1] == shorter and longer.endswith(_FEMALE)


def is_one_edit(one: str, other: str) -> bool:
    """Whether two texts are equal, or one letter is wrong, missing, too much, or swapped with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    start, most = 0, min(len(one), len(other))
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == len(right) == TWO_WORDS and left == right[::-1])


def is_slip(number: str, other: str) -> bool:
    """Whether two numbers may be one that was mistyped or lost its last signs."""
    shorter, longer = (number, other) if len(number) <= len(other) else (other, number)
    is_cut = len(shorter) >= FEWEST_SIGNS and len(longer) - len(shorter) <= SIGNS_CUT and longer.startswith(shorter)
    return is_cut or is_one_edit(number, other)


def consonants(folded: str) -> str:
    """The consonants of the words of a name, sorted: equal for spellings that differ in vowels alone."""
    return " ".join(sorted(map(consonants_of, folded.split())))


@lru_cache(maxsize=CACHE_SIZE)
def consonants_of(word: str) -> str:
    """The consonants of one word of a folded name; the word where it has none."""
    return _undoubled(_coarse(word).translate(_VOWELS_OF_ABJAD)) or word


@lru_cache(maxsize=CACHE_SIZE)
def _coarse(word: str) -> str:
    """A word with one letter for sounds that are often written as each other: sh, ch and s, kh and h, w and v."""
    return _HISSED.sub(lambda match: _COARSE[match[0]], word)


def bare_words(folded: str) -> tuple[str, ...]:
    """The words of a folded name of a firm without what is left of legal forms in another script."""
    return _without_forms(tuple(folded.split()))


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    rest = tuple(word for word in words if word not in _FORMS)
    return rest if len(rest) >= TWO_WORDS else words
