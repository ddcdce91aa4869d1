"""Days by key, so that what was earlier is counted by halving and never by going through everything."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

_DAYS = 1 << 18  # room for days in a combined number
_ZERO = 1 << 17  # what makes days before 1970 positive


@dataclass(frozen=True, eq=False)
class Timeline:
    """Rows by (key, day).

    Args:
        key: What a row is about; a negative one is nothing.
        day: Its day number.
        row: What it is.
    """

    key: np.ndarray
    day: np.ndarray
    row: np.ndarray

    @cached_property
    def _order(self) -> np.ndarray:
        known = np.flatnonzero(self.key >= 0)
        order: np.ndarray = known[np.lexsort((self.row[known], self.day[known], self.key[known]))]
        return order

    @cached_property
    def _keys(self) -> np.ndarray:
        return np.unique(self.key[self._order])

    @cached_property
    def _combined(self) -> np.ndarray:
        return self._numbers(self.key[self._order], self.day[self._order])

    @cached_property
    def rows(self) -> np.ndarray:
        """The rows in the order of key, day, row."""
        rows: np.ndarray = self.row[self._order]
        return rows

    def _numbers(self, key: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Key and day as one number that sorts as they do; of an unknown key one that is between all others."""
        place = np.searchsorted(self._keys, key)
        known = self._is_known(key, place)
        numbers: np.ndarray = np.where(known, place * _DAYS + np.clip(day + _ZERO, 0, _DAYS - 1), -1)
        return numbers

    def _is_known(self, key: np.ndarray, place: np.ndarray) -> np.ndarray:
        if not len(self._keys):
            return np.zeros(len(key), dtype=bool)
        known: np.ndarray = (key >= 0) & (self._keys[np.minimum(place, len(self._keys) - 1)] == key)
        return known

    def range(self, key: np.ndarray, first_day: np.ndarray, last_day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(first place, one past the last) in `rows` of the rows of each key from one day to another, both included."""
        begins = np.searchsorted(self._combined, self._numbers(key, first_day), "left")
        ends = np.searchsorted(self._combined, self._numbers(key, last_day), "right")
        return begins, np.maximum(begins, ends)

    def count(self, key: np.ndarray, first_day: np.ndarray, last_day: np.ndarray) -> np.ndarray:
        """How many rows each key has from one day to another, both included."""
        begins, ends = self.range(key, first_day, last_day)
        counts: np.ndarray = ends - begins
        return counts

    def total(self, key: np.ndarray) -> np.ndarray:
        """How many rows each key has."""
        return self.count(key, np.full(len(key), -_ZERO), np.full(len(key), _ZERO - 1))

    def before(self, key: np.ndarray, day: np.ndarray, days: float = _ZERO) -> np.ndarray:
        """How many rows each key has in so many days before a day, without the day itself."""
        return self.count(key, day - int(days), day - 1)

    def last_before(self, key: np.ndarray, day: np.ndarray, days: float = _ZERO) -> np.ndarray:
        """The last row of each key before a day, -1 for none."""
        begins, ends = self.range(key, day - int(days), day - 1)
        if not len(self.rows):
            return np.full(len(key), -1, dtype=np.int64)
        last: np.ndarray = np.where(ends > begins, self.rows[np.maximum(ends - 1, 0)], -1)
        return last

    def within(
        self, key: np.ndarray, first_day: np.ndarray, last_day: np.ndarray, most: int = 200
    ) -> tuple[np.ndarray, np.ndarray]:
        """(place of the key, row) of the rows of each key from one day to another, the last ones where there are more.

        Args:
            key: What is asked for.
            first_day: From which day.
            last_day: Up to which day, included.
            most: Rows of one key.
        """
        begins, ends = self.range(key, first_day, last_day)
        counts = np.minimum(ends - begins, most)
        at = np.repeat(np.arange(len(key)), counts)
        offset = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self.rows[(ends - counts)[at] + offset]


@dataclass(frozen=True, eq=False)
class Spreads:
    """Median and spread of a number by key: the spread is the median distance from the median (MAD), in logarithms.

    Args:
        key: What a row is about; a negative one is nothing.
        number: Above 0; others are left out.
    """

    key: np.ndarray
    number: np.ndarray

    @cached_property
    def _known(self) -> np.ndarray:
        return np.flatnonzero((self.key >= 0) & (self.number > 0) & np.isfinite(self.number))

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(key, rows, median, spread), by key."""
        key, value = self.key[self._known], np.log(self.number[self._known])
        keys, place, counts = np.unique(key, return_inverse=True, return_counts=True)
        medians = _medians(place, value, counts)
        return keys, counts, medians, _medians(place, np.abs(value - medians[place]), counts)

    def of(self, key: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(rows, median, spread) of each key; 0 rows for one that is not known."""
        keys, counts, medians, spreads = self._table
        if not len(keys):
            return np.zeros(len(key), dtype=np.int64), np.zeros(len(key)), np.zeros(len(key))
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        known = keys[place] == key
        return np.where(known, counts[place], 0), medians[place], spreads[place]


def _medians(place: np.ndarray, value: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The lower median of the values of each place."""
    ordered = value[np.lexsort((value, place))]
    starts = np.cumsum(counts) - counts
    medians: np.ndarray = ordered[starts + (counts - 1) // 2] if len(counts) else np.zeros(0)
    return medians
