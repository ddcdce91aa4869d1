"""Words as sounds: each script by its own letters, nothing equated that a reader tells apart."""

import pytest

from graph.values.naming.sounds import AZERBAIJANI, language_of, line_of, readings, sounds, table, word_key


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("шахзод", "Saxzod"),
        ("shahzod", "Sahzod"),
        ("джамшед", "jamSed"),
        ("ёқуб", "yOqub"),
        ("вахтанг", "vaxtang"),
        ("ვახტანგ", "vaxtang"),
        ("երվանդ", "yervand"),
        ("ոսկան", "voskan"),
        ("چنگیز", "CngYz"),
        ("احمد", "3hmd"),
        ("عبدالغنی", "3bdGnY"),
        ("ضیاءالحق", "zYAhq"),
        ("atatürk", "atatUrk"),
        ("nasrullah", "nasrula"),
        ("شمس", "Sms"),
        ("محقق", "mhqq"),
        ("الحق", "hq"),
        ("тэтчер", "teCer"),
        ("ahmadzada", "ahmadzada"),
        ("muhammadzoda", "muhamadzoda"),
        ("муҳаммадзода", "muhamadzoda"),
        ("ahmadzai", "ahmadzai"),
        ("dzodzuashvili", "DoDuaSvili"),
        ("abdulaziz", "abduaziz"),
        ("абдулазиз", "abduaziz"),
        ("abdullaev", "abdulaev"),
        ("abdulaev", "abdulaev"),
        ("абдулахад", "abduaxad"),
    ],
)
def test_a_word_is_heard_by_the_letters_of_its_script(word: str, heard: str) -> None:
    assert sounds(word) == heard


def test_the_azerbaijani_c_is_heard_where_the_letters_show_the_language() -> None:
    assert language_of("cəfərov cavid") == AZERBAIJANI
    assert sounds("cavid", AZERBAIJANI) == "javid"
    assert sounds("cavid") == "kavid"
    assert language_of("annaýew çaryýar əziz") == ""


def test_a_legal_form_shows_azerbaijani_where_it_stands_behind_and_never_in_a_foreign_word() -> None:
    assert language_of("cavid mmc") == AZERBAIJANI
    assert language_of("mmc norilsk") == ""
    assert sounds("nickel", AZERBAIJANI) == sounds("nickel")


def test_a_line_has_its_words_in_lower_case_without_signs() -> None:
    assert line_of("ООО «Ўзбек-Йўл» №7") == "ооо ўзбек йўл 7"
    assert line_of("O‘ZBEK YO'L A.S. ۱۲b") == "özbek yöl a s 12 b"


def test_romanisations_of_one_word_have_one_key() -> None:
    assert len({word_key(word) for word in ("Tovarishchestvo", "товарищество", "Tovarischestvo")}) == 1


def test_a_latin_word_has_the_readings_of_other_languages() -> None:
    assert "ven" in readings("wen") or sounds("wen") == "wen"
    assert sounds("чжанцзян") in readings("zhangjiang")
    assert all(reading != sounds("zhang") for reading in readings("zhang"))


def test_a_word_that_every_language_spells_alike_has_no_other_reading() -> None:
    assert readings("barda") == frozenset()


def test_every_rule_of_reading_is_a_pattern_and_a_spelling() -> None:
    for language, rules in table()["read_as"].items():
        assert all(len(rule) == 2 and all(isinstance(part, str) for part in rule) for rule in rules), language
