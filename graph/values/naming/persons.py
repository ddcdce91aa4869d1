"""Names of persons: own name, father's name, family name, initials and titles, in any order.

A word on one side only costs little, for papers leave names out; words that stand against each other cost much. Fathers
that differ, and a son against a daughter, are contradictions: they are told apart from what is only missing.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from graph.values.naming import known_names
from graph.values.naming.alignment import ABSENT_COST, AGAINST_COST, Alignment
from graph.values.naming.distance import Meeting
from graph.values.naming.sexes import has_other_sex, is_own_name_of_other_sex, tells_sex
from graph.values.naming.sounds import CACHE_SIZE, Script, language_of, line_of, script_of, sounds
from graph.values.naming.words import Role, Word, has_family_ending

MOST_WORDS = 12


class Patronymic(StrEnum):
    """What the fathers' names say of two persons."""

    ABSENT = "absent"
    AGREES = "agrees"
    CONTRADICTED = "contradicted"


_TITLE_WEIGHT, _INITIAL_WEIGHT, _FATHER_AFTER_WORD_WEIGHT = 0.15, 0.5, 0.4
_TELLING = 0.5  # weight from which a pair decides
_OTHER_FATHER = 0.35  # what is left of a score whose fathers differ
_ONE_TELLING_WORD = 0.85  # where one word alone agrees and others are left
_MOST_AGAINST = 0.58  # where a name stands against a name, however many others agree: brothers, two tribes
_INITIALS_ALONE = 0.5  # where initials alone agree
_WORST_SHARE = 0.45  # how much of a score the worst pair decides
_SON_OR_DAUGHTER = 0.3  # grade of a pair of patronymics of two sexes

_PATRONYMIC = re.compile(
    r"(?:y?[eoiOE][vw][iI]C|y?[eoiOE][vw]n(?P<woman>a)|(?:ulI|Ul[Ii])|[qkgG][IiU]z(?P<daughter>[IiU]))$"
)
_SERVANT_OF = re.compile(r"(?:abd|3bd)[uoaei]?[lrsdzn]?|3bdAl")
_ARTICLE = re.compile(r"[aeu][lrsdzn]")
_RUN_TOGETHER = re.compile(r"(?<=[a-zа-яёіїєґ]{3})(?=[A-ZА-ЯЁІЇЄҐ][a-zа-яёіїєґ]{2})")  # НиколайСергеевич
_ARTICLES = frozenset(["al", "el", "ال"])
_SHORTEST_WITH_ARTICLE = 2  # words; of two, Al is a name
_ENDS_OF_ONE_NAME = frozenset(["الله", "اللہ", "الدین", "الدين"])  # برکت الله is one name, and never one with علی
_MUHAMMAD = re.compile(r"m[uoae]?[hx]+[uoae]?m+[aei]?[dt]$")
_ARABIC = re.compile(
    r"m[uoa][hx]+am+[aei][dt]|abdu|ula|din\b|r[ae][hx]man|q"
    r"|\b(?:al|a[hx]m[ae]d|xan|sa[iy]+[ie]?d|mula|haji|gul|gulam|[hx]us+[ae][iy]+n|ali|[hx]as+an|[ei]bra[hx]im|abu|reza"
    r"|ya[hx]ya|sal[aei]h?[hm]|s[uo]l[ae]i?y?man|us[ao]ma|[ou]mar|[ou][sth]*man|[yi]u?ou?s[eu]f|i?e?smail|xal[ie]d|xalil|mustafa"
    r"|ma[hx]mu?o?d|[hx]am[ie]d|ra[Ss][ie]d|kar[ie]m|nas[ie]r|tar[ie]q|wal[ie]d|fat[ie]ma|jafar|ma[hx]di|ha[Ss][ie]m|h[ai]mza)\b"
)


@lru_cache(maxsize=CACHE_SIZE)
def is_arabic(heard: str) -> bool:
    """Whether names in Latin letters are of Arabic origin, whose vowels everybody writes as he likes."""
    return _ARABIC.search(heard) is not None


