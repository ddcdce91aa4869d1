"""Paths: against all simple paths of NetworkX, put in order."""

from collections.abc import Callable, Iterable
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.paths import Route, nearest, shortest_paths
from graph.kernels.ways import Ways

Graph = Callable[..., Any]


def silent() -> None:
    """Nobody looks."""


def lengths_of(graph: Adjacency) -> np.ndarray:
    """Two, three ... by weight: the same both ways."""
    return (graph.weights * 2).astype(np.int64) + 1


def by_enumeration(
    ways: Ways, source: int, target: int, most_hops: int | None = None, barred: Iterable[tuple[int, int]] = ()
) -> list[Route]:
    """All simple paths by length, then by their nodes."""
    graph = ways.graph
    lengths = np.ones(graph.entries, dtype=np.int64) if ways.lengths is None else ways.lengths
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(graph.count))
    for entry, (a, b) in enumerate(zip(graph.rows.tolist(), graph.others.tolist(), strict=True)):
        is_closed = {end for end in (a, b) if ways.open_nodes is not None and not ways.open_nodes[end]} - {
            source,
            target,
        }
        if not is_closed and (ways.open_entries is None or ways.open_entries[entry]):
            G.add_edge(a, b, length=int(lengths[entry]))
    every = nx.all_simple_paths(G, source, target, cutoff=most_hops)
    return sorted(
        Route(sum(G[a][b]["length"] for a, b in pairwise(nodes)), tuple(nodes)) for nodes in every if len(nodes) > 1
    )


def ways_of(graph: Adjacency, seed: int, has_lengths: bool, has_masks: bool) -> Ways:
    rng = np.random.default_rng(seed)
    shut = rng.integers(0, graph.count, 2)
    open_nodes = ~np.isin(np.arange(graph.count), shut)
    dead = rng.integers(0, graph.entries, 3)
    keys = np.minimum(graph.rows, graph.others) * graph.count + np.maximum(graph.rows, graph.others)
    open_entries = ~np.isin(keys, keys[dead])
    return Ways(
        graph,
        lengths_of(graph) if has_lengths else None,
        open_nodes if has_masks else None,
        open_entries if has_masks else None,
    )


@pytest.mark.parametrize("has_masks", [False, True])
@pytest.mark.parametrize("has_lengths", [False, True])
@pytest.mark.parametrize("most_hops", [None, 4])
def test_paths_come_in_order_of_length_then_of_node_numbers(
    random_graph: Graph, way: str, has_lengths: bool, has_masks: bool, most_hops: int | None
) -> None:
    for seed in (1, 2):
        graph, _ = random_graph(seed, 11, 18)
        ways = ways_of(graph, seed, has_lengths, has_masks)
        for source, target in ((0, 1), (3, 9), (10, 4)):
            expected = by_enumeration(ways, source, target, most_hops)
            answer = list(islice(shortest_paths(ways, source, target, silent, most_hops=most_hops), 60))
            assert answer == expected[:60]


pair_lists = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 3)), max_size=14)


def of_pairs(count: int, pairs: Iterable[tuple[int, int, int]]) -> Ways:
    """Each pair once, with its length."""
    table = np.array(sorted({(min(a, b), max(a, b)): length for a, b, length in pairs}.items(), key=str), dtype=object)
    ends = np.array([pair for pair, _ in table], dtype=np.int64).reshape(-1, 2)
    graph = adjacency(count, ends[:, 0], ends[:, 1], np.array([length for _, length in table], dtype=float))
    return Ways(graph, graph.weights.astype(np.int64))


@settings(max_examples=60)
@given(pairs=pair_lists, most_hops=st.sampled_from([None, 1, 3]))
def test_any_small_graph_gives_the_paths_that_enumeration_gives(
    pairs: list[tuple[int, int, int]], most_hops: int | None
) -> None:
    ways = of_pairs(7, pairs)
    assert list(shortest_paths(ways, 0, 6, silent, most_hops=most_hops)) == by_enumeration(ways, 0, 6, most_hops)


@pytest.mark.parametrize("has_lengths", [False, True])
@pytest.mark.parametrize("most_hops", [None, 3])
def test_the_nearest_of_many_come_first_each_by_its_shortest_path(
    random_graph: Graph, way: str, has_lengths: bool, most_hops: int | None
) -> None:
    graph, _ = random_graph(5, 14, 22)
    ways = ways_of(graph, 5, has_lengths, False)
    targets = [13, 2, 7, 11, 0, 5]
    expected = sorted(
        by_enumeration(ways, 0, target, most_hops)[0]
        for target in targets
        if target and by_enumeration(ways, 0, target, most_hops)
    )
    for count in (1, 3, 9):
        assert nearest(ways, 0, targets, count, silent, most_hops=most_hops) == expected[:count]


def test_numbers_break_ties() -> None:
    square = of_pairs(4, [(0, 1, 1), (1, 3, 1), (0, 2, 1), (2, 3, 1)])
    assert [route.nodes for route in shortest_paths(square, 0, 3, silent)] == [(0, 1, 3), (0, 2, 3)]


def test_more_hops_may_be_shorter_until_they_are_limited() -> None:
    ways = of_pairs(4, [(0, 3, 3), (0, 1, 1), (1, 2, 1), (2, 3, 1), (1, 3, 1)])
    assert [route.length for route in shortest_paths(ways, 0, 3, silent)] == [2, 3, 3]
    assert [route.nodes for route in shortest_paths(ways, 0, 3, silent, most_hops=1)] == [(0, 3)]


def test_an_end_that_is_shut_is_open_as_an_end_alone() -> None:
    line = of_pairs(4, [(0, 1, 1), (1, 2, 1), (2, 3, 1)])._replace(open_nodes=np.zeros(4, dtype=bool))
    assert nearest(line, 0, [1, 2, 3], 3, silent) == [Route(1, (0, 1)), Route(2, (0, 1, 2)), Route(3, (0, 1, 2, 3))]


def test_no_way_is_no_path_and_a_node_is_there_already() -> None:
    alone = of_pairs(3, [(0, 1, 1)])
    assert list(shortest_paths(alone, 0, 2, silent)) == []
    assert nearest(alone, 0, [2], 1, silent) == nearest(alone, 0, [0], 1, silent) == []
    assert list(shortest_paths(alone, 1, 1, silent)) == [Route(0, (1,))]


def test_other_numbers_of_nodes_change_no_length(random_graph: Graph) -> None:
    graph, _ = random_graph(8, 20, 34)
    order = np.random.default_rng(3).permutation(graph.count)
    renamed = adjacency(graph.count, order[graph.rows], order[graph.others], graph.weights / 2)
    for ways, other in (
        (Ways(graph), Ways(renamed)),
        (Ways(graph, lengths_of(graph)), Ways(renamed, lengths_of(renamed))),
    ):
        answer = [route.length for route in islice(shortest_paths(ways, 0, 5, silent), 30)]
        again = [route.length for route in islice(shortest_paths(other, int(order[0]), int(order[5]), silent), 30)]
        assert answer == again


def test_the_tick_ends_the_work(random_graph: Graph) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    ways = Ways(random_graph(1)[0])
    with pytest.raises(KeyboardInterrupt):
        list(shortest_paths(ways, 0, 1, stop))
    with pytest.raises(KeyboardInterrupt):
        nearest(ways, 0, [1, 2], 1, stop)
