"""Indicators of what unrelated firms have in common, each with two consignments where it fires and two without."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analyses.leading.evidence import countries_of
from analyses.screening.uses import Uses
from graph.linkage.co_use import co_use_tested
from graph.model import day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
CREW = {"driver__name": "Rustam Rahimov Karimovich", "driver__passport": "AB1234567", "vehicle__plate": "01777AAA"}
PHONE, ADDRESS = "+998901112233", "Toshkent sh., Sharq ko'chasi, 71-uy"


def firm(number: int) -> dict[str, Any]:
    """One of the firms, by its tax number."""
    names = ("Anor Savdo", "Behi Trans", "Gilos Impeks", "Dolana Un", "Xurmo Tosh", "Bodom Oltin")
    tax = f"30{number}111111"
    return {"consignee__name": names[number], "consignee__country": "UZ", "consignee__tax_number": tax}


@pytest.mark.parametrize(
    ("name", "field", "value", "others"),
    [
        ("shared_phone", "phone", PHONE, ("+998909998877", "+998909998866", "+998909998855")),
        ("shared_address", "address", ADDRESS, ("Qarshi, Bog' 3-uy", "Qarshi, Bog' 7-uy", "Qarshi, Bog' 9-uy")),
    ],
)
def test_what_an_unrelated_firm_showed_before_fires(
    world: "SmallWorld", say: Say, fires: Fires, name: str, field: str, value: str, others: tuple[str, ...]
) -> None:
    for number, shown in ((4, value), (0, value), (1, value), (2, others[0])):
        say(f"A{number}", f"01-0{1 + number}", **firm(number), **{f"consignee__{field}": shown})
    about = {"party__name": "Dolana Un", "party__country": "UZ", "party__tax_number": "303111111"}
    both = {"director__name": "Sardor Tursunov Botirovich", "director__passport": "AB1234567"}
    world.say("party", "R3", registered_on="2010-01-01", **about, **both, **{f"party__{field}": others[2]})
    about = {"party__name": "Gilos Impeks", "party__country": "UZ", "party__tax_number": "302111111"}
    world.say("party", "R2", registered_on="2010-01-01", **about, **both)
    for number, place in (("P1", 0), ("P2", 1)):
        say(number, "03-01", **firm(place), **{f"consignee__{field}": value})
    say("N1", "03-01", **firm(3), **{f"consignee__{field}": others[0]})
    say("N2", "03-01", **firm(5), **{f"consignee__{field}": others[1]})
    assert fires(name) == BOTH


@pytest.fixture
def crews(say: Say) -> None:
    """Two firms that use one driver and one truck again and again, and forty that use others."""
    for turn in range(4):
        for place in (0, 1):
            say(f"A{turn}{place}", f"0{1 + turn}-1{place}", **firm(place), **CREW)
    for number in range(40):
        said = {"driver__name": f"Haydovchi {number}", "driver__passport": f"AC{number:07d}"}
        receiver = {"consignee__name": f"Boshqa {number % 10} Savdo", "consignee__country": "UZ"}
        say(f"O{number}", f"0{1 + number % 4}-20", **receiver, **said, vehicle__plate=f"01{number:03d}BBB")


@pytest.mark.usefixtures("crews")
@pytest.mark.parametrize("name", ["shared_driver", "shared_vehicle"])
def test_a_driver_or_truck_of_another_receiver_beyond_chance_fires(say: Say, fires: Fires, name: str) -> None:
    say("P1", "05-10", **firm(0), **CREW)
    say("P2", "05-11", **firm(1), **CREW)
    say("N1", "05-12", **firm(2), **CREW)
    say("N2", "05-12", **firm(0), driver__name="Haydovchi 3", driver__passport="AC0000003", vehicle__plate="01003BBB")
    assert fires(name) == BOTH


@pytest.mark.usefixtures("crews")
@pytest.mark.parametrize("name", ["shared_driver", "shared_vehicle"])
def test_what_a_driver_or_truck_did_later_makes_nothing_fire(say: Say, fires: Fires, name: str) -> None:
    say("N1", "01-15", **firm(0), **CREW)
    say("P1", "05-10", **firm(0), **CREW)
    assert fires(name) == {"P1"}


@pytest.mark.usefixtures("crews")
def test_a_chance_is_that_of_the_test_over_what_was_known_then(world: "SmallWorld") -> None:
    seen, third = world.seen(), day_number("2024-03-11")  # of four turns
    truck = next(n for n in seen.projection.numbers_of("Vehicle").tolist() if "01777AAA" in seen.projection.ids[n])
    moved = seen.movements.day == third
    at, other, chance = Uses(seen).shared(np.array([truck]), seen.movements.receiver[moved], np.array([third + 1]))
    by_then = seen.of_days(None, third)
    tested = co_use_tested(by_then.movements, countries_of(by_then))
    pair = sorted((int(other[0]), int(seen.movements.receiver[moved][0])))
    assert tested.of(pair[0], pair[1], truck) == (pytest.approx(chance[0]), True)
    assert at.tolist() == [0]


def test_a_phone_or_address_that_the_register_contradicts_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    for number, field, value in (
        (0, "phone", "+998909990001"),
        (1, "address", "Qarshi sh., Bog' ko'chasi, 3-uy"),
        (2, "phone", PHONE),
    ):
        about = {"name": firm(number)["consignee__name"], "country": "UZ", "tax_number": f"30{number}111111"}
        said = {f"party__{name}": text for name, text in about.items()}
        world.say("party", f"R{number}", registered_on="2010-01-01", **said, **{f"party__{field}": value})
    say("P1", "02-01", **firm(0), consignee__phone=PHONE)
    say("P2", "02-01", **firm(1), consignee__address=ADDRESS)
    say("N1", "02-01", **firm(2), consignee__phone=PHONE)
    say("N2", "02-01", **firm(3), consignee__phone="+998909990009")
    assert fires("papers_against_register") == BOTH
