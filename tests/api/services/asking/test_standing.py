"""Who stands on a record or thing: one row an entity, from a number to the firms in one step."""

from typing import Any

import pytest

from api.services.asking.showing.clusters import Clusters
from api.services.asking.standing import PARTIES_SHOWN, RECORDS_READ, parties_around, who_stands_on

KARVON = {"consignee__name": "Karvon Trans LLC", "consignee__tax_number": "303456781"}
TRUCK = "vehicle:UZ:01777AAA"


@pytest.fixture
def border(world: Any) -> Any:
    """Two loads of one truck to one receiver that is spelt in two ways, and a seizure on the first."""
    world.say(number="100001", **KARVON, shipper__name="Ankara Tekstil AS", vehicle__plate="01777AAA",
              registered_on="2024-03-01")  # fmt: skip
    other = {**KARVON, "consignee__name": "OOO Karvon Trans"}
    world.say(number="100002", **other, shipper__name="Izmir Boya AS", vehicle__plate="01777AAA",
              registered_on="2024-03-08")  # fmt: skip
    world.say("seizure", number="9", declaration="100001", commodity="Heroin", seized_on="2024-03-02")
    return world


def id_of(seen: Any, node_type: str, number: int = 0) -> str:
    return str(seen.projection.ids[int(seen.projection.numbers_of(node_type)[number])])


def rows_of(seen: Any, node_id: str) -> list[tuple[str, list[str], int, str]]:
    told = who_stands_on(seen, node_id, None)
    return [(row["label"], row["roles"], row["records"], row["last_on"]) for row in told["rows"]] if told else []


def test_a_seizure_names_the_parties_of_its_consignment(border: Any) -> None:
    seen = border.seen()
    assert rows_of(seen, id_of(seen, "Seizure")) == [
        ("Karvon Trans LLC", ["receiver"], 1, "2024-03-01"),
        ("Ankara Tekstil AS", ["sender"], 1, "2024-03-01"),
    ]


def test_a_truck_names_those_of_its_consignments_one_row_a_firm_the_busiest_first(border: Any) -> None:
    told = who_stands_on(border.seen(), TRUCK, None)
    assert told is not None and not told["knows"] and not told["is_cut"]
    assert [(row["roles"], row["records"], row["last_on"]) for row in told["rows"]] == [
        (["receiver"], 2, "2024-03-08"),
        (["sender"], 1, "2024-03-01"),
        (["sender"], 1, "2024-03-08"),
    ]
    assert [one["label"] for one in told["consignments"]] == ["100002", "100001"]


def test_a_phone_names_its_holders(world: Any) -> None:
    world.say(consignee__name="Karvon", consignee__phone="+998901234567")
    assert rows_of(world.seen(), "phone:+998901234567") == [("Karvon", ["holder"], 1, "")]


def test_each_row_tells_the_cluster_where_clusters_are_known(border: Any) -> None:
    seen = border.seen()
    party = parties_around(seen, seen.projection.number_of(TRUCK))[0]
    row = {"id": "cluster:1", "label": "Karvon", "entities": 2, "seizures": 1, "members": [party]}
    told = who_stands_on(seen, TRUCK, Clusters([row], {}))
    assert told is not None and told["knows"]
    assert told["rows"][0]["cluster"] == {"id": "cluster:1", "label": "Karvon", "entities": 2, "seizures": 1}
    assert [one["cluster"] for one in told["rows"][1:]] == [None, None]


def test_a_party_has_a_page_of_its_own_and_what_is_hidden_stands_on_nothing(border: Any) -> None:
    seen = border.seen()
    assert who_stands_on(seen, id_of(seen, "Party"), None) is None
    assert who_stands_on(border.seen("UZ/other/H1/customs"), TRUCK, None) is None


def test_around_a_party_stands_itself(border: Any) -> None:
    seen = border.seen()
    party = int(seen.projection.numbers_of("Party")[0])
    assert parties_around(seen, party) == [seen.projection.ids[party]]


def test_what_is_too_much_is_cut_and_counted(world: Any) -> None:
    for n in range(RECORDS_READ + 5):
        world.say(consignee__name=f"Firm {chr(65 + n % 26)}{n}", vehicle__plate="01777AAA", registered_on="2024-04-01")
    told = who_stands_on(world.seen(), TRUCK, None)
    assert told is not None and told["is_cut"]
    assert (len(told["rows"]), told["more"], len(told["consignments"])) == (PARTIES_SHOWN, 25, RECORDS_READ)
