"""What `halqa doctor` tells of the state: whether it opens, is up to date, and is whole."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from api.services.runtime.condition import Finding
from api.services.runtime.doctor import examine
from api.state import users
from api.state.store import LAYOUT, open_state
from graph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def of_state(settings: Settings, patterns: str = "") -> list[Finding]:
    return [finding for finding in examine(settings, "", patterns, quick=True) if finding.subject == "state"]


def test_a_state_that_is_not_there_is_no_problem_and_none_is_made(settings: Settings) -> None:
    (finding,) = of_state(settings)
    assert finding.is_ok and finding.words == "nobody has decided anything yet"
    assert not (settings.data_dir / LAYOUT.file).exists()


def test_a_state_that_is_whole_is_told_with_its_place_and_schema(settings: Settings) -> None:
    open_state(settings).close()
    (finding,) = of_state(settings)
    assert finding.is_ok and finding.words.endswith(f"state.db, schema {LAYOUT.head}")


def test_a_damaged_state_is_told(settings: Settings) -> None:
    with closing(open_state(settings)) as state:
        for number in range(300):
            users.add(state, f"user{number}")
    path = settings.data_dir / LAYOUT.file
    data = bytearray(path.read_bytes())
    data[-12288:] = b"\x00" * 12288
    path.write_bytes(data)
    *_, last = of_state(settings)
    assert not last.is_ok and last.words.endswith("take the last copy of it")
    assert len(of_state(settings, "UZ/*")) == 1


def test_a_state_of_a_newer_program_is_told(settings: Settings) -> None:
    with closing(open_state(settings)) as state, state.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE {LAYOUT.version_table} SET version_num='9999'")
    (finding,) = of_state(settings)
    assert not finding.is_ok and "has schema version 9999" in finding.words


@pytest.mark.postgresql
def test_a_state_on_a_server_is_told_without_its_password(
    settings: Settings, create_postgresql: Callable[..., str]
) -> None:
    there = settings.model_copy(update={"state": create_postgresql()})
    (finding,) = of_state(there)
    assert finding.is_ok and finding.words.startswith("postgresql://***@127.0.0.1:")
    (away,) = of_state(settings.model_copy(update={"state": "postgresql://halqa:secret@127.0.0.1:1/x"}))
    assert not away.is_ok and "does not answer" in away.words and "secret" not in away.words
