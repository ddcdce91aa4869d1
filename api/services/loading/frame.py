"""A pandas frame as a source of raw units: the texts that a file of its columns would hold.

Missing values of every dtype (None, NaN, NA, NaT) are empty cells, numbers come without an exponent and with the
decimal sign that the profile reads, days without their hour. A column of whole numbers is marked as such, as a code in
it has lost its leading zeros.
"""

import datetime
import hashlib
import math
from decimal import Decimal
from typing import Any

import pandas as pd

from graph.model import unambiguous
from loaders.source import Source, marked_as_number
from loaders.tables.cells import number_text
from loaders.tables.jsonl import LIST_SEPARATOR


def source_of(frame: pd.DataFrame, decimal: str, name: str) -> Source:
    """The rows of a frame, numbered from 1; its index is left out."""
    columns = list(map(str, frame.columns))
    rows = [[_text(value, decimal) for value in row] for row in frame.itertuples(index=False, name=None)]
    lines = [unambiguous(row) for row in [columns, *rows]]
    digest = hashlib.sha256(unambiguous(lines).encode("utf-8", "surrogatepass")).hexdigest()
    header = tuple(
        marked_as_number(column) if _is_of_whole_numbers(frame.iloc[:, place]) else column
        for place, column in enumerate(columns)
    )
    return Source(name, digest, header, iter(list(enumerate(rows, 1))))


def _text(value: Any, decimal: str) -> str:
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(filter(None, (_text(inner, decimal) for inner in value)))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float) and math.isfinite(value):
        return number_text(float(value), decimal)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}".replace(".", decimal)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _is_of_whole_numbers(column: "pd.Series[Any]") -> bool:
    """Whether a column holds numbers, all of them whole; a missing value makes fractions of them in many a frame."""
    values = column.dropna()
    dtype = values.cat.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
    if pd.api.types.is_bool_dtype(dtype) or not pd.api.types.is_numeric_dtype(dtype):
        return False
    return len(values) > 0 and all(float(value).is_integer() for value in values)
