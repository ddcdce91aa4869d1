"""A ship is known by its IMO number, however that is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.ids import CheckedId
from graph.values.vessels import imo, imos


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("9074729", "9074729", ""),  # the example of the IMO
        ("IMO 9074729", "9074729", ""),
        ("imo9074729", "9074729", ""),
        ("IMO No. 9074729", "9074729", ""),
        ("ИМО № 9074729", "9074729", ""),
        ("Amber Star (IMO 9074729), call sign UK1", "9074729", ""),  # among words
        ("Amber Star 9074729", "9074729", ""),
        ("9319466", "9319466", ""),
        ("۹۰۷۴۷۲۹", "9074729", ""),
        ("IMO 9074720", "9074720", "imo_check_digit"),
        ("IMO 907472", "907472", "imo_format"),
        ("90747291", "90747291", "imo_format"),
        ("Amber Star 12", "AMBERSTAR12", "imo_format"),
    ],
)
def test_imo(text: str, value: str, problem: str) -> None:
    assert imo(text) == CheckedId(value, problem)


@pytest.mark.parametrize("text", ["", " - ", "IMO"])
def test_no_usable_character_is_no_ship(text: str) -> None:
    assert imo(text) is None


def test_every_ship_of_a_cell_is_read() -> None:
    both = (CheckedId("9074729"), CheckedId("9319466"))
    assert imos("9074729 / 9319466") == imos("IMO 9074729, IMO 9319466") == imos("9074729\n9319466") == both


@pytest.mark.parametrize(("text", "problem"), [("Amber Star", "not_a_number"), ("9,07E+06", "number_cut")])
def test_what_is_no_number_names_no_ship(text: str, problem: str) -> None:
    (found,) = imos(text)
    assert (found.problem, found.names_nothing) == (problem, True)


@given(st.integers(0, 999_999))
def test_one_check_digit_of_ten_is_right(serial: int) -> None:
    numbers = [imo(f"IMO {serial:06d}{digit}") for digit in range(10)]
    assert sum(one is not None and not one.problem for one in numbers) == 1


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    found = imo(text)
    assert found is None or found.value
