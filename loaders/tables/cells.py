"""The program that opens a spreadsheet: started by `loaders.tables.spreadsheet` as a process of its own.

A workbook of one kilobyte can ask its reader for half a terabyte, which ends the process that reads it. So it is read
here, under limits on memory and time, by a script that imports nothing of ours. It speaks JSON, one value a line:

1. out: the sheets, as [name, is hidden] each; or {"fault": code, "words": text}, which may also stand in place of 2
2. in: the sheets to read, as names; out for each: {"integers": [column, ...], "rows": n, "width": n, ...}
3. out for each: its rows as lists of texts (trailing empty cells left out), blank ones as their number, then null
"""

import datetime
import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import python_calamine as calamine

MEMORY_BYTES = 3 << 30  # of address space at most; 600 MB of sheet XML need 1.2 GB
_LEAST_MEMORY, _MEMORY_PER_BYTE = 3 << 29, 4  # a small file gets little: a cell far away makes rows of all between
CPU_SECONDS = 600
MOST_ROWS = 1_048_576
_MOST_CELLS = 1 << 24  # of a small sheet, blank ones included; a large one may have one more for each byte
_EXACT = 1 << 53  # whole numbers above lose digits in a spreadsheet
# No sign of these patterns can be the beginning of another tag: one that never ends would else be read again and again.
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\b[^<>]*?(?:/>|>.*?</(?:\w{1,20}:)?c>)", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,9}\d{1,20})""")
_ERROR = re.compile(rb"""^<[^<>]*\bt=["']e["']""")
_VALUE = re.compile(rb"<(?:\w{1,20}:)?(?:v|t)\b[^<>]*>[^<]")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f\b")
_SHEET = re.compile(r"<(?:\w{1,20}:)?sheet\b([^<>]{0,4000})")
_RELATION = re.compile(r"<(?:\w{1,20}:)?Relationship\b([^<>]{0,4000})")
_ATTRIBUTE = re.compile(r'\b(?:\w{1,20}:)?(\w{1,20})="([^"]*)"')
_MOST_OF_BOOK = 1 << 24  # bytes of the list of sheets that are looked at


def text_of(value: Any, decimal: str = ".") -> str:
    """A cell as text: whole numbers without a point, others with their shortest digits, dates as ISO, else as it is."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode() if "\ud800" <= max(value, default="") <= "\udfff" else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value, decimal)
    if isinstance(value, datetime.datetime):
        value = value.replace(microsecond=0) if value.microsecond < 500_000 else _next_second(value)
        return str(value.date()) if value.time() == datetime.time() else str(value.isoformat())
    if isinstance(value, datetime.timedelta):
        return str(value)
    return str(value.isoformat())


def _next_second(value: datetime.datetime) -> datetime.datetime:
    """Days are kept as fractions, so 14:30 may come as a microsecond before it."""
    return value.replace(microsecond=0) + datetime.timedelta(seconds=1)


def number_text(value: float, decimal: str = ".") -> str:
    """A number in digits, never with an exponent, with the decimal sign that the profile reads."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer():
        return str(int(value))
    return f"{Decimal(repr(value)):f}".replace(".", decimal)


