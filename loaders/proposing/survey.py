"""A first look at a file that nobody has described yet: its wrapping, encoding, delimiter, sheet, header, first rows.

What was found is said in the keys of a profile, so that the profile which is made of it reads the same rows.
"""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from graph.errors import BadFile
from graph.messages import Message, message
from loaders.documents.document import recognised
from loaders.encoding import AUTO, scan
from loaders.profile.profile import parse_profile
from loaders.proposing.headings import is_known_heading
from loaders.proposing.vocabulary import languages_of
from loaders.source import counted_names, plain_name
from loaders.tables import delimited, jsonl, packed, parquet, spreadsheet
from loaders.tables.delimited import find_delimiter, rows
from loaders.tables.header_rows import LEVELS, counts_columns, joined_levels, skipping

MOST_ROWS = 1_000
_HEADER_ROWS = 30  # a header stands among the first of these
_LONGEST_NAME = 60  # of a column
_ANY = "name: any\nversion: 1\nencoding: auto\nrecords: [{kind: party, id_of: row, fields: {party.name: a}}]"
_NUMBER = re.compile(r"[\d\s.,:/+-]*")


@dataclass(slots=True)
class Survey:
    """What a first look found: the format, how it is read, the columns, and the first rows below the header.

    `document` is the name of a document format, which needs no profile; then there are no columns. `header_row`,
    `header_rows` and `sheet` are 0 and "" where a profile need not say them. `titles` stand above the header; `above`
    holds for each column the level over its own name, () where there is one level. What stands twice is `Name #1` and
    `Name #2`; `languages` are those of the header, the one that knows most of it first.
    """

    file: str
    format: str
    document: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    header_rows: int = 0
    header: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    is_whole: bool = True
    remarks: list[Message] = field(default_factory=list)


def survey(path: Path) -> Survey:
    """Looks at a file.

    Raises:
        BadFile: it is not there, empty, damaged, over a limit, or of no format that is read.
    """
    if path.is_dir() or not path.exists():
        raise BadFile(f"{path} is a folder" if path.is_dir() else f"no file {path}", "give the path of a file")
    with ExitStack() as stack:
        inner, remarks = path, list[Message]()
        try:
            document = recognised(path)
            if document is None and path.suffix.lower() in packed.SUFFIXES:
                unpacked = packed.Unpacked(path)
                stack.callback(unpacked.remove)
                inner = unpacked.path
                remarks.append(message("read.unpacked", name=inner.name, size=inner.stat().st_size))
                document = recognised(inner)
            if document is not None:
                return Survey(path.name, document.title, document.name, remarks=remarks)
            found = _table(inner)
        except OSError as error:
            raise BadFile(f"{path} cannot be read: {error.strerror}", "check the rights of the file") from error
        except BadFile as error:
            if inner != path:
                error.message = error.message.replace(str(inner), f"{path} ({inner.name})")
            raise
    found.file = path.name
    found.remarks[:0] = remarks
    return found


def _table(path: Path) -> Survey:
    suffix = path.suffix.lower()
    if suffix in spreadsheet.SUFFIXES:
        return _workbook(path)
    if suffix in jsonl.SUFFIXES:
        source = jsonl.open_source(path, parse_profile(_ANY))
        encoding = _stated(scan(path, (AUTO,), "any").encoding)
        header = tuple(map(plain_name, source.header))
        languages = languages_of(header)
        found = [row for _, row in islice(source.units, MOST_ROWS + 1)]
        return _cut(Survey(path.name, "JSON lines", encoding=encoding, header=header, languages=languages, rows=found))
    if suffix in parquet.SUFFIXES:
        names, _ = parquet.columns(path)
        found = [row for _, row in islice(parquet.rows(path), MOST_ROWS + 1)]
        return _cut(Survey(path.name, "Parquet", header=tuple(names), languages=languages_of(names), rows=found))
    if suffix in delimited.SUFFIXES:
        return _delimited(path)
    known = (*delimited.SUFFIXES, *jsonl.SUFFIXES, *parquet.SUFFIXES, *spreadsheet.SUFFIXES, *packed.SUFFIXES)
    raise BadFile(f"no table has the suffix {path.suffix!r} ({path})", f"known: {', '.join(sorted(known))}")


def _stated(encoding: str) -> str:
    """An encoding as profiles name it."""
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _cut(found: Survey) -> Survey:
    found.is_whole = len(found.rows) <= MOST_ROWS
    del found.rows[MOST_ROWS:]
    return found


def _delimited(path: Path) -> Survey:
    scanned = scan(path, (AUTO,), "any")
    delimiter = find_delimiter(path, scanned.encoding)
    first = list(islice(rows(path, scanned.encoding, delimiter), MOST_ROWS + _HEADER_ROWS))
    found = Survey(path.name, "delimited text", encoding=_stated(scanned.encoding), delimiter=delimiter)
    found.remarks.append(scanned.remark)
    return _with_header(found, first)


