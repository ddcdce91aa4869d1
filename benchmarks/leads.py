"""What a reader of the list of `linked_entities` meets, of all clusters: rings, legal groups, pieces, coincidence.

    python -m benchmarks.leads [--world hard] [--assumptions mixed] [--size small] [--seed 1 2 3]

Prints a row a seed. A lead is right about a ring where two true entities or more, and half of all it holds, are of that
ring; in `P@k` a ring counts at its first lead alone, and R is the number of planted rings, listed or not.
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

from analyses.registry import get_analysis
from api.services.loading.sample import entity_of_party, load_manifest, score_rings
from api.services.runtime.workspace import Workspace
from graph.linkage.identity import Entities
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.projection.making import project
from graph.settings import Settings
from loaders.sample import USUAL, WORLDS, generate
from loaders.sample.worlds import SETS

EVERY_CLUSTER = 1_000_000
RING, LEGAL, PIECES, TOUCHES, COINCIDENCE, UNKNOWN = (
    "ring",
    "legal group",
    "one in pieces",
    "touches a ring",
    "coincidence",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the truth files say: kind (`company` or `person`) and groups of each entity; which groups are rings."""

    kinds: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    rings: frozenset[str]

    @classmethod
    def read(cls, folder: Path) -> "Truth":
        """Of a sample folder; a plain world knows rings and sister groups alone."""
        entities = truth_rows(folder / "truth_entities.csv")
        groups: dict[str, set[str]] = {row["entity_id"]: set() for row in entities}
        for row in entities:
            groups[row["entity_id"]].update(filter(None, (row["ring_id"], row["group_id"])))
        if (folder / "truth_groups.csv").is_file():
            for row in truth_rows(folder / "truth_groups.csv"):
                groups[row["entity_id"]].add(row["group_id"])
        return cls(
            {row["entity_id"]: row["kind"] for row in entities},
            {entity: frozenset(names) for entity, names in groups.items()},
            frozenset(row["ring_id"] for row in entities if row["ring_id"]),
        )


@dataclass(frozen=True, slots=True)
class Lead:
    """What a cluster of the list is, and the group that it is about where it is about one."""

    kind: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of parties that are one true entity, against pairs that the product calls one."""

    precision: float
    recall: float


def truth_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a truth file of a sample, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def members_of(row: Any) -> Sequence[str]:
    """Ids of the parties of a cluster: the one place that knows the form of a row."""
    members: Sequence[str] = row["members"] if isinstance(row, Mapping) else row.members
    return members


def judge(members: Iterable[str], entity_of: Mapping[str, str], truth: Truth) -> Lead:
    """What a cluster is, by the true entities of its parties."""
    entities = {entity_of[member] for member in members if member in entity_of}
    if not entities:
        return Lead(UNKNOWN)
    if len(entities) == 1:
        return Lead(PIECES)
    counts = Counter(group for entity in entities for group in truth.groups[entity])
    several = {group: count for group, count in counts.items() if count > 1}
    halves = sorted((-count, group) for group, count in several.items() if 2 * count >= len(entities))
    for wanted, kind in ((True, RING), (False, LEGAL)):
        for _, group in halves:
            if (group in truth.rings) == wanted:
                return Lead(kind, group)
    return Lead(TOUCHES if several.keys() & truth.rings else COINCIDENCE)


def precision_at(leads: Sequence[Lead], k: int) -> float:
    """Share of the first k leads that are right about a ring which no lead before them is about."""
    return len({lead.group for lead in leads[:k] if lead.kind == RING}) / k


def pairwise(entities: Entities, entity_of: Mapping[str, str], truth: Truth, kind: str) -> Pairs:
    """How well the product's entities match the true ones of a kind, over the parties whose truth is known."""
    ids = entities.projection.ids
    both: Counter[tuple[int, str]] = Counter()
    for node, entity in zip(entities.parties.tolist(), entities.of_party.tolist(), strict=True):
        true = entity_of.get(ids[node])
        if true is not None and truth.kinds[true] == kind:
            both[entity, true] += 1
    by_product: Counter[int] = Counter()
    by_truth: Counter[str] = Counter()
    for (entity, true), count in both.items():
        by_product[entity] += count
        by_truth[true] += count
    hits, predicted, wanted = (
        sum(comb(count, 2) for count in counts.values()) for counts in (both, by_product, by_truth)
    )
    return Pairs(hits / predicted if predicted else 1.0, hits / wanted if wanted else 1.0)


def measured(world: str, assumptions: str, size: str, seed: int) -> dict[str, str]:
    """The figures of one sample, by the headings of the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "files", seed, size, world, assumptions)
        with Workspace(Settings(data_dir=home / "data")) as workspace:
            load_manifest(workspace, home / "files")
            projection = project(workspace.store, EVERYONE)
        view = World(projection)
        analysis = get_analysis("linked_entities")
        answer = analysis.run(view, analysis.read_params({"limit": EVERY_CLUSTER, "explain": 0}))
        truth = Truth.read(home / "files")
        entity_of = entity_of_party(home / "files", projection)
        leads = [judge(members_of(row), entity_of, truth) for row in answer.rows]
        score = score_rings(home / "files", projection, answer.rows)
        return figures(leads, truth, view.entities, entity_of) | {
            "pairs of rings P / R": f"{score.precision:.2f} / {score.recall:.2f}"
        }


def figures(leads: Sequence[Lead], truth: Truth, entities: Entities, entity_of: Mapping[str, str]) -> dict[str, str]:
    """Counts of the leads by what they are, precision from the top, and entities pair by pair."""
    counts = Counter(lead.kind for lead in leads)
    rings = len(truth.rings)
    listed = len({lead.group for lead in leads if lead.kind == RING})
    tops = " / ".join(f"{precision_at(leads, k):.2f}" for k in (5, 20, rings))
    row = {"leads": str(len(leads)), "rings listed": f"{listed} of {rings}"}
    row |= {kind: str(counts[kind]) for kind in (RING, LEGAL, PIECES, TOUCHES, COINCIDENCE, UNKNOWN)}
    row["P@5 / 20 / R"] = tops
    for kind, words in (("person", "persons P / R"), ("company", "companies P / R")):
        pairs = pairwise(entities, entity_of, truth, kind)
        row[words] = f"{pairs.precision:.2f} / {pairs.recall:.2f}"
    return row


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", default="hard", choices=WORLDS)
    parser.add_argument("--assumptions", default=USUAL, choices=SETS)
    parser.add_argument("--size", default="small")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    args = parser.parse_args()
    for number, seed in enumerate(args.seed):
        row = measured(args.world, args.assumptions, args.size, seed)
        if not number:
            print("| world | " + " | ".join(row) + " |")
            print("|---" * (1 + len(row)) + "|")
        name = args.world if args.world == "plain" else args.assumptions
        print(f"| {name}, {args.size}, {seed} | " + " | ".join(row.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
