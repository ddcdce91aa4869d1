"""How sensitive `linked_entities` is to its defaults: on a sample with planted rings, and on coded declarations.

    python -m benchmarks.sensitivity [--seed N] [--size small|medium] [--declarations FILE]

Prints a table a change of one parameter at a time: precision and recall of the planted rings, and on the declarations
the largest cluster as a share of the importers and the share of importer pairs with a common seller or declarant of k
holders that stay together. The table in `docs/linked-entities.md` was made with it.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from analyses.registry import get_analysis
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import load_manifest, score_rings
from api.services.runtime.workspace import Workspace
from graph.linkage.groups import Group
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.settings import Settings
from loaders.sample import generate

CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"min_weight": 0.3},
    {"min_weight": 0.35},
    {"min_weight": 0.45},
    {"min_weight": 0.5},
    {"min_weight": 0.6},
    {"divide_above": 25},
    {"divide_above": 100},
    {"divide_above": 1000000},
    {"cap_factor": 0.5},
    {"cap_factor": 2},
    {"repeat_days": 0},
    {"repeat_days": 15},
    {"commerce": False},
)


def rows_of(projection: Projection, change: Mapping[str, Any]) -> list[Group]:
    """The clusters under the defaults with one change."""
    analysis = get_analysis("linked_entities")
    return analysis.run(World(projection), analysis.read_params({"limit": 1000000, "explain": 0, **change})).rows


def importer_figures(projection: Projection, rows: Iterable[Group]) -> tuple[float, dict[int, float]]:
    """Largest cluster as a share of the importers; share of pairs at values of k holders that are in one cluster."""
    importers = {target for _, kind, target, _, _ in projection.iter_edges() if kind == "CONSIGNED_TO"}
    cluster = {member: row.id for row in rows for member in row.members if member in importers}
    sizes: dict[str, int] = defaultdict(int)
    for name in cluster.values():
        sizes[name] += 1
    by_record: dict[str, dict[str, str]] = defaultdict(dict)
    for source, kind, target, _, _ in projection.iter_edges():
        if kind in ("CONSIGNED_TO", "SHIPPED_BY", "DECLARED_BY"):
            by_record[source][kind] = target
    holders: dict[str, set[str]] = defaultdict(set)
    for ends in by_record.values():
        for kind in ("SHIPPED_BY", "DECLARED_BY"):
            if kind in ends and "CONSIGNED_TO" in ends:
                holders[f"{kind} {ends[kind]}"].add(ends["CONSIGNED_TO"])
    shares = {}
    for k in (2, 3, 4, 5):
        pairs = [pair for group in holders.values() if len(group) == k for pair in combinations(sorted(group), 2)]
        together = sum(a in cluster and cluster.get(a) == cluster.get(b) for a, b in pairs)
        shares[k] = together / len(pairs) if pairs else 0.0
    return max(sizes.values(), default=0) / max(1, len(importers)), shares


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--size", default="medium")
    parser.add_argument("--declarations", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "files", args.seed, args.size)
        with Workspace(Settings(data_dir=home / "sample")) as workspace:
            load_manifest(workspace, home / "files")
            sample = project(workspace.store, EVERYONE)
        declarations = None
        if args.declarations:
            with Workspace(Settings(data_dir=home / "declarations")) as workspace:
                load_file(workspace, args.declarations, LoadOptions("customs-declarations", "KR"))
                declarations = project(workspace.store, EVERYONE)
        print("| change | precision | recall | rings found | largest of importers | k=2 | k=3 | k=4 | k=5 |")
        print("|---|---|---|---|---|---|---|---|---|")
        for change in CHANGES:
            score = score_rings(home / "files", sample, rows_of(sample, change))
            words = ", ".join(f"{name} {value}" for name, value in change.items()) or "none (the defaults)"
            line = f"| {words} | {score.precision:.2f} | {score.recall:.2f} | {score.found}/{score.rings} |"
            if declarations is not None:
                share, pairs = importer_figures(declarations, rows_of(declarations, change))
                line += f" {share:.2%} | " + " | ".join(f"{pairs[k]:.2f}" for k in pairs) + " |"
            print(line, flush=True)


if __name__ == "__main__":
    main()
