from typing import Any

import pytest

from api.services.asking.showing.amounts import amount_text, day_words, number_text


@pytest.mark.parametrize(
    ("value", "text"), [(24.5, "24.5"), (38.0, "38"), (1_234_567.0, "1,234,567"), (0.1254, "0.125"), (100, "100")]
)
def test_a_number_keeps_its_digits_and_no_empty_decimals(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"quantity": 24.5, "quantity_unit": "kg"}, "24.5 kg"),
        ({"quantity": 12}, "12"),
        ({"quantity_base": 24.5, "quantity_base_unit": "kg", "quantity": 24_500, "quantity_unit": "g"}, "24.5 kg"),
        ({"quantity_base": 2.0, "quantity_base_unit": "piece", "quantity_dimension": "count"}, "2 pieces"),
        ({"quantity_base": 1.0, "quantity_base_unit": "piece", "quantity_dimension": "count"}, "1 piece"),
        ({"quantity_text": "two sacks"}, "two sacks"),
        ({}, ""),
    ],
)
def test_an_amount_is_told_with_its_unit_else_as_the_source_wrote_it(said: dict[str, Any], text: str) -> None:
    assert amount_text(said) == text


@pytest.mark.parametrize(("day", "words"), [("2024-03-28", "28 Mar 2024"), ("", ""), ("soon", "soon")])
def test_a_day_is_told_as_it_is_spoken(day: str, words: str) -> None:
    assert day_words(day) == words
