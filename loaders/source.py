"""A source of raw units: what every reader gives, whatever the format."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from graph.messages import Message

_F = TypeVar("_F", bound=IO[Any])
_NUMBERS = " [number]"


@dataclass(slots=True)
class Source:
    """A file being read: its columns, and its units as (line, values as text) in a stream that is read once.

    `size` is in bytes, 0 where it is not known; `remarks` tell people how it was read; `share` tells how much of it has
    been read, 0-1, and 0 where that is not known. A column that a typed format
    (spreadsheet, JSON, Parquet) keeps as whole numbers is marked in the header by `marked_as_number`: a code in it has
    lost its leading zeros, and the header is what is kept with the rows for the next rebuild.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    units: Iterator[tuple[int, list[str]]]
    size: int = 0
    remarks: tuple[Message, ...] = ()
    share: Callable[[], float] = lambda: 0.0


class Position:
    """How far a file has been read, for whoever waits: its reader lets it follow the file that it opens."""

    def __init__(self) -> None:
        self._tell: Callable[[], int] = lambda: 0
        self._size = 0

    def follow(self, file: _F) -> _F:
        """The same file, with its position known from now on; of a text its bytes count, of a packed file its own."""
        raw: Any = getattr(file, "buffer", file)
        raw = getattr(raw, "fileobj", raw)
        self._tell, self._size = raw.tell, os.fstat(raw.fileno()).st_size
        return file

    def count(self, tell: Callable[[], int], total: int) -> None:
        """Of a file whose rows are known before: how many have been read, out of how many."""
        self._tell, self._size = tell, total

    def share(self) -> float:
        """The share that has been read, 0-1; 0 before the file is opened, 1 after it was closed."""
        try:
            return min(1.0, self._tell() / self._size) if self._size else 0.0
        except ValueError:  # closed
            return 1.0


def readable_name(name: str) -> str:
    """A file's name as text; bytes that are no UTF-8 stand as `\\xff`, for no store could keep them."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def marked_as_number(column: str) -> str:
    """The column's name with the mark that the source kept whole numbers in it."""
    return column + _NUMBERS


def is_number_column(column: str) -> bool:
    """Whether a column of a header carries the mark."""
    return column.endswith(_NUMBERS)


def plain_name(column: str) -> str:
    """The column's name in its file, without the mark."""
    return column.removesuffix(_NUMBERS)


def counted_names(names: Sequence[str]) -> list[str]:
    """The names of columns; those that stand several times are `Name #1`, `Name #2`, from the left; blank ones stay."""
    total = Counter(names)
    seen: Counter[str] = Counter()
    counted = []
    for name in names:
        seen[name] += 1
        counted.append(f"{name} #{seen[name]}" if name and total[name] > 1 else name)
    return counted
