"""A graph that was in no store: nodes go by the names of a file, and are parties to whoever asks."""

import numpy as np
import pyarrow as pa
import pytest

from graph.columns import TEXT
from graph.model import UNDATED
from graph.projection.plain import EdgeTable, PlainProjection, plain_projection

NOTHING = pa.array([], type=TEXT)


@pytest.fixture
def projection() -> PlainProjection:
    """Two links between 0 and phone:1, and a node alone; a name may look like an id of ours."""
    table = EdgeTable(
        source=pa.array(["phone:1", "0"], type=TEXT),
        target=pa.array(["0", "phone:1"], type=TEXT),
        weight=np.array([2.0, 0.1]),
        on=np.array([3, UNDATED]),
        roles=["calls", ""],
        nodes={"0": {"name": "Ann"}, "alone": {"status": "mentioned"}},
    )
    return plain_projection(table, "v1")


def test_every_node_is_a_party_under_its_own_name(projection: PlainProjection) -> None:
    assert list(projection.ids) == ["0", "alone", "phone:1"]
    assert projection.numbers_of("Party").tolist() == [0, 1, 2]
    assert [projection.numbers_of(name).tolist() for name in ("Phone", "Identifier")] == [[], []]
    assert projection.type_of(2) == "Party"


def test_a_label_is_the_name_that_is_given_else_the_id(projection: PlainProjection) -> None:
    assert [projection.label(number) for number in range(3)] == ["Ann", "alone", "phone:1"]


def test_links_keep_weight_day_and_role(projection: PlainProjection) -> None:
    assert [projection.edge(number) for number in range(2)] == [
        ("0", "ASSOCIATED_WITH", "phone:1", "", None),
        ("phone:1", "ASSOCIATED_WITH", "0", "calls", "1970-01-04"),
    ]
    assert projection.columns.weight.tolist() == [0.1, 2.0]


def test_a_part_is_plain_too(projection: PlainProjection) -> None:
    part = projection.part(np.array([False, True]))
    assert (part.type_of(2), part.label(0), len(part.columns.source)) == ("Party", "Ann", 1)


def test_properties_of_other_types_are_empty_columns(projection: PlainProjection) -> None:
    assert len(projection.property_of("Consignment", "hs_code")) == 0
    assert list(projection.property_of("Party", "status")) == [None, "mentioned", None]


def test_nothing_is_a_projection_too() -> None:
    empty = plain_projection(EdgeTable(NOTHING, NOTHING, np.zeros(0), np.zeros(0, dtype=np.int64), [], {}), "v1")
    assert (len(empty.ids), len(empty.columns.source)) == (0, 0)
