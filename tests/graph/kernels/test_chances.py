import numpy as np
import pytest
from scipy.stats import false_discovery_control, hypergeom

from graph.kernels import chances
from graph.kernels.chances import are_discoveries, hypergeometric_tail, once_in

RANDOM = np.random.default_rng(5)


def counts_around(mean: np.ndarray, most: np.ndarray) -> np.ndarray:
    spread = RANDOM.normal(0, 3 * np.sqrt(mean + 1))
    return np.clip(np.round(mean + spread), 0, most).astype(np.int64)


def test_the_hypergeometric_tail_is_that_of_scipy():
    total = RANDOM.integers(1, 200_000, 2_000)
    marked, drawn = (np.ceil(total * RANDOM.random(2_000) ** 3).astype(np.int64) for _ in range(2))
    hits = counts_around(marked * drawn / total, np.minimum(marked, drawn) + 1)
    ours = hypergeometric_tail(hits, total, marked, drawn)
    assert ours == pytest.approx(hypergeom.sf(hits - 1, total, marked, drawn), rel=1e-6, abs=1e-290)


def test_long_sums_are_added_up_in_parts(monkeypatch):
    hits, total, marked, drawn = np.array([[3, 0, 7, 40], [90] * 4, [30, 5, 9, 60], [20, 8, 50, 60]])
    whole = hypergeometric_tail(hits, total, marked, drawn)
    monkeypatch.setattr(chances, "_MOST_TERMS", 5)
    assert hypergeometric_tail(hits, total, marked, drawn) == pytest.approx(whole, rel=1e-12)


def test_nothing_has_no_tail():
    nothing = np.zeros(0, dtype=np.int64)
    assert len(hypergeometric_tail(nothing, nothing, nothing, nothing)) == 0


@pytest.mark.parametrize("count", [0, 1, 500])
def test_what_is_a_discovery_is_what_scipy_says(count):
    tested = RANDOM.random(count) ** 4
    expected = false_discovery_control(tested) <= 0.05 if count else np.zeros(0, dtype=bool)
    assert are_discoveries(tested, 0.05).tolist() == expected.tolist()


def test_a_power_of_a_chance_is_told_in_tries() -> None:
    assert once_in(np.array([0.0, 1.0, 3.8, 6.02, 40.0, -1.0])).tolist() == [1, 10, 6300, 1000000, 10**15, 1]
    assert once_in(np.zeros(0)).tolist() == []
