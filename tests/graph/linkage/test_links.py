"""Links: what few share binds, what many share says nothing."""

from math import log2
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from graph.linkage.holders import RELATIONS, holders_of
from graph.linkage.identity import entities_of
from graph.linkage.links import LinkRule, Links, shared_links, trade_links

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PHONE = "+998901234567"
Pairs = dict[tuple[str, str], float]


def linked(world: "SmallWorld", is_control: bool = True, **rule: Any) -> Pairs:
    """Weight by the labels of a pair."""
    entities = entities_of(world.project())
    links = shared_links(holders_of(entities), is_control, LinkRule(**rule))
    return {
        tuple(sorted((entities.label(a), entities.label(b)))): round(w, 9)  # type: ignore[misc]  # two ends
        for a, b, w in zip(links.pair_left.tolist(), links.pair_right.tolist(), links.pair_weight.tolist(), strict=True)
    }


def at_phone(world: "SmallWorld", *names: str, **fields: Any) -> None:
    for name in names:
        world.say(consignee__name=name, consignee__phone=PHONE, **fields)


def names(count: int) -> list[str]:
    return [f"Firma {number}" for number in range(count)]


def by_truck(world: "SmallWorld", name: str, *days: str, **fields: Any) -> None:
    for day in days:
        world.say(consignee__name=name, registered_on=day, vehicle__plate="01777AAA", **fields)


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_a_phone_of_k_holders_weighs_one_over_log2_k(world: "SmallWorld", count: int) -> None:
    at_phone(world, *names(count))
    assert set(linked(world).values()) == {round(1 / log2(count), 9)}
    assert len(linked(world)) == count * (count - 1) // 2


def test_a_value_above_its_cap_links_nobody(world: "SmallWorld") -> None:
    at_phone(world, *names(13))
    assert linked(world) == {}
    assert len(linked(world, cap_factor=2)) == 78


