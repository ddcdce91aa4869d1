"""`kill -9` at any moment: the same command again, as often as needed, ends in the graph of an undisturbed load."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

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

FEW, MANY = 5, 12  # files

# Imports once, then forks a program for each line it is given: seconds until the kill (0 for none), the records (`-`
# for those of the data directory) and a data directory to load the sample into. It answers how the program ended.
# Nobody else may kill: only the parent knows that the number still belongs to its child.
DRIVER = """
import os, signal, sys, time
from pathlib import Path
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

for line in sys.stdin:
    seconds, records, data = line.rstrip().split(" ", 2)
    program = os.fork()
    if not program:
        places = {"HALQA_DATA_DIR": data, "HALQA_RECORDS": records.strip("-")}
        with Workspace(Settings.read({**os.environ, **places})) as workspace:
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

    def load(self, data: Path, kill_after_seconds: float = 0.0, records: str = "") -> int:
        """Loads into a data directory, with its records there or at a URL; how it ended: 0, or minus the signal."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{kill_after_seconds} {records or '-'} {data}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> "Driver":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


@dataclass(frozen=True, slots=True)
class Trial:
    """What is loaded, and how often that is killed."""

    folder: Path
    kills: int
    kills_on_servers: int


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def trial(request: pytest.FixtureRequest, sample_files: Path, sample_part: Callable[..., Path]) -> Trial:
    """Files of the small sample, of one administration or the biggest; later months before those that they correct."""
    if request.param == FEW:
        return Trial(sample_part(sorted((path.name for path in sample_files.glob("KG-[dps]*")), reverse=True)), 3, 1)
    loaded = [path for path in sample_files.glob("[A-Z][A-Z]-*") if "manifest" not in path.stem.split("-")]
    biggest = sorted(loaded, key=lambda path: -path.stat().st_size)[:MANY]
    return Trial(sample_part(sorted((path.name for path in biggest), reverse=True)), 20, 5)


def hash_of(data: Path, graph_hash: Callable[[GraphStore], str]) -> str:
    store = open_store(f"sqlite:///{data / 'graph.db'}")
    try:
        return graph_hash(store)
    finally:
        store.close()


def kill_again_and_again(
    driver: Driver,
    folder: Path,
    seconds: float,
    total: int,
    check: Callable[[Path], None],
    new_records: Callable[[], str] = lambda: "",
) -> None:
    """Kills loads of one world after another at random moments, until so many were, and one world more than once."""
    dice = random.Random(1)
    kills: list[int] = []  # how often each world was killed before its load came to an end
    while sum(kills) < total or max(kills) < 2:
        assert len(kills) < 100, "loads come to their end before they are killed"
        data, records = folder / f"killed-{len(kills)}", new_records()
        kills.append(0)
        while (sum(kills) < total or kills[-1] < 2) and driver.load(
            data, dice.uniform(0.01, 0.6) * seconds, records
        ) == -signal.SIGKILL:
            kills[-1] += 1
        assert driver.load(data, records=records) == 0
        check(data)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_records(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty record stores; their URLs, "" for one in the data directory."""
    if request.param == "sqlite":
        return lambda: ""
    create: Callable[[], str] = request.getfixturevalue("create_records")
    return create


def test_a_load_killed_again_and_again_ends_in_the_same_graph(
    trial: Trial, tmp_path: Path, graph_hash: Callable[[GraphStore], str], new_records: Callable[[], str]
) -> None:
    with Driver(trial.folder, {"HALQA_STORE": ""}) as driver:
        assert driver.load(tmp_path / "first") == 0  # fills the caches of the system
        expected = hash_of(tmp_path / "first", graph_hash)
        begun = time.monotonic()
        assert driver.load(tmp_path / "calm", records=new_records()) == 0
        seconds = time.monotonic() - begun

        def check(data: Path) -> None:
            assert hash_of(data, graph_hash) == expected

        check(tmp_path / "calm")
        kills = trial.kills_on_servers if new_records() else trial.kills
        kill_again_and_again(driver, tmp_path, seconds, kills, check, new_records)


