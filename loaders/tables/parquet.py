"""Parquet: row groups streamed, every cell as text; nested columns are dotted as in JSON lines.

Numbers come without an exponent and with the decimal sign that the profile reads, days and moments as ISO text, lists
of plain values joined by `;`. The line of a unit is its row, from 1.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.errors import BadFile
from graph.messages import message
from loaders.profile.profile import Profile
from loaders.source import Position, Source, marked_as_number
from loaders.tables.cells import text_of
from loaders.tables.header_rows import skipping
from loaders.tables.jsonl import LIST_SEPARATOR, MAX_COLUMNS

SUFFIXES = (".parquet",)
MAX_GROUP_BYTES = 2 << 30
BATCH_ROWS = 2_000


def open_source(path: Path, profile: Profile) -> Source:
    """A Parquet file as a source of raw units.

    Raises:
        BadFile: it is no Parquet file, is damaged, or a row group is larger than 2 GB; also while it is read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    names, whole = columns(path)
    header = tuple(marked_as_number(name) if is_whole else name for name, is_whole in zip(names, whole, strict=True))
    is_left_out = skipping(profile.skip_rows)
    position = Position()
    found = rows(path, profile.decimal, position)
    units = (unit for unit in found if any(unit[1]) and not is_left_out(unit[1]))
    size = path.stat().st_size
    return Source(
        path.name, digest.hexdigest(), header, units, size, (message("read.as", encoding="Parquet"),), position.share
    )


def _opened(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
        groups = range(file.metadata.num_row_groups)
        largest = max((file.metadata.row_group(i).total_byte_size for i in groups), default=0)
        flat = _flat_schema(file.schema_arrow)
    except (pa.ArrowException, OSError, ValueError, RuntimeError) as error:
        raise _damaged(path, error) from error
    if largest > MAX_GROUP_BYTES:
        words = f"{path} has a row group of {largest:,} bytes, at most {MAX_GROUP_BYTES:,} are read"
        raise BadFile(words, "write it with smaller row groups")
    if not flat or len(flat) > MAX_COLUMNS:
        raise BadFile(f"{path} has {len(flat)} columns", f"a table of records has 1 to {MAX_COLUMNS:,}")
    return file


def _damaged(path: Path, error: Exception) -> BadFile:
    words = " ".join(str(error).split())[:200].rstrip(".")
    return BadFile(f"{path} is no Parquet file that can be read: {words}", "export it again, or as CSV")


def _flat_schema(schema: Any) -> list[Any]:
    """The fields with those of structures in the place of the structures, named by their paths."""
    import pyarrow as pa

    fields = list(schema)
    while any(pa.types.is_struct(field.type) for field in fields):
        fields = [one for field in fields for one in (field.flatten() if pa.types.is_struct(field.type) else [field])]
    return fields


def columns(path: Path) -> tuple[list[str], list[bool]]:
    """The names of the columns, and which of them hold whole numbers.

    Raises:
        BadFile: see `open_source`.
    """
    import pyarrow as pa

    with _opened(path) as file:
        fields = _flat_schema(file.schema_arrow)
    return [field.name for field in fields], [pa.types.is_integer(field.type) for field in fields]


def rows(path: Path, decimal: str = ".", position: Position | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows as texts with their numbers.

    Raises:
        BadFile: the file is damaged.
    """
    import pyarrow as pa

    number = 0
    with _opened(path) as file:
        if position:
            position.count(lambda: number, file.metadata.num_rows)
        try:
            for batch in file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
                table = pa.Table.from_batches([batch])
                while any(pa.types.is_struct(field.type) for field in table.schema):
                    table = table.flatten()
                texts = [_texts(column, decimal) for column in table.columns]
                for row in zip(*texts, strict=True):
                    number += 1
                    yield number, list(row)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            raise _damaged(path, error) from error


def _texts(column: Any, decimal: str) -> list[str]:
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":  # Python has microseconds
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts: list[str] = column.fill_null("").to_pylist()  # in half the time that a question for each value takes
        return texts
    read = _reader(decimal)
    return ["" if value is None else read(value) for value in column.to_pylist()]


def _reader(decimal: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if type(value) is str:
            return value
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", decimal)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.isoformat(timespec="seconds")
        if isinstance(value, int | float | date | datetime):
            return text_of(value, decimal)
        if isinstance(value, list | tuple):
            return LIST_SEPARATOR.join(read(inner) for inner in value if inner is not None)
        if isinstance(value, bytes):
            return value.decode("utf-8")
        return str(value)

    return read
