"""Facts about groups that are figures of their own."""

import math

import numpy as np
import pytest
from scipy.stats import poisson

from analyses.leading.facts import LIKELIER, TIMES, likelier_by_seizures


def test_seizures_speak_by_the_ratio_of_two_poisson_chances() -> None:
    seized, moved, usual = np.array([1, 2, 3]), np.array([10, 40, 100]), 0.01
    expected = poisson.logpmf(seized, TIMES * usual * moved) - poisson.logpmf(seized, usual * moved)
    assert likelier_by_seizures(seized, moved, usual) == pytest.approx(expected)


def test_more_trade_never_speaks_louder_and_one_more_seizure_always() -> None:
    moved = np.arange(0, 1_000, 10)
    assert (np.diff(likelier_by_seizures(np.full(100, 2), moved, 0.01)) <= 0).all()
    one, two = (likelier_by_seizures(np.array([seized]), np.array([50]), 0.01)[0] for seized in (1, 2))
    assert two - one == pytest.approx(math.log(TIMES))


def test_trade_without_a_seizure_speaks_against_and_neither_end_without_bounds() -> None:
    found = likelier_by_seizures(np.array([0, 0, 90]), np.array([20, 1_000_000, 90]), 0.01)
    assert LIKELIER[0] < found[0] < 0
    assert found[1:].tolist() == list(LIKELIER)


def test_where_nothing_was_ever_seized_seizures_say_nothing() -> None:
    assert likelier_by_seizures(np.zeros(2), np.array([5, 500]), 0.0).tolist() == [0, 0]
