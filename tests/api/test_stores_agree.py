"""Every reading route gives the same answer whether the graph is in the embedded store or in Neo4j."""

from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import pytest

from api.services.asking.resolving import resolve
from api.services.runtime.workspace import Workspace
from graph.linkage.judged import partition_hash
from graph.model import EVERYONE
from graph.schema import RESOLVED_TO, WHO_IS_WHO
from graph.settings import Settings

PHONE = quote("phone:+998901234567")
RECORD = quote("consignment:UZ/decl/H1/customs:declaration:2024/4#a?b&c%41")
PATHS = (
    "stats",
    "channels",
    "schema",
    "hubs",
    "batches",
    "search?q=Karvon",
    "search?q=%D8%A7%D9%84%D8%A7%D9%85%D9%84",
    "search?q=MSKU1234565",
    "search?q=nobody",
    "search?q=23456",
    "search?q=MSKU*565&from=2024-03-01&to=2024-12-31",
    "search?q=trans&type=Party",
    f"entities?id={PHONE}",
    f"entities?id={RECORD}",
    f"entities?id={RECORD}&as=UZ%2F*%2FH3%2F*",
    f"entities/history?id={RECORD}",
    f"entities/neighbours?id={PHONE}&limit=1",
    f"entities/neighbours?id={PHONE}&rank=recent",
    f"subgraph?id={PHONE}&hops=2",
    "entities?id=phone:%2B1",
    "entities?id=nothing",
)
ANALYSES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("linked_entities", {}),
    ("communities", {}),
    ("centrality", {}),
    ("paths", {"source": "phone:+998901234567", "target": "container:MSKU1234565"}),
)


@pytest.mark.neo4j
def test_every_reading_route_answers_the_same_on_both_stores(
    small_settings: Settings, neo4j_settings: Settings, open_client: Any
) -> None:
    with ExitStack() as stack:
        here, there = (stack.enter_context(open_client(one)) for one in (small_settings, neo4j_settings))
        for path in PATHS:
            ours, theirs = here.get(f"/v1/{path}"), there.get(f"/v1/{path}")
            assert (ours.status_code, timeless(ours.json())) == (theirs.status_code, timeless(theirs.json())), path
        for name, body in ANALYSES:
            ours, theirs = (one.post(f"/v1/analyses/{name}?wait=60", json=body) for one in (here, there))
            assert (ours.status_code, ours.json()) == (200, theirs.json()), name
        assert there.get("/v1/ready").status_code == 200
        for page in ("/", "/search?q=Karvon", f"/entity?id={PHONE}"):
            assert there.get(page).status_code == 200, page


@pytest.mark.neo4j
def test_who_is_who_is_found_and_kept_alike_in_both_stores(small_settings: Settings, neo4j_settings: Settings) -> None:
    found = []
    for settings in (small_settings, neo4j_settings):
        with Workspace(settings) as workspace:
            summary = resolve(workspace, EVERYONE, "gulnora")
            entities = workspace.world(EVERYONE).entities
            partition = partition_hash(entities.projection.ids.take(entities.parties), entities.of_party)
            names: dict[str, str] = {}  # given ids are random: told apart by the order in which they come
            rows = [
                (
                    source,
                    kind,
                    names.setdefault(target, f"entity {len(names)}") if kind == RESOLVED_TO else target,
                    said,
                )
                for source, kind, target, said in workspace.store.annotations(WHO_IS_WHO)
            ]
        found.append((summary, partition, rows))
    assert found[0] == found[1]
    assert found[0][2]


def timeless(answer: Any) -> Any:
    """An answer without the moments of loading."""
    if isinstance(answer, dict):
        return {name: timeless(value) for name, value in answer.items() if name != "loaded_at"}
    return [timeless(one) for one in answer] if isinstance(answer, list) else answer
