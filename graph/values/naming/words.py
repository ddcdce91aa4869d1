"""The words of a name with the part that each plays, and how alike two of them are."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.values.naming import known_names, lexicon
from graph.values.naming.distance import Meeting, is_one_sound, likeness, may_begin_alike
from graph.values.naming.sounds import (
    CACHE_SIZE,
    VOWELS,
    Script,
    coarse,
    read_aloud,
    readings,
    script_of,
    sounds,
    tidied,
)


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    COMPANY = "company"
    PLACE = "place"


class Role(StrEnum):
    """The part that a word plays in its name."""

    NAME = "name"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    NUMBER = "number"


class Likeness(StrEnum):
    """Why two words were taken for one, or that one stands alone."""

    EQUAL = "equal"
    SOUND = "sound"
    INITIAL = "initial"
    KNOWN_FORMS = "known_forms"
    MEANING = "meaning"
    READ_ALOUD = "read_aloud"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: as written in lower case, as heard, with its role and its weight (0 to 1).

    `stem` is the father's name in a patronymic, `is_woman` its sex; `meaning` that of a word of the trade.
    """

    text: str
    sound: str
    role: Role = Role.NAME
    weight: float = 1.0
    meaning: str = ""
    stem: str = ""
    is_woman: bool = False

    @property
    def script(self) -> Script:
        """That of its first letter."""
        return script_of(self.text[0])

    @property
    def father(self) -> str:
        """The father's name in a patronymic, the word itself otherwise."""
        return self.stem or self.sound


ONE_WORD = 0.92  # two neighbours that are this like one word of the other name are that word
_KNOWN = 0.95  # of two words that a table says to be one
_OTHER_KNOWN = 0.7  # at most, of two words that a table says to be two
_SHORT = 3  # letters up to which a word of a firm has to be nearly equal
_ALMOST_EQUAL = 0.95
_BRANDS_IN_ONE_SCRIPT = 1.5  # a letter that differs in two brands of one script says more: Baraka, Barakat
READ_AGAIN = 0.9  # a word that is this like another needs no other reading
_ALOUD, _FOREIGN = 0.97, 0.94  # what a reading as English, and as any other language, is worth
_LEAST_ALOUD = {True: 0.7, False: 0.85}  # likeness that another reading must have: of a person, of anything else
_MEANT = 0.5  # below this two words are two, whatever they end in
_LEAST = 0.69  # what is less alike than this is never taken for one, see `alignment.OTHER_WORD`
_LEAST_IN_ONE_SCRIPT = 0.79  # that of brands, of which `_BRANDS_IN_ONE_SCRIPT` makes no more
_SHARED_ENDING = 0.3  # how much of an ending that both have counts
_OTHER_SEX = 0.6
_OTHER_SERVANT = 0.85  # where one of two names has Abdul before it
_OTHER_ARTICLE = 0.93  # where one of two names has the article before it
_OTHER_ENDING = 0.93
_OF_ANOTHER_ALPHABET = re.compile("y[Oo]|C|c|G|(?<=...)iks$")
_IN_THE_OTHER = {"yO": "e", "yo": "e", "C": "x", "c": "z", "G": "q", "iks": "ika"}  # Polyot, Archangel, Ghods, Tekhniks
_RESPELT = 0.95  # of a word that may be spelt after another alphabet
_LEAST_ENGLISH = 4  # letters of a word that may be English as it was heard

