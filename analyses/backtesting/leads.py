"""The leads of a moment, judged by what came after it: is one right where something was found on a member later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from pydantic import BaseModel, Field

from analyses.backtesting.figures import DRAWS, Estimate, estimate, ratio
from analyses.backtesting.orders import HALQA
from analyses.backtesting.outcomes import Outcomes
from analyses.backtesting.recognising import same_nodes
from analyses.leading.facts import movements_by_group
from analyses.leading.identity import DISMISSED, Known, identities, known_leads, mark, new_evidence
from analyses.leading.ranking import Ranking
from graph.linkage.inputs import Inputs

FIRST = (5, 20, 60)
GROUP_ORDERS = (HALQA, "seizures", "seizures given volume", "found per inspected", "volume")
PRIOR = 5  # inspections at the usual rate that a rate of finds is mixed with


class LeadFigures(BaseModel):
    """How many of the first leads of an order were right."""

    order: str = Field(description="The order: halqa, or a simpler one of the same groups")
    first: int = Field(description="Leads that are looked at", ge=1)
    listed: int = Field(description="Leads that there were, at most so many a cut-off", ge=0)
    right: int = Field(description="Those on whose members something came out later", ge=0)
    precision: Estimate = Field(description="Right ones of those listed, 0-1")
    recall: Estimate = Field(description="Of all later right consignments, the share on which a member stands, 0-1")
    lift: Estimate = Field(description="How many times as many are right as of all groups")


@dataclass(frozen=True, eq=False)
class GroupsLater:
    """The groups of a moment with the movements of their members in a time after it.

    Attributes:
        movements: Numbers of the movements of the time, among all that ever came.
        stands: Whether a member of each group (row) stands on each of them (column).
        orders: Rows of the groups in each order.
    """

    movements: np.ndarray
    stands: sp.csr_matrix
    orders: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, ranking: Ranking, outcomes: Outcomes, days: tuple[int, int], listed: Sequence[int]) -> "GroupsLater":
        """Those of a ranking.

        Args:
            ranking: The groups by what was known.
            outcomes: All that ever came.
            days: Day numbers: what moved after the first, up to the last.
            listed: Places of the groups that the list shows, in its order.
        """
        day = outcomes.movements.day
        movements = np.flatnonzero((day > days[0]) & (day <= days[1]))
        row_of = {place: row for row, place in enumerate(ranking.order)}
        ties = np.arange(len(ranking.order))
        orders: dict[str, Sequence[int]] = {HALQA: [row_of[place] for place in listed]}
        orders |= {name: np.lexsort((ties, -values)).tolist() for name, values in _counted(ranking).items()}
        return cls(movements, _stands(ranking, outcomes, movements), orders)

    def right(self, is_right: np.ndarray) -> np.ndarray:
        """Whether each group (row) is right, given whether each movement of all is."""
        flags: np.ndarray = self.stands @ is_right[self.movements].astype(np.int64) > 0
        return flags

    def touched(self, rows: Sequence[int], is_right: np.ndarray) -> int:
        """How many right movements of the time a member of some groups stands on."""
        touches = np.asarray(self.stands[list(rows)].sum(axis=0)).ravel() > 0
        return int((touches & is_right[self.movements]).sum())


def listed_leads(ranking: Ranking, inputs: Inputs) -> list[int]:
    """Places of the leads that `leads` lists under what was decided, best first: none that is dismissed and not new."""
    known = known_leads(inputs)
    if not known:
        return [place for place in ranking.order if ranking.is_lead(place)]
    evidence = {place: ranking.made_of(place) for place in ranking.order}
    told = identities([list(map(mark, values)) for values in evidence.values()], known)
    return [
        place
        for (place, values), identity in zip(evidence.items(), told, strict=True)
        if ranking.is_lead(place) and not _is_over(values, identity.known)
    ]


def _is_over(evidence: Sequence[str], known: Known | None) -> bool:
    return known is not None and known.state == DISMISSED and not new_evidence(evidence, known)


def _stands(ranking: Ranking, outcomes: Outcomes, movements: np.ndarray) -> sp.csr_matrix:
    """Whether a member of each group (row, as `ranking.order`) stands on each of some movements (column)."""
    earlier, final = ranking.evidence.world, outcomes.world
    number = same_nodes(earlier.projection, final.projection)[earlier.entities.parties]
    group = ranking.group_of[earlier.entities.of_party]
    row_of_place = np.full(max(ranking.order, default=-1) + 1, -1, dtype=np.int64)
    row_of_place[ranking.order] = np.arange(len(ranking.order))
    kept = (number >= 0) & (group >= 0)
    rows, entities = row_of_place[group[kept]], final.entities.of_node[number[kept]]
    holds = _flags(rows, entities, (len(ranking.order), final.entities.count))
    column = np.full(final.movements.count, -1, dtype=np.int64)
    column[movements] = np.arange(len(movements))
    movement, entity = final.movements.principals
    moved = column[movement] >= 0
    stands = _flags(entity[moved], column[movement[moved]], (final.entities.count, len(movements)))
    return sp.csr_matrix(holds @ stands)


def _flags(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sp.csr_matrix:
    return sp.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)


def _counted(ranking: Ranking) -> dict[str, np.ndarray]:
    """Values of the groups, the highest first, by simpler orders."""
    evidence = ranking.evidence
    places = np.array(ranking.order, dtype=np.int64)
    group, movement = movements_by_group(evidence, ranking.group_of)
    width = int(places.max(initial=-1)) + 1
    known = evidence.movements

    def count(flags: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=flags[movement], minlength=width)[places]

    moved, seized = count(np.ones(known.count)), count(known.is_seized)
    looked = count(known.has_outcome)
    usual = ratio(float(seized.sum()), float(looked.sum())) or 0.0
    from scipy.stats import binom

    surprise = -binom.logsf(seized - 1, np.maximum(moved, 1), evidence.seized_share)
    return {
        "seizures": seized,
        "seizures given volume": np.where(seized > 0, surprise, 0.0),
        "found per inspected": (seized + PRIOR * usual) / (looked + PRIOR),
        "volume": moved,
    }


def lead_figures(moments: Sequence[GroupsLater], is_right: np.ndarray) -> list[LeadFigures]:
    """The figures of each order and number of leads, pooled over moments; intervals draw moments anew.

    Args:
        moments: The groups of each cut-off.
        is_right: Whether each movement of all that ever came was right.
    """
    rights = [moment.right(is_right) for moment in moments]
    return [
        _figures(moments, rights, is_right, order, first)
        for order in (GROUP_ORDERS if moments else ())
        for first in FIRST
    ]


def _figures(
    moments: Sequence[GroupsLater], rights: Sequence[np.ndarray], is_right: np.ndarray, order: str, first: int
) -> LeadFigures:
    rows = [moment.orders[order][:first] for moment in moments]
    table = np.array(
        [
            (
                len(some),
                right[list(some)].sum(),
                moment.touched(some, is_right),
                is_right[moment.movements].sum(),
                right.sum(),
                len(right),
            )
            for moment, some, right in zip(moments, rows, rights, strict=True)
        ],
        dtype=np.float64,
    )
    draws = np.random.default_rng(1).integers(0, len(table), (DRAWS, len(table)))
    drawn = table[draws].sum(axis=1)
    listed, right, touched, all_right, right_groups, groups = table.sum(axis=0).tolist()
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, base = drawn[:, 1] / drawn[:, 0], drawn[:, 4] / drawn[:, 5]
        recall, lift = drawn[:, 2] / drawn[:, 3], precision / base
    share, usual = ratio(right, listed), ratio(right_groups, groups)
    return LeadFigures(
        order=order,
        first=first,
        listed=int(listed),
        right=int(right),
        precision=estimate(share, precision),
        recall=estimate(ratio(touched, all_right), recall),
        lift=estimate(share / usual if share is not None and usual else None, lift),
    )
