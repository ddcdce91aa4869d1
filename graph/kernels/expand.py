"""The join behind most projections: every row of one table with every row of another that has the same key."""

from typing import NamedTuple

import numpy as np


class Matches(NamedTuple):
    """Row numbers of the left and the right table, one pair a match, in order of the left."""

    left: np.ndarray
    right: np.ndarray


def matches(left: np.ndarray, right: np.ndarray) -> Matches:
    """Pairs of rows with equal keys; `right` must be sorted."""
    starts = np.searchsorted(right, left, "left")
    counts = np.searchsorted(right, left, "right") - starts
    row = np.repeat(np.arange(len(left)), counts)
    return Matches(row, starts[row] + np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts))
