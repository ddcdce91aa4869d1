"""One table of ratios in one run: `make bench`, or `python -m benchmarks [--quick] [--json FILE]`.

Each subject runs in a process of its own. CPU seconds are the figure to compare: wall times swing by two or three on a
shared machine. Run it on a calm one, twice, and distrust differences below 10 %.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.extracts import write_extracts
from benchmarks.measure import Measured, in_own_process
from loaders.sample import generate

ORDER = (
    "load",
    "stage",
    "apply",
    "networkx_edges",
    "plain_executemany",
    "columns",
    "hops",
    "corrected",
    "recall",
    "growth",
    "our_way",
    "analysts_way",
)


def main() -> None:
    """Measures every subject and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run that only shows that everything works")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    consignments, size = (1_440, "small") if args.quick else (100_000, "medium")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "files").mkdir()
        if args.quick:
            (home / "quick").touch()
        write_extracts(home / "files", 1, consignments)
        generate(home / "sample", 1, size)
        found = {subject: in_own_process(subject, [str(home)]) for subject in ORDER}
    print("| subject | figure | CPU s | wall s | peak MB |\n|---|---|---|---|---|")
    for line in table(found):
        print(line)
    if args.json:
        args.json.write_text(json.dumps({name: asdict(m) for name, m in found.items()}, indent=1), "utf-8")


def table(found: dict[str, Measured]) -> Iterator[str]:
    """The rows of the table, each with what it is compared with."""

    def row(name: str, subject: str, words: str) -> str:
        m = found[subject]
        return f"| {name} | {words} | {m.cpu:.2f} | {m.wall:.2f} | {m.peak_mb:.0f} |"

    load, stage, apply = found["load"], found["stage"], found["apply"]
    rows = stage.figures["rows"]
    done = load.figures["nodes"] + load.figures["edges"]
    words = f"{rows / load.cpu:,.0f} rows, {done / load.cpu:,.0f} nodes and edges a CPU second, staged and applied"
    yield row("loading", "load", words)
    written = apply.figures["nodes"] + apply.figures["edges"]
    rate = written / apply.cpu
    yield row("staging", "stage", f"{rows / stage.cpu:,.0f} rows a CPU second, each derived")
    per = f"{apply.figures['nodes']:,} nodes, {apply.figures['edges']:,} edges"
    yield row("applying later", "apply", f"{rate:,.0f} nodes and edges a CPU second, derived again; {per}")
    size = apply.figures["bytes"] / apply.figures["consignments"]
    yield row("on disk", "apply", f"{size:,.0f} bytes a consignment, records and graph (prototype 2,300)")
    G = found["networkx_edges"]
    yield row(
        "same edges by nx.add_edge",
        "networkx_edges",
        f"applying costs {apply.cpu / G.cpu:.1f} times its CPU; nothing is kept",
    )
    plain = found["plain_executemany"]
    yield row(
        "same edges by executemany",
        "plain_executemany",
        f"applying costs {apply.cpu / plain.cpu:.1f} times its CPU; no versions, no recall",
    )
    out = found["columns"]
    yield row("edges out as arrays", "columns", f"{out.figures['edges'] / out.cpu:,.0f} edges a CPU second")
    for name, (p50, p95) in found["hops"].figures.items():
        yield row(f"neighbours, {name}", "hops", f"p50 {p50} ms, p95 {p95} ms of CPU")
    full = load.cpu / rows
    c = found["corrected"]
    share = c.cpu / (full * c.figures["rows"])
    yield row(
        "corrected extract",
        "corrected",
        f"{c.figures['applied']:,} of {c.figures['rows']:,} records changed; {share:.0%} of a first load of it",
    )
    r = found["recall"]
    share = r.cpu / (full * r.figures["records"])
    yield row(
        "recall of a batch",
        "recall",
        f"{r.figures['gone']:,} records gone, {r.figures['fell_back']} fell back; {share:.0%} of loading it",
    )
    for key, (seconds, ratio) in found["growth"].figures.items():
        yield f"| growth: `{key}` | 4 times the rows cost {ratio} times | {seconds:.2f} | | |"
    ours, theirs = found["our_way"], found["analysts_way"]
    yield row("files -> clusters -> picture", "our_way", f"{ours.figures['drawn']} nodes drawn, with evidence")
    giant, drawn = theirs.figures["giant"], theirs.figures["drawn"]
    words = f"{drawn:,} drawn beside a giant of {giant:,}; ours costs {ours.cpu / theirs.cpu:.1f} times its CPU"
    yield row("pandas, NetworkX, pyvis", "analysts_way", words)


if __name__ == "__main__":
    main()
