"""Seizures like another one, and those that may be it."""

from typing import Any

from api.services.asking.showing.similar import doubled, similar


def test_what_has_more_in_common_stands_first_and_says_why(world: Any) -> None:
    heroin = {"commodity": "Heroin", "quantity": 5.0, "quantity_unit": "kg"}
    own = world.say("seizure", **heroin, seized_on="2024-03-01", entered_at="Hairatan", vehicle__plate="01777AAA")
    world.say("seizure", number="goods", commodity="HEROIN", seized_on="2024-01-01")
    world.say("seizure", number="post", commodity="Heroin", seized_on="2024-02-01", entered_at="Hairatan")
    world.say("seizure", number="truck", commodity="Tea", seized_on="2024-03-09", vehicle__plate="01777AAA")
    world.say("seizure", number="nothing", commodity="Tea", seized_on="2024-03-01", entered_at="Hairatan")
    seen = world.seen()
    rows = similar(seen, seen.projection.number_of(own))
    assert [(row["number"], row["why"]) for row in rows] == [
        ("truck", ["same vehicle or container"]),
        ("post", ["same goods", "same post"]),
        ("goods", ["same goods"]),
    ]


def test_equal_reports_stand_in_the_order_of_time(world: Any) -> None:
    own = world.say("seizure", number="own", commodity="Heroin", seized_on="2024-03-01")
    for number, day in (("far", "2024-01-01"), ("near", "2024-03-05")):
        world.say("seizure", number=number, commodity="Heroin", seized_on=day)
    seen = world.seen()
    assert [row["number"] for row in similar(seen, seen.projection.number_of(own))] == ["near", "far"]


def test_what_was_reported_twice_is_told(world: Any) -> None:
    said = {"commodity": "Heroin", "quantity": 5.0, "quantity_unit": "kg", "seized_on": "2024-03-01"}
    own = world.say("seizure", number="one", **said)
    world.say("seizure", number="two", channel="UZ/police/H1/customs", **said)
    seen = world.seen()
    (row,) = doubled(seen, seen.projection.number_of(own))
    assert row["number"] == "two" and "same day" in row["why"]
