"""Random graphs, each as arrays and as NetworkX has it."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from graph.kernels import compiled
from graph.kernels.adjacency import Adjacency, adjacency

Graphs = tuple[Adjacency, "nx.Graph[int]"]


def both(G: "nx.Graph[int]") -> Graphs:
    """A graph with nodes 0, 1, 2 ... as arrays too; links without a weight weigh 1."""
    ends = np.array(list(G.edges()), dtype=np.int64).reshape(-1, 2)
    weights = np.array([G[a][b].get("weight", 1.0) for a, b in G.edges()])
    return adjacency(len(G), ends[:, 0], ends[:, 1], weights), G


@pytest.fixture
def random_graph() -> Callable[..., Graphs]:
    """A random graph of a seed, with weights 0.5, 1.0 ... 3.0, nodes without a link, and some links twice."""

    def make(seed: int, nodes: int = 40, links: int = 60) -> Graphs:
        G = nx.gnm_random_graph(nodes, links, seed=seed)
        rng = np.random.default_rng(seed)
        for a, b in G.edges():
            G[a][b]["weight"] = float(rng.integers(1, 7)) / 2
        return both(G)

    return make


@pytest.fixture(scope="session")
def of_links() -> Callable[[int, list[tuple[int, int]]], Graphs]:
    """The graph of so many nodes under links as they come, some twice or of a node with itself.

    NetworkX gets each pair once and no node linked with itself.
    """

    def make(count: int, links: list[tuple[int, int]]) -> Graphs:
        ends = np.array(links, dtype=np.int64).reshape(-1, 2)
        G: nx.Graph[int] = nx.Graph()
        G.add_nodes_from(range(count))
        G.add_edges_from((a, b) for a, b in links if a != b)
        return adjacency(count, ends[:, 0], ends[:, 1], np.ones(len(ends))), G

    return make


@pytest.fixture
def renumbered() -> Callable[[Adjacency, np.ndarray], Adjacency]:
    """The same graph with `number[i]` for node `i`, its links put in in another order."""

    def make(graph: Adjacency, number: np.ndarray) -> Adjacency:
        once = np.flatnonzero(graph.rows < graph.others)[::-1]
        return adjacency(graph.count, number[graph.others[once]], number[graph.rows[once]], graph.weights[once])

    return make


@pytest.fixture(params=["interpreted", "compiled"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a kernel runs."""
    monkeypatch.setattr(compiled, "WORTH_COMPILING", float("inf") if request.param == "interpreted" else -1)
    return str(request.param)