_ENDINGS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ov", r"(?:[aoiI]y?|y)?[eoO][vwf](?P<woman>a)?$"),
        ("yan", r"(?:[yi]an|[yi]anc)$"),
        ("ski", r"[sc]k(?:i|aya|a|iy|Iy|I)$"),
        ("shvili", r"Svili$"),
        ("dze", r"[Dd]z?e$"),
        ("enko", r"[eE]nko$"),
        ("zai", r"za?[iy]$|z[YW]Y?$"),
        ("zoda", r"z[oaA]d[aeEh]$"),
        ("uk", r"(?:C|ny)[uU]k$"),
        ("ullah", r"ula$|(?<=[^aeiouEOUI]{3})l$"),
        ("din", r"d[iY]n$"),
        ("bek", r"b[ei][kq]$"),
        ("jan", r"jan$|jon$"),
        ("murat", r"m[IuyO]?ra[td]$"),
        ("khan", r"[xh][ao]n$"),
    )
)
_OF_FAMILIES = frozenset(["ov", "yan", "ski", "shvili", "dze", "enko", "zai", "uk"])
_MAY_BE_DROPPED = frozenset(["ov", "zoda", "zai", ""])
_OF_A_FATHER = ("zoda", "zada", "zade", "zadE", "zAdh")
_BEFORE_OV = re.compile(r"y?[eoO][vwf]a?$")
_ARTICLE = re.compile("^[ae]l(?=[^aeiouEOUI].{4})")
_SERVANT = re.compile("^(?:abdu|3bd)")
_ADJECTIVE = re.compile(
    r"(?:([sc])?k(?:[iI]y?|aya|a|oye|oe|e|oho|ogo|oyi|oi|im|oy|ie|iye)|ian|ean|n[iI]y?|naya|noye|iv?s|is|i)$"
)
_NOMINATIVE = re.compile(r"(?<=[^aeiouEOUI])i$")  # of a Georgian noun: ბარი, Bar
_BEFORE_S = re.compile(r"(?<=[^AWY])A(?=s[tpkmnl])")  # no word begins with two consonants in Persian: لولااستار
_OF_SOMEBODY = re.compile(r"(?<=[eoO]v)a$|(?<=in)a$")
_ALL_VOWELS = "".join(sorted(VOWELS))
_LEAST_OF_STEMS = 0.73  # of words of firms, of which `_ALMOST_EQUAL` makes no more than `_LEAST`
_PLACE_OF = 0.9  # least likeness of a place and the adjective that is made of it, without their last vowels
_OF_A_PLACE = re.compile(r"(?:[ieao]n|[oe]v)?[sc]k(?:[iI]y?|aya|a|oye|oe|e|oho|ogo|oyi|oi|im|oy|ie|iye)$")


def has_family_ending(heard: str) -> bool:
    """Whether a word ends as family names alone do: Hasanov, Rahmonzoda, Ahmadzai."""
    return _ending_of(heard)[0] in _MAY_BE_DROPPED - {""}


@lru_cache(maxsize=CACHE_SIZE)
def _ending_of(heard: str) -> tuple[str, str, bool]:
    for name, pattern in _ENDINGS:
        ending = pattern.search(heard)
        if ending and ending.start() >= 2:
            return name, heard[: ending.start()], name == "ov" and bool(ending["woman"])
    return "", heard, False


@lru_cache(maxsize=CACHE_SIZE * 2)
def similarity(left: str, right: str, meeting: Meeting, is_person: bool) -> float:
    """How alike two words sound, up to 1; what both share by grammar (-ov, -yan, -ullah, Abdul-) counts for little.

    Of words that are too unlike to be taken for one it only says so, by some number below `_LEAST`.
    """
    if left == right:
        return 1.0
    if not left or not right or left.isdigit() or right.isdigit():
        return 0.0
    if len(left) == 1 or len(right) == 1:
        return 0.9 if is_person and is_one_sound(left[0], right[0]) else 0.0
    known = known_names.is_one_name(left, right)
    if is_person:
        score = likeness(left, right, meeting, _LEAST if _is_plain(left) and _is_plain(right) else _MEANT)
        score = score if known is None else max(score, _KNOWN) if known else min(score, _OTHER_KNOWN)
        is_meant = score > _MEANT or left.endswith(_OF_A_FATHER) or right.endswith(_OF_A_FATHER)
        return _without_endings(left, right, score, meeting) if is_meant and score < 0.999 else score
    is_one_script = meeting in (Meeting.SAME, Meeting.OWN)
    score = likeness(left, right, meeting, _LEAST_IN_ONE_SCRIPT if is_one_script else _LEAST)
    if is_one_script:
        score = 1.0 - _BRANDS_IN_ONE_SCRIPT * (1.0 - score)
    if (min(len(left), len(right)) <= _SHORT or _are_initials(left, right, meeting)) and score < _ALMOST_EQUAL:
        score *= 0.8
    if score < _ALMOST_EQUAL:
        score = max(score, _ALMOST_EQUAL * _as_adjectives(left, right, meeting))
    return score if known is None else max(score, _KNOWN) if known else min(score, _OTHER_KNOWN)


