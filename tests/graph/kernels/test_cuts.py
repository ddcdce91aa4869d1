from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.cuts import cuts

Graph = Callable[..., Any]
link_lists = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=18)


def expected(G: "nx.Graph[int]") -> tuple[list[int], list[list[int]]]:
    """Articulation points and bridges, both sorted."""
    return sorted(nx.articulation_points(G)), sorted(sorted(bridge) for bridge in nx.bridges(G))


@settings(max_examples=30)
@given(links=link_lists)
def test_they_are_those_of_networkx(of_links: Graph, links: list[tuple[int, int]]) -> None:
    graph, G = of_links(10, links)
    points, bridges = cuts(graph)
    assert (np.flatnonzero(points).tolist(), bridges.tolist()) == expected(G)


@pytest.mark.parametrize("seed", [1, 2])
def test_those_of_a_larger_graph_are_those_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed, 80, 85)
    points, bridges = cuts(graph)
    assert (np.flatnonzero(points).tolist(), bridges.tolist()) == expected(G)


def test_two_rings_hang_on_the_link_between_them(of_links: Graph) -> None:
    graph, _ = of_links(6, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)])
    points, bridges = cuts(graph)
    assert (points.tolist(), bridges.tolist()) == ([False, False, True, True, False, False], [[2, 3]])


def test_a_long_chain_is_no_danger(of_links: Graph) -> None:
    graph, _ = of_links(5000, [(node, node + 1) for node in range(4999)])
    points, bridges = cuts(graph)
    assert (int(points.sum()), len(bridges)) == (4998, 4999)


def test_other_numbers_of_the_nodes_change_nothing(random_graph: Graph, renumbered: Graph) -> None:
    graph, _ = random_graph(3, 80, 85)
    number = np.random.default_rng(3).permutation(graph.count)
    renamed, own = cuts(renumbered(graph, number)), cuts(graph)
    assert renamed.points[number].tolist() == own.points.tolist()
    assert renamed.bridges.tolist() == sorted(sorted(bridge) for bridge in number[own.bridges].tolist())


def test_nothing_hangs_together_where_nothing_is(of_links: Graph, way: str) -> None:
    for count, links in ((0, []), (1, [(0, 0)]), (3, [])):
        points, bridges = cuts(of_links(count, links)[0])
        assert (points.tolist(), bridges.shape) == ([False] * count, (0, 2))
