"""Columns that only number the rows of a file: no column of the records' own numbers, whatever a profile says.

Taken for one, the first row of each file would be a version of one record, and so on down the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import BadFile
from loaders.profile.profile import Profile
from loaders.source import plain_name

# A source may number its first three or four documents so; where the numbers name others in its next file, that one is
# refused (`graph.records.returning`), so nothing of so short a file is lost.
FEWEST_ROWS = 5
_LONGEST = 9  # digits

Units = Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class _Count:
    """A column that has numbered the rows so far, and where it began: with 0 or 1."""

    name: str
    place: int
    first: int = 1
    is_counting: bool = True


def refusing_row_numbers(units: Units, profile: Profile, header: Sequence[str], name: str) -> Units:
    """The units of a table; behind the last one a fault, where the column of a record's number has counted them.

    Args:
        units: The rows of the table that is called `name`.
        profile: A record of it with `id_is_row_number` is passed over.
        header: Its columns.
        name: Of the file, for people.

    Raises:
        BadFile: a column counts the rows from 0 or 1 on, each once and in order, in a file of five rows and more.
    """
    counts = _counts(profile, header)
    rows = 0
    for line, cells in units:
        for count in counts:
            if count.is_counting and count.place < len(cells):
                _follow(count, cells[count.place].strip(), rows)
        rows += 1
        yield line, cells
    for count in counts:
        if count.is_counting and rows >= FEWEST_ROWS:
            raise BadFile(
                f"column {count.name!r}, which profile {profile.name} takes for the records' own number, counts the"
                f" rows of {name} from {count.first} to {count.first + rows - 1}: in the next file the same numbers are"
                " other records",
                "name the column of the documents' own numbers, or write `id_of: row` where there is none; where the"
                " source does count its records so, write `id_is_row_number: true` in the profile, or give"
                " --row-numbers",
            )


def _counts(profile: Profile, header: Sequence[str]) -> list[_Count]:
    """The columns to watch: those that are a record's number alone."""
    places = {plain_name(column): place for place, column in enumerate(header)}
    names = {
        record.id[0]
        for record in profile.records
        if len(record.id) == 1 and not record.part and not record.id_is_row_number
    }
    return [_Count(name, places[name]) for name in sorted(names) if name in places]


def _follow(count: _Count, text: str, rows: int) -> None:
    """Whether the column still counts with the cell of the row that is the next after so many."""
    is_number = text.isdecimal() and len(text) <= _LONGEST
    if rows == 0 and is_number:
        count.first = int(text)
        is_number = count.first in (0, 1)
    count.is_counting = is_number and int(text) == count.first + rows
