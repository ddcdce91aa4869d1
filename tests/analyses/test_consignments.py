"""Single consignments: the ring's load first, by what was known then, with a shift's list and those to let pass."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
RING = ("Anor Savdo", "Behi Trans")


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    """Two firms with one phone and one truck, of which loads were seized, and twenty others."""
    for month in (1, 2, 3):
        for place, firm in enumerate(RING):
            world.say(
                number=f"R{month}{place}",
                registered_on=f"2024-0{month}-1{place}",
                consignee__name=firm,
                consignee__country="UZ",
                consignee__phone="+998901112233",
                vehicle__plate="01777AAA",
            )
    for number in range(60):
        world.say(
            number=f"O{number}",
            registered_on=f"2024-0{1 + number % 3}-{1 + number % 28:02d}",
            consignee__name=f"Boshqa {number % 20} Savdo",
            consignee__country="UZ",
            vehicle__plate=f"01{number:03d}BBB",
        )
    for number in ("R10", "R21"):
        world.say("seizure", declaration=number, seized_on="2024-03-20")
    return world


def announce(world: "SmallWorld", number: str, firm: str, **fields: Any) -> str:
    said = {"expected_at": "2024-04-02T06:00:00+00:00", "consignee__name": firm, "consignee__country": "UZ"} | fields
    return world.say("arrival", number=number, **said)


def test_the_load_of_the_ring_comes_first_with_its_reasons(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", "Boshqa 3 Savdo")
    expected = announce(trade, "A2", RING[1])
    answer = ask("consignments", as_of="2024-04-01T18:00+00:00")
    first, second = answer.rows
    assert (first["id"], first["hours_left"], first["receiver"]) == (expected, 12.0, RING[1])
    assert {share["fact"] for share in first["shares"]} == {"lead_of_receiver", "seizures_of_receiver"}
    assert len(first["leads"]) == 1
    assert second["score"] < first["score"]
    assert answer.population["seized_before"] == 2


def test_those_that_nothing_speaks_against_are_listed_with_their_clean_trade(trade: "SmallWorld", ask: Ask) -> None:
    for number in range(7):
        trade.say(
            number=f"C{number}", registered_on="2024-03-28", consignee__name="Boshqa 3 Savdo", consignee__country="UZ"
        )
    announce(trade, "A1", "Boshqa 3 Savdo")
    announce(trade, "A2", RING[1])
    announce(trade, "A3", "Boshqa 4 Savdo")  # of whom little is known
    (row,) = ask("consignments", list="low_risk", as_of="2024-04-01").rows
    assert (row["label"], row["clean"], row["leads"]) == ("A1", 10, [])


def test_what_comes_first_weighs_more_and_what_is_missed_nothing(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[0], expected_at="2024-04-09T18:00:00+00:00")
    announce(trade, "A2", RING[0], expected_at="2024-04-02T18:00:00+00:00")
    announce(trade, "A3", RING[0], expected_at="2024-03-29T18:00:00+00:00")
    announce(trade, "A4", "Boshqa 3 Savdo", expected_at="2024-04-01T19:00:00+00:00")
    rows = ask("consignments", as_of="2024-04-01T18:00+00:00").rows
    assert [row["label"] for row in rows] == ["A2", "A4", "A1", "A3"]
    assert [row["priority"] for row in rows] == sorted((row["priority"] for row in rows), reverse=True)
    assert rows[0]["priority"] == pytest.approx(rows[0]["score"] / 2, abs=1e-4)
    assert rows[-1]["priority"] == 0.0 < rows[-1]["score"] == rows[0]["score"]


@pytest.mark.parametrize("kind", ["seizure", "inspection"])
def test_what_was_inspected_is_expected_no_more(trade: "SmallWorld", ask: Ask, kind: str) -> None:
    said = {"seizure": {"seized_on": "2024-04-01"}, "inspection": {"inspected_on": "2024-04-01", "result": "cleared"}}
    announce(trade, "A1", RING[0], transport_document="CMR-1")
    announce(trade, "A2", RING[0], transport_document="CMR-2")
    trade.say(kind, transport_document="CMR-1", **said[kind])
    assert [row["label"] for row in ask("consignments").rows] == ["A2"]


def test_a_declaration_of_a_later_day_was_not_known(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[0], transport_document="CMR-1")
    trade.say(number="D1", registered_on="2024-04-02", consignee__name=RING[0], transport_document="CMR-1")
    assert [row["label"] for row in ask("consignments", as_of="2024-04-01").rows] == ["A1"]
    assert ask("consignments", as_of="2024-04-02").rows == []


def test_of_one_inspection_a_day_every_tenth_is_drawn_by_chance(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[0])
    announce(trade, "A2", "Boshqa 3 Savdo")
    days = [f"2024-03-{day:02}" for day in range(1, 32)]
    drawn = [ask("consignments", inspections=1, as_of=day).rows[0]["drawn"] for day in days]
    assert 1 <= drawn.count("chance") <= 8
    assert ask("consignments", inspections=1, by_chance=1.0).rows[0]["drawn"] == "chance"


def test_a_declared_one_is_expected_no_more(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[0], transport_document="CMR-1")
    trade.say(number="D1", registered_on="2024-04-02", consignee__name=RING[0], transport_document="CMR-1")
    answer = ask("consignments")
    assert (answer.rows, "no consignment is expected" in answer.notes[0]) == ([], True)


def test_the_past_is_ranked_by_what_was_known_then(trade: "SmallWorld", ask: Ask) -> None:
    before = ask("consignments", which="later", as_of="2024-03-01")
    assert before.population["seized_before"] == 0
    trade.say("seizure", declaration="R30", seized_on="2024-03-25")
    after = ask("consignments", which="later", as_of="2024-03-01")
    assert [(row["id"], row["score"]) for row in after.rows] == [(row["id"], row["score"]) for row in before.rows]
    assert all(row["on"] > "2024-03-01" for row in after.rows)


def test_a_shift_takes_the_highest_and_a_share_by_chance(trade: "SmallWorld", ask: Ask) -> None:
    for number in range(10):
        announce(trade, f"A{number}", f"Boshqa {number} Savdo")
    announce(trade, "B1", RING[0])
    rows = ask("consignments", inspections=4, by_chance=0.25, as_of="2024-04-01").rows
    assert sorted(row["drawn"] for row in rows) == ["chance", "score", "score", "score"]
    assert rows[0]["label"] == "B1"
    assert rows == ask("consignments", inspections=4, by_chance=0.25, as_of="2024-04-01").rows


def test_a_post_lists_what_comes_there(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[0], entered_at="Dusti")
    announce(trade, "A2", RING[0])
    rows = ask("consignments", post="dusti").rows
    assert [row["label"] for row in rows] == ["A1"]


def test_a_day_that_is_none_is_refused(trade: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(BadValue, match="as_of='tomorrow'"):
        ask("consignments", as_of="tomorrow")


def score_of(ask: Ask, label: str) -> float:
    return next(float(row["score"]) for row in ask("consignments", as_of="2024-04-01").rows if row["label"] == label)


def test_clearing_a_consignee_lowers_his_neighbours(trade: "SmallWorld", ask: Ask) -> None:
    announce(trade, "A1", RING[1])
    before = score_of(ask, "A1")
    for number in ("R20", "R30"):
        trade.say("inspection", declaration=number, inspected_on="2024-03-25", result="cleared")
    assert score_of(ask, "A1") < before


def test_a_hub_that_everybody_holds_changes_no_order(trade: "SmallWorld", ask: Ask) -> None:
    firms = (*RING, *(f"Boshqa {number} Savdo" for number in range(20)))
    for number, firm in enumerate(firms):
        announce(trade, f"A{number}", firm)
    before = [row["label"] for row in ask("consignments", as_of="2024-04-01").rows]
    for firm in firms:
        trade.say(consignee__name=firm, consignee__country="UZ", consignee__phone="+998712000000")
    assert [row["label"] for row in ask("consignments", as_of="2024-04-01").rows] == before


@pytest.mark.parametrize("firm", [RING[0], "Boshqa 3 Savdo"])
def test_twice_the_clean_trade_raises_no_consignee(trade: "SmallWorld", ask: Ask, firm: str) -> None:
    announce(trade, "A1", firm)
    before = score_of(ask, "A1")
    plate = "01777AAA" if firm == RING[0] else "01003BBB"
    for number in range(3):
        said = {"consignee__name": firm, "consignee__country": "UZ", "vehicle__plate": plate}
        trade.say(number=f"C{number}", registered_on=f"2024-03-0{number + 2}", **said)
    assert score_of(ask, "A1") <= before
