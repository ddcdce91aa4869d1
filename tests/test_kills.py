"""`kill -9` at any moment: the same command again, as often as needed, ends in the graph of an undisturbed load."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.store import open_store
from graph.store.base import GraphStore
from loaders.sample import generate

KILLS = 20
MOST_SECONDS = 60

DRIVER = """
import sys
from pathlib import Path
from api.services.sample import load_manifest
from api.services.workspace import Workspace
from graph.settings import Settings

print("ready", flush=True)
with Workspace(Settings(data_dir=Path(sys.argv[1]), store="", records="", profiles=None)) as workspace:
    load_manifest(workspace, Path(sys.argv[2]))
print("done", flush=True)
"""


def start(data: Path, sample: Path) -> "subprocess.Popen[str]":
    """A loading program, begun and past its imports."""
    command = [sys.executable, "-W", "error", "-c", DRIVER, str(data), str(sample)]
    root = Path(__file__).parents[1]
    program = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


def run_to_the_end(data: Path, sample: Path) -> float:
    """Seconds of a whole load."""
    program = start(data, sample)
    begun = time.monotonic()
    out, _ = program.communicate(timeout=MOST_SECONDS)
    assert (program.returncode, out) == (0, "done\n")
    return time.monotonic() - begun


def hash_of(data: Path, graph_hash: Callable[[GraphStore], str]) -> str:
    store = open_store(f"sqlite:///{data / 'graph.db'}")
    try:
        return graph_hash(store)
    finally:
        store.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bigger files of a small sample, in an order that loads corrections before what they correct."""
    folder = generate(tmp_path_factory.mktemp("sample"), 7, "small").folder
    header, *lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    lines.sort(key=lambda line: -(folder / line.split(",")[0]).stat().st_size)
    (folder / "manifest.csv").write_text(header + "".join(lines[:25][::-1]), encoding="utf-8")
    return folder


def test_a_load_killed_again_and_again_ends_in_the_same_graph(
    sample: Path, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    seconds = run_to_the_end(tmp_path / "calm", sample)
    expected = hash_of(tmp_path / "calm", graph_hash)
    dice = random.Random(1)
    kills: list[int] = []  # how often each world was killed before its load came to an end
    while sum(kills) < KILLS:
        data = tmp_path / f"killed-{len(kills)}"
        kills.append(0)
        while sum(kills) < KILLS:
            program = start(data, sample)
            time.sleep(dice.uniform(0, seconds * 0.6))
            program.send_signal(signal.SIGKILL)
            program.communicate()
            if program.returncode == 0:  # it was faster
                break
            assert program.returncode == -signal.SIGKILL
            kills[-1] += 1
        run_to_the_end(data, sample)
        assert hash_of(data, graph_hash) == expected, f"after {kills[-1]} kills of world {len(kills) - 1}"
    assert max(kills) > 1
