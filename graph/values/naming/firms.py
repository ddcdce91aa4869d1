"""Names of firms: legal forms taken off, words of the trade by meaning, numbers, letters read out.

Words that mean one thing together are one (железные дороги, temir yo'llari), and a town is one by all its names.
Legal forms are dropped at the edges, and where two words of one stand side by side, never to nothing. Words of the
trade weigh little, and two that differ still speak against; numbers that differ are a contradiction.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.values.naming import lexicon
from graph.values.naming.alignment import ABSENT_COST, AGAINST_COST, Alignment
from graph.values.naming.distance import likeness
from graph.values.naming.numerals import left_by_numbers, number_word, written_in_digits
from graph.values.naming.sounds import CACHE_SIZE, Script, coarse, language_of, line_of, script_of, sounds, word_key
from graph.values.naming.towns import is_town, town_at
from graph.values.naming.words import Likeness, Role, Word
from graph.values.reference.countries import country_code

MOST_WORDS = 16
_HEARD_LATELY = 1 << 12  # names that are kept as they are heard, to be read with their compounds whole and in parts
_SAID_TWICE = ("bank", "research")
_ENTERPRISE = "science_production"
_PASHTO_OF = "د"  # one letter, and no initial
_LEAST_INITIALS, _MOST_INITIALS = 3, 6
_NOTHING_SAID, _TRADE, _FREQUENT = 0.12, 0.3, 0.6
_TELLING = 0.5  # weight from which a word is a name of its own
_ONE_LETTER_OF_A_FORM = frozenset("сзsz")
_TRADE_ALONE = 0.6  # what is left of a score where words of the trade alone agree
_OTHER_TRADE = 0.85  # where either has a word of the trade that the other has not
_OTHER_ONE = 0.58  # where either has a word that makes another firm of it, and the other has none
_ONE_WORD_NEARLY = 0.6  # where one telling word agrees, and not quite, and others are left
_DAUGHTER = 0.6  # where a trade alone is added to the one word that agrees
_OTHER_KIND = 0.7  # where one side says alone that it is an enterprise of researchers, which has many namesakes
_OTHER_PLACE, _OTHER_NAME = 0.65, 0.75  # where one name agrees, and one side alone has a place or another name
_OF_A_COUNTRY = 0.42  # at least, where all agrees but for a country on one side
_LEAST_PAIRS, _SURELY = 2, 0.8  # words that have to agree there, and how surely
_SHORTEST_COUNTRY = 4
_LONG_NAME_OF_A_TOWN = 10  # sounds; a shorter one may be a word of the trade: Рудный
_WORST_SHARE = 0.4
_LONGEST_FORM = 9  # words of a legal form
_LATIN_CAPITALS = re.compile(r"(?<!\w)[XVI]+(?!\w)")
_OF_A_PLACE = re.compile(r"[sc]k(?:[iI]y?|aya|a|oye|oe|e|iye)$")


@lru_cache(maxsize=CACHE_SIZE)
def words_of_firm(text: str, is_split: bool = False, is_literal: bool = False) -> tuple[Word, ...]:
    """The words of a firm's name that tell it from others; at most `MOST_WORDS`.

    Args:
        is_split: Compounds that end in a word of the trade as their parts; then () for a name that has none.
        is_literal: Abbreviations as they are, and with small words: a name may look like one of either.
    """
    words: list[Word] = []
    has_compound = False
    for word, sound, meaning in _heard(text, is_literal):
        if sound.isdigit():
            words.append(number_word(word, sound))
            continue
        parts = lexicon.parts_of(sound) if is_split and not meaning else ()
        has_compound = has_compound or bool(parts)
        words += [Word(word, part, Role.NAME, _weight(meant), meant) for part, meant in parts or [(sound, meaning)]]
    return tuple(_once(words)) if has_compound or not is_split else ()


@lru_cache(maxsize=_HEARD_LATELY)
def _heard(text: str, is_literal: bool) -> tuple[tuple[str, str, str], ...]:
    """The words of a name without its legal form, with their sounds and meanings."""
    line = line_of(text)
    language = language_of(line)
    full = line.split() if is_literal else [word for short in line.split() for word in _in_full(short, line)]
    written = _without_legal_form(full if is_literal else _without_company(full))
    written = written_in_digits(written, _in_capitals(text))[:MOST_WORDS]
    has_initials = sum(len(word) == 1 and word.isalpha() and word != _PASHTO_OF for word in written) > 1
    small = lexicon.small_words()
    if not is_literal:
        written = [
            word for word in written if word not in small or (has_initials and len(word) == 1 and word != _PASHTO_OF)
        ] or written
    return tuple(_by_phrases([(word, sounds(word, language) or word) for word in _spelt(written)]))


def may_be_literal(left: str, right: str) -> bool:
    """Whether either name has a word that looks like an abbreviation, or begins it as a small one, and meets itself.

    ДСК of a bank, the first word of Di Lola or E-Lola, the letter of 4i.
    """
    return _is_one_literal(left, right) or _is_one_literal(right, left)


def _is_one_literal(text: str, other: str) -> bool:
    words = _may_be_literal(text)
    if not words or words.issubset(line_of(other).split()):
        return False
    return any(len(word) == 1 for word in words) or not _keys(other).isdisjoint(map(word_key, words))


@lru_cache(maxsize=CACHE_SIZE)
def _may_be_literal(text: str) -> frozenset[str]:
    words = line_of(text).split()
    small = {word for before, word in zip(("0", *words), words, strict=False) if before.isdigit()}
    return frozenset(lexicon.abbreviations().keys() & set(words)) | (lexicon.small_words() & small)


@lru_cache(maxsize=CACHE_SIZE)
def _keys(text: str) -> frozenset[str]:
    return frozenset(word_key(word) for word in line_of(text).split())


def _in_full(short: str, line: str) -> list[str]:
    """A word as it is, or what it is short for; some are short for something where a name comes behind: NPP, STC."""
    before = lexicon.abbreviations(True).get(short)
    if before and not _is_last(short, line):
        return before.split()
    return lexicon.abbreviations().get(short, short).split()


def _is_last(word: str, line: str) -> bool:
    words = line.split()
    rest = words[words.index(word) + 1 :]
    return all(one in lexicon.legal_words().at_end for one in rest)


@lru_cache(maxsize=CACHE_SIZE)
def _in_capitals(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _LATIN_CAPITALS.findall(text))


def may_answer(left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Whether what the parts of the compounds of one name mean is all in the other one."""
    return _meanings_of_parts(left) <= {word.meaning for word in right}


