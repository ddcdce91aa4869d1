"""Writing records and their versions, and where each stands in a batch."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.canonical import Record
from graph.model import day_number
from graph.packing import packed
from graph.records import tables as t
from graph.relational.columns import Number, Words

_PART_KINDS = "part_kinds"
_MOST_KEY_BYTES = 2000  # of a record's number; an index of PostgreSQL takes 2,704 bytes an entry

_Known = tuple[int, tuple[Any, ...]]  # number of a version, and what it says: amended, deleted, day

Check = Callable[[int, bool], None]

_staged = sa.Table(
    "staged",
    sa.MetaData(),
    sa.Column("no", Number, primary_key=True, autoincrement=False),
    sa.Column("channel", Number),
    sa.Column("kind", Words),
    sa.Column("source_id", Words),
    sa.Column("part", Words),
    prefixes=["TEMPORARY"],
)


class PendingRecord(NamedTuple):
    """A parsed record on its way into the tables; `place` is its packed (batch, unit, slot) number."""

    place: int
    channel: int
    kind: str
    source_id: str
    part: str
    hash: bytes
    amended: str
    is_deleted: bool
    day: int | None


def pending_record(place: int, channel: int, record: Record, digest: bytes) -> PendingRecord:
    """A record as it will be kept.

    Raises:
        ValueError: its day or its amendment is a date that does not exist, or its number cannot be kept.
    """
    key = f"{record.kind}{record.source_id}{record.part}"
    if len(key) * 4 > _MOST_KEY_BYTES and len(key.encode("utf-8", "replace")) > _MOST_KEY_BYTES:
        raise ValueError(f"its number is longer than {_MOST_KEY_BYTES:,} bytes")
    if "\0" in key:
        raise ValueError("its number holds a NUL character")
    day = record.day
    if record.amended[:1].isdigit():
        day_number(record.amended)  # it is read as a day whenever versions are ordered
    number = day_number(day) if day else None
    return PendingRecord(
        place, channel, record.kind, record.source_id, record.part, digest, record.amended, record.is_deleted, number
    )


class VersionWriter:
    """Writes the records of one reader (a profile by name) through one connection."""

    def __init__(self, connection: Connection, reader: int) -> None:
        self._connection, self._reader = connection, reader
        connection.execute(sa.schema.CreateTable(_staged, if_not_exists=True))
        connection.execute(sa.delete(_staged))
        self._next_record = (connection.scalar(sa.select(sa.func.max(t.record.c.no))) or 0) + 1

    def write(self, pending: Sequence[PendingRecord], check: Check) -> list[tuple[int, Exception]]:
        """Writes what is new of records and versions, and all places; (index, error) of what was left out.

        A version that is there already says from now on what was read this time: a newer profile may read otherwise.

        Args:
            pending: The records.
            check: Told each of them by its index, and whether its version is new; what it raises leaves the record out,
                as does a record that has more versions than can be counted.
        """
        if not pending:
            return []
        connection = self._connection
        insert_rows(connection, _staged, [row[:5] for row in pending])
        known_records, known_versions, last = self._known()
        connection.execute(sa.delete(_staged))
        keep_part_kinds(connection, {row.kind for row in pending if row.part})
        records: dict[tuple[int, str, str, str], int] = {}
        new_records: list[tuple[Any, ...]] = []
        new_versions: list[tuple[Any, ...]] = []
        places: list[tuple[int, int]] = []
        changed: dict[int, tuple[Any, ...]] = {}
        left_over: list[tuple[int, Exception]] = []
        for index, row in enumerate(pending):
            key = row[1:5]
            record = known_records.get(row.place) or records.get(key)
            number = record or self._next_record
            says = (row.amended, int(row.is_deleted), row.day)
            known = known_versions.get((number, row.hash))
            try:
                check(index, known is None)
                version = known[0] if known else _next_version(number, last)
            except Exception as error:
                left_over.append((index, error))
                continue
            if record is None:
                record = records[key] = number
                self._next_record += 1
                new_records.append((record, *key))
            if known is None:
                last[record] = version & ((1 << t.VERSION_SHIFT) - 1)
                known_versions[record, row.hash] = (version, says)
                new_versions.append((version, row.hash, self._reader, *says))
            elif known[1] != says:
                changed[version] = says
            places.append((row.place, version))
        insert_rows(connection, t.record, new_records)
        insert_rows(connection, t.version, new_versions)
        insert_rows(connection, t.record_in_batch, places)
        self._correct(changed)
        return left_over

    def _known(self) -> tuple[Mapping[int, int], dict[tuple[int, bytes], _Known], dict[int, int]]:
        """Of the staged rows: records by place, this reader's versions by record and hash, each record's last place.

        Versions are read once a record and not once a row: a number that stands in 10,000 rows has as many versions.
        """
        r, v, s = t.record.c, t.version.c, _staged.c
        same = sa.and_(r.channel == s.channel, r.kind == s.kind, r.source_id == s.source_id, r.part == s.part)
        records = dict(self._connection.execute(sa.select(s.no, r.no).join_from(_staged, t.record, same)).all())
        versions: dict[tuple[int, bytes], _Known] = {}
        last: dict[int, int] = {}
        if not records:
            return records, versions, last
        mine = sa.select(r.no.label("no")).join_from(_staged, t.record, same).distinct().subquery("mine")
        first = mine.c.no * (1 << t.VERSION_SHIFT)
        query = sa.select(v.no, v.hash, v.reader, v.amended, v.deleted, v.day).join_from(
            mine, t.version, v.no.between(first, first + (1 << t.VERSION_SHIFT) - 1)
        )
        for no, digest, reader, *says in self._connection.execute(query):
            record, place = no >> t.VERSION_SHIFT, no & ((1 << t.VERSION_SHIFT) - 1)
            last[record] = max(last.get(record, -1), place)
            if reader == self._reader:
                versions[record, digest] = (no, tuple(says))
        return records, versions, last

    def _correct(self, changed: Mapping[int, tuple[Any, ...]]) -> None:
        if not changed:
            return
        said: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("amended", "deleted", "day")}
        rows = [
            {"at": no, "new_amended": amended, "new_deleted": deleted, "new_day": day}
            for no, (amended, deleted, day) in changed.items()
        ]
        self._connection.execute(t.version.update().where(t.version.c.no == sa.bindparam("at")).values(said), rows)


def _next_version(record: int, last: Mapping[int, int]) -> int:
    """The number of a further version of a record, given the last place of each."""
    return packed(record, last.get(record, -1) + 1, t.VERSION_SHIFT, "versions of one record")


def insert_rows(connection: Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts tuples in the order of the table's columns, without SQLAlchemy's cost a row."""
    if not rows:
        return
    compiled = table.insert().compile(dialect=connection.dialect)
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), rows)
    else:
        names = [column.name for column in table.columns]
        connection.exec_driver_sql(str(compiled), [dict(zip(names, row, strict=True)) for row in rows])


def part_kinds(connection: Connection) -> frozenset[str]:
    """The kinds of which a record was ever said in parts: only for these are parts looked for."""
    text = connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.key == _PART_KINDS))
    return frozenset(text.split("\n")) if text else frozenset()


def keep_part_kinds(connection: Connection, kinds: set[str]) -> None:
    """Remembers that records of these kinds come in parts."""
    known = part_kinds(connection) if kinds else frozenset()
    if kinds <= known:
        return
    connection.execute(sa.delete(t.meta).where(t.meta.c.key == _PART_KINDS))
    connection.execute(t.meta.insert().values(key=_PART_KINDS, value="\n".join(sorted(known | kinds))))
