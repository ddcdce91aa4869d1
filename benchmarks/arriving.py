"""How well `halqa screen` orders consignments of which nothing is loaded: declarations, by what was known before.

    python -m benchmarks.arriving [--assumptions mixed] [--size medium] [--seed 11] [--data FOLDER --files FOLDER]

Hard sample worlds are made and loaded. What was known is what dated records say of the first three quarters of the
months; the declarations of the last quarter are read from their files, as an officer's list is, so that their parties
are met by name and number. The same list in other orders: without what screening adds to the facts of `consignments`,
and by the past seizures of the parties alone. Shares of what hides something, found or not, that stands in the first 1,
5 and 10 %, of what rings hide in the first 5 %, and precision of the first 1 %.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analyses.leading.standing import NAMES
from analyses.registry import all_properties
from api.services.asking.screening.consignments import ConsignmentScreening
from api.services.asking.screening.known import known_of
from api.services.asking.screening.reading import read_file
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from benchmarks.leads import truth_rows
from graph.linkage.world import World
from graph.model import EVERYONE, day_number
from graph.projection.making import project
from graph.settings import Settings
from loaders.sample import generate
from loaders.sample.worlds import SETS

ORDERS: Mapping[str, Iterable[str] | None] = {
    "**screening**": None,  # every fact
    "by the facts of `consignments` alone": NAMES,
    "by seizures of the parties": [name for name in NAMES if name.startswith("seizures")],
}
HEAD = ("first 1 %", "first 5 %", "first 10 %", "of rings in 5 %", "precision of 1 %")


@dataclass(frozen=True, eq=False)
class Arrived:
    """Consignments that were screened.

    Attributes:
        points: What each fact adds to the score of each, by name.
        is_risky: By consignment, whether it hides something.
        is_of_ring: By consignment, whether a ring hides something in it.
    """

    points: Mapping[str, np.ndarray]
    is_risky: np.ndarray
    is_of_ring: np.ndarray

    def order(self, facts: Iterable[str] | None) -> np.ndarray:
        """Consignments by the sum of the facts, the most first, ties as they came."""
        summed = sum((self.points[name] for name in (self.points if facts is None else facts)), np.zeros(1))
        order: np.ndarray = np.argsort(-np.broadcast_to(summed, self.is_risky.shape), kind="stable")
        return order


def arrived(settings: Settings, files: Path) -> Arrived:
    """Screens the declarations of the last months of a world that is loaded."""
    with Workspace(settings) as workspace:
        projection = project(workspace.store, EVERYONE, all_properties())
    last_day, declarations = last_quarter(files)
    screening = ConsignmentScreening(known_of(World(projection).of_days(None, day_number(last_day))), None)
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for file in declarations:
        originator = file["originator"]
        for consignment in read_file(files / file["file"], file["profile"], originator, None).consignments:
            if (originator, consignment.number) not in rows:
                shares = screening.row(consignment)["shares"]
                rows[originator, consignment.number] = {share["fact"]: share["points"] for share in shares}
    names = sorted({name for row in rows.values() for name in row} | set(NAMES))
    points = {name: np.array([row.get(name, 0.0) for row in rows.values()]) for name in names}
    truth = {(row["originator"], row["source_id"]): bool(row["ring_id"]) for row in _risky(files)}
    risky, of_ring = ([key in truth for key in rows], [truth.get(key, False) for key in rows])
    return Arrived(points, np.array(risky), np.array(of_ring))


def last_quarter(files: Path) -> tuple[str, list[dict[str, str]]]:
    """The last day before the months that are screened, and the files of their declarations."""
    declarations = [row for row in truth_rows(files / "manifest.csv") if row["dataset"] == "declarations"]
    months = sorted({row["extract_date"] for row in declarations})
    first = len(months) - max(1, len(months) // 4)
    return months[first - 1], [row for row in declarations if row["extract_date"] >= months[first]]


def _risky(files: Path) -> list[dict[str, str]]:
    return [row for row in truth_rows(files / "truth_risky.csv") if row["kind"] == "declaration"]


def figures(world: Arrived, order: np.ndarray) -> Sequence[float]:
    """The figures of one order, as `HEAD`."""
    risky, of_ring = world.is_risky[order], world.is_of_ring[order]

    def found(what: np.ndarray, share: float) -> float:
        return float(what[: round(share * len(what))].sum() / max(1, what.sum()))

    first = risky[: max(1, round(0.01 * len(risky)))]
    shares = [found(risky, share) for share in (0.01, 0.05, 0.1)]
    return (*shares, found(of_ring, 0.05), float(first.mean()) if len(first) else 0.0)


def lines(name: str, world: Arrived) -> Iterator[str]:
    """The rows of one world."""
    many, risky = len(world.is_risky), int(world.is_risky.sum())
    yield f"| {name}: {many:,} declarations, {risky:,} of them risky |" + " |" * len(HEAD)
    for order, facts in ORDERS.items():
        yield f"| {order} | " + " | ".join(f"{figure:.3f}" for figure in figures(world, world.order(facts))) + " |"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assumptions", default=["mixed"], choices=SETS, nargs="+")
    parser.add_argument("--size", default="medium")
    parser.add_argument("--seed", type=int, nargs="+", default=[11])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--files", type=Path)
    args = parser.parse_args()
    print("| | " + " | ".join(HEAD) + " |\n" + "|---" * (1 + len(HEAD)) + "|")
    if args.data and args.files:
        for line in lines(str(args.files), arrived(Settings(data_dir=args.data), args.files)):
            print(line, flush=True)
        return
    for assumptions in args.assumptions:
        for seed in args.seed:
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                generate(home / "files", seed, args.size, "hard", assumptions)
                settings = Settings(data_dir=home / "data")
                with Workspace(settings) as workspace:
                    load_manifest(workspace, home / "files")
                for line in lines(f"{assumptions}, {args.size}, {seed}", arrived(settings, home / "files")):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
