"""Leads: a ring with a seizure before a holding, its reasons, what is new, what arrives, and what is no lead."""

from collections.abc import Mapping
from math import exp
from typing import TYPE_CHECKING, Any

import pytest

from analyses.leading.identity import evidence_of, mark
from analyses.leads import LeadsAnswer, _reason
from analyses.registry import get_analysis
from graph.errors import BadValue, NotFound
from graph.linkage.inputs import NO_INPUTS, EarlierAnswer, Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

RING = ("Anor Savdo", "Behi Trans", "Chinor Impeks")
HOLDING = ("Dolana Un", "Dolana Yog", "Dolana Shakar")
CREW, PHONE = "Rustam Rahimov Karimovich", "+998901112233"


def found(world: "SmallWorld", inputs: Inputs = NO_INPUTS, **values: Any) -> LeadsAnswer:
    analysis = get_analysis("leads")
    answer = analysis.run(world.seen().given(inputs), analysis.read_params(values))
    assert isinstance(answer, LeadsAnswer)
    return answer


def kept(answer: LeadsAnswer, state: str = "", evidence: tuple[str, ...] = ()) -> Inputs:
    rows: tuple[Mapping[str, Any], ...] = tuple(row.model_dump(mode="json") for row in answer.rows)
    earlier = EarlierAnswer(
        id="r", title="", at="2024-07-01T08:00:00", analysis="leads", parameters={}, version="", rows=rows
    )
    lead = answer.rows[0].id
    if not state:
        return Inputs(earlier=earlier)
    marks = tuple(map(mark, evidence or evidence_of(rows[0])))
    return Inputs(earlier=earlier, dispositions={lead: state}, lead_evidence={lead: marks})


@pytest.fixture
def society(world: "SmallWorld") -> "SmallWorld":
    """A ring of three with a crew and a phone that no register says, a holding of three in the open, and others."""
    day = 0
    for turn in range(4):
        for number, firm in enumerate(RING):
            day += 1
            world.say(
                number=f"R{turn}{number}",
                registered_on=f"2024-0{1 + turn}-{5 + 8 * number:02d}",
                consignee__name=firm,
                consignee__country="UZ",
                consignee__tax_number=f"30{number}111111",
                consignee__phone=PHONE,
                driver__name=CREW,
                vehicle__plate="01777AAA",
                shipper__name=f"Mill {turn}",
            )
    for number, firm in enumerate(RING):
        world.say(
            "party",
            f"P{number}",
            party__name=firm,
            party__country="UZ",
            party__tax_number=f"30{number}111111",
            party__phone=f"+99890999000{number}",
            registered_on="2023-06-01",
        )
    for number, firm in enumerate(HOLDING):
        tax = f"40{number}222222"
        about = {"country": "UZ", "tax_number": tax, "phone": "+998902220000", "name": firm}
        world.say(
            "party",
            f"H{number}",
            registered_on="2001-06-01",
            director__name="Sardor Tursunov Botirovich",
            **{f"party__{name}": value for name, value in about.items()},
        )
        for turn in range(6):
            said = {f"consignee__{name}": value for name, value in about.items()}
            world.say(number=f"H{number}{turn}", registered_on=f"2024-0{1 + turn}-02", shipper__name="Oq Yol", **said)
    for number in range(60):
        world.say(
            number=f"O{number}",
            registered_on=f"2024-0{1 + number % 6}-{1 + number % 28:02d}",
            consignee__name=f"Boshqa {number % 20} Savdo",
            vehicle__plate=f"01{number:03d}BBB",
            shipper__name=f"Mill {number % 7}",
        )
    world.say("seizure", "S1", declaration="R01", seized_on="2024-01-14")
    return world


def test_the_ring_is_a_lead_and_the_holding_is_listed_apart(society: "SmallWorld") -> None:
    (lead,) = found(society).rows
    assert all(name in lead.label for name in RING)
    assert lead.seized_movements == 1
    assert lead.kind == "operations, registers, seizures"
    assert {"crew", "phone"} <= set(lead.evidence_kinds)
    (holding,) = found(society, groups="open").rows
    assert holding.innocence.explanation == "holding"
    assert found(society).population.open_groups == 1


