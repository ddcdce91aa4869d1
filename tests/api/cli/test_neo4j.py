"""`halqa neo4j`: start, status, stop, from one command to the next; and `--bulk`, which fills such a server."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import free_port
from tests.declarations import profile_of

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]

PROFILE = profile_of("consignee.name", "consignee.phone")
ROWS = """\
No,Date,Consignee,Phone
1,2024-03-01,Karvon Trans LLC,+998901234567
2,2024-03-08,Ипак Савдо MChJ,+998901234567
"""


@pytest.fixture
def halqa(tmp_path: Path, run_command: Callable[..., "Ran"]) -> Run:
    """Runs the command with a data directory of its own; Java starts with half its usual work (`QUICK_START`)."""
    java = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}

    def run(*words: str, **settings: str) -> "Ran":
        return run_command(tmp_path, {"HALQA_DATA_DIR": str(tmp_path / "data"), **java, **settings}, *words)

    return run


@pytest.fixture
def ended(halqa: Run) -> Iterator[None]:
    """A server that the test started is ended, however the test ends."""
    yield
    halqa("neo4j", "stop")


def exports(text: str) -> dict[str, str]:
    lines = [line.removeprefix("export ") for line in text.splitlines() if line.startswith("export ")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("verb", ["start", "stop", "status"])
def test_every_verb_has_an_example_in_its_help(halqa: Run, verb: str) -> None:
    assert f"Example: halqa neo4j {verb}" in halqa("neo4j", verb, "--help").stdout


def test_nothing_running_is_an_answer_not_a_fault(halqa: Run) -> None:
    said = halqa("neo4j", "status"), halqa("neo4j", "stop"), halqa("neo4j", "status", "--json")
    assert [run.returncode for run in said] == [0, 0, 0]
    assert "not running" in said[0].stdout
    assert "no Neo4j server" in said[1].stdout
    assert json.loads(said[2].stdout)["is_running"] is False


@pytest.mark.neo4j
@pytest.mark.usefixtures("ended")
def test_a_server_is_started_once_found_again_and_ended(halqa: Run, neo4j_program: Program) -> None:
    started = halqa("neo4j", "start", "--port", str(free_port()), "--heap", "512m")
    assert started.returncode == 0, started.stderr
    found = json.loads(halqa("neo4j", "status", "--json").stdout)
    access = exports(started.stdout)
    assert found["is_running"]
    assert found["version"] == neo4j_program.version
    assert access["HALQA_STORE"] == found["url"]
    again = halqa("neo4j", "start", "--port", "1")
    assert (again.returncode, exports(again.stdout)) == (0, access)
    assert "was running already" in again.stdout
    with GraphDatabase.driver(found["url"], auth=("neo4j", access["HALQA_NEO4J_PASSWORD"])) as driver:
        driver.verify_authentication()
    assert "ended" in halqa("neo4j", "stop").stdout
    assert json.loads(halqa("neo4j", "status", "--json").stdout)["is_running"] is False


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.usefixtures("ended")
def test_a_server_is_filled_by_an_import_and_never_overwritten(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    assert halqa("load", "rows.csv", "--profile", "decl.yaml", "--originator", "UZ").returncode == 0
    embedded = json.loads(halqa("stats", "--json").stdout)
    access = exports(halqa("neo4j", "start", "--port", str(free_port()), "--heap", "512m").stdout)
    filled = halqa("rebuild", "--bulk", **access)
    assert filled.returncode == 0, filled.stderr
    assert json.loads(halqa("stats", "--json", **access).stdout) == embedded
    refused = halqa("rebuild", "--bulk", **access)
    assert refused.returncode == 2 and "an import replaces all that a database holds" in refused.stderr


@pytest.mark.slow
@pytest.mark.neo4j
def test_data_survive_a_stop(halqa: Run, neo4j_program: Program) -> None:
    try:
        access = exports(halqa("neo4j", "start", "--port", str(free_port())).stdout)
        with GraphDatabase.driver(access["HALQA_STORE"], auth=("neo4j", access["HALQA_NEO4J_PASSWORD"])) as driver:
            driver.execute_query("CREATE (:Party {id: 'kept'})")
        halqa("neo4j", "stop")
        assert exports(halqa("neo4j", "start").stdout) == access, "port and password stay"
        with GraphDatabase.driver(access["HALQA_STORE"], auth=("neo4j", access["HALQA_NEO4J_PASSWORD"])) as driver:
            records, _, _ = driver.execute_query("MATCH (p:Party) RETURN p.id AS id")
    finally:
        halqa("neo4j", "stop")
    assert [record["id"] for record in records] == ["kept"]
