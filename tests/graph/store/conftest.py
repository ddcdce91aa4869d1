"""The stores that the contract runs on: a new implementation is one more line in `STORES`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreProblem
from graph.store.base import GraphStore
from graph.store.neo4j.server.jars import VERSIONS
from graph.store.neo4j.server.server import LocalServer, disposable_server
from graph.store.sqlite.store import SqliteStore

STORES: dict[str, Callable[[Path], GraphStore]] = {
    "sqlite file": lambda folder: SqliteStore(f"sqlite:///{folder / 'graph.db'}"),
    "sqlite memory": lambda _: SqliteStore("sqlite:///:memory:"),
}


SERVERS = {"neo4j": [pytest.mark.neo4j], "newest neo4j": [pytest.mark.neo4j, pytest.mark.slow]}


@pytest.fixture(scope="session")
def newest_server() -> Iterator[LocalServer]:
    """A server of the newest Neo4j that we know, where this machine has a Java that is new enough for it."""
    try:
        with disposable_server(VERSIONS[-1]) as server:
            yield server
    except StoreProblem as error:
        pytest.skip(f"no newest Neo4j: {error}")


@pytest.fixture
def open_newest_neo4j(newest_server: LocalServer, empty_neo4j: Callable[..., Any]) -> Callable[[], GraphStore]:
    opener: Callable[[], GraphStore] = empty_neo4j(newest_server)
    return opener


@pytest.fixture(params=[*sorted(STORES), *(pytest.param(name, marks=marks) for name, marks in SERVERS.items())])
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """Makes empty stores of one implementation; all are closed at the end.

    A Neo4j server has one database: a second store asked for beside it is an embedded one, which must not differ.
    """
    opened: list[GraphStore] = []

    def make() -> GraphStore:
        is_server = request.param in SERVERS
        if is_server and not opened:
            store: GraphStore = request.getfixturevalue(f"open_{request.param.replace(' ', '_')}")()
        else:
            folder = tmp_path / str(len(opened))
            folder.mkdir()
            store = STORES["sqlite file" if is_server else request.param](folder)
            store.ensure_schema()
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(open_empty: Callable[[], GraphStore]) -> GraphStore:
    return open_empty()