@lru_cache(maxsize=CACHE_SIZE)
def _is_plain(heard: str) -> bool:
    """Whether a word of a person has nothing that `_without_endings` takes away."""
    has_beginning = _SERVANT.match(heard) or tidied(_ARTICLE.sub("", heard)) != heard
    return not has_beginning and not _ending_of(heard)[0] and not heard.endswith(_OF_A_FATHER)


def _are_initials(left: str, right: str, meeting: Meeting) -> bool:
    """Whether two words are initials in one: consonants alone, where vowels are written."""
    return meeting is not Meeting.ABJAD and VOWELS.isdisjoint(left) and VOWELS.isdisjoint(right)


def _as_adjectives(left: str, right: str, meeting: Meeting) -> float:
    """The likeness of two words of firms without the endings of adjectives: Одес-ський and Оде-сський are tried."""
    best = 0.0
    for stem in _stems(left):
        for other in _stems(right):
            if (stem, other) != (left, right) and min(len(stem), len(other)) > _SHORT:
                best = max(
                    best, likeness(stem, other, meeting, _LEAST_OF_STEMS), float(known_names.is_one_stem(stem, other))
                )
    place, other_place = _place_of(left), _place_of(right)
    if bool(place) != bool(other_place):  # Шекинский, Şəki
        heard = (right if place else left).rstrip(_ALL_VOWELS)
        if heard.endswith(("sk", "ck")) and place + other_place + heard[-2:] == heard:  # Бугульминск, Бугульминская
            return 1.0
        best = max(best, likeness(place or other_place, heard, meeting, _PLACE_OF))
    return best


@lru_cache(maxsize=CACHE_SIZE)
def _place_of(heard: str) -> str:
    """The place that an adjective is made of, without its last vowel; "" for words that end otherwise."""
    ending = _OF_A_PLACE.search(heard)
    return heard[: ending.start()] if ending and ending.start() >= _SHORT else ""


@lru_cache(maxsize=CACHE_SIZE)
def _stems(heard: str) -> frozenset[str]:
    shorter = _ADJECTIVE.sub(lambda ending: ending[1] or "", heard)
    return frozenset(
        [heard, shorter, _ADJECTIVE.sub("", heard), _OF_A_PLACE.sub("", heard), _OF_SOMEBODY.sub("", heard)]
    )


def _without_endings(left: str, right: str, score: float, meeting: Meeting) -> float:
    rest, other_rest = (_SERVANT.sub("", heard) for heard in (left, right))
    if rest != left and other_rest != right and min(len(rest), len(other_rest)) > 1:
        return similarity(rest, other_rest, meeting, True)
    if (rest != left) != (other_rest != right) and min(len(rest), len(other_rest)) > _SHORT:  # Abdul Rasul, Rasul
        score = max(score, _OTHER_SERVANT * likeness(rest, other_rest, meeting))
    rest, other_rest = (tidied(_ARTICLE.sub("", heard)) for heard in (left, right))
    if (rest != left) != (other_rest != right):  # Aldabbas, Dabbas
        score = max(score, _OTHER_ARTICLE * likeness(rest, other_rest, meeting))
    (ending, stem, is_woman), (other_ending, other_stem, is_other_woman) = _ending_of(left), _ending_of(right)
    if ending and ending == other_ending:
        near = max(likeness(stem, other_stem, meeting), _KNOWN * bool(known_names.is_one_name(stem, other_stem)))
        score = max(_SHARED_ENDING * score + (1 - _SHARED_ENDING) * near, near if near == _KNOWN else 0.0)
        return min(score, _OTHER_SEX) if is_woman != is_other_woman else score
    if {ending, other_ending} <= _OF_FAMILIES:
        return min(score, _OTHER_KNOWN)
    if ending != other_ending and {ending, other_ending} <= _MAY_BE_DROPPED:  # Rahmon, Rahmonov
        return max(score, _OTHER_ENDING * _as_fathers((left, ending, stem), (right, other_ending, other_stem), meeting))
    return score


