"""An undirected weighted graph as arrays: for each node the others it is linked to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Compressed rows: the neighbours of node `i` are `others[pointers[i]:pointers[i + 1]]`, sorted, each once.

    Attributes:
        pointers: int64, one more than there are nodes.
        others: int32, each link twice.
        weights: float64, aligned with `others`.
    """

    pointers: np.ndarray
    others: np.ndarray
    weights: np.ndarray

    @property
    def count(self) -> int:
        """Nodes."""
        return len(self.pointers) - 1

    @property
    def entries(self) -> int:
        """Links, each counted from both ends."""
        return len(self.others)

    @property
    def degrees(self) -> np.ndarray:
        """Links of each node."""
        return np.diff(self.pointers)

    @cached_property
    def rows(self) -> np.ndarray:
        """The node at the near end of each entry."""
        return np.repeat(np.arange(self.count), self.degrees)

    @cached_property
    def strength(self) -> np.ndarray:
        """Summed weight of the links of each node."""
        return np.bincount(self.rows, weights=self.weights, minlength=self.count)

    @property
    def matrix(self) -> "sp.csr_array[Any]":
        """The weights as a sparse matrix."""
        return sp.csr_array((self.weights, self.others, self.pointers), shape=(self.count, self.count))


def adjacency(count: int, left: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Adjacency:
    """The graph of `count` nodes under the links (left[i], right[i]) with their weights.

    Weights of parallel links are added up, to the same sum at both ends; a link of a node with itself is left out.
    """
    is_link = left != right
    if not is_link.all():
        left, right, weight = left[is_link], right[is_link], weight[is_link]
    ends = (np.minimum(left, right).astype(np.int32), np.maximum(left, right).astype(np.int32))
    once = sp.coo_array((weight.astype(np.float64), ends), shape=(count, count)).tocsr()
    # Places are mirrored, not weights: a sum of matrices leaves out what is 0.
    numbers = np.arange(1, once.nnz + 1, dtype=once.indptr.dtype)
    places = sp.csr_array((numbers, once.indices, once.indptr), shape=(count, count))
    both = places + places.T.tocsr()
    return Adjacency(both.indptr.astype(np.int64), both.indices.astype(np.int32), once.data[both.data - 1])
