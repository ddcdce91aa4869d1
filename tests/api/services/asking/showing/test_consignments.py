"""Consignments as rows, the newest at a node, and who else was at a post on the same day."""

from typing import Any

from api.services.asking.showing.consignments import consignment_row, consignment_rows, newest_at
from api.services.asking.showing.posts import SHOWN, at_the_same_post


def test_a_row_says_what_from_whom_to_whom_over_which_post_on_what(world: Any) -> None:
    record = world.say(
        number="100001", registered_on="2024-03-01", goods_description="Talc", gross_weight_kg=12352.7, packages=12,
        consignee__name="Karvon", shipper__name="Izmir Boya", driver__name="Aliyev", vehicle__plate="01777AAA",
        container="MSKU1234565", seal="S1234567", entered_at="Hairatan", value_amount=1000.0, value_currency="USD",
    )  # fmt: skip
    world.say("seizure", declaration="100001", commodity="Heroin")
    seen = world.seen()
    row = consignment_row(seen, seen.projection.number_of(record))
    assert (row["number"], row["kind"], row["on"], row["goods"]) == ("100001", "declaration", "2024-03-01", "Talc")
    assert (row["weight"], row["packages"], row["value"]) == ("12,352.7 kg", "12", "1,000 USD")
    ends = [row[name]["label"] for name in ("sender", "receiver", "driver", "post")]
    assert ends == ["Izmir Boya", "Karvon", "Aliyev", "Hairatan"] and row["carrier"] is None
    things = [end["label"] for name in ("vehicles", "containers", "seals") for end in row[name]]
    assert things == ["01777AAA", "MSKU1234565", "S1234567"]
    assert [one.rpartition(":")[2] for one in row["seizures"]] == ["0002"] and row["inspections"] == []


def test_the_newest_at_a_thing_stand_first_and_are_counted(world: Any) -> None:
    days = ("2024-03-01", "2024-05-01", "2024-04-01")
    for n, day in enumerate(days):
        world.say(number=f"n{n}", vehicle__plate="01777AAA", registered_on=day)
    seen = world.seen()
    read, count = newest_at(seen, seen.projection.number_of("vehicle:UZ:01777AAA"), 2)
    assert count == 3
    assert [row["number"] for row in consignment_rows(seen, read)] == ["n1", "n2"]


def test_who_else_was_at_the_post_on_the_day_is_one_row_a_movement_what_was_seized_first(world: Any) -> None:
    day = {"registered_on": "2024-03-01", "entered_at": "Hairatan"}
    own = world.say(number="own", **day)
    world.say(number="other", transport_document="CMR 1234567", **day)
    world.say(
        "manifest", number="same", transport_document="CMR 1234567", arrived_on="2024-03-01", entered_at="Hairatan"
    )
    world.say(number="900001", **day)
    world.say(number="later", registered_on="2024-03-02", entered_at="Hairatan")
    world.say("seizure", declaration="900001", commodity="Heroin")
    seen = world.seen()
    told = at_the_same_post(seen, seen.projection.number_of(own))
    assert told is not None and (told["post"]["label"], told["on"], told["count"]) == ("Hairatan", "2024-03-01", 2)
    assert [row["number"] for row in told["rows"]] == ["900001", "other"]


def test_a_paper_without_a_post_or_a_day_has_no_company(world: Any) -> None:
    records = [world.say(entered_at="Hairatan"), world.say(registered_on="2024-03-01", consignee__name="Karvon")]
    seen = world.seen()
    assert [at_the_same_post(seen, seen.projection.number_of(record)) for record in records] == [None, None]


def test_a_crowded_post_is_cut_and_counted(world: Any) -> None:
    records = [world.say(registered_on="2024-03-01", entered_at="Hairatan") for _ in range(SHOWN + 3)]
    seen = world.seen()
    told = at_the_same_post(seen, seen.projection.number_of(records[0]))
    assert told is not None and (len(told["rows"]), told["count"]) == (SHOWN, SHOWN + 2)
