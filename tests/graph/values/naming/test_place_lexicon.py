"""The words in names of places, heard as names are."""

import pytest

from graph.values.naming.place_lexicon import kind_of_place, qualifier_of_place
from graph.values.naming.sounds import word_key


@pytest.mark.parametrize("word", ["верхний", "ზემო", "yuqori", "Upper"])
def test_words_say_which_of_two_places_it_is(word: str) -> None:
    assert qualifier_of_place(word_key(word)) == "upper"


def test_words_say_what_kind_of_place_it_is() -> None:
    assert kind_of_place(word_key("viloyati")) == kind_of_place(word_key("область")) == "region"
    assert kind_of_place(word_key("Ташкент")) == ""
