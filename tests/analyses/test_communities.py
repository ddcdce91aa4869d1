"""Communities: two cliques by hand, NetworkX as oracle, connected, stable within 0-1, the same for a seed."""

import math
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from analyses.registry import AnalysisResult
from tests.analyses.conftest import company_network

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
Trade = Callable[[list[tuple[str, str]]], None]
METHODS = ("map_equation", "leiden", "label_propagation")


def cliques() -> list[tuple[str, str]]:
    return [pair for letters in ("abdef", "mnrst") for pair in combinations(letters, 2)] + [("f", "m")]


def random_trade(seed: int) -> list[tuple[str, str]]:
    G = nx.gnm_random_graph(40, 70, seed=seed)
    return [(f"n{a:02d}", f"n{b:02d}") for a, b in G.edges]


def labels(world: "SmallWorld", row: dict[str, Any]) -> set[str]:
    p = world.project()
    return {p.label(p.number_of(member)).removeprefix("Firma ") for member in row["members"]}


@pytest.mark.parametrize("method", METHODS)
def test_two_cliques_on_one_bridge_are_two_communities(
    world: "SmallWorld", ask: Ask, trade: Trade, method: str
) -> None:
    trade(cliques())
    rows = ask("communities", method=method).rows
    assert sorted("".join(sorted(labels(world, row))) for row in rows) == ["abdef", "mnrst"]
    assert [row["entities"] for row in rows] == [5, 5]


def test_the_population_tells_how_much_was_seen(ask: Ask, trade: Trade) -> None:
    trade(cliques())
    population = ask("communities").population
    assert (population["linked"], population["links"], population["communities"]) == (10, 21, 2)
    assert population["largest"] == 5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_leiden_is_no_worse_than_louvain_and_its_modularity_is_that_of_networkx(
    world: "SmallWorld", ask: Ask, trade: Trade, seed: int
) -> None:
    trade(random_trade(seed))
    answer = ask("communities", method="leiden", seed=seed, min_size=2)
    G = company_network(world)
    parts = [set(row["members"]) & set(G) for row in answer.rows]
    parts += [{node} for node in set(G) - set().union(*parts)]
    modularity = answer.population["modularity"]
    assert modularity == pytest.approx(nx.community.modularity(G, parts, weight="weight"), abs=1e-4)
    louvain = nx.community.louvain_communities(G, weight="weight", seed=seed)
    assert modularity >= nx.community.modularity(G, louvain, weight="weight") - 0.005


def bits_a_step(G: "nx.Graph[str]", parts: list[set[str]]) -> float:
    """The map equation, written out over the walks that leave each part and those that go on in it."""
    total = 2 * G.size(weight="weight")
    visits = {node: strength / total for node, strength in G.degree(weight="weight")}
    leaving = [nx.cut_size(G, part, weight="weight") / total for part in parts]

    def terms(shares: Iterable[float]) -> float:
        return sum(share * math.log2(share) for share in shares if share > 0)

    used = [out + sum(visits[node] for node in part) for out, part in zip(leaving, parts, strict=True)]
    return terms([sum(leaving)]) - 2 * terms(leaving) - terms(visits.values()) + terms(used)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_map_equation_tells_its_bits_a_step_and_needs_fewer_than_louvain(
    world: "SmallWorld", ask: Ask, trade: Trade, seed: int
) -> None:
    trade(random_trade(seed))
    answer = ask("communities", seed=seed, min_size=2)
    G = company_network(world)
    parts = [set(row["members"]) & set(G) for row in answer.rows]
    parts += [{node} for node in set(G) - set().union(*parts)]
    bits = answer.population["codelength"]
    assert bits == pytest.approx(bits_a_step(G, parts), abs=1e-4)
    assert bits <= bits_a_step(G, nx.community.louvain_communities(G, weight="weight", seed=seed)) + 1e-4


def test_other_methods_tell_no_bits_and_every_method_its_modularity(ask: Ask, trade: Trade) -> None:
    trade(cliques())
    populations = {method: ask("communities", method=method).population for method in METHODS}
    assert [populations[method]["codelength"] is None for method in METHODS] == [False, True, True]
    assert all(population["modularity"] > population["modularity_by_chance"] for population in populations.values())
    assert ask("communities").population == populations["map_equation"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [4, 5])
