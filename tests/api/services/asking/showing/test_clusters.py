"""Clusters as pages show them: found by their parties, members one row each, links as the analysis unfolds them."""

import json
from typing import Any

from analyses.linked_entities import linked_entities
from api.services.asking.showing.clusters import Clusters, described, links_in, members_of, params_of
from graph.progress import silent

ROW = {"id": "cluster:a", "label": "A and B", "members": ["party:1", "party:2"], "entities": 2, "seizures": 0}
OTHER = {**ROW, "id": "cluster:b", "members": ["party:3"]}


def test_a_cluster_is_found_by_its_id_and_by_its_parties() -> None:
    clusters = Clusters([ROW, OTHER], {})
    assert clusters.of_id("cluster:b") is OTHER and clusters.of_id("cluster:c") is None
    assert clusters.of_party("party:2") is ROW and clusters.of_party("party:9") is None
    assert clusters.of_parties(["party:3", "party:1", "party:9", "party:2"]) == [OTHER, ROW]


def test_members_are_entities_one_row_each_the_busiest_first(world: Any) -> None:
    for name in ("Karvon Trans LLC", "OOO Karvon Trans"):
        world.say(consignee__name=name, consignee__tax_number="303456781", shipper__name="Izmir Boya AS")
    seen = world.seen()
    parties = [seen.projection.ids[number] for number in seen.projection.numbers_of("Party").tolist()]
    rows = members_of(seen, [*parties, "party:of/nobody:x"])
    assert [(row["label"], row["spellings"], row["consignments"]) for row in rows] == [
        ("Izmir Boya AS", 1, 2),
        ("Karvon Trans LLC", 2, 2),
    ]


def test_the_links_of_one_cluster_are_those_that_the_analysis_unfolds(world: Any) -> None:
    for firm in ("Anor Savdo", "Behi Savdo", "Uzum Savdo"):
        world.say(consignee__name=firm, consignee__phone="+998901234567", registered_on="2024-03-01")
    seen = world.seen()
    answer = linked_entities(seen, params_of({}).model_copy(update={"explain": 1}), silent)
    (row,) = answer.rows
    unfolded = json.loads(links_in(seen, silent, row.id, row.members, {}))
    assert unfolded == [link.model_dump(mode="json") for link in answer.evidence] and len(unfolded) == 3


def test_a_cluster_is_described_with_its_seizures_as_rows(world: Any) -> None:
    world.say(number="100001", consignee__name="Anor Savdo", consignee__phone="+998901234567")
    world.say(consignee__name="Behi Savdo", consignee__phone="+998901234567")
    world.say("seizure", declaration="100001", commodity="Heroin", quantity=38.0, quantity_unit="kg")
    seen = world.seen()
    (row,) = linked_entities(seen, params_of({}), silent).rows
    told = described(seen, row.model_dump(mode="json"))
    assert [one["label"] for one in told["members"]] == ["Anor Savdo", "Behi Savdo"]
    assert [(one["goods"], one["amount"]) for one in told["seized"]] == [("Heroin", "38 kg")]
    assert (told["lead"], told["score"]) == ("", None)
