"""Names by their words: in another spelling, with a slip, among many, and none."""

import numpy as np
import pytest

from graph.linkage.matching import words
from graph.linkage.matching.words import WordIndex

NAMES = ["amber mills", "karvon trans", "karvon savdo trans", "nur savdo", "sokol trans"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [("trans karvan", "karvon trans"), ("amer mills", "amber mills"), ("sokkol", "sokol trans"), ("nur", "nur savdo")],
)
def test_a_name_is_met_in_another_order_with_other_vowels_or_with_a_slip(asked: str, first: str) -> None:
    numbers, likeness = WordIndex.of(NAMES).like(asked, 3)
    assert NAMES[numbers[0]] == first
    assert 0 < likeness[0] <= 1


def test_a_rare_word_says_more_than_one_of_many_names() -> None:
    numbers, _ = WordIndex.of(NAMES).like("sokol savdo", 5)
    assert NAMES[numbers[0]] == "sokol trans"


def test_words_that_nobody_has_find_nobody() -> None:
    index = WordIndex.of(NAMES)
    assert index.like("gulzor bahor", 3)[0].tolist() == index.like("", 3)[0].tolist() == []
    assert WordIndex.of([]).like("karvon", 3)[0].tolist() == []


def test_names_beyond_those_that_are_gathered_still_add_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = WordIndex.of(NAMES).like("karvon trans", 5)
    monkeypatch.setattr(words, "MOST_GATHERED", 1)
    numbers, likeness = WordIndex.of(NAMES).like("karvon trans", 5)
    assert (numbers[0], likeness[0]) == (whole[0][0], pytest.approx(whole[1][0]))
    assert np.isin(numbers, whole[0]).all()


def test_of_two_words_that_many_have_the_names_are_found_that_have_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_GATHERED", 1)
    numbers, _ = WordIndex.of([*NAMES, "savdo bahor", "trans bahor"]).like("savdo trans", 5)
    assert numbers.tolist() == [2]


def test_a_word_that_every_name_has_says_nothing() -> None:
    numbers, likeness = WordIndex.of(["savdo", "savdo nur"]).like("savdo", 5)
    assert (sorted(numbers.tolist()), likeness.tolist()) == ([0, 1], [0.0, 0.0])
