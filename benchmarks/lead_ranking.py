"""How well `leads` ranks: on made-up worlds of several seeds, pooled, beside simpler orders and without each share.

    python -m benchmarks.lead_ranking [--assumptions mixed crowded] [--size medium] [--seed 1 2 3 4 5]

A lead is right where half of its true entities, and two at least, are of one planted ring; each ring counts at its
first lead alone. Of all that is listed: P@5, P@20, P@R (as many as rings planted), rings without a seizure
within the first 2R, groups of honest kinds above the median ring, and rings that are some lead. Figures are pooled over
the seeds, with what 95 of 100 draws of worlds give. The simpler orders rank twice: the groups that `leads` chose, of
which its score said which stand apart, and the clusters of `linked_entities`, which is what there is without it.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import binom

from analyses.leading.candidates import Candidates, apart, candidates
from analyses.leading.evidence import Evidence
from analyses.leading.facts import movements_by_group
from analyses.leading.weights import usual_weights
from analyses.registry import all_properties, get_analysis
from api.services.loading.sample import entity_of_party, load_manifest
from api.services.runtime.workspace import Workspace
from benchmarks.leads import EVERY_CLUSTER, LEGAL, RING, Lead, Truth, judge
from graph.linkage.links import LinkRule
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.progress import silent
from graph.projection.making import project
from graph.settings import Settings
from loaders.sample import generate
from loaders.sample.worlds import SETS

DRAWS = 1_000
PRIOR = 50  # movements at the base rate that a shrunk rate is mixed with


@dataclass(frozen=True, eq=False)
class Listed:
    """Groups of entities, what each is about, and counts for simpler orders."""

    members: Sequence[tuple[int, ...]]
    leads: Sequence[Lead]
    counts: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Judged:
    """A world's candidates with their facts, its clusters, and what is true of its rings."""

    groups: Candidates
    listed: Listed
    clusters: Listed
    truth: Truth
    seized_rings: frozenset[str]
    base: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one order in one world."""

    first5: float
    first20: float
    first_r: float
    unseized: float
    honest_above: float
    listed: float


HEAD = ("P@5", "P@20", "P@R", "no seizure in 2R", "honest above", "rings listed")


def judged(assumptions: str, size: str, seed: int) -> Judged:
    """Makes a world, loads it, and judges every candidate group."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "files", seed, size, "hard", assumptions)
        with Workspace(Settings(data_dir=home / "data")) as workspace:
            load_manifest(workspace, home / "files")
            projection = project(workspace.store, EVERYONE, all_properties())
        world = World(projection)
        evidence = Evidence(world, world.links(True, LinkRule()))
        groups = candidates(evidence, silent)
        truth = Truth.read(home / "files")
        entity_of = entity_of_party(home / "files", projection)

        def listed(members: Sequence[tuple[int, ...]]) -> Listed:
            ids, parties = projection.ids, world.entities.members
            leads = [judge((ids[n] for e in group for n in parties[e]), entity_of, truth) for group in members]
            return Listed(members, leads, _counts(evidence, members))

        seized = _seized(world, entity_of, truth)
        clusters = _clusters(world)
        return Judged(groups, listed(groups.members), listed(clusters), truth, seized, evidence.seized_share)


def _clusters(world: World) -> list[tuple[int, ...]]:
    """The entities of each cluster of `linked_entities`, by its defaults."""
    analysis = get_analysis("linked_entities")
    answer = analysis.run(world, analysis.read_params({"limit": EVERY_CLUSTER, "explain": 0}))
    of_node = world.entities.of_node
    found = (sorted({int(of_node[world.projection.number_of(m)]) for m in row.members}) for row in answer.rows)
    return [tuple(entities) for entities in found]


def _seized(world: World, entity_of: Mapping[str, str], truth: Truth) -> frozenset[str]:
    """The rings of which a member's movement was seized."""
    ids = world.projection.ids
    rings: set[str] = set()
    for entity in world.seizures:
        for node in world.entities.members[entity]:
            rings |= truth.groups.get(entity_of.get(ids[node], ""), frozenset()) & truth.rings
    return frozenset(rings)


