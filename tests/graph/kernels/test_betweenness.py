from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels import betweenness as module
from graph.kernels.betweenness import betweenness, harmonic_closeness

Graph = Callable[..., Any]


def silent(_done: int, _total: int) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("seed", [1, 2])
def test_from_all_sources_it_is_that_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    expected = nx.betweenness_centrality(G, normalized=False)
    scores = betweenness(graph, np.arange(graph.count), silent)
    assert scores.tolist() == pytest.approx([expected[node] for node in range(graph.count)], abs=1e-9)


def test_from_some_sources_it_is_their_sum_scaled_to_all(random_graph: Graph) -> None:
    graph, _ = random_graph(3)
    halves = [betweenness(graph, np.arange(begin, graph.count, 2), silent) for begin in (0, 1)]
    whole = betweenness(graph, np.arange(graph.count), silent)
    assert (sum(halves) / 2).tolist() == pytest.approx(whole.tolist())


@pytest.mark.parametrize("seed", [1, 2])
def test_closeness_is_the_mean_inverse_distance(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    expected = nx.harmonic_centrality(G)
    scores = harmonic_closeness(graph, np.arange(graph.count), silent)
    assert (scores * graph.count).tolist() == pytest.approx([expected[node] for node in range(graph.count)])


def test_both_ways_give_the_same_bytes(random_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, _ = random_graph(5)
    answers = []
    for worth in (float("inf"), -1):
        monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
        answers.append(betweenness(graph, np.arange(graph.count), silent).tobytes())
    assert answers[0] == answers[1]


def test_the_tick_is_told_and_ends_the_work(random_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, _ = random_graph(1)
    monkeypatch.setattr(module, "_AT_ONCE", graph.entries * 10)
    told: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> None:
        told.append((done, total))
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        betweenness(graph, np.arange(graph.count), tick)
    assert told == [(0, 40), (10, 40), (20, 40)]


def test_without_sources_nobody_stands_between(random_graph: Graph) -> None:
    graph, _ = random_graph(1)
    nobody = np.zeros(0, dtype=np.int64)
    assert not betweenness(graph, nobody, silent).any() and not harmonic_closeness(graph, nobody, silent).any()
