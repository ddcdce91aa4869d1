"""CSV and TSV: rows as text, by the profile's encoding and delimiter, in a stream with bounded lines."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from graph.errors import BadFile
from graph.messages import message
from loaders.encoding import MAX_LINE, bounded_lines, scan
from loaders.profile.profile import Profile
from loaders.source import Position, Source
from loaders.tables.header_rows import laid_out

SUFFIXES = (".csv", ".tsv", ".txt")
AUTO = "auto"
DELIMITERS = (",", ";", "\t", "|")
STABLE_SHARE = 0.95  # of the rows must have as many cells as the header
_LOOKED_AT = 1_000  # rows


def open_source(path: Path, profile: Profile) -> Source:
    """A delimited file as a source of raw units.

    Raises:
        BadFile: it is empty, binary, in none of the profile's encodings, its first line is too long, or it has no
            delimiter of its own.
    """
    scanned = scan(path, profile.encodings, profile.name)
    remarks = [scanned.remark]
    delimiter = profile.delimiter
    if delimiter == AUTO:
        delimiter = find_delimiter(path, scanned.encoding)
        remarks.append(message("read.delimiter", delimiter=delimiter))
    position = Position()
    header, units = laid_out(rows(path, scanned.encoding, delimiter, position), profile, path)
    return Source(
        name=path.name,
        sha256=scanned.sha256,
        header=header,
        units=units,
        size=path.stat().st_size,
        remarks=tuple(remarks),
        share=position.share,
    )


def headless(path: Path, profile: Profile) -> Iterator[tuple[int, list[str]]]:
    """The rows of a delimited file without a header, blank ones left out.

    Raises:
        BadFile: see `open_source`.
    """
    scanned = scan(path, profile.encodings, profile.name)
    delimiter = profile.delimiter
    if delimiter == AUTO:
        delimiter = find_delimiter(path, scanned.encoding)
    return ((line, row) for line, row in rows(path, scanned.encoding, delimiter) if any(row))


def find_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that gives the header and nearly all rows below it the same number of cells.

    Of several the one whose table begins first counts (with decimal commas a comma divides all rows but the header),
    then the one with more cells.

    Raises:
        BadFile: no delimiter does.
    """
    found: list[tuple[int, int, int, str]] = []
    for place, delimiter in enumerate(DELIMITERS):
        try:
            widths = [len(row) for _, row in islice(rows(path, encoding, delimiter), _LOOKED_AT) if row]
        except BadFile:
            continue  # quotes that end in the middle of a cell: of another delimiter
        width, begins = stable_width(widths)
        if width > 1:
            found.append((begins, -width, place, delimiter))
    if not found:
        raise BadFile(
            f"the delimiter of {path} is not clear: with none of , ; tab | have {STABLE_SHARE:.0%} of its rows as many"
            " cells",
            "name it in the profile with `delimiter`",
        )
    return min(found)[3]


def stable_width(widths: Sequence[int]) -> tuple[int, int]:
    """The number of cells that at least 95 % of the rows have from the first that has it on, and where that is.

    (0, 0) where no number is as frequent.
    """
    if not widths:
        return 0, 0
    width, _ = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))
    begins = widths.index(width)
    table = widths[begins:]
    return (width, begins) if table.count(width) >= STABLE_SHARE * len(table) else (0, 0)


def rows(
    path: Path, encoding: str, delimiter: str, position: Position | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each begins.

    Raises:
        BadFile: a line is too long or holds NUL, or quotes do not close.
    """
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding=encoding, newline="") as file:
        if position:
            position.follow(file)
        reader = csv.reader(bounded_lines(file, path), delimiter=delimiter, strict=True)
        begins = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadFile(f"{path}, line {begins}: {error}", "check the quotes of that line") from error
            yield begins, row
            begins = reader.line_num + 1
