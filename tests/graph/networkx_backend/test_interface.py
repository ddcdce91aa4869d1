"""The backend as NetworkX calls it, against NetworkX itself."""

import logging
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import networkx as nx
import pytest

from graph.networkx_backend import interface
from graph.networkx_backend.arrays import ArrayGraph
from graph.networkx_backend.info import FUNCTIONS, info

MEASURES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "pagerank": (nx.pagerank, {"tol": 1e-12, "max_iter": 500}),
    "pagerank to one": (nx.pagerank, {"tol": 1e-12, "max_iter": 500, "personalization": {"n3": 1, "n5": 2}}),
    "pagerank from nowhere": (nx.pagerank, {"tol": 1e-12, "max_iter": 500, "dangling": {"n1": 1, "n2": 3}}),
    "core numbers": (nx.core_number, {}),
    "betweenness": (nx.betweenness_centrality, {}),
    "betweenness with ends": (nx.betweenness_centrality, {"endpoints": True}),
    "betweenness sampled": (nx.betweenness_centrality, {"k": 7, "seed": 4}),
    "betweenness sampled, with ends": (nx.betweenness_centrality, {"k": 7, "seed": 4, "endpoints": True}),
    "betweenness not normalized": (nx.betweenness_centrality, {"normalized": False, "k": 5, "seed": 2}),
    "betweenness by length": (nx.betweenness_centrality, {"weight": "weight"}),
    "closeness": (nx.closeness_centrality, {}),
    "closeness by length": (nx.closeness_centrality, {"distance": "weight", "wf_improved": False}),
}


@pytest.fixture
def G() -> "nx.Graph[str]":
    """Thirty named nodes in several components, with weights on most edges."""
    G: nx.Graph[str] = nx.relabel_nodes(nx.gnm_random_graph(30, 32, seed=3), lambda node: f"n{node}")
    for place, (left, right) in enumerate(G.edges()):
        if place % 5:
            G[left][right]["weight"] = 1 + place % 4
    return G


@pytest.fixture(autouse=True)
def is_cached() -> Iterator[None]:
    """A graph that was converted is used again without a warning."""
    nx.config.warnings_to_ignore.add("cache")
    yield
    nx.config.warnings_to_ignore.discard("cache")


@pytest.fixture
def by_priority() -> Iterator[None]:
    """Functions go to the backend by themselves where it takes them."""
    nx.config.backend_priority.algos = ["halqa"]
    yield
    nx.config.backend_priority.algos = []


@pytest.mark.parametrize("name", MEASURES)
def test_an_answer_is_that_of_networkx(G: "nx.Graph[str]", name: str) -> None:
    measure, arguments = MEASURES[name]
    answer = measure(G, backend="halqa", **arguments)
    assert list(answer) == list(G)
    assert answer == pytest.approx(measure(G, backend="networkx", **arguments), abs=1e-10)


def test_a_loop_keeps_a_walk_where_it_is(G: "nx.Graph[str]") -> None:
    G.add_edge("n3", "n3", weight=5)
    G.add_edge("alone", "alone")
    expected = nx.pagerank(G, tol=1e-12, max_iter=500, backend="networkx")
    assert nx.pagerank(G, tol=1e-12, max_iter=500, backend="halqa") == pytest.approx(expected)


def test_components_come_in_the_order_of_networkx(G: "nx.Graph[str]") -> None:
    assert list(nx.connected_components(G, backend="halqa")) == list(nx.connected_components(G))
    assert nx.number_connected_components(G, backend="halqa") == nx.number_connected_components(G)


def test_communities_are_a_partition_and_a_seed_makes_them_again() -> None:
    G = nx.karate_club_graph()
    communities = nx.community.leiden_communities(G, seed=1, backend="halqa")
    assert nx.community.is_partition(G, communities)
    assert nx.community.modularity(G, communities) > 0.44
    assert nx.community.leiden_communities(G, seed=1, backend="halqa") == communities


def test_the_rank_of_a_walk_that_does_not_settle_in_time_is_an_error() -> None:
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(nx.lollipop_graph(5, 9), tol=1e-12, max_iter=2, backend="halqa")


