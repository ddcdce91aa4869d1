import subprocess
import sys
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadValue
from graph.kernels.layout import GAP, layout


def draw(G: nx.Graph, **options: object) -> np.ndarray:
    ends = np.array(list(G.edges()), dtype=np.int64).reshape(-1, 2)
    return layout(G.number_of_nodes(), ends[:, 0], ends[:, 1], **options)


def nearest(places: np.ndarray) -> float:
    """The least distance of two nodes, in units of GAP: 1 and more means that nothing overlaps."""
    room = places / GAP
    return min(float(np.hypot(*(room[a] - room[b]))) for a, b in combinations(range(len(room)), 2))


def lengths(G: nx.Graph, places: np.ndarray) -> np.ndarray:
    return np.array([np.hypot(*(places[a] - places[b])) for a, b in G.edges()])


def test_no_nodes_make_an_empty_picture() -> None:
    assert draw(nx.empty_graph(0)).shape == (0, 2)


def test_one_node_stands_at_the_origin() -> None:
    assert draw(nx.empty_graph(1)).tolist() == [[0.0, 0.0]]


def test_two_linked_nodes_lie_side_by_side_one_link_apart() -> None:
    places = draw(nx.path_graph(2))
    assert np.abs(places[0] - places[1]) == pytest.approx([1.0, 0.0], abs=0.05)


def test_a_path_is_drawn_as_a_line_from_left_to_right() -> None:
    places = draw(nx.path_graph(6))
    assert np.all(np.diff(places[:, 0]) > 0.7)
    assert np.ptp(places[:, 1]) < 0.3


def test_a_star_has_its_centre_in_the_middle_of_its_leaves() -> None:
    places = draw(nx.star_graph(8))
    distances = np.hypot(*(places[1:] - places[0]).T)
    assert np.hypot(*(places[1:].mean(0) - places[0])) < 0.15
    assert distances.max() < 1.3 * distances.min()


def test_a_ring_is_drawn_open() -> None:
    places = draw(nx.cycle_graph(12))
    from_middle = np.hypot(*(places - places.mean(0)).T)
    assert from_middle.min() > 0.8 * from_middle.max()


def test_nodes_without_links_stand_in_rows_wider_than_high() -> None:
    places = draw(nx.empty_graph(40))
    assert nearest(places) >= 1
    wide, high = np.ptp(places, axis=0)
    assert 1 < wide / high < 3


def test_components_stand_side_by_side() -> None:
    G = nx.disjoint_union_all([nx.star_graph(9), nx.cycle_graph(7), nx.path_graph(4), nx.empty_graph(3)])
    places = draw(G)
    boxes = [(places[list(part)].min(0), places[list(part)].max(0)) for part in nx.connected_components(G)]
    for (low, high), (other_low, other_high) in combinations(boxes, 2):
        assert np.any(low > other_high) or np.any(high < other_low)
    assert nearest(places) >= 1


def test_two_dense_groups_with_one_link_are_drawn_apart() -> None:
    G = nx.barbell_graph(8, 0)
    places = draw(G)
    within = np.ptp(places[:8], axis=0).max()
    assert np.hypot(*(places[:8].mean(0) - places[8:].mean(0))) > within


@pytest.mark.parametrize(
    "G",
    [nx.star_graph(200), nx.complete_graph(40), nx.balanced_tree(3, 5), nx.barabasi_albert_graph(700, 2, seed=1)],
    ids=["star", "complete", "tree", "scale-free"],
)
def test_crowded_graphs_do_not_overlap(G: nx.Graph) -> None:
    assert nearest(draw(G)) >= 0.99


def test_linked_nodes_are_nearer_than_others() -> None:
    G = nx.connected_watts_strogatz_graph(400, 4, 0.02, seed=3)
    places = draw(G)
    everywhere = np.hypot(*(places[:, None] - places[None]).reshape(-1, 2).T)
    assert np.median(lengths(G, places)) < 0.15 * np.median(everywhere)


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, numpy as np; from graph.kernels.layout import layout; r = np.random.default_rng(5);"
        "e = r.integers(0, 500, (700, 2)); sys.stdout.buffer.write(layout(500, e[:, 0], e[:, 1]).tobytes())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert len(runs[0].stdout) == 500 * 2 * 8
    assert runs[0].stdout == runs[1].stdout


def test_direction_order_repeats_and_self_links_do_not_matter() -> None:
    G = nx.karate_club_graph()
    sources, targets = np.array(list(G.edges())).T
    plain = layout(34, sources, targets)
    more = layout(34, np.concatenate([targets[::-1], sources, [3]]), np.concatenate([sources[::-1], targets, [3]]))
    assert np.array_equal(plain, more)


def test_another_seed_may_give_another_picture_but_never_an_overlap() -> None:
    assert nearest(draw(nx.karate_club_graph(), seed=2)) >= 0.99


def test_pinned_nodes_stay_exactly_where_they_are() -> None:
    pinned = {0: (10.0, -3.25), 33: (14.123456, 2.0)}
    places = draw(nx.karate_club_graph(), pinned=pinned)
    assert places[0].tolist() == [10.0, -3.25]
    assert places[33].tolist() == [14.123456, 2.0]
    assert nearest(places) >= 0.99
    assert np.all(np.hypot(*(places - [12, 0]).T) < 15)


def test_new_nodes_come_to_stand_beside_their_pinned_neighbours() -> None:
    G = nx.path_graph(5)
    before = draw(G)
    G.add_edge(4, 5)
    after = draw(G, pinned={at: (float(x), float(y)) for at, (x, y) in enumerate(before)})
    assert np.array_equal(after[:5], before)
    assert np.hypot(*(after[5] - after[4])) < 1.5


def test_components_without_a_pinned_node_keep_clear_of_the_pinned_ones() -> None:
    G = nx.disjoint_union(nx.path_graph(3), nx.path_graph(3))
    places = draw(G, pinned={0: (0.0, 0.0), 1: (1.0, 0.0), 2: (2.0, 0.0)})
    assert nearest(places) >= 0.99
    assert places[3:, 1].min() > 0.5


def test_all_nodes_may_be_pinned() -> None:
    pinned = {0: (0.0, 0.0), 1: (0.1, 0.0)}
    assert draw(nx.path_graph(2), pinned=pinned).tolist() == [[0.0, 0.0], [0.1, 0.0]]


@pytest.mark.parametrize(("source", "target"), [(0, 3), (-1, 0)])
def test_a_link_to_a_node_that_is_not_there_is_refused(source: int, target: int) -> None:
    with pytest.raises(BadValue, match="is not one of the 3 nodes"):
        layout(3, np.array([source]), np.array([target]))


def test_sources_and_targets_must_be_equally_many() -> None:
    with pytest.raises(BadValue, match="2 sources and 1 targets"):
        layout(3, np.array([0, 1]), np.array([1]))


def test_a_pin_must_be_a_place() -> None:
    with pytest.raises(BadValue, match="not a number"):
        layout(1, np.array([], dtype=int), np.array([], dtype=int), pinned={0: (float("nan"), 0.0)})


@settings(max_examples=60)
@given(st.integers(1, 25).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
def test_any_graph_gets_finite_places_that_do_not_overlap(case: tuple[int, list[tuple[int, int]]]) -> None:
    count, links = case
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    places = layout(count, ends[:, 0], ends[:, 1])
    assert np.isfinite(places).all()
    assert count == 1 or nearest(places) >= 0.99
