"""The four lists, on small worlds that one can count by hand."""

import datetime
from typing import Any

import pytest

from api.services.asking.listing.arrivals import list_arrivals
from api.services.asking.listing.asked import Asked
from api.services.asking.listing.consignments import list_consignments
from api.services.asking.listing.entities import list_entities
from api.services.asking.listing.seizures import list_seizures
from api.services.asking.showing.clusters import Clusters
from graph.errors import BadValue
from graph.finding import days_between

NOW = datetime.datetime(2024, 3, 5, tzinfo=datetime.UTC)


def numbers(told: dict[str, Any]) -> list[str]:
    return [row["number"] for row in told["rows"]]


@pytest.fixture
def seizures(world: Any) -> Any:
    """Three seizures in two countries, one without a day."""
    world.say("seizure", number="s1", commodity="Heroin", quantity=2.0, quantity_unit="kg", seized_on="2024-03-01",
              entered_at="Hairatan")  # fmt: skip
    world.say("seizure", number="s2", commodity="Героин", quantity=9.0, quantity_unit="kg", seized_on="2024-03-05",
              country="UZ")  # fmt: skip
    world.say("seizure", number="s3", commodity="Tea", country="UZ")
    return world.seen()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(), ["s2", "s1", "s3"]),
        (Asked(sort="oldest"), ["s1", "s2", "s3"]),
        (Asked(sort="amount"), ["s2", "s1", "s3"]),
        (Asked(sort="place"), ["s1", "s2", "s3"]),
        (Asked(country="UZ"), ["s2", "s3"]),
        (Asked(text="HAIRATAN"), ["s1"]),
        (Asked(text="geroin"), ["s2"]),
        (Asked(days=days_between("2024-03-02", "")), ["s2"]),
        (Asked(text="nothing of that"), []),
    ],
)
def test_seizures_are_filtered_and_sorted(seizures: Any, asked: Asked, expected: list[str]) -> None:
    told = list_seizures(seizures, asked)
    assert numbers(told) == expected
    assert (told["matching"], told["all"], told["countries"]) == (len(expected), 3, ["AF", "UZ"])


@pytest.fixture
def consignments(world: Any) -> Any:
    """Two declarations and a manifest line, of which one was seized."""
    world.say(number="100001", registered_on="2024-03-01", goods_description="Green TEA", gross_weight_kg=5.0,
              consignee__name="Карвон Транс", entered_at="Hairatan")  # fmt: skip
    world.say(number="100002", registered_on="2024-03-08", goods_description="Talc", gross_weight_kg=9.0)
    world.say("manifest", number="M77/1", goods_description="Tea", shipper__name="Izmir Boya", unloaded_at="Hairatan")
    world.say("seizure", declaration="100002", commodity="Heroin")
    return world.seen()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(), ["100002", "100001", "M77/1"]),
        (Asked(sort="oldest"), ["100001", "100002", "M77/1"]),
        (Asked(sort="heaviest"), ["100002", "100001", "M77/1"]),
        (Asked(text="tea"), ["100001", "M77/1"]),
        (Asked(text="karvon"), ["100001"]),
        (Asked(text="m77"), ["M77/1"]),
        (Asked(kind="manifest"), ["M77/1"]),
        (Asked(only="seized"), ["100002"]),
        (Asked(post="place:AF:hairatan"), ["100001", "M77/1"]),
        (Asked(post="place:AF:nowhere"), []),
        (Asked(days=days_between("", "2024-03-01")), ["100001"]),
    ],
)
def test_consignments_are_filtered_and_sorted(consignments: Any, asked: Asked, expected: list[str]) -> None:
    told = list_consignments(consignments, asked)
    assert numbers(told) == expected
    assert (told["matching"], told["all"], told["posts"]) == (len(expected), 3, [("Hairatan", "place:AF:hairatan")])


@pytest.mark.parametrize("asked", [Asked(sort="best"), Asked(kind="letter"), Asked(only="mine"), Asked(number=9)])
def test_what_no_list_has_is_refused(consignments: Any, asked: Asked) -> None:
    with pytest.raises(BadValue):
        list_consignments(consignments, asked)


