"""What a list of consignments could find at best: by somebody who knew every front, and not what is in its loads.

    python -m benchmarks.ceiling [--assumptions mixed crowded] [--size medium] [--seed 11 12]

Half of what a front receives is for its ring, and not all of that hides something. So whoever looks at a share of all
consignments, those of fronts alone, finds what his luck among them gives. Counted from the truth of made-up worlds,
without loading them; a front is a consignee that is in a ring.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.leads import truth_rows
from loaders.sample import generate
from loaders.sample.worlds import SETS

LOOKED_AT = 0.05  # share of all consignments


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Shares, 0-1.

    Attributes:
        fronts: Of all consignments, those to fronts.
        risky: Of all consignments, those that hide something.
        risky_of_fronts: Of what goes to fronts, what hides something.
        found: Of all that hide something, those among the first `LOOKED_AT`.
        found_of_fronts: Of those that hide something and go to fronts, the same.
    """

    fronts: float
    risky: float
    risky_of_fronts: float
    found: float
    found_of_fronts: float


def ceiling(folder: Path, looked_at: float = LOOKED_AT) -> Ceiling:
    """The figures of a sample folder."""
    rings = {row["entity_id"] for row in truth_rows(folder / "truth_entities.csv") if row["ring_id"]}
    risky = {(row["originator"], row["source_id"]) for row in truth_rows(folder / "truth_risky.csv")}
    to_front = {
        (row["originator"], row["source_id"]): row["entity_id"] in rings
        for row in truth_rows(folder / "truth_mentions.csv")
        if row["role"] == "consignee"
    }
    total, risky = len(to_front), risky & to_front.keys()
    fronts, both = sum(to_front.values()), sum(to_front[record] for record in risky)
    looked = looked_at * total
    found_of_fronts = both * min(1.0, looked / fronts)
    others = (len(risky) - both) * max(0.0, looked - fronts) / (total - fronts)
    return Ceiling(
        fronts / total,
        len(risky) / total,
        both / fronts,
        (found_of_fronts + others) / len(risky),
        found_of_fronts / both,
    )


def main() -> None:
    """Prints a row a world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assumptions", default=["mixed"], choices=SETS, nargs="+")
    parser.add_argument("--size", default="small")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    args = parser.parse_args()
    print(
        "| world | to fronts | risky | risky of those to fronts | risky found in the first 5 % | of those to fronts |"
    )
    print("|---|---|---|---|---|---|")
    for assumptions in args.assumptions:
        for seed in args.seed:
            with tempfile.TemporaryDirectory() as folder:
                generate(Path(folder), seed, args.size, "hard", assumptions)
                c = ceiling(Path(folder))
            figures = (c.fronts, c.risky, c.risky_of_fronts, c.found, c.found_of_fronts)
            print(f"| {assumptions}, {seed} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
