"""The map equation: against the formula written out, published figures, planted groups, and every way of running."""

import math
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planted import planted_groups, shared_information
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.leiden import leiden
from graph.kernels.map_equation import codelength, map_equation
from tests.graph.kernels.conftest import both

Graph = Callable[..., Any]
NOTHING = np.zeros(0, dtype=np.int64)


def silent() -> None:
    """Nobody looks."""


def entropy(shares: list[float]) -> float:
    return -sum(share * math.log2(share) for share in shares if share > 0)


def by_the_formula(G: "nx.Graph[int]", labels: list[int]) -> float:
    """Equation 1 of Rosvall and Bergstrom: the code book of communities, and that of each, by how often it is used."""
    total = 2 * G.size(weight="weight")
    visits = {node: strength / total for node, strength in G.degree(weight="weight")}
    leaving = dict.fromkeys(labels, 0.0)
    for a, b, weight in G.edges(data="weight", default=1):
        if labels[a] != labels[b]:
            leaving[labels[a]] += weight / total
            leaving[labels[b]] += weight / total
    out = sum(leaving.values())
    bits = out * entropy([share / out for share in leaving.values()]) if out else 0.0
    for label, left in leaving.items():
        used = [left, *(visits[node] for node in G if labels[node] == label)]
        if sum(used):
            bits += sum(used) * entropy([share / sum(used) for share in used])
    return bits


def karate() -> "nx.Graph[int]":
    return nx.Graph(nx.karate_club_graph().edges())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_codelength_is_that_of_the_formula_written_out(random_graph: Graph, seed: int) -> None:
    graph, G = random_graph(seed)
    labels = np.random.default_rng(seed).integers(0, 6, graph.count)
    assert codelength(graph, labels) == pytest.approx(by_the_formula(G, labels.tolist()))


def test_one_community_takes_the_entropy_of_the_visits(random_graph: Graph) -> None:
    graph, _ = random_graph(4)
    visits = graph.strength / graph.strength.sum()
    assert codelength(graph, np.zeros(graph.count, dtype=np.int64)) == pytest.approx(entropy(visits.tolist()))


def test_the_karate_club_takes_as_many_bits_as_infomap_needs(way: str) -> None:
    graph, _ = both(karate())
    assert codelength(graph, map_equation(graph, silent)) == pytest.approx(4.3117929, abs=1e-6)


def test_the_best_division_of_small_graphs_is_found_or_missed_by_little() -> None:
    def divisions(count: int) -> list[list[int]]:
        return [[0]] if count == 1 else [[*d, n] for d in divisions(count - 1) for n in range(max(d) + 2)]

    excess = []
    for seed in range(6):
        graph, G = both(nx.gnm_random_graph(7, 9, seed=seed))
        best = min(by_the_formula(G, labels) for labels in divisions(7))
        excess.append(codelength(graph, map_equation(graph, silent)) / best - 1)
    assert min(excess) > -1e-9
    assert max(excess) < 0.03
    assert sum(part < 1e-9 for part in excess) >= 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_communities_are_connected_and_hold_every_node(random_graph: Graph, seed: int) -> None:
    graph, G = random_graph(seed)
    labels = map_equation(graph, silent, seed=seed)
    parts = [np.flatnonzero(labels == label).tolist() for label in range(int(labels.max()) + 1)]
    assert sum(map(len, parts)) == graph.count
    assert all(nx.is_connected(G.subgraph(part)) for part in parts)
    assert list(dict.fromkeys(labels.tolist())) == list(range(len(parts)))


links = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from([1e-18, 0.3, 1.0, 1e6])), max_size=20)


@settings(max_examples=30)
@given(links=links, seed=st.integers(0, 9))
def test_the_code_is_no_longer_than_that_of_one_community_or_of_one_a_node(
    links: list[tuple[int, int, float]], seed: int
) -> None:
    table = np.array(links, dtype=float).reshape(-1, 3)
    graph = adjacency(9, table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])
    bits = codelength(graph, map_equation(graph, silent, seed=seed))
    assert bits <= codelength(graph, np.arange(9)) + 1e-9
    assert bits <= codelength(graph, np.zeros(9, dtype=np.int64)) + 1e-9


def test_small_planted_groups_are_found_that_modularity_merges() -> None:
    graph, groups = planted_groups(1_500, 3)
    assert shared_information(map_equation(graph, silent), groups) >= 0.95
    assert shared_information(leiden(graph, silent), groups) <= 0.87


def test_hubs_that_stand_with_everybody_do_not_hold_groups_together() -> None:
    graph, groups = planted_groups(1_000, 3, degree=12, noise=0.1, hubs=3)
    assert shared_information(map_equation(graph, silent)[:1_000], groups[:1_000]) >= 0.95


def test_numbers_of_nodes_and_order_of_links_change_no_community() -> None:
    graph, _ = both(nx.planted_partition_graph(8, 12, 0.7, 0.02, seed=2))
    order = np.random.default_rng(1).permutation(graph.count)
    once = np.flatnonzero(graph.rows < graph.others)[::-1]
    shuffled = adjacency(graph.count, order[graph.others[once]], order[graph.rows[once]], graph.weights[once])
    labels, again = map_equation(graph, silent), map_equation(shuffled, silent)[order]
    assert len(set(zip(labels.tolist(), again.tolist(), strict=True))) == 8 == labels.max() + 1 == again.max() + 1


def test_the_same_seed_gives_the_same_bytes_whichever_way_it_runs(
    random_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, _ = random_graph(9, 100, 250)
    answers = set()
    for worth in (float("inf"), -1):
        monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
        answers.add(map_equation(graph, silent, seed=4).tobytes())
    assert len(answers) == 1


def linked(count: int, *pairs: tuple[int, int]) -> Adjacency:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return adjacency(count, table[:, 0], table[:, 1], np.ones(len(pairs)))


def test_nodes_without_a_link_and_links_to_themselves_make_communities_of_one() -> None:
    assert map_equation(linked(0), silent).tolist() == []
    assert map_equation(linked(1, (0, 0)), silent).tolist() == [0]
    assert map_equation(linked(5, (1, 3), (4, 4)), silent).tolist() == [0, 1, 2, 1, 3]
    assert codelength(linked(3), np.arange(3)) == codelength(linked(0), NOTHING) == 0.0
    assert codelength(linked(2, (0, 1)), np.zeros(2, dtype=np.int64)) == 1.0


def test_the_tick_ends_the_work(random_graph: Graph) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        map_equation(random_graph(1)[0], stop)