def _as_fathers(left: tuple[str, str, str], right: tuple[str, str, str], meeting: Meeting) -> float:
    """The likeness of what two family names are made of, each as word, ending and stem: Aliyev, Alizoda."""
    stems, others = (
        {stem, _BEFORE_OV.sub("", heard)} if ending == "ov" else {stem} for heard, ending, stem in (left, right)
    )
    least = _SHORT if left[1] and right[1] else _SHORT + 1
    near = (
        likeness(stem, other, meeting) if min(len(stem), len(other)) > _SHORT else float(stem == other)
        for stem in stems
        for other in others
        if min(len(stem), len(other)) >= least
    )
    return max(near, default=0.0)


def alike(left: Word, right: Word, meeting: Meeting, is_person: bool) -> tuple[float, Likeness]:
    """How alike two words are in their roles, 0 to 1, and by what."""
    if Role.INITIAL in (left.role, right.role):
        return similarity(left.sound[:1], right.sound[:1], meeting, is_person) * 0.9, Likeness.INITIAL
    score = similarity(left.sound, right.sound, meeting, is_person)
    reason = Likeness.EQUAL if left.text == right.text else Likeness.SOUND
    if is_person:
        score = _alike_persons(left, right, score, meeting)
    elif left.meaning and left.meaning == right.meaning:
        return max(_KNOWN, score), Likeness.MEANING if score < ONE_WORD else reason
    elif left.meaning and right.meaning and not lexicon.is_common_brand(left.meaning + right.meaning):
        score = min(score, _OTHER_KNOWN)
    elif score < READ_AGAIN and meeting is Meeting.SAME and abs(len(left.sound) - len(right.sound)) <= _SHORT:
        score = max(score, _as_written_elsewhere(left.sound, right.sound), _as_english(left, right))
    return score, _known(left, right, score, reason)


def _as_written_elsewhere(left: str, right: str) -> float:
    """The likeness of two Latin words where each is written after other letters: Archangel, Arkhangel."""
    if not _OF_ANOTHER_ALPHABET.search(left + right):
        return 0.0
    respelt = (_OF_ANOTHER_ALPHABET.sub(lambda sound: _IN_THE_OTHER[sound[0]], heard) for heard in (left, right))
    return _RESPELT * similarity(*respelt, Meeting.SAME, False)


def _as_english(left: Word, right: Word) -> float:
    """The likeness of two Latin words where one may be English as it was heard: Trading, Treiding; Salute, Salut."""
    is_long = min(len(left.text), len(right.text)) >= _LEAST_ENGLISH
    if not is_long or not may_begin_alike(left.sound, right.sound, Meeting.CROSS):
        return 0.0
    heard = [
        likeness(read_aloud(word.text), other.sound, Meeting.CROSS, _LEAST_ALOUD[False])
        for word, other in ((left, right), (right, left))
    ]
    return _ALOUD * max(heard)


