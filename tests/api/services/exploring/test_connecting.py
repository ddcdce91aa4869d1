"""What is shown, connected: links, consignments, paths, communities, positions anew."""

import json

import numpy as np

from analyses.registry import get_analysis
from api.services.exploring import connecting
from api.services.exploring.scenes import SceneRequest, scene
from api.services.exploring.showing import Showing

PHONE = "phone:+998901234567"


def placed(drawn: dict) -> tuple[tuple[str, float, float], ...]:
    return tuple((node["id"], node["x"], node["y"]) for node in drawn["nodes"])


def test_links_among_what_is_shown_are_those_of_the_scene(few: Showing) -> None:
    drawn = scene(few, SceneRequest(focus=(PHONE,)))
    assert connecting.links(few, [node["id"] for node in drawn["nodes"]])["links"] == drawn["links"]
    assert connecting.links(few, [PHONE, "phone:+000"])["links"] == []


def test_consignments_come_between_what_stands_on_them(few: Showing) -> None:
    drawn = scene(few, SceneRequest(focus=(PHONE,)))
    come = connecting.consignments_among(few, placed(drawn))
    assert {node["type"] for node in come["nodes"]} == {"Consignment"}
    assert {node["id"].rsplit(":", 1)[1] for node in come["nodes"]} == {"1", "2"}
    kinds = {link["kind"] for link in come["links"]}
    assert "CONSIGNMENTS" not in kinds, "they are nodes now"
    assert {"SHIPPED_BY", "CONSIGNED_TO", "IN_CONTAINER", "HAS_PHONE"} <= kinds


def test_more_consignments_than_fit_are_cut_in_words(sample: Showing) -> None:
    firms = [(sample.id_of(number), float(number), 0.0) for number in sample.world.entities.first.tolist()]
    come = connecting.consignments_among(sample, firms)
    assert len(come["nodes"]) == connecting.MOST_CONSIGNMENTS
    days = [node["last_on"] for node in come["nodes"]]
    assert days[0] == max(days)
    assert come["truncated"][0]["text"].startswith("300 are shown, ")


def test_paths_bring_the_nodes_that_are_not_shown(few: Showing) -> None:
    analysis = get_analysis("paths")
    party = few.id_of(few.number_of(scene(few, SceneRequest(focus=(PHONE,)))["nodes"][1]["id"]))
    params = analysis.read_params({"source": PHONE, "target": "container:MSKU1234565"})
    answer = json.loads(analysis.run(few.world, params).model_dump_json())
    found = connecting.on_paths(few, answer, ((PHONE, 0.0, 0.0), (party, 200.0, 0.0)))
    first = found["paths"][0]
    assert first["nodes"][0] == PHONE and first["nodes"][-1] == "container:MSKU1234565"
    assert first["words"].startswith("+998901234567 – ")
    assert {node["id"] for node in found["nodes"]} == {n for p in found["paths"] for n in p["nodes"]} - {PHONE, party}
    assert found["links"]


def test_pinned_nodes_stay_and_the_others_settle() -> None:
    shown = [("a", 10.0, 20.0, True), ("b", 0.0, 0.0, False), ("c", 0.0, 0.0, False)]
    places = connecting.positions(shown, [("a", "b"), ("b", "c"), ("c", "gone")])
    assert places["a"] == (10.0, 20.0)
    assert len(set(places.values())) == 3
    assert places == connecting.positions(shown, [("a", "b"), ("b", "c"), ("c", "gone")])


def test_a_node_that_is_named_twice_is_laid_out_once() -> None:
    shown = [("a", 0.0, 0.0, False), ("a", 1.0, 1.0, False), ("b", 2.0, 2.0, False)]
    assert connecting.positions(shown, [("a", "b")]).keys() == {"a", "b"}


def test_communities_are_numbered_from_the_largest(sample: Showing) -> None:
    firms = [sample.id_of(number) for number in sample.world.entities.first[:200].tolist()]
    groups = connecting.communities(sample, firms)
    assert set(groups) == set(firms)
    sizes = np.bincount(list(groups.values()))[1:]
    assert sizes[0] > 1 and sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    assert connecting.communities(sample, []) == {}