@pytest.mark.neo4j
def test_a_load_into_neo4j_killed_again_and_again_ends_in_the_graph_of_the_embedded_store(
    trial: Trial, tmp_path: Path, graph_hash: Callable[[GraphStore], str], open_neo4j: Callable[[], Neo4jStore],
    neo4j_login: Login, neo4j_driver: neo4j.Driver,
) -> None:  # fmt: skip
    store = open_neo4j()
    with Driver(trial.folder, {"HALQA_STORE": ""}) as embedded:
        assert embedded.load(tmp_path / "embedded") == 0
    expected = hash_of(tmp_path / "embedded", graph_hash)
    login = {"HALQA_STORE": store.url, "HALQA_NEO4J_PASSWORD": neo4j_login.password}

    def check(_: Path) -> None:
        assert graph_hash(store) == expected
        neo4j_driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")  # the next world begins empty

    with closing(store), Driver(trial.folder, {**login, "HALQA_NEO4J_USER": neo4j_login.user}) as driver:
        assert driver.load(tmp_path / "first") == 0  # a server is slow at first
        check(tmp_path)
        begun = time.monotonic()
        assert driver.load(tmp_path / "calm") == 0
        seconds = time.monotonic() - begun
        check(tmp_path)
        kill_again_and_again(driver, tmp_path, seconds, trial.kills_on_servers, check)


def stopped_in_the_middle(stop: Callable[[], None]) -> Callable[[Step], None]:
    """Stops something at the third batch that is applied."""
    applied = iter(range(1, 10**6))

    def progress(step: Step) -> None:
        if step.name.startswith("applying") and next(applied) == 3:
            stop()

    return progress


def load_stopped_and_again(
    settings: Settings, folder: Path, stop: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """Loads, stops the server in the middle, which is said, and loads again when it goes on."""
    said = pytest.raises(StoreUnavailable, match=r"does not answer; .*nothing was lost")
    with said, Workspace(settings, progress=stopped_in_the_middle(stop)) as workspace:
        load_manifest(workspace, folder, workspace.progress)
    go_on()
    with Workspace(settings) as workspace:
        load_manifest(workspace, folder)


@pytest.fixture
def expected(trial: Trial, tmp_path: Path, graph_hash: Callable[[GraphStore], str]) -> str:
    """The graph of an undisturbed load."""
    with Workspace(Settings(data_dir=tmp_path / "calm")) as workspace:
        load_manifest(workspace, trial.folder)
        return graph_hash(workspace.store)


@pytest.mark.slow  # two starts of a server; the ordinary suite cuts the line to one that runs anyway
@pytest.mark.neo4j
def test_a_server_killed_in_a_load_is_said_and_the_next_command_goes_on(
    trial: Trial, expected: str, tmp_path: Path, graph_hash: Callable[[GraphStore], str], neo4j_program: Program
) -> None:
    server = LocalServer(tmp_path / "home", neo4j_program, Setup(free_port(), "only-for-this-test"))
    server.start(QUICK_START)

    def start_again() -> None:
        server.start(QUICK_START)
        server.wait_until_ready()

    try:
        server.wait_until_ready()
        settings = Settings(
            data_dir=tmp_path / "data", store=server.uri, neo4j_user=server.user, neo4j_password=server.password
        )
        load_stopped_and_again(settings, trial.folder, lambda: os.kill(server.pid, signal.SIGKILL), start_again)
        with closing(open_store(server.uri, settings)) as store:
            assert graph_hash(store) == expected
    finally:
        server.stop()


class Line:
    """A line to a server, on a port of its own: it can be cut, and is then dead until it is mended."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            far = socket.create_connection(self._server)
            self._ends += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
        except OSError:
            pass
        finally:
            target.close()

    def cut(self) -> None:
        self._is_cut = True
        for end in self._ends:
            end.close()

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self._listener.close()
        self.cut()


@pytest.fixture
def line(neo4j_login: Login, open_neo4j: Callable[[], Neo4jStore]) -> Iterator[Line]:
    """A line to the server of the tests, whose store is empty."""
    with closing(open_neo4j()) as store:
        port = urlsplit(store.url).port
    assert port is not None
    with closing(Line(port)) as line:
        yield line


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_line_cut_in_a_load_is_said_and_the_next_command_goes_on(
    trial: Trial, expected: str, tmp_path: Path, graph_hash: Callable[[GraphStore], str], line: Line, neo4j_login: Login
) -> None:
    url = f"bolt://127.0.0.1:{line.port}"  # `neo4j://` would ask the server for its address, and go past the line
    settings = Settings(
        data_dir=tmp_path / "data", store=url, neo4j_user=neo4j_login.user, neo4j_password=neo4j_login.password
    )
    load_stopped_and_again(settings, trial.folder, line.cut, line.mend)
    with closing(open_store(url, settings)) as store:
        assert graph_hash(store) == expected
