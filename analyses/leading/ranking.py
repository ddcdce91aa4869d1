"""The groups of a world that stand apart from each other, ranked by their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.leading.candidates import Candidates, apart, candidates
from analyses.leading.evidence import Evidence
from analyses.leading.ids import ids_of
from analyses.leading.innocence import Group
from analyses.leading.weights import Weights, usual_weights
from graph.linkage.links import LinkRule
from graph.linkage.world import World
from graph.progress import Progress

DECLARED = 0.5  # share of the links that stand openly in registers, from which a group is an open one


def ranked(world: World, tick: Progress, weights: Weights | None = None) -> "Ranking":
    """The ranking of a world by weights, the usual ones where none are given."""
    evidence = Evidence(world, world.links(True, LinkRule()))
    return Ranking(evidence, candidates(evidence, tick), weights or usual_weights())


@dataclass(frozen=True, eq=False)
class Ranking:
    """The groups that stand apart from each other, the best score first."""

    evidence: Evidence
    candidates: Candidates
    weights: Weights

    @cached_property
    def points(self) -> np.ndarray:
        """The points of each fact of each candidate."""
        return self.weights.points(self.candidates.names, self.candidates.table)

    @cached_property
    def scores(self) -> np.ndarray:
        """The score of each candidate."""
        return self.weights.scores(self.points)

    @cached_property
    def order(self) -> list[int]:
        """Places of the candidates that are kept, best first; ties by the text id of the first member."""
        return apart(self.candidates, self.scores, self.firsts)

    @cached_property
    def firsts(self) -> np.ndarray:
        """The node that stands for the first member of each candidate, by which ties are put in order."""
        nodes: np.ndarray = self.evidence.world.entities.first[[members[0] for members in self.candidates.members]]
        return nodes

    def members(self, place: int) -> Sequence[int]:
        """The entities of a candidate."""
        return self.candidates.members[place]

    def through(self, place: int) -> list[str]:
        """Ids of what the members of a candidate that is kept share."""
        evidence = self.evidence
        values = np.unique(evidence.world.holders.value[evidence.links.row[self.groups[place].rows]])
        return [evidence.world.projection.ids[value] for value in values.tolist()]

    def made_of(self, place: int) -> list[str]:
        """Ids of what the members of a candidate that is kept share, and of the seizures on their loads."""
        seizures = self.evidence.world.in_its_days.seizures
        seized = {seizure for entity in self.members(place) for seizure in seizures.get(entity, ())}
        return [*self.through(place), *sorted(seized)]

    @cached_property
    def ids(self) -> Mapping[int, str]:
        """The id of each candidate that is kept, where nobody decided of it and no earlier list knows it."""
        return ids_of(self.evidence.world.holders, self.evidence.links, self.group_of, self.order)

    def is_lead(self, place: int) -> bool:
        """Whether a candidate is above the cut."""
        return bool(self.scores[place] >= self.weights.cut)

    def is_open(self, place: int) -> bool:
        """Whether most links of a candidate stand openly in registers."""
        return bool(self.candidates.column("declared")[place] >= DECLARED)

    @cached_property
    def group_of(self) -> np.ndarray:
        """The place of the candidate that is kept of each entity, -1 for none."""
        group_of = np.full(self.evidence.world.entities.count, -1, dtype=np.int64)
        for place in self.order:
            group_of[list(self.members(place))] = place
        return group_of

    @cached_property
    def groups(self) -> Mapping[int, Group]:
        """The candidates that are kept, with the rows of their links and pairs."""
        links = self.evidence.links
        rows, pairs = (
            _by_group(self.group_of[left], self.group_of[right])
            for left, right in ((links.left, links.right), (links.pair_left, links.pair_right))
        )
        none = np.zeros(0, dtype=np.int64)
        return {
            place: Group(self.members(place), pairs.get(place, none), rows.get(place, none)) for place in self.order
        }


def _by_group(left: np.ndarray, right: np.ndarray) -> dict[int, np.ndarray]:
    """The rows both ends of which are in one group, by group."""
    inside = np.flatnonzero((left == right) & (left >= 0))
    order = inside[np.argsort(left[inside], kind="stable")]
    places, starts = np.unique(left[order], return_index=True)
    return dict(zip(places.tolist(), np.split(order, starts[1:]), strict=True)) if len(places) else {}
