"""Columns of values in Arrow memory, read from files without a copy; a value is no Python object until it is asked for.

A projection holds hundreds of thousands of ids and names: as Python texts they would cost ten times their bytes, and
each process would hold its own.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_FEW = 1000  # times as many texts are found one by one sooner than by a table of all
_AT_ONCE = 1 << 14  # values that become Python objects together when a whole column is gone through


class Column(Sequence[Any]):
    """A column of texts or numbers; None where a value is absent. Values are made when they are asked for."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return self.array[place].to_pylist()
        return self.array[int(place)].as_py()

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, len(self.array), _AT_ONCE):
            yield from self.array[start : start + _AT_ONCE].to_pylist()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Column):
            return bool(self.array.equals(other.array))
        return isinstance(other, list) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]  # as of any sequence that is compared by its values

    def take(self, places: np.ndarray) -> "Column":
        """The values at these places, in this order."""
        return type(self)(self.array.take(numbers_array(places)))


class Texts(Column):
    """A column of large texts, sorted where it holds ids: a text is then found by halving."""

    def __init__(self, array: pa.Array) -> None:
        super().__init__(array)
        _, offsets, data = array.buffers()
        is_plain = array.null_count == 0 and len(array) > 0 and data is not None
        self._offsets = memoryview(offsets).cast("q")[array.offset :] if is_plain else None
        self._data = memoryview(data) if is_plain else None

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> Any:
        offsets, data = self._offsets, self._data
        if offsets is None or data is None or isinstance(place, slice):
            return super().__getitem__(place)
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place = int(place) % len(self)
        return str(data[offsets[place] : offsets[place + 1]], "utf-8")  # a fifth of what Arrow's own scalars cost

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def find(self, text: str) -> int:
        """The place of a text in a sorted column; -1 where it is not there."""
        place = self._halved(text)
        return place if place < len(self) and self[place] == text else -1

    def _halved(self, text: str) -> int:
        """The first place whose text is not before this one: UTF-8 sorts as texts do, so that none has to be read."""
        offsets, data = self._offsets, self._data
        if offsets is None or data is None:
            return bisect_left(self, text)
        wanted, low, high = text.encode(), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if bytes(data[offsets[middle] : offsets[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) >= 0

    def beginning(self, prefix: str) -> tuple[int, int]:
        """First and one-past-last place of the texts of a sorted column that begin with a prefix of ASCII signs."""
        return self._halved(prefix), self._halved(prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _same(left: object, right: object) -> bool:
    return left == right


TEXT, NUMBER = pa.large_string(), pa.float64()


def numbers_array(values: np.ndarray) -> pa.Array:
    """Integers as Arrow sees them, in place; `pa.array` would load pandas first, which takes a third of a second."""
    whole = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def as_numpy(array: pa.Array) -> np.ndarray:
    """Numbers as numpy sees them, in place; not to be written to. Loads no pandas, as Arrow's own way does.

    Raises:
        ValueError: Values are missing, or smaller than a byte.
    """
    if array.null_count:
        raise ValueError(f"{array.null_count} of {len(array)} values are missing")
    width = array.type.byte_width
    _, values = array.buffers()
    if values is None:
        return np.zeros(0, array.type.to_pandas_dtype())
    return np.frombuffer(values, array.type.to_pandas_dtype(), len(array), array.offset * width)


def column_of(array: pa.Array) -> Column:
    """The column over an array, by its type."""
    return Texts(array) if array.type == TEXT else Column(array)


class Chunks:
    """A column that grows by lots of values, each put into Arrow memory at once."""

    def __init__(self, kind: pa.DataType) -> None:
        self.kind = kind
        self._lots: list[pa.Array] = []

    def add(self, values: Sequence[Any]) -> None:
        """Adds values: texts and numbers as they are, a list or a mapping in a column of texts as JSON."""
        if self.kind == TEXT:
            try:
                self._lots.append(pa.array(values, type=TEXT))
            except (pa.ArrowTypeError, pa.ArrowInvalid):
                texts = [value if value is None or isinstance(value, str) else as_text(value) for value in values]
                self._lots.append(pa.array(texts, type=TEXT))
            return
        self._lots.append(pa.array(values, type=self.kind))

    def array(self) -> pa.Array:
        """All of it in one piece."""
        if not self._lots:
            return pa.array([], type=self.kind)
        return self._lots[0] if len(self._lots) == 1 else pa.concat_arrays(self._lots)


def as_text(value: object) -> str:
    """A value that is no text as JSON, the same in every store."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_order(array: pa.Array) -> np.ndarray:
    """What sorts texts, in the order of Python's: UTF-8 sorts by code points."""
    order: np.ndarray = pc.sort_indices(array).to_numpy()
    return order


def index_among(wanted: pa.Array, texts: pa.Array) -> np.ndarray:
    """The place of each wanted text among sorted ones without doubles; -1 where it is not there."""
    if len(wanted) * _FEW < len(texts):
        column = Texts(texts)
        return np.array([column.find(text) for text in wanted.to_pylist()], dtype=np.int64)
    if len(wanted) < len(texts):
        encoded = wanted.dictionary_encode()  # a table of the fewer, at which the many are looked up, is soonest made
        found = pc.index_in(texts, value_set=encoded.dictionary)
        of_distinct = np.full(len(encoded.dictionary), -1, dtype=np.int64)
        of_distinct[np.asarray(found.drop_null())] = np.flatnonzero(np.asarray(found.is_valid()))
        places: np.ndarray = of_distinct[np.asarray(encoded.indices)]
        return places
    return np.array(pc.index_in(wanted, value_set=texts).fill_null(-1))


def sorted_union(left: pa.Array, right: pa.Array) -> tuple[Texts, np.ndarray, np.ndarray]:
    """The texts of two columns, each sorted and without doubles: all of them, sorted, and where those of each stand."""
    known = index_among(right, left)
    new = np.flatnonzero(known < 0)
    if not len(new):
        return Texts(left), np.arange(len(left)), known
    known[new] = len(left) + np.arange(len(new))
    added = right.take(pa.array(new))
    everything = pa.concat_arrays([left, added])
    if len(new) * _FEW < len(left):
        texts = Texts(left)
        before = np.array([bisect_left(texts, text) for text in added.to_pylist()])
        order = np.insert(np.arange(len(left)), before, known[new])
    else:
        order = text_order(everything)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return Texts(everything.take(pa.array(order))), rank[: len(left)], rank[known]
