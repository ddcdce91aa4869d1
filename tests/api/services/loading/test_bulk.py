"""The three ways into Neo4j end in the graph of the embedded store: loading, rebuilding, importing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.services.loading.bulk import bulk_rebuild
from api.services.loading.rebuild import rebuild_graph
from api.services.loading.sample import load_manifest
from api.services.runtime import neo4j
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, StoreProblem
from graph.model import EVERYONE
from graph.settings import Settings
from graph.store.neo4j.base import Login
from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import free_port
from graph.store.neo4j.store import Neo4jStore

Hash = Callable[[Neo4jStore], str]


SOME = ["KG-declarations-2024-01", "KG-parties", "KG-vehicles", "KG-seizures"]


@pytest.fixture(scope="module", params=[SOME, pytest.param([""], marks=pytest.mark.slow)], ids=["some", "all"])
def sample(request: pytest.FixtureRequest, sample_part: Callable[..., Path]) -> Path:
    """A month of one administration in the small sample with its registers and seizures, or all of the sample."""
    return sample_part(request.param)


@pytest.fixture(scope="module")
def embedded(sample: Path, tmp_path_factory: pytest.TempPathFactory, graph_hash: Hash) -> tuple[Settings, str, str]:
    """A loaded embedded store: its settings, its hash, its version."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    with Workspace(settings) as workspace:
        load_manifest(workspace, sample)
        return settings, graph_hash(workspace.store), workspace.store.version(EVERYONE)


@pytest.mark.slow  # the ordinary suite moves the same graph there, and loads smaller ones
@pytest.mark.neo4j
def test_loading_into_neo4j_gives_the_graph_of_the_embedded_store(
    open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login, embedded: tuple[Settings, str, str],
    sample: Path, tmp_path: Path, graph_hash: Hash,
) -> None:  # fmt: skip
    open_neo4j().close()
    store = open_neo4j()
    store.close()
    settings = Settings(
        data_dir=tmp_path,
        store=store.url,
        neo4j_user=neo4j_login.user,
        neo4j_password=neo4j_login.password,
    )
    with Workspace(settings) as workspace:
        load_manifest(workspace, sample)
        assert (graph_hash(workspace.store), workspace.store.version(EVERYONE)) == embedded[1:]
        before = workspace.store.version(EVERYONE)
        again = load_manifest(workspace, sample)
        assert all(report.already_loaded for report in again)
        assert workspace.store.version(EVERYONE) == before


@pytest.mark.neo4j
def test_rebuilding_into_neo4j_moves_an_embedded_graph(
    open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login, embedded: tuple[Settings, str, str], graph_hash: Hash
) -> None:
    store = open_neo4j()
    store.close()
    settings = embedded[0].model_copy(update={"neo4j_user": neo4j_login.user, "neo4j_password": neo4j_login.password})
    with Workspace(settings, store.url, resume=False) as workspace:
        rebuild_graph(workspace)
        assert (graph_hash(workspace.store), workspace.store.version(EVERYONE)) == embedded[1:]


@pytest.fixture
def managed(embedded: tuple[Settings, str, str], neo4j_program: Program) -> Iterator[tuple[Settings, str]]:
    """A running server of `halqa neo4j` in the data directory of the embedded store; stopped at the end."""
    settings = embedded[0]
    wanted = neo4j.WantedServer(neo4j_program.version, free_port(), "512m")
    state, _ = neo4j.start(settings, wanted, lambda _: None)
    try:
        yield settings.model_copy(update={"neo4j_password": state.password}), state.uri
    finally:
        neo4j.stop(settings)


@pytest.mark.slow  # the ordinary suite imports two records without a server, see tests/graph/store/neo4j/test_bulk.py
@pytest.mark.neo4j
def test_importing_gives_the_graph_of_the_embedded_store_and_never_overwrites_one(
    managed: tuple[Settings, str], embedded: tuple[Settings, str, str], graph_hash: Hash
) -> None:
    settings, url = managed
    done = bulk_rebuild(settings, url)
    assert done.is_imported and not done.files.folder.exists()
    with Workspace(settings, url) as workspace:
        assert (graph_hash(workspace.store), workspace.store.version(EVERYONE)) == embedded[1:]
        assert workspace.applier.pending() == []
    with pytest.raises(StoreProblem, match=r"holds [\d,]+ nodes, and an import replaces all"):
        bulk_rebuild(settings, url)


def test_a_server_of_somebody_else_gets_files_and_a_command(
    embedded: tuple[Settings, str, str], tmp_path: Path
) -> None:
    done = bulk_rebuild(embedded[0], "neo4j://192.0.2.1:7687", folder=tmp_path / "files")
    assert not done.is_imported
    assert (tmp_path / "files" / "import.sh").read_text("utf-8").splitlines()[-1] == done.files.command()
    assert done.records and done.files.nodes and done.files.edges


def test_bulk_is_for_neo4j_alone(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="--bulk fills a Neo4j server, not 'sqlite"):
        bulk_rebuild(Settings(data_dir=tmp_path), f"sqlite:///{tmp_path}/graph.db")
