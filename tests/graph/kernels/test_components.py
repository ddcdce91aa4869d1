"""Components and pairs of groups: against NetworkX and brute force."""

from collections import Counter, defaultdict
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels import compiled
from graph.kernels.components import _united, components, pairs_within, sum_by_pair

COUNT = 9
EMPTY = np.zeros(0, dtype=np.int64)
link_lists = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=12)
row_sets = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=20)


def two(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@given(links=link_lists)
def test_components_are_those_of_networkx_numbered_by_their_smallest_node(links: list[tuple[int, int]]) -> None:
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(COUNT))
    G.add_edges_from(links)
    expected = sorted(sorted(part) for part in nx.connected_components(G))
    labels = components(COUNT, *two(links)).tolist()
    assert [[node for node in range(COUNT) if labels[node] == number] for number in range(len(expected))] == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_links_are_united_to_the_same_components(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 300, 2 * 100 * seed).reshape(2, -1)
    expected = components(300, *ends)
    monkeypatch.setattr(compiled, "WORTH_COMPILING", -1)
    assert components(300, *ends).tobytes() == expected.tobytes()
    assert components(300, *ends[::-1, ::-1]).tobytes() == expected.tobytes()
    assert _united.interpreted(300, *ends).tobytes() == expected.tobytes()


@pytest.mark.usefixtures("way")
def test_components_of_nothing() -> None:
    assert components(0, EMPTY, EMPTY).tolist() == []
    assert components(3, EMPTY, EMPTY).tolist() == [0, 1, 2]


@given(rows=row_sets, largest=st.integers(0, 6), seed=st.integers(0, 99))
def test_pairs_are_all_pairs_of_groups_that_are_small_enough(
    rows: set[tuple[int, int]], largest: int, seed: int
) -> None:
    shuffled = sorted(rows)
    np.random.default_rng(seed).shuffle(shuffled)
    group, member = two(shuffled)
    members = defaultdict(set)
    for g, m in rows:
        members[g].add(m)
    expected = [
        (g, a, b) for g in sorted(members) if len(members[g]) <= largest for a, b in combinations(sorted(members[g]), 2)
    ]
    found = pairs_within(group, member, largest)
    assert list(zip(found.group.tolist(), found.left.tolist(), found.right.tolist(), strict=True)) == expected
    assert group[found.left_row].tolist() == group[found.right_row].tolist() == found.group.tolist()
    assert member[found.left_row].tolist() == found.left.tolist()
    assert member[found.right_row].tolist() == found.right.tolist()


def test_no_rows_make_no_pairs() -> None:
    assert [len(part) for part in pairs_within(EMPTY, EMPTY, 5)] == [0] * 5


@given(links=link_lists, seed=st.integers(0, 99))
def test_weights_of_equal_pairs_are_summed_and_sorted(links: list[tuple[int, int]], seed: int) -> None:
    weights = np.random.default_rng(seed).integers(1, 5, len(links)).astype(float)
    expected: Counter[tuple[int, int]] = Counter()
    for pair, weight in zip(links, weights.tolist(), strict=True):
        expected[pair] += weight
    left, right, total = sum_by_pair(*two(links), weights, COUNT)
    assert list(zip(left.tolist(), right.tolist(), total.tolist(), strict=True)) == [
        (*pair, weight) for pair, weight in sorted(expected.items())
    ]
