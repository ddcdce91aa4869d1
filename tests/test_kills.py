"""`kill -9` at any moment: the same command again, as often as needed, ends in the graph of an undisturbed load."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import neo4j
import pytest

from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.errors import StoreUnavailable
from graph.progress import Step
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import GraphStore
from graph.store.neo4j.base import Login
from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import QUICK_START, LocalServer, Setup, free_port
from graph.store.neo4j.store import Neo4jStore
from loaders.sample import generate

KILLS, KILLS_ON_NEO4J = 20, 5
FILES = 12

# Imports once, then forks a program for each line it is given: seconds until the kill (0 for none) and a data directory
# to load the sample into. It answers how the program ended. Nobody else may kill: only the parent knows that the number
# still belongs to its child.
DRIVER = """
import os, signal, sys, time
from pathlib import Path
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

for line in sys.stdin:
    seconds, data = line.rstrip().split(" ", 1)
    program = os.fork()
    if not program:
        with Workspace(Settings.read({**os.environ, "HALQA_DATA_DIR": data})) as workspace:
            load_manifest(workspace, Path(sys.argv[1]))
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(program, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1]), flush=True)
"""


class Driver:
    """Runs loading programs, one at a time."""

    def __init__(self, sample: Path, login: dict[str, str]) -> None:
        command = [sys.executable, "-W", "error", "-c", DRIVER, str(sample)]
        environment = {**os.environ, **login, "OPENBLAS_NUM_THREADS": "1"}  # no threads before the fork
        root = Path(__file__).parents[1]
        self.process = subprocess.Popen(
            command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def load(self, data: Path, kill_after_seconds: float = 0.0) -> int:
        """Loads into a data directory; how the program ended: 0, or minus the signal."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{kill_after_seconds} {data}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> "Driver":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The biggest files of a small sample, the later months before the earlier ones that they correct."""
    folder = generate(tmp_path_factory.mktemp("sample"), 7, "small").folder
    header, *lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    lines.sort(key=lambda line: -(folder / line.split(",")[0]).stat().st_size)
    chosen = sorted(lines[:FILES], reverse=True)
    (folder / "manifest.csv").write_text(header + "".join(chosen), encoding="utf-8")
    return folder


def hash_of(data: Path, graph_hash: Callable[[GraphStore], str]) -> str:
    store = open_store(f"sqlite:///{data / 'graph.db'}")
    try:
        return graph_hash(store)
    finally:
        store.close()


def kill_again_and_again(
    driver: Driver, folder: Path, seconds: float, total: int, check: Callable[[Path], None]
) -> int:
    """Kills loads of one world after another at random moments; the most kills that one world took."""
    dice = random.Random(1)
    kills: list[int] = []  # how often each world was killed before its load came to an end
    while sum(kills) < total:
        data = folder / f"killed-{len(kills)}"
        kills.append(0)
        while sum(kills) < total and driver.load(data, dice.uniform(0.01, 0.6) * seconds) == -signal.SIGKILL:
            kills[-1] += 1
        assert driver.load(data) == 0
        check(data)
    return max(kills)


def test_a_load_killed_again_and_again_ends_in_the_same_graph(
    sample: Path, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    with Driver(sample, {"HALQA_STORE": "", "HALQA_RECORDS": ""}) as driver:
        assert driver.load(tmp_path / "first") == 0  # fills the caches of the system
        begun = time.monotonic()
        assert driver.load(tmp_path / "calm") == 0
        seconds = time.monotonic() - begun
        expected = hash_of(tmp_path / "calm", graph_hash)

        def check(data: Path) -> None:
            assert hash_of(data, graph_hash) == expected

        assert kill_again_and_again(driver, tmp_path, seconds, KILLS, check) > 1


@pytest.mark.neo4j
def test_a_load_into_neo4j_killed_again_and_again_ends_in_the_graph_of_the_embedded_store(
    sample: Path, tmp_path: Path, graph_hash: Callable[[GraphStore], str], open_neo4j: Callable[[], Neo4jStore],
    neo4j_login: Login, neo4j_driver: neo4j.Driver,
) -> None:  # fmt: skip
    store = open_neo4j()
    with Driver(sample, {"HALQA_STORE": "", "HALQA_RECORDS": ""}) as embedded:
        assert embedded.load(tmp_path / "embedded") == 0
    expected = hash_of(tmp_path / "embedded", graph_hash)
    login = {"HALQA_STORE": store.url, "HALQA_RECORDS": "", "HALQA_NEO4J_PASSWORD": neo4j_login.password}

    def check(_: Path) -> None:
        assert graph_hash(store) == expected
        neo4j_driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")  # the next world begins empty

    with closing(store), Driver(sample, {**login, "HALQA_NEO4J_USER": neo4j_login.user}) as driver:
        begun = time.monotonic()
        assert driver.load(tmp_path / "calm") == 0
        seconds = time.monotonic() - begun
        check(tmp_path)
        assert kill_again_and_again(driver, tmp_path, seconds, KILLS_ON_NEO4J, check) >= 1


@pytest.mark.neo4j
def test_a_server_killed_in_a_load_is_said_and_the_next_command_goes_on(
    sample: Path, tmp_path: Path, graph_hash: Callable[[GraphStore], str], neo4j_program: Program
) -> None:
    with Workspace(Settings(data_dir=tmp_path / "calm")) as workspace:
        load_manifest(workspace, sample)
        expected = graph_hash(workspace.store)
    server = LocalServer(tmp_path / "home", neo4j_program, Setup(free_port(), "only-for-this-test"))
    server.start(QUICK_START)
    try:
        server.wait_until_ready()
        settings = Settings(
            data_dir=tmp_path / "data", store=server.uri, neo4j_user=server.user, neo4j_password=server.password
        )
        staged = iter(range(1, 10**6))

        def kill_in_the_middle(step: Step) -> None:
            if step.name.startswith("applying") and next(staged) == 3:
                os.kill(server.pid, signal.SIGKILL)

        said = pytest.raises(StoreUnavailable, match=r"does not answer; .*nothing was lost")
        with said, Workspace(settings, progress=kill_in_the_middle) as workspace:
            load_manifest(workspace, sample, workspace.progress)
        server.start(QUICK_START)
        server.wait_until_ready()
        with Workspace(settings) as workspace:
            load_manifest(workspace, sample)
            assert graph_hash(workspace.store) == expected
    finally:
        server.stop()
