"""Who is who on hard worlds: the product's entities against the true ones, and clusters that are one firm in pieces.

    python -m benchmarks.resolution [--size small] [--seeds 1 2] [--assumptions mixed crowded] [--keep FOLDER]

Prints a row a world: what is read off, and with `--resolve` a second one: what comparing the parties makes of it.
`--keep` leaves the loaded worlds in a folder, where the next run finds them: two versions of the program are then
compared on the same worlds. Seeds 501 to 503 and 601 to 603 are for judging: tune on others.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import process_time

from analyses.registry import get_analysis
from analyses.resolution.model import read_model
from analyses.resolution.resolving import resolved
from api.services.asking.evaluating import KindScore, evaluate, read_labels
from api.services.loading.sample import entity_of_party, load_manifest
from api.services.runtime.workspace import Workspace
from benchmarks.leads import EVERY_CLUSTER, PIECES, Truth, judge, members_of
from graph.linkage.identity import Entities, entities_of
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.settings import Settings
from loaders.sample import generate
from loaders.sample.worlds import SETS

WORK = ("mixed", "crowded")
LABELS = "truth_mentions.csv"


def loaded(home: Path, assumptions: str, size: str, seed: int) -> Projection:
    """The projection of a hard world under `home`, which is written and loaded there unless it was before."""
    is_there = home / "loaded"
    if not is_there.exists():
        generate(home / "files", seed, size, "hard", assumptions)
    with Workspace(Settings(data_dir=home / "data")) as workspace:
        if not is_there.exists():
            load_manifest(workspace, home / "files")
            is_there.touch()
        return project(workspace.store, EVERYONE)


def pieces(world: World, files: Path) -> tuple[int, int]:
    """Clusters of `linked_entities` that are one true firm or person in pieces, and all that are listed."""
    analysis = get_analysis("linked_entities")
    answer = analysis.run(world, analysis.read_params({"limit": EVERY_CLUSTER, "explain": 0}))
    truth, entity_of = Truth.read(files), entity_of_party(files, world.projection)
    leads = [judge(members_of(row), entity_of, truth) for row in answer.rows]
    return sum(lead.kind == PIECES for lead in leads), len(leads)


def compared(world: World) -> Entities:
    """The entities after `halqa resolve`, by the weights that come with Halqa."""
    models = {is_person: read_model(is_person) for is_person in (False, True)}
    return Entities(world.projection, world.entities.parties, resolved(world, models).of_party)


def measured(home: Path, projection: Projection, world: World, seconds: float) -> dict[str, str]:
    """The figures of one world, by the headings of the table."""
    labels = read_labels(home / "files" / LABELS)
    companies, persons = evaluate(world, labels).kinds
    in_pieces, listed = pieces(world, home / "files")
    row = {**_figures(persons, "persons"), **_figures(companies, "companies")}
    row["one in pieces"] = f"{in_pieces} of {listed} ({in_pieces / max(1, listed):.1%})"
    row["CPU s"] = f"{seconds:.2f}"
    return row


def _figures(score: KindScore, words: str) -> dict[str, str]:
    found = score.agreement
    return {
        f"{words} P / R / F1": f"{found.precision:.3f} / {found.recall:.3f} / {found.f1:.3f}",
        f"{words} share": f"{score.sharing:.3f}",
        f"{words} B3 P / R": f"{found.bcubed_precision:.3f} / {found.bcubed_recall:.3f}",
        f"{words} largest / true": f"{found.largest_group} / {found.largest_true_group}",
    }


def rows(home: Path, assumptions: str, size: str, seed: int, is_compared: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """What was done, and its figures: what is read off, and what comparing makes of it where that is wanted."""
    projection = loaded(home, assumptions, size, seed)
    started = process_time()
    read_off = World(projection, entities_of(projection))
    seconds = process_time() - started
    yield "read off: " if is_compared else "", measured(home, projection, read_off, seconds)
    if is_compared:
        started = process_time()
        entities = compared(read_off)
        yield "compared: ", measured(home, projection, World(projection, entities), process_time() - started)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="small")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--assumptions", nargs="+", default=WORK, choices=SETS)
    parser.add_argument("--resolve", action="store_true", help="compare the parties too")
    parser.add_argument("--keep", type=Path, help="folder in which the loaded worlds stay")
    args = parser.parse_args()
    is_first = True
    for assumptions in args.assumptions:
        for seed in args.seeds:
            with ExitStack() as opened:
                folder = args.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
                home = folder / f"{args.size}-{assumptions}-{seed}"
                for words, row in rows(home, assumptions, args.size, seed, args.resolve):
                    if is_first:
                        print("| world | " + " | ".join(row) + " |")
                        print("|---" * (1 + len(row)) + "|")
                        is_first = False
                    print(
                        f"| {words}{assumptions}, {args.size}, {seed} | " + " | ".join(row.values()) + " |", flush=True
                    )


if __name__ == "__main__":
    main()
