"""What came out: of each movement whether it was inspected, what was found, and what labels say."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.backtesting.recognising import same_nodes
from graph.linkage.movements import Movements
from graph.linkage.world import World
from graph.projection.projection import Projection


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What is known in the end.

    Attributes:
        world: All that ever came.
        labelled: Ids of the consignments that labels call risky; None where there are no labels.
    """

    world: World
    labelled: Collection[str] | None = None

    @property
    def movements(self) -> Movements:
        return self.world.movements

    @property
    def is_found(self) -> np.ndarray:
        """Whether something was seized on each movement."""
        return self.movements.is_seized

    @property
    def is_known(self) -> np.ndarray:
        """Whether the outcome of each movement is known."""
        return self.movements.has_outcome

    @cached_property
    def is_risky(self) -> np.ndarray:
        """Whether labels call each movement risky: one of its papers is labelled."""
        flags = np.zeros(self.movements.count, dtype=bool)
        ids = self.world.projection.ids
        for name in self.labelled or ():
            number = ids.find(name)
            if number >= 0:
                flags[self.movements.of_node[number]] = True
        return flags

    def movement_of(self, later: Projection, movements: Movements) -> np.ndarray:
        """The movement here of each movement of an earlier moment; -1 where none of its papers counts any more."""
        consignments = later.numbers_of("Consignment")
        numbers = same_nodes(later, self.world.projection)[consignments]
        is_here = numbers >= 0
        found = np.full(movements.count, -1, dtype=np.int64)
        of_paper = self.movements.of_node[numbers[is_here]]
        found[movements.of_node[consignments[is_here]][::-1]] = of_paper[::-1]
        return found
