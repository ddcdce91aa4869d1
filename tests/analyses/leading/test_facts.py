"""Facts about groups that are figures of their own."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import poisson

from analyses.leading.evidence import Evidence
from analyses.leading.facts import LIKELIER, MOST_FIRMS, TIMES, USUAL_HELPERS, Facts, facts_of, likelier_by_seizures
from graph.linkage.links import LinkRule

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

FIRMS = ("Anor Savdo", "Behi Trans", "Chinor Impeks", "Dolana Un")
CREW = "Rustam Rahimov Karimovich"


def test_seizures_speak_by_the_ratio_of_two_poisson_chances() -> None:
    seized, moved, usual = np.array([1, 2, 3]), np.array([10, 40, 100]), 0.01
    expected = poisson.logpmf(seized, TIMES * usual * moved) - poisson.logpmf(seized, usual * moved)
    assert likelier_by_seizures(seized, moved, usual) == pytest.approx(expected)


def test_more_trade_never_speaks_louder_and_one_more_seizure_always() -> None:
    moved = np.arange(0, 1_000, 10)
    assert (np.diff(likelier_by_seizures(np.full(100, 2), moved, 0.01)) <= 0).all()
    one, two = (likelier_by_seizures(np.array([seized]), np.array([50]), 0.01)[0] for seized in (1, 2))
    assert two - one == pytest.approx(math.log(TIMES))


def test_trade_without_a_seizure_speaks_against_and_neither_end_without_bounds() -> None:
    found = likelier_by_seizures(np.array([0, 0, 90]), np.array([20, 1_000_000, 90]), 0.01)
    assert LIKELIER[0] < found[0] < 0
    assert found[1:].tolist() == list(LIKELIER)


def test_where_nothing_was_ever_seized_seizures_say_nothing() -> None:
    assert likelier_by_seizures(np.zeros(2), np.array([5, 500]), 0.0).tolist() == [0, 0]


def trade(world: "SmallWorld", turns: int = 2) -> None:
    """Four firms with one phone and one driver, and others with neither."""
    for turn in range(turns):
        for number, firm in enumerate(FIRMS):
            world.say(
                number=f"D{turn}{number}",
                registered_on=f"2024-0{1 + turn}-0{1 + number}",
                consignee__name=firm,
                consignee__phone="+998901112233",
                driver__name=CREW,
                vehicle__plate="01777AAA",
            )
    for number in range(40):
        world.say(registered_on="2024-01-20", consignee__name=f"Boshqa {number} Savdo")


def facts(world: "SmallWorld", chances: float | list[float] = 0.5) -> Facts:
    """Those of one group: the four firms and their driver."""
    seen = world.seen()
    evidence = Evidence(seen, seen.links(True, LinkRule()))
    ours = [entity for entity in range(seen.entities.count) if seen.entities.label(entity) in (*FIRMS, CREW)]
    group_of = np.full(seen.entities.count, -1)
    group_of[ours] = 0
    pairs = len(evidence.pairs.left)
    return facts_of(evidence, group_of, np.resize(np.array(chances), pairs))


def test_seizures_on_more_of_the_firms_spread_and_more_on_one_do_not(world: "SmallWorld") -> None:
    trade(world)
    world.say("seizure", "S1", declaration="D00", seized_on="2024-01-02")
    one = facts(world)["spread"][0]
    assert one == pytest.approx((1 - 8 / 48) / 4)
    world.say("seizure", "S2", declaration="D10", seized_on="2024-02-02")
    assert facts(world)["spread"][0] < one
    world.say("seizure", "S3", declaration="D01", seized_on="2024-01-03")
    assert facts(world)["spread"][0] > one


def test_clean_trade_never_raises_the_spread_of_seizures_and_no_trade_makes_it_negative(world: "SmallWorld") -> None:
    trade(world)
    world.say("seizure", "S1", declaration="D00", seized_on="2024-01-02")
    spreads = [facts(world)["spread"][0]]
    for number in range(60):
        world.say(number=f"C{number}", registered_on="2024-03-01", consignee__name=FIRMS[0])
        if number % 20 == 0:
            spreads.append(facts(world)["spread"][0])
    assert spreads[0] > spreads[1] > spreads[2] >= 0
    world.say("seizure", "S2", declaration="C1", seized_on="2024-03-01")
    for number in range(30):
        world.say(number=f"E{number}", registered_on="2024-03-02", consignee__name=FIRMS[1])
    assert facts(world)["spread"].tolist() == [0]


def test_who_receives_nothing_is_a_helper_and_more_than_three_firms_are_as_three(world: "SmallWorld") -> None:
    trade(world)
    said = facts(world)
    assert said["helpers"].tolist() == [pytest.approx(1 / 5)]
    assert said["firms"].tolist() == [MOST_FIRMS]


def test_where_no_paper_names_a_driver_the_usual_share_of_helpers_is_taken(world: "SmallWorld") -> None:
    for number, firm in enumerate(FIRMS):
        world.say(registered_on=f"2024-01-0{1 + number}", consignee__name=firm, consignee__phone="+998901112233")
    assert facts(world)["helpers"].tolist() == [USUAL_HELPERS]


def test_cohesion_is_the_mean_chance_of_the_links_that_hold_a_group_together(world: "SmallWorld") -> None:
    trade(world)
    count = len(Evidence(world.seen(), world.seen().links(True, LinkRule())).pairs.left)
    assert facts(world, 0.3)["cohesion"].tolist() == [pytest.approx(0.3)]
    weak = [0.01] * count
    assert facts(world, weak)["cohesion"][0] == pytest.approx(0.01)
    for place in range(count):
        weak[place] = 0.9
        assert 0.01 < facts(world, weak)["cohesion"][0] <= 0.9 + 1e-9
    assert facts(world, weak)["cohesion"][0] == pytest.approx(0.9)
