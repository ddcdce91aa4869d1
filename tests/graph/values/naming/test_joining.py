"""Two words of one name that are one word of the other."""

import pytest

from graph.values.naming.distance import Meeting
from graph.values.naming.joining import joined
from graph.values.naming.words import Role, Word


def words(text: str) -> list[Word]:
    return [Word(word, word) for word in text.split()]


@pytest.mark.parametrize(
    ("name", "other", "together"),
    [
        ("ak jol trans", "akjol trans", ["ak jol", "trans"]),
        ("bahor ak jol", "akjol", ["bahor", "ak jol"]),
        ("sa mar kand", "samarkand", ["sa mar kand"]),
    ],
)
def test_neighbours_that_the_other_name_writes_as_one_are_one(name: str, other: str, together: list[str]) -> None:
    assert [word.text for word in joined(words(name), words(other), Meeting.SAME, False)] == together


def test_the_very_words_come_back_where_nothing_is_joined() -> None:
    name = words("ak jol")
    assert joined(name, words("bahor trans"), Meeting.SAME, False) is name
    assert joined(name, words("ak"), Meeting.SAME, False) is name
    assert joined(name, [], Meeting.SAME, False) is name


def test_an_initial_and_a_number_are_never_joined() -> None:
    name = [Word("a", "a", Role.INITIAL), Word("kjol", "kjol")]
    assert joined(name, words("akjol"), Meeting.SAME, True) is name
