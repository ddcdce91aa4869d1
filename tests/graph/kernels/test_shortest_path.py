"""The path with the fewest hops: against all simple paths of NetworkX."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels.shortest_path import shortest_path
from tests.graph.kernels.test_paths import by_enumeration, of_pairs, ways_of

Graph = Callable[..., Any]


@pytest.mark.parametrize("has_masks", [False, True])
def test_the_shortest_path_is_the_first_of_all(random_graph: Graph, way: str, has_masks: bool) -> None:
    for seed in range(6):
        graph, _ = random_graph(seed, 30, 45)
        ways = ways_of(graph, seed, False, has_masks)
        for source, target in ((0, 1), (3, 9), (10, 4), (20, 29)):
            fewest = [route.nodes for route in by_enumeration(ways, source, target, 6)[:1]]
            path = shortest_path(ways, source, target)
            assert len(path) > 7 or [path] == (fewest or [()])
            distance = nx.single_source_shortest_path_length(nx.from_scipy_sparse_array(graph.matrix), source)
            if not has_masks:
                assert len(path) - 1 == distance.get(target, -1)


def test_a_neighbour_is_a_path_and_numbers_break_ties() -> None:
    square = of_pairs(4, [(0, 1, 1), (1, 3, 1), (0, 2, 1), (2, 3, 1)])
    assert shortest_path(square, 0, 3) == (0, 1, 3)
    assert shortest_path(square, 0, 2) == (0, 2)


def test_an_end_that_is_shut_is_open_as_an_end_alone() -> None:
    line = of_pairs(3, [(0, 1, 1), (1, 2, 1)])._replace(open_nodes=np.zeros(3, dtype=bool))
    assert shortest_path(line, 0, 1) == (0, 1)
    assert shortest_path(line, 0, 2) == ()


def test_no_way_is_no_path_and_a_node_is_there_already() -> None:
    alone = of_pairs(3, [(0, 1, 1)])
    assert shortest_path(alone, 0, 2) == ()
    assert shortest_path(alone, 1, 1) == (1,)
