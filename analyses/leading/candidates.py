"""Groups that may be leads: communities of those who are likely to belong together, and which of them stand apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyses.leading.belonging import belonging, belonging_weights
from analyses.leading.evidence import Evidence
from analyses.leading.facts import facts_of
from graph.kernels.adjacency import adjacency
from graph.kernels.map_equation import map_equation
from graph.progress import Progress, Step

HIGHER = (0.35, 0.5, 0.65, 0.8)  # least chances of a link beside the cut: a ring stands out at one, not always the same
A_DOUBLING = 0.5  # points by which, of groups that overlap, one of twice the size may score less and stay


@dataclass(frozen=True, eq=False)
class Candidates:
    """Groups of entities, each once, with a row of facts each: columns as `names`."""

    members: Sequence[tuple[int, ...]]
    names: tuple[str, ...]
    table: np.ndarray

    def column(self, name: str) -> np.ndarray:
        """A fact of all groups."""
        values: np.ndarray = self.table[:, self.names.index(name)]
        return values


def candidates(evidence: Evidence, tick: Progress) -> Candidates:
    """The communities of the links at every least chance that the two belong together, with their facts.

    By the map equation, a link weighing by its chance.
    """
    members: dict[tuple[int, ...], list[float]] = {}
    names: tuple[str, ...] = ()
    chance, least = belonging(evidence), (belonging_weights().cut, *HIGHER)
    for number, strength in enumerate(least):
        tick(Step("looking for groups", number, len(least)))
        group_of = _communities(evidence, chance, strength, tick)
        facts = facts_of(evidence, group_of, chance)
        names = tuple(facts)
        rows = np.column_stack([facts[name] for name in names]).tolist()
        for group, row in zip(_members(group_of), rows, strict=True):
            members.setdefault(group, row)
    table = np.array(list(members.values()), dtype=np.float64).reshape(-1, len(names))
    return Candidates(list(members), names, table)


def _communities(evidence: Evidence, chance: np.ndarray, least: float, tick: Progress) -> np.ndarray:
    """The community of each entity that has company in it, numbered from 0; -1 for the others."""
    likely, pairs = chance >= least, evidence.pairs
    linked, place = np.unique(np.append(pairs.left[likely], pairs.right[likely]), return_inverse=True)
    left, right = np.split(place, 2)
    graph = adjacency(len(linked), left, right, chance[likely])
    labels = map_equation(graph, lambda: tick(Step("looking for groups")))
    group_of = np.full(evidence.world.entities.count, -1, dtype=np.int64)
    if len(linked):
        has_company = np.bincount(labels)[labels] > 1
        group_of[linked[has_company]] = np.unique(labels[has_company], return_inverse=True)[1]
    return group_of


def _members(group_of: np.ndarray) -> list[tuple[int, ...]]:
    grouped = np.flatnonzero(group_of >= 0)
    order = grouped[np.argsort(group_of[grouped], kind="stable")]
    ends = np.cumsum(np.bincount(group_of[grouped])) if len(grouped) else np.zeros(0, dtype=np.int64)
    return [tuple(part.tolist()) for part in np.split(order, ends[:-1])] if len(ends) else []


def apart(groups: Candidates, scores: np.ndarray, firsts: np.ndarray) -> list[int]:
    """Places of groups that have no member in common, the best score first.

    Of groups that overlap the one with the best score stays, and a larger one where it scores a little less: a part of
    a ring often scores better than the whole, by chance.

    Args:
        groups: All of them.
        scores: Of each, 0-1.
        firsts: By what ties are put in order.
    """
    safe = np.clip(scores, 1e-12, 1 - 1e-12)
    size = np.array([len(members) for members in groups.members], dtype=np.float64)
    worth = np.log(safe / (1 - safe)) + A_DOUBLING * np.log2(np.maximum(size, 1))
    taken: set[int] = set()
    chosen = []
    for place in np.lexsort((firsts, -np.round(worth, 9))).tolist():
        if taken.isdisjoint(groups.members[place]):
            chosen.append(place)
            taken.update(groups.members[place])
    return sorted(chosen, key=lambda place: (-round(float(scores[place]), 12), firsts[place]))
