"""The key player problem: whom to remove, whom to watch; checked on the kite that it was published with."""

from collections.abc import Callable
from itertools import combinations

import networkx as nx
import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue

Ask = Callable[..., AnalysisResult]
Trade = Callable[[list[tuple[str, str]]], None]


@pytest.fixture
def kite(trade: Trade) -> "nx.Graph[str]":
    """Krackhardt's kite, of which the chapter that posed the problem shows what removals do."""
    G = nx.relabel_nodes(nx.krackhardt_kite_graph(), {number: f"k{number}" for number in range(10)})
    trade(list(G.edges))
    return G


def fragmentation(G: "nx.Graph[str]", gone: tuple[str, ...], by_distance: bool) -> float:
    """The measure by its formula, over ordered pairs of those who are left."""
    left = G.copy()
    left.remove_nodes_from(gone)
    distances = dict(nx.all_pairs_shortest_path_length(left))
    pairs = [distances[a].get(b) for a in left for b in left if a != b]
    return 1 - sum((1 / d if by_distance else 1.0) for d in pairs if d) / len(pairs)


def chosen(answer: AnalysisResult) -> set[str]:
    return {row["label"].removeprefix("Firma ") for row in answer.rows}


def test_the_most_linked_of_the_kite_holds_nothing_together(kite: "nx.Graph[str]", ask: Ask) -> None:
    """As published: without the node of highest degree all still reach one another, without the seventh they do not."""
    answer = ask("key_players", size=1, distance=False)
    assert chosen(answer) == {"k7"}
    assert answer.population["by_degree"] == 0.0
    assert answer.population["score"] == pytest.approx(1 - (7 * 6 + 2 * 1) / (9 * 8))


@pytest.mark.parametrize("by_distance", [True, False])
@pytest.mark.parametrize("size", [1, 2])
def test_exact_is_the_best_of_all_sets(kite: "nx.Graph[str]", ask: Ask, size: int, by_distance: bool) -> None:
    answer = ask("key_players", size=size, distance=by_distance, method="exact")
    best = max(fragmentation(kite, gone, by_distance) for gone in combinations(kite, size))
    assert answer.population["score"] == pytest.approx(best)
    assert fragmentation(kite, tuple(sorted(chosen(answer))), by_distance) == pytest.approx(best)


def test_greedy_is_no_better_than_exact_and_no_worse_than_by_measure(kite: "nx.Graph[str]", ask: Ask) -> None:
    greedy = ask("key_players", size=2).population
    assert greedy["score"] <= ask("key_players", size=2, method="exact").population["score"]
    assert greedy["score"] >= max(greedy["by_degree"], greedy["by_betweenness"])


@pytest.mark.parametrize(("hops", "reached"), [(1, 0.9), (2, 1.0)])
def test_reach_counts_who_is_near_the_set(kite: "nx.Graph[str]", ask: Ask, hops: int, reached: float) -> None:
    answer = ask("key_players", goal="reach", size=2, hops=hops, method="exact")
    best = max(
        len({n for one in pair for n in nx.single_source_shortest_path_length(kite, one, hops)}) / 10
        for pair in combinations(kite, 2)
    )
    assert answer.population["score"] == pytest.approx(best)
    assert best >= reached


def test_reach_by_distance_counts_the_nearest_of_the_set(ask: Ask, trade: Trade) -> None:
    trade([("a1", "a2"), ("a2", "a3"), ("a3", "a4")])
    answer = ask("key_players", goal="reach", size=1, hops=0)
    assert answer.population["score"] == pytest.approx((1 + 1 + 1 + 0.5) / 4)


def test_each_says_what_it_adds(kite: "nx.Graph[str]", ask: Ask) -> None:
    rows = ask("key_players", size=3).rows
    assert [row["place"] for row in rows] == [1, 2, 3]
    assert [row["score"] for row in rows] == sorted(row["score"] for row in rows)
    assert rows[0]["score"] == rows[0]["alone"]


def test_whoever_removes_is_warned_and_whoever_watches_is_not(kite: "nx.Graph[str]", ask: Ask) -> None:
    assert ask("key_players").notes[0].startswith("removal may help a network")
    assert ask("key_players", goal="reach").notes == []


def test_too_many_sets_are_refused(kite: "nx.Graph[str]", ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyses.key_players.MOST_STEPS", 1000)
    with pytest.raises(BadValue, match="45 sets of 2 among 10 entities are too many"):
        ask("key_players", size=2, method="exact")


def test_of_nobody_there_are_no_key_players(ask: Ask) -> None:
    assert ask("key_players").rows == []


def test_a_larger_set_than_the_network_is_all_but_one(ask: Ask, trade: Trade) -> None:
    trade([("a1", "a2"), ("a2", "a3")])
    assert len(ask("key_players", size=9).rows) == 2
