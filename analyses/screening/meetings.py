"""Which trucks came over one post on one day: what `convoy` and `co_movement` count."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.screening.timelines import Timeline
from graph.kernels.components import pairs_within
from graph.kernels.expand import matches

MOST_TRUCKS = 60  # of a post on a day; where more come, coming together tells nothing


@dataclass(frozen=True, eq=False)
class Meetings:
    """Trucks at posts, a row a (post and day, truck), each once.

    Attributes:
        key: Post and day as one number, ascending.
        truck: Node of the truck.
        carrier: Entity that carries, -1 for none.
        day: Its day number.
        nodes: Nodes of the projection.
    """

    key: np.ndarray
    truck: np.ndarray
    carrier: np.ndarray
    day: np.ndarray
    nodes: int

    def pair_key(self, truck: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Two trucks as one number, in either order."""
        key: np.ndarray = np.minimum(truck, other) * self.nodes + np.maximum(truck, other)
        return key

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(pair, day, row of the first) of trucks of different carriers that came together, a day once a pair."""
        pairs = pairs_within(self.key, self.truck, MOST_TRUCKS)
        carrier, beside = self.carrier[pairs.left_row], self.carrier[pairs.right_row]
        apart = (carrier != beside) | (carrier < 0)
        key = self.pair_key(pairs.left[apart], pairs.right[apart])
        day, row = self.day[pairs.left_row[apart]], pairs.left_row[apart]
        _, first = np.unique(np.stack((key, day)), axis=1, return_index=True)
        return key[first], day[first], row[first]

    @cached_property
    def by_truck(self) -> Timeline:
        """The days on which each truck came over a post."""
        return Timeline(self.truck, self.day, np.arange(len(self.truck)))

    @cached_property
    def days(self) -> Timeline:
        """The days on which each pair came together."""
        return Timeline(*self.pairs)

    def beside(self, key: np.ndarray, truck: np.ndarray, carrier: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(place, other truck) of the trucks of other carriers at the same post on the same day."""
        begins, ends = np.searchsorted(self.key, key, "left"), np.searchsorted(self.key, key, "right")
        asked = np.flatnonzero((ends > begins) & (ends - begins <= MOST_TRUCKS))
        at, row = matches(key[asked], self.key)
        at = asked[at]
        other = (self.truck[row] != truck[at]) & ((self.carrier[row] != carrier[at]) | (carrier[at] < 0))
        return at[other], self.truck[row[other]]
