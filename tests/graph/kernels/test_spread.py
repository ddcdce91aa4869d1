"""What spreads: by hand, against every way of a small random graph, and the same in bulk as one by one."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.spread import Spreading, spread, spread_from_all, way_back


def chain(conducts: tuple[bool, ...] = (True,) * 4) -> Spreading:
    graph = adjacency(4, np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([1.0, 0.5, 1.0]))
    return Spreading(graph, np.ones(4), np.array(conducts), 0.5, 3)


def test_each_hop_costs_a_decay_and_the_strength_of_its_link() -> None:
    assert spread(chain(), 0).max(axis=0).tolist() == [1.0, 0.5, 0.125, 0.0625]


def test_a_node_that_passes_nothing_on_is_reached_and_ends_the_way() -> None:
    assert spread(chain((True, True, False, True)), 0).max(axis=0).tolist() == [1.0, 0.5, 0.125, 0.0]
    assert spread(chain((False, True, True, True)), 0).max(axis=0)[1] == 0.5


def test_hops_end_and_small_products_are_dropped() -> None:
    short = Spreading(chain().graph, np.ones(4), np.ones(4, dtype=bool), 0.5, 1)
    assert spread(short, 0).max(axis=0).tolist() == [1.0, 0.5, 0.0, 0.0]
    coarse = Spreading(chain().graph, np.ones(4), np.ones(4, dtype=bool), 0.5, 3, 0.1)
    assert spread(coarse, 0).max(axis=0).tolist() == [1.0, 0.5, 0.125, 0.0]


def test_the_way_back_is_the_best_one() -> None:
    assert way_back(chain(), spread(chain(), 0), 3) == [3, 2, 1, 0]
    assert way_back(chain(), spread(chain(), 0), 0) == [0]


def random_spreading(seed: int) -> Spreading:
    rng = np.random.default_rng(seed)
    left, right = rng.integers(0, 7, 12), rng.integers(0, 7, 12)
    other = left != right
    ends = np.unique(np.sort(np.stack((left[other], right[other]))), axis=1)
    graph = adjacency(7, ends[0], ends[1], rng.random(ends.shape[1]).round(2) + 0.01)
    return Spreading(graph, rng.random(7).round(2) + 0.01, rng.random(7) > 0.3, 0.7, 3, 1e-9)


def by_hand(how: Spreading, source: int, target: int) -> float:
    """The best product over every way of at most three hops."""
    weights = {
        (int(a), int(b)): float(w) for a, b, w in zip(how.graph.rows, how.graph.others, how.graph.weights, strict=True)
    }
    best = float(how.factors[source]) if source == target else 0.0
    others = [node for node in range(7) if node not in (source, target)]
    for between in (0, 1, 2):
        for inner in permutations(others, between):
            way = (source, *inner, target)
            if source == target or not all(pair in weights for pair in pairwise(way)):
                continue
            if all(how.conducts[node] for node in inner):
                product = float(np.prod([how.factors[node] for node in way]))
                best = max(best, product * float(np.prod([how.decay * weights[pair] for pair in pairwise(way)])))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_ways(seed: int) -> None:
    how = random_spreading(seed)
    for source in range(7):
        values = spread(how, source)
        assert values.max(axis=0) == pytest.approx([by_hand(how, source, target) for target in range(7)])
        for target in np.flatnonzero(values.max(axis=0)).tolist():
            way = way_back(how, values, target)
            assert (way[0], way[-1]) == (target, source)
            weights = [float(_weight(how.graph, *pair)) * how.decay for pair in pairwise(way)]
            product = float(np.prod(weights)) * float(np.prod([how.factors[node] for node in way]))
            assert product == pytest.approx(values.max(axis=0)[target])


def _weight(graph: Adjacency, left: int, right: int) -> float:
    entries = slice(graph.pointers[left], graph.pointers[left + 1])
    return float(graph.weights[entries][graph.others[entries] == right][0])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("is_compiled", [False, True])
def test_in_bulk_it_is_the_sum_of_the_best_of_each_group(
    seed: int, is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", -1 if is_compiled else 1 << 60)
    how = random_spreading(seed)
    groups, weights = [[0, 3], [5]], np.array([1.0, 0.25])
    one_by_one = sum(
        weight * np.max([spread(how, source).max(axis=0) for source in group], axis=0)
        for group, weight in zip(groups, weights, strict=True)
    )
    assert spread_from_all(how, np.array([0, 2, 3]), np.array([0, 3, 5]), weights) == pytest.approx(one_by_one)
