"""Indicators of containers and vehicles, each on two consignments at which it fires and two at which it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ANOR, BEHI = "Anor Savdo MChJ", "Behi Trans MChJ"
BOXES = ("MSKU1234565", "WXJU3409382", "VQHU8160860", "WXJU7330481")
PK, KZ = "PK/import/H1/customs", "KZ/import/H1/customs"


def test_a_container_at_two_far_posts_within_days_fires(say: Say, fires: Fires) -> None:
    for place, box in enumerate(BOXES):
        say(f"A{place}", "02-01", entered_at="Karachi", channel=PK, consignee__name=BEHI, container=box)
    say("P1", "02-01", entered_at="Khorgos", channel=KZ, consignee__name=ANOR, container=BOXES[0])
    say("P2", "02-01", entered_at="Dostyk", channel=KZ, consignee__name=ANOR, container=BOXES[1])
    say("N1", "02-05", entered_at="Khorgos", channel=KZ, consignee__name=ANOR, container=BOXES[2])
    say("N2", "02-01", entered_at="Karachi", channel=PK, consignee__name=ANOR, container=BOXES[3])
    assert fires("cloned_container") == BOTH


def test_a_container_of_which_registers_say_other_tares_or_sizes_fires(
    world: "SmallWorld", say: Say, fires: Fires
) -> None:
    rows: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        (BOXES[0], {"tare_weight_kg": 2300.0}, {"tare_weight_kg": 4000.0}),
        (BOXES[1], {"size_type": "42G1"}, {"size_type": "22G1"}),
        (BOXES[2], {"tare_weight_kg": 2300.0}, {"tare_weight_kg": 2350.0}),
    )
    for place, (box, one, other) in enumerate(rows):
        world.say("container", f"R{place}", container=box, **one)
        world.say("container", f"Q{place}", container=box, **other)
    for number, box in zip(("P1", "P2", "N1", "N2"), BOXES, strict=True):
        say(number, "02-01", consignee__name=ANOR, container=box)
    assert fires("container_registers_differ") == BOTH


def test_a_trailer_behind_changing_tractors_fires(say: Say, fires: Fires) -> None:
    for place, (trailer, tractors) in enumerate((("9097OA", 3), ("7011OB", 4), ("6821OC", 1), ("1234OD", 3))):
        for day in range(4):
            month = 1 if trailer != "1234OD" else 0
            plate = f"01{day % tractors:03d}A{place}A"
            on = f"0{2 * month or 1}-0{1 + day}"
            say(f"{trailer}{day}", on, consignee__name=BEHI, vehicle__plate=plate, trailer__plate=trailer)
    for number, trailer, day in (
        ("P1", "9097OA", "03-01"),
        ("P2", "7011OB", "03-01"),
        ("N1", "6821OC", "03-01"),
        ("N2", "1234OD", "06-01"),
    ):
        say(number, day, consignee__name=ANOR, vehicle__plate="01999ZZZ", trailer__plate=trailer)
    assert fires("trailer_behind_tractors", tractors=4) == BOTH


def test_an_owner_who_stands_on_no_paper_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    for plate, owner, tax in (
        ("01001AAA", "Xurmo Lizing MChJ", "301111111"),
        ("01002AAA", "Bodom Lizing MChJ", "302222222"),
        ("01003AAA", "Karvon Trans MChJ", "303333333"),
    ):
        said = {"owner__name": owner, "owner__tax_number": tax, "owner__country": "UZ"}
        world.say("vehicle", f"R{plate}", vehicle__plate=plate, valid_from_on="2020-01-01", **said)
    carrier = {"carrier__name": "Karvon Trans MChJ", "carrier__country": "UZ", "carrier__tax_number": "303333333"}
    for number, plate in (("P1", "01001AAA"), ("P2", "01002AAA"), ("N1", "01003AAA"), ("N2", "01004AAA")):
        say(number, "02-01", consignee__name=ANOR, vehicle__plate=plate, **carrier)
    assert fires("owner_not_on_papers") == BOTH


def test_a_vehicle_or_container_of_an_earlier_seizure_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    say("A1", "01-01", consignee__name=BEHI, vehicle__plate="01777AAA")
    world.say("seizure", "S1", declaration="A1", seized_on="2024-01-02")
    world.say("seizure", "S2", container=BOXES[0], seized_on="2024-01-02")
    world.say("seizure", "S3", container=BOXES[1], seized_on="2024-04-01")
    say("P1", "02-01", consignee__name=ANOR, vehicle__plate="01777AAA")
    say("P2", "02-01", consignee__name=ANOR, container=BOXES[0])
    say("N1", "02-01", consignee__name=ANOR, container=BOXES[1])
    say("N2", "02-01", consignee__name=ANOR, vehicle__plate="01888BBB")
    assert fires("seized_thing") == BOTH
