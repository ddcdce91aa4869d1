"""The stores that the contract runs on: a new implementation is one more line in `STORES`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store.base import GraphStore
from graph.store.sqlite import SqliteStore

STORES: dict[str, Callable[[Path], GraphStore]] = {
    "sqlite file": lambda folder: SqliteStore(f"sqlite:///{folder / 'graph.db'}"),
    "sqlite memory": lambda _: SqliteStore("sqlite:///:memory:"),
}


@pytest.fixture(params=[*sorted(STORES), pytest.param("neo4j", marks=pytest.mark.neo4j)])
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """Makes empty stores of one implementation; all are closed at the end.

    A Neo4j server has one database: a second store asked for beside it is an embedded one, which must not differ.
    """
    opened: list[GraphStore] = []

    def make() -> GraphStore:
        if request.param == "neo4j" and not opened:
            store: GraphStore = request.getfixturevalue("open_neo4j")()
        else:
            folder = tmp_path / str(len(opened))
            folder.mkdir()
            store = STORES["sqlite file" if request.param == "neo4j" else request.param](folder)
            store.ensure_schema()
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(open_empty: Callable[[], GraphStore]) -> GraphStore:
    return open_empty()
