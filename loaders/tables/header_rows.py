"""Where a table stands in a sheet: its header row under a title block, its rows, and the totals below it.

Shared by all readers of tables that people lay out: `header_row`, `skip_rows` and `skip_footer` of a profile.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from graph.errors import BadFile
from loaders.profile.profile import Profile

LEVELS = " / "  # between the names of a header with several levels
_FEWEST_COUNTED = 4  # columns
Rows = Iterator[tuple[int, list[str]]]


def laid_out(rows: Rows, profile: Profile, where: object) -> tuple[tuple[str, ...], Rows]:
    """The header, and the units below it as a stream; rows without a filled cell are none.

    Without `header_row` the first row that is not blank is the header; `header_rows` are its levels. A row right below
    that only counts the columns is none of the units. `where` names the file in messages.

    Raises:
        BadFile: there is no such row, or it is blank.
    """
    wanted = profile.header_row
    header: list[str] | None = None
    for line, row in rows:
        if line >= wanted and (wanted or any(row)):
            header = row if not wanted or line == wanted else None
            break
    if not header and not wanted:
        raise BadFile(f"{where} holds no rows", "check that the export was written whole")
    if not header or not any(name.strip() for name in header):
        raise BadFile(f"{where} has no header in row {wanted}", "mend `header_row` in the profile")
    levels = [header, *(row for _, row in islice(rows, max(0, profile.header_rows - 1)))]
    header = joined_levels(levels)
    units: Rows = _below_the_header((line, row) for line, row in rows if any(row))
    if profile.skip_rows:
        units = _without(units, profile.skip_rows)
    if profile.skip_footer:
        units = _without_footer(units, profile.skip_footer)
    return tuple(name.strip() for name in header), units


def joined_levels(levels: Sequence[Sequence[str]]) -> list[str]:
    """The names of a header of one level or several: `Consignee` above `Name` is `Consignee / Name`.

    A name above stands over the columns to its right that have none above and one below, as merged cells do.
    """
    width = max(map(len, levels))
    names = [""] * width
    for place, level in enumerate(levels):
        cells = [*(cell.strip() for cell in level), *[""] * (width - len(level))]
        below = [any(len(row) > at and row[at].strip() for row in levels[place + 1 :]) for at in range(width)]
        for at in range(1, width):
            if not cells[at] and below[at] and below[at - 1]:
                cells[at] = cells[at - 1]
        names = [LEVELS.join(filter(None, pair)) for pair in zip(names, cells, strict=True)]
    return names


def counts_columns(row: Sequence[str]) -> bool:
    """Whether a row only counts the columns, 1, 2, 3 ..., as printed forms have it below the header."""
    cells = [cell.strip() for cell in row]
    return len(cells) >= _FEWEST_COUNTED and cells == [str(number) for number in range(1, len(cells) + 1)]


def _below_the_header(units: Rows) -> Rows:
    """The units without a first one that counts the columns."""
    first = next(units, None)
    if first is not None and not counts_columns(first[1]):
        yield first
    yield from units


def _without(units: Rows, words: Sequence[str]) -> Rows:
    """Leaves out rows whose first filled cell is one of the words, or begins with one and a sign or blank."""
    is_left_out = skipping(words)
    return ((line, row) for line, row in units if not is_left_out(row))


def skipping(words: Iterable[str]) -> Callable[[Sequence[str]], bool]:
    """Tells rows that are totals and the like from rows of data."""
    starts = tuple(word.casefold() for word in words)

    def is_left_out(row: Sequence[str]) -> bool:
        first = next((cell.strip() for cell in row if cell.strip()), "").casefold()
        return any(first.startswith(word) and not first[len(word) : len(word) + 1].isalnum() for word in starts)

    return is_left_out


def _without_footer(units: Rows, count: int) -> Rows:
    held: deque[tuple[int, list[str]]] = deque()
    for unit in units:
        held.append(unit)
        if len(held) > count:
            yield held.popleft()
