"""Double reports: one seizure in two words, by hand; what differs too much; the order of proposals."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
DAY = "2024-03-05"
KZ = "KZ/seizures/H1/customs"


def seize(world: "SmallWorld", number: str, amount: str, **fields: Any) -> str:
    said = {"seized_on": DAY, "quantity_text": amount, "commodity": "heroin"} | fields
    return world.say("seizure", number=number, **said)


def test_one_seizure_in_two_units_and_two_languages_is_proposed_with_its_reasons(world: "SmallWorld", ask: Ask) -> None:
    first = seize(world, "A-1", "11 kg 987 g", container="MSKU1234565")
    second = seize(world, "Б-7", "11,987 кг", commodity="героин", container="MSKU 123456-5")
    answer = ask("double_reports")
    (row,) = answer.rows
    assert row["members"] == sorted([first, second])
    assert (row["amount"], row["base_unit"], row["country"], row["difference_share"]) == (11.987, "kg", "UZ", 0)
    assert row["reasons"] == [
        "same country",
        "same day",
        "same amount",
        "both in container:MSKU1234565",
        "reported as '11 kg 987 g' and '11,987 кг'",
    ]
    assert row["against"] == []
    assert [record["target"] for record in answer.evidence[0]["records"]] == ["container:MSKU1234565"] * 2


@pytest.mark.parametrize(
    "other",
    [
        {"amount": "11.7 kg"},
        {"amount": "11987 tablets"},
        {"amount": "11.987 l"},
        {"amount": "11.987 bundles"},
        {"amount": "11.987 kg", "seized_on": "2024-03-06"},
        {"amount": "11.987 kg", "place": "Kazakhstan"},
        {"amount": "11.987 kg", "channel": KZ},
    ],
)
def test_another_amount_unit_day_or_country_is_another_seizure(
    world: "SmallWorld", ask: Ask, other: dict[str, Any]
) -> None:
    seize(world, "A-1", "11 kg 987 g")
    seize(world, "B-1", **other)
    assert ask("double_reports").rows == []


@pytest.mark.parametrize(("amount", "found"), [("102 kg", 1), ("102.1 kg", 0), ("98 kg", 1), ("97.9 kg", 0)])
def test_amounts_may_differ_by_two_percent(world: "SmallWorld", ask: Ask, amount: str, found: int) -> None:
    seize(world, "A-1", "100 kg")
    seize(world, "B-1", amount)
    assert len(ask("double_reports").rows) == found


def test_two_originators_are_compared_by_the_country_of_the_place(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "5 kg", place="Kazakhstan")
    seize(world, "B-1", "5 kg", channel=KZ)
    (row,) = ask("double_reports").rows
    assert row["country"] == "KZ"
    assert f"reported by {KZ} and UZ/import/H1/customs" in row["reasons"]


def test_the_country_of_a_border_post_comes_first(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "5 kg", entered_at="Termez")
    seize(world, "B-1", "5 kg", channel=KZ, place="Uzbekistan")
    assert [row["country"] for row in ask("double_reports").rows] == ["UZ"]


def test_what_agrees_besides_comes_first_and_another_commodity_last(world: "SmallWorld", ask: Ask) -> None:
    for number, commodity in (("1", "opium"), ("2", "opium"), ("3", "hashish")):
        seize(world, number, "5 kg", commodity=commodity)
    rows = ask("double_reports").rows
    assert [row["score"] for row in rows] == [1, -1, -1]
    assert rows[1]["against"] == ["commodities 'opium' and 'hashish'"]


def test_days_apart_are_a_parameter(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "5 kg")
    seize(world, "B-1", "5 kg", seized_on="2024-03-07")
    assert ask("double_reports", days=1).rows == []
    assert "2 days apart" in ask("double_reports", days=2).rows[0]["reasons"]


def test_what_cannot_be_compared_is_counted(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "1", "some")
    world.say("seizure", number="2", quantity_text="5 kg")
    seize(world, "3", "5 kg", channel="UNODC/ids/H1/customs")
    population = ask("double_reports").population
    assert population["seizures"] == 3
    assert population["compared"] == 1  # of no country that is known
    assert (population["without_amount"], population["without_day"]) == (1, 1)
    assert population["left_out"] == ["1 seizure has no amount in a known unit", "1 seizure has no day"]


def test_a_limit_says_what_it_cut(world: "SmallWorld", ask: Ask) -> None:
    for number in range(4):
        seize(world, str(number), "5 kg")
    answer = ask("double_reports", limit=2)
    assert (len(answer.rows), answer.truncated) == (2, "4 more pairs; raise limit")


def test_nothing_seized_is_no_pair(world: "SmallWorld", ask: Ask) -> None:
    assert ask("double_reports").rows == []


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_of_comparing_each_with_each(world: "SmallWorld", ask: Ask, seed: int) -> None:
    rng = np.random.default_rng(seed)
    amounts = {f"{i:02d}": (int(rng.integers(995, 1010)), int(rng.integers(1, 4))) for i in range(25)}
    ids = {seize(world, n, f"{kg} kg", seized_on=f"2024-03-{day:02d}"): (kg, day) for n, (kg, day) in amounts.items()}
    expected = {
        tuple(sorted((a, b)))
        for (a, (x, i)), (b, (y, j)) in combinations(ids.items(), 2)
        if abs(i - j) <= 1 and abs(x - y) <= 0.02 * max(x, y)
    }
    assert {tuple(row["members"]) for row in ask("double_reports", days=1, limit=10_000).rows} == expected


def test_a_round_amount_meets_the_exact_one(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "1.2 kg")
    seize(world, "B-1", "1180 g")
    assert len(ask("double_reports").rows) == 1


def test_a_place_that_is_not_known_is_in_no_country(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "12.5 kg", place="Jalalabad hamlet")
    seize(world, "B-1", "12500 g", place="Dashoguz village")
    (row,) = ask("double_reports").rows
    assert "same country" not in row["reasons"]
    assert row["country"] == ""


def test_the_country_that_a_report_names_counts_and_not_its_originator(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "12.5 kg", place="Jalalabad hamlet", country="AF")
    seize(world, "B-1", "12500 g", place="Dashoguz village", country="TM")
    assert ask("double_reports").rows == []
    seize(world, "C-1", "12.5 kg", place="Kabul", country="AF")
    assert [row["country"] for row in ask("double_reports").rows if "same country" in row["reasons"]] == ["AF"]


def test_one_report_without_a_known_country_may_be_that_of_any(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "A-1", "12.5 kg", place="Jalalabad hamlet")
    seize(world, "B-1", "12500 g", country="AF", place="Kabul")
    (row,) = ask("double_reports").rows
    assert "same country" not in row["reasons"]
    assert row["country"] == "AF"
