"""How often each indicator fires, on honest trade and on planted loads, of a plain and a hard made-up world.

    python -m benchmarks.indicators [--size medium] [--seed 21] [--assumptions mixed] [--write]

A movement is planted where the truth files call it risky, of a ring where its receiver or driver is of a planted ring,
and honest where it is neither. `--write` keeps the figures in `docs/indicator-rates.yaml`, of which
`docs/indicators.md` is made. Rings and their cover are guesses of the makers: what an indicator is worth at a real
border only results tell.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np

from analyses.registry import get_analysis
from analyses.screening.facts import Facts, facts_of
from analyses.screening.firing import fire
from api.services.asking.inputs import Asking, world_for
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import entity_of_party, load_manifest
from api.services.runtime.workspace import Workspace
from benchmarks.leads import Truth
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.sample import WORLDS, generate
from loaders.sample.worlds import SETS

SINGLE = 300  # consignments that are asked alone
PAGE_FIGURES = Path(__file__).parent.parent / "docs" / "indicator-rates.yaml"


@dataclass(frozen=True, slots=True)
class Rate:
    """How often an indicator fires: shares of honest, ring and risky movements, and the risky share of its hits."""

    hits: int
    honest: float
    of_rings: float
    risky: float
    precision: float


@dataclass(frozen=True, eq=False)
class Planted:
    """Which movements are planted."""

    is_risky: np.ndarray
    is_of_ring: np.ndarray

    @classmethod
    def of(cls, facts: Facts, files: Path) -> "Planted":
        p, known = facts.whole.projection, facts.known
        with (files / "truth_risky.csv").open(encoding="utf-8", newline="") as file:
            risky = {(row["originator"], row["kind"], row["source_id"]) for row in csv.DictReader(file)}
        is_risky = np.zeros(len(known) + 1, dtype=bool)
        for node in p.numbers_of("Consignment").tolist():
            _, channel, kind, source_id = p.ids[node].split(":", 3)
            if (channel.partition("/")[0], kind, source_id) in risky:
                is_risky[facts.row_of_node[node]] = True
        truth, entity_of = Truth.read(files), entity_of_party(files, p)
        of_ring = np.zeros(facts.entities + 1, dtype=bool)
        for entity, members in enumerate(facts.whole.entities.members):
            true = {entity_of.get(p.ids[node], "") for node in members}
            of_ring[entity] = any(truth.groups.get(name, frozenset()) & truth.rings for name in true)
        return cls(is_risky[:-1], of_ring[known.receiver] | of_ring[known.driver])


def measured(world: str, assumptions: str, size: str, seed: int) -> tuple[Mapping[str, Rate], int]:
    """The rates of every indicator that could be computed in a world, and its movements."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "files", seed, size, world, assumptions)
        with Workspace(Settings(data_dir=home / "data")) as workspace:
            load_manifest(workspace, home / "files")
            analysis = get_analysis("indicators")
            facts = facts_of(world_for(analysis, analysis.read_params({}), Asking(workspace, EVERYONE)))
            figures = dict(rates(facts, Planted.of(facts, home / "files")))
            for line in speeds(facts):
                print(line, flush=True)
    return figures, len(facts.known)


def rates(facts: Facts, planted: Planted) -> Iterator[tuple[str, Rate]]:
    """The rate of each indicator."""
    honest = ~planted.is_risky & ~planted.is_of_ring
    for name, hits in fire(facts).hits.items():
        row = hits.row
        yield (
            name,
            Rate(
                len(row),
                float(honest[row].sum() / max(1, honest.sum())),
                float(planted.is_of_ring[row].sum() / max(1, planted.is_of_ring.sum())),
                float(planted.is_risky[row].sum() / max(1, planted.is_risky.sum())),
                float(planted.is_risky[row].mean()) if len(row) else 0.0,
            ),
        )


def on_declarations(folder: Path) -> Iterator[str]:
    """Rows of a table: how often fraud was at the hits of each indicator, on the public set of import declarations."""
    names = ("df_syn_train_eng.csv", "df_syn_valid_eng.csv")
    frauds: set[str] = set()
    with tempfile.TemporaryDirectory() as home, Workspace(Settings(data_dir=Path(home))) as workspace:
        for name in names:
            load_file(workspace, folder / name, LoadOptions("customs-declarations", "KR", dataset="declarations"))
            with (folder / name).open(encoding="utf-8", newline="") as file:
                frauds |= {row["Declaration ID"] for row in csv.DictReader(file) if row["Fraud"] == "1"}
        analysis = get_analysis("indicators")
        facts = facts_of(world_for(analysis, analysis.read_params({}), Asking(workspace, EVERYONE)))
        ids = facts.whole.projection.ids
        is_fraud = np.array([ids[int(node)].rpartition(":")[2] in frauds for node in facts.known.node])
        for name, hits in fire(facts).hits.items():
            if len(hits):
                share = float(is_fraud[hits.row].mean())
                yield f"| {name} | {len(hits):,} | {share:.3f} | {share / float(is_fraud.mean()):.2f} |"


def speeds(facts: Facts) -> Iterator[str]:
    """CPU time of everything at once, from nothing, and of single consignments."""
    started = process_time()
    fresh = Facts(facts.whole)
    fire(fresh)
    yield f"all indicators over {len(fresh.known):,} movements, from nothing: {process_time() - started:.1f} CPU s"
    times = []
    for row in np.random.default_rng(1).integers(0, len(fresh.known), SINGLE):
        started = process_time()
        fire(fresh, fresh.known.take(np.array([row]))).of_rows([0])
        times.append(1000 * (process_time() - started))
    half, most = np.percentile(times, (50, 95))
    yield f"all indicators of one consignment: p50 {half:.1f} ms, p95 {most:.1f} ms CPU"


def main() -> None:
    """Prints a table for each world, and keeps the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="small")
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--assumptions", default="mixed", choices=SETS)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--declarations", type=Path, help="folder of the public set of import declarations, alone")
    args = parser.parse_args()
    if args.declarations:
        print("| import declarations | hits | fraud at its hits | lift |")
        print("|---" * 4 + "|")
        for row in on_declarations(args.declarations):
            print(row, flush=True)
        return
    lines = [
        "# Written by `python -m benchmarks.indicators --write`: hits, then shares of honest, ring and risky movements",
        "# at which an indicator fires, and the risky share of its hits.",
        f"made_with: {{size: {args.size}, seed: {args.seed}, assumptions: {args.assumptions}}}",
    ]
    for world in sorted(WORLDS):
        figures, movements = measured(world, args.assumptions, args.size, args.seed)
        print(f"\n| {world}, {movements:,} movements | hits | honest | ring | risky | risky of its hits |")
        print("|---" * 6 + "|")
        lines += [f"{world}:", f"  movements: {movements}", "  indicators:"]
        for name, rate in figures.items():
            shares = (rate.honest, rate.of_rings, rate.risky, rate.precision)
            print(f"| {name} | {rate.hits:,} | " + " | ".join(f"{share:.3f}" for share in shares) + " |", flush=True)
            lines.append(f"    {name}: [{rate.hits}, {', '.join(f'{share:.4f}' for share in shares)}]")
    if args.write:
        PAGE_FIGURES.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
