"""Brands in two scripts: letters read out, English as it is heard, and what only looks like an abbreviation."""

import pytest

from graph.values.naming import Kind, Verdict, compare
from graph.values.naming.firms import may_be_literal, words_of_firm

COMPANY = Kind.COMPANY
SAME, UNSURE = Verdict.SAME, Verdict.UNSURE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ATB Lola", "АТБ Лола"),  # no bank
        ("Банк ДСК", "DSK Bank"),  # no builders
        ("Di Lola", "Ди Лола"),  # no small word
        ("E-Lola", "Е-Лола"),
        ("4i Lola", "4і Лола"),
    ],
)
def test_what_looks_like_an_abbreviation_or_a_small_word_may_be_a_name(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


def test_a_literal_reading_has_the_words_as_they_stand() -> None:
    assert [word.text for word in words_of_firm("Банк ДСК", is_literal=True)] == ["банк", "дск"]
    assert may_be_literal("Банк ДСК", "DSK Bank")
    assert not may_be_literal("Lola Bank", "Лола Банк")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ჯი ბი ემ", "GBM"),
        ("էյ էմ դի", "AMD"),
        ("اف جی ان", "FGN"),
        ("R-Bank", "آر-بانک"),
        ("Р-Банк", "آر-بانک"),
        ("E-Lola", "ი-ლოლა"),
        ("Lola B", "Лола Би"),
    ],
)
def test_letters_that_are_read_out_are_letters(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(("left", "right"), [("M-Bank", "تی-بانک"), ("GBM", "ჯი ბი ენ")])
def test_other_letters_are_another_firm(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is not SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fruit Juice", "Фрут Джус"),
        ("Double Rose", "Дабл Роуз"),
        ("Cash & Lola", "Кеш & Лола"),
        ("Hyperlola", "هایپرلولا"),
        ("Lolastar", "لولاستار"),  # a vowel before two consonants in Persian
        ("Bahorspeed", "بهاراسپید"),
        ("ლოლა ჰატი", "Лола Хат"),  # a nominative
    ],
)
def test_an_english_word_is_heard_in_every_script(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME
