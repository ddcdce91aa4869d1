"""`kill -9` at any moment: the same command again, as often as needed, ends in the graph of an undisturbed load."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import open_store
from graph.store.base import GraphStore
from loaders.sample import generate

KILLS = 20
FILES = 12

# Imports once, then forks a program for each line it is given: seconds until the kill (0 for none) and a data directory
# to load the sample into. It answers how the program ended. Nobody else may kill: only the parent knows that the number
# still belongs to its child.
DRIVER = """
import os, signal, sys, time
from pathlib import Path
from api.services.sample import load_manifest
from api.services.workspace import Workspace
from graph.settings import Settings

for line in sys.stdin:
    seconds, data = line.rstrip().split(" ", 1)
    program = os.fork()
    if not program:
        with Workspace(Settings(data_dir=Path(data), store="", records="", profiles=None)) as workspace:
            load_manifest(workspace, Path(sys.argv[1]))
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(program, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1]), flush=True)
"""


class Driver:
    """Runs loading programs, one at a time."""

    def __init__(self, sample: Path) -> None:
        command = [sys.executable, "-W", "error", "-c", DRIVER, str(sample)]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # no threads before the fork
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


@pytest.fixture
def driver(sample: Path) -> Iterator[Driver]:
    driver = Driver(sample)
    yield driver
    driver.process.communicate()


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


def test_a_load_killed_again_and_again_ends_in_the_same_graph(
    driver: Driver, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    assert driver.load(tmp_path / "first") == 0  # fills the caches of the system
    begun = time.monotonic()
    assert driver.load(tmp_path / "calm") == 0
    seconds = time.monotonic() - begun
    expected = hash_of(tmp_path / "calm", graph_hash)
    dice = random.Random(1)
    kills: list[int] = []  # how often each world was killed before its load came to an end
    while sum(kills) < KILLS:
        data = tmp_path / f"killed-{len(kills)}"
        kills.append(0)
        while sum(kills) < KILLS and driver.load(data, dice.uniform(0.01, 0.6) * seconds) == -signal.SIGKILL:
            kills[-1] += 1
        assert driver.load(data) == 0
        assert hash_of(data, graph_hash) == expected, f"after {kills[-1]} kills of world {len(kills) - 1}"
    assert max(kills) > 1
