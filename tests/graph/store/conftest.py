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


@pytest.fixture(params=sorted(STORES))
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """Makes empty stores of one implementation, each in a folder of its own; all are closed at the end."""
    opened: list[GraphStore] = []

    def make() -> GraphStore:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        store = STORES[request.param](folder)
        opened.append(store)
        store.ensure_schema()
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(open_empty: Callable[[], GraphStore]) -> GraphStore:
    return open_empty()