@lru_cache(maxsize=CACHE_SIZE)
def words_of_person(text: str) -> tuple[Word, ...]:
    """The words of a person's name with their roles; at most `MOST_WORDS`."""
    line = line_of(_RUN_TOGETHER.sub(" ", _in_spoken_order(text)))
    language = language_of(line)
    particles = known_names.words_of("particles")
    spelt = line.split()[:MOST_WORDS]
    first = 1 if len(spelt) > _SHORTEST_WITH_ARTICLE and spelt[0] in _ARTICLES else 0
    written = [
        word
        for place, word in enumerate(spelt)
        if place >= first and (place == first or word not in particles or spelt[place - 1] in ("abd", "عبد"))
    ]
    heard = [(word, sounds(word, language)) for word in written]
    heard = [one for one in heard if one[1]] or [(word, word) for word in written]  # ъ alone has no sound
    for at in range(len(heard) - 1, 0, -1):
        if heard[at][0] in _ENDS_OF_ONE_NAME and script_of(heard[at - 1][0][0]) is Script.PERSO_ARABIC:
            name = heard[at - 1][0] + heard[at][0]
            heard[at - 1 : at + 1] = [(name, sounds(name, language))]
    words: list[Word] = []
    place = 0
    while place < len(heard):
        place += _read(heard, place, words)
    if words and all(word.role is Role.PATRONYMIC for word in words):
        words[0] = Word(words[0].text, words[0].sound)
    return tuple(words)


def _in_spoken_order(text: str) -> str:
    """The name with what stands before its comma at the end: RAHMAN, Abdur is Abdur Rahman, and so one name."""
    family, comma, own = text.replace("،", ",").partition(",")
    return f"{own} {family}" if comma and own.strip() and "," not in own else text


def _read(heard: list[tuple[str, str]], place: int, words: list[Word]) -> int:
    """Adds the word at a place to the words, with what belongs to it; returns how many were read."""
    (text, sound), rest = heard[place], heard[place + 1 :]
    following = rest[0] if rest else ("", "")
    if text in known_names.words_of("son_of") and words and rest:
        words += [Word(name, heard_as, Role.PATRONYMIC, _FATHER_AFTER_WORD_WEIGHT) for name, heard_as in rest]
        return 1 + len(rest)
    if following[1] in known_names.words_of("son") or following[1] in known_names.words_of("daughter"):
        is_daughter = following[1] in known_names.words_of("daughter")
        words.append(Word(text, sound, Role.PATRONYMIC, stem=sound, is_woman=is_daughter))
        return 2
    if rest and _SERVANT_OF.fullmatch(sound) and not text.endswith("الله"):  # Abdul Ghani is one name
        length = 2 if _ARTICLE.fullmatch(following[1]) and len(rest) > 1 else 1
        owner = rest[length - 1]
        servant = "3bd" if script_of(text[0]) is Script.PERSO_ARABIC else "abdu"
        words.append(Word(f"{text} {owner[0]}", servant + owner[1]))
        return 1 + length
    words.append(_plain_word(text, sound, len(heard)))
    return 1


def _plain_word(text: str, sound: str, length: int) -> Word:
    ending = _PATRONYMIC.search(sound) if len(sound) > 4 and length > 1 else None
    if ending and ending.start() > 1:
        is_woman = bool(ending["woman"] or ending["daughter"])
        return Word(text, sound, Role.PATRONYMIC, stem=sound[: ending.start()], is_woman=is_woman)
    if len(sound) == 1:
        return Word(text, sound, Role.INITIAL, _INITIAL_WEIGHT)
    is_title = known_names.is_title(sound, script_of(text[0]) is Script.PERSO_ARABIC)
    return Word(text, sound, weight=_TITLE_WEIGHT if is_title else 1.0)


def fathers_of(alignment: Alignment) -> Patronymic:
    """What the fathers' names of two aligned names say."""
    left, right = alignment.left, alignment.right
    is_left, is_right = _has(left, Role.PATRONYMIC), _has(right, Role.PATRONYMIC)
    if (is_left and (is_right or _has(right, Role.INITIAL))) or (is_right and _has(left, Role.INITIAL)):
        return Patronymic.CONTRADICTED
    has_pair = any(pair.left.role is pair.right.role is Role.PATRONYMIC for pair in alignment.pairs)
    return Patronymic.AGREES if has_pair else Patronymic.ABSENT


def _has(words: list[Word], role: Role) -> bool:
    return any(word.role is role for word in words)


def is_other_sex(alignment: Alignment) -> bool:
    """Whether one name is a man's and the other a woman's.

    By the patronymics, by the endings of one family name, or by the own names where neither of these tells.
    """
    fathers = [pair for pair in alignment.pairs if pair.left.role is pair.right.role is Role.PATRONYMIC]
    if any(pair.left.is_woman != pair.right.is_woman for pair in fathers):
        return True
    pairs = [pair for pair in alignment.pairs if pair.left.role is pair.right.role is Role.NAME]
    words = [(pair.left.sound, pair.right.sound) for pair in pairs if pair.score < 1.0]
    words += [
        (word.sound, other.sound)
        for word in alignment.left
        for other in alignment.right
        if word.role is other.role is Role.NAME
    ]
    if any(has_other_sex(word, other, alignment.meeting) for word, other in words):
        return True
    if fathers or any(tells_sex(pair.left.sound, pair.right.sound, alignment.meeting) for pair in pairs):
        return False
    return len(pairs) > 1 and any(is_own_name_of_other_sex(word, other, alignment.meeting) for word, other in words)


