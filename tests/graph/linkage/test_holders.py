"""Who holds what: a party its own values, the sides of a consignment its vehicle, container and people."""

from typing import TYPE_CHECKING, Any

import pytest

from graph.linkage.holders import RELATIONS, Holders, days_of_entities, holders_of, records_behind
from graph.linkage.identity import entities_of
from graph.model import UNDATED, day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PLATE = "vehicle:UZ:01777AAA"
PHONE = "+998901234567"


def holders(world: "SmallWorld") -> Holders:
    return holders_of(entities_of(world.project()))


def table(found: Holders) -> set[tuple[str, str, str]]:
    """Every row as (label of the value, relation, label of the entity)."""
    p = found.entities.projection
    return {
        (p.label(int(v)), RELATIONS[int(r)].name, found.entities.label(int(e)))
        for v, r, e in zip(found.value, found.relation, found.entity, strict=True)
    }


def rows_of(found: Holders, node_id: str, relation: str = "") -> list[int]:
    p = found.entities.projection
    return [
        i
        for i, (v, r) in enumerate(zip(found.value.tolist(), found.relation.tolist(), strict=True))
        if p.ids[v] == node_id and relation in ("", RELATIONS[r].name)
    ]


def test_a_party_holds_its_phone_email_address_and_number(world: "SmallWorld") -> None:
    world.say(
        consignee__name="Alfa",
        consignee__phone=PHONE,
        consignee__email="a@alfa.uz",
        consignee__address="Tashkent, Navoi 5",
        consignee__tax_number="301234567",
    )
    assert {(relation, holder) for _, relation, holder in table(holders(world))} == {
        ("phone", "Alfa"),
        ("email", "Alfa"),
        ("address", "Alfa"),
        ("identifier", "Alfa"),
    }


def test_each_side_holds_vehicle_driver_and_container_apart(world: "SmallWorld") -> None:
    world.say(
        consignee__name="Alfa",
        shipper__name="Beta",
        vehicle__plate="01777AAA",
        container="MSKU1234565",
        driver__name="Karimov Sherzod",
    )
    found = table(holders(world))
    for thing, label in (("vehicle", "01777AAA"), ("container", "MSKU1234565"), ("driver", "Karimov Sherzod")):
        assert {(label, f"{thing}, receiving side", "Alfa"), (label, f"{thing}, sending side", "Beta")} <= found
        assert (label, f"{thing}, receiving side", "Beta") not in found


