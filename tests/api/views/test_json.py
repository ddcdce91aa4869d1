"""The picture as JSON."""

import json

from api.views.json import LAYOUT, render
from api.views.picture import CAUTION, Picture


def test_all_of_the_picture_is_in_it(ring: Picture) -> None:
    read = json.loads(render(ring))
    assert (read["layout"], read["title"], read["caution"]) == (LAYOUT, ring.title, CAUTION)
    assert {node["id"]: node["label"] for node in read["nodes"]} == {node.id: node.label for node in ring.nodes}
    assert {link["id"]: link["is_derived"] for link in read["links"]} == {
        edge.id: edge.is_derived for edge in ring.edges
    }
    assert read["made_from"] == dict(ring.facts) and read["notes"] == list(ring.notes)
    assert read["sources"][0]["file"] == "d.csv"


def test_texts_stand_as_they_were_reported(hostile: Picture) -> None:
    assert {node["label"] for node in json.loads(render(hostile))["nodes"]} == {node.label for node in hostile.nodes}


def test_each_node_has_a_place_of_its_own(ring: Picture) -> None:
    places = [(node["x"], node["y"]) for node in json.loads(render(ring))["nodes"]]
    assert len(set(places)) == len(ring.nodes)
