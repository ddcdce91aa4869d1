"""Totals of what was seized: the published lines of the network, units apart, joint seizures once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]


def seize(world: "SmallWorld", number: str, group: str, goods: str, quantity: float, unit: str, **more: Any) -> str:
    said = {"commodity_group": group, "commodity": goods, "quantity": quantity, "quantity_unit": unit} | more
    return world.say("seizure", number=number, **{"seized_on": "2024-03-05", **said})


@pytest.fixture
def year(world: "SmallWorld") -> "SmallWorld":
    """What the network published of a year: drugs, pills, ferrosilicon, tobacco and goods."""
    seize(world, "1", "drugs", "heroin", 230, "kg", country="UZ")
    seize(world, "2", "drugs", "heroin", 350, "kg", country="TJ")
    seize(world, "3", "drugs", "hashish", 7, "kg", country="TJ")
    seize(world, "4", "medicines", "psychotropic pills", 127_344, "tablets")
    seize(world, "5", "metals", "ferrosilicon", 55, "t")
    seize(world, "6", "tobacco", "cigarettes", 550_000, "pieces")
    seize(world, "7", "consumer goods", "clothes", 237, "t")
    return world


def test_the_published_lines_come_out_and_there_is_no_single_total(year: "SmallWorld", ask: Ask) -> None:
    rows = {row["group"]: (row["total"], row["unit"]) for row in ask("seizure_totals").rows}
    assert {group: total for group, (total, _) in rows.items()} == {
        "drugs": 587,
        "medicines": 127_344,
        "metals": 55_000,
        "tobacco": 550_000,
        "consumer goods": 237_000,
    }
    assert len({unit for _, unit in rows.values()}) > 1


def test_what_a_total_holds_stands_inside_it(year: "SmallWorld", ask: Ask) -> None:
    drugs = next(row for row in ask("seizure_totals").rows if row["group"] == "drugs")
    assert [(part["label"], part["total"]) for part in drugs["parts"]] == [("heroin", 580), ("hashish", 7)]
    assert drugs["seizures"] == 3


def test_goods_of_two_languages_are_one(world: "SmallWorld", ask: Ask) -> None:
    for number, (goods, kg) in enumerate((("Heroin", 2), ("Героин", 3), ("ჰეროინი", 1), ("Гашиш", 4))):
        world.say("seizure", number=str(number), commodity=goods, quantity=kg, quantity_unit="kg")
    (row,) = ask("seizure_totals").rows
    assert (row["group"], row["total"]) == ("drugs", 10)
    assert [(part["label"], part["total"]) for part in row["parts"]] == [("heroin", 6), ("hashish", 4)]


def test_one_group_in_two_units_is_two_totals(world: "SmallWorld", ask: Ask) -> None:
    seize(world, "1", "drugs", "ecstasy", 5, "kg")
    seize(world, "2", "drugs", "ecstasy", 5, "tablets")
    seize(world, "3", "drugs", "ecstasy", 5, "zz")
    answer = ask("seizure_totals")
    assert [(row["dimension"], row["total"]) for row in answer.rows] == [
        ("count", 5.0),
        ("mass", 5.0),
        ("unknown", None),
    ]
    assert answer.population["without_amount"] == 1


def test_a_joint_seizure_counts_once_and_names_all_units(world: "SmallWorld", ask: Ask) -> None:
    world.say(number="D1", consignee__name="Anor Savdo", registered_on="2024-03-04")
    first = seize(world, "1", "drugs", "heroin", 2, "kg", declaration="D1", agency="Customs", country="UZ")
    second = seize(world, "2", "drugs", "heroin", 2000, "g", declaration="D1", agency="Police", country="UZ")
    (row,) = ask("seizure_totals").rows
    assert (row["total"], row["seizures"], row["joint"]) == (2, 1, 1)
    assert row["units"] == ["Customs", "Police", "UZ"]
    assert row["members"] == sorted((first, second))
    assert ask("seizure_totals", joint=False).rows[0]["total"] == 4


def test_totals_are_broken_down_by_operation_and_one_report_that_names_it_is_enough(
    world: "SmallWorld", ask: Ask
) -> None:
    world.say(number="D1", consignee__name="Anor Savdo", registered_on="2024-03-04")
    seize(world, "1", "drugs", "heroin", 2, "kg", declaration="D1")
    seize(world, "2", "drugs", "heroin", 2000, "g", declaration="D1", operation="Nicotiana")
    seize(world, "3", "drugs", "heroin", 5, "kg")
    rows = ask("seizure_totals", by="operation").rows
    assert [(row["by"], row["total"], row["seizures"]) for row in rows] == [("Nicotiana", 2, 1), ("unknown", 5, 1)]


@pytest.mark.parametrize(
    ("by", "keys"),
    [("country", {"TJ", "UZ", "unknown"}), ("month", {"2024-03"}), ("corridor", {"unknown - unknown"})],
)
def test_totals_are_broken_down(year: "SmallWorld", ask: Ask, by: str, keys: set[str]) -> None:
    rows = ask("seizure_totals", by=by).rows
    assert {row["by"] for row in rows} == keys
    assert sum(row["total"] for row in rows if row["group"] == "drugs") == 587


def test_only_the_days_asked_for_count(year: "SmallWorld", ask: Ask) -> None:
    seize(year, "8", "drugs", "heroin", 1, "kg", seized_on="2024-04-05")
    totals = [
        next(row["total"] for row in ask("seizure_totals", **days).rows if row["group"] == "drugs")
        for days in ({}, {"until": "2024-03-31"}, {"since": "2024-04-01"})
    ]
    assert totals == [588, 587, 1]


def test_without_a_seizure_it_is_said(world: "SmallWorld", ask: Ask) -> None:
    world.say(consignee__name="Anor Savdo")
    assert ask("seizure_totals").notes == ["no seizure is visible"]
