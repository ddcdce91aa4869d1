"""Reading records: what a batch asks to be applied, raw units, and the history of a record."""

import functools
import json
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.canonical import PART_SIGN
from graph.records import tables as t
from graph.records.current import Choice, Extract, Version, current
from graph.records.staging import part_kinds
from graph.records.store import Batch, ProfileText, RecordStore
from graph.schema import record_prefix

_VersionRow = tuple[Any, ...]  # record, channel, kind, source id, version, hash, amended, deleted, day, place
CHUNK_UNITS = 10_000
_CACHED_BLOCKS = 256
_CACHED_WITH_PARTS = 2048  # parts of one record stand far apart
_AFTER_PARTS = chr(ord(PART_SIGN) + 1)
_SIBLINGS_OF = 500  # records whose parts one query looks for


@dataclass(frozen=True, slots=True)
class RecordPart:
    """A piece of a record whose header stands elsewhere, with the version that counts."""

    name: str
    number: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class CurrentRecord:
    """A record with the version that should be applied; `number` is 0 and `choice` empty where only parts are there."""

    number: int
    channel: str
    kind: str
    source_id: str
    choice: Choice
    parts: tuple[RecordPart, ...] = ()

    @property
    def node_id(self) -> str:
        return f"{record_prefix(self.kind)}:{self.channel}:{self.kind}:{self.source_id}"

    @property
    def versions(self) -> list[tuple[str, Version]]:
        """(part, version that counts): the header first, as the part "", then the parts by name; none where gone."""
        pieces = [("", self.choice), *((part.name, part.choice) for part in self.parts)]
        return [(name, choice.version) for name, choice in pieces if choice.version is not None]

    @property
    def in_conflict(self) -> bool:
        return self.choice.in_conflict or any(part.choice.in_conflict for part in self.parts)

    @property
    def batches(self) -> frozenset[int]:
        """The batches that hold a version that counts; none where no version does."""
        return frozenset(extract.batch for _, version in self.versions for _, extract in version.places)


@dataclass(frozen=True, slots=True)
class Unit:
    """A raw unit with where it stands."""

    batch: Batch
    line: int
    values: list[str]


