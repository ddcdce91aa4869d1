"""Numbers in names of firms and places, which say that two are two: Лотос 3, Лотос 4; Post 12, Post 14.

Roman numerals are numbers too (Fund II, Fund III), and so are the endings of ordinals (12th, 12-й) no words.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from graph.values.naming.sounds import CACHE_SIZE, line_of
from graph.values.naming.words import Role, Word
from graph.values.reference.tables import read_table

_WEIGHT = 0.5
_OTHER_NUMBERS, _ONE_NUMBER = 0.45, 0.75  # what is left of a score

_ROMAN = re.compile("(?=[xvi]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_ONE_ROMAN = frozenset("ivx")
_VALUES = {"i": 1, "v": 5, "x": 10}
_FIRST = "first"
_SINGLE = 10  # from which on a number has two digits


def written_in_digits(words: Sequence[str], capitals: frozenset[str]) -> list[str]:
    """The words of a firm with Roman numerals in digits, and without the endings of ordinals in digits.

    Args:
        capitals: Those that are written in capitals alone; others are no Roman numerals.
    """
    digits: list[str] = []
    for place, word in enumerate(words):
        if word in _endings() and digits and digits[-1].isdigit():
            if digits[-1] == "1":
                digits[-1] = _FIRST
            continue
        is_last = place == len(words) - 1 and place > 0 and len(words[place - 1]) > 1
        is_roman = word in capitals and (_ROMAN.fullmatch(word) or (is_last and word in _ONE_ROMAN))
        digits.append(str(_roman(word)) if is_roman else word)
    return digits


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return {kind: words.split() for kind, words in read_table("trade_words.yaml")[0]["numbers"].items()}


@cache
def _endings() -> frozenset[str]:
    return frozenset(_table()["endings"])


@cache
def _words(is_english: bool) -> Mapping[str, int]:
    """Words for numbers -> number, English ones alone, or some of other languages too."""
    table = _table()
    elsewhere = read_table("trade_words.yaml")[0]["numbers_elsewhere"].items() if not is_english else ()
    words = {line_of(word): int(number) for number, texts in elsewhere for word in texts.split()}
    words |= {word: number for kind in ("cardinals", "ordinals") for number, word in enumerate(table[kind])}
    return words | {word: _SINGLE * number for kind in ("tens", "tenths") for number, word in enumerate(table[kind], 2)}


def _roman(word: str) -> int:
    values = [_VALUES[letter] for letter in word]
    return sum(
        -value if place + 1 < len(values) and value < values[place + 1] else value for place, value in enumerate(values)
    )


@lru_cache(maxsize=CACHE_SIZE)
def read_out(line: str, is_english: bool = False) -> str:
    """A line with numbers in digits that are written out (Forty-Four, Fourth, Пять); "" where it has none.

    Args:
        is_english: English ones alone: those of other languages are other words, too.
    """
    numbers = _words(is_english)
    words: list[str] = []
    has_number = is_tens = False
    for word in line.split():
        number = numbers.get(word)
        if number is None:
            words.append(word)
        elif is_tens and 0 < number < _SINGLE:
            words[-1] = str(int(words[-1]) + number)
        else:
            words.append(str(number))
        has_number = has_number or number is not None
        is_tens = word in _table()["tens"]
    return " ".join(words) if has_number else ""


def number_word(text: str, digits: str) -> Word:
    """The word of a number, whatever zeros it begins with."""
    return Word(text, digits.lstrip("0") or "0", Role.NUMBER, _WEIGHT)


def has_other_numbers(left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Whether two names have different numbers in them; one with a number and one without has too."""
    return _numbers(left) != _numbers(right)


def left_by_numbers(left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """What the numbers in two names leave of their score: all of it where they are the same, or neither has one."""
    if not has_other_numbers(left, right):
        return 1.0
    return _OTHER_NUMBERS if _numbers(left) and _numbers(right) else _ONE_NUMBER


def _numbers(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.sound for word in words if word.role is Role.NUMBER)
