from typing import Any

from api.services.asking.showing.clusters import clusters_around, members_of


def test_the_cluster_of_a_node_stands_before_those_of_whoever_is_near_it() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "cluster:b", "members": ["party:2"], "seizures": 9, "entities": 2},
        {"id": "cluster:a", "members": ["party:1"], "seizures": 0, "entities": 2},
    ]
    assert [row["id"] for row in clusters_around(rows, "party:1")] == ["cluster:a", "cluster:b"]
    assert [row["id"] for row in clusters_around(rows, "phone:+99890")] == ["cluster:b", "cluster:a"]


def test_members_are_entities_one_row_each_the_busiest_first(world: Any) -> None:
    for name in ("Karvon Trans LLC", "OOO Karvon Trans"):
        world.say(consignee__name=name, consignee__tax_number="123456789", shipper__name="Izmir Boya AS")
    seen = world.seen()
    parties = [seen.projection.ids[number] for number in seen.projection.numbers_of("Party").tolist()]
    rows = members_of(seen, [*parties, "party:of/nobody:x"])
    assert [(row["label"], row["spellings"], row["consignments"]) for row in rows] == [
        ("Izmir Boya AS", 1, 2),
        ("Karvon Trans LLC", 2, 2),
    ]
