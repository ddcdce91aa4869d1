"""Orders of the movements that came, each by what was known of them before: ours, and simpler ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.backtesting.goods import Boosting, Goods
from analyses.leading.candidates import apart
from analyses.leading.ranking import Ranking
from analyses.leading.standing import NAMES, OF_LEADS, ROLES, Past, Standing, usual_consignment_weights
from analyses.leading.weights import Weights, usual_weights

HALQA, LEADS, SEIZURES, INSPECTIONS, VOLUME, GOODS = "halqa", "leads", "seizures", "inspections", "volume", "goods"
PROFILE = "risk_profile"
ORDERS = (HALQA, LEADS, SEIZURES, INSPECTIONS, VOLUME, GOODS, PROFILE)  # the last where there is a risk profile
NETWORK = "network"
PRIOR = 5  # inspections at the usual rate that a rate of finds is mixed with


@dataclass(frozen=True, eq=False)
class Arrived:
    """The movements that came after a moment, by what was known then.

    Attributes:
        standing: What was known.
        who: The known entity of each movement in each role; -1 for a stranger.
        weights: Of the facts of a consignment.
        added: Points that indicators and rules add to each movement.
    """

    standing: Standing
    who: Mapping[str, np.ndarray]
    weights: Weights
    added: np.ndarray

    @classmethod
    def of(cls, ranking: Ranking, who: Mapping[str, np.ndarray], added: np.ndarray) -> "Arrived":
        """Those who stand on them, in a ranking with the usual weights."""
        return cls(Standing(ranking, Past(ranking.evidence.movements)), who, usual_consignment_weights(), added)

    def by_weights(self, of_leads: Weights, of_consignments: Weights, added: np.ndarray) -> "Arrived":
        """The same by other weights and points: the groups of the leads are chosen anew."""
        ranking = self.standing.ranking
        ranked = Ranking(ranking.evidence, ranking.candidates, of_leads)
        return Arrived(Standing(ranked, self.standing.past), self.who, of_consignments, added)

    @cached_property
    def points(self) -> np.ndarray:
        """The points of each fact of each movement, columns as `NAMES`."""
        return self.weights.points(NAMES, self.standing.table(self.who))

    @property
    def score(self) -> np.ndarray:
        """The score of each movement, 0-1, as `consignments` gives it."""
        return self._scores(self.points)

    @property
    def total(self) -> np.ndarray:
        """All points of each movement, which put them in the order of their scores."""
        total: np.ndarray = self.points.sum(axis=1) + self.added
        return total

    def _scores(self, points: np.ndarray) -> np.ndarray:
        return self.weights.scores(np.column_stack((points, self.added)))

    @property
    def leads(self) -> np.ndarray:
        """The points of the leads of its parties alone."""
        is_of_leads = [name.startswith(OF_LEADS) for name in NAMES]
        points: np.ndarray = self.points[:, is_of_leads].sum(axis=1)
        return points

    def without(self, facts: tuple[str, ...]) -> np.ndarray:
        """The scores without some facts of the consignment."""
        points = self.points.copy()
        points[:, [NAMES.index(name) for name in facts]] = 0
        return self._scores(points)

    def without_share(self, fact: str) -> np.ndarray:
        """The scores where the leads do not know one of their facts: their groups are chosen anew."""
        ranking = self.standing.ranking
        points = ranking.points.copy()
        points[:, ranking.candidates.names.index(fact)] = 0
        scores = ranking.weights.scores(points)
        group_of = np.full(ranking.evidence.world.entities.count, -1, dtype=np.int64)
        for place in apart(ranking.candidates, scores, ranking.firsts):
            group_of[list(ranking.members(place))] = place
        table = self.standing.table(self.who, Standing.lead_scores_by(group_of, scores))
        return self._scores(self.weights.points(NAMES, table))

    def of_receivers(self, values: np.ndarray) -> np.ndarray:
        """A value of the receiver of each movement; 0 for strangers."""
        by_entity = np.append(values.astype(np.float64), 0.0)
        of_movement: np.ndarray = by_entity[self.who["receiver"]]
        return of_movement

    @property
    def volume(self) -> np.ndarray:
        """Earlier movements of the receiver."""
        return self.of_receivers(self.standing.past.of_role["receiver"][0])

    @property
    def inspections(self) -> np.ndarray:
        """Finds an inspection of the receiver, shrunk to the usual rate; for strangers that rate."""
        movements = self.standing.past.movements
        is_known = movements.has_outcome
        movement, entity = movements.parties(ROLES["receiver"])
        count = movements.entities.count
        looked = np.bincount(entity, weights=is_known[movement], minlength=count)
        found = np.bincount(entity, weights=movements.is_seized[movement], minlength=count)
        usual = (movements.is_seized.sum() + 1) / (is_known.sum() + 2)
        rates = (found + PRIOR * usual) / (looked + PRIOR)
        by_entity = np.append(rates, usual)
        of_movement: np.ndarray = by_entity[self.who["receiver"]]
        return of_movement

    @property
    def seizures(self) -> np.ndarray:
        """Logarithms of the shrunk seizure rates of receiver and driver, added."""
        rates = self.standing.rates
        total: np.ndarray = sum(
            (np.append(rates[role], 0.0)[self.who[role]] for role in ("receiver", "driver")),
            np.zeros(len(self.who["receiver"])),
        )
        return total

    def goods(self, arrived: Goods) -> np.ndarray | None:
        """What goods, origin and mode say, learnt from the inspections before; None where these are too few."""
        movements = self.standing.past.movements
        rows = np.flatnonzero(movements.has_outcome)
        learnt = Boosting.learnt(Goods.of(movements), rows, movements.is_seized)
        return None if learnt is None else learnt.scores(arrived)

    def ablations(self) -> dict[str, np.ndarray]:
        """The scores without the network, without each fact of a consignment, and without each share of a lead."""
        network = tuple(name for name in NAMES if name.startswith(OF_LEADS))
        scores = {NETWORK: self.without(network)}
        scores |= {name: self.without((name,)) for name in NAMES if name in self.weights.weights}
        scores |= {f"leads: {name}": self.without_share(name) for name in usual_weights().weights}
        return scores
