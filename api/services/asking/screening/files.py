"""What a file to be screened is: consignments that a profile or a document format reads, or a bare list."""

import csv
from collections.abc import Sequence
from pathlib import Path

from graph.errors import BadFile
from loaders.proposing.headings import is_known_heading
from loaders.recognising import known_profiles, profile_for

AUTO = "auto"  # the profile that fits, or the document's own format
SUFFIXES = (".txt", ".lst", ".csv", ".tsv", "")  # of files that may be a bare list
_DELIMITERS = "\t|;,"
_LINES_SEEN = 200


def profile_of_file(path: Path, profile: str, own: Path | None) -> str:
    """The profile or document format that reads the consignments of a file; "" where it is a bare list.

    What stands in the file tells: a list is what no profile reads and holds one column.

    Args:
        path: The file.
        profile: The profile that was named; "" or `AUTO` for none.
        own: The folder of own profiles.

    Raises:
        BadFile: nobody was named who reads it, no profile fits, and it is no list.
    """
    if profile not in ("", AUTO):
        return profile
    try:
        return profile_for(path, known_profiles(own))
    except BadFile as error:
        if path.suffix.lower() in SUFFIXES and path.is_file() and path.stat().st_size and not _is_table(path):
            return ""
        error.next_step += "; a bare list is a text file with one column"
        raise


def cells_of_list(text: str, is_csv: bool) -> list[str]:
    """The lines of a list; of a .csv without its quotes and its heading, which leave a blank line behind."""
    lines = text.splitlines()
    if not is_csv:
        return lines
    cells = [_cell(line) for line in lines]
    if cells and is_known_heading(cells[0]):
        cells[0] = ""
    return cells


def _cell(line: str) -> str:
    row = next(csv.reader([line]), [])
    return row[0] if len(row) == 1 else line


def _is_table(path: Path) -> bool:
    """Whether the first lines of a file have the same number of cells, two or more, by some delimiter.

    A comma alone makes a table of a .csv: `Rahman, Hafiz` is a name on a list.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = [line for _, line in zip(range(_LINES_SEEN), file, strict=False) if line.strip()]
    delimiters = _DELIMITERS if path.suffix.lower() == ".csv" else _DELIMITERS.replace(",", "")
    return any(_has_columns(lines, delimiter) for delimiter in delimiters)


def _has_columns(lines: Sequence[str], delimiter: str) -> bool:
    widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
    return len(widths) == 1 and widths.pop() > 1
