"""Places as the other language of the country spells them."""

import pytest

from graph.values.naming import Kind, Verdict, compare
from graph.values.naming.places import words_of_place
from graph.values.naming.respelling import respelt


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chinoz", "Чиназ"),
        ("Чиноз", "Чиназ"),
        ("Shofirkon", "Shafirkan"),
        ("Oqqoʻrgʻon", "Аккурган"),
        ("Konimex", "Kanimekh"),
        ("Ucar rayonu", "Ujar District"),
        ("Глухів", "Глухов"),
        ("Козятин", "Казатин"),
        ("Білопілля", "Белополье"),
        ("Дякове", "Дьяково"),
        ("Веселе", "Весёлое"),
    ],
)
def test_a_place_is_one_in_two_spellings(left: str, right: str) -> None:
    assert respelt(words_of_place(left), words_of_place(right))
    assert compare(left, right, Kind.PLACE).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Орск", "Арск"),
        ("Косов", "Касово"),
        ("Гори", "Гурия"),
        ("Торез", "Тараз"),
        ("Ош", "Аш"),
        ("کابل", "Кабол"),
        ("Самара", "Самур"),
    ],
)
def test_two_places_are_not_one_by_a_vowel(left: str, right: str) -> None:
    assert respelt(words_of_place(left), words_of_place(right)) is None


def test_what_was_respelt_is_worth_less_than_what_sounds_alike() -> None:
    assert compare("Чиноз", "Чиназ", Kind.PLACE).score < compare("Chinoz", "Чиноз", Kind.PLACE).score
