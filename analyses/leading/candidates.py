"""Groups that may be leads: communities of linked entities at several strengths, and those of them that stand apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyses.leading.facts import Evidence, facts_of
from graph.kernels.adjacency import adjacency
from graph.kernels.map_equation import map_equation
from graph.linkage.links import Links
from graph.progress import Progress, Step

STRENGTHS = (0.3, 0.4, 0.6, 0.8, 1.0)  # least weights of a link: a ring stands out at one, and not always at the same


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
    """The communities of the links at every strength, by the map equation, with their facts."""
    members: dict[tuple[int, ...], list[float]] = {}
    names: tuple[str, ...] = ()
    for number, strength in enumerate(STRENGTHS):
        tick(Step("looking for groups", number, len(STRENGTHS)))
        group_of = _communities(evidence.links, evidence.world.entities.count, strength, tick)
        facts = facts_of(evidence, group_of)
        names = tuple(facts)
        rows = np.column_stack([facts[name] for name in names]).tolist()
        for group, row in zip(_members(group_of), rows, strict=True):
            members.setdefault(group, row)
    table = np.array(list(members.values()), dtype=np.float64).reshape(-1, len(names))
    return Candidates(list(members), names, table)


def _communities(links: Links, count: int, strength: float, tick: Progress) -> np.ndarray:
    """The community of each entity that has company in it, numbered from 0; -1 for the others."""
    strong = links.pair_weight >= strength - 1e-9
    linked, place = np.unique(np.append(links.pair_left[strong], links.pair_right[strong]), return_inverse=True)
    left, right = np.split(place, 2)
    graph = adjacency(len(linked), left, right, links.pair_weight[strong])
    labels = map_equation(graph, lambda: tick(Step("looking for groups")))
    group_of = np.full(count, -1, dtype=np.int64)
    if len(linked):
        has_company = np.bincount(labels)[labels] > 1
        group_of[linked[has_company]] = np.unique(labels[has_company], return_inverse=True)[1]
    return group_of


def _members(group_of: np.ndarray) -> list[tuple[int, ...]]:
    grouped = np.flatnonzero(group_of >= 0)
    order = grouped[np.argsort(group_of[grouped], kind="stable")]
    ends = np.cumsum(np.bincount(group_of[grouped])) if len(grouped) else np.zeros(0, dtype=np.int64)
    return [tuple(part.tolist()) for part in np.split(order, ends[:-1])] if len(ends) else []


def apart(members: Sequence[tuple[int, ...]], order: Sequence[int]) -> list[int]:
    """The groups that have no member in common with a better one, in the order given (places, the best first)."""
    taken: set[int] = set()
    chosen = []
    for place in order:
        if taken.isdisjoint(members[place]):
            chosen.append(place)
            taken.update(members[place])
    return chosen
