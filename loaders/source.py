"""A source of raw units: what every reader gives, whatever the format."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Source:
    """A file being read: its columns, and its units as (line, values as text) in a stream that is read once.

    `size` is in bytes, 0 where it is not known; `remarks` tell people how it was read.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    units: Iterator[tuple[int, list[str]]]
    size: int = 0
    remarks: tuple[str, ...] = ()
