"""Large data on Neo4j: the medium sample and the outside declarations give the graph of the embedded store."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings
from graph.store.base import GraphStore
from graph.store.neo4j.base import Login
from graph.store.neo4j.store import Neo4jStore
from loaders.sample import generate

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
Fill = Callable[[Workspace], None]


def in_both(
    open_neo4j: Callable[[], Neo4jStore],
    login: Login,
    folder: Path,
    fill: Fill,
    graph_hash: Callable[[GraphStore], str],
) -> None:
    """Fills an embedded store and a Neo4j, and compares hash and version."""
    store = open_neo4j()
    store.close()
    found = []
    for settings in (
        Settings(data_dir=folder / "embedded"),
        Settings(data_dir=folder / "server", store=store.url, neo4j_user=login.user, neo4j_password=login.password),
    ):
        with Workspace(settings) as workspace:
            fill(workspace)
            found.append((graph_hash(workspace.store), workspace.store.version(EVERYONE)))
    assert found[0] == found[1]


def test_the_medium_sample(
    open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    sample = generate(tmp_path / "sample", 101, "medium").folder
    in_both(open_neo4j, neo4j_login, tmp_path, lambda w: load_manifest(w, sample) and None, graph_hash)


def test_the_declarations(
    open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    data = os.environ.get("HALQA_TEST_DATA")
    if not data:
        pytest.skip("HALQA_TEST_DATA names no folder")
    files = sorted(Path(data).glob("customs_declarations/*.csv"))
    options = LoadOptions("customs-declarations", "KR", extract_date="2021-12-31")

    def fill(workspace: Workspace) -> None:
        for path in files:
            load_file(workspace, path, options)

    assert files
    in_both(open_neo4j, neo4j_login, tmp_path, fill, graph_hash)
