import networkx as nx
import numpy as np
import pytest

from graph.kernels.adjacency import adjacency
from graph.networkx_backend.arrays import ArrayGraph, from_networkx, to_networkx


def test_a_graph_comes_back_as_it_was() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_nodes_from("zyxw")
    G.add_edge("x", "z", weight=2.5, hours=1.0)
    G.add_edge("y", "z", weight=1.0, hours=4.0)
    G.add_edge("y", "y", weight=7.0, hours=0.5)
    arrays = from_networkx(G, {"weight": 1, "hours": 0})
    assert (len(arrays), arrays.number_of_nodes(), arrays.number_of_edges()) == (4, 4, 3)
    assert "y" in arrays and "a" not in arrays
    assert nx.utils.graphs_equal(to_networkx(arrays), G)


def test_an_edge_without_the_attribute_has_the_default() -> None:
    G = nx.path_graph(3)
    G[0][1]["weight"] = 4
    arrays = from_networkx(G, {"weight": 2})
    assert arrays.weighed("weight").weights.tolist() == [4.0, 4.0, 2.0, 2.0]
    assert arrays.weighed(None).weights.tolist() == arrays.weighed("hours").weights.tolist() == [1.0] * 4


def test_loops_are_told_apart() -> None:
    G = nx.path_graph(3)
    G.add_edge(1, 1, weight=3)
    arrays = from_networkx(G, {"weight": 1})
    assert arrays.loops("weight").tolist() == [0.0, 3.0, 0.0]
    assert arrays.loops(None).tolist() == [0.0, 1.0, 0.0]
    assert arrays.edges.entries == 4


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiGraph])
def test_a_directed_graph_and_parallel_edges_are_refused(kind: type["nx.Graph[int]"]) -> None:
    with pytest.raises(NotImplementedError, match="undirected graphs without parallel edges"):
        from_networkx(kind(), {})


def test_a_value_that_is_no_number_is_named() -> None:
    G = nx.path_graph(2)
    G[0][1]["weight"] = "heavy"
    with pytest.raises(NotImplementedError, match="a value of the edge attribute 'weight' is no number"):
        from_networkx(G, {"weight": 1})


def test_arrays_of_the_kernels_are_a_graph_for_networkx() -> None:
    graph = adjacency(3, np.array([0, 1]), np.array([1, 2]), np.array([2.0, 3.0]))
    assert nx.core_number(ArrayGraph.weighing(graph, ["a", "b", "c"])) == {"a": 1, "b": 1, "c": 1}  # type: ignore[arg-type]
    assert list(to_networkx(ArrayGraph.weighing(graph)).edges(data="weight")) == [(0, 1, 2.0), (1, 2, 3.0)]
    with pytest.raises(ValueError, match="there are 2 names for 3 nodes"):
        ArrayGraph.weighing(graph, ["a", "b"])
