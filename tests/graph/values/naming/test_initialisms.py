"""Initialisms that stand for words of the other name."""

import pytest

from graph.values.naming.initialisms import spelt_out


@pytest.mark.parametrize(
    ("left", "right", "initialism", "words"),
    [
        ("NPP LOLA JSC", "Research and Production Enterprise Lola", "npp", "research and production enterprise"),
        ("АО «17 АРЗ»", "17 Aviation Repair Plant JSC", "арз", "aviation repair plant"),
        ("JSC BKB LOLA", "Bahor Design Bureau Lola", "bkb", "bahor design bureau"),
        ("ЦНИИ «Лола»", "Central Research Institute Lola", "цнии", "central research institute"),
        ("EMZ Lola", "Electromechanical Plant Lola", "emz", "electromechanical plant"),
        ("MZ Lola", "Machine-Building Plant Lola", "mz", "machine building plant"),
        ("ZMO Lola", "Medical Equipment Plant Lola", "zmo", "medical equipment plant"),  # the last word in front
    ],
)
def test_letters_stand_for_words_in_either_language(left: str, right: str, initialism: str, words: str) -> None:
    answer, other_way_round = spelt_out(left, right), spelt_out(right, left)
    assert answer is not None
    assert answer.initialisms == ((initialism, words),)
    assert other_way_round is not None
    assert other_way_round.initialisms == answer.initialisms


def test_what_says_only_what_a_firm_is_is_left_out_and_a_name_is_one_word() -> None:
    trade, name = (
        spelt_out("NPP LOLA", "Research and Production Enterprise Lola"),
        spelt_out("BKB", "Bahor Design Bureau"),
    )
    assert trade is not None
    assert (trade.left, trade.right, trade.is_whole) == ("lola", "lola", False)
    assert name is not None
    assert (name.left, name.right, name.is_whole) == ("bkb", "bkb", True)


def test_a_part_of_a_name_alone_is_told() -> None:
    answer = spelt_out("BKB", "Bahor Design Bureau Lola")
    assert answer is not None
    assert answer.is_part
    assert not answer.is_whole


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("NPP LOLA", "Design Bureau Lola"),
        ("Npp Lola", "Research and Production Enterprise Lola"),  # no capitals
        ("KT Lola", "Joint Stock Company Training Lola"),  # a legal form in front is no word of it
        ("LOLA", "Lola"),
        ("", "Lola"),
    ],
)
def test_other_words_are_no_initialism(left: str, right: str) -> None:
    assert spelt_out(left, right) is None


def test_an_initialism_that_a_name_itself_explains_is_left_out() -> None:
    answer = spelt_out("Bahor Motor Plant BMP", "Бахорский моторный завод")
    assert answer is not None
    assert answer.left == "bahor motor plant"
