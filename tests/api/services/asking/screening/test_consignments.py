"""Consignments before they arrive: scored with reasons that add up, put in order by the time that is left."""

import datetime
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.services.asking.screening.announced import ids_of_number, of_node
from api.services.asking.screening.consignments import screen_consignments, weights
from api.services.asking.screening.reading import ConsignmentsForm, read_file, read_form, read_json
from graph.errors import BadProfile, BadValue, NotFound
from graph.linkage.inputs import NO_INPUTS, Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

NOON = datetime.datetime(2024, 4, 1, 12, tzinfo=datetime.UTC)
SUSPECT = {"consignee.name": "ООО Карвон Транс", "consignee.phone": "+998901112233", "vehicle.plate": "01 777 AAA"}
HONEST = {
    "consignee.name": "Halol Savdo MChJ",
    "consignee.phone": "+998905556677",
    "shipper.name": "Izmir Boya AS",
    "shipper.phone": "+902324441122",
}


def form(*said: dict[str, Any]) -> ConsignmentsForm:
    numbered = [{"number": f"N{number}", "fields": fields} for number, fields in enumerate(said, 1)]
    return ConsignmentsForm.model_validate({"originator": "UZ", "consignments": numbered})


def screened(world: "SmallWorld", *said: dict[str, Any], low_risk: bool = False) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = screen_consignments(world.seen(), read_form(form(*said)).consignments, NOON, low_risk)[
        "rows"
    ]
    return rows


def test_shares_add_up_to_the_score_and_name_the_records_behind(trade: "SmallWorld") -> None:
    row = next(row for row in screened(trade, HONEST, SUSPECT) if row["label"] == "N2")
    total = weights().constant + sum(share["points"] for share in row["shares"])
    assert row["score"] == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)
    seizures = {share["fact"]: share for share in row["shares"] if share["points"] > 0}
    assert seizures["seizures_of_receiver"]["records"] == seizures["seizures_of_things"]["records"] != []
    assert seizures["seizures_of_things"]["about"] == "vehicle:UZ:01777AAA"
    assert row["parties"][0]["candidates"][0]["label"] == "Karvon Trans LLC"


def test_risk_and_time_left_make_the_order_and_what_is_missed_stands_last(trade: "SmallWorld") -> None:
    times = ["2024-03-31T12:00", "2024-04-01T13:00", "2024-04-09T12:00", ""]
    rows = screened(trade, *({**SUSPECT, "entered_at": "Termez", "expected_at": time} for time in times))
    assert [row["label"] for row in rows] == ["N2", "N4", "N3", "N1"]
    assert [row["state"] for row in rows] == ["expected", "undated", "expected", "missed"]
    assert [row["hours_left"] for row in rows] == [1.0, None, 192.0, -24.0]
    assert rows[0]["post"] == "place:UZ:termez"


def test_what_may_be_let_pass_is_told_with_the_reasons(trade: "SmallWorld") -> None:
    (row,) = screened(trade, SUSPECT, HONEST, {"consignee.name": "Nobody Known"}, low_risk=True)
    assert row["label"] == "N2"
    assert row["why_low_risk"][0]["key"] == "facilitation.clean"
    assert row["score"] < 1 / (1 + math.exp(-weights().constant))


def test_a_truck_of_a_seized_load_keeps_an_honest_receiver_from_passing(trade: "SmallWorld") -> None:
    assert screened(trade, {**HONEST, "vehicle.plate": "01777AAA"}, low_risk=True) == []


def test_a_loaded_consignment_does_not_count_what_came_of_itself(trade: "SmallWorld") -> None:
    world = trade.seen()
    (seized,) = ids_of_number(world, "K1")
    facts = {
        number: {
            share["fact"]: share["value"]
            for share in screen_consignments(world, [of_node(world, name)], NOON)["rows"][0]["shares"]
        }
        for number, name in (("K1", seized), ("K0", ids_of_number(world, "K0")[0]))
    }
    assert facts["K1"]["seizures_of_receiver"] < 0 < facts["K0"]["seizures_of_receiver"]
    with pytest.raises(NotFound, match="no consignment 'K99'"):
        ids_of_number(world, "K99")
    with pytest.raises(BadValue, match="is no consignment"):
        of_node(world, "vehicle:UZ:01777AAA")


def test_an_unknown_field_of_a_request_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(BadProfile, match=r"consignee\.nam") as refused:
        read_form(form({"consignee.nam": "Karvon"}))
    assert "did you mean consignee.name" in refused.value.next_step
    with pytest.raises(BadValue, match=r"list\.json: consignments"):
        read_json('{"consignments": []}', "list.json")


def test_a_file_is_read_by_its_profile_and_bad_rows_are_told(tmp_path: Path, trade: "SmallWorld") -> None:
    profile = {
        "name": "slots",
        "version": 1,
        "records": [
            {
                "kind": "arrival",
                "id": "No",
                "fields": {"consignee.name": "To", "expected_on": "On", "container": {"column": "Box", "split": ";"}},
            }
        ],
    }
    (tmp_path / "slots.yaml").write_text(json.dumps(profile), "utf-8")
    rows = "No,To,On,Box\n1,Karvon Trans LLC,2024-04-02,MSKU1234565;CSQU3054383\n2,Karvon,no day,\n"
    (tmp_path / "slots.csv").write_text(rows, "utf-8")
    read = read_file(tmp_path / "slots.csv", str(tmp_path / "slots.yaml"), "UZ", None)
    assert [(line, why.column) for line, why in read.rejected] == [(3, "On")]
    (row,) = screen_consignments(trade.seen(), read.consignments, NOON)["rows"]
    assert [thing["id"] for thing in row["things"]] == ["container:MSKU1234565"]
    assert row["unknown_things"] == ["container:CSQU3054383"]
    assert (row["line"], row["state"], row["hours_left"]) == (2, "expected", 36.0)


def test_indicators_read_a_record_that_is_not_loaded_as_one_that_is(trade: "SmallWorld") -> None:
    said = {**SUSPECT, "vehicle.plate": "01777AAA", "goods_description": "general cargo"}
    (row,) = screened(trade, {**said, "registered_on": "2024-04-01"} | {"expected_on": "2024-04-02"})
    fields = {name.replace(".", "__"): value for name, value in said.items()}
    loaded = trade.say("arrival", "N9", registered_on="2024-04-01", expected_on="2024-04-02", **fields)
    (same,) = screen_consignments(trade.seen(), [of_node(trade.seen(), loaded)], NOON)["rows"]
    assert {"seized_party", "seized_thing", "vague_description"} <= {hit["indicator"] for hit in row["indicators"]}
    assert [hit["indicator"] for hit in row["indicators"]] == [hit["indicator"] for hit in same["indicators"]]


def test_the_points_of_a_risk_profile_count(trade: "SmallWorld") -> None:
    values = {
        "name": "own",
        "version": 3,
        "valid_from": "2024-01-01",
        "by_chance": 0.1,
        "indicators": {"vague_description": {"points": 2}},
    }
    asked = read_form(form({**HONEST, "goods_description": "general cargo"})).consignments
    usual, own = (
        screen_consignments(trade.seen(), asked, NOON, own=inputs)
        for inputs in (NO_INPUTS, Inputs(risk_profile=values))
    )
    assert own["population"]["risk_profile"] == "own version 3" and usual["population"]["risk_profile"] == ""
    assert own["rows"][0]["score"] > usual["rows"][0]["score"]
    assert not own["rows"][0]["is_low_risk"] and usual["rows"][0]["is_low_risk"]
