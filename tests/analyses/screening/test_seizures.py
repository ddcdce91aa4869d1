"""Indicators of earlier seizures, each on two consignments at which it fires and two at which it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ANOR, BEHI, GILOS, DOLANA = "Anor Savdo MChJ", "Behi Trans MChJ", "Gilos Impeks MChJ", "Dolana Un MChJ"
RUSTAM = {"driver__name": "Rustam Rahimov Karimovich", "driver__passport": "AB1234567"}


def test_a_party_with_a_seizure_before_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    say("A1", "01-01", consignee__name=ANOR, **RUSTAM)
    world.say("seizure", "S1", declaration="A1", seized_on="2024-01-02")
    say("A2", "03-01", consignee__name=GILOS)
    world.say("seizure", "S2", declaration="A2", seized_on="2024-03-02")
    say("P1", "02-01", consignee__name=ANOR)
    say("P2", "02-01", consignee__name=BEHI, **RUSTAM)
    say("N1", "02-01", consignee__name=GILOS)
    say("N2", "02-01", consignee__name=DOLANA)
    assert fires("seized_party") == BOTH


def test_two_hops_from_a_seizure_fire(world: "SmallWorld", say: Say, fires: Fires) -> None:
    phones = {ANOR: ("+998901110001",), BEHI: ("+998901110001", "+998901110002"), GILOS: ("+998901110002",)}

    def of(name: str) -> dict[str, Any]:
        return {"consignee__name": name, "consignee__country": "UZ", "consignee__phone": phones.get(name, ())}

    for number, name in enumerate((ANOR, BEHI, GILOS, DOLANA)):
        say(f"A{number}", "01-01", **of(name))
    world.say("seizure", "S1", declaration="A0", seized_on="2024-01-02")
    say("P1", "02-01", **of(BEHI))
    say("P2", "02-01", **of(GILOS))
    say("N1", "02-01", **of(ANOR))
    say("N2", "02-01", **of(DOLANA))
    assert fires("two_hops_from_seizure") == BOTH


def test_a_new_firm_at_the_address_of_a_seizure_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    address = "Toshkent sh., Sharq ko'chasi, 71-uy"
    say("A1", "01-01", consignee__name=ANOR, consignee__country="UZ", consignee__address=address)
    world.say("seizure", "S1", declaration="A1", seized_on="2024-01-02")
    for number in ("A2", "A3"):
        say(number, "01-05", consignee__name=DOLANA, consignee__country="UZ")
    at = {"country": "UZ", "address": address}
    say("P1", "02-01", **{"consignee__name": BEHI, **{f"consignee__{k}": v for k, v in at.items()}})
    shipper = {"shipper__name": GILOS, **{f"shipper__{k}": v for k, v in at.items()}}
    say("P2", "02-01", consignee__name=DOLANA, consignee__country="UZ", **shipper)
    say("N1", "02-01", **{"consignee__name": DOLANA, **{f"consignee__{k}": v for k, v in at.items()}})
    say("N2", "02-01", consignee__name="Xurmo Tosh MChJ", consignee__country="UZ")
    assert fires("new_firm_at_seizure_address") == BOTH


def test_a_seizure_of_the_very_movement_is_no_earlier_one(world: "SmallWorld", say: Say, fires: Fires) -> None:
    box = {"container": "MSKU1234565", "vehicle__plate": "01777AAA"}
    say("N1", "02-05", consignee__name=ANOR, **box)
    world.say("seizure", "S1", declaration="N1", seized_on="2024-02-04", **box)
    say("N2", "02-05", consignee__name=ANOR, **box)
    say("P1", "02-06", consignee__name=ANOR, **box)
    say("P2", "02-07", consignee__name=ANOR, **box)
    assert fires("seized_party", least_share=0) == BOTH
    assert fires("seized_thing") == BOTH
