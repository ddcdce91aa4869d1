from collections.abc import Callable, Iterator

import pytest

from graph.progress import Pace, Step


def clock(*moments: float) -> Callable[[], float]:
    ticks: Iterator[float] = iter(moments)
    return lambda: next(ticks)


def test_a_rate_counts_from_the_first_report_of_a_step() -> None:
    pace = Pace(clock(0, 10, 18))
    pace.update(Step("staging a.csv", 100, 1000))
    assert pace.rate == 0 and pace.seconds_left is None
    pace.update(Step("staging a.csv", 400, 1000))
    assert pace.rate == pytest.approx(50) and pace.seconds_left == pytest.approx(12)


def test_the_rate_of_a_step_is_not_that_of_the_one_before() -> None:
    pace = Pace(clock(0, 0, 10, 10, 12))
    pace.update(Step("staging a.csv"))
    pace.update(Step("staging a.csv", 1000, 2000))
    pace.update(Step("applying a.csv", 0, 50))
    assert pace.rate == 0
    pace.update(Step("applying a.csv", 10, 50))
    assert (pace.rate, pace.seconds_left) == (5, 8)


def test_nothing_is_said_of_the_time_left_where_the_end_is_not_known() -> None:
    pace = Pace(clock(0, 0, 5))
    pace.update(Step("reading the graph"))
    pace.update(Step("reading the graph", 500))
    assert pace.seconds_left is None


def test_more_than_was_expected_leaves_no_time_and_not_less() -> None:
    pace = Pace(clock(0, 0, 5))
    pace.update(Step("staging a.csv"))
    pace.update(Step("staging a.csv", 110, 100))
    assert pace.seconds_left == 0
