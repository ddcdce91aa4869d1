"""New nodes beside settled ones: free of one another and of what stands, near what they belong to."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.beside import beside
from graph.kernels.layout import GAP

points = st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), max_size=40)


def nearest(places: np.ndarray, others: np.ndarray) -> float:
    return min((float(np.hypot(*((a - b) / GAP))) for a in places for b in others), default=9.0)


@settings(max_examples=40, deadline=None)
@given(points, points)
def test_no_new_node_is_near_another_or_what_stands(
    standing: list[tuple[float, float]], wanted: list[tuple[float, float]]
) -> None:
    there, anchors = np.array(standing).reshape(-1, 2), np.array(wanted).reshape(-1, 2)
    placed = beside(there, anchors)
    assert placed.shape == anchors.shape
    assert nearest(placed, there) >= 1
    assert all(nearest(placed[n : n + 1], placed[:n]) >= 1 for n in range(len(placed)))
    assert np.array_equal(placed, beside(there, anchors))


def test_alone_it_stands_one_link_away_from_its_anchor() -> None:
    [place] = beside(np.zeros((1, 2)), np.zeros((1, 2)))
    assert np.hypot(*place) == 1.0


def test_a_hundred_around_one_stay_near_it() -> None:
    placed = beside(np.zeros((1, 2)), np.zeros((100, 2)))
    assert np.hypot(*placed.T).max() < 8


def test_nothing_comes_to_nothing() -> None:
    assert beside(np.zeros((0, 2)), np.zeros((0, 2))).shape == (0, 2)
