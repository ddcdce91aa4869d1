"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, every cell as text, read by a process of its own (`cells.py`).

Limits are checked before anything is opened: 100 MB of file, 1 GB and 10,000 entries inside, 200-fold compression above
50 MB; the process that reads has 3 GB of memory and ten minutes. Excel itself ends at 1,048,576 rows.
"""

import fnmatch
import hashlib
import json
import subprocess
import sys
import weakref
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

from graph.errors import BadFile
from graph.messages import Message, message
from loaders.profile.profile import Profile
from loaders.source import Position, Source, marked_as_number, plain_name
from loaders.tables.header_rows import laid_out
from loaders.wrapping import BROKEN

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MAX_BYTES = 100 << 20
MAX_INFLATED = 1 << 30
MAX_ENTRIES = 10_000
MAX_RATIO, RATIO_FROM = 200, 50 << 20
_SCRIPT = Path(__file__).with_name("cells.py")
_AS_CSV = "open it and save the sheet as CSV"


@dataclass(slots=True)
class Sheet:
    """A sheet being read: facts about it, then its rows as they come; blank rows are empty lists."""

    name: str
    integers: frozenset[int]
    row_count: int
    width: int
    remarks: tuple[Message, ...]
    rows: Iterator[list[str]]


class Workbook:
    """A workbook opened by another process, which ends with this object.

    Raises:
        BadFile: the file is over a limit, protected, or no workbook; also later, while rows are read.
    """

    def __init__(self, path: Path, decimal: str = ".", header_row: int = 0) -> None:
        check_size(path)
        self._path = path
        command = [sys.executable, "-I", "-X", "utf8", str(_SCRIPT), str(path), decimal, str(header_row)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self._end = weakref.finalize(self, _end, self._process)
        said = self._hear()
        self.sheets: list[tuple[str, bool]] = [(name, is_hidden) for name, is_hidden in said]

    def read(self, names: Sequence[str]) -> Iterator[Sheet]:
        """The sheets of these names; the rows of each must be read before the next is asked for."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(list(names)).encode() + b"\n")
            self._process.stdin.close()
        except OSError:
            raise self._broken() from None
        for name in names:
            facts = self._hear()
            remarks = tuple(_remarks(name, facts))
            yield Sheet(name, frozenset(facts["integers"]), facts["rows"], facts["width"], remarks, self._rows())
        self.close()

    def close(self) -> None:
        """Ends the process that reads."""
        self._end()

    def _rows(self) -> Iterator[list[str]]:
        while True:
            row = self._hear()
            if row is None:
                return
            if isinstance(row, int):
                yield from repeat([], row)
            else:
                yield row

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._broken()
        said = json.loads(line)
        if isinstance(said, dict) and "fault" in said:
            self.close()
            if said["fault"] == "password":
                raise BadFile(f"{self._path} is protected by a password", "save it without one")
            if said["fault"] == "too_large":
                words = f"{self._path}: {said['words']}, with far more blank cells than filled ones"
                raise BadFile(words, "delete what stands far below or beside the table, or save the sheet as CSV")
            raise BadFile(f"{self._path} cannot be opened as a spreadsheet: {said['words']}", _AS_CSV)
        return said

    def _broken(self) -> BadFile:
        self.close()
        return BadFile(f"{self._path} asks for more memory or time than a spreadsheet may have", _AS_CSV)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except OSError:  # what it never read cannot be written any more
                continue
    process.wait()


def _remarks(name: str, facts: dict[str, Any]) -> Iterator[Message]:
    for code, (count, place) in sorted(facts["empty"].items()):
        yield message("sheet.empty_cells", code=code, count=count, sheet=name, place=place)
    if facts["merged"]:
        yield message("sheet.merged", sheet=name, count=facts["merged"])
    if facts["lost"]:
        yield message("sheet.digits_lost", sheet=name)


