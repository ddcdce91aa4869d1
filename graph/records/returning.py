"""Records that come back: in another dataset, where each would count twice, or as others under the same numbers.

Both are asked of a sample of a file's rows, as the first record of each tells, so that a large file costs no more.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import BadFile, Refused
from graph.model import Channel
from graph.packing import span
from graph.records import tables as t
from graph.records.batch import BatchState, ProfileText
from graph.records.current import Version
from graph.records.reading import RecordReader
from graph.records.staging import FileFacts, Reading, UnitParser, read_unit
from graph.records.store import RecordStore
from graph.values.names import name_key

_SAMPLE = 1000  # rows of a file that are looked at
_AT_ONCE = 500  # values in one query
_MOST_SHARE = 0.5  # of the rows looked at; more than that is most of a file
_FEWEST = 3  # rows that come back as others; fewer may be corrected

ReadingOf = Callable[[ProfileText, tuple[str, ...]], Reading]


@dataclass(frozen=True, slots=True)
class _Row:
    """The first record of a row of the file: its number in the store and its key, its version, its day."""

    record: int
    kind: str
    source_id: str
    part: str
    version: int
    day: int | None


def refuse_same_bytes(connection: Connection, facts: FileFacts) -> None:
    """Refuses a file of which another dataset of the originator holds the same bytes, where the caller sees that one.

    Raises:
        Refused: it does.
    """
    b = t.batch.c
    numbers = list(_other_datasets(connection, facts))
    held = sa.select(b.id).where(
        b.channel.in_(numbers), b.sha256 == facts.sha256, b.state == BatchState.STAGED.value
    )  # fmt: skip
    batch = connection.scalar(held.order_by(b.id).limit(1)) if numbers else None
    if batch is not None:
        raise _twice(facts, f"{facts.file_name} holds the same bytes as batch {batch}")


def refuse_same_records(connection: Connection, facts: FileFacts, batches: Sequence[int]) -> None:
    """Refuses a file most of whose records another dataset of the originator holds, where the caller sees that one.

    A record is the same where its kind and number are, and its day, unless one of the two has none.

    Raises:
        Refused: it does.
    """
    numbers = list(_other_datasets(connection, facts))
    if not numbers:
        return
    rows = [row for batch in batches for row in _sample(connection, batch)]
    counts: Counter[int] = Counter()  # of rows by the batch of another dataset that holds them
    for row_counts in _held_elsewhere(connection, rows, numbers):
        counts.update(row_counts)
    batch, count = max(counts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if rows and count > _MOST_SHARE * len(rows):
        name = connection.scalar(sa.select(t.batch.c.id).where(t.batch.c.no == batch))
        raise _twice(facts, f"most records of {facts.file_name} stand under the same numbers in batch {name}")


def refuse_reused_numbers(
    store: RecordStore, connection: Connection, facts: FileFacts, batches: Sequence[int], reading_of: ReadingOf
) -> None:
    """Refuses a file most of whose numbers came before, in other files of the channel, and named other records then.

    A record is another where its day is, or where it has none the names on it.

    Raises:
        BadFile: most of its numbers, and three at least, did.
    """
    reader = RecordReader(store, connection)
    names = _Names(reader, reading_of)
    rows = [row for batch in batches for row in _sample(connection, batch)]
    others = [
        row
        for row, mine, before in _said_before(reader, connection, rows, set(batches))
        if all(_is_another(mine, version, names) for version in before)
    ]
    if len(others) >= _FEWEST and len(others) > _MOST_SHARE * len(rows):
        first = others[0]
        raise BadFile(
            f"most numbers of {facts.file_name} named other records in files of {facts.channel.name} before, as"
            f" {first.kind} {first.source_id!r} did: they would be taken for corrections of those",
            "name the column of the documents' own numbers, or write `id_of: row` where there is none; where they are"
            " corrections, give --reused-numbers",
        )


def _twice(facts: FileFacts, words: str) -> Refused:
    return Refused(
        f"{words}: in dataset {facts.channel.dataset} too they would count twice",
        "load it into that dataset, recall that batch first, or give --duplicate where both are wanted",
    )


def _other_datasets(connection: Connection, facts: FileFacts) -> Iterator[int]:
    """The channels of other datasets of the originator that the caller sees, by internal number."""
    mine = facts.channel
    for number, name in connection.execute(sa.select(t.channel.c.no, t.channel.c.name)):
        channel = Channel.parse(name)
        if channel.originator == mine.originator and channel.dataset != mine.dataset and facts.may_write(channel):
            yield number


def _sample(connection: Connection, batch: int) -> list[_Row]:
    """The first records of at most about a thousand rows of a batch, spread over it."""
    r, v, p = t.record.c, t.version.c, t.record_in_batch.c
    first, last = span(batch, t.BATCH_SHIFT)
    mine = sa.and_(p.no.between(first, last), p.no % t.SLOTS == 0)
    count = int(connection.scalar(sa.select(sa.func.count()).where(mine)) or 0)
    step = max(1, -(-count // _SAMPLE))
    query = (
        sa.select(r.no, r.kind, r.source_id, r.part, v.no, v.day)
        .join_from(t.record_in_batch, t.version, v.no == p.version)
        .join(t.record, r.no == v.no // (1 << t.VERSION_SHIFT))
        .where(mine, (p.no // t.SLOTS) % step == 0)
        .order_by(p.no)
    )
    return list({row[0]: _Row(*row) for row in connection.execute(query)}.values())


def _held_elsewhere(connection: Connection, rows: Sequence[_Row], channels: Sequence[int]) -> Iterator[set[int]]:
    """For each row whose record stands in one of these channels too, the batches that hold it there."""
    r, v, p = t.record.c, t.version.c, t.record_in_batch.c
    first = r.no * (1 << t.VERSION_SHIFT)
    by_kind = groupby(sorted(rows, key=lambda row: (row.kind, row.part)), key=lambda row: (row.kind, row.part))
    for (kind, part), of_kind in by_kind:
        mine = {row.source_id: row for row in of_kind}
        for names in _lots(list(mine)):
            query = (
                sa.select(r.source_id, v.day, p.no)
                .join_from(t.record, t.version, v.no.between(first, first + (1 << t.VERSION_SHIFT) - 1))
                .join(t.record_in_batch, p.version == v.no)
                .where(r.channel.in_(channels), r.kind == kind, r.part == part, r.source_id.in_(names))
            )
            held: dict[str, set[int]] = {}
            for source_id, day, place in connection.execute(query):
                if day is None or mine[source_id].day in (None, day):
                    held.setdefault(source_id, set()).add(place >> t.BATCH_SHIFT)
            yield from held.values()


def _said_before(
    reader: RecordReader, connection: Connection, rows: Sequence[_Row], batches: set[int]
) -> Iterator[tuple[_Row, Version, list[Version]]]:
    """The rows whose records other batches hold in other versions alone: the row's version, and those others."""
    r, v, p = t.record.c, t.version.c, t.record_in_batch.c
    first = r.no * (1 << t.VERSION_SHIFT)
    by_record = {row.record: row for row in rows if not row.part}
    for lot in _lots(list(by_record)):
        query = (
            sa.select(r.no, p.no)
            .join_from(t.record, t.version, v.no.between(first, first + (1 << t.VERSION_SHIFT) - 1))
            .join(t.record_in_batch, p.version == v.no)
            .where(r.no.in_(lot))
        )
        returning = {record for record, place in connection.execute(query) if place >> t.BATCH_SHIFT not in batches}
        if not returning:
            continue
        for record, versions in reader.versions_of_each(sorted(returning)).items():
            row = by_record[record]
            before = [one for one in versions if not {place >> t.BATCH_SHIFT for place, _ in one.places} <= batches]
            mine = next(one for one in versions if one.number == row.version)
            if mine not in before:
                yield row, mine, before


class _Names:
    """The names on versions of records, read from their raw units."""

    def __init__(self, reader: RecordReader, reading_of: ReadingOf) -> None:
        self._reader, self._reading_of = reader, reading_of
        self._parsers: dict[int, UnitParser] = {}

    def of(self, version: Version) -> frozenset[str]:
        """The names that the first record of its unit says, without order of words and legal forms."""
        unit = self._reader.unit(version)
        parse = self._parsers.get(unit.batch.no)
        if parse is None:
            parse = self._parsers[unit.batch.no] = self._reading_of(unit.batch.profile, unit.batch.header).parse
        records, _ = read_unit(parse, unit.values)
        texts = [text for field, text in records[0].values.items() if field.endswith("name")] if records else []
        return frozenset(name_key(text) for text in texts if isinstance(text, str))


def _is_another(version: Version, before: Version, names: _Names) -> bool:
    if version.day is not None and before.day is not None:
        return version.day != before.day
    mine, others = names.of(version), names.of(before)
    return bool(mine and others) and not mine & others


def _lots(values: list[Any]) -> Iterator[list[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
