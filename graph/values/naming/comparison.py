"""Two names compared: score, verdict, alignment and flags."""

from dataclasses import dataclass, replace
from enum import StrEnum

from graph.values.naming.alignment import Alignment, Pair, align, meeting_of
from graph.values.naming.distance import Meeting, likeness
from graph.values.naming.firms import (
    compounds,
    has_other_place,
    is_acronym,
    may_answer,
    may_be_literal,
    score_of_firms,
    words_of_firm,
)
from graph.values.naming.frequencies import WordFrequencies
from graph.values.naming.generic import has_unknown_script, paired, score_of_letters, words_letter_by_letter
from graph.values.naming.initialisms import SpeltOut, spelt_out
from graph.values.naming.numerals import has_other_numbers, read_out
from graph.values.naming.persons import (
    Patronymic,
    fathers_of,
    is_arabic,
    is_other_sex,
    score_of_persons,
    words_of_person,
)
from graph.values.naming.places import score_by_gazetteer, score_of_places, words_of_place
from graph.values.naming.readings import pairs_of_readings, without_articles, without_namesake
from graph.values.naming.respelling import WORTH, respelt
from graph.values.naming.sounds import line_of
from graph.values.naming.towns import is_town
from graph.values.naming.words import Kind, Likeness, Word

SAME_FROM = {Kind.PERSON: 0.6, Kind.COMPANY: 0.56, Kind.PLACE: 0.6}
UNSURE_FROM = 0.4
_SINGLE_WORDS = 0.3  # of the likeness of two single words that were taken for two
LONGEST = 200  # characters of a name that are read
MOST_WITH_CONTRADICTION = 0.9  # of the threshold for "same"
_INITIALS = 0.75  # of a name that is the initials of the other
_PART_OF_INITIALS = 0.45  # of one that is the initials of a part of the other
_WORTH_OF_INITIALS = {0: 0.45, 2: 0.45, 3: 0.55}  # of one that has so few letters, which may stand for other words
_SPELT_OUT = 0.9  # at most, where initials stand for words
_TRADE_WEIGHT = 0.3  # of initials that are told to the reader
_NAMESAKE = 0.9  # of a name without the person it is named after
_COMPOUNDS_BELOW = 0.9  # a score above needs no second reading


