"""Papers of one transport are one movement."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_papers_that_name_one_transport_document_are_one_movement(world: "SmallWorld") -> None:
    first = world.say(
        "manifest", "CMR-1", consignee__name="Anor Savdo", shipper__name="Alfa", registered_on="2024-03-04"
    )
    second = world.say(
        transport_document="CMR-2", consignee__name="Anor Savdo", shipper__name="Alfa", registered_on="2024-03-05"
    )
    third = world.say("arrival", "A1", transport_document="CMR-2", consignee__name="Anor Savdo")
    movements = world.seen().movements
    ids = movements.entities.projection.ids
    of = {node: int(movements.of_node[ids.find(node)]) for node in (first, second, third)}
    assert of[second] == of[third] != of[first]
    assert movements.count == 2


def test_a_document_that_many_name_joins_none(world: "SmallWorld") -> None:
    for number in range(9):
        world.say(transport_document="TBA", consignee__name=f"Firm {number}")
    assert world.seen().movements.count == 9


def test_what_is_said_of_a_movement_counts_once(world: "SmallWorld") -> None:
    for kind in ("declaration", "arrival"):
        world.say(kind, "N1", transport_document="CMR-1", consignee__name="Anor Savdo", vehicle__plate="01777AAA")
    world.say("seizure", transport_document="CMR-1", seized_on="2024-03-05")
    movements = world.seen().movements
    assert [len(ends) for ends in movements.said(("ON_VEHICLE",))] == [1, 1]
    assert len(movements.principals[0]) == 1
    assert movements.is_seized.tolist() == [True]


def test_a_world_without_consignments_has_no_movement(world: "SmallWorld") -> None:
    world.say("party", "P1", party__name="Anor Savdo", party__phone="+998901112233")
    assert world.seen().movements.count == 0