def score_of_persons(alignment: Alignment, left: Sequence[Word], right: Sequence[Word]) -> float:
    """How surely two aligned names are one person's, 0 to 1."""
    agreed = total = 0.0
    worst = 1.0
    for pair in alignment.pairs:
        weight = max(pair.left.weight, pair.right.weight)
        agreed, total = agreed + weight * pair.grade, total + weight
        if weight >= _TELLING:
            worst = min(worst, pair.grade)
        if pair.left.role is pair.right.role is Role.PATRONYMIC and pair.left.is_woman != pair.right.is_woman:
            total, worst = total + 1, min(worst, _SON_OR_DAUGHTER)
    if alignment.is_father_for_own or _is_family_for_own(alignment):
        worst = 0.0
    if not total:
        return 0.0
    is_contradicted = fathers_of(alignment) is Patronymic.CONTRADICTED
    against, absent, most = _left_over(alignment, is_contradicted)
    score = agreed / (total + AGAINST_COST[True] * against + ABSENT_COST[True] * absent)
    if all(Role.INITIAL in (pair.left.role, pair.right.role) for pair in alignment.pairs):
        score *= _INITIALS_ALONE
    score *= 1 - _WORST_SHARE + _WORST_SHARE * worst
    if is_contradicted:
        score *= _OTHER_FATHER
    if against >= 1.0 or _is_of_the_father(alignment, left, right):
        score = min(score, _MOST_AGAINST)
    return score * (_ONE_TELLING_WORD if agreed < 1.5 and most > 0.2 else 1.0)


def _is_of_the_father(alignment: Alignment, left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether one name is the other without its first words, as fathers' names follow in names of Arabic origin.

    Sirajuddin Jalaluddin Haqqani is a son of Jalaluddin Haqqani; Muhammad before another name is often left out.
    """
    is_arabic_chain = alignment.meeting in (Meeting.ARABIC, Meeting.ABJAD) and len(alignment.pairs) > 1
    if not is_arabic_chain or bool(alignment.left) == bool(alignment.right):
        return False
    longer, shorter = (left, right) if alignment.left else (right, left)
    rest = alignment.left or alignment.right
    if list(longer[: len(rest)]) != rest or len(rest) == len(longer):
        return False
    has_own_name = any(
        word.role is Role.NAME and word.weight == 1.0 and not _MUHAMMAD.match(word.sound) for word in rest
    )
    return has_own_name and any({pair.left, pair.right} == {longer[len(rest)], shorter[0]} for pair in alignment.pairs)


def _is_family_for_own(alignment: Alignment) -> bool:
    """Whether Hasanov Hussein is taken for Husseinov Hassan: each name's family name for the other's own."""
    endings = [
        (has_family_ending(pair.left.sound), has_family_ending(pair.right.sound))
        for pair in alignment.pairs
        if pair.score < 1.0
    ]
    return (True, False) in endings and (False, True) in endings


def _weight_against(word: Word, others: list[Word]) -> float:
    """The weight of a word that is left: an initial that nothing on the other side begins with is as much as a name."""
    is_contradicted = word.role is Role.INITIAL and any(
        other.weight == 1.0 or other.role is Role.INITIAL for other in others
    )
    return 1.0 if is_contradicted else word.weight


def _left_over(alignment: Alignment, is_contradicted: bool) -> tuple[float, float, float]:
    """Weight of the words that stand against each other, of those on one side only, and of the side with more."""
    sides = (alignment.left, alignment.right)
    only = [
        sum(_weight_against(word, others) for word in words if word.role is not Role.PATRONYMIC)
        for words, others in (sides, sides[::-1])
    ]
    against, absent = min(only), abs(only[0] - only[1])
    fathers = [_has(words, Role.PATRONYMIC) for words in sides]
    if any(fathers) and not is_contradicted:  # a patronymic may stand where the other has a family name
        against += 0.5 * min(1.0, only[1] if fathers[0] else only[0])
        absent += 0.15
    return against, absent, max(only)
