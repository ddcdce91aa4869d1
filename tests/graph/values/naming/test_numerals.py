"""Numbers in names: what they leave of a score."""

import pytest

from graph.values.naming.numerals import (
    has_other_numbers,
    left_by_numbers,
    number_word,
    read_out,
    written_in_digits,
)
from graph.values.naming.words import Word

LOTUS, THREE, FOUR = Word("lotos", "lotos"), number_word("03", "03"), number_word("4", "4")


def test_zeros_in_front_are_no_other_number() -> None:
    assert number_word("03", "03").sound == number_word("3", "3").sound
    assert number_word("00", "00").sound == "0"


@pytest.mark.parametrize(
    ("left", "right"),
    [((LOTUS,), (LOTUS,)), ((LOTUS, THREE), (THREE, LOTUS))],
)
def test_the_same_numbers_or_none_leave_all_of_a_score(left: tuple[Word, ...], right: tuple[Word, ...]) -> None:
    assert not has_other_numbers(left, right)
    assert left_by_numbers(left, right) == 1.0


def test_other_numbers_leave_less_than_one_on_one_side_only() -> None:
    assert has_other_numbers((LOTUS, THREE), (LOTUS, FOUR)) and has_other_numbers((LOTUS, THREE), (LOTUS,))
    assert left_by_numbers((LOTUS, THREE), (LOTUS, FOUR)) < left_by_numbers((LOTUS, THREE), (LOTUS,)) < 1.0


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("lotos ii", "lotos 2"),
        ("lotos xiv", "lotos 14"),
        ("lotos v", "lotos 5"),
        ("v lotos", "v lotos"),  # one letter in front may be anything
        ("12 th lotos", "12 lotos"),
        ("1 st lotos", "first lotos"),
        ("41 й завод", "41 завод"),
    ],
)
def test_roman_numerals_and_ordinals_are_numbers(words: str, digits: str) -> None:
    assert written_in_digits(words.split(), frozenset(["ii", "xiv", "v"])) == digits.split()


def test_letters_that_are_no_capitals_are_no_numeral() -> None:
    assert written_in_digits(["lotos", "vi"], frozenset()) == ["lotos", "vi"]


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("forty four lotos", "44 lotos"),
        ("fourteen lotos", "14 lotos"),
        ("lotos twenty first", "lotos 21"),
        ("eighth lotos", "8 lotos"),
        ("lotos", ""),
        ("пять лотос", "5 лотос"),
        ("besh lotos", "5 lotos"),
        ("լոտոս հինգ", "լոտոս 5"),
    ],
)
def test_numbers_are_read_out(line: str, digits: str) -> None:
    assert read_out(line) == digits


def test_english_numbers_alone_are_read_out_where_others_may_be_no_numbers() -> None:
    assert read_out("besh lotos", is_english=True) == ""
    assert read_out("five lotos", is_english=True) == "5 lotos"
