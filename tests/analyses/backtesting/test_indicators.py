"""What indicators say of what came: where they fire, how many of these were right, what their points would carry."""

import numpy as np
import pytest

from analyses.backtesting.figures import Draws, Judgement
from analyses.backtesting.indicators import Firing, IndicatorFigures, indicator_figures

COUNT = 20


def firing(points: dict[str, float] | None = None, **rows: list[int]) -> Firing:
    """A moment in which each indicator fires at some of twenty movements."""
    strengths = {}
    for name, places in rows.items():
        strengths[name] = np.zeros(COUNT)
        strengths[name][places] = 1.0
    return Firing(COUNT, strengths, points or {})


def figures(*firings: Firing, right: tuple[int, ...] = (5,), share: float = 0.05) -> dict[str, IndicatorFigures]:
    """The figures where movements in these places were right; the order is that of their numbers."""
    rows = COUNT * len(firings)
    flags = np.zeros(rows, dtype=bool)
    flags[list(right)] = True
    judged = Judgement(np.ones(rows, dtype=bool), flags, Draws(np.arange(rows)))
    points = [-0.1 * np.arange(COUNT) + one.added for one in firings]
    ties = [np.arange(COUNT) for _ in firings]
    return {row.indicator: row for row in indicator_figures(judged, firings, points, ties, share)}


def test_it_counts_where_each_fires_and_how_many_of_these_were_right() -> None:
    found = figures(firing(seen=[5, 6, 7, 8], other=[1]))
    assert (found["seen"].hits, found["seen"].known, found["seen"].right) == (4, 4, 1)
    assert (found["seen"].precision.value, found["seen"].recall.value, found["seen"].lift.value) == (0.25, 1.0, 5.0)
    assert (found["other"].right, found["other"].recall.value) == (0, 0.0)
    assert list(found) == ["seen", "other"]


def test_one_that_has_no_points_is_tried_with_one() -> None:
    found = figures(firing(helps=[5], harms=[0]), right=(5,))
    assert (found["helps"].points, found["helps"].carries.value) == (1.0, 1.0)
    assert found["harms"].carries.value == 0.0
    assert figures(firing(harms=[9]), right=(0,))["harms"].carries.value == -1.0


def test_points_that_it_has_are_taken_away() -> None:
    found = figures(firing({"helps": 2.0, "harms": 0.5}, helps=[5], harms=[0]))
    assert (found["helps"].points, found["helps"].carries.value) == (2.0, 1.0)
    assert (found["harms"].points, found["harms"].carries.value) == (0.5, 0.0)


def test_a_cut_off_at_which_it_could_not_be_computed_is_not_counted() -> None:
    found = figures(firing(seen=[5]), firing(other=[3]), right=(5, 23))
    assert (found["seen"].cutoffs, found["seen"].hits, found["seen"].recall.value) == (1, 1, 0.5)
    assert found["other"].carries.value == pytest.approx(0.5)


def test_where_nothing_came_there_are_no_figures() -> None:
    assert figures(firing()) == {}
