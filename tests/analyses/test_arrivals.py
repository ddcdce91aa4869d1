"""Pre-arrival notices beside declarations: what joins them, what differs, what is still expected."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]


def announce(world: "SmallWorld", number: str = "A1", **fields: Any) -> str:
    said = {"expected_on": "2024-03-05", "consignee__name": "Karvon Trans LLC", "shipper__name": "Alfa"} | fields
    return world.say("arrival", number=number, **said)


def declare(world: "SmallWorld", number: str = "D1", **fields: Any) -> str:
    said = {"registered_on": "2024-03-05", "consignee__name": "Karvon Trans LLC", "shipper__name": "Alfa"} | fields
    return world.say(number=number, **said)


def test_a_notice_and_a_declaration_of_one_bill_are_joined_and_agree(world: "SmallWorld", ask: Ask) -> None:
    notice, declaration = announce(world, transport_document="BL1"), declare(world, transport_document="BL1")
    (row,) = ask("arrivals").rows
    assert row["members"] == [notice, declaration]
    assert (row["state"], row["through"], row["common"]) == ("declared", "document", ["document::transport:BL1"])
    assert (row["differences"], row["indicators"]) == ({}, [])


def test_a_notice_that_names_its_declaration_is_joined_to_it(world: "SmallWorld", ask: Ask) -> None:
    notice, declaration = announce(world, declaration="D1"), declare(world, "D1")
    assert [row["members"] for row in ask("arrivals").rows] == [[notice, declaration]]


def test_everything_that_differs_is_shown(world: "SmallWorld", ask: Ask) -> None:
    announce(world, transport_document="BL1", container=("MSKU1234565", "TGHU7654320"), vehicle__plate="01777AAA")
    declare(
        world,
        transport_document="BL1",
        registered_on="2024-03-09",
        consignee__name="Boshqa Savdo LLC",
        shipper__name="Beta",
        container="MSKU1234565",
        vehicle__plate="01888BBB",
    )
    (row,) = ask("arrivals").rows
    assert row["differences"] == {
        "shipper": {"expected": ["Alfa"], "declared": ["Beta"]},
        "consignee": {"expected": ["Karvon Trans LLC"], "declared": ["Boshqa Savdo LLC"]},
        "container": {"missing": ["container:TGHU7654320"], "added": []},
        "vehicle": {"missing": ["vehicle:UZ:01777AAA"], "added": ["vehicle:UZ:01888BBB"]},
        "day": {"expected": "2024-03-05", "declared": "2024-03-09", "days": 4},
    }


def test_a_changed_consignee_is_an_indicator_with_its_innocent_explanation(world: "SmallWorld", ask: Ask) -> None:
    announce(world, transport_document="BL1")
    declare(world, transport_document="BL1", consignee__name="Boshqa Savdo LLC")
    ((indicator,),) = [row["indicators"] for row in ask("arrivals").rows]
    assert indicator["indicator"] == "consignee_changed"
    assert "sold on the way" in indicator["innocent_explanation"]


@pytest.mark.parametrize("name", ["KARVON  TRANS, LLC", "«Karvon Trans» LLC"])
def test_another_spelling_is_no_other_consignee(world: "SmallWorld", ask: Ask, name: str) -> None:
    announce(world, transport_document="BL1")
    declare(world, transport_document="BL1", consignee__name=name)
    assert ask("arrivals").rows[0]["differences"] == {}


def test_what_only_one_side_says_is_no_difference(world: "SmallWorld", ask: Ask) -> None:
    announce(world, transport_document="BL1", consignee__name="TO ORDER", container="MSKU1234565")
    declare(world, transport_document="BL1")
    assert ask("arrivals").rows[0]["differences"] == {}


@pytest.mark.parametrize(
    ("fields", "through"),
    [({"container": "MSKU1234565"}, "container"), ({"vehicle__plate": "01777AAA"}, "vehicle")],
)
def test_without_a_document_the_nearest_in_time_is_joined(
    world: "SmallWorld", ask: Ask, fields: dict[str, str], through: str
) -> None:
    notice = announce(world, **fields)
    near = declare(world, "D1", registered_on="2024-03-08", **fields)
    declare(world, "D2", registered_on="2024-03-10", **fields)
    rows = ask("arrivals").rows
    assert [(row["members"], row["through"]) for row in rows] == [([notice, near], through)]


def test_beyond_the_window_a_container_joins_nothing(world: "SmallWorld", ask: Ask) -> None:
    announce(world, container="MSKU1234565")
    declare(world, registered_on="2024-03-20", container="MSKU1234565")
    assert ask("arrivals", days=14).rows[0]["state"] == "expected"
    assert ask("arrivals", days=15).rows[0]["state"] == "declared"


def test_a_document_joins_whatever_the_days(world: "SmallWorld", ask: Ask) -> None:
    announce(world, transport_document="BL1")
    declare(world, registered_on="2024-06-20", transport_document="BL1")
    assert ask("arrivals").rows[0]["state"] == "declared"


@pytest.mark.parametrize("shared", [{"manifest_number": "M1"}, {"master_document": "MB1"}])
def test_documents_of_many_join_nobody(world: "SmallWorld", ask: Ask, shared: dict[str, str]) -> None:
    announce(world, **shared)
    declare(world, **shared)
    assert ask("arrivals").rows[0]["state"] == "expected"


def test_two_declarations_under_one_bill_are_both_shown(world: "SmallWorld", ask: Ask) -> None:
    announce(world, transport_document="BL1")
    for number in ("D1", "D2"):
        declare(world, number, transport_document="BL1")
    answer = ask("arrivals")
    assert len(answer.rows) == 2
    assert answer.population["arrivals_declared"] == 1


def test_what_is_not_declared_is_expected_and_by_a_day_overdue(world: "SmallWorld", ask: Ask) -> None:
    early, late = announce(world, "A1"), announce(world, "A2", expected_on="2024-03-09")
    assert [row["state"] for row in ask("arrivals").rows] == ["expected", "expected"]
    rows = ask("arrivals", as_of="2024-03-07").rows
    assert [(row["members"], row["state"]) for row in rows] == [([early], "overdue"), ([late], "expected")]


def test_indicators_come_first_and_agreement_last(world: "SmallWorld", ask: Ask) -> None:
    for number in ("1", "2", "3"):
        announce(world, f"A{number}", transport_document=f"BL{number}")
    agreed = declare(world, "D1", transport_document="BL1")
    changed = declare(world, "D2", transport_document="BL2", consignee__name="Boshqa Savdo LLC")
    rows = ask("arrivals").rows
    assert [row["members"][-1] for row in rows] == [changed, rows[1]["members"][0], agreed]
    assert rows[1]["state"] == "expected"


def test_declarations_alone_are_not_listed(world: "SmallWorld", ask: Ask) -> None:
    declare(world)
    answer = ask("arrivals")
    assert (answer.rows, answer.population["declarations"]) == ([], 1)


def test_the_empty_graph_expects_nothing(world: "SmallWorld", ask: Ask) -> None:
    assert ask("arrivals").rows == []


def test_a_day_that_is_none_is_refused(world: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(BadValue, match="as_of='soon' is not a day"):
        ask("arrivals", as_of="soon")


def test_a_limit_says_what_it_cut(world: "SmallWorld", ask: Ask) -> None:
    for number in range(3):
        announce(world, f"A{number}")
    answer = ask("arrivals", limit=2)
    assert (len(answer.rows), answer.truncated) == (2, "1 more row; raise limit")
