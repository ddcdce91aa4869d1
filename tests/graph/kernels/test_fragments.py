"""What a set of nodes holds together and what it reaches, against NetworkX."""

import networkx as nx
import numpy as np
import pytest

from graph.kernels import compiled
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.fragments import cohesion, reach


def random_graph(seed: int) -> tuple["nx.Graph[int]", Adjacency]:
    G: nx.Graph[int] = nx.gnm_random_graph(20, 25, seed=seed)
    left, right = np.array(list(G.edges)).T
    return G, adjacency(20, left, right, np.ones(len(left)))


@pytest.fixture(params=[False, True], ids=["interpreted", "compiled"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setattr(compiled, "WORTH_COMPILING", -1)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("seed", [1, 2])
def test_cohesion_is_that_of_those_who_are_left(seed: int) -> None:
    G, graph = random_graph(seed)
    removed = np.zeros(20, dtype=bool)
    removed[[3, 7]] = True
    left = G.subgraph(set(G) - {3, 7})
    distances = [d for of in dict(nx.all_pairs_shortest_path_length(left)).values() for d in of.values() if d]
    pairs = 18 * 17
    everybody = np.arange(20)
    assert cohesion(graph, removed, everybody, True) == pytest.approx(sum(1 / d for d in distances) / pairs)
    assert cohesion(graph, removed, everybody, False) == pytest.approx(len(distances) / pairs)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("hops", [1, 2])
def test_reach_counts_each_node_once(hops: int) -> None:
    G, graph = random_graph(3)
    near = {n for one in (0, 5) for n in nx.single_source_shortest_path_length(G, one, hops)}
    assert reach(graph, np.array([0, 5, 5], dtype=np.int32), hops) == pytest.approx(len(near) / 20)


def test_nothing_holds_and_reaches_nothing() -> None:
    nobody = np.zeros(0, dtype=np.int32)
    empty = adjacency(0, nobody, nobody, np.zeros(0))
    assert cohesion(empty, np.zeros(0, dtype=bool), nobody, True) == reach(empty, nobody, 1) == 0.0
    alone = adjacency(1, nobody, nobody, np.zeros(0))
    assert cohesion(alone, np.zeros(1, dtype=bool), np.arange(1), True) == 0.0
