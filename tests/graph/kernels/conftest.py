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


@pytest.fixture(params=["interpreted", "compiled"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a kernel runs."""
    monkeypatch.setattr(compiled, "WORTH_COMPILING", float("inf") if request.param == "interpreted" else -1)
    return str(request.param)
