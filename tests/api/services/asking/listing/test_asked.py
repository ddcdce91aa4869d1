"""What a list is asked for, and the page of it."""

import numpy as np
import pytest

from api.services.asking.listing.asked import PAGE_ROWS, Asked, page_of
from graph.errors import BadValue
from graph.finding import days_between
from graph.model import UNDATED, day_number


def test_a_page_is_a_part_with_its_place_and_the_counts() -> None:
    part, counts = page_of(range(PAGE_ROWS + 3), Asked(number=2))
    assert part == list(range(PAGE_ROWS, PAGE_ROWS + 3))
    assert counts == {"matching": 53, "page": 2, "pages": 2, "first": 51, "last": 53}


def test_an_empty_list_has_one_page() -> None:
    assert page_of([], Asked()) == ([], {"matching": 0, "page": 1, "pages": 1, "first": 1, "last": 0})


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_refused_with_those_that_are(number: int) -> None:
    with pytest.raises(BadValue, match=f"page is {number}") as refused:
        page_of([1], Asked(number=number))
    assert refused.value.next_step == "write a number from 1 to 1"


def test_a_filter_is_one_of_those_that_are_known() -> None:
    assert Asked().one_of("sort", ("newest", "oldest")) == "newest"
    assert Asked(sort="oldest").one_of("sort", ("newest", "oldest")) == "oldest"
    with pytest.raises(BadValue, match="sort is 'best'") as refused:
        Asked(sort="best").one_of("sort", ("newest", "oldest"))
    assert refused.value.next_step == "write one of newest, oldest"


def test_days_keep_both_ends_and_leave_out_what_has_no_day() -> None:
    days = np.array([*(day_number(f"2024-03-0{day}") for day in (1, 2, 3)), UNDATED])
    assert Asked().are_within(days).tolist() == [True] * 4
    assert Asked(days=days_between("2024-03-02", "")).are_within(days).tolist() == [False, True, True, False]
    assert Asked(days=days_between("", "2024-03-02")).are_within(days).tolist() == [True, True, False, False]
