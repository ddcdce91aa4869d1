"""Which columns are a record's own number: the document's, never what only counts the rows."""

from collections.abc import Iterator, Sequence

from graph.canonical import RecordKind
from loaders.proposing.assigning import Column
from loaders.proposing.headings import is_amendment, is_beside_number, number_rank
from loaders.proposing.survey import Survey

NEARLY_ALL = 0.8
MOST_EMPTY = 0.02  # of the rows may lack a number
_REGISTERS = frozenset({"party", "vehicle", "container"})  # where a year is no part of a number
# Fields whose column is the next best number of a record that has none of its own, the surest first.
_DOCUMENTS = ("declaration", "transport_document", "manifest_number")
_NEXT_BEST = {
    **dict.fromkeys(("declaration", "manifest", "arrival"), _DOCUMENTS),
    "party": ("party.key", "party.tax_number", "party.registration_number"),
    "vehicle": ("vehicle.vin", "vehicle.plate"),
    "container": ("container",),
}


def amended_column(columns: Sequence[Column], order: Sequence[str]) -> str:
    """The column of the version or amendment time; "" where there is none."""
    found = [c for c in columns if is_amendment(c.name, order) and not c.field and c.look.filled]
    found = [c for c in found if c.look.formats or c.look.shares["integer"] >= NEARLY_ALL]
    return found[0].name if len(found) == 1 else ""


def own_number(found: Survey, columns: Sequence[Column], kind: RecordKind, amended: str) -> tuple[tuple[str, ...], str]:
    """The columns of the record's own number, and why; () where nothing tells them.

    A year beside the number belongs to it; a line or an office only where numbers come again without it.
    """
    rows, order = len(found.rows), found.languages
    full = [c for c in columns if c.name and not c.look.formats and not c.look.is_counting and not c.parts]
    full = [c for c in full if rows and c.look.filled >= rows - max(1, MOST_EMPTY * rows)]
    full = [c for c in full if c.look.shares["number"] - c.look.shares["integer"] < MOST_EMPTY]
    ranked = sorted((number_rank(c.name, kind, order), -c.look.distinct, c.name) for c in full)
    told = [name for rank, _, name in ranked if rank >= 0]
    is_document = kind.name not in _REGISTERS
    beside = [c for c in full if is_document and is_beside_number(c.name, order) and c.name not in told]
    years = [c.name for c in beside if "year" in c.notions]
    lines = [c.name for c in beside if "year" not in c.notions]
    offices = [c.name for c in full if c.field == "office"]
    for names in _choices(told, years, lines, offices):
        chosen = tuple(name for name in found.header if name in names)
        if _is_unique(found, chosen, amended):
            return chosen, f"another value in each of {rows:,} rows"
    by_name = {column.name: column for column in full}
    if told and by_name[told[0]].look.distinct >= NEARLY_ALL * rows:
        return (told[0],), "not another value in each row: look whether rows are amended later"
    unique = [c for c in full if c.look.distinct == c.look.filled]
    for field in _NEXT_BEST.get(kind.name, ()):
        name = next((c.name for c in unique if c.field == field), "")
        if name:
            return (name,), "another value in each row; look whether it is the record's own number"
    lasting = next((c.name for c in unique if number_rank(c.name, kind, order) != -1 or "row" in c.notions), "")
    if lasting:
        return (lasting,), "another value in each row; look whether the source keeps it for good"
    counting = next((c.name for c in columns if c.look.is_counting), "")
    why = f"; {counting} only counts the rows" if counting else ""
    return (), f"no column holds the record's own number{why}"


def _choices(
    told: Sequence[str], years: Sequence[str], lines: Sequence[str], offices: Sequence[str]
) -> Iterator[set[str]]:
    """Sets of columns to try: each number with its year, then with the line, the office, and all numbers."""
    for number in told:
        for more in (years, [*years, *lines], [*years, *lines, *offices], [*years, *lines, *told]):
            yield {number, *more}


def _is_unique(found: Survey, columns: Sequence[str], amended: str) -> bool:
    """Whether no two rows have the same number and amendment; rows without a number do not count."""
    places = [found.header.index(name) for name in columns]
    width = len(found.header)
    rows = [row + [""] * (width - len(row)) for row in found.rows]
    at = found.header.index(amended) if amended else None
    keys = [
        (*(row[p] for p in places), row[at] if at is not None else "") for row in rows if all(row[p] for p in places)
    ]
    return 0 < len(set(keys)) == len(keys)
