"""Rejected rows for people: what was wrong where, and what to do; as rows and as CSV."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from api.views.controls import guarded
from graph.codes import code

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")  # a phone or an amount, which is shown as it is
_SAID = ("line", "column", "value", "code", "reason")
COLUMNS = (*_SAID, "next_step")


def with_next_step(row: Mapping[str, Any]) -> dict[str, Any]:
    """A rejected row as it is kept, with what to do about it."""
    known = code(row["code"], "rejects")
    return {name: row[name] for name in _SAID} | {"next_step": known.next_step if known else ""}


def write_csv(file: IO[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rejected rows as CSV, with cells that a spreadsheet does not run."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(_safe_cells(with_next_step(row).values()) for row in rows)


def _safe_cells(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        text = "" if value is None else str(value)
        yield text if _NUMBER.fullmatch(text) else guarded(text)