def test_an_address_weighs_less_than_a_phone(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        world.say(consignee__name=name, consignee__address="Tashkent, Navoi 5")
    assert linked(world) == {("Alfa", "Beta"): 0.38}


def test_families_of_evidence_add_up(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        world.say(consignee__name=name, consignee__phone=PHONE, consignee__email="a@firma.uz")
    assert linked(world) == {("Alfa", "Beta"): 2.0}


def test_of_one_family_the_strongest_counts(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        by_truck(world, name, "2024-03-01", "2024-03-09", trailer__plate="011234BA", driver__passport="AA1234568")
    assert linked(world)["Alfa", "Beta"] == 1.0


def test_two_phones_are_one_family(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        world.say(consignee__name=name, consignee__phone=(PHONE, "+998712000001"))
    assert linked(world) == {("Alfa", "Beta"): 1.0}


def test_the_sending_side_weighs_half(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        for day in ("2024-03-01", "2024-03-09"):
            world.say(shipper__name=name, registered_on=day, vehicle__plate="01777AAA")
    assert linked(world) == {("Alfa", "Beta"): 0.5}


def test_a_truck_that_came_once_links_nobody(world: "SmallWorld") -> None:
    by_truck(world, "Alfa", "2024-03-01", "2024-03-09")
    by_truck(world, "Beta", "2024-03-01")
    assert linked(world) == {}
    assert linked(world, repeat_days=0) == {("Alfa", "Beta"): 1.0}


def test_a_firm_and_its_supplier_are_not_linked_by_the_truck_between_them(world: "SmallWorld") -> None:
    by_truck(world, "Alfa", "2024-03-01", "2024-03-09", shipper__name="Beta")
    assert linked(world) == {}


def test_a_director_is_linked_to_each_of_two_firms_and_they_to_each_other(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        world.say("party", party__name=name, director__name="Karimov Sherzod", director__passport="AA1234568")
    assert linked(world) == {
        ("Alfa", "Beta"): 1.0,
        ("Alfa", "Karimov Sherzod"): 1.0,
        ("Beta", "Karimov Sherzod"): 1.0,
    }


def test_a_director_of_one_firm_is_linked_to_nobody(world: "SmallWorld") -> None:
    world.say("party", party__name="Alfa", director__name="Karimov Sherzod")
    assert linked(world) == {}


def test_the_largest_gap_leaves_out_holders_of_different_times(world: "SmallWorld") -> None:
    at_phone(world, "Alfa", registered_on="2023-01-10")
    at_phone(world, "Beta", registered_on="2023-02-09")
    at_phone(world, "Gamma", registered_on="2024-01-10")
    assert set(linked(world, max_gap_days=30)) == {("Alfa", "Beta")}
    assert set(linked(world, max_gap_days=29)) == set()
    assert len(linked(world)) == 3


def test_periods_that_overlap_have_no_gap(world: "SmallWorld") -> None:
    for day in ("2023-01-10", "2024-01-10"):
        at_phone(world, "Alfa", registered_on=day)
    at_phone(world, "Beta", registered_on="2023-06-01")
    assert set(linked(world, max_gap_days=0)) == {("Alfa", "Beta")}


def test_an_undated_holder_stays_whatever_the_gap(world: "SmallWorld") -> None:
    at_phone(world, "Alfa", registered_on="2023-01-10")
    at_phone(world, "Beta")
    assert set(linked(world, max_gap_days=0)) == {("Alfa", "Beta")}


def test_agents_and_partners_are_commerce_and_no_control(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta"):
        world.say(consignee__name=name, declarant__name="Vakil")
    assert linked(world) == {}
    assert linked(world, is_control=False) == {
        ("Alfa", "Beta"): 1.0,
        ("Alfa", "Vakil"): 1.0,
        ("Beta", "Vakil"): 1.0,
    }


def test_links_among_some_keep_both_ends_inside_and_plus_puts_them_together(world: "SmallWorld") -> None:
    at_phone(world, "Alfa", "Beta", "Gamma")
    entities = entities_of(world.project())
    links = shared_links(holders_of(entities), True)
    first = links.among(entities.of_party < 2)
    assert (first.pair_left.tolist(), first.pair_right.tolist(), len(first.left)) == ([0], [1], 1)
    both: Links = first.plus(links.among(entities.of_party < 0))
    assert both.pair_weight.tolist() == first.pair_weight.tolist()


def test_each_link_names_the_row_of_its_value(world: "SmallWorld") -> None:
    at_phone(world, "Alfa", "Beta")
    found = holders_of(entities_of(world.project()))
    links = shared_links(found, True)
    assert [RELATIONS[int(found.relation[row])].name for row in links.row] == ["phone"]


def test_trade_counts_consignments_in_both_directions(world: "SmallWorld") -> None:
    world.say(shipper__name="Alfa", consignee__name="Beta")
    world.say(shipper__name="Beta", consignee__name="Alfa")
    world.say(shipper__name="Beta", consignee__name="Gamma")
    entities = entities_of(world.project())
    found = {
        frozenset((entities.label(a), entities.label(b))): n
        for a, b, n in zip(*(part.tolist() for part in trade_links(entities)), strict=True)
    }
    assert found == {frozenset(("Alfa", "Beta")): 2, frozenset(("Beta", "Gamma")): 1}


def test_trade_in_the_company_graph_is_damped_by_the_busier_side(world: "SmallWorld") -> None:
    for _ in range(3):
        world.say(shipper__name="House", consignee__name="Alfa")
    world.say(shipper__name="House", consignee__name="Beta")
    seen = world.seen()
    weights = {
        frozenset((seen.entities.label(a), seen.entities.label(b))): w
        for a, b, w in zip(*(part.tolist() for part in seen.company_graph), strict=True)
    }
    assert weights[frozenset(("House", "Alfa"))] == pytest.approx(log2(4) / log2(3))
    assert weights[frozenset(("House", "Beta"))] == pytest.approx(log2(2) / log2(3))


def test_the_company_graph_adds_what_is_shared_to_trade(world: "SmallWorld") -> None:
    at_phone(world, "Alfa Trading", "Beta Trading")
    world.say(shipper__name="Alfa Trading", consignee__name="Beta Trading")
    G: nx.Graph[int] = nx.Graph()
    G.add_weighted_edges_from(zip(*(part.tolist() for part in world.seen().company_graph), strict=True))
    assert [data["weight"] for *_, data in G.edges(data=True)] == [pytest.approx(2.0)]


def test_an_empty_projection_has_no_links(world: "SmallWorld") -> None:
    assert linked(world) == linked(world, is_control=False) == {}
    seen = world.seen()
    assert [len(part) for part in (*trade_links(seen.entities), *seen.company_graph)] == [0] * 6


@pytest.mark.parametrize(("number", "links"), [("12", 0), ("?", 0), ("1234", 0), ("30123456", 1)])
def test_a_number_that_is_too_short_links_nobody(world: "SmallWorld", number: str, links: int) -> None:
    for name in ("Alfa Trade", "Beta Cargo"):
        world.say(consignee__name=name, consignee__tax_number=number)
    assert len(linked(world)) == links