def _workbook(path: Path) -> Survey:
    book = spreadsheet.Workbook(path)
    sheets = book.sheets
    book.close()
    shown = [name for name, is_hidden in sheets if not is_hidden]
    if not shown:
        raise BadFile(f"{path} has no sheet that is shown", "show the one that holds the records")
    looks = [(spreadsheet.sample(path, name, MOST_ROWS + _HEADER_ROWS), name) for name in shown[:20]]
    filled = [(sheet, first, name) for (sheet, first), name in looks if any(any(row) for row in first)]
    if not filled:
        raise BadFile(f"{path} holds no rows", "check that the export was written whole")
    sheet, first, name = max(filled, key=lambda one: one[0].row_count)
    found = Survey(path.name, "spreadsheet", sheet=name if len(filled) > 1 else "")
    found.remarks += [message("sheet.chosen", sheet=name), *sheet.remarks]
    others = [other for _, _, other in filled if other != name]
    if others:
        found.remarks.append(message("sheet.others", sheets=", ".join(map(repr, others))))
    found.remarks += [message("sheet.hidden_one", sheet=other) for other, is_hidden in sheets if is_hidden]
    return _with_header(found, list(enumerate(first, 1)))


def _with_header(found: Survey, first: list[tuple[int, list[str]]]) -> Survey:
    """Divides the first rows at the header."""
    filled = [(line, row) for line, row in first if any(row)]
    if not filled:
        raise BadFile(f"{found.file} holds no rows", "check that the export was written whole")
    at = header_at([row for _, row in filled[: _HEADER_ROWS * 2]])
    levels = _levels([row for _, row in filled[at : at + 3]])
    line = filled[at][0]
    if at or levels > 1:
        found.header_row = line
        found.remarks.append(message("header.row", row=line))
    if levels > 1:
        found.header_rows = levels
        found.remarks.append(message("header.levels", count=levels))
    found.titles = tuple(cell for _, row in filled[:at] for cell in row if cell.strip())
    width = max(len(row) for _, row in filled[: _HEADER_ROWS * 2])
    names = joined_levels([row for _, row in filled[at : at + levels]])
    found.header = tuple(counted_names([*names, *[""] * (width - len(names))]))
    while len(found.header) > 1 and not found.header[-1] and not any(row[len(found.header) - 1 :] for _, row in filled):
        found.header = found.header[:-1]
    if levels > 1:
        own = [*(cell.strip() for cell in filled[at + levels - 1][1]), *[""] * width]
        found.above = tuple(
            name.removesuffix(f"{LEVELS}{last}") if last and name != last else ""
            for name, last in zip([*names, *[""] * width][: len(found.header)], own, strict=False)
        )
    found.languages = languages_of(found.header)
    if not any(is_known_heading(name, found.languages) for name in found.header):
        found.remarks.append(message("header.unknown"))
    found.rows = [row for place, (_, row) in enumerate(filled[at + levels :]) if place or not counts_columns(row)]
    return _cut(found)


def header_at(first: Sequence[Sequence[str]]) -> int:
    """Which of the first rows is the header: the one with most known words, then most texts, then the first."""
    width = max(len(row) for row in first)
    order = languages_of([cell for row in first[:_HEADER_ROWS] for cell in row if len(cell) <= _LONGEST_NAME])
    best = (-1.0, 0)
    for place, row in enumerate(first[:_HEADER_ROWS]):
        cells = [cell.strip() for cell in row if cell.strip()]
        texts = [cell for cell in cells if len(cell) <= _LONGEST_NAME and not _NUMBER.fullmatch(cell)]
        known = sum(is_known_heading(text, order) for text in texts)
        score = (2 * known + len(texts) + len(set(cells))) / width
        if score > best[0] + 1e-9:
            best = (score, place)
    above = best[1] - 1
    if above >= 0 and _are_levels(first[above], first[best[1]]):
        return above
    return best[1]


def _levels(rows: Sequence[Sequence[str]]) -> int:
    """How many of the rows from the header on are its levels: 1 or 2."""
    return 2 if len(rows) > 1 and _are_levels(rows[0], rows[1]) else 1


def _are_levels(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row names parts of what the upper one names: blanks above, words below, no values.

    A lower row fills cells that are blank above, and what it says is known words and no numbers.
    """
    width = max(len(upper), len(lower))
    above, below = ([*(cell.strip() for cell in row), *[""] * (width - len(row))] for row in (upper, lower))
    texts = [cell for cell in below if cell]
    added = sum(bool(b) and not a for a, b in zip(above, below, strict=True))
    if len([cell for cell in above if cell]) < 3 or not added or len(texts) < 2:  # a title is no level
        return False
    if any(_NUMBER.fullmatch(cell) or len(cell) > _LONGEST_NAME for cell in texts):
        return False
    order = languages_of([*above, *below])
    return sum(is_known_heading(cell, order) for cell in texts) >= len(texts) / 2


def total_words_in(found: Survey, words: Sequence[str]) -> list[str]:
    """Which of the words rows of the sample begin with, where those rows are totals."""
    return [word for word in words if any(map(skipping([word]), found.rows))]
