from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels.adjacency import adjacency
from graph.kernels.pagerank import pagerank

Graph = Callable[..., Any]


@pytest.mark.parametrize("seed", [1, 2])
def test_ranks_are_those_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    expected = nx.pagerank(G, tol=1e-14, max_iter=10_000)
    assert np.abs(pagerank(graph) - [expected[node] for node in range(graph.count)]).sum() < 1e-8


@pytest.mark.parametrize("begins", [[0], [0, 1, 2]])
def test_a_restart_of_ones_own_is_that_of_networkx(random_graph: Graph, begins: list[int]) -> None:
    graph, G = random_graph(4)
    restart = np.zeros(graph.count)
    restart[begins] = 1 / len(begins)
    expected = nx.pagerank(G, personalization=dict(enumerate(restart)), tol=1e-14, max_iter=10_000)
    assert np.abs(pagerank(graph, restart) - [expected[node] for node in range(graph.count)]).sum() < 1e-8


@pytest.mark.parametrize("error", [1e-2, 1e-4, 1e-8])
def test_the_stated_error_is_kept(random_graph: Graph, error: float) -> None:
    graph, _ = random_graph(7, 200, 300)
    assert np.abs(pagerank(graph, error=error) - pagerank(graph, error=1e-14)).sum() < error


def test_a_graph_without_links_goes_by_the_restart() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert pagerank(adjacency(4, nothing, nothing, nothing.astype(float))).tolist() == [0.25] * 4
    assert pagerank(adjacency(0, nothing, nothing, nothing.astype(float))).tolist() == []
