"""The damped projection: against the product of sparse matrices, and by hand."""

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels import projection
from graph.kernels.projection import Projected, by_logarithm, by_partners, project

Pairs = dict[tuple[int, int], float]
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def silent(_done: int, _total: int) -> None:
    """Nobody looks."""


def as_pairs(answer: Projected) -> Pairs:
    columns = (column.tolist() for column in answer)
    return {(left, right): weight for left, right, weight in zip(*columns, strict=True)}


def random_table(seed: int, members: int = 30, values: int = 20, rows: int = 120) -> Table:
    rng = np.random.default_rng(seed)
    skewed = (values * rng.random(rows) ** 2).astype(np.int64)
    return rng.integers(0, members, rows), skewed, rng.choice([0.0, 0.38, 0.5, 1.0], values)


def by_product(table: Table, damping: Any = by_logarithm, cap: int | None = None) -> Pairs:
    """The upper triangle of B W Bᵀ."""
    member, value, factor = table
    B = sp.csr_array((np.ones(len(member)), (member, value)), shape=(max(member) + 1, len(factor)))
    B.data[:] = 1.0
    sizes = np.bincount(B.indices, minlength=len(factor))
    weights = np.where((sizes <= (cap or len(member))), factor * damping(np.maximum(sizes, 2)), 0.0)
    product = sp.triu(B @ sp.diags_array(weights) @ B.T, 1).tocoo()
    entries = zip(product.row.tolist(), product.col.tolist(), product.data.tolist(), strict=True)
    return {(a, b): weight for a, b, weight in entries if weight}


@pytest.mark.parametrize("damping", [by_logarithm, by_partners])
@pytest.mark.parametrize("cap", [None, 9])
def test_weights_are_those_of_the_product_of_matrices(way: str, damping: Any, cap: int | None) -> None:
    table = random_table(1)
    answer = as_pairs(project(*table, silent, damping=damping, cap=cap))
    assert answer == pytest.approx(by_product(table, damping, cap), abs=1e-12)
    assert list(answer) == sorted(answer)


def test_a_value_of_two_gives_its_factor_and_a_larger_one_less() -> None:
    answer = project(np.array([0, 1, 1, 2, 3, 4]), np.array([0, 0, 1, 1, 1, 1]), np.array([0.5, 1.0]), silent)
    assert as_pairs(answer)[0, 1] == 0.5
    assert as_pairs(answer)[2, 3] == 0.5  # 1/log2(4)
    assert len(answer.left) == 7


def test_values_above_the_cap_give_nothing() -> None:
    member, value = np.array([0, 1, 0, 1, 2]), np.array([0, 0, 1, 1, 1])
    assert as_pairs(project(member, value, np.ones(2), silent, cap=2)) == {(0, 1): 1.0}


def test_a_row_that_stands_twice_counts_once() -> None:
    assert as_pairs(project(np.array([0, 1, 1]), np.zeros(3, dtype=np.int64), np.ones(1), silent)) == {(0, 1): 1.0}


def strongest_by_sorting(pairs: Pairs, most: int) -> set[tuple[int, int]]:
    chosen = set()
    for member in {end for pair in pairs for end in pair}:
        around = [(-weight, *(set(pair) - {member})) for pair, weight in pairs.items() if member in pair]
        chosen |= {tuple(sorted((member, int(other)))) for _, other in sorted(around)[:most]}
    return chosen  # type: ignore[return-value]  # pairs of two


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("most", [1, 3])
def test_the_strongest_partners_stay_those_of_equal_weight_by_number(way: str, seed: int, most: int) -> None:
    table = random_table(seed)
    every = as_pairs(project(*table, silent))
    assert as_pairs(project(*table, silent, strongest=most)) == {
        pair: every[pair] for pair in sorted(strongest_by_sorting(every, most))
    }


@settings(max_examples=40)
@given(rows=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=25), seed=st.integers(0, 99))
def test_order_of_rows_and_numbers_of_values_change_no_bit(rows: list[tuple[int, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    factor = rng.choice([0.1, 0.3, 0.7, 1e-9], 6)
    order, renamed = rng.permutation(len(table)), rng.permutation(6)
    moved = np.empty(6)
    moved[renamed] = factor
    for strongest in (None, 2):
        answer = project(table[:, 0], table[:, 1], factor, silent, strongest=strongest)
        again = project(table[order, 0], renamed[table[order, 1]], moved, silent, strongest=strongest)
        assert [column.tobytes() for column in answer] == [column.tobytes() for column in again]


@pytest.mark.parametrize("strongest", [None, 2])
def test_both_ways_of_running_and_any_lots_give_the_same_bytes(
    strongest: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = set()
    for worth, at_once in ((float("inf"), 1_000_000), (-1, 1_000_000), (-1, 50)):
        monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
        monkeypatch.setattr(projection, "_AT_ONCE", at_once)
        answers.add(b"".join(part.tobytes() for part in project(*random_table(7), silent, strongest=strongest)))
    assert len(answers) == 1


@pytest.mark.parametrize("strongest", [None, 2])
def test_nothing_to_share_makes_no_pair(strongest: int | None) -> None:
    nothing = np.zeros(0, dtype=np.int64)
    for member, value, factor in (
        (nothing, nothing, np.zeros(0)),
        (np.array([4]), np.array([0]), np.ones(1)),
        (np.array([0, 1]), np.array([1, 0]), np.ones(3)),
        (np.array([0, 1]), np.array([0, 0]), np.zeros(1)),
    ):
        assert as_pairs(project(member, value, factor, silent, strongest=strongest)) == {}


def test_what_no_weight_can_be_is_refused_by_name() -> None:
    rows = np.array([0, 1]), np.array([0, 0])
    with pytest.raises(ValueError, match="a factor is below 0"):
        project(*rows, np.array([-1.0]), silent)
    with pytest.raises(ValueError, match="strongest is 0"):
        project(*rows, np.ones(1), silent, strongest=0)


@pytest.mark.parametrize("strongest", [None, 2])
def test_the_tick_ends_the_work(strongest: int | None) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(*random_table(1), stop, strongest=strongest)
