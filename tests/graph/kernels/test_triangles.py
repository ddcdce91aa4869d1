from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.triangles import clustering, triangles

Graph = Callable[..., Any]
link_lists = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30)


@settings(max_examples=30)
@given(links=link_lists)
def test_they_are_those_of_networkx(of_links: Graph, links: list[tuple[int, int]]) -> None:
    graph, G = of_links(8, links)
    assert dict(enumerate(triangles(graph).tolist())) == nx.triangles(G)
    assert dict(enumerate(clustering(graph).tolist())) == pytest.approx(nx.clustering(G))


@pytest.mark.parametrize("seed", [1, 2])
def test_those_of_a_larger_graph_are_those_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed, 50, 300)
    assert dict(enumerate(triangles(graph).tolist())) == nx.triangles(G)
    assert dict(enumerate(clustering(graph).tolist())) == pytest.approx(nx.clustering(G))


def test_a_square_with_a_diagonal_is_two_triangles(of_links: Graph) -> None:
    graph, _ = of_links(5, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (2, 0), (4, 4)])
    assert triangles(graph).tolist() == [2, 1, 2, 1, 0]
    assert clustering(graph).tolist() == pytest.approx([2 / 3, 1, 2 / 3, 1, 0])


def test_other_numbers_of_the_nodes_change_nothing(random_graph: Graph, renumbered: Graph) -> None:
    graph, _ = random_graph(3, 50, 300)
    number = np.random.default_rng(3).permutation(graph.count)
    assert triangles(renumbered(graph, number))[number].tolist() == triangles(graph).tolist()


def test_there_are_none_where_nobody_is(of_links: Graph, way: str) -> None:
    assert triangles(of_links(0, [])[0]).tolist() == clustering(of_links(0, [])[0]).tolist() == []
    assert triangles(of_links(1, [(0, 0)])[0]).tolist() == clustering(of_links(1, [])[0]).tolist() == [0]
