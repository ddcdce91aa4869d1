"""How Neo4j looks for words and numbers: by its indexes, never by a walk through all nodes of a label."""

from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from graph.store.neo4j.search import search_query

pytestmark = pytest.mark.neo4j


def operators(plan: Any) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for inner in plan.get("children", ()):
        yield from operators(inner)


@pytest.mark.parametrize("has_days", [False, True])
def test_numbers_and_words_are_looked_up_in_indexes(
    open_neo4j: Any, neo4j_driver: neo4j.Driver, has_days: bool
) -> None:
    open_neo4j().close()
    query = search_query(("Phone", "Vehicle", "Seizure"), True, False, has_days)
    given = {"patterns": [["90123"]], "words": "(silk*)", "types": ["Phone"], "channels": None, "most": 9}
    with neo4j_driver.session(database="neo4j") as session:
        result = session.run(f"EXPLAIN {query}", given | {"first_on": "", "last_on": ""})
        found = list(operators(result.consume().plan))
    assert found.count("NodeIndexContainsScan") == 3 and "ProcedureCall" in found
    assert not {"NodeByLabelScan", "AllNodesScan", "UnionNodeByLabelsScan"} & set(found)
