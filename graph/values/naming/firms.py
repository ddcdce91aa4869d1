"""Names of firms: legal forms taken off, words of the trade by meaning, numbers, letters read out.

Legal forms are dropped at the edges, and where two words of one stand side by side, never to nothing. Words of the
trade weigh little, and two that differ still speak against; numbers that differ are a contradiction.
"""

from functools import lru_cache

from graph.values.naming import lexicon
from graph.values.naming.alignment import ABSENT_COST, AGAINST_COST, Alignment
from graph.values.naming.sounds import CACHE_SIZE, coarse, language_of, line_of, sounds
from graph.values.naming.words import Role, Word

MOST_WORDS = 16
_NOTHING_SAID, _TRADE, _FREQUENT, _NUMBER = 0.12, 0.3, 0.6, 0.5
_TELLING = 0.5  # weight from which a word is a name of its own
_ONE_LETTER_OF_A_FORM = frozenset("сзsz")
_OTHER_NUMBERS, _ONE_NUMBER = 0.45, 0.75  # what is left of a score
_TRADE_ALONE = 0.6  # what is left where words of the trade alone agree
_OTHER_TRADE = 0.85  # where either has a word of the trade that the other has not
_ONE_WORD_NEARLY = 0.6  # where one telling word agrees, and not quite, and others are left
_WORST_SHARE = 0.4


@lru_cache(maxsize=CACHE_SIZE)
def words_of_firm(text: str, is_split: bool = False) -> tuple[Word, ...]:
    """The words of a firm's name that tell it from others; at most `MOST_WORDS`.

    Args:
        is_split: Compounds of words of the trade as two words; then () for a name that has none.
    """
    line = line_of(text)
    language = language_of(line)
    full = [word for short in line.split() for word in lexicon.abbreviations().get(short, short).split()]
    written = _without_legal_form(full)[:MOST_WORDS]
    has_initials = sum(len(word) == 1 and word.isalpha() for word in written) > 1
    written = [
        word for word in written if word not in lexicon.small_words() or (has_initials and len(word) == 1)
    ] or written
    words: list[Word] = []
    has_compound = False
    for word in _spelt(written):
        sound = sounds(word, language) or word
        key = coarse(sound)
        if sound.isdigit():
            words.append(Word(word, sound.lstrip("0") or "0", Role.NUMBER, _NUMBER))
            continue
        halves = lexicon.compound_of(key) if is_split else None
        has_compound = has_compound or halves is not None
        meanings = halves or (lexicon.meaning_of(key),)
        words += [Word(word, sound, Role.NAME, _weight(meaning), meaning) for meaning in meanings]
    return tuple(words) if has_compound or not is_split else ()


def _weight(meaning: str) -> float:
    if not meaning:
        return 1.0
    if meaning in lexicon.meanings_without_weight():
        return _NOTHING_SAID
    is_frequent = meaning in lexicon.geographic_meanings() or lexicon.is_common_brand(meaning)
    return _FREQUENT if is_frequent else _TRADE


def _without_legal_form(words: list[str]) -> list[str]:
    legal = lexicon.legal_words()
    words = _with_dotted_form(words, legal.at_front)
    is_legal = [lexicon.is_legal_word(word) or word in _ONE_LETTER_OF_A_FORM for word in words] + [False]
    words = [
        word
        for place, word in enumerate(words)
        if not (is_legal[place] and (is_legal[place - 1] or is_legal[place + 1]))
    ] or words
    while len(words) > 1 and (words[0] in legal.at_front or lexicon.is_legal_word(words[0])):
        words = words[1:]
    while len(words) > 1 and (words[-1] in legal.at_end or lexicon.is_legal_word(words[-1])):
        if tuple(words[-2:]) in legal.protected:
            break
        words = words[:-1]
    return words


def _with_dotted_form(words: list[str], forms: frozenset[str]) -> list[str]:
    """The words, with the letters of a form in front (о. о. о.) as one word."""
    length = next((place for place, word in enumerate(words) if len(word) > 1), len(words))
    form = "".join(words[:length])
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


def has_other_numbers(left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Whether two names have different numbers in them; one with a number and one without has too."""
    return _numbers(left) != _numbers(right)


def _numbers(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.sound for word in words if word.role is Role.NUMBER)


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
    has_own = any(word.weight >= _TELLING and word.role is Role.NAME for word in (*left, *right))
    if (not alignment.is_complete and (not has_own or agreed < 0.5)) or (has_own and not telling):
        score *= _TRADE_ALONE
    if telling == 1 and worst < 1.0 and not alignment.is_complete:
        score *= _ONE_WORD_NEARLY
    score *= _OTHER_TRADE if has_other_trade else 1.0
    numbers = _numbers(left), _numbers(right)
    if numbers[0] != numbers[1]:
        score *= _OTHER_NUMBERS if all(numbers) else _ONE_NUMBER
    return score


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
