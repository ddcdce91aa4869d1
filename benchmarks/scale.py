"""Who is who at scale: a made-up register read off and compared, beside plain Splink on the same parties.

    python -m benchmarks.scale [--parties 1000000]

Prints pairwise precision, recall and F1 of firms and persons, the largest cluster beside the true one, CPU seconds and
peak memory: of what is read off, of what comparing makes of it, and of plain components of all that Splink scores at
.8, with the same weights and blocks. The register is that of `benchmarks.register`, whose author is that of the rules:
it compares methods and sizes, and describes no country.
"""

import argparse
import resource
from time import process_time

import numpy as np

from analyses.resolution.model import read_model
from analyses.resolution.resolving import resolved, telling_parties
from analyses.resolution.scoring import score
from benchmarks.register import Register
from graph.kernels.components import components
from graph.linkage.clustering import AT_LEAST
from graph.linkage.identity import entities_of
from graph.linkage.partitions import agreement_of
from graph.linkage.world import World

HEADINGS = ("by", "firms P / R / F1", "largest / true", "persons P / R / F1", "largest / true", "CPU s", "peak MB")


def row(words: str, of_party: np.ndarray, truth: np.ndarray, is_person: np.ndarray, seconds: float) -> str:
    """The figures of one way."""
    cells = [words]
    for flags in (~is_person, is_person):
        found = agreement_of(of_party[flags], truth[flags])
        cells.append(f"{found.precision:.4f} / {found.recall:.4f} / {found.f1:.4f}")
        cells.append(f"{found.largest_group} / {found.largest_true_group}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {' | '.join((*cells, f'{seconds:.1f}', f'{peak:,.0f}'))} |"


def plain(world: World) -> np.ndarray:
    """Components of what Splink scores at `AT_LEAST` or more, as nothing else were known."""
    parties, _ = telling_parties(world)
    left, right = [], []
    for is_person in (False, True):
        places = np.array([place for place, person in enumerate(parties.is_person) if person == is_person])
        pairs = score(parties.take(places.tolist()), is_person, read_model(is_person))
        sure = 1 / (1 + np.exp2(-pairs.bits)) >= AT_LEAST
        left.append(places[pairs.left[sure]])
        right.append(places[pairs.right[sure]])
    return components(len(parties), np.concatenate(left), np.concatenate(right))


def measure(count: int) -> None:
    """Prints the table."""
    register = Register(count)
    truth, projection = register.truth, register.projection()
    is_person = np.array([party.is_person for party in register.parties])
    register.parties.clear()
    print(f"{count:,} parties, {len(register.entities):,} entities")
    print(f"| {' | '.join(HEADINGS)} |\n{'|---' * len(HEADINGS)}|")
    started = process_time()
    world = World(projection, entities_of(projection))
    print(row("read off", world.entities.of_party, truth, is_person, process_time() - started), flush=True)
    started = process_time()
    models = {kind: read_model(kind) for kind in (False, True)}
    of_party = resolved(world, models).of_party
    print(row("compared", of_party, truth, is_person, process_time() - started), flush=True)
    started = process_time()
    of_party = plain(world)
    print(row("plain Splink", of_party, truth, is_person, process_time() - started), flush=True)


def main() -> None:
    """Reads what is asked and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parties", type=int, default=1_000_000)
    measure(parser.parse_args().parties)


if __name__ == "__main__":
    main()
