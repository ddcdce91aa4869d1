"""Weights out of a file: what they add up to, and what is refused."""

import math

import numpy as np
import pytest

from analyses.leading.weights import read_weights, shares_of, usual_weights
from graph.errors import BadValue
from graph.messages import message

GIVEN = {"version": 1, "constant": -1.0, "cut": 0.5, "weights": {"young": 2.0}}


def test_a_score_is_the_constant_and_the_points() -> None:
    weights = read_weights(GIVEN, "mine.yaml")
    points = weights.points(("seizures", "young"), np.array([[3.0, 0.5], [0.0, 0.0]]))
    assert points.tolist() == [[0.0, 1.0], [0.0, 0.0]]
    assert weights.scores(points).tolist() == [0.5, pytest.approx(1 / (1 + math.e))]


def test_a_fact_that_is_as_usual_adds_nothing_and_one_below_takes_away() -> None:
    weights = read_weights(GIVEN | {"usual": {"young": 0.3}}, "mine.yaml")
    points = weights.points(("young",), np.array([[0.3], [0.8], [0.0]]))
    assert points.ravel().tolist() == pytest.approx([0.0, 1.0, -0.6])
    with pytest.raises(BadValue, match="'firms' is no fact"):
        read_weights(GIVEN | {"usual": {"firms": 2}}, "mine.yaml").points(("young",), np.zeros((1, 1)))


def test_a_fact_as_usual_but_for_the_last_digit_is_no_share() -> None:
    points = np.array([1.0, -5e-17])
    shares = shares_of(
        ("young", "helpers"), np.array([0.5, 1 - 0.8]), points, lambda _, __: message("lead.young", value=1)
    )
    assert [share.fact for share in shares] == ["young"]


def test_a_weight_of_an_unknown_fact_is_refused() -> None:
    with pytest.raises(BadValue, match="'young' is no fact"):
        read_weights(GIVEN, "mine.yaml").points(("seizures",), np.zeros((1, 1)))


@pytest.mark.parametrize(("change", "says"), [({"cut": 2}, "cut"), ({"version": 0}, "version"), ({"lift": 1}, "lift")])
def test_a_file_that_says_something_else_is_refused_by_name(change: dict[str, object], says: str) -> None:
    with pytest.raises(BadValue, match=f"mine.yaml: {says}"):
        read_weights(GIVEN | change, "mine.yaml")


def test_the_usual_weights_are_of_facts_that_are_counted() -> None:
    assert usual_weights().weights["declared"] < 0 < usual_weights().weights["seizures"]
