"""Any relation as a network: who is linked, how strongly, and by what."""

from typing import TYPE_CHECKING

import pytest

from graph.linkage.network import Network, Relation, WeightRule
from graph.linkage.unfolding import reasons

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

SAID = {
    Relation.TRADE: {"Alfa Trade-Beta Trade": 2.0},
    Relation.SHARED: {"Alfa Trade-Beta Trade": 1.0},
    Relation.ASSOCIATION: {"Ann Alfa-Bob Beta": 2.0},
    Relation.OWNERSHIP: {"Ann Alfa-Firma One": 1.0},
    Relation.CASES: {"Ann Alfa-Bob Beta": 1.0},
}


@pytest.fixture
def said(world: "SmallWorld") -> "SmallWorld":
    """One link of each relation; the trade is said twice, and so is the acquaintance, once from each side."""
    for _ in range(2):
        world.say(
            shipper__name="Alfa Trade",
            shipper__phone="+998901234567",
            consignee__name="Beta Trade",
            consignee__phone="+998901234567",
        )
    person = {"party__kind": "person", "case": "C-2024-001"}
    world.say("party", number="A-901", party__name="Ann Alfa", associated_with="knows=B-902", **person)
    world.say("party", number="B-902", party__name="Bob Beta", associated_with="lives with=A-901", **person)
    world.say("party", number="F-903", party__name="Firma One", owner__name="Ann Alfa", owner__key="A-901")
    return world


def strengths(network: Network) -> dict[str, float]:
    links = zip(network.left.tolist(), network.right.tolist(), network.strength.tolist(), strict=True)
    return {"-".join(sorted((network.label(a), network.label(b)))): strength for a, b, strength in links}


@pytest.mark.parametrize("relation", SAID)
def test_each_relation_has_its_links_and_strengths(said: "SmallWorld", relation: Relation) -> None:
    assert strengths(said.seen().network(relation)) == pytest.approx(SAID[relation])


def test_any_adds_them_up(said: "SmallWorld") -> None:
    seen = said.seen()
    company = strengths(seen.network(Relation.COMPANY))
    assert strengths(seen.network(Relation.ANY)) == pytest.approx(
        {**company, "Ann Alfa-Bob Beta": 3.0, "Ann Alfa-Firma One": 1.0}
    )


def test_the_weight_rule_makes_the_strength(said: "SmallWorld") -> None:
    seen = said.seen()
    logarithm = strengths(seen.network(Relation.TRADE, WeightRule.LOG))
    assert logarithm == pytest.approx({"Alfa Trade-Beta Trade": 1.585}, abs=1e-3)
    assert set(strengths(seen.network(Relation.ANY, WeightRule.ONE)).values()) == {1.0}


def test_a_case_of_many_links_weakly_and_of_too_many_nobody(world: "SmallWorld") -> None:
    for number in range(4):
        world.say("party", number=f"P-90{number}", party__name=f"Person {number}x", case="C-2024-001")
    for number in range(13):
        world.say("party", number=f"Q-9{number:02}", party__name=f"Other {number}y", case="C-2024-002")
    assert set(strengths(world.seen().network(Relation.CASES)).values()) == {0.5}


def test_reported_links_nodes_of_all_types(world: "SmallWorld") -> None:
    consignment = world.say(number="UZ-101", consignee__name="Beta Trade", container="MSKU1234565")
    network = world.seen().network(Relation.REPORTED)
    ids = [network.id(place) for place in range(network.count)]
    assert {consignment, "container:MSKU1234565"} < set(ids)
    assert network.entity(ids.index(consignment)) == -1
    assert network.members(ids.index("container:MSKU1234565")) == [world.project().number_of("container:MSKU1234565")]


def test_a_node_without_a_link_has_no_place(said: "SmallWorld") -> None:
    seen = said.seen()
    network = seen.network(Relation.TRADE)
    node = int(seen.entities.first[next(e for e in range(seen.entities.count) if seen.entities.label(e) == "Ann Alfa")])
    assert network.place_of(node) is None
    assert seen.network(Relation.ASSOCIATION).place_of(node) is not None


@pytest.mark.parametrize(
    ("relation", "wanted"),
    [
        (Relation.TRADE, [("trade", None, "2")]),
        (Relation.SHARED, [("phone", "phone:+998901234567", "+998901234567")]),
        (Relation.ASSOCIATION, [("ASSOCIATED_WITH", None, "knows"), ("ASSOCIATED_WITH", None, "lives with")]),
        (Relation.OWNERSHIP, [("OWNED_BY", None, "")]),
    ],
)
def test_every_link_unfolds_into_its_records(
    said: "SmallWorld", relation: Relation, wanted: list[tuple[str, str | None, str]]
) -> None:
    network = said.seen().network(relation)
    told = reasons(network, int(network.left[0]), int(network.right[0]))
    assert [(reason.relation, reason.through, reason.label) for reason in told] == wanted
    ids = set(said.project().ids)
    assert all(reason.records and ids.issuperset(reason.records) for reason in told)


def test_a_case_is_named_with_its_records(said: "SmallWorld") -> None:
    network = said.seen().network(Relation.CASES)
    (reason,) = reasons(network, 0, 1)
    assert (reason.relation, reason.label) == ("case", "C-2024-001")
    assert len(reason.records) == 2
