"""Groupings against true ones: figures by hand, and against brute force on seeded random groupings."""

from itertools import combinations

import numpy as np
import pytest

from graph.linkage.partitions import Agreement, agreement_of, pairs_sharing


def by_brute_force(groups: list[int], true: list[int]) -> tuple[float, float, float, float]:
    """Pairwise and B-cubed precision and recall, straight from their definitions."""
    pairs = list(combinations(range(len(groups)), 2))
    one_group = {(a, b) for a, b in pairs if groups[a] == groups[b]}
    one_truth = {(a, b) for a, b in pairs if true[a] == true[b]}
    hits = len(one_group & one_truth)
    shares: list[list[float]] = [[], []]
    for at in range(len(groups)):
        group = {other for other in range(len(groups)) if groups[other] == groups[at]}
        truth = {other for other in range(len(groups)) if true[other] == true[at]}
        shares[0].append(len(group & truth) / len(group))
        shares[1].append(len(group & truth) / len(truth))
    return (
        hits / len(one_group) if one_group else 1.0,
        hits / len(one_truth) if one_truth else 1.0,
        sum(shares[0]) / len(groups),
        sum(shares[1]) / len(groups),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_figures_are_those_of_the_definitions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, true = rng.integers(0, 6, 25), rng.integers(-3, 4, 25)
    found = agreement_of(groups, true)
    shown = (found.precision, found.recall, found.bcubed_precision, found.bcubed_recall)
    assert shown == pytest.approx(by_brute_force(groups.tolist(), true.tolist()))


def test_a_grouping_agrees_wholly_with_itself_under_other_numbers() -> None:
    found = agreement_of(np.array([7, 7, 2, 9]), np.array([0, 0, 5, 1]))
    assert found == Agreement(4, 3, 3, 1.0, 1.0, 1.0, 1.0, 2, 2)
    assert found.f1 == found.bcubed_f1 == 1.0


def test_all_in_one_group_is_as_precise_as_the_share_of_true_pairs() -> None:
    found = agreement_of(np.zeros(4, dtype=int), np.array([0, 0, 1, 1]))
    assert (found.precision, found.recall, found.largest_group, found.largest_true_group) == (2 / 6, 1.0, 4, 2)
    assert found.f1 == pytest.approx(0.5)


def test_nothing_at_all_is_no_disagreement() -> None:
    assert agreement_of(np.zeros(0, dtype=int), np.zeros(0, dtype=int)).precision == 1.0


@pytest.mark.parametrize("seed", range(10))
def test_pairs_that_share_a_value_are_counted_once_each(seed: int) -> None:
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 4, 15)
    rows = np.stack((rng.integers(0, 15, 30), rng.integers(0, 8, 30)))
    held = [set(rows[1][rows[0] == item].tolist()) for item in range(15)]
    pairs = [(a, b) for a, b in combinations(range(15), 2) if true[a] == true[b]]
    expected = sum(bool(held[a] & held[b]) for a, b in pairs) / len(pairs)
    assert pairs_sharing(true, rows[0], rows[1]) == pytest.approx(expected)


def test_where_nobody_holds_anything_no_pair_shares() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert pairs_sharing(np.array([1, 1]), none, none) == 0.0
    assert pairs_sharing(none, none, none) == 1.0
