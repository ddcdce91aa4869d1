"""Properties go into Neo4j and come out as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.neo4j.cypher import AS_JSON, EDGE_RESERVED, RESERVED
from graph.store.neo4j.properties import edge_properties, node_properties, to_neo4j

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.text("abcdefgh_", min_size=1).filter(lambda name: name not in RESERVED | EDGE_RESERVED)


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_what_goes_in_comes_out(properties: dict[str, object]) -> None:
    kept = to_neo4j(properties)
    for value in kept.values():
        for one in value if isinstance(value, list) else [value]:
            assert isinstance(one, str | int | float | bool)
            assert not isinstance(one, int) or -(2**63) <= one < 2**63
    assert node_properties(kept) == edge_properties(kept) == properties


@pytest.mark.parametrize("value", ["ж", "", 3, 2.5, True, ["a", "b"], [1, 2], [1.5]])
def test_what_neo4j_can_hold_is_held_as_it_is(value: object) -> None:
    assert to_neo4j({"x": value}) == {"x": value}


@pytest.mark.parametrize("value", [None, [], [1, 2.0], [True, 1], ["a", None], {"a": 1}, 2**63, [[1]], float("inf")])
def test_anything_else_is_held_as_json_and_named(value: object) -> None:
    kept = to_neo4j({"x": value})
    assert kept == {"x": json.dumps(value), AS_JSON: ["x"]}
    assert node_properties(kept) == {"x": value}


def test_a_tuple_is_a_list() -> None:
    assert to_neo4j({"x": ("a", "b")}) == {"x": ["a", "b"]}


def test_no_properties_are_none() -> None:
    assert to_neo4j(None) == to_neo4j({}) == {}
