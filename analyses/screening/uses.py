"""Who used one driver, vehicle or container beyond chance, by what was known before each day."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.leading.evidence import countries_of, operations_of
from analyses.screening.timelines import Timeline
from graph.kernels.chances import hypergeometric_tail
from graph.kernels.expand import distinct_pairs, matches
from graph.linkage.co_use import FALSE_SHARE, MOST_USERS, REPEAT_DAYS, USED, strata_of, uses_of
from graph.linkage.world import World
from graph.model import UNDATED

_EVER = 1 << 16  # days, more than any two are apart


@dataclass(frozen=True, eq=False)
class Uses:
    """The test of `graph.linkage.co_use`, made anew after every use by what was known then.

    How little a chance must be to be none is asked once, of all that is known.

    Attributes:
        world: What was said up to the day of the question.
    """

    world: World

    def shared(
        self, value: np.ndarray, receiver: np.ndarray, day: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(place, other receiver, chance) where another one used a value too, and it was no chance before a day.

        A pair is as sure as its weaker side; of several others the surest is told, ties by the number of the entity.

        Args:
            value: Node of the driver, vehicle or container.
            receiver: Who is asked about; -1 for nobody.
            day: The first day that does not count.
        """
        of_value, user = self._users
        at, row = matches(value, of_value)
        other = (receiver[at] >= 0) & (user[row] != receiver[at])
        at, row = at[other], row[other]
        chance = np.maximum(self._before(value[at], receiver[at], day[at]), self._before(value[at], user[row], day[at]))
        sure = np.flatnonzero(chance <= self._largest)
        sure = sure[np.lexsort((user[row[sure]], chance[sure], at[sure]))]
        places, first = np.unique(at[sure], return_index=True)
        return places, user[row[sure[first]]], chance[sure[first]]

    def _before(self, value: np.ndarray, receiver: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The chance of what each receiver had used a value before a day; 1 where he had not used it again."""
        timeline, chances = self._judged
        last = timeline.last_before(self._key(value, receiver), day)
        found: np.ndarray = np.append(chances, 1.0)[last]
        return found

    @cached_property
    def _largest(self) -> float:
        """The largest chance that is taken for none: the bound at which Benjamini and Hochberg's rule stops."""
        tested = self.world.once(operations_of)
        return FALSE_SHARE * max(1, int(tested.is_sure.sum())) / max(1, len(tested.is_sure))

    @cached_property
    def _rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(value, receiver, stratum, day) of the uses that have a day."""
        movements = self.world.movements
        movement, value = uses_of(movements, USED)
        dated = movements.day[movement] != UNDATED
        movement, value = movement[dated], value[dated]
        return value, movements.receiver[movement], self._strata[movement], movements.day[movement]

    @cached_property
    def _strata(self) -> np.ndarray:
        return strata_of(self.world.movements, self.world.once(countries_of), by_carrier=True)

    @cached_property
    def _users(self) -> tuple[np.ndarray, np.ndarray]:
        """(value, receiver) of those who used a value again, where others did too; by value."""
        value, receiver, _, day = self._rows
        users = distinct_pairs(value, receiver)
        first, last = np.full(len(users.left), _EVER), np.full(len(users.left), -_EVER)
        np.minimum.at(first, users.of_row, day)
        np.maximum.at(last, users.of_row, day)
        again = last - first >= REPEAT_DAYS
        value, receiver = users.left[again], users.right[again]
        _, place, counts = np.unique(value, return_inverse=True, return_counts=True)
        several = (counts[place] > 1) & (counts[place] <= MOST_USERS)
        return value[several], receiver[several]

    def _key(self, value: np.ndarray, receiver: np.ndarray) -> np.ndarray:
        keys: np.ndarray = np.where(receiver >= 0, value * max(1, self.world.entities.count) + receiver, -1)
        return keys

    @cached_property
    def _judged(self) -> tuple[Timeline, np.ndarray]:
        """The days on which a user used a value again, with the chance of so many uses up to each, by its row."""
        value, receiver, stratum, day = self._rows
        key = self._key(value, receiver)
        before = Timeline(key, day, np.arange(len(key))).before(key, day - REPEAT_DAYS + 1)
        rows = np.flatnonzero((before > 0) & np.isin(key, self._key(*self._users)))
        cells = distinct_pairs(key, stratum)
        at, cell = matches(key[rows], cells.left)
        last, among = day[rows[at]], cells.right[cell]
        movements = self.world.movements
        width = len(movements.receiver) + 1  # more than there are strata
        moved = np.flatnonzero((movements.receiver >= 0) & (movements.day != UNDATED))
        timelines = (
            (key, key[rows[at]], stratum, day),
            (np.zeros_like(moved), np.zeros_like(at), self._strata[moved], movements.day[moved]),
            (value, value[rows[at]], stratum, day),
            (movements.receiver[moved], receiver[rows[at]], self._strata[moved], movements.day[moved]),
        )
        counts = [
            Timeline(of * width + part, on, np.arange(len(on))).count(
                asked * width + among, np.full(len(at), -_EVER), last
            )
            for of, asked, part, on in timelines
        ]
        chance = np.where(counts[0] > 0, hypergeometric_tail(*counts), 1.0)
        least = np.ones(len(rows))
        np.minimum.at(least, at, np.maximum(chance, 10.0**-12))
        return Timeline(key[rows], day[rows], np.arange(len(rows))), least
