"""`halqa neo4j`: start, status, stop, from one command to the next."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import free_port

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def halqa(tmp_path: Path) -> Run:
    """Runs the command with a data directory of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HALQA")}
    environment |= {"HALQA_DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.cli.main", "neo4j", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def exports(text: str) -> dict[str, str]:
    lines = [line.removeprefix("export ") for line in text.splitlines() if line.startswith("export ")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("verb", ["start", "stop", "status"])
def test_every_verb_has_an_example_in_its_help(halqa: Run, verb: str) -> None:
    assert f"Example: halqa neo4j {verb}" in halqa(verb, "--help").stdout


def test_nothing_running_is_an_answer_not_a_fault(halqa: Run) -> None:
    said = halqa("status"), halqa("stop"), halqa("status", "--json")
    assert [run.returncode for run in said] == [0, 0, 0]
    assert "not running" in said[0].stdout
    assert "no Neo4j server" in said[1].stdout
    assert json.loads(said[2].stdout)["is_running"] is False


@pytest.mark.neo4j
def test_a_server_is_started_once_found_again_and_ended(halqa: Run, neo4j_program: Program) -> None:
    try:
        started = halqa("start", "--port", str(free_port()), "--heap", "512m")
        assert started.returncode == 0, started.stderr
        found = json.loads(halqa("status", "--json").stdout)
        assert found["is_running"]
        assert found["version"] == neo4j_program.version
        assert exports(started.stdout)["HALQA_STORE"] == found["url"]
        with GraphDatabase.driver(found["url"], auth=("neo4j", exports(started.stdout)["HALQA_NEO4J_PASSWORD"])) as d:
            d.verify_authentication()
        again = halqa("start", "--port", "1")
        assert (again.returncode, exports(again.stdout)) == (0, exports(started.stdout))
        assert "was running already" in again.stdout
    finally:
        ended = halqa("stop")
    assert "ended" in ended.stdout
    assert json.loads(halqa("status", "--json").stdout)["is_running"] is False


@pytest.mark.slow
@pytest.mark.neo4j
def test_data_survive_a_stop(halqa: Run, neo4j_program: Program) -> None:
    try:
        access = exports(halqa("start", "--port", str(free_port())).stdout)
        with GraphDatabase.driver(access["HALQA_STORE"], auth=("neo4j", access["HALQA_NEO4J_PASSWORD"])) as driver:
            driver.execute_query("CREATE (:Party {id: 'kept'})")
        halqa("stop")
        assert exports(halqa("start").stdout) == access, "port and password stay"
        with GraphDatabase.driver(access["HALQA_STORE"], auth=("neo4j", access["HALQA_NEO4J_PASSWORD"])) as driver:
            records, _, _ = driver.execute_query("MATCH (p:Party) RETURN p.id AS id")
    finally:
        halqa("stop")
    assert [record["id"] for record in records] == ["kept"]
