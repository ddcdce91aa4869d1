"""Vehicles and containers: trips, crews, companions, registers."""

from typing import Any

from api.services.asking.showing.trips import thing_facts


def test_a_truck_tells_its_trips_its_crew_and_what_came_along(world: Any) -> None:
    truck = {"vehicle__plate": "01777AAA", "entered_at": "Hairatan"}
    world.say(number="a", **truck, driver__name="Aliyev Anvar", trailer__plate="01888BBB", registered_on="2024-03-01")
    world.say(
        number="b", **truck, driver__name="Aliyev Anvar", registered_on="2024-03-08", transport_document="CMR 1234567"
    )
    world.say("manifest", number="c", **truck, arrived_on="2024-03-08", transport_document="CMR 1234567")
    seen = world.seen()
    facts = thing_facts(seen, seen.projection.number_of("vehicle:UZ:01777AAA"))
    assert (facts["trip_count"], facts["paper_count"], len(facts["trips"])) == (2, 3, 3)
    assert [(one["label"], one["count"]) for one in facts["drivers"]] == [("Aliyev Anvar", 2)]
    assert [(one["label"], one["count"]) for one in facts["companions"]] == [("01888BBB", 1)]
    assert [(one["label"], one["count"]) for one in facts["posts"]] == [("Hairatan", 3)]


def test_registers_and_seizures_of_a_truck_are_told(world: Any) -> None:
    world.say("vehicle", vehicle__plate="01777AAA", owner__name="Karvon", tare_weight_kg=8417.0)
    world.say("seizure", commodity="Heroin", vehicle__plate="01777AAA")
    seen = world.seen()
    facts = thing_facts(seen, seen.projection.number_of("vehicle:UZ:01777AAA"))
    (entry,) = facts["registers"]
    assert ([one["label"] for one in entry["owners"]], entry["tare"], entry["size"]) == (["Karvon"], "8,417 kg", "")
    assert [row["goods"] for row in facts["seizures"]] == ["Heroin"]
    assert (facts["trips"], facts["trip_count"]) == ([], 0)
