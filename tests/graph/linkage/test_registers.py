"""Papers against registers: another phone than the registered one is a contradiction, an unknown firm's is none."""

from typing import TYPE_CHECKING

from graph.linkage.registers import registers_of

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_a_phone_that_the_register_does_not_say_contradicts_it(world: "SmallWorld") -> None:
    number = {"party__tax_number": "301234567", "party__phone": "+998901112233"}
    world.say("party", "P1", party__name="Anor Savdo", party__country="UZ", **number)
    for phone in ("+998901112233", "+998907778899"):
        world.say(
            consignee__name="Anor Savdo",
            consignee__tax_number="301234567",
            consignee__country="UZ",
            consignee__phone=phone,
        )
    world.say(consignee__name="Behi Savdo", consignee__phone="+998907778899")
    holders = world.seen().holders
    registers = registers_of(holders)
    ids, label = holders.entities.projection.ids, holders.entities.label
    told = {
        (label(int(holders.entity[row])), ids[int(holders.value[row])])
        for row in registers.is_contradicted.nonzero()[0].tolist()
    }
    assert told == {("Anor Savdo", "phone:+998907778899")}
    assert registers.is_registered.sum() == 1


def test_a_phone_that_stands_on_everybodys_entry_contradicts_nobody(world: "SmallWorld") -> None:
    for number in range(60):
        about = {"name": f"Firm {number} Savdo", "country": "UZ", "tax_number": f"3012345{number:02d}"}
        world.say("party", f"P{number}", party__phone="+998935551234", **{f"party__{k}": v for k, v in about.items()})
        phone = f"+9989077788{number:02d}"
        world.say(consignee__phone=phone, **{f"consignee__{k}": v for k, v in about.items()})
    registers = registers_of(world.seen().holders)
    assert registers.is_registered.sum() == 60
    assert not registers.is_contradicted.any()
