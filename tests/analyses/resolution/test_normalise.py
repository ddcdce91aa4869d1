"""Parties in columns: forms of the name, numbers, and what persons did, out of a small world."""

from typing import TYPE_CHECKING

from analyses.resolution.normalise import Parties, parties_of
from graph.linkage.world import World

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say
    from tests.conftest import SmallWorld


def test_a_name_is_kept_in_the_forms_that_are_compared(parties: "Say") -> None:
    made = parties(['ООО "Школа 2 Карвон Транс"', "Karvon Trans"])
    assert made.name == ["shkola 2 karvon trans", "karvon trans"]
    assert (made.name_key[0], made.skeleton[1]) == ("2 karvon shkola trans", "krn trns")
    assert (made.numerals, made.rarest[0]) == ([("2",), ()], "shkola")


def test_a_digit_among_the_letters_of_a_persons_name_is_no_number_of_it(parties: "Say") -> None:
    assert parties(["John S5ewart", "Ivanov 2"], is_person=True).numerals == [(), ("2",)]
    assert parties(["Mill3"]).numerals == [("3",)]


def test_the_words_of_all_addresses_are_its_places(parties: "Say") -> None:
    assert parties(["Karvon"], addresses=[("address:UZ:navoi 12", "address:UZ:navoi 14")]).places == [
        ("12", "14", "navoi")
    ]


def parties_in(world: "SmallWorld") -> Parties:
    return parties_of(World(world.project()))


def test_numbers_of_the_tax_office_stand_apart_from_others(world: "SmallWorld") -> None:
    world.say(consignee__name="Karvon Trans", consignee__tax_number="301234567", consignee__phone="+998901234567")
    made = parties_in(world)
    assert made.tax_numbers == [("identifier:tax:UZ:301234567",)]
    assert (made.identifiers, made.phones) == ([()], [("phone:+998901234567",)])


def test_a_number_that_failed_its_check_is_no_evidence(world: "SmallWorld") -> None:
    world.say(consignee__name="Karvon Trans", consignee__tax_number="12")
    assert parties_in(world).tax_numbers == [()]


def test_a_driver_has_what_he_came_with(world: "SmallWorld") -> None:
    world.say(
        driver__name="Karim Aliyev",
        carrier__name="Amber Mills",
        vehicle__plate="01777AAA",
        loaded_at="UZ:Termez",
        entered_at="AF:Hairatan",
    )
    made = parties_in(world)
    driver = made.is_person.index(True)
    assert len(made.vehicles[driver]) == len(made.carriers[driver]) == 1
    assert made.carriers[driver] == (made.keys[1 - driver],)
    assert made.vehicles[1 - driver] == ()


def test_a_director_has_the_firm_that_he_directs(world: "SmallWorld") -> None:
    world.say("party", party__key="K1", party__name="Amber Mills", director__name="Karim Aliyev")
    made = parties_in(world)
    director = made.label.index("Karim Aliyev")
    assert made.vehicles[director] == (made.keys[made.label.index("Amber Mills")],)
