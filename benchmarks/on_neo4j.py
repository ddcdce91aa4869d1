"""One table of what a real Neo4j costs, beside what people write instead: `python -m benchmarks.on_neo4j [--quick]`.

Needs Java and Maven (`halqa neo4j start` says more). Every subject runs on a fresh server with 2 GB of heap; CPU
seconds are those of client and server, as the server does most of the work.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.extracts import write_extracts

SUBJECTS = (
    "neo4j_apply",
    "neo4j_pandas_loop",
    "neo4j_row_loop",
    "neo4j_import",
    "neo4j_hubs",
    "neo4j_hubs_loop",
    "neo4j_corrected",
)
KINDS = ("search", "neighbours", "entity")


def main() -> None:
    """Measures every subject and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run that only shows that everything works")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "files").mkdir()
        write_extracts(home / "files", 1, 1_440 if args.quick else 65_000)
        found = {subject: measured("benchmarks.neo4j_subjects", subject, folder) for subject in SUBJECTS}
        served = measured("benchmarks.http_subject", folder)
    print("| subject | figure | client CPU s | server CPU s | wall s |\n|---|---|---|---|---|")
    for line in table(found):
        print(line)
    print("\n| over HTTP, 8 clients: p50 / p95 / p99 ms | " + " | ".join(KINDS) + " |\n|---|---|---|---|")
    for name, figures in served.items():
        print(f"| {name} | " + " | ".join(" / ".join(map(str, figures[kind])) for kind in KINDS) + " |")


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """What a subject printed, run in a process of its own."""
    run = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{module} {arguments[0]} failed:\n{run.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def table(found: dict[str, Any]) -> Iterator[str]:
    """The rows of the table, each with what it is compared with."""

    def row(name: str, subject: str, words: str) -> str:
        m = found[subject]
        return f"| {name} | {words} | {m['client']:.2f} | {m['server']:.2f} | {m['wall']:.1f} |"

    def cpu(subject: str) -> float:
        return float(found[subject]["client"] + found[subject]["server"])

    apply, loop, bulk = (found[name] for name in ("neo4j_apply", "neo4j_pandas_loop", "neo4j_import"))
    edges = apply["figures"]["edges"]
    yield row("load", "neo4j_apply", f"{apply['figures']['nodes']:,} nodes, {edges:,} edges in transactions")
    client, whole = loop["client"] / apply["client"], cpu("neo4j_pandas_loop") / cpu("neo4j_apply")
    words = f"client CPU {client:.1f} times ours, in all {whole:.2f} times"
    yield row("pandas and UNWIND, without the extension", "neo4j_pandas_loop", words)
    rows = found["neo4j_row_loop"]["figures"]["rows"]
    ours = (edges + apply["figures"]["nodes"]) / apply["wall"]
    rate = rows / found["neo4j_row_loop"]["wall"]
    yield row("one session.run a row", "neo4j_row_loop", f"{rate:,.0f} rows a second, ours {ours:,.0f}")
    whole, wall = cpu("neo4j_apply") / cpu("neo4j_import"), apply["wall"] / bulk["wall"]
    words = f"a load costs {whole:.2f} times its CPU, {wall:.2f} times its wall time"
    yield row("offline import, constraints included", "neo4j_import", words)
    hubs, plain = found["neo4j_hubs"], found["neo4j_hubs_loop"]
    ratio = (hubs["figures"]["edges"] / hubs["wall"]) / (plain["figures"]["edges"] / plain["wall"])
    yield row("20,000 assertions between hubs", "neo4j_hubs", f"{ratio:.0f} times the rate of the loop below")
    yield row(
        "the same without edge constraints", "neo4j_hubs_loop", f"{plain['figures']['edges']:,} edges in a minute"
    )
    changed = found["neo4j_corrected"]["figures"]
    first = sum(changed["first"])
    words = (
        f"{changed['applied']:,} of {changed['rows']:,} rows changed ({changed['applied'] / changed['rows']:.1%});"
        f" {cpu('neo4j_corrected') / first:.1%} of its first load"
    )
    yield row("corrected extract", "neo4j_corrected", words)
    columns, records = apply["figures"]["columns"], apply["figures"]["records"]
    each = (records[0] + records[1]) / records[2] * edges
    out = sum(columns)
    yield (
        f"| all edges as columns | one record an edge costs {each / out:.1f} times that (measured on {records[2]:,}) |"
        f" {columns[0]:.2f} | {columns[1]:.2f} | |"
    )


if __name__ == "__main__":
    main()