def _is_integer(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def survey(rows: Iterator[list[Any]], header_row: int) -> dict[str, Any]:
    """How a sheet is filled: rows, width; below the header the columns of whole numbers, and if digits were lost."""
    whole: set[int] = set()
    broken: set[int] = set()
    count = width = 0
    has_lost = False
    for row in rows:
        count += 1
        if row.count("") == len(row):
            continue
        for place, value in enumerate(row):
            if value == "":
                continue
            width = max(width, place + 1)
            if count <= header_row:
                continue
            if _is_integer(value):
                whole.add(place)
                has_lost = has_lost or abs(value) > _EXACT
            elif isinstance(value, float):
                broken.add(place)
    return {"integers": sorted(whole - broken), "rows": count, "width": width, "lost": has_lost}


def empty_cells(path: str, sheet: str) -> dict[str, list[Any]]:
    """Cells of an xlsx sheet that read as empty and are not: code -> [count, first place]."""
    found: dict[str, list[Any]] = {}
    try:
        with zipfile.ZipFile(path) as book:
            member = _member_of(book, sheet)
            if member:
                _count_empty(book, member, found)
    except (OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        # A compression that zipfile does not know is a NotImplementedError. The reader that counts has its own say.
        return found
    return found


def _member_of(book: zipfile.ZipFile, sheet: str) -> str:
    sheets = [dict(_ATTRIBUTE.findall(tag)) for tag in _SHEET.findall(_beginning(book, "xl/workbook.xml"))]
    ids = {unescape(said["name"]): said["id"] for said in sheets if {"name", "id"} <= said.keys()}
    for tag in _RELATION.findall(_beginning(book, "xl/_rels/workbook.xml.rels")):
        said = dict(_ATTRIBUTE.findall(tag))
        if sheet in ids and said.get("Id") == ids[sheet]:
            target = said.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _beginning(book: zipfile.ZipFile, member: str) -> str:
    with book.open(member) as file:
        return file.read(_MOST_OF_BOOK).decode("utf-8", "ignore")


def _count_empty(book: zipfile.ZipFile, member: str, found: dict[str, list[Any]]) -> None:
    rest = b""
    with book.open(member) as file:
        while chunk := file.read(1 << 20):
            block = rest + chunk
            end = max(block.rfind(b"</c>"), block.rfind(b":c>"))
            if end < 0 or len(block) > 1 << 26:
                rest = block[-(1 << 20) :]
                continue
            end = block.index(b">", end) + 1
            rest = block[end:]
            for cell in _CELL.findall(block[:end]):
                code = _what_is_empty(cell)
                if code:
                    place = _PLACE.search(cell)
                    found.setdefault(code, [0, place[1].decode() if place else ""])[0] += 1


def _what_is_empty(cell: bytes) -> str:
    if _ERROR.match(cell):
        return "error_value"
    return "formula_without_value" if _FORMULA.search(cell) and not _VALUE.search(cell) else ""


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _limit(size: int) -> None:
    """Bounds memory, by the bytes that are inside, and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    memory = min(MEMORY_BYTES, _LEAST_MEMORY + _MEMORY_PER_BYTE * size)
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        _, known = resource.getrlimit(kind)  # whoever started us may have set a lower one, which nobody can raise
        allowed = most if known == resource.RLIM_INFINITY else min(most, known)
        resource.setrlimit(kind, (allowed, allowed))


def _inflated(path: str) -> int:
    """Bytes of a workbook, out of its packing where it has one."""
    try:
        with zipfile.ZipFile(path) as book:
            return sum(entry.file_size for entry in book.infolist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return os.path.getsize(path)  # noqa: PTH202


def _read(path: str, decimal: str, header_row: int) -> None:
    with open(path, "rb") as file:  # noqa: PTH123  # as a file, a workbook is told by its content and not by its name
        _read_book(calamine.CalamineWorkbook.from_filelike(file), path, decimal, header_row)


def _read_book(book: calamine.CalamineWorkbook, path: str, decimal: str, header_row: int) -> None:
    kinds = calamine.SheetTypeEnum
    sheets = [one for one in book.sheets_metadata if one.typ == kinds.WorkSheet]
    _say([[one.name, one.visible != calamine.SheetVisibleEnum.Visible] for one in sheets])
    sys.stdout.flush()
    for name in json.loads(sys.stdin.readline() or "[]"):
        sheet = book.get_sheet_by_name(name)
        if sheet.height > MOST_ROWS or sheet.height * sheet.width > _MOST_CELLS + _inflated(path):
            _say(
                {
                    "fault": "too_large",
                    "words": f"sheet {name!r} reaches to row {sheet.height:,}, column {sheet.width:,}",
                }
            )
            return
        found = survey(sheet.iter_rows(), header_row)
        merged = len(sheet.merged_cell_ranges or ())
        _say({**found, "merged": merged, "empty": empty_cells(path, name)})
        _say_rows(sheet, decimal)


def _say_rows(sheet: calamine.CalamineSheet, decimal: str) -> None:
    blank = 0
    for row in sheet.iter_rows():
        cells = [] if row.count("") == len(row) else [text_of(value, decimal) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            continue
        if blank:
            _say(blank)
            blank = 0
        _say(cells)
    if blank:
        _say(blank)
    _say(None)


def main() -> None:
    """Reads the workbook that the command line names."""
    try:
        _limit(_inflated(sys.argv[1]))
        _read(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except BrokenPipeError:
        sys.stderr.close()
    except calamine.PasswordError:
        _say({"fault": "password", "words": ""})
    except Exception as error:
        _say({"fault": "broken", "words": f"{error}"[:300]})


if __name__ == "__main__":
    main()
