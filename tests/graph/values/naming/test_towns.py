"""Towns in the names of firms."""

import pytest

from graph.values.naming import place_lexicon
from graph.values.naming.sounds import word_key
from graph.values.naming.towns import is_town, town_at


def town(text: str) -> tuple[int, str]:
    return town_at([word_key(word) for word in text.split()])


@pytest.mark.parametrize("word", ["Тошкент", "Toshkent", "Ташкентский", "tashkentskaya", "Ташкентская"])
def test_a_town_is_one_by_its_names_and_the_adjectives_of_them(word: str) -> None:
    assert town(word) == town("Tashkent")
    assert is_town(town(word)[1])


@pytest.mark.parametrize(
    ("name", "adjective"),
    [("Баку", "Бакинский"), ("Донецк", "Донецкая"), ("Бухоро", "Бухарский"), ("Харків", "Харьковский")],
)
def test_an_adjective_may_add_to_the_town_or_take_from_it(name: str, adjective: str) -> None:
    assert town(adjective) == town(name) != (0, "")


@pytest.mark.parametrize(("name", "case"), [("თბილისი", "თბილისის"), ("Երևան", "Երևանի"), ("Gəncə", "Gəncənin")])
def test_a_case_is_the_town(name: str, case: str) -> None:
    assert town(case) == town(name) != (0, "")


def test_words_that_are_one_town_together_are_read_so() -> None:
    assert town("Усть Каменогорский завод") == (2, town("Өскемен")[1])
    assert town("Завод") == (0, "")


def test_a_town_means_nothing_else() -> None:
    assert not is_town("plant")
    assert not is_town("")
    assert all(place_lexicon.towns_named(key) for key in place_lexicon.keys_of_towns())
    assert place_lexicon.keys_of_towns()
