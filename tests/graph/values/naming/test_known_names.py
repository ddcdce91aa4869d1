"""Names that are known, heard as names are."""

import pytest

from graph.values.naming.known_names import is_one_name, is_one_stem, is_title
from graph.values.naming.sounds import Script, script_of, sounds


def test_forms_of_one_name_are_one_and_those_of_two_are_two() -> None:
    assert is_one_name(sounds("микола"), sounds("nikolay")) is True
    assert is_one_name(sounds("микола"), sounds("petro")) is False
    assert is_one_name(sounds("микола"), sounds("zafar")) is None
    assert is_one_stem(sounds("олексі"), sounds("алексе"))


@pytest.mark.parametrize("word", ["Shaykh", "шейх", "شیخ", "Haji"])
def test_titles_are_known_in_all_scripts(word: str) -> None:
    assert is_title(sounds(word.lower()), script_of(word[0]) is Script.PERSO_ARABIC)


@pytest.mark.parametrize("word", ["Shah", "شاه", "шах", "Khan"])
def test_a_part_of_a_name_is_no_title(word: str) -> None:
    assert not is_title(sounds(word.lower()), script_of(word[0]) is Script.PERSO_ARABIC)


def test_a_title_is_one_in_its_own_script() -> None:
    assert is_title(sounds("شیخ"), is_abjad=True)
    assert not is_title(sounds("عمر"), is_abjad=True)  # Omar, and no Mr
