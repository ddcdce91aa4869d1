"""Figures of an order: what can be checked by hand, what cannot be said, and intervals that hold the figure."""

import numpy as np
import pytest

from analyses.backtesting.figures import Draws, Judgement, first_of_each


def judged(known: list[int], right: list[int]) -> Judgement:
    rows = len(known)
    return Judgement(np.array(known, dtype=bool), np.array(right, dtype=bool), Draws(np.arange(rows)))


def flags(*values: int) -> np.ndarray:
    return np.array(values, dtype=bool)


def test_precision_counts_those_whose_outcome_is_known_and_recall_all_right_ones() -> None:
    figures = judged([1, 1, 0, 1, 0], [1, 0, 0, 1, 0]).of_order("halqa", 0.4, flags(1, 1, 1, 0, 0))
    assert (figures.listed, figures.known, figures.right) == (3, 2, 1)
    assert (figures.precision.value, figures.recall.value) == (0.5, 0.5)
    assert figures.lift.value == pytest.approx(0.5 / 0.6, abs=1e-4)


def test_where_nothing_was_right_nothing_is_said() -> None:
    figures = judged([0, 0], [0, 0]).of_order("halqa", 0.5, flags(1, 0))
    assert (figures.precision.value, figures.recall.value, figures.lift.value) == (None, None, None)


def test_where_no_listed_one_was_right_no_interval_is_made_up() -> None:
    figures = judged([1, 1], [0, 1]).of_order("halqa", 0.5, flags(1, 0))
    assert (figures.recall.value, figures.recall.interval) == (0.0, None)


def test_an_interval_holds_the_figure_and_is_wider_for_few_receivers() -> None:
    right = np.arange(200) % 4 == 0
    listed = np.arange(200) < 100
    widths = []
    for clusters in (200, 8):
        draws = Draws(np.arange(200) * clusters // 200)
        precision = Judgement(np.ones(200, dtype=bool), right, draws).of_order("halqa", 0.5, listed).recall
        assert precision.interval is not None and precision.value is not None
        assert precision.interval.low <= precision.value <= precision.interval.high
        widths.append(precision.interval.high - precision.interval.low)
    assert widths[1] > widths[0]


def test_two_lists_are_compared_in_the_same_draws() -> None:
    judgement = judged([1] * 6, [1, 1, 1, 0, 0, 0])
    ours, other = flags(1, 1, 0, 0, 0, 0), flags(1, 0, 0, 1, 0, 0)
    assert judgement.difference(ours, other).value == pytest.approx(1 / 3, abs=1e-4)
    assert judgement.quotient(ours, other).value == 2.0
    same = judgement.difference(ours, ours)
    assert same.interval is not None and (same.interval.low, same.interval.high) == (0.0, 0.0)


def test_the_first_share_of_each_list_is_taken_and_ties_are_broken_by_what_is_given() -> None:
    scores = [np.array([0.1, 0.9, 0.5, 0.5]), np.array([1.0, 1.0])]
    ties = [np.array([0, 1, 3, 2]), np.array([1, 0])]
    assert first_of_each(scores, ties, 0.5).tolist() == [False, True, False, True, False, True]


def test_chance_finds_its_share() -> None:
    figures = judged([1] * 10, [1] * 4 + [0] * 6).of_chance(0.5)
    assert (figures.recall.value, figures.precision.value, figures.lift.value) == (0.5, 0.4, 1.0)
