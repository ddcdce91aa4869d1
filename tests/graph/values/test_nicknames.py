"""Short forms of given names and the formal ones behind them."""

import pytest

from graph.values.names import fold
from graph.values.nicknames import MOST_KEYS, are_one_name, formal_keys, formal_names


@pytest.mark.parametrize(("short", "formal"), [("Bob", "Robert"), ("Peggy", "Margaret"), ("Саша", "Александр")])
def test_a_short_form_has_its_formal_name(short: str, formal: str) -> None:
    assert fold(formal) in formal_names(fold(short))
    assert are_one_name(fold(short), fold(formal))


def test_two_short_forms_of_one_name_are_one_and_those_of_two_are_not() -> None:
    assert are_one_name(fold("Ed"), fold("Eddie"))
    assert not are_one_name(fold("Bob"), fold("Ed"))
    assert not are_one_name("olim", "jasur")


def test_a_name_is_read_with_each_formal_name_and_a_word_alone_is_not() -> None:
    assert set(formal_keys("bob smit")) >= {"bob smit", "robert smit"}
    assert formal_keys("karimov olim") == ("karimov olim",)
    assert formal_keys("bob") == formal_keys("") == ()
    assert len(formal_keys(" ".join(["ed", "al", "ron"] * 4))) <= MOST_KEYS