@lru_cache(maxsize=CACHE_SIZE)
def compounds(words: tuple[Word, ...]) -> frozenset[str]:
    """The compounds that stand in a name as their parts, each of which has the text of the whole."""
    texts = [word.text for word in words]
    return frozenset(text for text in texts if texts.count(text) > 1)


@lru_cache(maxsize=CACHE_SIZE)
def _meanings_of_parts(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.meaning for word in words if word.meaning and word.text in compounds(words))


def _by_phrases(heard: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The words with their sounds and meanings; those that mean one thing together are one."""
    keys = [coarse(sounds(lexicon.as_in_tables(word)) if "ё" in word else sound) for word, sound in heard]
    place = 0
    while place < len(heard):
        length, meaning = lexicon.phrase_at(keys[place:])
        if not length:
            text = heard[place][0]
            length, meaning = 1, lexicon.meaning_of(keys[place], script_of(text[0]) is Script.PERSO_ARABIC)
            words_of_town, town = town_at(keys[place:])
            if words_of_town > 1 or (town and (not meaning or len(keys[place]) >= _LONG_NAME_OF_A_TOWN)):
                length, meaning = words_of_town, town
        together = heard[place : place + length]
        yield " ".join(text for text, _ in together), "".join(sound for _, sound in together), meaning
        place += length


def _once(words: list[Word]) -> list[Word]:
    """The words each once, and the first of those for bank and research alone: Asaka Bank, JSCB."""
    for meaning in _SAID_TWICE:
        first = next((word for word in words if word.meaning == meaning), None)
        words = [word for word in words if word.meaning != meaning or word is first]
    return list({(word.sound, word.meaning, word.role): word for word in reversed(words)}.values())[::-1]


def _without_company(words: list[str]) -> list[str]:
    """The words without those that say together that it is a firm: national company, производственное объединение."""
    keys = [coarse(sounds(lexicon.as_in_tables(word))) for word in words]
    rest: list[str] = []
    place = 0
    while place < len(words):
        length, meaning = lexicon.phrase_at(keys[place:])
        length = max(length, 1)
        rest += [] if meaning in lexicon.meanings_without_weight() else words[place : place + length]
        place += length
    return rest or words


def is_acronym(left: str, right: str) -> bool:
    """Whether one name, in capitals, is the initials of the other, small words and its legal form with them or not."""
    return _is_acronym_of(left, right) or _is_acronym_of(right, left)


def _is_acronym_of(name: str, other: str) -> bool:
    word = _acronym(name)
    return bool(word) and word in _initials(other)


@lru_cache(maxsize=CACHE_SIZE)
def _acronym(text: str) -> str:
    """The coarse sounds of a name that may be initials, "" for any other: one word of few capitals."""
    words = _without_legal_form(line_of(text).split())
    if len(words) != 1 or not words[0].isalpha() or not _LEAST_INITIALS <= len(words[0]) <= _MOST_INITIALS:
        return ""
    is_written_so = any(word.isupper() and word.casefold() == words[0] for word in re.findall(r"\w+", text))
    return coarse(sounds(words[0])) if is_written_so else ""


@lru_cache(maxsize=CACHE_SIZE)
def _initials(text: str) -> frozenset[str]:
    """The coarse sounds of the first letters of a name's words, with and without small words and legal form."""
    written = line_of(text).split()
    front = lexicon.legal_words().at_front
    first = next((place for place, word in enumerate(written) if word not in front), 0)
    readings = (written, written[first:], _without_legal_form(written))
    shorter = [[word for word in words if word not in lexicon.small_words()] for words in readings]
    return frozenset(
        coarse(sounds("".join(word[0] for word in words)))
        for words in (*readings, *shorter)
        if _LEAST_INITIALS <= len(words) <= _MOST_INITIALS and all(word.isalpha() for word in words)
    )


def _weight(meaning: str) -> float:
    if not meaning or is_town(meaning):
        return 1.0
    if meaning in lexicon.meanings_without_weight():
        return _NOTHING_SAID
    is_frequent = meaning in lexicon.geographic_meanings() or lexicon.is_common_brand(meaning)
    return _FREQUENT if is_frequent else _TRADE


def _without_legal_form(words: list[str]) -> list[str]:
    legal = lexicon.legal_words()
    longest = min(len(words), _LONGEST_FORM)
    length = next((length for length in range(longest, 1, -1) if tuple(words[-length:]) in legal.of_words), 0)
    words = words[:-length] if 0 < length < len(words) else words
    words = _with_dotted_form(words, legal.at_front)
    words = _with_dotted_form(words[::-1], legal.at_end, -1)[::-1]
    is_legal = [lexicon.is_legal_word(word) or word in _ONE_LETTER_OF_A_FORM for word in words] + [False]
    words = [
        word
        for place, word in enumerate(words)
        if not (is_legal[place] and (is_legal[place - 1] or is_legal[place + 1]))
        and not lexicon.is_legal_anywhere(word)
        and word not in legal.anywhere
    ] or words
    while len(words) > 1 and (words[0] in legal.at_front or lexicon.is_legal_word(words[0])):
        words = words[1:]
    while len(words) > 1 and (words[-1] in legal.at_end or lexicon.is_legal_word(words[-1])):
        if tuple(words[-2:]) in legal.protected:
            break
        words = words[:-1]
    return words


def _with_dotted_form(words: list[str], forms: frozenset[str], order: int = 1) -> list[str]:
    """The words, with the letters of a form in front (о. о. о.) as one; `order` is -1 where the words are backwards."""
    length = next((place for place, word in enumerate(words) if len(word) > 1), len(words))
    form = "".join(words[:length][::order])
    return [form, *words[length:]] if 1 < length < len(words) and form in forms else words


def _spelt(words: list[str]) -> list[str]:
    """The words, with letters that are read out (ایم سی بی, эй би си) as one word of Latin letters."""
    names = lexicon.letter_names()
    spelt: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if word in names:
            run.append(word)
            continue
        spelt += ["".join(names[name] for name in run)] if len(run) > 1 else run
        spelt += [word] if word else []
        run = []
    return spelt


def score_of_firms(alignment: Alignment, left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """How surely two aligned names are one firm's, 0 to 1."""
    agreed = total = 0.0
    worst, telling = 1.0, 0
    for pair in alignment.pairs:
        weight = min(pair.left.weight, pair.right.weight)
        agreed, total = agreed + weight * pair.grade, total + weight
        if weight >= _TELLING:
            worst, telling = min(worst, pair.grade), telling + 1
    if not total:
        return 0.0
    against, absent, has_other_trade = _left_over(alignment)
    score = agreed / (total + AGAINST_COST[False] * against + ABSENT_COST[False] * absent)
    share = worst if telling < 3 else (worst + telling - 3) / (telling - 2)
    score *= 1 - _WORST_SHARE + _WORST_SHARE * share
    if (
        len(left) == len(right) == 1
        and alignment.pairs[0].reason is Likeness.MEANING
        and left[0].script is right[0].script
    ):
        score *= likeness(left[0].sound, right[0].sound, alignment.meeting)
    is_known_by_name = any(_is_brand(pair.left) and _is_brand(pair.right) for pair in alignment.pairs)
    is_complete = all(word.weight <= _NOTHING_SAID for word in (*alignment.left, *alignment.right))
    if not is_known_by_name and not is_complete:
        score *= _TRADE_ALONE
    has_own = any(word.weight >= _TELLING and word.role is Role.NAME for word in (*left, *right))
    if (not alignment.is_complete and (not has_own or agreed < 0.5)) or (has_own and not telling):
        score *= _TRADE_ALONE
    if telling == 1 and worst < 1.0 and not is_complete:
        score *= _ONE_WORD_NEARLY
    if telling == 1:
        score *= _of_one_name(alignment)
    score *= _OTHER_TRADE if has_other_trade else 1.0
    apart = lexicon.meanings_that_tell_apart()
    if any(word.meaning in apart for word in (*alignment.left, *alignment.right)):
        score *= _OTHER_ONE
    score *= left_by_numbers(left, right)
    return max(score, _OF_A_COUNTRY) if _is_all_but_a_country(alignment) else score


def _is_all_but_a_country(alignment: Alignment) -> bool:
    """Whether two words or more agree, and nothing is left but a country of one side: Cement Plant Iran."""
    if bool(alignment.left) == bool(alignment.right) or len(alignment.pairs) < _LEAST_PAIRS:
        return False
    rest = [word for word in (*alignment.left, *alignment.right) if word.weight > _NOTHING_SAID]
    agrees = all(pair.grade >= _SURELY for pair in alignment.pairs)
    return agrees and bool(rest) and all(word.meaning in lexicon.countries() for word in rest)


def _of_one_name(alignment: Alignment) -> float:
    """What is left of a score where one name agrees, and one side alone has another name or a place beside it."""
    left_over = alignment.left or alignment.right
    if alignment.left and alignment.right:
        return 1.0
    if any(is_place(word) for word in left_over):
        return _OTHER_PLACE
    if len({pair.left.text for pair in alignment.pairs}) > 1 and len({pair.right.text for pair in alignment.pairs}) > 1:
        return 1.0
    if any(word.weight >= _TELLING for word in left_over):
        return _OTHER_NAME
    said = {meaning for pair in alignment.pairs for _, meaning in lexicon.parts_of(pair.left.sound)}
    meanings = {word.meaning for word in left_over}
    if meanings and meanings <= lexicon.meanings_of_daughters() - said:
        return _DAUGHTER
    return _OTHER_KIND if _ENTERPRISE in meanings else 1.0


def has_other_place(alignment: Alignment) -> bool:
    """Whether two aligned names have a place each that the other has not: (France), (Germany); Казанский, Уфимский."""
    return all(any(is_place(word) for word in words) for words in (alignment.left, alignment.right))


def is_place(word: Word) -> bool:
    """Whether a word is a town, a country or a part of the world, or an adjective of one that is known."""
    if word.role is Role.NUMBER:
        return False
    if is_town(word.meaning) or word.meaning in lexicon.countries():
        return True
    return not word.meaning and len(word.text) >= _SHORTEST_COUNTRY and country_code(word.text) is not None


def _is_brand(word: Word) -> bool:
    """Whether a word is a name of its own: no country, and no adjective of a town."""
    return word.weight >= _TELLING and word.meaning not in lexicon.countries() and not _OF_A_PLACE.search(word.sound)


def _left_over(alignment: Alignment) -> tuple[float, float, bool]:
    """Weight of the words against each other and of those on one side only; whether both sides have another trade."""
    sides = (alignment.left, alignment.right)
    only = [sum(word.weight for word in words) for words in sides]
    nothing = lexicon.meanings_without_weight()
    # words of the trade weigh little, but two that differ do speak against
    against = [sum(max(word.weight, 0.6) for word in words if word.meaning not in nothing) for words in sides]
    trades = [
        any(word.meaning and word.weight < _TELLING and word.meaning not in nothing for word in words)
        for words in sides
    ]
    return max(min(only), min(against)), abs(only[0] - only[1]), all(trades)
