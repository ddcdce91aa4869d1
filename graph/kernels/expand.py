"""The join behind most projections (every row of one table with every row of another that has the same key), and what
makes its rows distinct.
"""

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


class DistinctPairs(NamedTuple):
    """Pairs, each once, sorted, with how often each stood there, and which of them each row was."""

    left: np.ndarray
    right: np.ndarray
    often: np.ndarray
    of_row: np.ndarray


def distinct_pairs(left: np.ndarray, right: np.ndarray) -> DistinctPairs:
    """The distinct pairs (left[i], right[i]) of numbers from 0 to less than 2^31."""
    width = int(right.max(initial=0)) + 1
    keys, of_row, counts = np.unique(left.astype(np.int64) * width + right, return_inverse=True, return_counts=True)
    return DistinctPairs(keys // width, keys % width, counts, of_row)
