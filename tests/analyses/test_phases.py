"""Before and after a seizure: who is new, who is gone, who took over."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue, NotFound

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]


@pytest.fixture
def story(world: "SmallWorld") -> str:
    """House serves three until a seizure in March; from then on Novo serves two of them. The id of the seizure."""
    for day, sender, receivers in (("01", "House", ("Alfa", "Beta", "Gamma")), ("04", "Novo", ("Alfa", "Beta"))):
        for number, receiver in enumerate(receivers):
            world.say(
                number=f"UZ-{day}{number}",
                shipper__name=f"{sender} Trade",
                consignee__name=f"{receiver} Trade",
                registered_on=f"2024-{day}-1{number}",
            )
    return world.say("seizure", declaration="UZ-012", seized_on="2024-03-01")


def test_a_seizure_cuts_in_two(story: str, ask: Ask) -> None:
    first, second = ask("phases").rows
    assert (first["begins_on"], first["ends_on"], first["seizures"]) == (None, "2024-02-29", [])
    assert (second["begins_on"], second["ends_on"], second["seizures"]) == ("2024-03-01", None, [story])
    assert (first["entities"], first["links"], second["entities"], second["links"]) == (4, 3, 3, 2)
    assert (second["new"], second["gone"]) == (1, 2)


def test_the_leader_vanishes_and_another_takes_over(story: str, ask: Ask) -> None:
    answer = ask("phases")
    assert [row["leading"][0]["label"] for row in answer.rows] == ["House Trade", "Novo Trade"]
    assert [entity["label"] for entity in answer.rows[1]["vanished"]] == ["House Trade", "Gamma Trade"]
    (step,) = answer.evidence
    assert (step["gone"]["label"], step["successor"]["label"], step["of"]) == ("House Trade", "Novo Trade", 3)
    assert step["partners"] == ["Alfa Trade", "Beta Trade"]


def test_days_can_be_named(story: str, ask: Ask) -> None:
    rows = ask("phases", cuts="2024-01-12, 2024-04-11").rows
    assert [row["begins_on"] for row in rows] == [None, "2024-01-12", "2024-04-11"]


def test_seizures_near_to_one_another_are_one_cut(world: "SmallWorld", story: str, ask: Ask) -> None:
    world.say("seizure", declaration="UZ-011", seized_on="2024-03-20")
    assert [row["begins_on"] for row in ask("phases").rows] == [None, "2024-03-01"]
    assert [row["begins_on"] for row in ask("phases", gap_days=5).rows] == [None, "2024-03-01", "2024-03-20"]


def test_around_a_node_only_its_seizures_cut(world: "SmallWorld", story: str, ask: Ask) -> None:
    world.say(number="UZ-900", shipper__name="Far Trade", consignee__name="Away Trade", registered_on="2024-01-05")
    world.say("seizure", declaration="UZ-900", seized_on="2024-07-01")
    house = next(row["id"] for row in ask("centrality").rows if row["label"] == "House Trade")
    answer = ask("phases", around=house)
    assert [row["begins_on"] for row in answer.rows] == [None, "2024-03-01"]
    assert answer.rows[0]["entities"] == 4


def test_what_a_party_holds_has_the_days_of_its_records(world: "SmallWorld", ask: Ask) -> None:
    phone = "+998901234567"
    for number, (name, day) in enumerate((("Alfa Trade", "2024-01-10"), ("Beta Trade", "2024-01-12"))):
        world.say(number=f"UZ-10{number}", consignee__name=name, consignee__phone=phone, registered_on=day)
    assert [row["links"] for row in ask("phases", cuts="2024-02-01").rows] == [1, 0]


def test_without_a_cut_there_is_one_phase(ask: Ask, trade: Callable[..., None], world: "SmallWorld") -> None:
    world.say(shipper__name="Alfa Trade", consignee__name="Beta Trade", registered_on="2024-01-05")
    answer = ask("phases")
    assert len(answer.rows) == 1
    assert answer.notes == ["no seizure has a day, so there is one phase; name days with cuts"]


def test_undated_links_are_in_no_phase_and_counted(ask: Ask, trade: Callable[..., None]) -> None:
    trade([("a1", "a2")])
    answer = ask("phases")
    assert answer.rows == []
    assert answer.notes == ["2 entities are linked, but by nothing that has a day, so there is no phase to look at"]
    assert any("no day" in words for words in answer.population["left_out"])


@pytest.mark.parametrize(
    ("values", "fault"), [({"cuts": "March"}, "cuts is 'March'"), ({"around": "x"}, "no node 'x'")]
)
def test_what_cannot_be_read_is_named(story: str, ask: Ask, values: dict[str, str], fault: str) -> None:
    with pytest.raises((BadValue, NotFound), match=fault):
        ask("phases", **values)


def test_seizures_of_days_that_are_not_asked_for_cut_nothing(world: "SmallWorld", story: str, ask: Ask) -> None:
    assert len(ask("phases").rows) == 2
    before = ask("phases", until="2024-01-31")
    assert (len(before.rows), before.population["seizures"]) == (1, 0)
