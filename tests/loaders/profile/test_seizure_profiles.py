"""The built-in profiles of seizure sheets: what their rows become, quantities included."""

from pathlib import Path

from graph.canonical import Record
from graph.derivation.assertions import assertions
from graph.model import Channel
from loaders.profile.mapping import parser
from loaders.profile.profile import find_profile
from loaders.registry import open_source

FIXTURES = Path(__file__).parents[1] / "fixtures"


def read(name: str, profile_name: str) -> list[Record]:
    profile = find_profile(profile_name)
    source = open_source(FIXTURES / name, profile)
    parse = parser(profile, source.header)
    found = [parse(unit) for _, unit in source.units]
    assert [bad for _, bad in found if bad] == []
    return [record for records, _ in found for record in records]


def measured(record: Record) -> tuple[object, object]:
    properties = assertions(record, Channel("TJ", "seizures", "H1", "customs")).node.properties or {}
    return properties.get("quantity_base"), properties.get("quantity_base_unit")


def test_a_row_of_a_unit_is_an_inspection_and_what_was_found_a_seizure() -> None:
    records = read("cen.csv", "cen-seizures")
    assert [(one.kind, one.source_id) for one in records] == [
        ("inspection", "S-1"),
        ("seizure", "S-1"),
        ("inspection", "S-2"),
        ("seizure", "S-2"),
        ("inspection", "I-3"),
    ]
    assert [one.values.get("result") for one in records if one.kind == "inspection"] == ["found", "found", "cleared"]


def test_a_seizure_of_a_unit_keeps_how_it_was_hidden_and_where_it_went() -> None:
    heroin = read("cen.csv", "cen-seizures")[1]
    assert dict(heroin.values) == {
        "seized_on": "2024-03-05",
        "agency": "Customs",
        "office": "Termez",
        "place": "Hairatan",
        "entered_at": "Hairatan",
        "direction": "import",
        "mode_of_transport": "road",
        "vehicle.plate": "01777AAA",
        "declaration": "26001/050324/0001",
        "commodity": "Heroin",
        "commodity_group": "Drugs",
        "quantity_text": "11 kg 987 g",
        "concealment": "tyre",
        "detection": "dog",
        "origin_country": "AF",
        "departure_country": "AF",
        "transit_countries": "UZ",
        "destination_country": "KZ",
    }


def test_quantities_of_a_unit_are_measured_each_in_its_own_unit() -> None:
    seizures = [one for one in read("cen.csv", "cen-seizures") if one.kind == "seizure"]
    assert [measured(one) for one in seizures] == [(11.987, "kg"), (127344.0, "tablet")]


def test_individual_seizures_are_known_by_their_rows() -> None:
    records = read("ids.csv", "unodc-ids")
    numbers = [one.source_id for one in records]
    assert len(set(numbers)) == 4
    assert numbers[0] == numbers[4]


def test_individual_seizures_are_measured_where_their_unit_says_how_much() -> None:
    records = read("ids.csv", "unodc-ids")
    assert [measured(one) for one in records[:4]] == [(12.5, "kg"), (1.05, "kg"), (4000.0, "tablet"), (None, None)]


def test_an_unknown_country_is_a_flag_and_no_reject() -> None:
    (first, *_) = read("ids.csv", "unodc-ids")
    assert first.flags == ("destination_country_unknown: Unknown",)
