from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels.adjacency import adjacency
from graph.kernels.leiden import label_propagation, leiden, modularity
from tests.graph.kernels.conftest import both

Graph = Callable[..., Any]


def silent() -> None:
    """Nobody looks."""


def groups(labels: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(labels == label).tolist()) for label in range(int(labels.max()) + 1)]


def test_the_best_division_of_the_karate_club_is_found(way: str) -> None:
    graph, G = both(nx.Graph(nx.karate_club_graph().edges()))
    labels = leiden(graph, silent)
    assert modularity(graph, labels) == pytest.approx(0.41979, abs=1e-5)
    assert nx.community.modularity(G, groups(labels)) == pytest.approx(modularity(graph, labels))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("find", [leiden, label_propagation])
def test_communities_are_connected_and_hold_every_node(random_graph: Graph, find: Any, seed: int) -> None:
    graph, G = random_graph(seed)
    parts = groups(find(graph, silent, seed=seed))
    assert sorted(node for part in parts for node in part) == list(range(graph.count))
    assert all(nx.is_connected(G.subgraph(part)) for part in parts)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_no_worse_than_louvain(random_graph: Graph, seed: int) -> None:
    graph, G = random_graph(seed, 120, 400)
    louvain = nx.community.louvain_communities(G, weight="weight", seed=seed)
    expected = nx.community.modularity(G, louvain, weight="weight")
    assert modularity(graph, leiden(graph, silent, seed=seed)) >= expected - 0.005


def test_planted_groups_are_found_by_both() -> None:
    graph, _ = both(nx.planted_partition_graph(6, 20, 0.5, 0.01, seed=2))
    planted = np.repeat(np.arange(6), 20)
    for find in (leiden, label_propagation):
        assert find(graph, silent).tolist() == planted.tolist()


def test_a_higher_resolution_gives_smaller_communities(random_graph: Graph) -> None:
    graph, _ = random_graph(1, 200, 600)
    counts = [int(leiden(graph, silent, resolution).max()) for resolution in (0.3, 1.0, 3.0)]
    assert counts[0] < counts[1] < counts[2]


def test_the_same_seed_gives_the_same_bytes_whichever_way_it_runs(
    random_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, _ = random_graph(9, 100, 250)
    for find in (leiden, label_propagation):
        answers = set()
        for worth in (float("inf"), -1):
            monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
            answers.add(find(graph, silent, seed=4).tobytes())
        assert len(answers) == 1


def test_communities_are_numbered_by_their_first_node(random_graph: Graph) -> None:
    labels = leiden(random_graph(2)[0], silent)
    assert list(dict.fromkeys(labels.tolist())) == list(range(int(labels.max()) + 1))


def test_nodes_whose_own_links_weigh_more_stay_apart() -> None:
    pairs = adjacency(4, np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([2.0, 1.9, 2.0]))
    assert leiden(pairs, silent).tolist() == [0, 0, 1, 1]
    assert leiden(pairs, silent, loops=np.full(4, 60.0)).tolist() == [0, 1, 2, 3]


def test_a_graph_without_links_has_a_community_a_node() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    graph = adjacency(3, nothing, nothing, nothing.astype(float))
    assert leiden(graph, silent).tolist() == label_propagation(graph, silent).tolist() == [0, 1, 2]
    assert modularity(graph, np.arange(3)) == 0.0
    assert leiden(adjacency(0, nothing, nothing, nothing.astype(float)), silent).tolist() == []


def test_the_tick_ends_the_work(random_graph: Graph) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    for find in (leiden, label_propagation):
        with pytest.raises(KeyboardInterrupt):
            find(random_graph(1)[0], stop)
