"""What the next answer costs after a small load: the projection brought up to date, who is who, holders, the answer.

    python -m benchmarks.after_load [--size medium] [--loads 5]

Loads a sample, asks `linked_entities` once, then loads twenty declarations and asks again, so many times over in one
process; then asks as often by the command line, each time in a new process that finds everything kept. Prints the
medians in CPU seconds as JSON for people to read; nobody else answers this question, so that there is no ratio.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from analyses.registry import get_analysis
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.sample import generate

ROWS = 20
PARTS = ("projection", "who is who", "holders", "answer")
_PROFILE = """\
name: small
version: 1
records:
  - kind: declaration
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, shipper.name: Shipper}
"""


def measure(home: Path, size: str, loads: int) -> dict[str, float]:
    """The median CPU seconds of each part after a small load, and of all together."""
    generate(home / "files", 1, size)
    profile = home / "small.yaml"
    profile.write_text(_PROFILE, "utf-8")
    seconds: dict[str, list[float]] = defaultdict(list)
    with Workspace(Settings(data_dir=home / "data")) as workspace:
        load_manifest(workspace, home / "files")
        _answer(workspace)
        for number in range(loads):
            path = home / f"small-{number}.csv"
            path.write_text(_rows(number), "utf-8")
            load_file(workspace, path, LoadOptions(str(profile), "UZ"))
            taken = _answer(workspace)
            for part, cpu in taken.items():
                seconds[part].append(cpu)
            seconds["in all"].append(sum(taken.values()))
    for _ in range(loads):
        seconds["by a new process"].append(_asked_anew(home / "data"))
    return {part: round(statistics.median(values), 2) for part, values in seconds.items()}


def _rows(number: int) -> str:
    rows = (f"S{number}-{i},2024-03-31,Some Firm {i} LLC,Other Firm {i % 3} LLC\n" for i in range(ROWS))
    return "No,Date,Consignee,Shipper\n" + "".join(rows)


def _answer(workspace: Workspace) -> dict[str, float]:
    analysis = get_analysis("linked_entities")
    clock = [time.process_time()]
    world = workspace.world(EVERYONE)
    clock.append(time.process_time())
    _ = world.entities
    clock.append(time.process_time())
    _ = world.holders
    clock.append(time.process_time())
    analysis.run(world, analysis.read_params({}))
    clock.append(time.process_time())
    return {part: clock[at + 1] - clock[at] for at, part in enumerate(PARTS)}


def _asked_anew(data: Path) -> float:
    """CPU seconds of `halqa run linked_entities` with its imports, compiled already where it was asked before."""
    words = [sys.executable, "-m", "api.cli.main", "run", "linked_entities", "--param", "limit=3"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, env=environment | {"HALQA_DATA_DIR": str(data)}, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="medium")
    parser.add_argument("--loads", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), args.size, args.loads), indent=1))
