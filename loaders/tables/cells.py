"""The program that opens a spreadsheet: started by `loaders.tables.spreadsheet` as a process of its own.

A workbook of one kilobyte can ask its reader for half a terabyte, which ends the process that reads it. So it is read
here, under limits on memory and time, by a script that imports nothing of ours. It speaks JSON, one value a line:

1. out: the sheets, as [name, is hidden] each; or {"fault": code, "words": text}, which may also stand in place of 2
2. in: the sheets to read, as names; out for each: {"integers": [column, ...], "rows": n, "width": n, ...}
3. out for each: its rows as lists of texts (trailing empty cells left out), then null
"""

import datetime
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import python_calamine as calamine

MEMORY_BYTES = 3 << 30  # of address space; 600 MB of sheet XML need 1.2 GB
CPU_SECONDS = 600
_EXACT = 1 << 53  # whole numbers above lose digits in a spreadsheet
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]+\d+)""")
_ERROR = re.compile(rb"""^[^>]*\bt=["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]*)"')


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
    ids = {unescape(name): id_ for name, id_ in _SHEET.findall(book.read("xl/workbook.xml").decode("utf-8", "ignore"))}
    for tag in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "ignore")):
        said = dict(_ATTRIBUTE.findall(tag))
        if sheet in ids and said.get("Id") == ids[sheet]:
            target = said.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


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


def _limit() -> None:
    """Bounds memory and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: str, decimal: str, header_row: int) -> None:
    book = calamine.CalamineWorkbook.from_path(path)
    kinds = calamine.SheetTypeEnum
    sheets = [one for one in book.sheets_metadata if one.typ == kinds.WorkSheet]
    _say([[one.name, one.visible != calamine.SheetVisibleEnum.Visible] for one in sheets])
    sys.stdout.flush()
    for name in json.loads(sys.stdin.readline() or "[]"):
        sheet = book.get_sheet_by_name(name)
        found = survey(sheet.iter_rows(), header_row)
        merged = len(sheet.merged_cell_ranges or ())
        _say({**found, "merged": merged, "empty": empty_cells(path, name)})
        for row in sheet.iter_rows():
            cells = [text_of(value, decimal) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            _say(cells)
        _say(None)


def main() -> None:
    """Reads the workbook that the command line names."""
    _limit()
    try:
        _read(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except BrokenPipeError:
        sys.stderr.close()
    except calamine.PasswordError:
        _say({"fault": "password", "words": ""})
    except Exception as error:
        _say({"fault": "broken", "words": f"{error}"[:300]})


if __name__ == "__main__":
    main()