class RecordReader:
    """Reads records of a store; holds a connection while it is open and the blocks that it unpacked last."""

    def __init__(self, store: RecordStore, connection: Connection) -> None:
        self._store, self._connection = store, connection
        # Asked for one by one: of ten thousand batches, those of ten thousand files, a load needs a few.
        self._extract = functools.cache(functools.partial(store.extract, connection))
        self._batch = functools.cache(functools.partial(store.batch_in, connection))
        self._complete = store.complete_extracts(connection)
        self._channels = dict(connection.execute(sa.select(t.channel.c.no, t.channel.c.name)).all())
        self._part_kinds = part_kinds(connection)
        self._blocks: OrderedDict[int, list[list[Any]]] = OrderedDict()

    def of_batch(self, number: int) -> Iterator[list[CurrentRecord]]:
        """The records that stand in a batch, in its order, in chunks, each with the version that counts now."""
        first, last = t.span(number, t.BATCH_SHIFT)
        step = CHUNK_UNITS << t.SLOT_SHIFT
        units = self._batch(number).units << t.SLOT_SHIFT
        for start in range(first, min(first + units, last) + 1, step):
            mine = sa.select((t.record_in_batch.c.version.bitwise_rshift(t.VERSION_SHIFT)).label("no"))
            mine = mine.where(t.record_in_batch.c.no.between(start, start + step - 1)).distinct()
            yield self._wanted(mine)

    def left_out_by(self, extract: int) -> Iterator[list[CurrentRecord]]:
        """The records that a complete extract may leave out: those of its days in its channel."""
        covering = self._extract(extract)
        if covering.complete_from is None:
            return
        r, v = t.record.c, t.version.c
        yield self._wanted(
            sa.select(r.no.label("no"))
            .join(t.version, v.no.between(r.no * (1 << t.VERSION_SHIFT), (r.no + 1) * (1 << t.VERSION_SHIFT) - 1))
            .where(r.channel == covering.channel, v.day.between(covering.complete_from, covering.complete_until))
            .distinct()
        )

    def all_records(self) -> Iterator[list[CurrentRecord]]:
        """Every record, in chunks, each with the version that counts now."""
        r = t.record.c
        last = self._connection.scalar(sa.select(sa.func.max(r.no))) or 0
        for start in range(1, last + 1, CHUNK_UNITS):
            yield self._wanted(sa.select(r.no.label("no")).where(r.no.between(start, start + CHUNK_UNITS - 1)))

    def one(self, channel: str, kind: str, source_id: str) -> CurrentRecord | None:
        """One record, or None."""
        r = t.record.c
        query = sa.select(r.no.label("no")).join(t.channel, t.channel.c.no == r.channel)
        own = r.source_id == source_id
        if kind in self._part_kinds:
            own |= _is_part_of(source_id)
        found = self._wanted(query.where(t.channel.c.name == channel, r.kind == kind, own))
        return found[0] if found else None

    def versions(self, record: int) -> list[Version]:
        """All versions of a record, the one that counts most first."""
        rows = self._rows(sa.select(sa.literal(record).label("no")))
        return sorted(self._versions(rows), key=lambda v: v.order, reverse=True)

    def profile_of(self, version: Version) -> ProfileText:
        """The profile that reads a version's unit: that of the latest extract that holds it, ties by name."""
        _, latest = max(version.places, key=lambda place: (place[1].on, place[1].profile))
        return self._batch(latest.batch).profile

    def unit(self, version: Version, prefer: int | None = None) -> Unit:
        """The raw unit of a version, read from any batch that holds it under `profile_of`; from `prefer` if it does."""
        name = self.profile_of(version).name
        places = [place for place, extract in version.places if extract.profile == name]
        place = next((p for p in places if p >> t.BATCH_SHIFT == prefer), places[0])
        batch, unit = place >> t.BATCH_SHIFT, (place & 0xFFFFFFFF) >> t.SLOT_SHIFT
        line, *values = self._block(batch << t.BATCH_SHIFT | unit >> t.BLOCK_SHIFT)[unit & ((1 << t.BLOCK_SHIFT) - 1)]
        return Unit(self._batch(batch), line, values)

    def units_of(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """Every raw unit of a batch, rejected ones included, as (line, values)."""
        first, last = t.span(number, t.BATCH_SHIFT)
        query = sa.select(t.raw.c.block).where(t.raw.c.no.between(first, last)).order_by(t.raw.c.no)
        for block in self._connection.scalars(query):
            for line, *values in _unpack(block):
                yield line, values

    def _block(self, number: int) -> list[list[Any]]:
        block = self._blocks.get(number)
        if block is None:
            block = _unpack(self._connection.execute(sa.select(t.raw.c.block).where(t.raw.c.no == number)).scalar_one())
            self._blocks[number] = block
            if len(self._blocks) > (_CACHED_WITH_PARTS if self._part_kinds else _CACHED_BLOCKS):
                self._blocks.popitem(last=False)
        return block

    def _rows(self, records: sa.Select[Any]) -> Sequence[_VersionRow]:
        mine = records.subquery("mine")
        r, v, p = t.record.c, t.version.c, t.record_in_batch.c
        its_versions = v.no.between(
            r.no * (1 << t.VERSION_SHIFT), r.no * (1 << t.VERSION_SHIFT) + (1 << t.VERSION_SHIFT) - 1
        )
        query = (
            sa.select(r.no, r.channel, r.kind, r.source_id, v.no, v.hash, v.amended, v.deleted, v.day, p.no)
            .select_from(mine.join(t.record, r.no == mine.c.no).join(t.version, its_versions))
            .join(t.record_in_batch, p.version == v.no)
        )
        return [tuple(row) for row in self._connection.execute(query)]

    def _versions(self, rows: Iterable[_VersionRow]) -> list[Version]:
        found: dict[int, tuple[Any, list[tuple[int, Extract]]]] = {}
        for row in rows:
            entry = found.get(row[4])
            if entry is None:
                entry = found[row[4]] = (row, [])
            entry[1].append((row[9], self._extract(row[9] >> t.BATCH_SHIFT)))
        return [
            Version(no, row[5], row[6], bool(row[7]), row[8], tuple(sorted(places, key=lambda p: p[0])))
            for no, (row, places) in found.items()
        ]

    def _wanted(self, records: sa.Select[Any]) -> list[CurrentRecord]:
        by_record: dict[int, list[_VersionRow]] = {}
        for row in self._rows(records):
            by_record.setdefault(row[0], []).append(row)
        if self._part_kinds:
            self._add_siblings(by_record)
        plain: list[CurrentRecord] = []
        pieces: dict[tuple[int, str, str], list[RecordPart]] = {}
        for number, rows in by_record.items():
            _, channel, kind, key, *_ = rows[0]
            complete = [extract for extract in self._complete if extract.channel == channel]
            choice = current(self._versions(rows), complete)
            if kind not in self._part_kinds:
                plain.append(CurrentRecord(number, self._channels[channel], kind, key, choice))
                continue
            source_id, _, name = key.partition(PART_SIGN)
            pieces.setdefault((channel, kind, source_id), []).append(RecordPart(name, number, choice))
        return plain + [self._joined(*key, parts) for key, parts in pieces.items()]

    def _joined(self, channel: int, kind: str, source_id: str, pieces: list[RecordPart]) -> CurrentRecord:
        pieces.sort(key=lambda part: part.name)
        has_header = not pieces[0].name
        header = pieces[0] if has_header else RecordPart("", 0, Choice(None))
        parts = tuple(pieces[1:] if has_header else pieces)
        return CurrentRecord(header.number, self._channels[channel], kind, source_id, header.choice, parts)

    def _add_siblings(self, by_record: dict[int, list[_VersionRow]]) -> None:
        """Adds header and parts of every record of which a piece is among the rows."""
        wanted: dict[tuple[int, str], set[str]] = {}
        for rows in by_record.values():
            _, channel, kind, key, *_ = rows[0]
            if kind in self._part_kinds:
                wanted.setdefault((channel, kind), set()).add(key.partition(PART_SIGN)[0])
        r = t.record.c
        for (channel, kind), names in wanted.items():
            ordered = sorted(names)
            for start in range(0, len(ordered), _SIBLINGS_OF):
                some = ordered[start : start + _SIBLINGS_OF]
                query = sa.select(r.no.label("no")).where(r.channel == channel, r.kind == kind)
                bases = sa.values(sa.column("base", sa.Text), name="bases").data([(name,) for name in some]).cte()
                # One look into the index for each; a condition of many OR would walk all records of the kind.
                near = sa.and_(r.source_id >= bases.c.base, r.source_id < bases.c.base + _AFTER_PARTS)
                query = query.join_from(bases, t.record, near)
                found: dict[int, list[_VersionRow]] = {}
                for row in self._rows(query):
                    if row[3].partition(PART_SIGN)[0] in names:
                        found.setdefault(row[0], []).append(row)
                by_record.update(found)


def _is_part_of(source_id: str) -> sa.ColumnElement[bool]:
    """Whether a record's key names a part of a record."""
    key = t.record.c.source_id
    return sa.and_(key >= source_id + PART_SIGN, key < source_id + _AFTER_PARTS)


def _unpack(block: bytes) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(zlib.decompress(block))
    return rows
