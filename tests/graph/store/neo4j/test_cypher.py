"""The Cypher that is made from the schema: every type has its constraint, and nothing from outside gets into a text."""

import pytest

from graph.canonical import RECORD_KINDS
from graph.errors import BadValue
from graph.schema import EDGE_TYPES, NODE_TYPES
from graph.store.neo4j import cypher


def test_every_node_type_and_every_edge_type_has_a_uniqueness_constraint() -> None:
    texts = list(cypher.constraints().values())
    for label in NODE_TYPES:
        assert sum(f"(n:`{label}`) REQUIRE n.id IS UNIQUE" in text for text in texts) == 1
    for edge in EDGE_TYPES:
        assert sum(f"()-[r:`{edge}`]-() REQUIRE r.id IS UNIQUE" in text for text in texts) == 1


def test_names_of_constraints_are_distinct_and_in_their_statements() -> None:
    for name, text in cypher.constraints().items():
        assert f"CREATE CONSTRAINT {name} IF NOT EXISTS" in text


@pytest.mark.parametrize("name", ["Party`) DETACH DELETE n //", "User", "", "party"])
def test_a_name_that_is_not_ours_never_gets_into_a_query(name: str) -> None:
    for make in (cypher.quoted, cypher.count_nodes, cypher.id_map):
        with pytest.raises(KeyError):
            make(name) if make is not cypher.count_nodes else cypher.count_nodes(name, "")


def test_a_property_that_is_no_name_never_gets_into_a_query() -> None:
    with pytest.raises(BadValue, match="x` DELETE"):
        cypher.node_columns("Party", ("x` DELETE n //",), "")


def test_no_property_of_ours_has_a_name_that_the_store_keeps_for_itself() -> None:
    names = {name for kind in RECORD_KINDS.values() for name in kind.fields}
    assert not names & cypher.RESERVED


def test_a_role_gives_its_word_to_the_party_at_the_end_of_its_edge() -> None:
    assert cypher.ROLE_LABELS["SHIPPED_BY"] == "Shipper"
    assert "SET b:`Shipper`" in cypher.write_edges("SHIPPED_BY", True, False)
    assert "SET b" not in cypher.write_edges("HAS_PHONE", True, False)


def test_edges_of_owners_that_have_some_are_merged_by_id_and_others_created() -> None:
    fresh = cypher.write_edges("HAS_PHONE", True, False)
    again = cypher.write_edges("HAS_PHONE", False, False)
    assert "CREATE (a)-[k:`HAS_PHONE` {id: r[2]" in fresh and "MERGE (a)-" not in fresh
    assert "MERGE (a)-[k:`HAS_PHONE` {id: r[2]}]->(b) SET k = {" in again


def test_ids_of_no_type_of_ours_are_left_out() -> None:
    ids = ["phone:+1", "nothing", "x:1", "party:a:1", "phone:+2"]
    assert cypher.by_label(ids) == {"Phone": ["phone:+1", "phone:+2"], "Party": ["party:a:1"]}
