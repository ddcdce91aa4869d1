"""Edge lists as text: CSV, TSV or columns between blanks, with or without a header; and matrices of weights.

Columns are told by their names in the languages of the region, or by their order: source, target, weight, time. A first
row is a header when it names source and target, or when it has words where the rows below have numbers.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path

from graph.errors import BadFile
from graph.values.reference.tables import read_table
from loaders.documents.edge_list.links import LABEL, Link, LinkFile, day_of, text_lines, weight_of

SOURCE, TARGET, WEIGHT, TIME, ROLE = "source", "target", "weight", "time", "role"
ID, SURNAME = "id", "surname"
_DELIMITERS = (",", ";", "\t", "|")
_COMMENTS = ("#", "%")
_LOOKED_AT = 200
_EXPORT = re.compile(r".*:(START_ID|END_ID|TYPE|ID|LABEL)(?:\(.*\))?")  # columns of neo4j-admin
_TYPED = re.compile(r"(.+):[A-Za-z]+(?:\[\])?(?:\{.*\})?")
_EXPORTED = {"START_ID": SOURCE, "END_ID": TARGET, "TYPE": ROLE, "ID": ID, "LABEL": ""}


@cache
def names_of(table: str) -> Mapping[str, frozenset[str]]:
    """The names that columns of a table (`links`, `nodes`) have, by what they hold."""
    known, _ = read_table(Path(__file__).with_name("columns.yaml"))
    return {what: frozenset(names) for what, names in known[table].items()}


def links_of(path: Path, columns: Mapping[str, str]) -> LinkFile:
    """The links of a text file.

    Args:
        path: The file.
        columns: Names of its columns by `source`, `target`, `weight`, `time` and `role`, where they are not told.

    Raises:
        BadFile: it is no text, source and target are not told, or (while it is read) a row lacks one or is faulty.
    """
    rows = _rows(path)
    first = list(islice(rows, _LOOKED_AT))
    if not first:
        raise BadFile(f"{path} has no rows", "check that the export was written whole")
    names = [cell.strip() for cell in first[0][1]]
    if not columns and _is_matrix(names, first[1:]):
        return LinkFile(_of_matrix(path, names, chain(first[1:], rows)))
    places = _places(names, columns, path)
    if places is None:
        if len(names) < 2:
            raise BadFile(f"{path} has one column", "an edge list has a source and a target in each row")
        is_header = _is_header(first)
        places = _by_order(first[1 if is_header else 0 :])
        first = first[1:] if is_header else first
    else:
        first = first[1:]
    return LinkFile(_of_rows(path, places, chain(first, rows)))


def nodes_of(path: Path) -> dict[str, dict[str, str]]:
    """What a table of nodes says of each: label, status and kind, by its id.

    Raises:
        BadFile: it is no text, or has no column with ids.
    """
    rows = _rows(path)
    names = [_plain(cell) for cell in next(rows, (0, [""]))[1]]
    known = names_of("nodes")
    places = {what: place for what in known for place, name in enumerate(names) if name in known[what]}
    if ID not in places:
        places[ID] = places.pop(LABEL, -1)
    if places[ID] < 0:
        raise BadFile(f"{path} has no column id", f"its columns are {', '.join(names)}; name one of them id")
    nodes: dict[str, dict[str, str]] = {}
    for line, row in rows:
        cells = {what: row[place].strip() for what, place in places.items() if place < len(row)}
        name = cells.pop(ID, "")
        if not name:
            raise BadFile(f"{path}, line {line}: the id is empty", "write the name by which the links call the node")
        surname = cells.pop(SURNAME, "")
        if surname:
            cells[LABEL] = f"{cells.get(LABEL, '')} {surname}".strip()
        nodes[name] = {what: text for what, text in cells.items() if text}
    return nodes


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with their lines; blank ones and comments are left out."""
    delimiter = _delimiter([line for line in islice(text_lines(path), _LOOKED_AT) if not _is_idle(line)])
    lines = ((number, line) for number, line in enumerate(text_lines(path), 1) if not _is_idle(line))
    if not delimiter:
        yield from ((number, line.split()) for number, line in lines)
        return
    place = 0

    def texts() -> Iterator[str]:
        nonlocal place
        for number, line in lines:
            place = number
            yield line

    try:
        for row in csv.reader(texts(), delimiter=delimiter, strict=True):
            yield place, row
    except csv.Error as error:
        raise BadFile(f"{path}, line {place}: {error}", "check the quotes of that line") from error


