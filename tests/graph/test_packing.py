"""Numbers of two keys, and the guard of how many places a key has."""

import pytest

from graph.errors import TooMany
from graph.packing import packed, span


def test_all_places_of_a_key_lie_in_its_span_and_in_no_other() -> None:
    first, last = span(5, 3)
    assert [packed(5, place, 3, "things") for place in range(8)] == list(range(first, last + 1))
    assert span(6, 3)[0] == last + 1


def test_a_place_that_does_not_fit_is_told_in_words() -> None:
    with pytest.raises(TooMany, match="more than 8 records in one row; split it in the source"):
        packed(5, 8, 3, "records in one row")
