"""Scenes: what a screen begins with, settled, the same each time, cut in words."""

import pytest

from analyses.registry import get_analysis
from api.services.exploring.connecting import consignments_among
from api.services.exploring.scenes import AROUND, SceneRequest, scene
from api.services.exploring.showing import TOGETHER, Showing
from graph.errors import BadValue, NotFound
from graph.model import Viewer

PHONE = "phone:+998901234567"


def names(drawn: dict) -> list[str]:
    return [node["label"] for node in drawn["nodes"]]


def test_around_a_phone_stand_its_holders_and_whom_they_deal_with(few: Showing) -> None:
    drawn = scene(few, SceneRequest(focus=(PHONE,)))
    assert drawn["focus"] == [PHONE] and drawn["title"] == "+998901234567"
    assert names(drawn)[0] == "+998901234567"
    assert {"Karvon Trans LLC", "Ipak Savdo MChJ", "Ankara Tekstil AS", "Izmir Boya AS", "MSKU1234565"} <= set(
        names(drawn)
    )
    words = {link["words"] for link in drawn["links"]}
    assert {
        "uses this phone",
        "sender and receiver on 1 consignment",
        "container and receiver on 1 consignment",
    } <= words


def test_a_scene_is_the_same_each_time(few: Showing, sample: Showing) -> None:
    assert scene(few, SceneRequest(focus=(PHONE,))) == scene(few, SceneRequest(focus=(PHONE,)))


def test_nodes_of_a_scene_do_not_stand_on_one_another(sample: Showing) -> None:
    seizure = sample.world.projection.ids[int(sample.world.projection.numbers_of("Seizure")[0])]
    drawn = scene(sample, SceneRequest(focus=(seizure,)))
    places = [(node["x"], node["y"]) for node in drawn["nodes"]]
    assert 5 < len(places) <= AROUND and len(set(places)) == len(places)
    assert drawn["nodes"][0]["type"] == "Seizure" and "," in drawn["title"]


def test_links_end_at_nodes_of_the_scene(sample: Showing) -> None:
    party = sample.id_of(int(sample.world.entities.first[0]))
    drawn = scene(sample, SceneRequest(focus=(party,)))
    shown = {node["id"] for node in drawn["nodes"]}
    assert drawn["links"] and all({link["source"], link["target"]} <= shown for link in drawn["links"])
    assert len({link["id"] for link in drawn["links"]}) == len(drawn["links"])


def test_spellings_of_one_firm_are_one_node(sample: Showing) -> None:
    entities = sample.world.entities
    several = next(number for number, members in enumerate(entities.members) if len(members) > 2)
    members = [sample.id_of(number) for number in entities.members[several]]
    drawn = scene(sample, SceneRequest(focus=tuple(members)))
    assert drawn["focus"] == [members[0]] * len(members)
    assert sum(node["id"] in members for node in drawn["nodes"]) == 1
    assert drawn["nodes"][0]["label"] == entities.label(several)


def test_a_group_has_its_members_what_they_share_and_seizures(sample: Showing) -> None:
    analysis = get_analysis("linked_entities")
    row = analysis.run(sample.world, analysis.read_params({})).rows[0]
    drawn = scene(sample, SceneRequest(members=tuple(row.members), title=row.label))
    shown = {node["id"] for node in drawn["nodes"]}
    assert set(row.seized) <= shown
    assert {sample.id_of(number) for number in sample.numbers_among(row.members)} <= shown
    assert drawn["title"] == row.label and drawn["truncated"] == []
    assert {node["type"] for node in drawn["nodes"]} - {"Company", "Person", "Party", "Seizure"}, "what they share"


def test_a_group_that_is_too_large_is_cut_in_words(sample: Showing) -> None:
    members = tuple(sample.id_of(number) for number in sample.world.entities.first[:60].tolist())
    drawn = scene(sample, SceneRequest(members=members, title="many", limit=50))
    assert len(drawn["nodes"]) == 50
    [cut] = drawn["truncated"]
    assert cut["text"].startswith("50 are shown, ")


def test_a_kept_scene_has_its_places_and_forgets_what_is_gone(few: Showing) -> None:
    drawn = scene(few, SceneRequest(kept=((PHONE, 7.0, -3.5), ("phone:+000", 1.0, 1.0))))
    assert [(node["id"], node["x"], node["y"]) for node in drawn["nodes"]] == [(PHONE, 7.0, -3.5)]


def test_a_kept_scene_counts_the_consignments_that_were_drawn_in_the_place_of_links(few: Showing) -> None:
    begun = scene(few, SceneRequest(focus=(PHONE,)))
    placed = [(node["id"], node["x"], node["y"]) for node in begun["nodes"]]
    come = [(node["id"], node["x"], node["y"]) for node in consignments_among(few, placed)["nodes"]]
    assert come
    kept = scene(few, SceneRequest(kept=(*placed, *come), brought=tuple(name for name, *_ in come)))
    counted = [[link for link in drawn["links"] if link["kind"] == TOGETHER] for drawn in (begun, kept)]
    assert counted[0] == counted[1] != []
    assert {link["id"] for link in begun["links"]} < {link["id"] for link in kept["links"]}


def test_what_is_hidden_and_what_is_absent_look_the_same(few: Showing) -> None:
    hidden = Showing.of(few.workspace, Viewer(frozenset({"UZ/decl/H3/customs"})))
    for name in (PHONE, "phone:+000"):
        with pytest.raises(NotFound, match="no node"):
            scene(hidden, SceneRequest(focus=(name,)))


def test_nothing_to_begin_with_is_refused(few: Showing) -> None:
    with pytest.raises(BadValue, match="nothing to begin with"):
        scene(few, SceneRequest())
    with pytest.raises(NotFound, match="nothing of this view is visible"):
        scene(few, SceneRequest(kept=(("phone:+000", 0.0, 0.0),)))
