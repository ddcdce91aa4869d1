"""Centrality: a star by hand, NetworkX as oracle for each measure, rank intervals, ties by id."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from analyses.registry import AnalysisResult
from tests.analyses.conftest import company_network

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
Trade = Callable[[list[tuple[str, str]]], None]
MEASURES = ("degree", "betweenness", "closeness", "harmonic", "pagerank", "eigenvector", "core", "clustering")
RANKING = [measure for measure in MEASURES if measure not in ("core", "clustering")]  # whose best is the centre
STAR = [("hub", leaf) for leaf in "abdefg"]


def random_trade(seed: int) -> list[tuple[str, str]]:
    G = nx.connected_watts_strogatz_graph(30, 4, 0.4, seed=seed)
    return [(f"n{a:02d}", f"n{b:02d}") for a, b in G.edges]


def oracle(G: "nx.Graph[str]", measure: str) -> dict[str, float]:
    if measure == "degree":
        return {node: float(degree) for node, degree in G.degree()}
    if measure == "betweenness":
        return dict(nx.betweenness_centrality(G))
    if measure == "pagerank":
        return dict(nx.pagerank(G, tol=1e-12, max_iter=5000))
    if measure == "eigenvector":
        return dict(nx.eigenvector_centrality(G, weight="weight", max_iter=20000, tol=1e-12))
    if measure == "closeness":
        return dict(nx.closeness_centrality(G))
    if measure == "clustering":
        return dict(nx.clustering(G))
    if measure == "core":
        return {node: float(core) for node, core in nx.core_number(G).items()}
    return {node: score / len(G) for node, score in nx.harmonic_centrality(G).items()}


@pytest.mark.parametrize("measure", RANKING)
def test_the_centre_of_a_star_comes_first(ask: Ask, trade: Trade, measure: str) -> None:
    trade(STAR)
    rows = ask("centrality", measure=measure).rows
    assert (rows[0]["label"], rows[0]["rank"], rows[0]["links"]) == ("Firma hub", 1, 6)
    assert len({row["score"] for row in rows[1:]}) == 1


@pytest.mark.parametrize("measure", RANKING)
def test_ties_stand_in_the_order_of_their_ids(ask: Ask, trade: Trade, measure: str) -> None:
    trade(STAR)
    ids = [row["id"] for row in ask("centrality", measure=measure).rows[1:]]
    assert ids == sorted(ids)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("seed", [1, 2])
def test_scores_are_those_of_networkx(world: "SmallWorld", ask: Ask, trade: Trade, measure: str, seed: int) -> None:
    trade(random_trade(seed))
    rows = ask("centrality", measure=measure, resamples=0).rows
    assert {row["id"]: row["score"] for row in rows} == pytest.approx(oracle(company_network(world), measure), abs=1e-7)


def test_eigenvector_scores_the_largest_component_alone(ask: Ask, trade: Trade) -> None:
    trade([*STAR, ("m", "n"), ("n", "r")])
    scores = {row["label"]: row["score"] for row in ask("centrality", measure="eigenvector").rows}
    assert [scores[f"Firma {name}"] for name in "mnr"] == [0, 0, 0]
    assert scores["Firma a"] > 0


def test_the_interval_of_the_centre_of_a_star_is_its_rank(ask: Ask, trade: Trade) -> None:
    trade(STAR)
    rows = ask("centrality", measure="degree").rows
    assert rows[0]["rank_interval"] == [1, 1]


def test_leaves_that_differ_in_nothing_share_an_interval(ask: Ask, trade: Trade) -> None:
    trade(STAR)
    intervals = [row["rank_interval"] for row in ask("centrality", measure="degree", resamples=50).rows[1:]]
    assert all(low <= other_high for low, _ in intervals for _, other_high in intervals)
    assert all(1 < low < high <= 7 for low, high in intervals)


def test_without_links_left_out_every_interval_is_the_rank(ask: Ask, trade: Trade) -> None:
    trade(random_trade(3))
    rows = ask("centrality", measure="degree", missing_share=0).rows
    assert [row["rank_interval"] for row in rows] == [[row["rank"], row["rank"] + row["tied"] - 1] for row in rows]


def test_no_resamples_give_no_interval(ask: Ask, trade: Trade) -> None:
    trade(STAR)
    assert {row["rank_interval"] for row in ask("centrality", resamples=0).rows} == {None}


@pytest.mark.parametrize("measure", ["betweenness", "harmonic"])
def test_a_sample_of_sources_is_said_and_near_the_whole(
    world: "SmallWorld", ask: Ask, trade: Trade, measure: str
) -> None:
    trade(random_trade(4))
    answer = ask("centrality", measure=measure, pivots=20, resamples=0)
    assert answer.population["sampled_sources"] == 20
    exact = oracle(company_network(world), measure)
    assert max(abs(row["score"] - exact[row["id"]]) for row in answer.rows) < 0.15


def test_a_limit_says_what_it_cut(ask: Ask, trade: Trade) -> None:
    trade(STAR)
    answer = ask("centrality", limit=2)
    assert ([row["rank"] for row in answer.rows], answer.truncated) == ([1, 2], "5 more entities; raise limit")


@pytest.mark.parametrize("measure", MEASURES)
def test_the_same_seed_gives_the_same_answer(ask: Ask, trade: Trade, measure: str) -> None:
    trade(random_trade(5))
    one, other = (ask("centrality", measure=measure, pivots=15) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_graph_has_nobody(ask: Ask, measure: str) -> None:
    answer = ask("centrality", measure=measure)
    assert (answer.rows, answer.population["linked"], answer.truncated) == ([], 0, None)


@pytest.mark.parametrize("measure", MEASURES)
def test_one_pair_is_a_tie(ask: Ask, trade: Trade, measure: str) -> None:
    trade([("a", "b")])
    rows = ask("centrality", measure=measure).rows
    assert len(rows) == 2
    assert len({row["score"] for row in rows}) == 1


def test_entities_of_one_score_share_a_rank(ask: Ask, trade: Trade) -> None:
    trade([*STAR, ("m", "n")])
    rows = ask("centrality", measure="degree").rows
    assert [(row["rank"], row["tied"]) for row in rows] == [(1, 1), *[(2, 8)] * 8]


def know(world: "SmallWorld", *reports: tuple[str, str]) -> None:
    """Says who knows whom, each person a row of a register."""
    for name in sorted({name for report in reports for name in report}):
        known = tuple(f"knows={other}" for one, other in reports if one == name)
        fields = {"associated_with": known} if known else {}
        world.say("party", number=name, party__name=f"Person {name}", party__kind="person", **fields)


def test_acquaintance_alone_is_a_network(world: "SmallWorld", ask: Ask) -> None:
    know(world, ("ann", "bob"), ("bob", "kim"), ("bob", "joe"))
    rows = ask("centrality", normalized=False).rows
    assert [(row["label"], row["score"]) for row in rows[:2]] == [("Person bob", 3.0), ("Person ann", 0.0)]


def test_triangles_are_counted_at_each_corner(world: "SmallWorld", ask: Ask) -> None:
    know(world, ("ann", "bob"), ("bob", "kim"), ("kim", "ann"), ("kim", "joe"))
    rows = ask("centrality", measure="triangles").rows
    assert [(row["label"], row["score"]) for row in rows] == [
        ("Person ann", 1.0),
        ("Person bob", 1.0),
        ("Person kim", 1.0),
        ("Person joe", 0.0),
    ]


def test_a_strong_link_is_a_short_one(world: "SmallWorld", ask: Ask, trade: Trade) -> None:
    trade([("ann", "bob")] * 9 + [("bob", "kim")] * 9 + [("ann", "kim")])
    rows = ask("centrality", relation="trade", weighted=True, normalized=False).rows
    assert (rows[0]["label"], rows[0]["score"]) == ("Firma bob", 1.0)
    assert not any(row["score"] for row in ask("centrality", relation="trade", normalized=False).rows)


def test_an_answer_without_the_relation_names_it(ask: Ask, trade: Trade) -> None:
    trade(STAR)
    answer = ask("centrality", relation="association")
    assert (answer.rows, answer.notes) == (
        [],
        [
            "no two of 7 entities are linked by this relation (association); relation=any adds up all there are",
        ],
    )


def test_who_holds_others_together_is_told(ask: Ask, trade: Trade) -> None:
    trade([("ann", "bob"), ("bob", "kim"), ("kim", "ann"), ("kim", "joe")])
    rows = ask("centrality").rows
    assert {row["label"]: row["is_cut_point"] for row in rows} == {
        "Firma ann": False,
        "Firma bob": False,
        "Firma joe": False,
        "Firma kim": True,
    }