def _is_idle(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith(_COMMENTS)


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that every line has as often as the first; "" for blanks."""
    for delimiter in _DELIMITERS:
        counts = {len(row) for row in csv.reader(lines, delimiter=delimiter)} if lines else set()
        if len(counts) == 1 and counts != {1}:
            return delimiter
    return next((delimiter for delimiter in _DELIMITERS if lines and delimiter in lines[0]), "")


def _plain(name: str) -> str:
    """The name of a column as the tables have it: small letters, no blanks; of an export what it marks."""
    if exported := _EXPORT.fullmatch(name.strip()):
        return _EXPORTED[exported[1]]
    if typed := _TYPED.fullmatch(name.strip()):
        name = typed[1]
    return re.sub(r"[^\w]+", "_", name.strip().casefold()).strip("_")


def _places(names: Sequence[str], columns: Mapping[str, str], path: Path) -> dict[str, int] | None:
    """Which column is what; None where the first row names neither source nor target."""
    places: dict[str, int] = {}
    for what, name in columns.items():
        if name not in names:
            raise BadFile(f"{path} has no column {name!r}", f"its first row is {', '.join(names)}")
        places[what] = names.index(name)
    for place, name in enumerate(map(_plain, names)):
        for what, known in names_of("links").items():
            if name in known and what not in places and place not in places.values():
                places[what] = place
    if SOURCE in places and TARGET in places:
        return places
    if columns:
        missing = TARGET if SOURCE in places else SOURCE
        raise BadFile(f"{path}: no column is told to be the {missing}", f"name it: {missing}=COLUMN")
    return None


def _is_header(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the first row has words where all rows below have numbers."""
    below = [row for _, row in rows[1:]]
    return bool(below) and any(
        not _is_number(cell) and all(place < len(row) and _is_number(row[place]) for row in below)
        for place, cell in enumerate(rows[0][1])
    )


def _by_order(rows: Sequence[tuple[int, list[str]]]) -> dict[str, int]:
    """Source, target, then a weight where the third column is a number, and a time."""
    width = min((len(row) for _, row in rows), default=2)
    places = {SOURCE: 0, TARGET: 1}
    if width > 2:
        is_weight = all(_is_number(row[2]) for _, row in rows)
        places[WEIGHT if is_weight else TIME] = 2
        if width > 3 and is_weight:
            places[TIME] = 3
    return places


def _is_number(text: str) -> bool:
    try:
        float(text.strip().replace(",", "."))
    except ValueError:
        return False
    return True


def _of_rows(path: Path, places: Mapping[str, int], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Link]:
    def cell(row: list[str], what: str) -> str:
        place = places.get(what, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    for line, row in rows:
        source, target = cell(row, SOURCE), cell(row, TARGET)
        if not source or not target:
            missing = TARGET if source else SOURCE
            raise BadFile(f"{path}, line {line}: the {missing} is empty", "give every row a source and a target")
        yield Link(
            source,
            target,
            weight_of(cell(row, WEIGHT), path, line),
            day_of(cell(row, TIME), path, line),
            cell(row, ROLE),
        )


def _is_matrix(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the first column of the rows repeats the names of the first row, whose corner may be empty."""
    labels = [row[0].strip() for _, row in rows if row]
    wanted = list(names[1:]) if len(rows) and len(rows[0][1]) == len(names) else list(names)
    return len(wanted) > 2 and labels == wanted[: len(labels)] and len(labels) >= min(len(wanted), _LOOKED_AT - 1)


def _of_matrix(path: Path, names: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Link]:
    """Each weight above 0; of a symmetric matrix each pair once, of another the larger of the two."""
    table = [(line, row) for line, row in rows]
    labels = [row[0].strip() for _, row in table]
    if len(labels) > len(names) or any(len(row) != len(labels) + 1 for _, row in table):
        raise BadFile(f"{path} is no square matrix", "give it as many rows as columns, each row with its name first")
    weights = [[weight_of(cell if cell.strip() else "0", path, line) for cell in row[1:]] for line, row in table]
    for i, source in enumerate(labels):
        for j in range(i + 1):
            weight = max(weights[i][j], weights[j][i])
            if weight:
                yield Link(source, labels[j], weight)
