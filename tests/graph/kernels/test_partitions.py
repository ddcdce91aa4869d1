from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from graph.kernels.leiden import leiden, modularity
from graph.kernels.partitions import agreement, without_order
from tests.graph.kernels.conftest import both


def by_hand(labels: np.ndarray, other: np.ndarray) -> list[float]:
    groups = [
        ({i for i, x in enumerate(labels) if x == labels[node]}, {i for i, x in enumerate(other) if x == other[node]})
        for node in range(len(labels))
    ]
    return [len(a & b) / len(a | b) for a, b in groups]


@pytest.mark.parametrize("seed", [1, 2])
def test_agreement_is_the_jaccard_index_of_the_groups_of_a_node(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels, other = rng.integers(0, 4, 30), rng.integers(0, 6, 30)
    assert agreement(labels, other).tolist() == pytest.approx(by_hand(labels, other))
    assert agreement(other, labels).tolist() == pytest.approx(by_hand(labels, other))


def test_a_division_agrees_with_itself_whatever_its_numbers() -> None:
    labels = np.array([0, 0, 1, 2, 2])
    assert agreement(labels, np.array([3, 3, 0, 1, 1])).tolist() == [1.0] * 5


def test_to_lump_everything_together_is_no_agreement() -> None:
    labels = np.repeat(np.arange(10), 3)
    assert agreement(labels, np.zeros(30, dtype=np.int64)).tolist() == pytest.approx([0.1] * 30)
    assert agreement(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)).tolist() == []


def test_a_graph_without_order_keeps_degrees_and_weights_but_for_a_few_links(random_graph: Callable[..., Any]) -> None:
    graph, _ = random_graph(1, 400, 1600)
    random = without_order(graph, 3)
    assert random.count == graph.count and random.entries > 0.97 * graph.entries
    assert (random.degrees <= graph.degrees).all()
    assert random.others.tolist() == without_order(graph, 3).others.tolist() != graph.others.tolist()


def test_planted_groups_have_more_modularity_than_chance() -> None:
    import networkx as nx

    graph, _ = both(nx.planted_partition_graph(6, 20, 0.5, 0.01, seed=2))
    random = without_order(graph, 1)
    assert modularity(graph, leiden(graph, lambda: None)) > 1.5 * modularity(random, leiden(random, lambda: None))
