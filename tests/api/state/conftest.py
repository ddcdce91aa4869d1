"""The state on both databases: every test runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.state.store import StateStore
from graph.errors import HalqaError

PATIENCE_SECONDS = 300


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables of the state; copying it is quicker than making them."""
    path = tmp_path_factory.mktemp("state") / "state.db"
    StateStore(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: Any) -> str:
    """A database with the tables of the state."""
    name: str = postgresql_server.create()
    StateStore(postgresql_server.url(name)).close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty state."""
    if request.param == "postgresql":
        template = request.getfixturevalue("postgresql_template")
        created: str = request.getfixturevalue("create_postgresql")(template)
        return created
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "state.db")
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def state(state_url: str) -> Iterator[StateStore]:
    """An empty state."""
    with closing(StateStore(state_url)) as opened:
        yield opened


@pytest.fixture
def at_once(state_url: str) -> Callable[..., list[Any]]:
    """Does things at the same time, each through a state of its own; what each gave, or the fault that it met."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    def run(*works: Callable[[StateStore], Any]) -> list[Any]:
        start = Barrier(len(works))  # broken where one of them does not get so far, so that the others do not wait

        def one(work: Callable[[StateStore], Any]) -> Any:
            with closing(StateStore(state_url)) as own:
                start.wait(PATIENCE_SECONDS)
                try:
                    return work(own)
                except HalqaError as error:
                    return error

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run
