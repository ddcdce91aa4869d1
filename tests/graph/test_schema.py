"""The graph type holds together: numbers, names, ends, and what the canonical vocabulary points at."""

import re

import pytest

from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS, Record
from graph.schema import (
    EDGE_TYPE_OF_NUMBER,
    EDGE_TYPES,
    NODE_TYPES,
    TYPE_OF_PREFIX,
    Ownership,
    node_properties,
    record_prefix,
)


def test_every_edge_type_has_a_number_of_its_own_that_fits_a_byte() -> None:
    assert len(EDGE_TYPE_OF_NUMBER) == len(EDGE_TYPES)
    assert all(0 < number < 256 for number in EDGE_TYPE_OF_NUMBER)


def test_every_node_type_has_a_prefix_of_its_own() -> None:
    assert len(TYPE_OF_PREFIX) == len(NODE_TYPES)
    assert all(re.fullmatch("[a-z]+", prefix) for prefix in TYPE_OF_PREFIX)


@pytest.mark.parametrize("edge_type", EDGE_TYPES.values(), ids=lambda t: t.name)
def test_an_edge_type_is_described_and_its_ends_exist(edge_type: object) -> None:
    name, sources, targets = edge_type.name, edge_type.sources, edge_type.targets  # type: ignore[attr-defined]
    assert re.fullmatch("[A-Z]+(_[A-Z]+)*", name)
    assert edge_type.description  # type: ignore[attr-defined]
    assert sources and targets and set(sources) | set(targets) <= set(NODE_TYPES)


def test_no_edge_begins_at_a_shared_node() -> None:
    sources = {source for t in EDGE_TYPES.values() for source in t.sources}
    assert {NODE_TYPES[source].ownership for source in sources} == {Ownership.RECORD}


def test_no_edge_ends_at_a_record_unless_it_may_be_an_inline_party() -> None:
    targets = {target for t in EDGE_TYPES.values() for target in t.targets}
    assert {t for t in targets if NODE_TYPES[t].ownership is Ownership.RECORD} == {"Party"}


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=lambda k: k.name)
def test_a_record_kind_points_at_what_exists(kind: object) -> None:
    node_type = kind.node_type  # type: ignore[attr-defined]
    assert NODE_TYPES[node_type].ownership is Ownership.RECORD
    for role in kind.roles.values():  # type: ignore[attr-defined]
        if role.name != kind.subject:  # type: ignore[attr-defined]
            assert node_type in EDGE_TYPES[role.edge].sources
            assert "Party" in EDGE_TYPES[role.edge].targets
    assert set(kind.links) <= set(LINK_FIELDS)  # type: ignore[attr-defined]
    assert set(kind.days) <= set(kind.fields)  # type: ignore[attr-defined]


def test_no_field_is_both_a_property_and_a_link_or_party_field() -> None:
    for kind in RECORD_KINDS.values():
        parties = {f"{role}.{part}" for role in kind.roles for part in PARTY_FIELDS}
        assert not (set(kind.fields) & set(kind.links) or parties & (set(kind.fields) | set(kind.links)))


def test_units_and_days_stand_in_the_names_of_fields() -> None:
    for name, field in ((n, f) for kind in RECORD_KINDS.values() for n, f in kind.fields.items()):
        assert field.description
        assert (field.type == "date") == name.endswith("_on")
        assert (field.type == "moment") == name.endswith("_at")
        assert "weight" not in name or name.endswith("_kg")


def test_the_properties_of_a_type_are_those_of_all_its_kinds() -> None:
    assert {"registered_on", "arrived_at", "gross_weight_kg"} <= set(node_properties("Consignment"))
    assert {"size_type", "make"} <= set(node_properties("Registration"))
    assert not node_properties("Phone")


def test_a_record_id_begins_with_the_prefix_of_its_type() -> None:
    assert record_prefix("declaration") == record_prefix("manifest") == "consignment"
    assert record_prefix("vehicle") == record_prefix("container") == "registration"


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({}, ""),
        ({"arrived_on": "2024-01-03", "registered_on": "2024-01-01"}, "2024-01-01"),
        ({"arrived_on": "2024-01-03", "arrived_at": "2024-01-02T23:30+05:00"}, "2024-01-02"),
        ({"departed_on": "2024-01-04", "registered_on": ""}, "2024-01-04"),
    ],
)
def test_the_day_of_a_record_is_the_first_of_its_dates_that_is_filled(values: dict[str, str], day: str) -> None:
    assert Record("declaration", "1", values).day == day
