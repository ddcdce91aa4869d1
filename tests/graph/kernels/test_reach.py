"""Reach: against the distances of NetworkX."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels.adjacency import adjacency
from graph.kernels.reach import UNREACHED, around, entries_of, hops

Graph = Callable[..., Any]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("most", [None, 0, 2])
def test_hops_are_those_of_networkx(random_graph: Graph, seed: int, most: int | None) -> None:
    graph, G = random_graph(seed)
    expected = nx.multi_source_dijkstra_path_length(G, {0, 7}, weight=None, cutoff=most)
    distance = hops(graph, np.array([7, 0, 7]), most)
    assert {node: int(far) for node, far in enumerate(distance) if far != UNREACHED} == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_shut_is_not_entered_and_a_start_may_be_shut(random_graph: Graph, seed: int) -> None:
    graph, G = random_graph(seed)
    open_nodes = np.random.default_rng(seed).random(graph.count) < 0.8
    open_nodes[0] = False
    H = G.subgraph([0, *np.flatnonzero(open_nodes).tolist()])
    expected = nx.single_source_shortest_path_length(H, 0)
    distance = hops(graph, np.array([0]), open_nodes=open_nodes)
    assert {node: int(far) for node, far in enumerate(distance) if far != UNREACHED} == dict(expected)


def test_an_entry_may_be_open_in_one_direction() -> None:
    line = adjacency(3, np.array([0, 1]), np.array([1, 2]), np.ones(2))
    forward = line.rows < line.others
    assert hops(line, np.array([0]), open_entries=forward).tolist() == [0, 1, 2]
    assert hops(line, np.array([2]), open_entries=forward).tolist() == [UNREACHED, UNREACHED, 0]


@pytest.mark.parametrize("radius", [0, 1, 2])
def test_what_is_around_a_node_is_its_ego_network(random_graph: Graph, radius: int) -> None:
    graph, G = random_graph(4)
    assert around(graph, 3, radius).tolist() == sorted(nx.ego_graph(G, 3, radius))


@pytest.mark.parametrize("seed", [1, 2])
def test_nodes_that_are_one_are_entered_together(random_graph: Graph, seed: int) -> None:
    graph, G = random_graph(seed)
    leaders = np.arange(graph.count)
    leaders[5:20] = np.arange(5, 20) // 3 * 3 - (np.arange(5, 20) < 6) * 3
    merged = nx.Graph((leaders[a], leaders[b]) for a, b in G.edges())
    merged.add_nodes_from(leaders)
    expected = nx.single_source_shortest_path_length(merged, 6)
    distance = hops(graph, np.array([6]), leaders=leaders)
    assert {node: int(far) for node, far in enumerate(distance) if far != UNREACHED} == dict(expected)


def test_entries_come_node_after_node() -> None:
    assert entries_of(np.array([0, 2, 2, 5]), np.array([2, 1, 0])).tolist() == [2, 3, 4, 0, 1]
    assert entries_of(np.array([0, 2]), np.zeros(0, dtype=np.int64)).tolist() == []


def test_of_nothing_and_of_one_node() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert hops(adjacency(0, nothing, nothing, nothing.astype(float)), nothing).tolist() == []
    assert around(adjacency(1, np.zeros(1, int), np.zeros(1, int), np.ones(1)), 0, 5).tolist() == [0]
