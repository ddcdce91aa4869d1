"""The managed Neo4j server, as far as it goes without one: states that went stale, starts that are refused."""

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from api.services.runtime.neo4j import WantedServer, home_of, start, status, stop
from graph.errors import BadValue, StoreProblem
from graph.settings import Settings
from graph.store.neo4j.server.server import ServerState, free_port

STATE = ServerState("5.26.12", 7687, "1g", "secret", 0, "")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read({"HALQA_DATA_DIR": str(tmp_path)})


def write(settings: Settings, state: ServerState) -> None:
    home_of(settings).mkdir()
    state.write(home_of(settings))


def test_a_server_that_was_never_started_is_not_running_and_nothing_is_written(settings: Settings) -> None:
    assert not status(settings).is_running
    assert stop(settings) == (None, True)
    assert not home_of(settings).exists()


def test_the_number_of_another_program_is_not_running_and_that_program_is_left_alone(settings: Settings) -> None:
    write(settings, replace(STATE, pid=os.getpid(), started_at="2024-05-01T10:00:00+00:00"))
    found = status(settings)
    assert (found.is_running, found.pid, found.version, found.url) == (False, 0, "5.26.12", "neo4j://127.0.0.1:7687")
    assert stop(settings) == (None, True)
    assert ServerState.read(home_of(settings)) == STATE


def test_a_port_in_use_is_refused_before_anything_is_fetched(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StoreProblem, match=f"port {port} .*--port"):
            start(settings, WantedServer(port=port), said.append)
    assert said == []
    assert ServerState.read(home_of(settings)) is None


def test_an_older_version_than_that_of_the_data_is_refused(settings: Settings) -> None:
    write(settings, replace(STATE, version="2026.05.0"))
    with pytest.raises(BadValue, match=r"2026\.05\.0"):
        start(settings, WantedServer(version="5.26.12"), lambda _: None)


def test_an_unknown_version_is_refused(settings: Settings) -> None:
    with pytest.raises(BadValue, match="known: "):
        start(settings, WantedServer(version="6.0.0", port=free_port()), lambda _: None)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreProblem, match="HALQA_DATA_DIR"):
        start(Settings.read({"HALQA_DATA_DIR": str(tmp_path / "file")}), WantedServer(), lambda _: None)
