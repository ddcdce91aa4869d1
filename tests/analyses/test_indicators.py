"""Indicators of a whole world: hits with reasons, by name, around a node, as of a day, and what is not computed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analyses.registry import AnalysisResult, get_analysis
from graph.errors import NotFound
from graph.linkage.inputs import Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    """Two firms with one phone, of which the second shows a precursor, and one that is alone."""
    for number, day, firm, phone, code in (
        ("A1", "2024-01-05", "Anor Savdo", "+998901112233", "0702000007"),
        ("B1", "2024-02-05", "Behi Trans", "+998901112233", "2915240000"),
        ("G1", "2024-03-05", "Gilos Un", "+998909998877", "0702000007"),
    ):
        said = {"consignee__name": firm, "consignee__phone": phone, "consignee__country": "UZ", "hs_code": code}
        world.say(number=number, registered_on=day, **said)
    return world


@pytest.mark.usefixtures("trade")
def test_a_consignment_comes_with_its_hits_and_their_reasons(ask: Ask) -> None:
    answer = ask("indicators")
    (row,) = (row for row in answer.rows if row["label"] == "B1")
    assert [hit["indicator"] for hit in row["hits"]] == ["precursor", "shared_phone"]
    assert "phone:+998901112233" in row["members"]
    assert all(hit["innocent_explanation"] and hit["version"] == 1 for hit in row["hits"])
    rate = next(rate for rate in answer.population["rates"] if rate["indicator"] == "shared_phone")
    assert (rate["hits"], answer.population["consignments"]) == (1, 3)


@pytest.mark.usefixtures("trade")
def test_only_the_named_ones_are_applied_around_a_node(ask: Ask) -> None:
    answer = ask("indicators", names="precursor,shared_phone", around="phone:+998901112233")
    assert answer.rows == []
    party = ask("indicators", names="shared_phone").rows[0]["hits"][0]["evidence"][1]
    assert [row["label"] for row in ask("indicators", names="precursor", around=party).rows] == []


@pytest.mark.usefixtures("trade")
def test_nothing_later_than_the_day_counts(ask: Ask) -> None:
    assert ask("indicators", names="shared_phone", as_of="2024-02-04").population["consignments"] == 1
    assert [row["label"] for row in ask("indicators", names="shared_phone", as_of="2024-02-05").rows] == ["B1"]


def test_what_is_announced_for_later_is_asked_by_what_is_known_today(trade: "SmallWorld", ask: Ask) -> None:
    said = {"consignee__name": "Chinor Impeks", "consignee__country": "UZ"}
    trade.say("arrival", "E1", expected_on="2024-04-20", consignee__phone="+998909998877", **said)
    trade.say("arrival", "E2", expected_on="2024-04-21", goods_description="Товары", **said)
    for number, phone in (("L1", "+998909998866"), ("L2", "+998909998877")):
        trade.say(number=number, registered_on="2024-04-10", consignee__name=f"Keyin {number}", consignee__phone=phone)
    answer = ask("indicators", names="shared_phone,vague_description", which="announced", as_of="2024-04-01")
    assert [(row["label"], row["hits"][0]["indicator"]) for row in answer.rows] == [
        ("E1", "shared_phone"),
        ("E2", "vague_description"),
    ]
    assert answer.rows[0]["hits"][0]["reason"].startswith("the receiver shows a phone of 1 others")
    assert answer.population["consignments"] == 2
    around = ask("indicators", names="vague_description", around=answer.rows[1]["id"], as_of="2024-04-01")
    assert [row["label"] for row in around.rows] == ["E2"]


@pytest.mark.usefixtures("trade")
def test_what_no_paper_says_is_not_computed_and_it_is_said(ask: Ask) -> None:
    (row,) = ask("indicators", names="seal_reused").population["not_computed"]
    assert row == {"indicator": "seal_reused", "reason": "not computed: no consignment here says seals"}


@pytest.mark.usefixtures("trade")
def test_a_name_that_is_none_is_refused(ask: Ask) -> None:
    with pytest.raises(NotFound, match="no indicator 'phones'"):
        ask("indicators", names="phones")
    with pytest.raises(NotFound, match="no node 'phone:\\+0'"):
        ask("indicators", around="phone:+0")


def test_points_and_thresholds_are_those_of_the_risk_profile_in_force(trade: "SmallWorld") -> None:
    analysis = get_analysis("indicators")
    own = {
        "name": "ours",
        "version": 3,
        "valid_from": "2024-02-01",
        "by_chance": 0.5,
        "retire_after": 2,
        "indicators": {"precursor": {"points": 0.4}},
    }
    world = trade.seen().given(Inputs(risk_profile=own))
    answer = analysis.run(world, analysis.read_params({"names": "precursor", "as_of": "2024-03-01"}))
    assert [row.points for row in answer.rows] == [0.4]
    assert answer.population.risk_profile == "ours version 3"
    before = analysis.run(world, analysis.read_params({"names": "precursor", "as_of": "2024-01-10"}))
    assert before.population.risk_profile == ""
    assert before.notes[0].key == "risk_profile.not_in_force"