class Verdict(StrEnum):
    """What a score means at the threshold of its kind."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word of each name as written in lower case, "" where one side has none; likeness and weight are 0 to 1."""

    left: str
    right: str
    likeness: float
    weight: float
    reason: Likeness
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Flags:
    """What guards ask for: a contradiction never lets two names be the same.

    `is_cut` says that a name was longer than what is read of it, `has_unknown_script` that one was compared letter by
    letter, so that it meets nothing in another script.
    """

    patronymic: Patronymic = Patronymic.ABSENT
    has_other_sex: bool = False
    has_other_numbers: bool = False
    is_cut: bool = False
    has_unknown_script: bool = False

    @property
    def has_contradiction(self) -> bool:
        """Whether anything speaks against the two names being one."""
        return self.patronymic is Patronymic.CONTRADICTED or self.has_other_sex or self.has_other_numbers


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have in common: `score` is 0 to 1, `verdict` what it means for the kind."""

    score: float
    verdict: Verdict
    alignment: tuple[WordPair, ...]
    flags: Flags


_NOTHING = Comparison(0.0, Verdict.DIFFERENT, (), Flags())


def compare(left: str, right: str, kind: Kind, frequencies: WordFrequencies | None = None) -> Comparison:
    """Compares two names of one kind, whatever their scripts and languages.

    A name without a letter or digit is different from every other, and has an empty alignment. The score is the same
    whichever name is the left one.

    Args:
        frequencies: How many names of the reader's own register carry a word: weighs the brands of firms. Without it
            some words that many firms carry weigh less than others.

    Raises:
        ValueError: `kind` is no kind of name.
    """
    kind = Kind(kind)
    is_cut = len(left) > LONGEST or len(right) > LONGEST
    best = _NOTHING
    for reading, other in pairs_of_readings(left[:LONGEST], right[:LONGEST], kind):
        comparison = _compared(reading, other, kind, frequencies)
        if comparison.score > best.score or not best.alignment:
            best = comparison
    if not is_cut:
        return best
    most = best.score if left == right else min(best.score, MOST_WITH_CONTRADICTION * SAME_FROM[kind])
    return replace(_scored(best, most, kind), flags=replace(best.flags, is_cut=True))


def _compared(left: str, right: str, kind: Kind, frequencies: WordFrequencies | None) -> Comparison:
    if has_unknown_script(left) or has_unknown_script(right):
        comparison = _letter_by_letter(left, right, kind)
        if kind is not Kind.PLACE:
            return comparison
        return _scored(comparison, score_by_gazetteer(left, right, comparison.score), kind)
    if kind is Kind.PERSON:
        return _judged(words_of_person(left), words_of_person(right), kind)
    if kind is Kind.PLACE:
        comparison = _judged_places(words_of_place(left), words_of_place(right))
        return _scored(comparison, score_by_gazetteer(left, right, comparison.score), kind)
    return _compared_firms(left, right, frequencies)


def _compared_firms(left: str, right: str, frequencies: WordFrequencies | None) -> Comparison:
    best = _judged_firms(left, right, frequencies)
    if best.score >= _COMPOUNDS_BELOW:
        return best
    comparisons = [best, _without_namesakes(left, right, frequencies)]
    parted = without_articles(left, right)
    if parted is not None:
        comparisons.append(_judged_firms(*parted, frequencies))
    digits, other_digits = read_out(line_of(left)), read_out(line_of(right))
    if digits or other_digits:
        comparisons.append(_judged_firms(digits or left, other_digits or right, frequencies))
    best = max(comparisons, key=lambda comparison: comparison.score)
    in_digits = comparisons[-1]
    is_ascii = left.isascii() and right.isascii()
    if is_ascii and in_digits.flags.has_other_numbers and any(read_out(line_of(text), True) for text in (left, right)):
        most = min(best.score, MOST_WITH_CONTRADICTION * SAME_FROM[Kind.COMPANY])
        return replace(_scored(best, most, Kind.COMPANY), flags=in_digits.flags)
    return best


def _without_namesakes(left: str, right: str, frequencies: WordFrequencies | None) -> Comparison:
    """Of two names one of which alone says after whom the firm is named, without that person."""
    rest, other_rest = without_namesake(left), without_namesake(right)
    if bool(rest) == bool(other_rest):
        return _NOTHING
    comparison = _judged_firms(rest or left, other_rest or right, frequencies)
    return _scored(comparison, _NAMESAKE * comparison.score, Kind.COMPANY)


def _judged_firms(left: str, right: str, frequencies: WordFrequencies | None) -> Comparison:
    best = _judged_words(left, right, frequencies)
    if best.score >= _COMPOUNDS_BELOW:
        return best
    spelt = spelt_out(left, right)
    if spelt is not None:
        comparison = _judged_words(spelt.left, spelt.right, frequencies)
        pairs = [
            WordPair(initialism, words, _INITIALS, _TRADE_WEIGHT, Likeness.INITIAL)
            for initialism, words in spelt.initialisms
        ]
        score = min(comparison.score, _most_of(spelt))
        comparison = replace(_scored(comparison, score, Kind.COMPANY), alignment=(*pairs, *comparison.alignment))
        best = max(best, comparison, key=lambda judged: judged.score)
    if best.score < _INITIALS and is_acronym(left, right):
        pair = WordPair(line_of(left), line_of(right), _INITIALS, 1.0, Likeness.INITIAL)
        return Comparison(_INITIALS, verdict_of(_INITIALS, Kind.COMPANY), (pair,), Flags())
    return best


def _most_of(spelt: SpeltOut) -> float:
    """What two names are worth at most where initials stand for words: few letters alone are those of many."""
    if not spelt.is_whole and not spelt.is_part:
        return _SPELT_OUT
    if spelt.is_part:
        return _PART_OF_INITIALS
    return _WORTH_OF_INITIALS.get(max((len(initialism) for initialism, _ in spelt.initialisms), default=0), _INITIALS)


def _judged_words(left: str, right: str, frequencies: WordFrequencies | None) -> Comparison:
    kind = Kind.COMPANY
    words, others = words_of_firm(left), words_of_firm(right)
    weighted = frequencies.weighted if frequencies is not None else tuple
    best = _judged(weighted(words), weighted(others), kind)
    if best.score < _COMPOUNDS_BELOW and may_be_literal(left, right):
        literal, other_literal = (words_of_firm(text, is_literal=True) for text in (left, right))
        judged = _judged(weighted(literal), weighted(other_literal), kind)
        best = max(best, judged, key=lambda comparison: comparison.score)
    if best.score < _COMPOUNDS_BELOW:
        halves, other_halves = words_of_firm(left, True), words_of_firm(right, True)
        for split, split_other in ((halves, others), (words, other_halves), (halves, other_halves)):
            if split and split_other and may_answer(split, split_other) and may_answer(split_other, split):
                judged = _judged(weighted(split), weighted(split_other), kind)
                if not _leaves_half(judged, split, split_other):
                    best = max(best, judged, key=lambda comparison: comparison.score)
    return best


def _leaves_half(comparison: Comparison, left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Whether a part of a compound answers to nothing in the other name: Gazprombank and Gazprom."""
    missing = {pair.left for pair in comparison.alignment if not pair.right}
    other_missing = {pair.right for pair in comparison.alignment if not pair.left}
    return bool(missing & compounds(left) or other_missing & compounds(right))


