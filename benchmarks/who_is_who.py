"""All figures about who is who in one run: `HALQA_TEST_DATA=... python -m benchmarks.who_is_who [--seeds 601 602 603]`.

Worlds with planted firms and persons, names that are known to be one or two, outside sets, one record against many
parties, and a register compared as a whole beside plain Splink. Every part is a command of its own, which is printed
above its table. `--quick` takes one small world and few parties, and shows that all of them work.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

SEEDS = (601, 602, 603)
PARTIES, FEW_PARTIES = 1_000_000, 5_000


def parts(seeds: Sequence[int], size: str, parties: int) -> Iterator[list[str]]:
    """Each part as a module of this package and its words, the cheapest first."""
    yield ["names"]
    yield ["resolution", "--size", size, "--assumptions", "mixed", "--resolve", "--seeds", *map(str, seeds)]
    yield ["linkage"]
    yield ["matching", "--parties", str(parties)]
    yield ["scale", "--parties", str(parties)]


def main() -> None:
    """Runs every part, each in a process of its own; ends with the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="worlds that nothing was tuned on")
    parser.add_argument("--quick", action="store_true", help="one small world and few parties")
    args = parser.parse_args()
    if "HALQA_TEST_DATA" not in os.environ:
        sys.exit("HALQA_TEST_DATA names no folder: set it to the one that holds the outside data sets")
    asked = (args.seeds[:1], "small", FEW_PARTIES) if args.quick else (args.seeds, "medium", PARTIES)
    for name, *words in parts(*asked):
        print(f"\n## python -m benchmarks.{name} {' '.join(words)}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *words], check=True)


if __name__ == "__main__":
    main()
