"""The join: against two nested loops; distinct pairs against a count of tuples."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.expand import distinct_pairs, matches

keys = st.lists(st.integers(0, 6), max_size=20)


def by_loops(left: list[int], right: list[int]) -> list[tuple[int, int]]:
    return [(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a == b]


@given(left=keys, right=keys.map(sorted))
def test_every_row_meets_every_row_of_its_key_in_order_of_the_left(left: list[int], right: list[int]) -> None:
    found = matches(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == by_loops(left, right)


def test_a_large_seeded_join_is_that_of_the_loops() -> None:
    rng = np.random.default_rng(7)
    left, right = rng.integers(0, 50, 300), np.sort(rng.integers(0, 50, 200))
    found = matches(left, right)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == by_loops(left.tolist(), right.tolist())


def test_empty_tables_have_no_match() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert [len(part) for part in matches(empty, empty)] == [0, 0]
    assert [len(part) for part in matches(np.array([1]), empty)] == [0, 0]


@given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=20))
def test_pairs_stand_once_in_order_with_how_often_they_stood(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[at] for pair in pairs], dtype=np.int32) for at in (0, 1))
    distinct = distinct_pairs(left, right)
    rows = zip(distinct.left.tolist(), distinct.right.tolist(), distinct.often.tolist(), strict=True)
    assert list(rows) == [(*pair, count) for pair, count in sorted(Counter(pairs).items())]
