"""Indicators of ways and times, each on two consignments at which it fires and two at which it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ANOR, BEHI = "Anor Savdo MChJ", "Behi Trans MChJ"
FAR = ("Karachi", "PK/import/H1/customs")  # from Ayritom 1,400 km
AYRITOM = ("Ayritom", "UZ/import/H1/customs")


def at(post: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """A consignment at a post, of whose customs it is."""
    name, channel = post
    return {"entered_at": name, "channel": channel, "consignee__name": ANOR, **fields}


def test_a_post_that_hardly_anything_between_two_countries_comes_over_fires(say: Say, fires: Fires) -> None:
    route = {"departure_country": "TR", "destination_country": "UZ", "consignee__name": ANOR}
    for number in range(20):
        say(f"A{number}", "01-01", entered_at="Ayritom", **route)
    say("P1", "02-01", entered_at="Oybek", **route)
    say("P2", "02-01", entered_at="Alat", **route)
    say("N1", "02-01", entered_at="Ayritom", **route)
    say("N2", "02-01", entered_at="Oybek", **{**route, "departure_country": "CN"})
    assert fires("rare_corridor", least_movements=20, share=0.05) == BOTH


def test_a_vehicle_that_cannot_have_come_so_fast_fires(say: Say, fires: Fires) -> None:
    plate = {"vehicle__plate": "01777AAA", "vehicle_country": "UZ"}
    trailer = {"trailer__plate": "9097OA", "trailer_country": "UZ"}
    other = {"vehicle__plate": "01888BBB", "vehicle_country": "UZ"}
    for number, vehicle in (("1", plate), ("2", trailer), ("3", other)):
        say(f"A{number}", "02-01", **at(FAR, arrived_at="2024-02-01T08:00:00+00:00", **vehicle))
    say("P1", "02-01", **at(AYRITOM, arrived_at="2024-02-01T14:00:00+00:00", **plate))
    say("P2", "02-01", **at(AYRITOM, arrived_at="2024-02-01T20:00:00+00:00", **trailer))
    say("N1", "02-03", **at(AYRITOM, **other))
    say("N2", "02-03", **at(AYRITOM, arrived_at="2024-02-03T20:00:00+00:00", **trailer))
    assert fires("impossible_travel") == BOTH


def test_a_transit_of_which_no_end_is_known_fires(say: Say, fires: Fires) -> None:
    say("P1", "01-05", consignee__name=ANOR, nature="transit", vehicle__plate="01777AAA")
    say("P2", "01-10", consignee__name=ANOR, procedure="ТТ80")
    say("N1", "01-05", consignee__name=ANOR, nature="transit", exit_office="26010")
    say("N2", "01-05", consignee__name=ANOR, nature="transit", vehicle__plate="01888BBB")
    say("A1", "01-20", consignee__name=BEHI, vehicle__plate="01888BBB")
    assert fires("transit_open", as_of="2024-03-01") == BOTH


def test_an_hour_at_which_hardly_anything_comes_fires(say: Say, fires: Fires) -> None:
    for number in range(40):
        say(
            f"A{number}",
            "01-01",
            **at(AYRITOM, arrived_at=f"2024-01-{1 + number % 28:02d}T{9 + number % 8:02d}:00:00Z"),
        )
    for number, hour in (("P1", "02"), ("P2", "22"), ("N1", "11"), ("N2", "16")):
        say(number, "02-01", **at(AYRITOM, arrived_at=f"2024-02-01T{hour}:30:00+00:00"))
    assert fires("unusual_hour", least_movements=20) == BOTH


def test_trucks_of_two_carriers_that_come_together_again_and_again_fire(world: "SmallWorld", fires: Fires) -> None:
    def crossing(number: str, day: str, plate: str, carrier: str, post: str = "Ayritom") -> None:
        said = {"vehicle__plate": plate, "vehicle_country": "UZ", "carrier__name": carrier, "consignee__name": ANOR}
        world.say(number=number, registered_on=f"2024-{day}", entered_at=post, **said)

    for day in ("01-03", "01-14", "02-02"):
        crossing(f"A{day}", day, "01777AAA", "Karvon Trans MChJ")
        crossing(f"B{day}", day, "01888BBB", "Yulduz Trans MChJ")
        crossing(f"C{day}", day, "01999CCC", "Karvon Trans MChJ")
    crossing("P1", "03-01", "01777AAA", "Karvon Trans MChJ")
    crossing("P2", "03-01", "01888BBB", "Yulduz Trans MChJ")
    crossing("N1", "03-09", "01999CCC", "Karvon Trans MChJ", "Oybek")
    crossing("N2", "03-09", "01111DDD", "Yulduz Trans MChJ", "Oybek")
    assert fires("convoy") == BOTH