def likeness_aloud(left: Word, right: Word, meeting: Meeting, is_person: bool) -> float:
    """How alike two words are where the Latin one is read as another language spells; 0 where neither can be."""
    if meeting not in (Meeting.CROSS, Meeting.ABJAD) or Role.INITIAL in (left.role, right.role):
        return 0.0
    if not is_person and 1 in (len(left.text), len(right.text)):
        return _ALOUD * (_is_letter_of(left.text, right) or _is_letter_of(right.text, left))
    if left.script is Script.LATIN is not right.script:
        latin, other = left, right
    elif right.script is Script.LATIN is not left.script:
        latin, other = right, left
    else:
        return 0.0 if is_person else _FOREIGN * _as_nominatives(left, right, meeting)
    if len(latin.text) < 2 or latin.role is not Role.NAME:
        return 0.0
    if len(latin.text) == 2 and not is_person:
        return likeness(lexicon.letters_aloud(latin.text), other.sound, meeting, _LEAST_ALOUD[False])
    least = _LEAST_ALOUD[is_person]
    heard = [
        similarity(reading, sound, meeting, is_person)
        for reading in (latin.sound, *readings(latin.text))
        for sound in _may_sound(other.text, other.sound, is_person)
        if may_begin_alike(reading, sound, meeting) and likeness(reading, sound, meeting, least)
    ]
    letters = "" if is_person else lexicon.letters_aloud(latin.text)
    if letters:
        heard.append(likeness(letters, other.sound, meeting, least))
    english = similarity(read_aloud(latin.text), other.sound, meeting, is_person)
    aloud = max(_ALOUD * english, _FOREIGN * max(heard, default=0.0))
    return 0.0 if aloud and is_person and known_names.is_one_name(left.sound, right.sound) is False else aloud


@lru_cache(maxsize=CACHE_SIZE)
def _may_sound(text: str, sound: str, is_person: bool) -> frozenset[str]:
    """The sounds that a word of another script than Latin may have."""
    may_sound, script = {sound, sound.replace("tS", "C")}, script_of(text[0])  # Arabic writes ch as t and sh
    if script is Script.PERSO_ARABIC and not is_person:
        may_sound.add(_BEFORE_S.sub("", sound))
    if text.startswith("ال"):
        may_sound.add("3l" + sound)  # no article but a part of the name: Alborz, Ilham
    if script is Script.GEORGIAN and _NOMINATIVE.search(sound):
        may_sound.add(sound[:-1])
    return frozenset(may_sound)


def _is_letter_of(letter: str, name: Word) -> bool:
    """Whether a word is a letter, and another the name of it: T, تی; E, ი."""
    return len(letter) == 1 and lexicon.letter_names().get(name.text) in (letter, sounds(letter))


def _as_nominatives(left: Word, right: Word, meeting: Meeting) -> float:
    """The likeness of a Georgian noun and a word of another script, neither of them Latin: ბარი, Бар."""
    if Script.GEORGIAN not in (left.script, right.script) or left.script is right.script:
        return 0.0
    stems = (
        _NOMINATIVE.sub("", word.sound) if word.script is Script.GEORGIAN else word.sound for word in (left, right)
    )
    return similarity(*stems, meeting, False)


def _known(left: Word, right: Word, score: float, reason: Likeness) -> Likeness:
    if reason is Likeness.SOUND and score == _KNOWN and known_names.is_one_name(left.sound, right.sound):
        return Likeness.KNOWN_FORMS
    return reason


def _alike_persons(left: Word, right: Word, score: float, meeting: Meeting) -> float:
    if left.role is right.role is Role.PATRONYMIC:
        if known_names.is_one_stem(left.father, right.father):
            return _KNOWN
        fathers = similarity(left.father, right.father, meeting, True)
        return max(fathers, score if left.father[:2] == right.father[:2] else 0.0)
    if Role.PATRONYMIC in (left.role, right.role):
        return max(score, _KNOWN * similarity(left.father, right.father, meeting, True))
    return score


def key_of(word: Word) -> str:
    """What a word is counted and looked up by: its coarse sounds."""
    return coarse(word.sound)
