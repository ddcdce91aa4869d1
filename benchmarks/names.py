"""How well names are told apart, in one table: `python -m benchmarks.names`.

Needs `HALQA_TEST_DATA`, the folder with `name_pairs`, `name_panels` and `transliteration`; the project's own panels are
in `tests/graph/values/naming`. `--panel FILE` measures pairs of yours in the place of all these. AUC is the chance that
a pair of one name scores above a pair of two; R@P.97 the recall at the best threshold with precision .97; R and false
are at the product's own thresholds.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from graph.values.naming import Kind, Verdict, compare

PANELS = Path(__file__).parents[1] / "tests" / "graph" / "values" / "naming" / "panels.tsv"
TRANSLITERATION = {
    "Russian": "wd_russian_80",
    "Arabic": "wd_arabic_80",
    "Persian": "deepchar_wd_persian_80",
    "Armenian": "deepchar_wd_armenian_80",
}
HEAD = "| set | same / different | AUC | R@P.97 | R | false |\n|---|---|---|---|---|---|"
PRECISION = 0.97
NEIGHBOURS = 3_000  # Latin names among which the nearest other one is looked for
LEAST_DISTANCE = 2


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names, and whether they are one."""

    kind: Kind
    left: str
    right: str
    is_same: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the scores of labelled pairs show; shares are 0 to 1."""

    same: int
    different: int
    auc: float
    recall_at_precision: float
    recall: float
    false: int


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pairs", type=int, default=5_000, help="pairs of each transliteration set, half of them one name"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--panel",
        type=Path,
        nargs="+",
        help="pairs of your own in place of all others: a table with tabs, columns kind, name_a, name_b, same (1 or 0) "
        "and slice, a word for what to show apart",
    )
    args = parser.parse_args()
    if args.panel:
        print(HEAD)
        for name, pairs in own_sets(args.panel):
            print(row(name, measured(pairs)))
        return
    folder = os.environ.get("HALQA_TEST_DATA")
    if not folder:
        sys.exit("HALQA_TEST_DATA names no folder: set it to the one that holds name_pairs and transliteration")
    print(HEAD)
    for name, pairs in sets(Path(folder), args.pairs, args.seed):
        print(row(name, measured(pairs)))
    everything = [pair for _, pairs in sets(Path(folder), args.pairs, args.seed) for pair in pairs]
    print(f"\n{pairs_a_second(everything, args.seed):,.0f} pairs a CPU-second, of random pairs of all names above")


def sets(folder: Path, count: int, seed: int) -> Iterator[tuple[str, list[LabelledPair]]]:
    """The sets of pairs by name: those of the folder, the transliterations, and the project's own panels."""
    pairs = list(read(folder / "name_pairs" / "pairs.tsv", ("type", "a", "b", "cat")))
    yield from by_kind("name_pairs", pairs)
    panels = list(read(folder / "name_panels" / "name_panels.tsv", ("kind", "name_a", "name_b", "difference")))
    yield from by_kind("name_panels", panels)
    for language, file in TRANSLITERATION.items():
        yield f"transliteration, {language}", transliterated(folder / "transliteration" / file, count, seed)
    own = list(read(PANELS, ("kind", "name_a", "name_b", "half")))
    for half in ("tuned", "reported"):
        yield from by_kind(f"own panels, {half}", [pair for pair in own if pair.group == half])


def own_sets(paths: Iterable[Path]) -> Iterator[tuple[str, list[LabelledPair]]]:
    """The pairs of each table, by kind, and those of each slice of it."""
    for path in paths:
        pairs = list(read(path, ("kind", "name_a", "name_b", "slice")))
        yield from by_kind(path.stem, pairs)
        for piece in sorted({pair.group for pair in pairs} - {""}):
            yield f"{path.stem}: {piece}", [pair for pair in pairs if pair.group == piece]


def by_kind(name: str, pairs: list[LabelledPair]) -> Iterator[tuple[str, list[LabelledPair]]]:
    """The pairs of all kinds in one, and those of each kind."""
    yield name, pairs
    for kind in Kind:
        of_kind = [pair for pair in pairs if pair.kind is kind]
        if of_kind and len(of_kind) < len(pairs):
            yield f"{name}: {kind}", of_kind