def _counts(evidence: Evidence, groups: Sequence[tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Movements of each group, with those that were seized, and inspected."""
    counts = {name: np.zeros(len(groups)) for name in ("movements", "seized", "inspected")}
    for place, group in enumerate(groups):
        group_of = np.full(evidence.world.entities.count, -1, dtype=np.int64)
        group_of[list(group)] = 0
        _, movement = movements_by_group(evidence, group_of)
        counts["movements"][place] = len(movement)
        counts["seized"][place] = evidence.movements.is_seized[movement].sum()
        counts["inspected"][place] = evidence.movements.has_outcome[movement].sum()
    return counts


def scores(world: Judged, without: str = "") -> np.ndarray:
    """The scores of all groups, without one of the shares where it is named."""
    weights = usual_weights()
    points = weights.points(world.groups.names, world.groups.table)
    if without:
        points[:, world.groups.names.index(without)] = 0
    return weights.scores(points)


def _surprise(seized: np.ndarray, tried: np.ndarray, base: float) -> np.ndarray:
    values: np.ndarray = np.where(seized > 0, -binom.logsf(seized - 1, np.maximum(tried, 1), base), 0.0)
    return values


ORDERS: Mapping[str, Callable[[Listed, float], np.ndarray]] = {
    "seizures": lambda listed, _: listed.counts["seized"],
    "size": lambda listed, _: np.array([len(group) for group in listed.members], dtype=np.float64),
    "volume": lambda listed, _: listed.counts["movements"],
    "seizures given volume": lambda listed, base: _surprise(listed.counts["seized"], listed.counts["movements"], base),
    "found per inspected": lambda listed, _: listed.counts["seized"] / np.maximum(1, listed.counts["inspected"]),
    "shrunk seizure rate": lambda listed, base: (
        (listed.counts["seized"] + PRIOR * base) / (listed.counts["movements"] + PRIOR)
    ),
}


def figures(world: Judged, score: np.ndarray, order: np.ndarray | None = None) -> Figures:
    """The figures of the candidates that stand apart by a score, in its order or another one."""
    firsts = np.array([group[0] for group in world.groups.members])
    chosen = np.array(apart(world.groups, score, firsts))
    value = score if order is None else order
    places = chosen[np.lexsort((firsts[chosen], -score[chosen], -value[chosen]))]
    return _figures(world, [world.listed.leads[place] for place in places.tolist()], value[places])


def figures_of_clusters(world: Judged, value: np.ndarray) -> Figures:
    """The figures of the clusters in the order of a value, ties as `linked_entities` lists them."""
    places = np.argsort(-value, kind="stable")
    return _figures(world, [world.clusters.leads[place] for place in places.tolist()], value[places])


def _figures(world: Judged, leads: Sequence[Lead], value: np.ndarray) -> Figures:
    """The figures of leads in their order, with the value by which each stands there."""
    first: dict[str, int] = {}
    for rank, lead in enumerate(leads):
        if lead.kind == RING:
            first.setdefault(lead.group, rank)
    ranks, rings = sorted(first.values()), len(world.truth.rings)
    unseized = world.truth.rings - world.seized_rings
    is_ring = np.array([lead.kind == RING for lead in leads])
    is_legal = np.array([lead.kind == LEGAL for lead in leads])
    median = np.median(value[is_ring]) if is_ring.any() else np.inf
    return Figures(
        sum(rank < 5 for rank in ranks) / 5,
        sum(rank < 20 for rank in ranks) / 20,
        sum(rank < rings for rank in ranks) / rings,
        float(np.mean([first.get(ring, 1 << 30) < 2 * rings for ring in sorted(unseized)])) if unseized else 1.0,
        float((value[is_legal] > median).mean()) if is_legal.any() else 0.0,
        len(first) / rings,
    )


def row(name: str, worlds: Sequence[Figures]) -> str:
    """Means over the worlds, with what 95 of 100 draws of them give."""
    table = np.array([[getattr(world, field) for field in Figures.__slots__] for world in worlds])
    draws = np.random.default_rng(1).integers(0, len(table), (DRAWS, len(table)))
    low, high = np.quantile(table[draws].mean(axis=1), (0.025, 0.975), axis=0)
    cells = [f"{m:.2f} ({a:.2f}-{b:.2f})" for m, a, b in zip(table.mean(axis=0), low, high, strict=True)]
    return f"| {name} | " + " | ".join(cells) + " |"


def rows(worlds: Sequence[Judged]) -> Iterator[str]:
    """The table of one set of shares."""
    usual = [scores(world) for world in worlds]
    yield row("**leads**", [figures(world, score) for world, score in zip(worlds, usual, strict=True)])
    for name, order in ORDERS.items():
        ordered = [figures(w, score, order(w.listed, w.base)) for w, score in zip(worlds, usual, strict=True)]
        yield row(f"by {name}", ordered)
    for name, order in ORDERS.items():
        yield row(f"clusters, by {name}", [figures_of_clusters(w, order(w.clusters, w.base)) for w in worlds])
    for name in usual_weights().weights:
        yield row(f"without {name}", [figures(world, scores(world, name)) for world in worlds])


def main() -> None:
    """Prints a table for each set of shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assumptions", default=["mixed"], choices=SETS, nargs="+")
    parser.add_argument("--size", default="small")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    args = parser.parse_args()
    for assumptions in args.assumptions:
        worlds = [judged(assumptions, args.size, seed) for seed in args.seed]
        print(f"\n| {assumptions}, {args.size}, {len(worlds)} seeds | " + " | ".join(HEAD) + " |")
        print("|---" * (1 + len(HEAD)) + "|")
        for line in rows(worlds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