def test_the_shares_and_the_constant_add_up_to_the_score(society: "SmallWorld") -> None:
    answer = found(society)
    total = answer.population.constant + sum(share.points for share in answer.rows[0].shares)
    assert answer.rows[0].score == pytest.approx(1 / (1 + exp(-total)), abs=1e-3)


def test_an_inspection_without_a_find_lowers_the_score(society: "SmallWorld") -> None:
    before = found(society).rows[0]
    for number in ("R10", "R11"):
        society.say("inspection", declaration=number, inspected_on="2024-02-14", result="cleared")
    after = found(society).rows[0]
    assert after.score < before.score
    assert (before.cleared_movements, after.cleared_movements) == (0, 2)


def test_the_links_of_a_lead_unfold_to_records(society: "SmallWorld") -> None:
    answer = found(society)
    assert {value.id for link in answer.evidence for value in link.through} >= {f"phone:{PHONE}", "vehicle:UZ:01777AAA"}
    assert all(value.records for link in answer.evidence for value in link.through)


def test_a_lead_keeps_its_id_when_it_grows_and_says_what_came(society: "SmallWorld") -> None:
    before = found(society)
    for day in ("2024-05-05", "2024-05-25"):
        said = {"consignee__phone": PHONE, "vehicle__plate": "01777AAA", "driver__name": CREW}
        society.say(consignee__name="Gilos Savdo", consignee__country="UZ", registered_on=day, **said)
    (lead,) = found(society, kept(before)).rows
    assert (lead.id, lead.is_listed_before) == (before.rows[0].id, True)
    assert len(lead.came) == 1


def test_a_dismissed_lead_comes_back_with_new_evidence_alone(society: "SmallWorld") -> None:
    before = found(society)
    dismissed = kept(before, "dismissed")
    assert found(society, dismissed).rows == []
    assert found(society, dismissed).population.dismissed == 1
    society.say("party", "K1", party__name="Anor Savdo", party__country="UZ", party__email="x@anor.example")
    for number, firm in enumerate(RING):
        society.say(
            number=f"N{number}",
            registered_on="2024-05-05",
            consignee__name=firm,
            consignee__country="UZ",
            consignee__tax_number=f"30{number}111111",
            consignee__email="x@anor.example",
        )
    (lead,) = found(society, dismissed).rows
    assert (lead.state, lead.new_evidence) == ("dismissed", ["email:x@anor.example"])


def test_a_dismissed_lead_comes_back_with_a_seizure(society: "SmallWorld") -> None:
    dismissed = kept(found(society), "dismissed")
    society.say("seizure", "S2", declaration="R20", seized_on="2024-03-14")
    (lead,) = found(society, dismissed).rows
    (seizure,) = lead.new_evidence
    assert (lead.id, lead.state) == (next(iter(dismissed.dispositions)), "dismissed")
    assert seizure in lead.seized and seizure.startswith("seizure:") and seizure.endswith("S2")


def test_the_list_says_how_many_were_right(society: "SmallWorld") -> None:
    assert "nobody has confirmed" in found(society).notes[0].text
    assert "nobody has confirmed" in found(society, kept(found(society))).notes[0].text
    assert found(society, kept(found(society), "confirmed")).notes[0].text.endswith("1 of 1 were right")


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("inspection", {"inspected_on": "2024-07-02", "result": "cleared"}, "at 0"),
        ("seizure", {"seized_on": "2024-07-02"}, "at 1"),
        ("inspection", {"inspected_on": "2024-06-30", "result": "cleared"}, ""),
        ("inspection", {"inspected_on": "2024-07-02", "result": "not_inspected"}, ""),
    ],
)
def test_results_say_how_many_leads_of_the_earlier_list_were_right(
    society: "SmallWorld", kind: str, said: Mapping[str, str], told: str
) -> None:
    before = kept(found(society))
    society.say(kind, "X1", declaration="R20", **said)
    note = found(society, before).notes[0].text
    expected = f"with operations, registers, seizures, loads of 1 were inspected since, and something was found {told}"
    assert note.endswith(expected) if told else "nobody has confirmed" in note


