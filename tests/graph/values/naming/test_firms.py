"""Brands in two scripts: letters read out, English as it is heard, and what only looks like an abbreviation."""

import pytest

from graph.values.naming import Kind, Verdict, compare
from graph.values.naming.firms import may_be_literal, words_of_firm

COMPANY = Kind.COMPANY
SAME, UNSURE, DIFFERENT = Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ATB Lola", "АТБ Лола"),  # no bank
        ("Лола ДСК", "DSK Lola"),  # no builders
        ("Di Lola", "Ди Лола"),  # no small word
        ("E-Lola", "Е-Лола"),
        ("4i Lola", "4і Лола"),
    ],
)
def test_what_looks_like_an_abbreviation_or_a_small_word_may_be_a_name(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


def test_a_literal_reading_has_the_words_as_they_stand() -> None:
    assert [word.text for word in words_of_firm("Лола ДСК", is_literal=True)] == ["лола", "дск"]
    assert may_be_literal("Лола ДСК", "DSK Lola")
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


@pytest.mark.parametrize(("left", "right"), [("M-Bank", "تی-بانک"), ("GBM", "ჯი ბი ენ"), ("Greentown", "Грин")])
def test_other_letters_and_half_a_word_are_another_firm(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is not SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fruit Juice", "Фрут Джус"),
        ("Double Rose", "Дабл Роуз"),
        ("Cash & Lola", "Кеш & Лола"),
        ("McLola", "Маклола"),
        ("Meisenlola", "Майзенлола"),  # a German one
        ("Ocean Nature", "Оушен Нейчер"),
        ("Fire & Wall", "Файр энд Волл"),
        ("Iron Brothers", "Айрон Бразерс"),
        ("Vision Age", "Вижн Эйдж"),
        ("Newtower", "Ньютауэр"),
        ("Lola Cottage", "ლოლა კოტიჯი"),
        ("Lolault", "Лоло"),  # French ones
        ("Bourgeot", "Буржо"),
        ("Hyperlola", "هایپرلولا"),
        ("Lolastar", "لولاستار"),  # a vowel before two consonants in Persian
        ("Bahorspeed", "بهاراسپید"),
        ("ლოლა ჰატი", "Лола Хат"),  # a nominative
    ],
)
def test_an_english_word_is_heard_in_every_script(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Золотая планета", "Gold Planet"),
        ("Lola Flowers", "Лола цветы"),
        ("Apple Bakery", "Яблоко пекарня"),
        ("Lola Internal Affairs", "Лола внутренних дел"),
        ("Lola Gas Station", "АЗС Лола"),
        ("Узгосстрах", "Uz State Insurance"),  # a letter that two parts share
        ("Армкимиябанк", "Հայքիմբանկ"),
        ("Пять роз", "П'ять роз"),
        ("Olti Yulduz", "Six Stars"),
        ("شش ستاره", "Шість зірок"),
        ("Besh Lola", "Beshlola"),
        ("Lola East Leasing", "Lola Shargh Leasing"),  # no yeast
        ("Lola Cooperative Bank", "Лола кооператив банк"),  # no copper
        ("Siman Lola Karkhane", "Lola Cement Plant"),
        ("Lola Haus", "Лола Хаус"),
        ("Лола ДНР", "Lola Donetsk Peoples Republic"),
        ("Lola Bank Limited", "لولا بینک لمیٹڈ"),
        ("Islamic Republic of Iran Lola Post", "پست لولا ایران"),
    ],
)
def test_words_of_every_day_and_numbers_are_known_by_their_meaning(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Cement Plant Iran", "Цементный завод"),
        ("Development Bank", "Kazakhstan Development Bank"),
        ("Lola", "Lola Pakistan"),
    ],
)
def test_a_country_on_one_side_leaves_what_else_agrees_unsure(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is UNSURE


def test_a_country_and_a_single_trade_are_nobody() -> None:
    assert compare("Bank", "Uzbek Bank", COMPANY).verdict is DIFFERENT
