"""How a group is told: an id made of its members, its size, its words, days and seizures."""

from typing import TYPE_CHECKING

from graph.linkage.groups import describe_group, group_id
from graph.linkage.scope import Scope
from graph.model import day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_the_same_members_have_the_same_id_and_others_another() -> None:
    assert group_id("cluster", ["a", "b"]) == group_id("cluster", ["a", "b"])
    assert len({group_id("cluster", m) for m in (["a", "b"], ["ab"], ["a"], ["a", "b", "c"])}) == 4
    assert group_id("cluster", ["a"]).startswith("cluster:")


def test_a_group_counts_parties_and_entities_apart(world: "SmallWorld") -> None:
    world.say(consignee__name="Karvon", consignee__tax_number="301234567")
    world.say(consignee__name="Caravan", consignee__tax_number="301234567")
    world.say(consignee__name="Beta")
    told = describe_group(world.seen(), "cluster", [0, 1])
    assert (told["size"], told["entities"], len(told["members"])) == (3, 2, 3)
    assert told["members"] == sorted(told["members"])
    assert told["id"] == group_id("cluster", told["members"])


def test_the_order_of_the_entities_does_not_matter(world: "SmallWorld") -> None:
    for name in ("Alfa", "Beta", "Gamma"):
        world.say(consignee__name=name)
    assert describe_group(world.seen(), "cluster", [2, 0]) == describe_group(world.seen(), "cluster", [0, 2])


def test_the_label_names_three_and_counts_the_rest(world: "SmallWorld") -> None:
    for name in ("Delta", "Alfa", "Gamma", "Beta"):
        world.say(consignee__name=name)
    assert describe_group(world.seen(), "cluster", [0, 1, 2, 3])["label"] == "Alfa, Beta, Delta and 1 more"
    assert describe_group(world.seen(), "cluster", [0, 1, 2])["label"].count(",") == 2


def test_days_span_the_dated_records_and_are_empty_without_any(world: "SmallWorld") -> None:
    world.say(consignee__name="Alfa", registered_on="2024-03-05")
    world.say(consignee__name="Alfa", registered_on="2024-01-02")
    world.say(consignee__name="Beta")
    seen = world.seen()
    told = describe_group(seen, "cluster", [0, 1])
    undated = next(e for e in (0, 1) if seen.entities.label(e) == "Beta")
    assert (told["first_on"], told["last_on"]) == ("2024-01-02", "2024-03-05")
    assert describe_group(seen, "cluster", [undated])["first_on"] is None


def test_a_seizure_that_hits_two_members_counts_once(world: "SmallWorld") -> None:
    world.say(number="100/1", shipper__name="Alfa", consignee__name="Beta")
    seizure = world.say("seizure", declaration="100/1")
    told = describe_group(world.seen(), "cluster", [0, 1])
    assert (told["seizures"], told["seized"]) == (1, [seizure])


def test_seizures_and_days_of_a_part_are_those_of_its_days_whatever_its_types(world: "SmallWorld") -> None:
    for number, day in (("D1", "2024-01-02"), ("D2", "2024-03-05")):
        world.say(number=number, consignee__name="Alfa", consignee__tax_number="301234567", registered_on=day)
        world.say("seizure", f"S{number}", declaration=number, seized_on=day)
    seen = world.seen()
    early = Scope(until=day_number("2024-02-15"), node_types=frozenset({"Party", "Consignment"}))
    told = describe_group(seen.within(early), "cluster", [0])
    assert ([seizure[-3:] for seizure in told["seized"]], told["seizures"]) == (["SD1"], 1)
    assert (told["first_on"], told["last_on"]) == ("2024-01-02", "2024-01-02")
    late = describe_group(seen.within(Scope(since=day_number("2024-02-15"))), "cluster", [0])
    assert ([seizure[-3:] for seizure in late["seized"]], late["first_on"]) == (["SD2"], "2024-03-05")
    assert describe_group(seen, "cluster", [0])["seizures"] == 2