def test_a_list_that_is_empty_as_all_were_dismissed_says_so(society: "SmallWorld") -> None:
    note = found(society, kept(found(society), "dismissed")).notes[0].text
    assert note.startswith("none of 1 leads is listed: they were dismissed")


def test_what_arrives_and_touches_a_lead_has_its_hours(society: "SmallWorld") -> None:
    society.say(
        "arrival", "A1", expected_at="2024-07-02T06:00:00+00:00", consignee__name="Kimdir", vehicle__plate="01777AAA"
    )
    society.say("arrival", "A2", expected_on="2024-06-30", consignee__name=RING[0], consignee__country="UZ")
    (lead,) = found(society, as_of="2024-07-01T18:00+00:00").rows
    assert [(row.label, row.state, row.hours_left) for row in lead.next_arrivals] == [
        ("A1", "expected", 12.0),
        ("A2", "missed", -18.0),
    ]


def test_commerce_alone_is_no_lead_and_it_is_said(world: "SmallWorld") -> None:
    for number in range(6):
        world.say(number=f"D{number}", consignee__name=f"Firma {number % 3}", shipper__name="Alfa Mills")
    answer = found(world, groups="all")
    assert answer.rows == []
    assert "groups of commerce alone are no leads" in answer.notes[0].text


def test_a_lead_that_is_not_there_is_said_by_name(society: "SmallWorld") -> None:
    with pytest.raises(NotFound, match="no lead 'lead:none'"):
        found(society, lead="lead:none")
    with pytest.raises(NotFound, match="no node"):
        found(society, around="phone:+0")


def test_a_moment_that_is_none_is_refused(society: "SmallWorld") -> None:
    with pytest.raises(BadValue, match="as_of='soon' is no moment"):
        found(society, as_of="soon")


def test_only_what_holds_a_node_is_listed(society: "SmallWorld") -> None:
    assert len(found(society, around="vehicle:UZ:01777AAA").rows) == 1
    assert found(society, around="vehicle:UZ:01000BBB").rows == []


def test_a_hub_that_everybody_holds_changes_no_ranking(society: "SmallWorld") -> None:
    before = [row.label for row in found(society, groups="all").rows]
    for firm in (*RING, *HOLDING, *(f"Boshqa {number} Savdo" for number in range(20))):
        society.say(consignee__name=firm, consignee__country="UZ", consignee__phone="+998712000000")
    assert [row.label for row in found(society, groups="all").rows] == before


def test_twice_the_clean_trade_of_a_member_raises_no_lead(society: "SmallWorld") -> None:
    before = found(society).rows[0]
    for turn in range(4):
        society.say(
            number=f"C{turn}",
            registered_on=f"2024-0{1 + turn}-20",
            consignee__name=RING[0],
            consignee__country="UZ",
            consignee__tax_number="300111111",
            consignee__phone=PHONE,
            driver__name=CREW,
            vehicle__plate="01777AAA",
            shipper__name=f"Mill {turn}",
        )
    after = found(society).rows[0]
    assert after.movements == before.movements + 4
    assert after.score <= before.score


@pytest.mark.parametrize(
    ("bounds", "key", "digits"), [((-3.0, 5.0), "lead.seizures", 1), ((-0.1, 0.1), "lead.seizures_over", 0)]
)
def test_what_is_beyond_the_bounds_of_a_fact_is_told_as_over_them(
    society: "SmallWorld", monkeypatch: pytest.MonkeyPatch, bounds: tuple[float, float], key: str, digits: int
) -> None:
    for module in ("analyses.leads", "analyses.leading.facts"):
        monkeypatch.setattr(f"{module}.LIKELIER", bounds)
    (share,) = (share for share in found(society).rows[0].shares if share.fact == "seizures")
    assert share.reason.key == key
    assert f" {exp(share.value):.{digits}f} times likelier" in share.reason.text


def test_a_chance_is_never_told_as_certain() -> None:
    assert "a chance of 99%" in _reason("cohesion", 0.99996).text
