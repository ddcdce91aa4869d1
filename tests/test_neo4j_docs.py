"""The queries of `docs/neo4j.md` run on the sample data, answer, and name nothing that is not there."""

import re
from collections.abc import Callable
from pathlib import Path

import neo4j
import pytest

from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from graph.store.neo4j.base import Login
from graph.store.neo4j.store import Neo4jStore

PAGE = (Path(__file__).parents[1] / "docs" / "neo4j.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```cypher\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.neo4j
def test_every_query_of_the_page_answers_on_the_sample(
    open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login, tmp_path: Path, sample_part: Callable[..., Path]
) -> None:
    store = open_neo4j()
    store.close()
    login = {"neo4j_user": neo4j_login.user, "neo4j_password": neo4j_login.password}
    with Workspace(Settings(data_dir=tmp_path, store=store.url, **login)) as workspace:
        load_manifest(workspace, sample_part(["KG"]))
    auth = (neo4j_login.user, neo4j_login.password)
    with neo4j.GraphDatabase.driver(store.url, auth=auth) as driver, driver.session(database="neo4j") as session:
        for query in QUERIES:
            result = session.run(query)  # type: ignore[arg-type]  # our own page
            rows = list(result)
            assert rows, query
            told = result.consume().gql_status_objects
            assert [one.status_description for one in told if one.raw_severity == "WARNING"] == [], query


def test_the_page_holds_ten_queries() -> None:
    assert len(QUERIES) == 10
