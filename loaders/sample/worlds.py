"""The worlds that a sample can show: `plain`, where rings are easy to tell, and `hard`, where little tells them."""

from pathlib import Path

from graph.errors import BadValue
from loaders.sample.generation import Generator, SampleSummary
from loaders.sample.hard.drawing import drawn_shares
from loaders.sample.hard.generation import HardGenerator
from loaders.sample.hard.shares import ASSUMPTIONS, Shares
from loaders.sample.size import size_of

WORLDS = ("plain", "hard")
USUAL, DRAWN = "mixed", "drawn"
SETS = (*ASSUMPTIONS, DRAWN)


def shares_of(assumptions: str, seed: int) -> Shares:
    """The set of shares of this name, or the one that the seed draws; any other name raises `BadValue`."""
    if assumptions not in SETS:
        raise BadValue(f"no assumptions '{assumptions}'", f"known: {', '.join(SETS)}")
    return drawn_shares(seed) if assumptions == DRAWN else ASSUMPTIONS[assumptions]


def generate(folder: Path, seed: int, size: str, world: str = "plain", assumptions: str = USUAL) -> SampleSummary:
    """Write a sample of synthetic customs data with planted rings; the same arguments give the same bytes.

    Args:
        folder: where to write; made when it is missing, files of the same names are replaced.
        seed: any whole number.
        size: `small` (2,000 consignments), `medium` (50,000) or `large` (1 million).
        world: `plain`, or `hard` with legal groups that look like rings and rings that look like legal groups.
        assumptions: the set of shares that a hard world is made by: `mixed`, `separate`, `crowded`, `judging`, or
            `drawn`, where the seed draws the shares too.

    Raises:
        BadValue: there is no such size, world or set of shares, or a plain world is asked for with other shares.
    """
    if world not in WORLDS:
        raise BadValue(f"no sample world '{world}'", f"known: {', '.join(WORLDS)}")
    shares = shares_of(assumptions, seed)
    if world == "plain" and assumptions != USUAL:
        raise BadValue(f"the plain world has no assumptions '{assumptions}'", "add `--world hard`, or leave them out")
    counts = size_of(size)
    folder.mkdir(parents=True, exist_ok=True)
    if world == "hard":
        generator: Generator = HardGenerator(folder, seed, counts, shares)
    else:
        generator = Generator(folder, seed, counts)
    generator.run()
    return generator.summary(size)
