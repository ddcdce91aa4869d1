"""`halqa serve` as people start and stop it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

PATIENCE_SECONDS = 300  # of a loaded machine


def command(tmp_path: Path, *words: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HALQA")} | {
        "HALQA_DATA_DIR": str(tmp_path / "data")
    }
    program = [sys.executable, "-c", "from api.cli.main import main; main()", "serve", *words]
    root = Path(__file__).parents[3]
    return subprocess.Popen(program, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)


@contextmanager
def serving(tmp_path: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = command(tmp_path, "--port", "0", *words)
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://\S+(?=/v1 )", said)
        assert found, said
        yield found.group(), process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_where_it_says_and_stops_cleanly(tmp_path: Path, stop: signal.Signals) -> None:
    with serving(tmp_path) as (url, process):
        with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
            assert client.get("/v1/health").json() == {"status": "alive"}
            assert client.get("/v1/health", headers={"host": "example.org"}).status_code == 421
        process.send_signal(stop)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
        assert (process.returncode, said) == (0, "")


def test_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    process = command(tmp_path, "--host", "0.0.0.0")
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2
    assert "would cross the network in the clear" in said and "next: listen on 127.0.0.1" in said


def test_a_port_that_is_taken_is_refused_in_words(halqa: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = halqa("serve", "--port", str(port))
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"halqa: port {port} of 127.0.0.1 cannot be had")


def test_a_store_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "graph.db").write_bytes(b"this is no database at all" * 100)
    process = command(tmp_path, "--port", "0")
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2 and "is not a store of Halqa" in said
