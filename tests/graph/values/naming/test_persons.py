"""Words of a person's name in Perso-Arabic script that stand apart and are one name."""

import pytest

from graph.values.naming import Kind, Verdict, compare
from graph.values.naming.persons import words_of_person


def test_a_name_that_ends_in_allah_or_al_din_is_one_word() -> None:
    assert [word.text for word in words_of_person("برکت الله خان")] == ["برکتالله", "خان"]
    assert [word.text for word in words_of_person("شمس الدین")] == ["شمسالدین"]
    assert [word.text for word in words_of_person("الله داد")] == ["الله", "داد"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("برکت الله", "Barakatullah"),
        ("سعد اللہ خان", "Saadullah Khan"),
        ("سراج الدین حقانی", "Sirajuddin Haqqani"),
    ],
)
def test_such_a_name_is_one_with_its_romanisation(left: str, right: str) -> None:
    assert compare(left, right, Kind.PERSON).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("سیف الله", "Ali"),
        ("خان محمد", "Jan Muhammad"),
        ("حسین", "Yasin"),
        ("اسلم", "Salim"),
        ("اسلام", "Aslam"),
        ("سلمان", "Sulaiman"),
    ],
)
def test_own_names_that_short_vowels_alone_tell_apart_are_two_where_they_are_known(left: str, right: str) -> None:
    assert compare(left, right, Kind.PERSON).verdict is not Verdict.SAME
