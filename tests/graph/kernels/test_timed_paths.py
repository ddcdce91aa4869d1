"""Paths in time: against every walk that keeps the rule."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.timed_paths import UNTIMED, Arrival, TimedWays, earliest_arrival, reached_in_time

Link = tuple[int, int, int]  # two nodes and a day
COUNT = 5


def silent() -> None:
    """Nobody looks."""


def ways_of(links: list[Link], count: int = COUNT, shut: tuple[int, ...] = ()) -> TimedWays:
    ends = np.array([(*pair, day) for a, b, day in links for pair in ((a, b), (b, a))], dtype=np.int64).reshape(-1, 3)
    ends = ends[np.lexsort((ends[:, 2], ends[:, 1], ends[:, 0]))]
    pointers = np.searchsorted(ends[:, 0], np.arange(count + 1))
    open_nodes = ~np.isin(np.arange(count), shut) if shut else None
    return TimedWays(pointers, ends[:, 1].astype(np.int32), ends[:, 2], open_nodes)


def arrivals(
    links: list[Link], source: int, target: int, most_hops: int, most_gap: int | None, with_untimed: bool
) -> list[tuple[int, int]]:
    """(last day, hops) of every walk to the target that keeps the rule, by trying all."""
    both_ways = [(x, y, day) for a, b, day in links if a != b for x, y in ((a, b), (b, a))]
    walks, ends = {(source, UNTIMED)}, []
    for hop in range(1, most_hops + 1):
        reached = set()
        for node, last in walks:
            for a, b, day in both_ways:
                if a != node or (day == UNTIMED and not with_untimed):
                    continue
                is_dated = day != UNTIMED and last != UNTIMED
                if is_dated and (day < last or (most_gap is not None and day - last > most_gap)):
                    continue
                reached.add((b, last if day == UNTIMED else day))
        walks = reached
        ends += [(last, hop) for node, last in walks if node == target]
    return sorted(ends)


def keeps_the_rule(arrival: Arrival, links: list[Link], most_gap: int | None) -> bool:
    hops = zip(pairwise(arrival.nodes), arrival.days, strict=True)
    is_linked = all((a, b, day) in links or (b, a, day) in links for (a, b), day in hops)
    dated = [day for day in arrival.days if day != UNTIMED]
    return is_linked and all(0 <= later - earlier <= (most_gap or 99) for earlier, later in pairwise(dated))


link_lists = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1), st.sampled_from([UNTIMED, 1, 2, 5, 9])), max_size=9
)


@settings(max_examples=80)
@given(links=link_lists, most_gap=st.sampled_from([None, 1, 4]), with_untimed=st.booleans())
def test_the_first_arrival_is_that_of_all_walks(links: list[Link], most_gap: int | None, with_untimed: bool) -> None:
    expected = arrivals(links, 0, 4, 6, most_gap, with_untimed)
    arrival = earliest_arrival(ways_of(links), 0, 4, silent, with_untimed=with_untimed, most_gap=most_gap, most_hops=6)
    assert (arrival is None) == (not expected)
    if arrival is not None:
        last = max(arrival.days)
        assert (last, len(arrival.days)) == expected[0]
        assert keeps_the_rule(arrival, links, most_gap)
        assert (arrival.nodes[0], arrival.nodes[-1]) == (0, 4)


@settings(max_examples=40)
@given(links=link_lists, most_gap=st.sampled_from([None, 4]), most_hops=st.sampled_from([None, 1, 2]))
def test_what_is_reached_in_time_is_what_has_an_arrival(
    links: list[Link], most_gap: int | None, most_hops: int | None
) -> None:
    reached = reached_in_time(ways_of(links), 0, silent, most_gap=most_gap, most_hops=most_hops).tolist()
    assert reached == [
        earliest_arrival(ways_of(links), 0, node, silent, most_gap=most_gap, most_hops=most_hops) is not None
        for node in range(COUNT)
    ]


@settings(max_examples=40)
@given(links=link_lists, seed=st.integers(0, 9))
def test_order_of_links_changes_no_byte_and_without_a_gap_no_node_comes_twice(links: list[Link], seed: int) -> None:
    shuffled = [links[place] for place in np.random.default_rng(seed).permutation(len(links))]
    arrival = earliest_arrival(ways_of(links), 0, 4, silent)
    assert arrival == earliest_arrival(ways_of(shuffled), 0, 4, silent)
    assert arrival is None or len(set(arrival.nodes)) == len(arrival.nodes)


def test_a_hop_before_the_one_ahead_of_it_is_no_way() -> None:
    assert earliest_arrival(ways_of([(0, 1, 5), (1, 4, 3)]), 0, 4, silent) is None
    assert earliest_arrival(ways_of([(0, 1, 3), (1, 4, 5)]), 0, 4, silent) == Arrival((0, 1, 4), (3, 5))
    assert earliest_arrival(ways_of([(0, 1, 5), (1, 4, 5)]), 0, 4, silent) == Arrival((0, 1, 4), (5, 5))


def test_an_earlier_arrival_goes_before_a_shorter_way() -> None:
    links = [(0, 4, 9), (0, 1, 1), (1, 2, 2), (2, 4, 3)]
    assert earliest_arrival(ways_of(links), 0, 4, silent) == Arrival((0, 1, 2, 4), (1, 2, 3))
    assert earliest_arrival(ways_of(links), 0, 4, silent, most_hops=2) == Arrival((0, 4), (9,))


def test_hops_without_a_day_are_walked_where_they_are_allowed() -> None:
    ways = ways_of([(0, 1, 5), (1, 2, UNTIMED), (2, 4, 6)])
    assert earliest_arrival(ways, 0, 4, silent) == Arrival((0, 1, 2, 4), (5, UNTIMED, 6))
    assert earliest_arrival(ways, 0, 4, silent, with_untimed=False) is None


def test_equal_arrivals_go_by_the_smallest_numbers() -> None:
    links = [(0, 3, 1), (0, 2, 1), (3, 4, 2), (2, 4, 2)]
    assert earliest_arrival(ways_of(links), 0, 4, silent) == Arrival((0, 2, 4), (1, 2))


def test_too_many_days_between_two_hops_are_no_way_unless_it_can_wait() -> None:
    links = [(0, 1, 1), (1, 4, 9)]
    assert earliest_arrival(ways_of(links), 0, 4, silent, most_gap=4) is None
    waits = [*links, (1, 2, 5)]
    assert earliest_arrival(ways_of(waits), 0, 4, silent, most_gap=4) == Arrival((0, 1, 2, 1, 4), (1, 5, 5, 9))


def test_masks_shut_nodes_and_links_but_not_the_ends() -> None:
    links = [(0, 1, 1), (1, 4, 1), (0, 2, 3), (2, 4, 3)]
    assert earliest_arrival(ways_of(links, shut=(0, 1, 4)), 0, 4, silent) == Arrival((0, 2, 4), (3, 3))
    ways = ways_of(links)
    assert earliest_arrival(ways._replace(open_entries=ways.days > 1), 0, 4, silent) == Arrival((0, 2, 4), (3, 3))


def test_both_ways_of_running_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    columns = *rng.integers(0, 30, (2, 150)).tolist(), rng.integers(0, 40, 150).tolist()
    ways = ways_of(list(zip(*columns, strict=True)), 30)
    answers = []
    for worth in (float("inf"), -1):
        monkeypatch.setattr("graph.kernels.compiled.WORTH_COMPILING", worth)
        answers.append([earliest_arrival(ways, 0, end, silent, most_gap=9) for end in range(30)])
    assert answers[0] == answers[1]
    assert sum(answer is not None for answer in answers[0]) > 5


def test_nowhere_to_go_and_nothing_to_walk() -> None:
    assert earliest_arrival(ways_of([]), 0, 4, silent) is None
    assert earliest_arrival(ways_of([(2, 2, 1)]), 2, 2, silent) == Arrival((2,), ())


def test_the_tick_ends_the_work() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        earliest_arrival(ways_of([]), 0, 4, stop)
