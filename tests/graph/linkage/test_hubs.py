"""Hubs: values above their cap, listed with their holders; published as values only."""

from typing import TYPE_CHECKING

from graph.linkage.holders import holders_of
from graph.linkage.hubs import Hub, hub_values, hubs_of
from graph.linkage.identity import entities_of
from graph.linkage.links import shared_links
from graph.projection.projection import Projection

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

KZ = "KZ/import/H1/customs"
PHONE, OTHER = "+998901234567", "+998712000001"


def hold(world: "SmallWorld", phone: str, count: int, channel: str = "UZ/import/H1/customs", of: str = "Firma") -> None:
    for number in range(count):
        name = f"{of} {number}"
        world.say(channel=channel, consignee__name=name, consignee__country="UZ", consignee__phone=phone)


def hubs(projection: Projection, cap_factor: float = 1.0) -> list[Hub]:
    return hubs_of(holders_of(entities_of(projection)), cap_factor)


def test_a_value_is_a_hub_above_its_cap_and_not_at_it(world: "SmallWorld") -> None:
    hold(world, PHONE, 12)
    hold(world, OTHER, 13)
    assert hubs(world.project()) == [
        Hub(id=f"phone:{OTHER}", type="Phone", label=OTHER, relation="phone", holders=13, cap=12)
    ]


def test_a_factor_moves_the_caps(world: "SmallWorld") -> None:
    hold(world, PHONE, 13)
    assert hubs(world.project(), cap_factor=2) == []
    assert [hub.holders for hub in hubs(world.project(), cap_factor=0.5)] == [13]


def test_hubs_stand_by_holders_then_by_id(world: "SmallWorld") -> None:
    hold(world, PHONE, 13)
    hold(world, OTHER, 14)
    hold(world, "+998712000002", 13)
    assert [hub.label for hub in hubs(world.project())] == [OTHER, "+998712000002", PHONE]


def test_a_broker_is_listed_with_his_clients(world: "SmallWorld") -> None:
    for number in range(60):
        world.say(consignee__name=f"Firma{number}", declarant__name="Vakil Bojxona")
    (hub,) = hubs(world.project())
    assert (hub.type, hub.label, hub.relation, hub.holders) == ("Party", "Vakil Bojxona", "agent, receiving side", 60)


def test_the_register_holds_values_alone(world: "SmallWorld") -> None:
    hold(world, PHONE, 13)
    register = world.store.publish_hubs(hub_values(world.seen().holders))
    assert (register.version, register.values) == (1, frozenset({f"phone:{PHONE}"}))


def test_a_published_hub_is_one_for_who_sees_two_of_its_holders(world: "SmallWorld") -> None:
    hold(world, PHONE, 13)
    hold(world, PHONE, 2, KZ)
    before = shared_links(holders_of(entities_of(world.project(KZ))), True)
    world.store.publish_hubs(hub_values(world.seen().holders))
    restricted = world.project(KZ)
    assert len(before.left) == 1
    assert [(hub.label, hub.holders) for hub in hubs(restricted)] == [(PHONE, 2)]
    assert len(shared_links(holders_of(entities_of(restricted)), True).left) == 0


def test_the_full_view_counts_on_the_spot_whatever_is_published(world: "SmallWorld") -> None:
    hold(world, PHONE, 2)
    world.store.publish_hubs([f"phone:{PHONE}"])
    assert hubs(world.project()) == []


def test_a_published_value_that_is_not_visible_betrays_nothing(world: "SmallWorld") -> None:
    hold(world, PHONE, 13)
    hold(world, OTHER, 2, KZ)
    world.store.publish_hubs(hub_values(world.seen().holders))
    assert hubs(world.project(KZ)) == []


def test_an_empty_projection_has_no_hubs(world: "SmallWorld") -> None:
    assert hubs(world.project()) == []
    assert set(hub_values(world.seen().holders)) == set()
