"""The example graphs of LDBC Graphalytics with the answers of its reference (Iosup and others 2016).

Left out are those whose rule is another one than that of a kernel: breadth-first search of a directed graph, label
propagation by rounds that all nodes make at once, clustering and ranks by the directions of links.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.components import components
from graph.kernels.nearest import nearest
from graph.kernels.pagerank import pagerank
from graph.kernels.triangles import clustering

FOLDER = Path(os.environ.get("HALQA_TEST_DATA", "")) / "graphalytics"
DAMPING = 0.85

pytestmark = pytest.mark.skipif("HALQA_TEST_DATA" not in os.environ, reason="HALQA_TEST_DATA names no folder")


def example(kind: str) -> tuple[np.ndarray, Adjacency]:
    """The vertices, ascending, and the graph of an example, undirected."""
    vertices = np.sort(np.loadtxt(FOLDER / f"example-{kind}.v", dtype=np.int64))
    edges = np.loadtxt(FOLDER / f"example-{kind}.e")
    left, right = (np.searchsorted(vertices, edges[:, end]) for end in (0, 1))
    return vertices, adjacency(len(vertices), left, right, edges[:, 2])


def reference(kind: str, routine: str) -> np.ndarray:
    """What the reference answers, by ascending vertex."""
    table = np.loadtxt(FOLDER / f"example-{kind}-{routine}", dtype=str)
    values: np.ndarray = table[np.argsort(table[:, 0].astype(np.int64)), 1].astype(np.float64)
    return values


@pytest.mark.parametrize("kind", ["directed", "undirected"])
def test_components_are_those_of_the_reference(kind: str) -> None:
    vertices, graph = example(kind)
    labels = components(graph.count, graph.rows, graph.others)
    smallest = np.array([vertices[labels == label].min() for label in labels])
    assert smallest.tolist() == reference(kind, "WCC").tolist()


def test_clustering_is_that_of_the_reference() -> None:
    _, graph = example("undirected")
    assert clustering(graph).tolist() == pytest.approx(reference("undirected", "LCC").tolist(), abs=1e-15)


def test_distances_are_those_of_the_reference() -> None:
    _, graph = example("undirected")
    expected = reference("undirected", "SSSP")
    source = np.flatnonzero(expected == 0)
    distances = [distance.tolist() for _, distance in nearest(graph, source, graph.weights)]
    assert distances == [pytest.approx(expected.tolist(), abs=1e-15)]


def test_ranks_are_what_the_two_rounds_of_the_reference_lead_to() -> None:
    """The reference stops after two rounds, far from settled; ours are where its rule settles."""
    _, graph = example("undirected")
    walk = (graph.matrix > 0).toarray() / graph.degrees
    rounds = [np.full(graph.count, 1 / graph.count)]
    for _ in range(200):
        rounds.append((1 - DAMPING) / graph.count + DAMPING * walk @ rounds[-1])
    assert rounds[2].tolist() == pytest.approx(reference("undirected", "PR").tolist(), abs=1e-15)
    by_hops = Adjacency(graph.pointers, graph.others, np.ones(graph.entries))
    assert pagerank(by_hops, damping=DAMPING, error=1e-13).tolist() == pytest.approx(rounds[-1].tolist(), abs=1e-13)
