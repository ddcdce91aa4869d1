"""Why a node or link is there: names, sentences, and the rows of the files behind it."""

import pytest

from api.services.exploring import telling
from api.services.exploring.scenes import SceneRequest, scene
from api.services.exploring.showing import TOGETHER, Showing
from graph.errors import NotFound
from graph.model import Viewer
from graph.schema import POSSIBLY_SAME

PHONE = "phone:+998901234567"


def test_a_link_by_consignments_tells_the_rows_of_the_files(few: Showing) -> None:
    drawn = scene(few, SceneRequest(focus=(PHONE,)))
    link = next(link for link in drawn["links"] if link["words"] == "container and receiver on 1 consignment")
    told = telling.of_link(few, link["source"], link["target"], TOGETHER)
    assert told["words"] == ["container and receiver on 1 consignment"]
    [record] = told["records"]
    assert record["day"] == "2024-03-01" and "rows.csv, line 2" in record["source"]
    assert record["row"]["Consignee"] == "Karvon Trans LLC"
    assert told["more"] == 0


def test_every_link_of_a_scene_has_records_behind_it(sample: Showing) -> None:
    seizure = sample.world.projection.ids[int(sample.world.projection.numbers_of("Seizure")[0])]
    drawn = scene(sample, SceneRequest(focus=(seizure,)))
    for link in drawn["links"]:
        told = telling.of_link(sample, link["source"], link["target"], link["kind"])
        if link["kind"] == POSSIBLY_SAME:
            assert told["pages"][0]["path"] == "/review/pair"
            continue
        assert told["records"], link
        assert all(record["row"] for record in told["records"])
        if link["kind"] == TOGETHER:
            assert len(told["records"]) + told["more"] == link["count"]


def test_a_firm_is_told_with_the_names_it_goes_by(sample: Showing) -> None:
    entities = sample.world.entities
    several = max(range(entities.count), key=lambda number: (len(entities.members[number]), -number))
    told = telling.of_node(sample, sample.id_of(int(entities.first[several])))
    assert told["title"] == entities.label(several)
    assert len(told["names"]) > 1 and {"name", "script", "mentions", "party"} == set(told["names"][0])
    assert any(sentence.startswith("It stands on ") for sentence in told["words"])
    assert told["records"] and told["pages"][0]["query"] == {"id": sample.id_of(int(entities.first[several]))}


def test_a_record_is_told_by_its_own_row(few: Showing) -> None:
    told = telling.of_node(few, "consignment:UZ/decl/H1/customs:declaration:1")
    assert [record["row"]["No"] for record in told["records"]] == ["1"]
    assert told["names"] == []


def test_what_is_not_there_is_not_told(few: Showing) -> None:
    hidden = Showing.of(few.workspace, Viewer(frozenset({"UZ/decl/H3/customs"})))
    for showing, name in ((hidden, PHONE), (few, "phone:+000")):
        with pytest.raises(NotFound, match="no node"):
            telling.of_node(showing, name)
    with pytest.raises(NotFound, match="no link 'HAS_EMAIL'"):
        telling.of_link(few, PHONE, "container:MSKU1234565", "HAS_EMAIL")
    with pytest.raises(NotFound, match="possibly the same"):
        telling.of_link(few, PHONE, "container:MSKU1234565", POSSIBLY_SAME)
