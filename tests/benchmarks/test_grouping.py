"""The benchmark of groups, projection and paths: every library is asked the same, and answers it."""

import pytest

from benchmarks.grouping import ROUTINES, row
from benchmarks.measure import Clock, Measured

SAME = ("projection", "pairs", "many", "lengths", "nearest", "around")


@pytest.mark.parametrize("routine", SAME)
def test_the_libraries_that_are_needed_anyway_answer_as_ours_do(routine: str) -> None:
    ours, theirs = ROUTINES[routine][2][:2]
    assert ours(300, Clock()) == theirs(300, Clock())


def test_communities_are_measured_with_what_they_are_worth() -> None:
    ours, _, _, by_modularity = ROUTINES["groups"][2]
    figures, others = ours(400, Clock()), by_modularity(400, Clock())
    assert figures["bits"] < others["bits"]
    assert figures["shared"] > others["shared"]


def test_a_row_says_how_many_times_ours_it_took() -> None:
    line = row("paths", "networkx", Measured(0.5, 1.0, 100.0, {"hops": 1_234}), 0.25)
    assert line == "| paths | networkx | hops 1,234 | 0.500 | 2.00 | 1.000 | 100 |"
