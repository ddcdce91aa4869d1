"""A small trade that screening is asked about: a firm whose load was seized, and one that never had anything."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    """A firm with a truck and a container whose load was seized, an honest firm of twelve loads, and others."""
    for number in range(3):
        world.say(
            number=f"K{number}",
            registered_on=f"2024-03-0{1 + number}",
            consignee__name="Karvon Trans LLC",
            consignee__country="UZ",
            consignee__phone="+998901112233",
            vehicle__plate="01777AAA",
            container="MSKU1234565",
        )
    for number in range(12):
        world.say(
            number=f"H{number}",
            registered_on=f"2024-02-{10 + number}",
            consignee__name="Halol Savdo MChJ",
            consignee__phone="+998905556677",
            shipper__name="Izmir Boya AS",
            shipper__phone="+902324441122",
        )
    for number in range(8):
        world.say(number=f"O{number}", registered_on="2024-03-05", consignee__name=f"Boshqa {number} Savdo")
    world.say("seizure", declaration="K1", seized_on="2024-03-03")
    return world
