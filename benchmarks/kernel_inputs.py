"""One graph in the form that each library wants, and what tells whether their answers are alike."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.customs_graph import CustomsGraph
from graph.kernels.adjacency import Adjacency, adjacency

Figures = Callable[[Any], dict[str, Any]]
Subject = tuple[Callable[[], Any], Figures]  # what is timed, and what its answer tells

PIVOTS = 64
SEEDS = 50


class Inputs:
    """The graph as arrays and, where it is asked for, as other libraries want it."""

    def __init__(self, folder: Path) -> None:
        parts = (np.load(folder / f"{name}.npy") for name in ("left", "right", "weight", "group"))
        self.customs = CustomsGraph(int((folder / "count").read_text("utf-8")), *parts)
        count, left, right, weight, _ = self.customs
        self.graph = adjacency(count, left, right, weight)
        once = self.graph.rows < self.graph.others
        self.left, self.right = self.graph.rows[once], self.graph.others[once]
        self.weight = self.graph.weights[once]
        rng = np.random.default_rng(7)
        self.pivots = rng.choice(count, min(PIVOTS, count), replace=False)
        self.restart = np.zeros(count)
        self.restart[rng.choice(count, min(SEEDS, count), replace=False)] = 1 / min(SEEDS, count)

    def fresh(self) -> Adjacency:
        """The graph without anything that an earlier run worked out."""
        return Adjacency(self.graph.pointers, self.graph.others, self.graph.weights)

    def igraph(self) -> Any:
        """As igraph has it."""
        import igraph

        G = igraph.Graph(n=self.graph.count, edges=np.stack((self.left, self.right), axis=1))
        G.es["weight"] = self.weight
        return G

    def networkit(self) -> Any:
        """As networkit has it; it gets one thread, as everybody."""
        import networkit

        networkit.setNumberOfThreads(1)
        ends = (self.left.astype(np.uint64), self.right.astype(np.uint64))
        return networkit.GraphFromCoo((self.weight, ends), n=self.graph.count, weighted=True)

    def networkit_by_hops(self) -> Any:
        """As networkit has it, without weights."""
        import networkit

        return networkit.graphtools.toUnweighted(self.networkit())

    def frame(self) -> "pd.DataFrame":
        """The links as a table with text ids."""
        names = self.customs.names
        ends = {"left": names[self.customs.left], "right": names[self.customs.right]}
        return pd.DataFrame({**ends, "weight": self.customs.weight})

    def networkx(self) -> Any:
        """As NetworkX has it."""
        import networkx as nx

        G: nx.Graph[int] = nx.Graph()
        G.add_nodes_from(range(self.graph.count))
        G.add_weighted_edges_from(zip(self.left.tolist(), self.right.tolist(), self.weight.tolist(), strict=True))
        return G

    def ranks(self, restart: np.ndarray | None) -> np.ndarray:
        """PageRank to the last digits, to tell errors by."""
        from graph.kernels.pagerank import pagerank

        return pagerank(self.fresh(), restart, error=1e-13)


def nothing(_answer: Any) -> dict[str, Any]:
    """No figure but the time."""
    return {}


def silent(*_: int) -> None:
    """Nobody looks on."""


def largest(labels: Any) -> dict[str, Any]:
    """How many groups there are, and the size of the largest."""
    sizes = np.bincount(np.asarray(labels, dtype=np.int64))
    return {"groups": int((sizes > 0).sum()), "largest": int(sizes.max())}


def off_by(exact: np.ndarray) -> Figures:
    """The L1 error of ranks."""
    return lambda ranks: {"error": float(np.abs(np.asarray(ranks) / np.sum(ranks) - exact).sum())}


def by_modularity(inputs: Inputs) -> Figures:
    """How good communities are, by our own measure for all."""
    from graph.kernels.leiden import modularity

    return lambda labels: {"modularity": round(modularity(inputs.graph, np.asarray(labels, dtype=np.int64)), 4)}


def total(values: Any) -> dict[str, Any]:
    """A sum to compare by, to ten digits."""
    return {"sum": float(f"{float(np.nansum(np.asarray(values, dtype=np.float64))):.9e}")}


def named_subjects(module: Mapping[str, Any]) -> dict[str, Callable[[Inputs], Subject]]:
    """The functions that a module defines under names such as `cores_igraph`: a routine and a library."""
    return {
        name: function
        for name, function in module.items()
        if "_" in name and not name.startswith("_") and getattr(function, "__module__", "") == module["__name__"]
    }
