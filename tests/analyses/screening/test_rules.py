"""Rules: each kind of condition holds where the papers say so, and not where they say nothing."""

from typing import TYPE_CHECKING, Any

import pytest

from analyses.screening.applying import apply
from analyses.screening.facts import Facts
from analyses.screening.risk_profile import read_risk_profile

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.fixture
def facts(world: "SmallWorld") -> Facts:
    """One consignment that says much, and one that says nothing."""
    lines = ({"line": 1, "hs_code": "0702000007"}, {"line": 2, "hs_code": "2915210000"})
    world.say(
        number="FULL",
        registered_on="2024-03-01",
        consignee__name="МЧЖ «Анор Савдо»",
        shipper__name="Mill One",
        goods=lines,
        goods_description="Уксусная кислота, ледяная",
        gross_weight_kg=12_000.0,
        value_amount=9_000.0,
        value_currency="USD",
        departure_country="CN",
        entered_at="Ayritom",
    )
    world.say(number="EMPTY", registered_on="2024-03-01", consignee__name="Behi Trans")
    return Facts(world.seen())


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ({"field": "hs_code", "begins_with": ["2915"]}, {"FULL"}),
        ({"field": "hs_code", "begins_with": ["2915240000"]}, set()),
        ({"field": "gross_weight_kg", "at_least": 12_000, "at_most": 20_000}, {"FULL"}),
        ({"field": "gross_weight_kg", "at_most": 100}, set()),
        ({"field": "departure_country", "is_one_of": ["cn", "TR"]}, {"FULL"}),
        ({"field": "value_currency", "is_one_of": ["UZS"]}, set()),
        ({"field": "post", "is_one_of": ["ayritom"]}, {"FULL"}),
        ({"field": "post", "is_one_of": ["UZ:ayritom"], "holds": False}, {"EMPTY"}),
        ({"field": "goods_description", "contains": ["кислота"]}, {"FULL"}),
        ({"field": "receiver", "contains": ["Anor"]}, {"FULL"}),
        ({"field": "sender", "contains": ["Mill Two"]}, set()),
        ({"indicator": "look_alike"}, {"FULL"}),
        ({"indicator": "look_alike", "holds": False}, {"EMPTY"}),
    ],
)
def test_a_condition_holds_where_the_papers_say_so(facts: Facts, condition: dict[str, Any], numbers: set[str]) -> None:
    values = {"name": "ours", "version": 1, "valid_from": "2024-01-01", "by_chance": 0.1}
    rules = [{"name": "r", "title": "A rule", "where": [condition]}]
    applied = apply(facts, None, read_risk_profile({**values, "rules": rules}, "ours.yaml"))
    ids = facts.whole.projection.ids
    nodes = facts.known.node[applied.rules["r"]].tolist()
    assert {ids[node].rpartition(":")[2] for node in nodes} == numbers
