"""From file to applied graph, and where the time goes: `python -m benchmarks.formats_applied [--units N] [NAME ...]`.

The files of `benchmarks.formats`, each loaded into an empty embedded store in a process of its own. *Reading* is from
bytes to records, measured alone; *keeping* is what staging costs beyond that (raw units, versions, hashes, one
transaction a file); *applying* is from the records kept to nodes and edges.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from api.services.loading.load import LoadOptions, stage_file
from api.services.runtime.workspace import Workspace
from benchmarks.extracts import PROFILE
from benchmarks.formats import CASES, FIXTURES, in_own_process
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.documents.document import recognised

DOCUMENTS = {
    "asycuda-sad": "asycuda-sad.xml",
    "wco-declaration": "wco-declaration.xml",
    "entry-summary": "entry-summary.xml",
    "cargo-xml": "cargo-xml-master.xml",
}
IN_ONE_FILE = ("csv", "jsonl", "parquet", "asycuda-manifest", "cuscar")


def numbered_documents(folder: Path, fixture: str, count: int) -> Path:
    """A folder with so many files of one document, each with a number of its own."""
    text = (FIXTURES / fixture).read_text("utf-8")
    document = recognised(FIXTURES / fixture)
    assert document is not None
    _, unit = next(iter(document.units(FIXTURES / fixture)))
    own = document.parse(unit)[0][0].source_id
    number = re.findall(r"\d+", own)[-1]
    files = folder / "files"
    files.mkdir()
    for i in range(count):
        varied = re.sub(rf"(?<!\d){number}(?!\d)", f"{i + 1:0{len(number)}}", text)
        (files / f"{i:06}.xml").write_text(varied, encoding="utf-8")
    return files


def measure(path: Path, data: Path) -> dict[str, float]:
    """CPU seconds of staging and of applying, and the nodes and edges that came of it."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    is_table = recognised(files[0]) is None
    options = LoadOptions(str(PROFILE) if is_table else "", "UZ", extract_date="2025-12-31")
    with Workspace(Settings(data_dir=data)) as workspace:
        begun = time.process_time()
        for file in files:
            stage_file(workspace, file, options)
        staging = time.process_time() - begun
        begun = time.process_time()
        workspace.applier.resume()
        applying = time.process_time() - begun
        totals = workspace.store.totals(EVERYONE)
    return {
        "staging": staging,
        "applying": applying,
        "written": sum(totals.nodes.values()) + sum(totals.edges.values()),
    }


def main(units: int, names: list[str]) -> None:
    """Measures the cases and prints the table."""
    print("| format | records | nodes and edges | CPU s | reading | keeping | applying | records a CPU second |")
    print("|---|---|---|---|---|---|---|---|")
    for name in names or (*IN_ONE_FILE, *DOCUMENTS):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            if name in DOCUMENTS:
                path = numbered_documents(home, DOCUMENTS[name], units // 20)
            else:
                path = CASES[name].write(home, units)
            read = in_own_process("--read", name, str(path))
            command = [sys.executable, "-m", "benchmarks.formats_applied", "--measure", str(path), str(home / "data")]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        parts = (read["cpu"], max(0.0, found["staging"] - read["cpu"]), found["applying"])
        cpu = sum(parts)
        shares = " | ".join(f"{part / cpu:.0%}" for part in parts)
        rate = read["count"] / cpu
        print(f"| {name} | {read['count']:,} | {found['written']:,} | {cpu:.1f} | {shares} | {rate:,.0f} |", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", help="formats; all where none is named")
    arguments.add_argument("--units", type=int, default=20_000, help="units of a file")
    arguments.add_argument("--measure", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        json.dump(measure(*given.measure), sys.stdout)
    else:
        main(given.units, given.names)
