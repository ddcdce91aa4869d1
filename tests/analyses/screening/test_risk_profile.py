"""Risk profiles: what is not whole is named with its place and the next step; what is not changed stays."""

import datetime
from typing import Any

import pytest

from analyses.leading.weights import usual_weights
from analyses.screening.applying import profile_in_force
from analyses.screening.registry import usual_thresholds
from analyses.screening.risk_profile import read_risk_profile
from graph.errors import BadValue
from graph.linkage.inputs import Inputs

LEAST: dict[str, Any] = {"name": "ours", "version": 2, "valid_from": "2024-01-01", "by_chance": 0.1}


def rule(**condition: Any) -> dict[str, Any]:
    return {**LEAST, "rules": [{"name": "r", "title": "A rule", "where": [condition]}]}


def test_what_a_profile_does_not_change_stays() -> None:
    own = {"young_firm": {"points": 0.4, "thresholds": {"founded_days": 90}}}
    profile = read_risk_profile({**LEAST, "indicators": own, "leads": {"young": 1.5}, "lead_cut": 0.6}, "ours.yaml")
    figures, usual = profile.thresholds.indicators, usual_thresholds().indicators
    assert (figures["young_firm"].points, figures["young_firm"].thresholds) == (0.4, {"founded_days": 90})
    assert {name: figures[name] for name in usual if name != "young_firm"} == {
        name: own for name, own in usual.items() if name != "young_firm"
    }
    assert (profile.lead_weights.weights["young"], profile.lead_weights.cut) == (1.5, 0.6)
    assert profile.lead_weights.weights["seizures"] == usual_weights().weights["seizures"]


@pytest.mark.parametrize(
    ("values", "words", "next_step"),
    [
        ({**LEAST, "by_chance": 0}, "ours.yaml: by_chance is 0", "above 0"),
        ({**LEAST, "by_chance": 0.9}, "by_chance is 0.9", "0.5"),
        ({**LEAST, "version": "three"}, "version is 'three'", "whole number"),
        ({**LEAST, "colour": "red"}, "colour is not known", "leave it out"),
        ({k: v for k, v in LEAST.items() if k != "valid_from"}, "valid_from is missing", "give it"),
        ({**LEAST, "valid_until": "2023-01-01"}, "the file is not whole", "is before valid_from"),
        ({**LEAST, "indicators": {"shared_phones": {}}}, "no indicator 'shared_phones'", "did you mean shared_phone"),
        (
            {**LEAST, "indicators": {"young_firm": {"thresholds": {"days": 3}}}},
            "indicators.young_firm.thresholds.days: no threshold 'days'",
            "founded_days",
        ),
        ({**LEAST, "leads": {"yuong": 1}}, "leads.yuong: no fact 'yuong'", "did you mean young"),
        (rule(field="hs", begins_with=["29"]), "rules.0.where.0 is not whole", "field 'hs'"),
        (rule(field="hs_code", contains=["29"]), "rules.0.where.0 is not whole", "write begins_with"),
        (rule(field="packages"), "rules.0.where.0 is not whole", "compare packages: write at_least or at_most"),
        (rule(field="packages", indicator="precursor", at_least=1), "is not whole", "one of the two"),
        (rule(indicator="precursors"), "rules.r.where.0: no indicator 'precursors'", "did you mean precursor"),
        ({**LEAST, "leads": {"young": float("nan")}}, "leads.young is nan", "finite"),
        ({**LEAST, "indicators": {"shared_phone": {"points": "inf"}}}, "shared_phone.points is 'inf'", "finite"),
        ({**LEAST, "consignments": {"seizures_of_driver": 1e300}}, "seizures_of_driver is 1e+300", "up to 1000"),
        ({**LEAST, "lead_cut": float("nan")}, "lead_cut is nan", "finite"),
        (
            {**LEAST, "indicators": {"young_firm": {"thresholds": {"founded_days": -90}}}},
            "indicators.young_firm.thresholds.founded_days is -90",
            "from 0 on",
        ),
        (
            {**LEAST, "indicators": {"convoy": {"thresholds": {"share": 50}}}},
            "indicators.convoy.thresholds.share is 50",
            "from 0 to 1",
        ),
        (rule(field="packages", at_least=100, at_most=10), "rules.0.where.0 is not whole", "100 is above at_most 10"),
        (rule(field="packages", at_least=float("inf")), "rules.0.where.0.at_least is inf", "finite"),
        (rule(field="departure_country", is_one_of=["UZ", "Narnia"]), "is not whole", "'Narnia'; write the code"),
        (rule(field="departure_country", is_one_of=["Uzbekistan"]), "is not whole", "'Uzbekistan'; write UZ"),
        (rule(field="value_currency", is_one_of=["$"]), "is not whole", "value_currency is '$'; write the code"),
        (rule(field="hs_code", begins_with=["abc"]), "is not whole", "hs_code is 'abc'; write the first digits"),
        (rule(field="hs_code", begins_with=[""]), "is not whole", "hs_code is ''"),
        (rule(field="receiver", contains=["-"]), "is not whole", "contains of receiver is '-'; write a word"),
        ("nothing", "the file is 'nothing'", "write names with their values"),
    ],
)
def test_what_is_not_whole_is_named_with_the_next_step(values: Any, words: str, next_step: str) -> None:
    with pytest.raises(BadValue) as fault:
        read_risk_profile(values, "ours.yaml")
    assert words in fault.value.message
    assert next_step in fault.value.next_step


def test_a_profile_counts_on_its_days_alone_and_it_is_said() -> None:
    inputs = Inputs(risk_profile={**LEAST, "valid_until": "2024-06-30"})
    profile, said = profile_in_force(inputs, datetime.date(2024, 6, 30))
    assert profile is not None
    assert [sentence.text for sentence in said] == ["the risk profile ours version 2 was applied"]
    profile, said = profile_in_force(inputs, datetime.date(2024, 7, 1))
    assert profile is None
    assert "not in force on 2024-07-01" in said[0].text
