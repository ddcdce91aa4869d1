"""A source of raw units: what every reader gives, whatever the format."""

from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = " [number]"


@dataclass(slots=True)
class Source:
    """A file being read: its columns, and its units as (line, values as text) in a stream that is read once.

    `size` is in bytes, 0 where it is not known; `remarks` tell people how it was read. A column that a typed format
    (spreadsheet, JSON, Parquet) keeps as whole numbers is marked in the header by `marked_as_number`: a code in it has
    lost its leading zeros, and the header is what is kept with the rows for the next rebuild.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    units: Iterator[tuple[int, list[str]]]
    size: int = 0
    remarks: tuple[str, ...] = ()


def marked_as_number(column: str) -> str:
    """The column's name with the mark that the source kept whole numbers in it."""
    return column + _NUMBERS


def is_number_column(column: str) -> bool:
    """Whether a column of a header carries the mark."""
    return column.endswith(_NUMBERS)


def plain_name(column: str) -> str:
    """The column's name in its file, without the mark."""
    return column.removesuffix(_NUMBERS)
