"""Numbers in names: what they leave of a score."""

import pytest

from graph.values.naming.numerals import has_other_numbers, left_by_numbers, number_word
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
