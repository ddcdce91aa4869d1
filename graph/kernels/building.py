"""A graph of a table of links whose ends are texts: ids are numbered in their order, and the links put into rows.

Arrow keeps the texts and finds out which are equal, so that none of them becomes an object of Python.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.kernels.adjacency import Adjacency, adjacency

Texts: TypeAlias = "Sequence[str] | pd.Series[Any] | Any"  # Arrow has no types


class TableGraph(NamedTuple):
    """The graph of a table.

    Attributes:
        ids: The id of each node, an array of Arrow, in the order of code points.
        graph: Its nodes are numbered by that order.
    """

    ids: pa.Array
    graph: Adjacency


def graph_of_table(
    left: Texts, right: Texts, weight: "np.ndarray | pd.Series[Any] | Sequence[float] | None" = None
) -> TableGraph:
    """The undirected graph of the links from `left[i]` to `right[i]`.

    Args:
        left: Ids, a column of Arrow or pandas, or a list.
        right: Ids, as many.
        weight: Of each link, 1 where it is not given; those of parallel links are added up.

    Returns:
        Every id is a node, also where it is linked with itself alone, which is no link. The order of the rows and
        which end stands left change nothing but the last digits of summed weights.

    Raises:
        TypeError: Ids are no texts.
        ValueError: An id is missing, or there are not as many of each.
    """
    ends = [_texts("left", left), _texts("right", right)]
    weights = np.ones(len(ends[0])) if weight is None else np.asarray(weight, dtype=np.float64)
    if not len(ends[0]) == len(ends[1]) == len(weights):
        raise ValueError(
            f"there are {len(ends[0])} left ends, {len(ends[1])} right ends and {len(weights)} weights; "
            "give as many of each"
        )
    both = pa.chunked_array([chunk for end in ends for chunk in end.chunks], pa.large_string()).dictionary_encode()
    if not len(both):
        return TableGraph(
            pa.array([], pa.large_string()), adjacency(0, weights.astype(np.int64), weights.astype(np.int64), weights)
        )
    ids = both.chunk(0).dictionary  # of all chunks
    order = pc.array_sort_indices(ids)
    number_of = np.empty(len(ids), dtype=np.int32)
    number_of[order] = np.arange(len(ids), dtype=np.int32)
    numbers = number_of[np.concatenate([chunk.indices for chunk in both.chunks])]
    links = len(weights)
    return TableGraph(ids.take(order), adjacency(len(ids), numbers[:links], numbers[links:], weights))


def _texts(side: str, values: Texts) -> Any:
    """A column as chunks of long texts, which share one size of offsets, checked."""
    column = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, from_pandas=True)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if len(column) and not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        raise TypeError(f"the {side} ends are {column.type}; give ids as texts")
    if column.null_count:
        row = pc.index(column.is_null(), True).as_py()
        raise ValueError(f"the {side} end of row {row} is missing; give each link both ends")
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    return chunked.cast(pa.large_string())
