"""Whose links lead to those who stand in a case or a seizure, while he stands in none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]


@pytest.fixture
def people(world: "SmallWorld") -> None:
    """Ann knows two who stand in a case and one who does not; Bob, one of the two, knows the other."""
    said = {
        "Ann Alfa": (("Bob Beta", "Kim Kappa", "Zoe Zeta"), ""),
        "Bob Beta": (("Kim Kappa",), "C-2024-001"),
        "Kim Kappa": ((), "C-2024-001"),
        "Zoe Zeta": ((), ""),
    }
    for name, (known, case) in said.items():
        fields: dict[str, object] = {"case": case} if case else {}
        if known:
            fields["associated_with"] = tuple(f"knows={other}" for other in known)
        world.say("party", number=name, party__name=name, party__kind="person", **fields)


def test_who_knows_most_of_those_involved_comes_first(people: None, ask: Ask) -> None:
    answer = ask("exposure", relation="association")
    assert [(row["label"], row["exposed"], row["links"], row["share"]) for row in answer.rows] == [
        ("Ann Alfa", 2, 3, 0.6667)
    ]
    assert (answer.population["involved"], answer.population["exposed"]) == (2, 1)


def test_those_involved_are_listed_when_asked_for(people: None, ask: Ask) -> None:
    rows = ask("exposure", relation="association", involved=True).rows
    assert [(row["label"], row["is_involved"]) for row in rows] == [
        ("Ann Alfa", False),
        ("Bob Beta", True),
        ("Kim Kappa", True),
    ]


def test_the_evidence_names_the_case_and_the_record(people: None, ask: Ask) -> None:
    evidence = ask("exposure", relation="association").evidence
    assert [(link["label"], link["reasons"][0]["label"]) for link in evidence] == [
        ("Bob Beta", "knows"),
        ("Kim Kappa", "knows"),
    ]
    assert all(event.endswith("C-2024-001") for link in evidence for event in link["events"])


def test_a_seizure_involves_those_of_its_consignment(world: "SmallWorld", ask: Ask) -> None:
    world.say(number="UZ-100", shipper__name="Alfa Trade", consignee__name="Beta Trade")
    world.say(number="UZ-101", shipper__name="Beta Trade", consignee__name="Gamma Trade")
    seizure = world.say("seizure", declaration="UZ-100")
    answer = ask("exposure", event="seizure")
    assert [(row["label"], row["exposed"]) for row in answer.rows] == [("Gamma Trade", 1)]
    assert answer.evidence[0]["events"] == [seizure]
    assert ask("exposure", event="case").notes == ["nobody stands in a case or a seizure that is visible"]


def test_a_limit_says_what_it_cut(people: None, ask: Ask) -> None:
    answer = ask("exposure", relation="association", involved=True, limit=1)
    assert answer.truncated == "2 more entities; raise limit"


def test_a_walk_from_those_involved_sees_farther(world: "SmallWorld", people: None, ask: Ask) -> None:
    """Zoe knows nobody who is involved, and Ann does."""
    rows = ask("exposure", relation="association", by="walk").rows
    assert [(row["label"], row["exposed"]) for row in rows] == [("Ann Alfa", 2), ("Zoe Zeta", 0)]
    assert rows[0]["nearness"] > rows[1]["nearness"] > 0
    involved = ask("exposure", relation="association", by="walk", involved=True).rows
    assert sum(row["nearness"] for row in involved) == pytest.approx(1.0, abs=1e-6)


def test_a_later_seizure_involves_nobody_yet(world: "SmallWorld", ask: Ask) -> None:
    world.say(number="D1", registered_on="2024-01-02", consignee__name="Alfa", shipper__name="Beta")
    world.say("seizure", "S1", declaration="D1", seized_on="2024-03-05")
    assert ask("exposure", involved=True).rows
    assert ask("exposure", involved=True, until="2024-02-15").notes == [
        "nobody stands in a case or a seizure that is visible"
    ]
