"""Staging: a file's rows become raw units, versions and batches in one transaction, or leave nothing behind."""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.canonical import PART_SIGN, Record, Rejection
from graph.errors import Refused, TooManyRejects
from graph.model import Channel, day_number
from graph.records import tables as t
from graph.records.store import ProfileText, RecordStore, inserted_number

FLUSH_ROWS = 8192
BLOCK_UNITS = 1 << t.BLOCK_SHIFT
_COMPRESSION = 1  # 30 % larger than zlib's default, at a third of its CPU time
_SEPARATOR = "\x1f"
MAX_REJECTED_SHARE = 0.05
_PART_KINDS = "part_kinds"

# place, channel, kind, source id, hash, amended, is deleted, day
Pending = tuple[int, int, str, str, bytes, str, bool, int | None]

_staged = sa.Table(
    "staged",
    sa.MetaData(),
    sa.Column("no", t.Number, primary_key=True),
    sa.Column("channel", t.Number),
    sa.Column("kind", sa.Text),
    sa.Column("source_id", sa.Text),
    sa.Column("hash", sa.LargeBinary),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said of a file when it is loaded; `channel` is that of rows that name no handling of their own."""

    file_name: str
    sha256: str
    channel: Channel
    profile: ProfileText
    header: tuple[str, ...]
    loaded_at: str
    unit: str = ""
    grade: str = ""
    retain_until: str = ""


def pending_row(place: int, channel: int, record: Record, digest: bytes, day: str) -> Pending:
    """A parsed record on its way into the tables."""
    number = day_number(day) if day else None
    return (place, channel, record.kind, record.key, digest, record.amended, record.is_deleted, number)


def reject_row(batch: int, line: int, rejection: Rejection) -> dict[str, object]:
    """A rejection on its way into the table of rejects."""
    r = rejection
    return {"batch": batch, "line": line, "column": r.column, "value": r.value, "code": r.code, "reason": r.reason}


def check_rejects(rejected: int, units: int, what: str) -> None:
    """Raises `TooManyRejects` where more of a file is bad than is tolerated."""
    if rejected > MAX_REJECTED_SHARE * units:
        raise TooManyRejects(
            f"{rejected} of {units} rows of {what} were rejected, more than {MAX_REJECTED_SHARE:.0%}; "
            "nothing was applied",
            "look at the rejects, mend the file or its profile, and load it again",
        )


def unit_hash(header: Sequence[str]) -> Callable[[Sequence[str]], bytes]:
    """The hash of a unit as reported, 16 bytes, the same for any order of the columns."""
    order = sorted(range(len(header)), key=lambda i: header[i])

    def hash_of(values: Sequence[str]) -> bytes:
        text = _SEPARATOR.join([values[i] for i in order] if len(values) == len(order) else values)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    return hash_of


class _BatchDraft:
    """A batch being staged: its units in compressed blocks of 64, its counts."""

    def __init__(self, number: int, channel: int, rows: list[tuple[int, bytes]]) -> None:
        self.number, self.channel = number, channel
        self.units = self.records = self.rejected = 0
        self._rows = rows
        self._block: list[Sequence[object]] = []

    def add(self, line: int, values: Sequence[str]) -> int:
        """Keeps a unit; its packed number, to which the slot is added."""
        unit = self.units
        self.units += 1
        self._block.append((line, *values))
        if len(self._block) == BLOCK_UNITS:
            self.close()
        return self.number << t.BATCH_SHIFT | unit << t.SLOT_SHIFT

    def close(self) -> None:
        """Compresses the block that is open; called once more at the end of the file."""
        if self._block:
            number = self.number << t.BATCH_SHIFT | (self.units - 1) >> t.BLOCK_SHIFT
            text = json.dumps(self._block, ensure_ascii=False, separators=(",", ":"))
            self._rows.append((number, zlib.compress(text.encode(), _COMPRESSION)))
            self._block = []


class Staging(AbstractContextManager["Staging"]):
    """One file on its way into the record store; an exception rolls everything back."""

    def __init__(self, store: RecordStore, facts: FileFacts) -> None:
        self._store, self._facts = store, facts
        self._transaction = store.transaction()
        self._drafts: dict[str, _BatchDraft] = {}
        self._channels: dict[str, int] = {}
        self._pending: list[Pending] = []
        self._raw: list[tuple[int, bytes]] = []
        self._rejects: list[dict[str, object]] = []
        self._hash = unit_hash(facts.header)
        self._first_day = self._last_day = ""
        self.duplicate_rows = 0  # known when it is committed

    def __enter__(self) -> "Staging":
        self._connection: Connection = self._transaction.__enter__()
        self._profile = self._store.register_profile(self._connection, self._facts.profile)
        prepare(self._connection)
        self._next_batch = self._store.next_batch(self._connection)
        self._next_record = self._after(t.record)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._transaction.__exit__(kind, error, trace)

    @property
    def rejects(self) -> list[dict[str, object]]:
        """The rejections so far: batch, line, column, value, code, reason."""
        return self._rejects

    @property
    def first_day(self) -> str:
        """The earliest day of a record so far, "" while none has one."""
        return self._first_day

    @property
    def last_day(self) -> str:
        """The latest day of a record so far, "" while none has one."""
        return self._last_day

    def add(self, line: int, values: Sequence[str], records: Sequence[Record], rejections: Sequence[Rejection]) -> None:
        """Stages one unit with what it was parsed into."""
        said: list[Record | Rejection] = [*records, *rejections]
        draft = self._draft(said[0].handling if said else "")
        packed = draft.add(line, values)
        digest = self._hash(values)
        for slot, record in enumerate(records):
            day = record.day
            if record.said_on > self._last_day:
                self._last_day = record.said_on
            if day and (day < self._first_day or not self._first_day):
                self._first_day = day
            self._pending.append(pending_row(packed | slot, draft.channel, record, digest, day))
        draft.records += len(records)
        if rejections:
            draft.rejected += 1
            self._rejects += [reject_row(draft.number, line, r) for r in rejections]
        if len(self._pending) >= FLUSH_ROWS:
            self._flush()

    def commit(self, extract_on: str, complete: tuple[int, int] | None = None) -> list[int]:
        """Ends staging: from here on the batches count, and are applied by this or the next command."""
        if not self._drafts:
            self._draft("")
        drafts = {draft.number: draft for draft in self._drafts.values()}
        for draft in drafts.values():
            draft.close()
        self._flush()
        for draft in drafts.values():
            self._connection.execute(t.batch.insert().values(self._batch_row(draft, extract_on, complete)))
        if self._rejects:
            self._connection.execute(t.reject.insert(), self._rejects)
        self.duplicate_rows = sum(map(self._duplicates, drafts))
        return sorted(drafts)

    def _duplicates(self, batch: int) -> int:
        """Rows of a batch of which the same stands further up, as the first record of each row tells."""
        p = t.record_in_batch.c
        first_of_rows = sa.and_(p.no.between(*t.span(batch, t.BATCH_SHIFT)), p.no % t.SLOTS == 0)
        counted = sa.select(sa.func.count() - sa.func.count(sa.distinct(p.version))).where(first_of_rows)
        return int(self._connection.scalar(counted) or 0)

    def _batch_row(self, draft: _BatchDraft, extract_on: str, complete: tuple[int, int] | None) -> dict[str, object]:
        facts = self._facts
        return {
            "no": draft.number,
            "channel": draft.channel,
            "load_channel": facts.channel.name,
            "file_name": facts.file_name,
            "sha256": facts.sha256,
            "profile": self._profile,
            "header": json.dumps(facts.header, ensure_ascii=False),
            "extract_on": extract_on,
            "loaded_at": facts.loaded_at,
            "unit": facts.unit,
            "grade": facts.grade,
            "retain_until": facts.retain_until,
            "state": "staged",
            "units": draft.units,
            "records": draft.records,
            "rejected": draft.rejected,
            "complete_from": complete[0] if complete else None,
            "complete_until": complete[1] if complete else None,
        }

    def _after(self, table: sa.Table) -> int:
        return (self._connection.scalar(sa.select(sa.func.max(table.c.no))) or 0) + 1

    def _draft(self, handling: str) -> _BatchDraft:
        draft = self._drafts.get(handling)
        if draft is None:
            channel = self._facts.channel.with_handling(handling) if handling else self._facts.channel
            number = channel_number(self._connection, channel.name)
            for other in self._drafts.values():
                if other.channel == number:  # rows that spell out the file's own handling
                    self._drafts[handling] = other
                    return other
            self._refuse_known(channel, number)
            draft = self._drafts[handling] = _BatchDraft(self._next_batch, number, self._raw)
            self._next_batch += 1
        return draft

    def _refuse_known(self, channel: Channel, number: int) -> None:
        known = self._connection.scalar(
            sa.select(t.batch.c.no).where(t.batch.c.channel == number, t.batch.c.sha256 == self._facts.sha256)
        )
        if known is not None:
            raise Refused(
                f"{self._facts.file_name} is batch {known} of channel {channel.name} already",
                "recall that batch first, if it was loaded wrongly",
            )

    def _flush(self) -> None:
        self._next_record = write_records(self._connection, self._pending, self._next_record)
        self._pending = []
        if self._raw:
            insert_rows(self._connection, t.raw, self._raw)
            self._raw.clear()


def channel_number(connection: Connection, name: str) -> int:
    """The internal number of a channel, made when it is new."""
    number = connection.scalar(sa.select(t.channel.c.no).where(t.channel.c.name == name))
    if number is None:
        number = inserted_number(connection, t.channel.insert().values(name=name))
    return int(number)


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


def prepare(connection: Connection) -> None:
    """Makes the temporary table that `write_records` needs."""
    connection.execute(sa.schema.CreateTable(_staged, if_not_exists=True))
    connection.execute(sa.delete(_staged))


def write_records(connection: Connection, pending: Sequence[Pending], next_record: int) -> int:
    """Writes records and versions that are new, and where each stands; the next free record number."""
    if not pending:
        return next_record
    insert_rows(connection, _staged, [row[:5] for row in pending])
    known_records, known_versions, last = _known(connection)
    connection.execute(sa.delete(_staged))
    keep_part_kinds(connection, {row[2] for row in pending if PART_SIGN in row[3]})
    records: dict[tuple[int, str, str], int] = {}
    versions: dict[tuple[int, bytes], int] = {}
    new_records: list[tuple[Any, ...]]
    new_versions: list[tuple[Any, ...]]
    new_records, new_versions, places = [], [], []
    for place, channel, kind, source_id, digest, amended, is_deleted, day in pending:
        key = (channel, kind, source_id)
        record = known_records.get(place) or records.get(key)
        if record is None:
            record = records[key] = next_record
            next_record += 1
            new_records.append((record, channel, kind, source_id))
        version = known_versions.get(place) or versions.get((record, digest))
        if version is None:
            number = last[record] = last.get(record, (record << t.VERSION_SHIFT) - 1) + 1
            version = versions[record, digest] = number
            new_versions.append((version, digest, amended, int(is_deleted), day))
        places.append((place, version))
    insert_rows(connection, t.record, new_records)
    insert_rows(connection, t.version, new_versions)
    insert_rows(connection, t.record_in_batch, places)
    return next_record


def part_kinds(connection: Connection) -> frozenset[str]:
    """The kinds of which a record was ever said in parts: only for these are parts looked for."""
    kept = connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.key == _PART_KINDS))
    return frozenset(json.loads(kept)) if kept else frozenset()


def keep_part_kinds(connection: Connection, kinds: set[str]) -> None:
    """Remembers that records of these kinds come in parts."""
    known = part_kinds(connection) if kinds else frozenset()
    if kinds <= known:
        return
    connection.execute(sa.delete(t.meta).where(t.meta.c.key == _PART_KINDS))
    connection.execute(t.meta.insert().values(key=_PART_KINDS, value=json.dumps(sorted(known | kinds))))


def _known(connection: Connection) -> tuple[Mapping[int, int], Mapping[int, int], dict[int, int]]:
    """Of the staged rows: records and versions that exist, by place, and the last version number of those records."""
    r, v, s = t.record.c, t.version.c, _staged.c
    same_record = sa.and_(r.channel == s.channel, r.kind == s.kind, r.source_id == s.source_id)
    its_versions = v.no.between(
        r.no * (1 << t.VERSION_SHIFT), r.no * (1 << t.VERSION_SHIFT) + (1 << t.VERSION_SHIFT) - 1
    )
    rows = connection.execute(
        sa.select(s.no, r.no, v.no, v.hash == s.hash)
        .select_from(_staged.join(t.record, same_record).outerjoin(t.version, its_versions))
        .order_by(s.no)
    )
    records: dict[int, int] = {}
    versions: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, record, version, is_same in rows:
        records[place] = record
        if version is not None:
            last[record] = max(last.get(record, 0), version)
            if is_same:
                versions[place] = version
    return records, versions, last