def test_every_community_is_connected_and_no_entity_is_in_two(
    world: "SmallWorld", ask: Ask, trade: Trade, method: str, seed: int
) -> None:
    trade(random_trade(seed))
    answer = ask("communities", method=method, seed=seed, min_size=2)
    G = company_network(world)
    members = [member for row in answer.rows for member in row["members"]]
    assert all(nx.is_connected(G.subgraph(row["members"])) for row in answer.rows)
    assert len(members) == len(set(members)) > 0


def test_stability_is_a_share_and_one_where_nothing_can_move(ask: Ask, trade: Trade) -> None:
    trade(cliques())
    assert [(row["stability"], row["unstable"]) for row in ask("communities").rows] == [(1.0, [])] * 2


def test_members_that_wander_are_named(ask: Ask, trade: Trade) -> None:
    trade(random_trade(9))
    rows = ask("communities", runs=5, min_size=2).rows
    stability = np.array([row["stability"] for row in rows])
    assert ((stability > 0) & (stability <= 1)).all()
    assert any(row["unstable"] for row in rows)


def test_a_higher_resolution_gives_smaller_communities(ask: Ask, trade: Trade) -> None:
    trade(cliques())
    assert ask("communities", method="leiden", resolution=20, min_size=2).population["largest"] < 5


def test_the_same_seed_gives_the_same_answer(ask: Ask, trade: Trade) -> None:
    trade(random_trade(3))
    one, other = (ask("communities", seed=3) for _ in range(2))
    assert one == other


def test_small_communities_are_counted_and_a_limit_says_what_it_cut(ask: Ask, trade: Trade) -> None:
    trade([*cliques(), ("1", "2")])
    answer = ask("communities", limit=1)
    assert (len(answer.rows), answer.truncated) == (1, "1 more community; raise limit")
    assert answer.population["smaller_than_min_size"] == 1


def test_evidence_holds_the_strongest_links_inside(world: "SmallWorld", ask: Ask, trade: Trade) -> None:
    trade([*cliques(), ("a", "b"), ("a", "b")])
    answer = ask("communities")
    (row,) = [row for row in answer.rows if "a" in labels(world, row)]
    links = [link for link in answer.evidence if link["community"] == row["id"]]
    assert len(links) == 5
    assert sorted(links[0]["ends"]) == ["Firma a", "Firma b"]
    assert [link["weight"] for link in links] == sorted((link["weight"] for link in links), reverse=True)


@pytest.mark.parametrize("method", METHODS)
def test_an_empty_graph_has_no_communities(ask: Ask, method: str) -> None:
    answer = ask("communities", method=method)
    assert (answer.rows, answer.evidence, answer.population["communities"]) == ([], [], 0)
    assert answer.population["modularity"] is None


def test_communities_of_random_trade_are_said_to_be_no_better_than_chance_and_not_stable(
    ask: Ask, trade: Trade
) -> None:
    trade(random_trade(1))
    answer = ask("communities", min_size=2, runs=5)
    assert answer.population["modularity"] <= answer.population["modularity_by_chance"]
    chance, unstable = answer.notes
    assert chance.startswith("no better than chance: ") and unstable.startswith("not stable enough to act on: ")


def test_clear_communities_are_above_chance_and_stand_when_links_are_missing(ask: Ask, trade: Trade) -> None:
    trade(cliques())
    answer = ask("communities", runs=5)
    assert answer.population["modularity"] > answer.population["modularity_by_chance"]
    assert (answer.population["stability"], answer.population["robustness"], answer.notes) == (1.0, 1.0, [])


def test_without_further_runs_nothing_is_said_of_stability(ask: Ask, trade: Trade) -> None:
    trade(random_trade(1))
    answer = ask("communities", runs=0)
    assert {row["stability"] for row in answer.rows} == {None} == {row["robustness"] for row in answer.rows}
    assert [answer.population[name] for name in ("stability", "robustness", "modularity_by_chance")] == [None] * 3
    assert not any(row["unstable"] for row in answer.rows) and answer.notes == []
