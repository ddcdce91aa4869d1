"""The databases that the record store is tested on: every test that takes one of these fixtures runs on both."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, in a folder that is not there yet where it is a file."""
    if request.param == "postgresql":
        created: str = request.getfixturevalue("create_postgresql")()
        return created
    return f"sqlite:///{tmp_path / 'deep' / 'records.db'}"


@pytest.fixture(params=DATABASES)
def desk_of(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Makes desks with their records in a file or in memory, or in PostgreSQL."""
    name = "desk_on_postgresql" if request.param == "postgresql" else "embedded_desk_of"
    made: Callable[..., Any] = request.getfixturevalue(name)
    return made


@pytest.fixture(params=DATABASES)
def records_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty record store, in memory where it is SQLite."""
    if request.param == "postgresql":
        created: str = request.getfixturevalue("create_records")()
        return created
    return "sqlite://"
