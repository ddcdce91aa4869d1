"""No single fact orders the rings of a hard world among its groups; in the plain world some do, so it can be seen."""

import pytest

from benchmarks.single_facts import FACTS, area_under_curve, areas, record, together
from loaders.sample.size import Size, size_of

SIZE = Size(1_200, 2, 2024, 260, 160, 30, 20, 14, 10, 200, 16, 20)
MOST = 0.95


def test_area_under_curve_is_that_of_the_better_direction() -> None:
    assert area_under_curve([1, 2, 3, 4], [False, False, True, True]) == 1.0
    assert area_under_curve([4, 3, 2, 1], [False, False, True, True]) == 1.0
    assert area_under_curve([1, 1, 1, 1], [False, False, True, True]) == 0.5
    assert area_under_curve([1, 2], [True, True]) == 0.5


def test_facts_are_those_that_a_reader_could_sort_by() -> None:
    assert len(FACTS) >= 20


def test_no_fact_tells_the_rings_of_a_little_hard_world_where_the_plain_one_has_some() -> None:
    assert max(areas(record("hard", "mixed", SIZE, 1)).values()) <= MOST
    assert max(areas(record("plain", "mixed", SIZE, 1)).values()) > MOST


@pytest.mark.slow
def test_all_facts_together_tell_more_than_any_alone() -> None:
    before, groups = (record("hard", "mixed", size_of("medium"), seed) for seed in (101, 102))
    assert together(before, groups) > max(areas(groups).values()) + 0.03


@pytest.mark.slow
@pytest.mark.parametrize("assumptions", ["mixed", "crowded", "judging"])
@pytest.mark.parametrize("seed", [101, 102, 103])
def test_no_fact_tells_the_rings_of_a_hard_world(assumptions: str, seed: int) -> None:
    figures = areas(record("hard", assumptions, size_of("medium"), seed))
    assert not {name: area for name, area in figures.items() if area > MOST}
