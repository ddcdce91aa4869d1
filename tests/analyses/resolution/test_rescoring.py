"""Names compared word by word: order, initials, a third name, another number."""

import pytest

from analyses.resolution.rescoring import compare_names


@pytest.mark.parametrize(
    ("left", "right"),
    [("karim aliev", "aliev karim"), ("aliev k", "karim aliev"), ("aliev karim oglu", "karim aliev")],
)
def test_persons_are_alike_whatever_the_order_initials_or_a_third_name(left: str, right: str) -> None:
    assert compare_names(left, right, is_person=True).score > 0.88


@pytest.mark.parametrize(("left", "right"), [("karim aliev", "olim saidov"), ("sokol parus", "volga zaria")])
def test_strangers_are_not(left: str, right: str) -> None:
    assert compare_names(left, right, is_person=False).score < 0.7


def test_which_name_comes_first_changes_nothing() -> None:
    assert compare_names("a b k", "karim aliev", True) == compare_names("karim aliev", "a b k", True)


def test_another_number_in_the_name_is_a_contradiction() -> None:
    assert compare_names("shkola 2", "shkola 5", is_person=False).contradiction == "another number"
    assert compare_names("shkola 2", "shkola", is_person=False).contradiction == ""


def test_a_digit_among_letters_contradicts_nothing_in_the_names_of_persons() -> None:
    assert compare_names("john s5ewart", "john ste3art", is_person=True).contradiction == ""


def test_no_name_is_like_none() -> None:
    assert compare_names("", "karim", is_person=True).score == 0