def test_agents_are_held_by_those_they_serve(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", declarant__name="Vakil")
    assert ("Vakil", "agent, receiving side", "Alfa") in table(holders(world))


def test_nobody_holds_himself(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa Trading", declarant__name="Alfa Trading")
    assert table(holders(world)) == set()


def test_trade_is_held_by_the_other_side(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", shipper__name="Beta")
    assert table(holders(world)) == {("Alfa", "trade", "Beta"), ("Beta", "trade", "Alfa")}


def test_a_director_is_held_by_the_firms_he_directs_and_a_truck_by_its_owner(world: "SmallWorld") -> None:
    world.say("party", party__name="Alfa", director__name="Karimov Sherzod")
    world.say("vehicle", vehicle__plate="01777AAA", owner__name="Beta")
    found = table(holders(world))
    assert ("Karimov Sherzod", "director or keeper", "Alfa") in found
    assert ("01777AAA", "director or keeper", "Beta") in found


def test_spellings_of_one_firm_are_one_holder(world: "SmallWorld") -> None:
    world.say(consignee__name="Sharq Savdo MCHJ", consignee__phone=PHONE, consignee__kind="company")
    world.say(consignee__name="ООО Шарк Савдо", consignee__phone=PHONE, consignee__kind="company")
    found = holders(world)
    assert found.count[rows_of(found, f"phone:{PHONE}")].tolist() == [1]


def test_days_are_the_first_and_last_of_the_records_that_mention_the_holder(world: "SmallWorld") -> None:
    for day in ("2024-03-05", "2024-01-02", "2024-02-01"):
        world.say(registered_on=day, consignee__name="Alfa", consignee__phone=PHONE)
    found = holders(world)
    (row,) = rows_of(found, f"phone:{PHONE}")
    assert (found.first_on[row], found.last_on[row]) == (day_number("2024-01-02"), day_number("2024-03-05"))


def test_a_holder_without_a_dated_record_is_undated(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", consignee__phone=PHONE)
    found = holders(world)
    assert (found.first_on.tolist(), found.last_on.tolist()) == ([UNDATED], [UNDATED])


def carried(world: "SmallWorld", consignee: str, carrier: str, **fields: Any) -> None:
    world.say(consignee__name=consignee, carrier__name=carrier, vehicle__plate="01777AAA", **fields)


def test_a_truck_is_no_rarer_than_the_carrier_it_mostly_comes_with(world: "SmallWorld") -> None:
    carried(world, "Alfa", "Trans")
    carried(world, "Beta", "Trans")
    for number in range(5):
        world.say(consignee__name=f"Client{number}", carrier__name="Trans")
    found = holders(world)
    rows = rows_of(found, PLATE, "vehicle, receiving side")
    assert found.count[rows].tolist() == [2, 2]
    assert found.rarity[rows].tolist() == [7, 7]


def test_a_truck_without_a_leading_carrier_is_as_rare_as_its_holders(world: "SmallWorld") -> None:
    for number, consignee in enumerate(("Alfa", "Beta")):
        carried(world, consignee, f"Trans{number}")
        for client in range(5):
            world.say(consignee__name=f"Client{number}{client}", carrier__name=f"Trans{number}")
    found = holders(world)
    assert found.rarity[rows_of(found, PLATE, "vehicle, receiving side")].tolist() == [2, 2]


def test_a_phone_that_is_a_brokers_is_as_common_as_his_clients(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", consignee__phone=PHONE)
    for number in range(6):
        world.say(consignee__name=f"Client{number}", declarant__name="Vakil", declarant__phone=PHONE)
    found = holders(world)
    rows = rows_of(found, f"phone:{PHONE}")
    assert found.count[rows].tolist() == [2, 2]
    assert found.rarity[rows].tolist() == [6, 6]


@pytest.mark.parametrize(("last", "linking"), [("2024-03-05", False), ("2024-03-09", False), ("2024-03-10", True)])
def test_a_truck_links_only_who_used_it_again_some_days_later(world: "SmallWorld", last: str, linking: bool) -> None:
    for day in ("2024-03-05", last):
        world.say(registered_on=day, consignee__name="Alfa", vehicle__plate="01777AAA", consignee__phone=PHONE)
    found = holders(world)
    assert found.repeats(5)[rows_of(found, PLATE)].tolist() == [linking]
    assert found.repeats(5)[rows_of(found, f"phone:{PHONE}")].tolist() == [True]


def test_the_cap_is_that_of_the_type_of_the_value(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", consignee__phone=PHONE)
    found = holders(world)
    assert (found.cap.tolist(), found.entities.projection.type_of(int(found.value[0]))) == ([12], "Phone")


def test_control_and_commerce_are_told_apart(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", consignee__phone=PHONE, shipper__name="Beta", declarant__name="Vakil")
    found = holders(world)
    kinds = {RELATIONS[int(r)].name: bool(c) for r, c in zip(found.relation, found.is_control, strict=True)}
    assert kinds == {
        "phone": True,
        "trade": False,
        "agent, receiving side": False,
        "agent, sending side": False,
    }


def test_records_behind_a_phone_are_those_that_mention_the_holder(world: "SmallWorld") -> None:
    record = world.say(consignee__name="Alfa", consignee__phone=PHONE)
    world.say(consignee__name="Alfa", consignee__phone="+998712000001")
    found = holders(world)
    value = found.entities.projection.number_of(f"phone:{PHONE}")
    entity = int(found.entity[rows_of(found, f"phone:{PHONE}")[0]])
    assert records_behind(found.entities, value, (entity,)) == [record]


def test_records_behind_a_truck_are_those_with_both(world: "SmallWorld") -> None:
    record = world.say(consignee__name="Alfa", vehicle__plate="01777AAA")
    world.say(consignee__name="Alfa")
    found = holders(world)
    (row,) = rows_of(found, PLATE)
    assert records_behind(found.entities, int(found.value[row]), (int(found.entity[row]),)) == [record]


def test_records_behind_a_director_are_the_rows_of_the_register(world: "SmallWorld") -> None:
    rows = [world.say("party", party__name=name, director__passport="AA1234568") for name in ("Alfa", "Beta")]
    found = holders(world)
    kept = [i for i, r in enumerate(found.relation.tolist()) if RELATIONS[r].name == "director or keeper"]
    ends = [int(found.entity[i]) for i in kept]
    assert records_behind(found.entities, int(found.value[kept[0]]), ends) == sorted(rows)


def test_days_of_entities_span_all_their_spellings(world: "SmallWorld") -> None:
    world.say(registered_on="2024-01-02", consignee__name="Karvon", consignee__tax_number="301234567")
    world.say(registered_on="2024-03-05", consignee__name="Caravan", consignee__tax_number="301234567")
    first, last = days_of_entities(entities_of(world.project()))
    assert (first.tolist(), last.tolist()) == ([day_number("2024-01-02")], [day_number("2024-03-05")])


def test_an_empty_projection_holds_nothing(world: "SmallWorld") -> None:
    found = holders(world)
    assert [len(x) for x in (found.value, found.count, found.cap, found.rarity, found.family, found.factor)] == [0] * 6
    assert found.repeats(5).tolist() == []
