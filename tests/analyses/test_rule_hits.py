"""What the rules of a risk profile select, with what was decided; what came of them; and what they add to a score."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import Answer, get_analysis
from analyses.rule_results import wilson
from graph.errors import NotFound
from graph.linkage.inputs import Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PROFILE: dict[str, Any] = {
    "name": "ours",
    "version": 2,
    "valid_from": "2024-01-01",
    "by_chance": 0.5,
    "retire_after": 2,
    "rules": [
        {
            "name": "acid",
            "title": "Acetic acid",
            "points": 1.5,
            "expected_share": 0.5,
            "where": [{"indicator": "look_alike"}, {"field": "packages", "at_least": 10}],
        },
        {"name": "onions", "title": "Onions", "where": [{"field": "hs_code", "begins_with": ["0703"]}]},
        {"name": "gold", "title": "Gold", "where": [{"field": "hs_code", "begins_with": ["7108"]}]},
    ],
}


def answer(world: "SmallWorld", name: str, states: Mapping[str, str] | None = None, **values: Any) -> Answer:
    analysis = get_analysis(name)
    inputs = Inputs(risk_profile=PROFILE, dispositions=states or {})
    return analysis.run(world.seen().given(inputs), analysis.read_params(values))


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    """Three loads of acetic acid, of which one has few packages, and three of onions; two of each were inspected."""
    for kind, code in (("A", "2915210000"), ("O", "0703101900")):
        for number in (1, 2, 3):
            said = {"hs_code": code, "packages": 100 if number < 3 else 5, "consignee__name": f"Firma {number}"}
            world.say(number=f"{kind}{number}", registered_on=f"2024-03-0{number}", **said)
            if number < 3:
                result = "found" if f"{kind}{number}" == "A1" else "cleared"
                world.say("inspection", declaration=f"{kind}{number}", inspected_on="2024-03-09", result=result)
    return world


def test_a_hit_keeps_its_id_and_goes_when_it_is_decided(trade: "SmallWorld") -> None:
    first = answer(trade, "rule_hits", rules="acid")
    assert [(row.label, row.state) for row in first.rows] == [("A2", "new"), ("A1", "new")]
    assert [hit.indicator for hit in first.rows[0].hits] == ["look_alike"]
    assert first.population.risk_profile == "ours version 2"
    states = {first.rows[0].id: "dismissed"}
    assert [row.label for row in answer(trade, "rule_hits", states, rules="acid").rows] == ["A1"]
    (dismissed,) = answer(trade, "rule_hits", states, state="dismissed").rows
    assert (dismissed.id, dismissed.through) == (first.rows[0].id, [dismissed.consignment])
    assert answer(trade, "rule_hits", hit=dismissed.id).rows[0].label == "A2"


def test_a_rule_or_hit_that_is_not_there_is_said_by_name(trade: "SmallWorld") -> None:
    with pytest.raises(NotFound, match="no rule 'acids' in the risk profile"):
        answer(trade, "rule_hits", rules="acids")
    with pytest.raises(NotFound, match="no hit 'hit:0'"):
        answer(trade, "rule_hits", hit="hit:0")


def test_expected_and_found_stand_beside_each_other_with_what_to_retire(trade: "SmallWorld") -> None:
    results = answer(trade, "rule_results", which="rules")
    rows = {row.id: row for row in results.rows}
    acid, onions, gold = (rows[f"rule:{name}"] for name in ("acid", "onions", "gold"))
    assert (acid.selected, acid.inspected, acid.found, acid.found_share, acid.lift) == (2, 2, 1, 0.5, 2.0)
    assert (onions.inspected, onions.found) == (2, 0)
    assert onions.advice.key == "rule_results.retire"
    assert gold.advice.key == "rule_results.selects_nothing"
    assert (results.population.inspected, results.population.found) == (4, 1)


def test_an_indicator_that_counts_and_cannot_be_computed_is_named(trade: "SmallWorld") -> None:
    analysis = get_analysis("consignments")
    own = {**PROFILE, "indicators": {"seal_reused": {"points": 0.5}}}
    trade.say("arrival", "E1", expected_at="2024-04-02T06:00:00+00:00", consignee__name="Firma 1")
    inputs = Inputs(risk_profile=own)
    notes = analysis.run(trade.seen().given(inputs), analysis.read_params({"as_of": "2024-04-01"})).notes
    assert "seal_reused counts in the risk profile and was not computed: no consignment here says seals" in [
        note.text for note in notes
    ]


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert wilson(1, 2) == (0.0945, 0.9055)
    assert wilson(0, 10) == (0.0, 0.2775)


def test_a_rule_adds_its_points_and_chance_has_its_share(trade: "SmallWorld") -> None:
    for number, code in (("E1", "2915210000"), ("E2", "0703101900"), ("E3", "0703101900"), ("E4", "0703101900")):
        said = {"hs_code": code, "packages": 100, "consignee__name": f"Firma {number}"}
        trade.say("arrival", number, expected_at="2024-04-02T06:00:00+00:00", **said)
    ranked = answer(trade, "consignments", as_of="2024-04-01", inspections=2, by_chance=0)
    first = ranked.rows[0]
    assert (first.label, [share.fact for share in first.shares]) == ("E1", ["rule:acid"])
    assert first.shares[0].reason.text == "rule acid (version 1): Acetic acid"
    assert sorted(row.drawn for row in ranked.rows) == ["chance", "score"]
    assert ranked.population.risk_profile == "ours version 2"
    assert ranked.notes[0].text == "the risk profile ours version 2 was applied"
