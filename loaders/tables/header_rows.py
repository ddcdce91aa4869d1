"""Where a table stands in a sheet: its header row under a title block, its rows, and the totals below it.

Shared by all readers of tables that people lay out: `header_row`, `skip_rows` and `skip_footer` of a profile.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.errors import BadFile
from loaders.profile.profile import Profile

Rows = Iterator[tuple[int, list[str]]]


def laid_out(rows: Rows, profile: Profile, where: object) -> tuple[tuple[str, ...], Rows]:
    """The header, and the units below it as a stream; rows without a filled cell are none.

    Without `header_row` the first row that is not blank is the header. `where` names the file in messages.

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
    units: Rows = ((line, row) for line, row in rows if any(row))
    if profile.skip_rows:
        units = _without(units, profile.skip_rows)
    if profile.skip_footer:
        units = _without_footer(units, profile.skip_footer)
    return tuple(name.strip() for name in header), units


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
