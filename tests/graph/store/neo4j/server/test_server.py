"""Local Neo4j servers: they start, answer, and end with those who started them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.errors import BadValue, StoreProblem
from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import (
    SUPERVISOR,
    LocalServer,
    ServerState,
    Setup,
    check_port,
    free_port,
    is_server,
    last_words,
    stop_process,
)

ROOT = Path(__file__).parents[5]
WAIT = "import time; print('ready', flush=True); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
PARENT = """
import time
from graph.store.neo4j.server.server import disposable_server
with disposable_server() as server:
    print(server.pid, server.home, flush=True)
    time.sleep(600)
"""
PARENT_OF_A_SLEEPER = """
import json, subprocess, sys, time
command = [sys.executable, "-I", "-S", "-c", *sys.argv[1:]]
supervisor = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
print(json.dumps(["sleep", "600"]), file=supervisor.stdin, flush=True)
print(supervisor.stdout.readline(), flush=True)
time.sleep(600)
"""


def eventually(is_so: Callable[[], bool], seconds: float = 300) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A program that has said its first line; it is gone afterwards."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be asked how does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.neo4j
def test_a_disposable_server_answers(neo4j_server: Any) -> None:
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        records, _, _ = driver.execute_query("RETURN 1 AS one")
    assert [record["one"] for record in records] == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_what_a_supervisor_runs_and_its_folder_are_gone_when_its_parent_is_killed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-c", PARENT_OF_A_SLEEPER, SUPERVISOR, str(home), str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        try:
            assert parent.stdout is not None
            pid = int(parent.stdout.readline())
            assert is_alive(pid)
        finally:
            parent.kill()
    assert eventually(lambda: not is_alive(pid))
    assert eventually(lambda: not home.exists())


@pytest.mark.slow  # a server of its own; the ordinary suite has a sleeper in its place
@pytest.mark.neo4j
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_disposable_server_and_its_folder_are_gone_when_its_parent_is_killed(neo4j_program: Program) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with parent:
        try:
            assert parent.stdout is not None
            pid, home = parent.stdout.readline().split()
            assert is_server(int(pid), Path(home))
        finally:
            parent.send_signal(signal.SIGKILL)
    assert eventually(lambda: not is_alive(int(pid)))
    assert eventually(lambda: not Path(home).exists())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the server with its supervisor")
def test_a_server_ends_with_its_supervisor(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", "-c", SUPERVISOR, str(tmp_path / "home"), str(tmp_path / "log")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdin is not None and supervisor.stdout is not None
        try:
            print(json.dumps(["sleep", "600"]), file=supervisor.stdin, flush=True)
            pid = int(supervisor.stdout.readline())
            assert is_alive(pid)
        finally:
            supervisor.kill()
    assert eventually(lambda: not is_alive(pid))


def test_a_supervisor_whose_parent_is_gone_before_it_says_a_command_clears_the_folder(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    command = [sys.executable, "-I", "-S", "-c", SUPERVISOR, str(tmp_path / "home"), str(tmp_path / "log")]
    assert subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
@pytest.mark.neo4j
def test_the_administration_tool_answers_and_its_faults_are_short(neo4j_program: Program, tmp_path: Path) -> None:
    server = LocalServer(tmp_path, neo4j_program, Setup(free_port(), "a-password"))
    (tmp_path / "data" / "dbms").mkdir(parents=True)
    (tmp_path / "data" / "dbms" / "auth.ini").touch()  # so that nobody sets the password, which takes a second
    assert "--overwrite-destination" in server.run_admin(["database", "import", "full", "--help"])
    with pytest.raises(StoreProblem, match="neo4j-admin database import full") as fault:
        server.run_admin(["database", "import", "full", "neo4j", "--nodes=missing.csv"])
    assert "missing.csv" in fault.value.message
    assert len(fault.value.message) < 800


@pytest.mark.neo4j
def test_the_password_is_kept_out_of_the_command_line_and_the_folder(neo4j_program: Program, tmp_path: Path) -> None:
    server = LocalServer(tmp_path, neo4j_program, Setup(free_port(), "a-secret-word"))
    server.prepare()
    assert "a-secret-word" not in " ".join(server.command())
    assert "a-secret-word" not in repr(server.setup)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and b"a-secret-word" in path.read_bytes()] == []


@pytest.mark.parametrize(
    "setup",
    [{"heap": "8"}, {"heap": "0m"}, {"heap": "1 g"}, {"page_cache": "512mb"}, {"port": 0}, {"port": 65_536}],
)
def test_memory_and_ports_that_cannot_be_are_refused(setup: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        Setup(**{"port": 7687, "password": "x", **setup})


def test_a_state_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    state = ServerState("5.26.12", 7687, "1g", "secret", 4711, "2024-05-01T10:00:00+00:00")
    state.write(tmp_path)
    state.write(tmp_path)
    assert ServerState.read(tmp_path) == state
    assert (tmp_path / "server.json").stat().st_mode & 0o777 == 0o600
    assert "secret" not in repr(state)


def test_a_folder_without_a_state_has_none_and_a_broken_one_says_so(tmp_path: Path) -> None:
    assert ServerState.read(tmp_path) is None
    for text in ("", "[]", '{"version": "5.26.12"}'):
        (tmp_path / "server.json").write_text(text, "utf-8")
        with pytest.raises(StoreProblem, match=r"server\.json"):
            ServerState.read(tmp_path)


def test_only_a_process_that_names_the_home_is_its_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", WAIT, f"--home-dir={home}"]
    with running(command) as process:
        assert not is_server(process.pid, tmp_path / "hom")
        assert not is_server(os.getpid(), home)
        assert stop_process(process.pid, tmp_path / "other")
        assert process.poll() is None, "the process of another home is left alone"
        assert is_server(process.pid, home)
        assert stop_process(process.pid, home)
        assert process.wait() == -signal.SIGTERM
    assert not is_server(process.pid, home)


def test_a_server_that_does_not_end_is_ended_by_force(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STUBBORN, f"--home-dir={tmp_path}"]
    with running(command) as process:
        assert not stop_process(process.pid, tmp_path, seconds=0.2)
        assert process.wait() == -signal.SIGKILL


def test_no_number_is_no_server(tmp_path: Path) -> None:
    assert not is_server(0, tmp_path)
    assert not is_server(-1, tmp_path)


def test_a_port_that_somebody_listens_on_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StoreProblem, match=f"port {port} "):
            check_port(port)
    check_port(free_port())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it said nothing"),
        ("one\ntwo\n", "one / two"),
        ("INFO a\nERROR no room\n\tat org.neo4j.X\n\t... 5 more\nINFO Stopped.", "ERROR no room / INFO Stopped."),
        ("Exception in thread\n  at x\nCaused by: full disk", "Caused by: full disk"),
    ],
)
def test_the_last_words_of_a_program_begin_with_its_last_error(text: str, words: str) -> None:
    assert last_words(text) == words
