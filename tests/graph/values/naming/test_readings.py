"""Names as they may be meant."""

import pytest

from graph.values.naming.readings import in_one_script, pairs_of_readings, readings, without_articles, without_namesake
from graph.values.naming.words import Kind

COMPANY = Kind.COMPANY


def test_brackets_are_left_out_kept_and_read_alone() -> None:
    assert [" ".join(name.split()) for name in readings("Lola Plant (Bahor)", COMPANY)] == [
        "Lola Plant",
        "Lola Plant (Bahor)",
        "Bahor",
    ]


@pytest.mark.parametrize("place", ["France", "Hong Kong", "Ташкент", "2"])
def test_a_place_or_number_in_brackets_is_a_part_of_a_firms_name(place: str) -> None:
    assert all(place in name for name in readings(f"Lola Bank ({place})", COMPANY))
    assert place in readings(f"Lola ({place})", Kind.PLACE) or len(place) < 3


def test_two_acronyms_in_brackets_are_left_out() -> None:
    pairs = pairs_of_readings("Lola Plant (AO «ABC»)", "Bahor Plant (AO «ABC»)", COMPANY)
    assert [(left.split(), right.split()) for left, right in pairs] == [(["Lola", "Plant"], ["Bahor", "Plant"])]
    assert ("ABC", "ABC") in pairs_of_readings("Lola Plant (ABC)", "ABC", COMPANY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Other name: Lola Plant", "Lola Plant"),
        ("Lola Plant a.k.a. Bahor Works", "Bahor Works"),
        ("Lola Plant; Bahor Works", "Bahor Works"),
        ("AO Lola Zavod, Lola Plant JSC", "Lola Plant JSC"),
    ],
)
def test_two_names_in_one_field_are_two(text: str, name: str) -> None:
    assert name in [reading.strip() for reading in readings(text, COMPANY)]


@pytest.mark.parametrize("text", ["Lola, Bahor and Partners", "Lola Plant, JSC", "Lola Foods, Ltd."])
def test_a_comma_alone_makes_no_two_names(text: str) -> None:
    assert readings(text, COMPANY) == (text,)


def test_a_name_without_letters_has_no_reading() -> None:
    assert readings("(-)", COMPANY) == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Lola Plant named after A. B. Karimov", "Lola Plant "),
        ("«Лола» имени академика Каримова", "«Лола» "),
        ("LOLA IM. KARIMOVA JSC", "LOLA "),
        ("Lola Plant", ""),
        ("Imeni Karimova", ""),
    ],
)
def test_the_person_a_firm_is_named_after_is_left_out(text: str, rest: str) -> None:
    assert without_namesake(text) == rest


@pytest.mark.parametrize(
    ("left", "right", "lines"),
    [
        ("Alburaq", "Al Buraq Company", ("buraq", "al buraq company")),
        ("Radio Assalam", "Al Salam Radio", ("radio salam", "al salam radio")),
        ("Ar Rahma", "Rahma", ("rahma", "rahma")),
        ("Alborz Bank", "Alborz", None),  # a part of both names
        ("Lola", "Bahor", None),
    ],
)
def test_an_article_within_a_word_is_known_by_the_other_name(
    left: str, right: str, lines: tuple[str, str] | None
) -> None:
    assert without_articles(left, right) == lines


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("ООО «Лола-TECT»", "ООО «Лола-ТЕСТ»"),
        ("Общество C ограниченной", "Общество С ограниченной"),
        ("ANO МРС Lola", "ANO MPC Lola"),
        ("Завод «Lola»", "Завод «Lola»"),  # no look-alikes alone
    ],
)
def test_a_word_of_look_alikes_is_of_the_alphabet_of_the_others(text: str, repaired: str) -> None:
    assert in_one_script(text) == repaired
