from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.kernels import betweenness as module
from graph.kernels.betweenness import betweenness, closeness, harmonic_closeness

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


@pytest.mark.parametrize("seed", [1, 2])
def test_by_length_it_is_that_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    expected = nx.betweenness_centrality(G, normalized=False, weight="weight")
    scores = betweenness(graph, np.arange(graph.count), silent, graph.weights)
    assert scores.tolist() == pytest.approx([expected[node] for node in range(graph.count)], abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_closeness_by_length_is_that_of_networkx(random_graph: Graph, way: str, seed: int) -> None:
    graph, G = random_graph(seed)
    everybody = np.arange(graph.count)
    expected, harmonic = nx.closeness_centrality(G, distance="weight"), nx.harmonic_centrality(G, distance="weight")
    scores = closeness(graph, everybody, silent, graph.weights)
    assert scores.tolist() == pytest.approx([expected[node] for node in everybody])
    scores = harmonic_closeness(graph, everybody, silent, graph.weights) * graph.count
    assert scores.tolist() == pytest.approx([harmonic[node] for node in everybody])


def test_more_nodes_than_search_together_are_all_answered(random_graph: Graph, way: str) -> None:
    graph, G = random_graph(8, 130, 160)
    everybody = np.arange(graph.count)
    expected, harmonic = nx.closeness_centrality(G), nx.harmonic_centrality(G)
    assert closeness(graph, everybody, silent).tolist() == pytest.approx([expected[node] for node in everybody])
    scores = harmonic_closeness(graph, everybody, silent) * graph.count
    assert scores.tolist() == pytest.approx([harmonic[node] for node in everybody])


@pytest.mark.parametrize("is_scaled", [True, False])
def test_closeness_of_some_nodes_is_that_of_networkx(random_graph: Graph, way: str, is_scaled: bool) -> None:
    graph, G = random_graph(3)
    some = np.array([7, 0, 39, 12])
    expected = nx.closeness_centrality(G, wf_improved=is_scaled)
    scores = closeness(graph, some, silent, is_scaled=is_scaled)
    assert scores.tolist() == pytest.approx([expected[node] for node in some])


def test_ways_of_one_length_are_ties_in_whatever_order_their_lengths_are_added(of_links: Graph, way: str) -> None:
    graph, _ = of_links(6, [(0, 1), (1, 2), (2, 5), (0, 3), (3, 4), (4, 5)])
    of_link = {(0, 1): 0.1, (1, 2): 0.2, (2, 5): 0.3, (0, 3): 0.3, (3, 4): 0.2, (4, 5): 0.1}
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    lengths = np.array([of_link[min(a, b), max(a, b)] for a, b in zip(graph.rows, graph.others, strict=True)])
    everybody = np.arange(6)
    scores = betweenness(graph, everybody, silent, lengths)
    exact = betweenness(graph, everybody, silent, np.round(lengths * 10))
    assert scores.tolist() == pytest.approx(exact.tolist())


MEASURES: list[Callable[..., np.ndarray]] = [betweenness, harmonic_closeness, closeness]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("is_by_length", [False, True])
def test_both_ways_give_the_same_bytes(
    random_graph: Graph, monkeypatch: pytest.MonkeyPatch, measure: Callable[..., np.ndarray], is_by_length: bool
) -> None:
    graph, _ = random_graph(5)
    answers = []
    for worth in (float("inf"), -1):
        monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
        lengths = 1 / graph.weights if is_by_length else None
        answers.append(measure(graph, np.arange(graph.count), silent, lengths).tobytes())
    assert answers[0] == answers[1]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("is_by_length", [False, True])
def test_other_numbers_of_the_nodes_change_nothing(
    random_graph: Graph, renumbered: Graph, measure: Callable[..., np.ndarray], is_by_length: bool
) -> None:
    graph, _ = random_graph(6)
    number = np.random.default_rng(6).permutation(graph.count)
    renamed = renumbered(graph, number)
    scores, others = (
        measure(each, np.arange(each.count), silent, each.weights if is_by_length else None)
        for each in (graph, renamed)
    )
    assert others[number].tolist() == pytest.approx(scores.tolist(), rel=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("links", [[], [(0, 0)]])
def test_nobody_stands_between_where_nobody_is(
    of_links: Graph, measure: Callable[..., np.ndarray], links: list[tuple[int, int]]
) -> None:
    graph, _ = of_links(len(links), links)
    for lengths in (None, graph.weights):
        assert measure(graph, np.arange(graph.count), silent, lengths).tolist() == [0.0] * len(links)


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
