"""Simpler orders of clusters are judged by the rule of the list itself."""

from typing import cast

import numpy as np
import pytest

from analyses.leading.candidates import Candidates
from benchmarks.lead_ranking import ORDERS, Figures, Judged, Listed, figures_of_clusters
from benchmarks.leads import LEGAL, RING, Lead, Truth

LEADS = [Lead(LEGAL, "H1"), Lead(RING, "R1"), Lead(RING, "R1"), Lead(RING, "R2")]
MEMBERS = [(0, 1, 2, 3), (4, 5), (6, 7), (8, 9)]
COUNTS = {"movements": [900, 40, 10, 10], "seized": [4, 4, 1, 0], "inspected": [40, 8, 1, 0]}


@pytest.fixture
def world() -> Judged:
    """Two rings, one of them seized and in two clusters, and a holding that trades more than all others."""
    clusters = Listed(MEMBERS, LEADS, {name: np.array(values, dtype=np.float64) for name, values in COUNTS.items()})
    truth = Truth({}, {}, frozenset({"R1", "R2"}))
    return Judged(cast(Candidates, None), clusters, clusters, truth, frozenset({"R1"}), 0.005)


@pytest.mark.parametrize(
    ("order", "first_r", "honest_above"),
    [
        ("seizures", 0.5, 1.0),
        ("volume", 0.5, 1.0),
        ("seizures given volume", 0.5, 0.0),
        ("found per inspected", 0.5, 0.0),
    ],
)
def test_a_ring_counts_once_and_honest_groups_by_the_value_of_the_order(
    world: Judged, order: str, first_r: float, honest_above: float
) -> None:
    found = figures_of_clusters(world, ORDERS[order](world.clusters, world.base))
    assert found == Figures(2 / 5, 2 / 20, first_r, 1.0, honest_above, 1.0)


def test_of_equals_the_one_that_is_listed_first_comes_first(world: Judged) -> None:
    assert figures_of_clusters(world, np.zeros(4)).first_r == 0.5
    assert figures_of_clusters(world, np.array([0.0, 1.0, 1.0, 2.0])).first_r == 1.0