def open_source(path: Path, profile: Profile) -> Source:
    """A sheet of a workbook as a source of raw units; the line of a unit is its row.

    Of several sheets the profile's `sheet` says which: a name, a number from 1, or a pattern (`20*`), whose sheets are
    read one after the other. Sheets that are hidden are read only by their name.

    Raises:
        BadFile: it is no workbook, over a limit, or the sheet is not there or not clear.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    book = Workbook(path, profile.decimal, profile.header_row + max(0, profile.header_rows - 1))
    names = list(_wanted(book.sheets, profile.sheet, path))
    if not profile.sheet and len(names) > 1:
        names = _filled(path, names)
        if len(names) > 1:
            shown = ", ".join(map(repr, names[:20]))
            raise BadFile(f"{path} has {len(names)} sheets with rows: {shown}", "name one in the profile with `sheet`")
    unread = (name for name, is_hidden in book.sheets if is_hidden and name not in names)
    remarks = [message("sheet.hidden", sheet=name) for name in unread]
    sheets = book.read(names)
    first = next(sheets)
    header, units = laid_out(_numbered(first), profile, f"sheet {first.name!r} of {path}")
    header += ("",) * (first.width - len(header))
    width = len(header)
    units = ((line, row + [""] * (width - len(row))) for line, row in units)
    marked = tuple(marked_as_number(name) if i in first.integers else name for i, name in enumerate(header))
    if len(names) > 1:
        remarks.append(message("sheet.several", sheets=", ".join(names)))
        units = chain(units, _others(sheets, first.row_count, profile, marked))
    size = path.stat().st_size
    remarks = [message("sheet.read", sheet=first.name), *first.remarks, *remarks]
    position = Position()
    units = _kept(book, units, position, first.row_count * len(names))
    return Source(path.name, digest.hexdigest(), marked, units, size, tuple(remarks), position.share)


def _kept(
    book: Workbook, units: Iterator[tuple[int, list[str]]], position: Position, total: int
) -> Iterator[tuple[int, list[str]]]:
    """The units, with the workbook kept open until they end; further sheets are taken to be as long as the first."""
    line = 0
    position.count(lambda: line, total)
    for line, row in units:
        yield line, row
    book.close()


def _others(
    sheets: Iterator[Sheet], before: int, profile: Profile, header: tuple[str, ...]
) -> Iterator[tuple[int, list[str]]]:
    """The units of further sheets, which must have the same columns."""
    names = [plain_name(name) for name in header]
    while names and not names[-1]:
        names.pop()
    for sheet in sheets:
        found, units = laid_out(_numbered(sheet), profile, f"sheet {sheet.name!r}")
        if list(found) != names:
            raise BadFile(f"sheet {sheet.name!r} has other columns than the first", "read it with a profile of its own")
        for line, row in units:
            yield before + line, row + [""] * (len(header) - len(row))
        before += sheet.row_count


def _numbered(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    return enumerate(sheet.rows, 1)


def _wanted(sheets: Sequence[tuple[str, bool]], wanted: str, path: Path) -> list[str]:
    """The names of the sheets to read: by name, by number, by pattern; all that are not hidden where none is named."""
    names = [name for name, _ in sheets]
    shown = [name for name, is_hidden in sheets if not is_hidden]
    if not wanted:
        found = shown
    elif wanted in names:
        found = [wanted]
    elif wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        found = [names[int(wanted) - 1]]
    else:
        found = [name for name in shown if fnmatch.fnmatchcase(name, wanted)]
    if not found:
        has = f"it has {', '.join(map(repr, names[:20]))}" if names else "it has none"
        raise BadFile(f"{path} has no sheet {wanted!r}" if wanted else f"{path} has no sheet that is shown", has)
    return found


def _filled(path: Path, names: Sequence[str]) -> list[str]:
    """Which sheets hold anything; the first where none does."""
    book = Workbook(path)
    found = []
    for sheet in book.read(names):
        if any(any(row) for row in sheet.rows):
            found.append(sheet.name)
            for _ in sheet.rows:
                pass
    return found or list(names[:1])


def check_size(path: Path) -> None:
    """Refuses a workbook over the limits before it is opened.

    Raises:
        BadFile: it is too large, or larger inside than a sheet of records is.
    """
    size = path.stat().st_size
    if not size:
        raise BadFile(f"{path} is empty", "check that the export was written whole")
    if size > MAX_BYTES:
        raise BadFile(f"{path} has {size:,} bytes, a spreadsheet may have {MAX_BYTES:,}", "export it as CSV")
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
    except BROKEN as error:
        raise BadFile(f"{path} cannot be opened as a spreadsheet: {error}", _AS_CSV) from error
    inflated = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise BadFile(f"{path} has {len(entries):,} parts, a spreadsheet may have {MAX_ENTRIES:,}", "export it as CSV")
    if inflated > MAX_INFLATED or (inflated > RATIO_FROM and inflated > MAX_RATIO * size):
        words = f"{path} has {size:,} bytes and {inflated:,} when unpacked, more than a sheet of records has"
        raise BadFile(words, "export it as CSV")


def sample(path: Path, name: str, most: int) -> tuple[Sheet, list[list[str]]]:
    """A sheet and its first rows, for whoever looks at a file before there is a profile."""
    book = Workbook(path)
    sheet = next(book.read([name]))
    found = list(islice(sheet.rows, most))
    book.close()
    return sheet, found
