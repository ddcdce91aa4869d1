from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels.nearest import checked_lengths, nearest

Graph = Callable[..., Any]


@pytest.mark.parametrize("seed", [1, 2])
def test_distances_are_those_of_networkx_and_the_order_goes_by_them(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    for source, (order, distance) in enumerate(nearest(graph, np.arange(graph.count), graph.weights)):
        expected = nx.single_source_dijkstra_path_length(G, source)
        assert {node: distance[node] for node in order.tolist()} == expected
        assert distance[order].tolist() == sorted(expected.values()) and order[0] == source
        assert np.isinf(np.delete(distance, order)).all()


@pytest.mark.parametrize("wrong", [0.0, -1.0, np.nan, np.inf])
def test_a_length_that_is_none_is_named(random_graph: Graph, wrong: float) -> None:
    graph, _ = random_graph(1)
    lengths = graph.weights.copy()
    lengths[7] = wrong
    with pytest.raises(ValueError, match=f"length of entry 7 is {wrong}; give one that is above 0"):
        checked_lengths(graph, lengths)


def test_each_entry_needs_a_length(random_graph: Graph) -> None:
    graph, _ = random_graph(1)
    with pytest.raises(ValueError, match="there are 3 lengths; give one for each of the 120 entries"):
        checked_lengths(graph, np.ones(3))
