"""Who used the same driver, truck or container more often than chance explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.kernels.chances import are_discoveries, hypergeometric_tail
from graph.kernels.components import pairs_within
from graph.kernels.expand import distinct_pairs
from graph.linkage.holders import leaders_of
from graph.linkage.movements import Movements
from graph.model import UNDATED

USED = (("DRIVEN_BY",), ("ON_VEHICLE",), ("IN_CONTAINER",))
CLIENTS_OF_CARRIER = 5  # movements for others from which a carrier is a stratum of his own
FALSE_SHARE = 0.05  # of the pairs that are kept, those that chance may have made
REPEAT_DAYS = 5  # from the first use to the last, for one that counts
MOST_USERS = 200  # of one driver, vehicle or container; more are a pool
_SMALLEST = 1e-12


@dataclass(frozen=True, eq=False)
class CoUse:
    """Rows (left, right, value, chance): entities, left < right, that both used a value again, beyond chance.

    `value` is the number of the node, for a driver the first of his entity; `chance` the probability that the weaker of
    the two used it so often by chance; `is_sure` whether that is too little to be chance, among all that was tested.
    """

    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    chance: np.ndarray
    is_sure: np.ndarray

    def where(self, flags: np.ndarray) -> "CoUse":
        """The rows of some flags or places."""
        return CoUse(*(getattr(self, name)[flags] for name in ("left", "right", "value", "chance", "is_sure")))

    @cached_property
    def _by_pair(self) -> tuple[np.ndarray, int, np.ndarray]:
        """(keys of pairs ascending, what the left one is multiplied by, the rows in that order)."""
        width = int(self.right.max(initial=0)) + 1
        keys = self.left * width + self.right
        order = np.lexsort((self.value, keys))
        return keys[order], width, order

    def of(self, left: int, right: int, value: int) -> tuple[float, bool] | None:
        """The chance of a pair's use of a value, and whether it is too little to be chance; None where not tested."""
        keys, width, order = self._by_pair
        if right >= width:
            return None
        first, last = np.searchsorted(keys, (left * width + right, left * width + right + 1))
        rows = order[first:last]
        same = rows[self.value[rows] == value]
        return (float(self.chance[same[0]]), bool(self.is_sure[same[0]])) if len(same) else None


def co_use(movements: Movements, countries: np.ndarray, repeat_days: int = REPEAT_DAYS) -> CoUse:
    """What of `co_use_tested` chance does not explain."""
    tested = co_use_tested(movements, countries, repeat_days)
    return tested.where(tested.is_sure)


def co_use_tested(
    movements: Movements,
    countries: np.ndarray,
    repeat_days: int = REPEAT_DAYS,
    used: Sequence[tuple[str, ...]] = USED,
    by_carrier: bool = True,
) -> CoUse:
    """Co-use of drivers, vehicles and containers by receivers, and whether chance explains it.

    Within a stratum (the carrier, where he moves for others too, else the receiver's country) each movement is taken to
    draw its value alike while both sides keep their activity: the hypergeometric null of Tumminello et al. (2011),
    doi:10.1371/journal.pone.0017994, at a false discovery rate of 5 % (Benjamini and Hochberg). A receiver counts where
    it used the value twice, so many days apart; a pair is as sure as its weaker side.

    Args:
        movements: Who received what when.
        countries: Number of the country of each entity, -1 for none.
        repeat_days: Days from the first use to the last.
        used: Edge types to what is used; agents, for example, in the place of drivers, vehicles and containers.
        by_carrier: A carrier is a stratum of his own; not where carriers are what is used.
    """
    stratum = strata_of(movements, countries, by_carrier)
    movement, value = uses_of(movements, used)
    holder, strata, day = movements.receiver[movement], stratum[movement], movements.day[movement]
    users = distinct_pairs(value, holder)
    repeats = _repeats(users.of_row, day, len(users.left), repeat_days) & (users.often > 1)
    again = np.flatnonzero(repeats[users.of_row])  # of the others no chance is asked
    cells = distinct_pairs(users.of_row[again], strata[again])
    received = movements.receiver >= 0
    in_all = np.bincount(stratum[received], minlength=int(stratum.max(initial=0)) + 1)
    by_holder = _counts(movements.receiver[received], stratum[received], holder, strata)
    by_value = _counts(value, strata, value, strata)
    row = np.zeros(len(cells.left), dtype=np.int64)
    row[cells.of_row] = again
    chance = hypergeometric_tail(cells.often, in_all[cells.right], by_value[row], by_holder[row])
    least = np.ones(len(users.left))
    np.minimum.at(least, cells.left, np.maximum(chance, _SMALLEST))
    kept = np.flatnonzero(repeats)
    pairs = pairs_within(users.left[kept], kept, largest=MOST_USERS)
    left, right = users.right[pairs.left], users.right[pairs.right]
    both = np.maximum(least[pairs.left], least[pairs.right])
    sure = are_discoveries(both, FALSE_SHARE)
    return CoUse(np.minimum(left, right), np.maximum(left, right), users.left[pairs.left], both, sure)


def uses_of(movements: Movements, used: Sequence[tuple[str, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """(movement, value) of what receivers used that is not themselves, each once."""
    entities = movements.entities
    leaders = leaders_of(entities.projection, entities)
    parts = [movements.said(edge_types) for edge_types in used]
    movement = np.concatenate([part[0] for part in parts])
    value = leaders[np.concatenate([part[1] for part in parts])]
    receiver = movements.receiver[movement]
    foreign = (receiver >= 0) & (entities.of_node[value] != receiver)
    rows = distinct_pairs(movement[foreign], value[foreign])
    return rows.left, rows.right


def strata_of(movements: Movements, countries: np.ndarray, by_carrier: bool) -> np.ndarray:
    """The stratum of each movement: its carrier where he is another firm with clients, else the receiver's country."""
    carrier, receiver = movements.carrier, movements.receiver
    clients = np.bincount(carrier[carrier >= 0], minlength=movements.entities.count + 1)
    is_served = by_carrier & (carrier >= 0) & (carrier != receiver) & (clients[carrier] >= CLIENTS_OF_CARRIER)
    country = np.append(countries, -1)[receiver]
    return np.unique(np.where(is_served, carrier, -2 - country), return_inverse=True)[1]


def _counts(left: np.ndarray, right: np.ndarray, of_left: np.ndarray, of_right: np.ndarray) -> np.ndarray:
    """How often each wanted pair stands among the pairs."""
    width = int(max(right.max(initial=0), of_right.max(initial=0))) + 1
    keys, counts = np.unique(left * width + right, return_counts=True)
    wanted = of_left * width + of_right
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    found: np.ndarray = counts[place] if len(keys) else np.zeros(len(wanted), dtype=np.int64)
    return found


def _repeats(user: np.ndarray, day: np.ndarray, count: int, days: int) -> np.ndarray:
    """Whether each user used the value again so many days after the first time."""
    dated = day != UNDATED
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, user[dated], day[dated])
    np.maximum.at(last, user[dated], day[dated])
    flags: np.ndarray = (last > first) & (last - np.where(last > first, first, last) >= days)
    return flags
