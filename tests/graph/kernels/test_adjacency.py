import numpy as np

from graph.kernels.adjacency import adjacency


def test_parallel_links_are_added_up_and_a_link_with_itself_is_left_out() -> None:
    graph = adjacency(4, np.array([0, 1, 2, 0]), np.array([1, 0, 2, 3]), np.array([1.0, 2.0, 9.0, 0.5]))
    assert graph.pointers.tolist() == [0, 2, 3, 3, 4]
    assert graph.others.tolist() == [1, 3, 0, 0]
    assert graph.weights.tolist() == [3.0, 0.5, 3.0, 0.5]
    assert (graph.count, graph.entries, graph.degrees.tolist()) == (4, 4, [2, 1, 0, 1])
    assert graph.strength.tolist() == [3.5, 3.0, 0.0, 0.5]
    assert graph.rows.tolist() == [0, 0, 1, 3]


def test_parallel_links_weigh_the_same_at_both_ends_whichever_way_they_were_put() -> None:
    graph = adjacency(2, np.array([0, 1, 0]), np.array([1, 0, 1]), np.array([1e16, 1.0, -1e16]))
    assert graph.weights[0] == graph.weights[1]


def test_a_link_that_weighs_nothing_is_one() -> None:
    graph = adjacency(3, np.array([0, 1, 1]), np.array([1, 2, 2]), np.array([0.0, 1.0, -1.0]))
    assert (graph.others.tolist(), graph.weights.tolist()) == ([1, 0, 2, 1], [0.0] * 4)


def test_the_order_of_the_links_changes_nothing() -> None:
    left, right, weight = np.array([0, 1, 2]), np.array([1, 2, 0]), np.array([1.0, 2.0, 3.0])
    one, other = adjacency(3, left, right, weight), adjacency(3, right[::-1], left[::-1], weight[::-1])
    for name in ("pointers", "others", "weights"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()


def test_a_graph_without_links_is_one() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    graph = adjacency(2, nothing, nothing, nothing.astype(float))
    assert (graph.count, graph.entries, graph.strength.tolist()) == (2, 0, [0.0, 0.0])
    assert adjacency(0, nothing, nothing, nothing.astype(float)).count == 0