def read(path: Path, columns: tuple[str, str, str, str]) -> Iterator[LabelledPair]:
    """The pairs of a table with tabs between its cells; `columns` are those of the kind, the names and the group."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind, left, right, group = (line[column] for column in columns)
            yield LabelledPair(Kind(kind), left, right, line["same"] == "1", group)


def transliterated(path: Path, count: int, seed: int) -> list[LabelledPair]:
    """Names with their Latin form, and with the nearest other Latin form that is at least two edits away."""
    random_order = random.Random(seed)
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    names = [(latin, native.replace(" ", "")) for latin, native, *_ in lines if len(latin) > 2]
    chosen = random_order.sample(names, count)
    others = [latin for latin, _ in random_order.sample(names, NEIGHBOURS)]
    pairs = []
    for number, (latin, native) in enumerate(chosen):
        is_same = number % 2 == 0
        shown = latin if is_same else nearest_other(latin, others)
        pairs.append(LabelledPair(Kind.PERSON, native, shown, is_same))
    return pairs


def nearest_other(name: str, others: Iterable[str]) -> str:
    """The name with the fewest edits from another one, of those at least two edits away; the first of equals."""
    best, fewest = "", sys.maxsize
    for other in others:
        if (
            abs(len(other) - len(name)) < fewest
            and LEAST_DISTANCE <= (edits := edit_distance(name, other, fewest)) < fewest
        ):
            best, fewest = other, edits
    return best


def edit_distance(left: str, right: str, limit: int) -> int:
    """Levenshtein's distance, or some number of at least `limit`."""
    return Levenshtein.distance(left, right, score_cutoff=limit - 1)


def measured(pairs: Sequence[LabelledPair]) -> Figures:
    """The figures of labelled pairs, by comparing each of them."""
    comparisons = [compare(pair.left, pair.right, pair.kind) for pair in pairs]
    labelled = [(answer.score, pair.is_same) for answer, pair in zip(comparisons, pairs, strict=True)]
    accepted = [pair.is_same for answer, pair in zip(comparisons, pairs, strict=True) if answer.verdict is Verdict.SAME]
    same = sum(pair.is_same for pair in pairs)
    return Figures(
        same,
        len(pairs) - same,
        area_under_curve(labelled),
        recall_at_precision(labelled, PRECISION),
        sum(accepted) / max(same, 1),
        len(accepted) - sum(accepted),
    )


def area_under_curve(labelled: Iterable[tuple[float, bool]]) -> float:
    """The chance that a pair of one name scores above a pair of two, equal scores counting half; nan without either."""
    below = wins = same = 0.0
    for _, group in groupby(sorted(labelled), key=lambda scored: scored[0]):
        labels = [is_same for _, is_same in group]
        rights, wrongs = sum(labels), len(labels) - sum(labels)
        wins += rights * (below + wrongs / 2)
        below, same = below + wrongs, same + rights
    return wins / (same * below) if same and below else float("nan")


def recall_at_precision(labelled: Sequence[tuple[float, bool]], precision: float) -> float:
    """The highest recall of all thresholds at which at least that share of what is accepted is right."""
    best = right = accepted = 0.0
    total = sum(is_same for _, is_same in labelled)
    ordered = sorted(labelled, key=lambda scored: -scored[0])
    for _, group in groupby(ordered, key=lambda scored: scored[0]):
        labels = [is_same for _, is_same in group]
        right, accepted = right + sum(labels), accepted + len(labels)
        if right >= precision * accepted:
            best = max(best, right / max(total, 1))
    return best


def pairs_a_second(pairs: Sequence[LabelledPair], seed: int, count: int = 20_000) -> float:
    """How many random pairs of names of one kind are compared in a CPU-second, the parsing of names included."""
    names: dict[Kind, list[str]] = defaultdict(list)
    for pair in pairs:
        names[pair.kind] += [pair.left, pair.right]
    chosen = random.Random(seed)
    kinds = sorted(names, key=lambda kind: -len(names[kind]))[:2]
    drawn = [
        (chosen.choice(names[kind]), chosen.choice(names[kind]), kind) for kind in kinds for _ in range(count // 2)
    ]
    begun = time.process_time()
    for left, right, kind in drawn:
        compare(left, right, kind)
    return len(drawn) / (time.process_time() - begun)


def row(name: str, figures: Figures) -> str:
    """A row of the table."""
    counts = f"{figures.same} / {figures.different}"
    shares = f"{figures.auc:.3f} | {figures.recall_at_precision:.3f} | {figures.recall:.3f}"
    return f"| {name} | {counts} | {shares} | {figures.false} |"


if __name__ == "__main__":
    main()
