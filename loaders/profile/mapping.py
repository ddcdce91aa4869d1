"""Rows to records by a profile: compiled once a file, run once a row. Pure; nothing is written, logged or guessed."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.canonical import Record, Rejection, ValueType
from graph.errors import BadFile
from graph.model import unambiguous
from graph.values.guards import unguarded
from graph.values.ids import is_cut
from graph.values.placeholders import is_placeholder
from loaders import parsers
from loaders.profile.extract_date import LONGEST_SEARCHED
from loaders.profile.profile import Profile
from loaders.profile.reading import Read, read_as
from loaders.profile.records import FieldMapping, RecordMapping, field_type
from loaders.source import counted_names, is_number_column, plain_name

UnitParser = Callable[[Sequence[str]], tuple[list[Record], list[Rejection]]]

_MAX_SHOWN = 200
_CODE = re.compile(r"[\w.-]+")


def parser(profile: Profile, header: Sequence[str]) -> UnitParser:
    """The function that reads a row of a table with this header.

    Raises:
        BadFile: a column that the profile reads is missing, or the header names one twice.
    """
    check_header(profile, header)
    positions = _positions(profile, header)
    numbers = frozenset(i for i, name in enumerate(header) if is_number_column(name))
    order = sorted(range(len(header)), key=lambda i: plain_name(header[i]))
    readers = [_RecordReader(record, profile, positions, numbers, order) for record in profile.records]
    width = len(header)

    def parse(row: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
        if len(row) != width:
            reason = f"the row has {len(row)} cells, the header {width}"
            return [], [Rejection("", "", "row_length", reason)]
        cells = [cell if cell.isalnum() else unguarded(cell) for cell in row]
        records: list[Record] = []
        rejections: list[Rejection] = []
        for reader in readers:
            record = reader.read(cells, rejections)
            if record is not None:
                records.append(record)
        return records, rejections

    return parse


def check_header(profile: Profile, header: Sequence[str]) -> None:
    """Raises `BadFile` where a column is missing or stands twice."""
    positions = _positions(profile, header)
    missing = [column for column in profile.columns() if column not in positions]
    if missing:
        have = ", ".join(map(plain_name, header[:12])) + (", ..." if len(header) > 12 else "")
        raise BadFile(
            f"column {', '.join(map(repr, missing))} of profile {profile.name} is missing",
            f"the file has {have}: choose another profile, or mend the header",
        )
    names = [plain_name(name) for name in header]
    counted = counted_names(names)
    places = [positions[column] for column in profile.columns() if column != counted[positions[column]]]
    double = sorted(names[place] for place in places if names.count(names[place]) > 1)
    if double:
        next_step = f"write '{double[0]} #1' or '{double[0]} #2' in the profile, or rename one of them"
        raise BadFile(f"column {double[0]!r} stands twice in the header", next_step)


def _positions(profile: Profile, header: Sequence[str]) -> dict[str, int]:
    """Where each column stands: by its name as the file has it, without its mark, or under another of its names."""
    plain = [plain_name(name) for name in header]
    found = {name: i for i, name in enumerate(counted_names(plain))}
    found |= {name: i for i, name in enumerate(plain)} | {name: i for i, name in enumerate(header)}
    found.pop("", None)  # a column without a name is none that a profile could mean
    for column, others in profile.other_names().items():
        other = next((name for name in others if name in found), None)
        if column not in found and other is not None:
            found[column] = found[other]
    return found


@dataclass(frozen=True, slots=True)
class _Conversion:
    """A field whose text is changed: where it stands (nowhere for a constant), and the function that reads it."""

    name: str
    type: ValueType
    positions: tuple[int, ...]
    columns: tuple[str, ...]
    constant: str
    read: Read


class _RecordReader:
    """Reads one record of a row: plain texts by position, everything else by a compiled function."""

    def __init__(
        self,
        mapping: RecordMapping,
        profile: Profile,
        positions: dict[str, int],
        numbers: frozenset[int],
        order: Sequence[int],
    ) -> None:
        self._kind = mapping.kind.name
        self._profile = profile
        self._id = [(name, positions[name]) for name in mapping.id]
        self._part = [(name, positions[name]) for name in mapping.part]
        self._order = order  # of the columns by name: a row's hash does not depend on how they stand
        self._when = positions.get(mapping.when)
        self._amended = positions.get(mapping.amended)
        self._amended_column = mapping.amended
        deleted = mapping.deleted
        self._deleted = (positions[deleted.column], deleted.texts) if deleted else None
        self._handling = positions.get(mapping.handling)
        self._handling_column = mapping.handling
        self._grade = positions.get(mapping.grade)
        code = mapping.fields.get("hs_code")
        self._codes = ["hs_code"] if code and code.sources and positions[code.sources[0]] in numbers else []
        self._texts: list[tuple[int, str]] = []
        self._conversions: list[_Conversion] = []
        for name, field in mapping.fields.items():
            type_ = field_type(mapping.kind, name)
            assert type_ is not None, f"{name} was checked when the profile was read"
            if (
                type_ is ValueType.TEXT
                and len(field.sources) == 1
                and not (field.split or field.values or field.scheme or field.pattern)
            ):
                self._texts.append((positions[field.sources[0]], name))
                continue
            places = tuple(positions[column] for column in field.sources)
            read = _reads(name, type_, field, profile)
            self._conversions.append(_Conversion(name, type_, places, field.sources, field.value or "", read))

    def read(self, row: Sequence[str], rejections: list[Rejection]) -> Record | None:
        """The record of a row without blanks and guards around its cells.

        None with the reasons added to the rejections (none where the row holds no such record).
        """
        if self._when is not None and not row[self._when]:
            return None
        before = len(rejections)
        source_id = self._numbered(self._id, row, rejections) if self._id else self._hash(row)
        part = self._numbered(self._part, row, rejections)
        said: dict[str, Any] = {}
        for position, name in self._texts:
            if text := row[position]:
                said[name] = text
        flags = self._convert(row, said, rejections)
        for name in self._codes:
            flags += padded(said, name)
        amended = self._amendment(row, rejections)
        handling = self._row_handling(row, rejections)
        if len(rejections) > before:
            rejections[before:] = [replace(rejection, handling=handling) for rejection in rejections[before:]]
            return None
        is_deleted = self._deleted is not None and row[self._deleted[0]].casefold() in self._deleted[1]
        return Record(
            kind=self._kind,
            source_id=source_id,
            values=said,
            amended=amended,
            is_deleted=is_deleted,
            handling=handling,
            grade=self._row_grade(row),
            flags=tuple(flags),
            part=part,
        )

    def _row_grade(self, row: Sequence[str]) -> str:
        text = row[self._grade].strip() if self._grade is not None else ""
        return "" if is_placeholder(text) else text

    def _row_handling(self, row: Sequence[str], rejections: list[Rejection]) -> str:
        text = row[self._handling] if self._handling is not None else ""
        if text and not _CODE.fullmatch(text):
            reason = "not a handling code: letters, digits, '-', '_' and '.'"
            rejections.append(Rejection(self._handling_column, text[:_MAX_SHOWN], "bad_handling", reason))
            return ""
        return text

    def _hash(self, row: Sequence[str]) -> str:
        """What stands for the number of a record that has none: of two rows alike only one is a record."""
        text = unambiguous([row[i] for i in self._order])
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()

    def _numbered(self, columns: Sequence[tuple[str, int]], row: Sequence[str], rejections: list[Rejection]) -> str:
        parts = []
        for name, position in columns:
            text = row[position]
            if not text:
                rejections.append(Rejection(name, "", "missing_id", f"a {self._kind} needs its own number"))
            elif is_cut(text):
                reason = "a spreadsheet cut this number, so that others look like it"
                rejections.append(Rejection(name, text, "number_cut", reason))
            parts.append(text)
        return "/".join(parts)

    def _convert(self, row: Sequence[str], values: dict[str, Any], rejections: list[Rejection]) -> list[str]:
        flags: list[str] = []
        for conversion in self._conversions:
            positions = conversion.positions
            if not positions:
                text = conversion.constant
            elif len(positions) == 1:
                text = row[positions[0]]
            else:
                text = " ".join(filter(None, (row[p] for p in positions)))
            if not text:
                continue
            name = conversion.name
            try:
                value = conversion.read(text)
            except ValueError as error:
                column, code = " + ".join(conversion.columns), f"bad_{conversion.type.value}"
                rejections.append(Rejection(column, text[:_MAX_SHOWN], code, f"{name}: {error}"))
                continue
            if value is None:
                flags.append(f"{name}_unknown: {text}")
            else:
                values[name] = value
        return flags

    def _amendment(self, row: Sequence[str], rejections: list[Rejection]) -> str:
        if self._amended is None:
            return ""
        text = row[self._amended]
        if not text:
            return ""
        try:
            return parsers.amendment(text, self._profile.dates, self._profile.zone, self._profile.calendar)
        except ValueError as error:
            rejections.append(Rejection(self._amended_column, text[:_MAX_SHOWN], "bad_amendment", str(error)))
            return ""


def padded(said: dict[str, Any], name: str) -> list[str]:
    """Gives a code that its source kept as a number the zero back that it lost; the flag that tells of it, if so.

    Codes have an even number of digits. Eleven digits stay as they are: one member's own codes have as many.
    """
    code = said.get(name)
    if not isinstance(code, str) or not (code.isascii() and code.isdigit()) or len(code) % 2 == 0 or len(code) > 9:
        return []
    said[name] = f"0{code}"
    return [f"hs_leading_zero_suspect: {code}"]


def _reads(name: str, type_: ValueType, mapping: FieldMapping, profile: Profile) -> Read:
    """The function that turns the text of a field into its value; it raises `ValueError`, or gives None for unknown."""
    if mapping.pattern:
        return _part_of_cell(re.compile(mapping.pattern), _reads_whole(name, type_, mapping, profile))
    return _reads_whole(name, type_, mapping, profile)


def _part_of_cell(pattern: re.Pattern[str], read: Read) -> Read:
    """Reads what the group of a pattern holds; a cell without it has no such value."""

    def part(text: str) -> Any:
        match = pattern.search(text) if len(text) <= LONGEST_SEARCHED else None
        held = match[1].strip() if match and match[1] else ""
        return read(held) if held else None

    return part


def _reads_whole(name: str, type_: ValueType, mapping: FieldMapping, profile: Profile) -> Read:
    if mapping.values is not None:
        words = {text.casefold(): meaning for text, meaning in mapping.values.items()}
        plain = read_as(name, type_, profile, mapping.scale)
        return lambda text: plain(words.get(text.casefold(), text))
    if mapping.split:
        return _splitting(mapping.split)
    if mapping.scheme:
        scheme = mapping.scheme
        return lambda text: f"{scheme}:{text}"
    return read_as(name, type_, profile, mapping.scale)


def _splitting(separator: str) -> Read:
    def split(text: str) -> Any:
        parts = tuple(part for part in (p.strip() for p in text.split(separator)) if part)
        return parts if len(parts) != 1 else parts[0]

    return split
