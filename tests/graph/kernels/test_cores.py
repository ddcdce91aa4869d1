from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.cores import core_numbers

Graph = Callable[..., Any]
link_lists = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30)


@settings(max_examples=30)
@given(links=link_lists)
def test_numbers_are_those_of_networkx(of_links: Graph, links: list[tuple[int, int]]) -> None:
    graph, G = of_links(9, links)
    assert dict(enumerate(core_numbers(graph).tolist())) == nx.core_number(G)


@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_of_a_larger_graph_are_those_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed, 60, 240)
    assert dict(enumerate(core_numbers(graph).tolist())) == nx.core_number(G)


def test_a_tail_is_less_deep_than_the_ring_it_hangs_on(of_links: Graph) -> None:
    graph, _ = of_links(6, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)])
    assert core_numbers(graph).tolist() == [2, 2, 2, 1, 1, 0]


def test_other_numbers_of_the_nodes_change_nothing(random_graph: Graph, renumbered: Graph) -> None:
    graph, _ = random_graph(3, 60, 240)
    number = np.random.default_rng(3).permutation(graph.count)
    assert core_numbers(renumbered(graph, number))[number].tolist() == core_numbers(graph).tolist()


def test_nobody_has_a_number_where_nobody_is(of_links: Graph, way: str) -> None:
    assert core_numbers(of_links(0, [])[0]).tolist() == []
    assert core_numbers(of_links(1, [(0, 0)])[0]).tolist() == [0]