@pytest.mark.parametrize("empty", [nx.pagerank, nx.core_number, nx.betweenness_centrality, nx.closeness_centrality])
def test_nobody_has_a_score_in_an_empty_graph(empty: Callable[..., Any]) -> None:
    assert empty(nx.Graph(), backend="halqa") == {}
    assert list(nx.connected_components(nx.Graph(), backend="halqa")) == []
    assert nx.community.leiden_communities(nx.Graph(), backend="halqa") == []


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("pagerank", {"G": nx.DiGraph()}, "directed"),
        ("betweenness_centrality", {"G": nx.MultiGraph()}, "parallel edges"),
        ("closeness_centrality", {"G": nx.Graph(), "distance": len}, "is a function"),
        ("pagerank", {"G": nx.Graph(), "alpha": 1}, "alpha"),
        ("pagerank", {"G": nx.Graph(), "colour": "red"}, "unexpected keyword"),
        ("katz_centrality", {"G": nx.Graph()}, "has no katz"),
    ],
)
def test_what_the_kernels_do_not_do_is_refused(name: str, arguments: dict[str, Any], reason: str) -> None:
    refusal = interface.can_run(name, (), arguments)
    assert isinstance(refusal, str) and reason in refusal


@pytest.mark.parametrize(("length", "measure"), [(0, "weight"), (-1, "weight"), ("long", "weight")])
def test_lengths_that_are_none_are_left_to_networkx(G: "nx.Graph[str]", length: Any, measure: str) -> None:
    G.add_edge("n1", "n2", weight=length)
    with pytest.raises(NotImplementedError):
        nx.betweenness_centrality(G, weight=measure, backend="halqa")


@pytest.mark.usefixtures("by_priority")
def test_networkx_does_what_the_backend_refuses(caplog: pytest.LogCaptureFixture) -> None:
    directed = nx.gnm_random_graph(60, 400, seed=1, directed=True)
    with caplog.at_level(logging.DEBUG, "networkx"):
        assert len(nx.pagerank(directed)) == 60
    assert "can't run" in caplog.text and "the graph is directed" in caplog.text


@pytest.mark.usefixtures("by_priority")
def test_by_priority_a_large_graph_goes_to_the_backend_and_a_small_one_does_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    small, large = nx.path_graph(4), nx.gnm_random_graph(60, 400, seed=1)
    with caplog.at_level(logging.DEBUG, "networkx"):
        assert nx.core_number(small) == dict.fromkeys(range(4), 1)
        assert "Using backend 'halqa'" not in caplog.text
        nx.core_number(large)
    assert "Using backend 'halqa' for call to 'core_number'" in caplog.text


def test_a_graph_that_is_converted_already_is_used_for_cheap_questions_too() -> None:
    large = nx.gnm_random_graph(60, 400, seed=1)
    assert isinstance(interface.should_run("connected_components", (large,), {}), str)
    nx.core_number(large, backend="halqa")
    assert interface.should_run("connected_components", (large,), {}) is True


def test_each_function_has_the_arguments_of_networkx() -> None:
    registered = nx.utils.backends._registered_algorithms  # type: ignore[attr-defined]
    for name in FUNCTIONS:
        assert list(signature(getattr(interface, name)).parameters) == list(
            signature(registered[name].orig_func).parameters
        )
    assert set(info()["functions"]) == set(FUNCTIONS)


def test_networkx_says_in_its_help_what_differs() -> None:
    assert "To an L1 error of `tol` itself" in str(nx.pagerank.__doc__)


def test_an_array_graph_is_taken_as_it_is(G: "nx.Graph[str]") -> None:
    arrays = interface.convert_from_nx(G, {"weight": 1})
    assert isinstance(arrays, ArrayGraph)
    assert nx.core_number(arrays) == nx.core_number(G)  # type: ignore[arg-type]
    assert nx.number_connected_components(arrays) == nx.number_connected_components(G)  # type: ignore[arg-type]
