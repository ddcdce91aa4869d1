"""Pairs of names compared: read from a table, and said in words that somebody at a border understands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from graph.errors import BadFile, BadValue
from graph.messages import Message, message
from graph.values.naming import Comparison, Kind, Likeness, Patronymic, WordPair, compare

COLUMNS = ("kind", "name_a", "name_b")


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names of one kind, as a row of a table has them."""

    kind: Kind
    left: str
    right: str


def kind_of(text: str) -> Kind:
    """A kind by its word.

    Raises:
        BadValue: there is no such kind.
    """
    try:
        return Kind(text.strip().casefold())
    except ValueError:
        raise BadValue(f"kind is {text!r}", f"write one of {', '.join(Kind)}") from None


def read_pairs(path: Path) -> list[NamePair]:
    """All pairs of a tab-separated file in UTF-8 with the columns of `COLUMNS`; nothing in it is quoted.

    The whole file is read before anything is compared. Further columns, and blank lines at the end, are left alone.

    Raises:
        BadFile: with the line and the column of the first fault.
    """
    if not path.is_file():
        raise BadFile(f"there is no file {str(path)!r}", "give two names with --kind, or the path of a table")
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").split(b"\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    header = [name.strip() for name in _cells(path, 1, lines[0])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        step = f"name the columns {', '.join(COLUMNS)} in the first line, with tabs between them"
        raise BadFile(f"{path}, line 1: there is no column {missing[0]!r}", step)
    return [_pair(path, number, header, line) for number, line in enumerate(lines[1:], start=2)]


def _cells(path: Path, number: int, line: bytes) -> list[str]:
    try:
        return line.removesuffix(b"\r").decode("utf-8").split("\t")
    except UnicodeDecodeError as error:
        column = line[: error.start].count(b"\t") + 1
        raise BadFile(
            f"{path}, line {number}, column {column}: the byte 0x{line[error.start]:02x} is not UTF-8",
            "save the table as UTF-8",
        ) from None


def _pair(path: Path, number: int, header: list[str], line: bytes) -> NamePair:
    cells = _cells(path, number, line)
    if len(cells) != len(header):
        column = header[len(cells)] if len(cells) < len(header) else header[-1]
        raise BadFile(
            f"{path}, line {number}, column {column!r}: the line has {len(cells)} cells, the header {len(header)}",
            "write one cell a column, with a tab between two",
        )
    row: Mapping[str, str] = dict(zip(header, cells, strict=True))
    for column in COLUMNS:
        if not row[column].strip():
            raise BadFile(f"{path}, line {number}, column {column!r}: the cell is empty", "fill it, or drop the line")
    try:
        return NamePair(kind_of(row["kind"]), row["name_a"], row["name_b"])
    except BadValue as error:
        raise BadFile(f"{path}, line {number}, column 'kind': {error.message}", error.next_step) from None


def compare_pair(pair: NamePair) -> Comparison:
    """A pair of a table, compared."""
    return compare(pair.left, pair.right, pair.kind)


def explained(comparison: Comparison) -> list[Message]:
    """The alignment in words: what agrees, what stands on one side only, what speaks against."""
    return list(_sentences(comparison))


def _sentences(comparison: Comparison) -> Iterator[Message]:
    agreeing = [pair for pair in comparison.alignment if pair.reason is not Likeness.MISSING]
    yield from (_agreeing(pair) for pair in agreeing)
    if not agreeing:
        yield message("names.nothing_agrees")
    left = [pair.left for pair in comparison.alignment if not pair.right]
    right = [pair.right for pair in comparison.alignment if not pair.left]
    for word, other in zip_longest(left, right, fillvalue=""):
        if word and other:
            yield message("names.against", left=word, right=other)
        else:
            yield message("names.one_side", word=word or other)
    flags = comparison.flags
    if flags.patronymic is Patronymic.AGREES:
        yield message("names.fathers_agree")
    if flags.patronymic is Patronymic.CONTRADICTED:
        yield message("names.fathers_differ")
    if flags.has_other_sex:
        yield message("names.sex_differs")
    if flags.has_other_numbers:
        yield message("names.numbers_differ")
    if flags.has_unknown_script:
        yield message("names.unknown_script")
    if flags.is_cut:
        yield message("names.cut")


def _agreeing(pair: WordPair) -> Message:
    if pair.reason is Likeness.EQUAL:
        return message("names.equal", word=pair.left)
    if pair.reason is Likeness.MEANING:
        return message("names.meaning", left=pair.left, right=pair.right, meaning=pair.meaning.replace("_", " "))
    if pair.reason is Likeness.SOUND:
        return message("names.sound", left=pair.left, right=pair.right, likeness=pair.likeness)
    return message(f"names.{pair.reason.value}", left=pair.left, right=pair.right)
