"""What holds two entities together: values of both, and the alarm where there is but one."""

from typing import TYPE_CHECKING

from graph.linkage.bridges import bridge_alarm, shared_values
from graph.linkage.identity import Entities

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PHONE, OTHER = "+998901234567", "+998907777777"


def two(entities: Entities, *names: str) -> tuple[int, int]:
    """The entities of two names."""
    labels = [entities.projection.label(int(number)) for number in entities.parties]
    one, other = (int(entities.of_party[labels.index(name)]) for name in names)
    return one, other


def test_one_value_that_both_hold_is_told_with_who_else_holds_it(world: "SmallWorld") -> None:
    for name in ("Karvon Trans", "Amber Mills", "Gulzor Invest"):
        world.say(consignee__name=name, consignee__phone=PHONE)
    entities = world.seen().entities
    shared = shared_values(entities, *two(entities, "Karvon Trans", "Amber Mills"))
    alarm = bridge_alarm(entities, shared)
    assert [entities.projection.ids[value.node] for value in shared] == [f"phone:{PHONE}"]
    assert alarm is not None
    assert alarm.text == (f"one value alone holds the two together: phone:{PHONE}; 1 other entity holds it too")


def test_two_values_are_no_bridge_and_none_is_said_as_such(world: "SmallWorld") -> None:
    for name in ("Karvon Trans", "Amber Mills"):
        world.say(consignee__name=name, consignee__phone=PHONE, consignee__email="office@example.org")
    world.say(consignee__name="Gulzor Invest", consignee__phone=OTHER)
    entities = world.seen().entities
    assert bridge_alarm(entities, shared_values(entities, *two(entities, "Karvon Trans", "Amber Mills"))) is None
    apart = bridge_alarm(entities, shared_values(entities, *two(entities, "Karvon Trans", "Gulzor Invest")))
    assert apart is not None and apart.key == "bridge.none"


def test_a_truck_that_both_came_with_holds_them_together_and_a_hub_does_not(world: "SmallWorld") -> None:
    for name in ("Rustamov Anvar", "Salimov Karim"):
        world.say(driver__name=name, vehicle__plate="01777AAA", vehicle__country="UZ", driver__phone=PHONE)
    for number in range(12):
        world.say(consignee__name=f"Trader {'abcdefghijkl'[number] * 3} {number}", consignee__phone=PHONE)
    entities = world.seen().entities
    shared = shared_values(entities, *two(entities, "Rustamov Anvar", "Salimov Karim"))
    assert [entities.projection.ids[value.node].split(":")[0] for value in shared] == ["vehicle", "phone"]
    alarm = bridge_alarm(entities, shared)
    assert alarm is not None and "vehicle:UZ:01777AAA" in alarm.text
