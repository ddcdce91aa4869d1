"""The tables of words, heard as names are."""

import pytest

from graph.values.naming.lexicon import (
    as_in_tables,
    compound_of,
    countries,
    geographic_meanings,
    is_legal_anywhere,
    is_legal_word,
    letter_names,
    meaning_of,
    meanings_that_tell_apart,
    meanings_without_weight,
    parts_of,
    phrase_at,
)
from graph.values.naming.sounds import sounds, word_key
from graph.values.reference.tables import read_table


@pytest.mark.parametrize("word", ["завод", "zavod", "plant", "фабрика", "kombinati"])
def test_words_of_the_trade_meet_by_their_meaning(word: str) -> None:
    assert meaning_of(word_key(word)) == "plant"


def test_a_stem_takes_endings_and_no_second_half_of_a_compound() -> None:
    assert meaning_of(word_key("транспортная")) == "transport"
    assert meaning_of(word_key("металлоконструкция")) != "metal"
    assert compound_of(word_key("рыбокомбинат")) == ("fish", "plant")


@pytest.mark.parametrize(
    "word", ["обмеженою", "ответственностью", "vidpovidalnistiu", "cheklangan", "პასუხისმგებლობის"]
)
def test_legal_words_are_known_in_any_inflection_and_romanisation(word: str) -> None:
    assert is_legal_word(word)


def test_a_word_of_a_share_company_is_legal_wherever_it_stands() -> None:
    assert is_legal_anywhere("акционерный")
    assert not is_legal_anywhere("ограниченной")
    assert not is_legal_anywhere("лола")


def test_every_letter_of_the_alphabet_has_its_name() -> None:
    assert set(letter_names().values()) == set("abcdefghijklmnopqrstuvwxyz")


def test_meanings_that_are_named_apart_are_meanings() -> None:
    meanings = read_table("trade_words.yaml")[0]["meanings"]
    named = meanings_without_weight() | geographic_meanings() | countries() | meanings_that_tell_apart()
    assert named <= meanings.keys()
    assert set(read_table("trade_words.yaml")[0]["short_endings"].split()) <= meanings.keys()


def test_the_longest_phrase_is_read_with_any_ending_of_its_words() -> None:
    assert phrase_at([word_key(word) for word in ["железной", "дорогой", "юга"]]) == (2, "railway")
    assert phrase_at([word_key(word) for word in ["neftni", "qayta", "ishlash", "zavodi"]]) == (4, "refinery")
    assert phrase_at([word_key("юг")]) == (0, "")
    assert phrase_at([word_key("железной")]) == (0, "")


def test_the_dots_of_a_letter_are_left_out_in_tables() -> None:
    assert as_in_tables("учётной") == "учетной"
    assert as_in_tables("завод") == "завод"


def test_a_word_without_written_vowels_is_no_word_of_another_script() -> None:
    assert meaning_of(word_key("قالین"), is_abjad=True) == "carpet"
    assert meaning_of(word_key("калийный")) == "potash"
    assert is_legal_word("خاص")
    assert not is_legal_word("gas")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("бахорцемент", (("baxor", ""), ("cement", "cement"))),
        ("уралхим", (("ural", ""), ("xim", "chemical"))),
        ("россельхозбанк", (("ros", "russia"), ("elxoz", "agro"), ("bank", "bank"))),
        ("узгилампром", (("uz", "uzbekistan"), ("gilam", "carpet"), ("prom", "industry"))),
        ("баракат", ()),
        ("цемент", ()),
    ],
)
def test_a_compound_ends_in_a_word_of_the_trade(word: str, parts: tuple[tuple[str, str], ...]) -> None:
    assert parts_of(sounds(word)) == parts


def test_a_country_that_begins_a_compound_with_a_word_of_the_trade_is_no_country() -> None:
    assert meaning_of(word_key("Türkmenhowaýollary")) == ""
    assert meaning_of(word_key("Türkmenistanyň")) == "turkmenistan"
    assert meaning_of(word_key("узбекистанский")) == "uzbekistan"