@pytest.fixture
def arrivals(world: Any) -> Any:
    """Notices: one to come, one overdue, one without a day, one that was declared."""
    world.say("arrival", number="soon", expected_at="2024-03-05T06:00:00+00:00", entered_at="Hairatan")
    world.say("arrival", number="late", expected_on="2024-03-01", consignee__name="Karvon")
    world.say("arrival", number="undated", consignee__name="Karvon")
    world.say("arrival", number="done", transport_document="CMR 1234567", expected_on="2024-03-01")
    world.say(number="100001", transport_document="CMR 1234567", registered_on="2024-03-02")
    return world.seen()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(), ["soon", "undated", "late"]),
        (Asked(sort="newest"), ["soon", "late", "undated"]),
        (Asked(kind="missed"), ["late"]),
        (Asked(text="karvon"), ["undated", "late"]),
        (Asked(post="place:AF:hairatan"), ["soon"]),
    ],
)
def test_arrivals_are_those_that_are_open_the_most_urgent_first(
    arrivals: Any, asked: Asked, expected: list[str]
) -> None:
    told = list_arrivals(arrivals, asked, NOW)
    assert numbers(told) == expected
    assert told["states"] == {"expected": 1, "missed": 1, "undated": 1}
    assert (told["declared"], told["last_on"]) == (1, "2024-03-05")


def test_hours_are_counted_to_the_moment_and_of_a_day_to_its_end(arrivals: Any) -> None:
    told = list_arrivals(arrivals, Asked(), NOW)
    assert [(row["number"], row["hours_left"]) for row in told["rows"]] == [
        ("soon", 6.0),
        ("undated", None),
        ("late", -72.0),
    ]


@pytest.fixture
def entities(world: Any) -> Any:
    """A firm in two spellings with a seizure, a person, and a sender."""
    for name, number in (("Karvon Trans LLC", "100001"), ("OOO Karvon Trans", "100002")):
        world.say(number=number, consignee__name=name, consignee__tax_number="303456781", consignee__country="UZ",
                  consignee__kind="company", shipper__name="Izmir Boya", registered_on="2024-03-01")  # fmt: skip
    world.say(shipper__name="Izmir Boya", registered_on="2024-03-10")
    world.say(driver__name="Aliyev Anvar", driver__kind="person", registered_on="2024-04-01")
    world.say("seizure", declaration="100001", commodity="Heroin")
    return world.seen()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(sort="name"), ["Aliyev Anvar", "Izmir Boya", "Karvon Trans LLC"]),
        (Asked(sort="last"), ["Aliyev Anvar", "Izmir Boya", "Karvon Trans LLC"]),
        (Asked(sort="consignments"), ["Izmir Boya", "Karvon Trans LLC", "Aliyev Anvar"]),
        (Asked(only="seized", sort="name"), ["Izmir Boya", "Karvon Trans LLC"]),
        (Asked(only="leads"), []),
        (Asked(country="UZ"), ["Karvon Trans LLC"]),
        (Asked(kind="person"), ["Aliyev Anvar"]),
        (Asked(text="карвон"), ["Karvon Trans LLC"]),
        (Asked(days=days_between("2024-03-15", "")), ["Aliyev Anvar"]),
    ],
)
def test_entities_are_one_row_each_filtered_and_sorted(entities: Any, asked: Asked, expected: list[str]) -> None:
    told = list_entities(entities, asked, None)
    assert [row["label"] for row in told["rows"]] == expected
    assert (told["matching"], told["all"], told["countries"]) == (len(expected), 3, ["UZ"])


def test_each_entity_tells_its_cluster_where_clusters_are_known(entities: Any) -> None:
    party = list_entities(entities, Asked(text="izmir"), None)["rows"][0]["id"]
    row = {"id": "cluster:1", "label": "A", "members": [party], "entities": 2, "seizures": 0}
    told = list_entities(entities, Asked(), Clusters([row], {}))
    clusters = {one["label"]: one["cluster"] for one in told["rows"]}
    assert clusters["Izmir Boya"]["id"] == "cluster:1" and clusters["Aliyev Anvar"] is None


def test_a_list_of_a_world_without_anything_is_empty(world: Any) -> None:
    seen = world.seen()
    for told in (
        list_seizures(seen, Asked()),
        list_consignments(seen, Asked(text="tea", kind="arrival")),
        list_arrivals(seen, Asked(text="tea"), NOW),
        list_entities(seen, Asked(text="tea", sort="name"), None),
    ):
        assert (told["rows"], told["all"], told["matching"]) == ([], 0, 0)
