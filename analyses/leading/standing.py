"""Who stands on a consignment: the leads of its parties and the seizures on their loads, by what was known on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from analyses.leading.ranking import Ranking
from analyses.leading.weights import Weights, read_weights
from graph.linkage.movements import Movements
from graph.model import UNDATED
from graph.values.reference.tables import read_table

WEIGHTS = Path(__file__).with_name("consignment_weights.yaml")
PRIOR = 60  # movements at the usual rate that a seizure rate is mixed with
LEAST_CLEAN = 10  # movements of the receiver without a seizure, from which a consignment may be let pass
ROLES: Mapping[str, tuple[str, ...]] = {
    "receiver": ("CONSIGNED_TO",),
    "driver": ("DRIVEN_BY",),
    "sender": ("SHIPPED_BY",),
}
OF_LEADS = "lead_of_"  # how the facts begin that come of the network
NAMES = tuple(f"{kind}_of_{role}" for kind in ("lead", "seizures") for role in ROLES)


def usual_consignment_weights() -> Weights:
    """The weights of the facts of a consignment that come with the program."""
    return read_weights(read_table(WEIGHTS)[0], WEIGHTS.name)


@dataclass(frozen=True, eq=False)
class Past:
    """What was known: movements with what came of them."""

    movements: Movements

    @property
    def count_moved(self) -> int:
        """Movements with a day."""
        return int((self.movements.day != UNDATED).sum())

    @cached_property
    def usual_rate(self) -> float:
        """Seizures a movement, above 0."""
        movements = self.movements
        return (float(movements.is_seized.sum()) + 1) / (movements.count + PRIOR)

    @cached_property
    def of_role(self) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
        """(movements, seizures) of each entity as receiver, driver and sender, by the name of the role."""
        return {role: self._of(edge_types) for role, edge_types in ROLES.items()}

    def _of(self, edge_types: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        movement, entity = self.movements.parties(edge_types)
        count = self.movements.entities.count
        seized = np.bincount(entity, weights=self.movements.is_seized[movement], minlength=count)
        return np.bincount(entity, minlength=count), seized


def shrunk(moved: np.ndarray, seized: np.ndarray, usual_rate: float) -> np.ndarray:
    """Logarithm of seizure rates over the usual one, each mixed with `PRIOR` movements at it."""
    rates: np.ndarray = np.log((seized + PRIOR * usual_rate) / (moved + PRIOR) / usual_rate)
    return rates


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of entities in their roles.

    Attributes:
        ranking: The leads.
        past: What moved before.
    """

    ranking: Ranking
    past: Past

    @cached_property
    def lead_scores(self) -> np.ndarray:
        """The score of the group in which each entity stands; 0 for none."""
        return self.lead_scores_by(self.ranking.group_of, self.ranking.scores)

    @staticmethod
    def lead_scores_by(group_of: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """The score of the group of each entity, given the place of its group, -1 for none, and the scores."""
        by_place = np.append(scores, 0.0)  # the last one is found by -1
        by_entity: np.ndarray = by_place[group_of]
        return by_entity

    @cached_property
    def rates(self) -> Mapping[str, np.ndarray]:
        """The logarithm of the seizure rate of each entity over the usual one, by role."""
        return {role: shrunk(*counts, self.past.usual_rate) for role, counts in self.past.of_role.items()}

    def table(self, who: Mapping[str, np.ndarray], lead_scores: np.ndarray | None = None) -> np.ndarray:
        """The facts of consignments, a row each, columns as `NAMES`.

        Args:
            who: The entity of each consignment in each role; -1 for nobody who is known.
            lead_scores: The scores of the leads of entities where others are to be taken.
        """
        leads = self.lead_scores if lead_scores is None else lead_scores
        columns = [np.append(leads, 0.0)[who[role]] for role in ROLES]
        columns += [np.append(self.rates[role], 0.0)[who[role]] for role in ROLES]
        return np.column_stack(columns)
