"""Risk: what arrives from seizures over ways whose shares add up, and what does not change it."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from analyses.registry import AnalysisResult
from analyses.spreading import RiskParams, RiskSpread
from graph.errors import BadValue, NotFound

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
HEROIN = {"quantity": 1000.0, "quantity_unit": "g", "commodity": "heroin"}
PHONES = {"Anor": ("1",), "Behi": ("1", "2"), "Chinor": ("2",)}


@pytest.fixture
def row_of(world: "SmallWorld", ask: Ask) -> Callable[..., dict[str, Any]]:
    """The row of a firm."""

    def find(firm: str, **values: Any) -> dict[str, Any]:
        rows = {row["label"]: row for row in ask("risk", **values).rows}
        found: dict[str, Any] = rows.get(firm, {"score": 0.0, "paths": []})
        return found

    return find


@pytest.fixture
def seized(world: "SmallWorld") -> "SmallWorld":
    """Three firms in a chain of two phones; on each of two loads of the first something was seized."""
    for firm, phones in PHONES.items():
        for at, phone in enumerate(phones):
            world.say(
                number=f"{firm}{at}",
                registered_on="2024-02-01",
                consignee__name=f"{firm} Savdo",
                consignee__country="UZ",
                consignee__phone=f"+99890111222{phone}",
                shipper__name=f"Mill of {firm} {at}",
            )
    world.say(number="Anor9", registered_on="2024-03-01", consignee__name="Anor Savdo", consignee__country="UZ")
    world.say("seizure", "S1", declaration="Anor0", seized_on="2024-02-02")
    world.say("seizure", "S2", declaration="Anor9", seized_on="2024-03-02")
    return world


def test_what_arrives_grows_weaker_with_each_hop(seized: "SmallWorld", row_of: Any) -> None:
    values = {"trade": 0}
    assert [row_of(f"{firm} Savdo", **values)["score"] for firm in PHONES] == [2.0, 1.0, 0.5]
    assert row_of("Anor Savdo", **values)["own"] == 2.0
    assert [way["label"] for way in row_of("Chinor Savdo", **values)["paths"]] == [
        f"{seizure} (50%): Anor Savdo - Behi Savdo - Chinor Savdo" for seizure in ("S1", "S2")
    ]


def test_the_shares_of_all_ways_add_up_to_one(seized: "SmallWorld", row_of: Any) -> None:
    row = row_of("Chinor Savdo", as_of="2024-06-01", paths=100)
    assert sum(way["share"] for way in row["paths"]) == pytest.approx(1, abs=1e-9)
    assert [way["seizure"][-2:] for way in row["paths"]] == ["S2", "S1"]


def test_without_the_seizure_of_the_first_way_the_score_is_lower_by_its_share(
    seized: "SmallWorld", row_of: Any
) -> None:
    before = row_of("Chinor Savdo", as_of="2024-06-01")
    seized.take_away("seizure", "S2")
    after = row_of("Chinor Savdo", as_of="2024-06-01")
    assert after["score"] == pytest.approx(before["score"] * (1 - before["paths"][0]["share"]), abs=1e-8)


@pytest.fixture
def told_twice(seized: "SmallWorld") -> "SmallWorld":
    """The second seizure has an amount, and another agency reports it too: of the same load, day and amount."""
    for number, grams in (("S2", 1000.0), ("S9", 1005.0)):
        said = HEROIN | {"quantity": grams}
        seized.say("seizure", number, declaration="Anor9", seized_on="2024-03-02", **said)
    return seized


def test_a_seizure_that_is_reported_twice_is_one_way_that_names_both(told_twice: "SmallWorld", row_of: Any) -> None:
    row = row_of("Chinor Savdo", trade=0)
    assert (row["score"], row["seizures"]) == (0.5, 2)
    assert [[report[-2:] for report in way["reports"]] for way in row["paths"]] == [["S1"], ["S2", "S9"]]
    assert sum(way["share"] for way in row["paths"]) == pytest.approx(1, abs=1e-9)


def test_of_two_reports_of_one_seizure_the_other_stays_and_with_both_its_share_goes(
    told_twice: "SmallWorld", row_of: Any
) -> None:
    before = row_of("Chinor Savdo", as_of="2024-06-01")
    told_twice.take_away("seizure", "S2")
    left = row_of("Chinor Savdo", as_of="2024-06-01")
    assert (left["score"], left["paths"][0]["reports"][0][-2:]) == (before["score"], "S9")
    told_twice.take_away("seizure", "S9")
    after = row_of("Chinor Savdo", as_of="2024-06-01")["score"]
    assert after == pytest.approx(before["score"] * (1 - before["paths"][0]["share"]), abs=1e-8)


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_world_a_seizure_less_takes_the_share_of_its_way(
    world: "SmallWorld", row_of: Any, ask: Ask, seed: int
) -> None:
    dice = random.Random(seed)
    for number in range(24):
        world.say(
            number=f"D{number}",
            registered_on="2024-02-01",
            consignee__name=f"Firma {number % 8} Savdo",
            consignee__country="UZ",
            consignee__phone=f"+9989011122{dice.randrange(10, 18)}",
            shipper__name=f"Mill {dice.randrange(4)}",
        )
    for number in range(6):
        day = f"2024-03-{dice.randrange(10, 28)}"
        world.say("seizure", f"S{number}", declaration=f"D{dice.randrange(24)}", seized_on=day)
    before = max(ask("risk", as_of="2024-06-01", paths=100).rows, key=lambda row: len(row["paths"]))
    top = before["paths"][0]
    assert sum(way["share"] for way in before["paths"]) == pytest.approx(1, abs=1e-9)
    world.take_away("seizure", top["seizure"].rpartition(":")[2])
    after = row_of(before["label"], as_of="2024-06-01")["score"]
    assert after == pytest.approx(before["score"] * (1 - top["share"]), abs=1e-8)


def test_nothing_later_changes_a_past_score(seized: "SmallWorld", row_of: Any) -> None:
    before = row_of("Chinor Savdo", as_of="2024-03-15")["score"]
    seized.say(number="L", registered_on="2024-05-01", consignee__name="Anor Savdo", consignee__country="UZ")
    seized.say("seizure", "S3", declaration="L", seized_on="2024-05-02")
    seized.say("inspection", declaration="Behi0", inspected_on="2024-05-03", result="cleared")
    assert row_of("Chinor Savdo", as_of="2024-03-15")["score"] == before


def test_a_clearance_lowers_its_firm_and_those_behind_it_and_fades(seized: "SmallWorld", row_of: Any) -> None:
    before = [row_of(f"{firm} Savdo", as_of="2024-04-01")["score"] for firm in PHONES]
    seized.say("inspection", declaration="Behi0", inspected_on="2024-03-31", result="cleared")
    after = [row_of(f"{firm} Savdo", as_of="2024-04-01")["score"] for firm in PHONES]
    assert after[0] == before[0]
    assert after[1] / before[1] == after[2] / before[2] == pytest.approx(0.8, abs=0.001)
    ratio = row_of("Behi Savdo", as_of="2027-04-01")["score"] / row_of("Anor Savdo", as_of="2027-04-01")["score"]
    assert ratio > 0.5 * 0.97


def test_a_movement_on_which_something_was_found_is_not_cleared(seized: "SmallWorld", row_of: Any) -> None:
    before = [row_of(f"{firm} Savdo", as_of="2024-04-01")["score"] for firm in PHONES]
    seized.say("inspection", declaration="Behi0", inspected_on="2024-03-30", result="found")
    seized.say("inspection", declaration="Behi0", inspected_on="2024-03-31", result="cleared")
    seized.say("inspection", declaration="Anor0", inspected_on="2024-03-31", result="cleared")
    assert [row_of(f"{firm} Savdo", as_of="2024-04-01")["score"] for firm in PHONES] == before
    assert row_of("Behi Savdo", as_of="2024-04-01")["cleared"] == 0


def test_a_clearance_of_a_movement_on_two_papers_counts_once(seized: "SmallWorld", row_of: Any) -> None:
    seized.say("inspection", declaration="Behi0", inspected_on="2024-03-31", result="cleared")
    once = row_of("Behi Savdo", as_of="2024-04-01")["score"]
    for number in ("Behi0", "Behi1"):
        seized.say(
            number=number,
            registered_on="2024-02-01",
            consignee__name="Behi Savdo",
            consignee__country="UZ",
            consignee__phone=f"+99890111222{1 + (number == 'Behi1')}",
            shipper__name=f"Mill of Behi {number[-1]}",
            transport_document="CMR 77",
        )
    seized.say("inspection", number="I-9", transport_document="CMR 77", inspected_on="2024-03-31", result="cleared")
    twice = row_of("Behi Savdo", as_of="2024-04-01")["score"]
    assert twice == pytest.approx(once * 0.8, abs=0.001)


def test_a_hub_that_everybody_holds_changes_nothing(seized: "SmallWorld", row_of: Any) -> None:
    before = [row_of(f"{firm} Savdo")["score"] for firm in PHONES]
    for firm in (*PHONES, *(f"Boshqa {n}" for n in range(20))):
        seized.say(consignee__name=f"{firm} Savdo", consignee__country="UZ", consignee__phone="+998712000000")
    assert [row_of(f"{firm} Savdo")["score"] for firm in PHONES] == before


def test_more_honest_trade_raises_nobody(seized: "SmallWorld", row_of: Any) -> None:
    before = row_of("Mill of Anor 0")["score"]
    for number in range(5):
        seized.say(
            number=f"H{number}",
            registered_on="2024-02-05",
            consignee__name="Anor Savdo",
            consignee__country="UZ",
            shipper__name="Mill of Anor 0",
        )
    assert 0 < row_of("Mill of Anor 0")["score"] <= before


def test_a_service_provider_passes_nothing_on_unless_it_is_asked(seized: "SmallWorld", row_of: Any) -> None:
    for number in range(6):
        seized.say(
            number=f"B{number}",
            consignee__name=f"Mijoz {number}",
            declarant__name="Behi Savdo",
            declarant__country="UZ",
            declarant__phone="+998901112221",
        )
    assert row_of("Chinor Savdo", trade=0)["score"] == 0.0
    assert row_of("Chinor Savdo", trade=0, providers=True)["score"] > 0


def test_the_links_of_a_way_say_which_records(seized: "SmallWorld", ask: Ask) -> None:
    hop = next(hop for hop in ask("risk", trade=0).evidence if "Behi Savdo - Chinor Savdo" in hop["label"])
    assert hop["strength"] == 1.0
    assert hop["reasons"][0]["through"] == "phone:+998901112222"
    assert hop["reasons"][0]["records"]


def test_one_node_is_asked_about(seized: "SmallWorld", ask: Ask) -> None:
    rows = ask("risk", around="phone:+998901112222").rows
    assert {row["label"] for row in rows} == {"Behi Savdo", "Chinor Savdo"}
    with pytest.raises(NotFound, match="no node"):
        ask("risk", around="phone:+1")


def test_a_seizure_counts_by_the_grade_of_its_source(seized: "SmallWorld", row_of: Any, ask: Ask) -> None:
    seized.say("seizure", "S2", grade="D4", declaration="Anor9", seized_on="2024-03-02")
    row = row_of("Anor Savdo", trade=0)
    assert (row["score"], [way["grade"] for way in row["paths"]]) == (1.25, ["", "D4"])
    assert sum(way["share"] for way in row["paths"]) == pytest.approx(1, abs=1e-9)
    assert row_of("Anor Savdo", trade=0, grades=False)["score"] == 2.0


@pytest.mark.parametrize("grade", ["A1", "B2", "", "as good as gold"])
def test_what_nobody_doubted_counts_whole(seized: "SmallWorld", row_of: Any, ask: Ask, grade: str) -> None:
    seized.say("seizure", "S2", grade=grade, declaration="Anor9", seized_on="2024-03-02")
    assert row_of("Anor Savdo", trade=0)["score"] == 2.0
    seized.say("inspection", "I1", grade=grade, declaration="Behi1", inspected_on="2024-03-31", result="cleared")
    says = "a grade of a source is of no known system and counts whole: as good as gold"
    assert ask("risk").notes == ([says] if "gold" in grade else [])
    assert ask("risk", grades=False).notes == []


def test_a_doubtful_report_more_takes_nothing_away(told_twice: "SmallWorld", row_of: Any) -> None:
    told_twice.say("seizure", "S9", grade="E5", declaration="Anor9", seized_on="2024-03-02", **HEROIN)
    row = row_of("Chinor Savdo", trade=0)
    assert (row["score"], [way["grade"] for way in row["paths"]]) == (0.5, ["", ""])
    told_twice.say("seizure", "S2", grade="A1", declaration="Anor9", seized_on="2024-03-02", **HEROIN)
    ways = row_of("Chinor Savdo", trade=0)["paths"]
    assert [way["grade"] for way in ways] == ["", "A1"]
    assert ways[1]["label"].startswith("S2, A1 (50%): ")


def test_an_inspection_that_was_doubted_clears_less(seized: "SmallWorld", row_of: Any) -> None:
    before, scores = row_of("Behi Savdo", trade=0)["score"], []
    for grade in ("B2", "D4", ""):
        seized.say("inspection", "I1", grade=grade, declaration="Behi0", inspected_on="2024-03-31", result="cleared")
        scores.append(row_of("Behi Savdo", trade=0)["score"])
    assert scores[0] == scores[2] == pytest.approx(0.8 * before)
    assert scores[1] == pytest.approx(0.95 * before)


def test_by_pagerank_the_same_stand_first_with_their_ways(seized: "SmallWorld", ask: Ask) -> None:
    answer = ask("risk", form="pagerank")
    ways = {row["label"]: row["paths"] for row in ask("risk").rows}
    assert [row["label"] for row in answer.rows[:2]] == ["Anor Savdo", "Behi Savdo"]
    assert sum(row["score"] for row in answer.rows) == pytest.approx(2.0)  # what the two seizures weigh
    assert answer.population["agreement"] is None, "all are shown"
    first = [{row["label"] for row in ask("risk", form=form, limit=2).rows} for form in ("ways", "pagerank")]
    assert ask("risk", form="pagerank", limit=2).population["agreement"] == len(first[0] & first[1]) / 2
    assert {row["label"]: row["paths"] for row in answer.rows} == ways
    assert ask("risk").population["agreement"] is None


def test_by_pagerank_whoever_has_no_way_is_not_listed(seized: "SmallWorld", row_of: Any) -> None:
    values = {"trade": 0, "form": "pagerank", "max_hops": 1}
    assert row_of("Behi Savdo", **values)["score"] > 0
    assert row_of("Chinor Savdo", **values)["score"] == 0


def test_seizures_of_somebody_who_is_linked_with_nobody_raise_nobody_else(seized: "SmallWorld", row_of: Any) -> None:
    values = {"trade": 0, "form": "pagerank"}
    before = [row_of(f"{firm} Savdo", **values)["score"] for firm in PHONES]
    seized.say(number="Z1", consignee__name="Zulfiya Import", consignee__country="UZ")
    for number in range(5):
        seized.say("seizure", f"Z{number}", declaration="Z1", seized_on="2024-03-02")
    assert [row_of(f"{firm} Savdo", **values)["score"] for firm in PHONES] == pytest.approx(before, abs=1e-6)
    assert row_of("Zulfiya Import", **values)["score"] == pytest.approx(5.0, abs=1e-6)


def test_by_pagerank_a_clearance_lowers_its_firm_and_those_behind_it(seized: "SmallWorld", row_of: Any) -> None:
    values = {"trade": 0, "form": "pagerank", "clearance": 0.9}
    before = [row_of(f"{firm} Savdo", **values)["score"] for firm in PHONES]
    seized.say("inspection", declaration="Behi0", inspected_on="2024-03-31", result="cleared")
    after = [row_of(f"{firm} Savdo", **values)["score"] for firm in PHONES]
    assert after[0] > before[0]
    assert after[1] < 0.5 * before[1]
    assert after[2] < 0.5 * before[2]


def test_a_walk_that_never_ends_is_refused(seized: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(BadValue, match="hop_decay is 1"):
        ask("risk", form="pagerank", hop_decay=1)


def test_the_pagerank_is_that_of_networkx(seized: "SmallWorld") -> None:
    spreading = RiskSpread(seized.seen(), RiskParams.model_validate({"hop_decay": 0.7}))
    G = nx.Graph()
    G.add_nodes_from(range(spreading.graph.count))
    for left in range(spreading.graph.count):
        for right in spreading.graph.others[slice(*spreading.graph.pointers[left : left + 2])].tolist():
            G.add_edge(left, right, weight=spreading.strength(left, right))
    G.add_edges_from((node, node) for node in list(nx.isolates(G)))
    begins = dict.fromkeys(range(spreading.graph.count), 0.0)
    for seizure in spreading.seizures:
        for entity in seizure.entities:
            begins[entity] += 1 / len(seizure.entities)
    ranks = nx.pagerank(G, alpha=0.7, personalization=begins, tol=1e-12, max_iter=500)
    assert spreading.walked == pytest.approx([2.0 * ranks[node] for node in range(spreading.graph.count)], abs=1e-6)


def test_without_a_seizure_there_is_no_score_and_it_is_said(world: "SmallWorld", ask: Ask) -> None:
    world.say(consignee__name="Anor Savdo", shipper__name="Alfa")
    answer = ask("risk")
    assert (answer.rows, answer.notes) == ([], ["no seizure is visible"])


def test_where_seizures_come_later_it_is_said(seized: "SmallWorld", ask: Ask) -> None:
    assert ask("risk", as_of="2023-01-01").notes == ["no seizure up to that day is visible"]
