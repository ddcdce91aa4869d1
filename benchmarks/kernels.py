"""The kernels beside other libraries, one table in one run: `python -m benchmarks.kernels [--quick] [--edges N]`.

Every cell is measured in a process of its own; CPU seconds of the best run, of all its threads, are what to compare.
igraph, networkit and leidenalg are measured where they are installed (the extra `bench`; two of them are GPL).
"""

import argparse
import importlib.util
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.customs_graph import customs_graph
from benchmarks.kernel_subjects import SUBJECTS
from benchmarks.measure import Measured, in_own_process

SIZES = (99_000, 990_000, 9_900_000)
SMALL = 20_000  # edges between 2,000 nodes, for what searches from every node
SEARCH_ALL = ("exact", "lengths", "closeness")
WORDS = {
    "table": "table with text ids -> graph",
    "arrays": "arrays -> graph",
    "components": "connected components",
    "cores": "core numbers",
    "cuts": "articulation points and bridges",
    "clustering": "local clustering",
    "pagerank": "PageRank, L1 error 1e-6",
    "personal": "PageRank to 50 nodes, L1 error 1e-6",
    "leiden": "Leiden",
    "sampled": "betweenness from 64 nodes",
    "exact": "betweenness, exact",
    "lengths": "betweenness by lengths, exact",
    "closeness": "closeness, exact",
}
# Above so many edges a library is left out: it takes minutes, or all of the memory.
MOST = {"networkx": 150_000, "leidenalg": 150_000}
MOST_OF = {
    ("table", "networkx"): 1_500_000,
    ("components", "networkx"): 1_500_000,
    ("clustering", "networkit"): 1_500_000,
    ("sampled", "igraph"): 150_000,
    ("sampled", "networkit"): 150_000,
    ("sampled", "halqa"): 1_500_000,
    ("table", "igraph"): 1_500_000,
}


def main() -> None:
    """Measures every cell and prints the table as it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run that only shows that everything works")
    parser.add_argument("--edges", type=int, action="append", help="a graph of so many edges instead of all three")
    parser.add_argument("--only", action="append", choices=WORDS, help="this routine, not all")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    sizes = [2_000] if args.quick else args.edges or SIZES
    measured: dict[str, dict[str, Measured | str]] = {}
    print("| routine | edges | library | CPU s | over ours | wall s | peak MB | answer |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        small = 1_000 if args.quick else SMALL
        for edges, is_small in (*((edges, False) for edges in sizes), (small, True)):
            write_graph(Path(home), edges, nodes=edges // 10 if is_small else None)
            for routine in args.only or WORDS:
                if (routine in SEARCH_ALL) is is_small:
                    cells = measured_cells(routine, edges, Path(home), runs=3 if edges < 5_000_000 else 1)
                    measured[f"{routine} {edges}"] = {}
                    for row, library, cell in rows(routine, edges, cells):
                        measured[f"{routine} {edges}"][library] = cell
                        print(row, flush=True)
    if args.json:
        plain = {
            name: {library: cell if isinstance(cell, str) else asdict(cell) for library, cell in cells.items()}
            for name, cells in measured.items()
        }
        args.json.write_text(json.dumps(plain, indent=1), "utf-8")


def write_graph(home: Path, edges: int, nodes: int | None = None) -> None:
    """Leaves the arrays of a graph where the subjects look for them."""
    graph = customs_graph(edges, nodes=nodes)
    for name in ("left", "right", "weight", "group"):
        np.save(home / f"{name}.npy", getattr(graph, name))
    (home / "count").write_text(str(graph.nodes), "utf-8")


def measured_cells(routine: str, edges: int, home: Path, runs: int) -> Iterator[tuple[str, Measured | str]]:
    """What each library needed, or why it was not measured; ours comes first."""
    for name in SUBJECTS:
        of, _, library = name.partition("_")
        package = library.partition("_")[0]
        if of != routine:
            continue
        if edges > MOST_OF.get((routine, package), MOST.get(package, 10**9)):
            yield library, "left out, too large for it"
        elif package != "halqa" and importlib.util.find_spec(package) is None:
            yield library, "not installed"
        else:
            times = 1 if package == "networkx" else runs  # it takes minutes, and swings less
            yield library, in_own_process(name, [str(home), str(times)], "benchmarks.kernel_subjects")


def rows(
    routine: str, edges: int, cells: Iterator[tuple[str, Measured | str]]
) -> Iterator[tuple[str, str, Measured | str]]:
    """The rows of a routine, each with how many times our CPU it took."""
    ours = 0.0
    for library, cell in cells:
        start = f"| {WORDS[routine]} | {edges:,} | {library.replace('_', ', rounds ')} |"
        if isinstance(cell, str):
            yield f"{start} | | | | {cell} |", library, cell
            continue
        ours = ours or cell.cpu
        answer = ", ".join(f"{name} {value:.6g}" for name, value in cell.figures.items())
        times = f"{cell.cpu / max(ours, 1e-9):.2f}"
        yield f"{start} {cell.cpu:.4f} | {times} | {cell.wall:.4f} | {cell.peak_mb:,.0f} | {answer} |", library, cell


if __name__ == "__main__":
    main()