def _judged(left: tuple[Word, ...], right: tuple[Word, ...], kind: Kind) -> Comparison:
    if not left or not right:
        return _NOTHING
    is_person = kind is Kind.PERSON
    alignment = align(list(left), list(right), meeting_of(left, right, is_person, is_arabic), is_person)
    if is_person:
        score = score_of_persons(alignment, left, right)
        flags = Flags(fathers_of(alignment), is_other_sex(alignment))
    else:
        scored = score_of_places if kind is Kind.PLACE else score_of_firms
        score = scored(alignment, left, right)
        flags = Flags(has_other_numbers=has_other_numbers(left, right))
        if kind is Kind.COMPANY and has_other_place(alignment):
            score = min(score, MOST_WITH_CONTRADICTION * SAME_FROM[kind])
    if [(word.sound, word.is_woman) for word in left] == [(word.sound, word.is_woman) for word in right]:
        score = 1.0
    if len(left) == len(right) == 1 and not alignment.pairs:
        score = _SINGLE_WORDS * likeness(left[0].sound, right[0].sound, alignment.meeting)
    if flags.has_contradiction:
        score = min(score, MOST_WITH_CONTRADICTION * SAME_FROM[kind])
    return Comparison(score, verdict_of(score, kind), _pairs(alignment), flags)


def _judged_places(left: tuple[Word, ...], right: tuple[Word, ...]) -> Comparison:
    comparison = _judged(left, right, Kind.PLACE)
    if comparison.score >= SAME_FROM[Kind.PLACE]:
        return comparison
    words = respelt(left, right)
    if words is None:
        return comparison
    other = _judged(*words, Kind.PLACE)
    return max(comparison, _scored(other, WORTH * other.score, Kind.PLACE), key=lambda judged: judged.score)


def _letter_by_letter(left: str, right: str, kind: Kind) -> Comparison:
    words, others = words_letter_by_letter(left), words_letter_by_letter(right)
    if not words or not others:
        return _NOTHING
    pairs = paired(words, others)
    score = score_of_letters(words, others, pairs)
    alignment = Alignment(Meeting.OWN)
    alignment.pairs = [
        Pair(word, other, near, near, Likeness.EQUAL if near == 1.0 else Likeness.SOUND) for word, other, near in pairs
    ]
    alignment.left = [word for word in words if all(word is not pair.left for pair in alignment.pairs)]
    alignment.right = [word for word in others if all(word is not pair.right for pair in alignment.pairs)]
    return Comparison(score, verdict_of(score, kind), _pairs(alignment), Flags(has_unknown_script=True))


def _scored(comparison: Comparison, score: float, kind: Kind) -> Comparison:
    return replace(comparison, score=score, verdict=verdict_of(score, kind))


def verdict_of(score: float, kind: Kind) -> Verdict:
    """What a score says of two names of a kind."""
    if score >= SAME_FROM[kind]:
        return Verdict.SAME
    return Verdict.UNSURE if score >= UNSURE_FROM else Verdict.DIFFERENT


def _pairs(alignment: Alignment) -> tuple[WordPair, ...]:
    pairs = [_word_pair(pair) for pair in alignment.pairs]
    pairs += [WordPair(word.text, "", 0.0, word.weight, Likeness.MISSING) for word in alignment.left]
    pairs += [WordPair("", word.text, 0.0, word.weight, Likeness.MISSING) for word in alignment.right]
    return tuple(pairs)


def _word_pair(pair: Pair) -> WordPair:
    weight, is_meaning = max(pair.left.weight, pair.right.weight), pair.reason is Likeness.MEANING
    if is_meaning and is_town(pair.left.meaning):  # a town has a number for a meaning, which says nothing to a reader
        return WordPair(pair.left.text, pair.right.text, pair.score, weight, Likeness.KNOWN_FORMS)
    meaning = pair.left.meaning if is_meaning else ""
    return WordPair(pair.left.text, pair.right.text, pair.score, weight, pair.reason, meaning)
