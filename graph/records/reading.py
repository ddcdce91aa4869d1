"""Reading records: what a batch asks to be applied, raw units, and the history of a record."""

import functools
import json
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import DamagedStore
from graph.packing import span
from graph.records import tables as t
from graph.records.batch import Batch, ProfileText
from graph.records.current import Choice, Extract, Version, current
from graph.records.store import RecordStore
from graph.records.versions import part_kinds
from graph.schema import record_prefix

_VersionRow = tuple[Any, ...]  # record, channel, kind, source id, part, version, hash, amended, deleted, day, place
CHUNK_UNITS = 10_000
_CACHED_BLOCKS = 256
_CACHED_WITH_PARTS = 2048  # parts of one record stand far apart
_SIBLINGS_OF = 500  # records whose parts one query looks for
_HISTORIES = 500  # records whose versions one query reads
_BLOCKS_AT_ONCE = 256


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
    def tokens(self) -> frozenset[str]:
        """The batches that hold a version that counts, by token; none where no version does."""
        return frozenset(extract.token for _, version in self.versions for _, extract in version.places)


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """A record, or a part of one, with its versions, the one that counts most last."""

    channel: str
    kind: str
    source_id: str
    part: str
    versions: list[Version]

    @property
    def node_id(self) -> str:
        """Id of its node."""
        return f"{record_prefix(self.kind)}:{self.channel}:{self.kind}:{self.source_id}"


@dataclass(frozen=True, slots=True)
class RawUnit:
    """A raw unit with where it stands."""

    batch: Batch
    line: int
    values: list[str]


class RecordReader:
    """Reads records of a store; holds a connection while it is open and the blocks that it unpacked last.

    With `as_of`, an ISO day, versions are chosen as they would have been then; "" is now. With `applied`, tokens of
    batches, they are chosen as if these were all that is there: as a graph has it that others were not applied to yet.
    What the batches of `history`, by number, hold was known from the days of its records on
    (`graph.records.history`).
    """

    def __init__(
        self,
        store: RecordStore,
        connection: Connection,
        as_of: str = "",
        applied: frozenset[str] | None = None,
        history: frozenset[int] = frozenset(),
    ) -> None:
        self._store, self._connection, self._as_of, self._applied = store, connection, as_of, applied
        self._history = history
        # Asked for one by one: of ten thousand batches, those of ten thousand files, a load needs a few.
        self._extract = functools.cache(lambda number: self._seen(store.extract(connection, number)))
        self._batch = functools.cache(functools.partial(store.batch_in, connection))
        self._complete = [self._seen(extract) for extract in store.complete_extracts(connection)]
        self._covering = functools.cache(self._complete_for)
        self._channels = dict(connection.execute(sa.select(t.channel.c.no, t.channel.c.name)).all())
        self._part_kinds = part_kinds(connection)
        self._blocks: OrderedDict[int, list[list[Any]]] = OrderedDict()

    def _seen(self, extract: Extract) -> Extract:
        """An extract as it counts for this reader."""
        if self._applied is not None:
            extract = replace(extract, is_out=extract.token not in self._applied)
        return replace(extract, is_history=True) if extract.batch in self._history else extract

    def of_batch(self, number: int) -> Iterator[list[CurrentRecord]]:
        """The records that stand in a batch, in its order, in chunks, each with the version that counts now."""
        first, last = span(number, t.BATCH_SHIFT)
        step = CHUNK_UNITS << t.SLOT_SHIFT
        units = self._batch(number).units << t.SLOT_SHIFT
        for start in range(first, min(first + units, last) + 1, step):
            mine = sa.select((t.record_in_batch.c.version // (1 << t.VERSION_SHIFT)).label("no"))
            mine = mine.where(t.record_in_batch.c.no.between(start, start + step - 1)).distinct()
            yield self._current(mine)

    def left_out_by(self, number: int) -> Iterator[list[CurrentRecord]]:
        """The records that a complete extract may leave out: those of its days in other batches of its source."""
        covering = self._extract(number)
        first, last = covering.complete_from, covering.complete_until
        if first is None or last is None:
            return
        b, p, v = t.batch.c, t.record_in_batch.c, t.version.c
        others = (
            sa.select(b.no)
            .join_from(t.batch, t.profile)
            .where(
                b.channel == covering.channel,
                t.profile.c.name == covering.profile,
                b.no != number,
                b.first_day <= last,
                b.last_day >= first,
            )
        )
        for other in self._connection.scalars(others.order_by(b.no)).all():
            begin, end = span(other, t.BATCH_SHIFT)
            step = CHUNK_UNITS << t.SLOT_SHIFT
            units = self._batch(other).units << t.SLOT_SHIFT
            for start in range(begin, min(begin + units, end) + 1, step):
                # By the batch first and each of its versions by number: never all versions of the store.
                mine = (
                    sa.select((v.no // (1 << t.VERSION_SHIFT)).label("no"))
                    .join_from(t.record_in_batch, t.version, v.no == p.version)
                    .where(p.no.between(start, start + step - 1), v.day + 0 >= first, v.day + 0 <= last)
                )
                yield self._current(mine.distinct())

    def all_records(self) -> Iterator[list[CurrentRecord]]:
        """Every record, in chunks, each with the version that counts now."""
        r = t.record.c
        last = self._connection.scalar(sa.select(sa.func.max(r.no))) or 0
        for start in range(1, last + 1, CHUNK_UNITS):
            yield self._current(sa.select(r.no.label("no")).where(r.no.between(start, start + CHUNK_UNITS - 1)))

    def one(self, channel: str, kind: str, source_id: str) -> CurrentRecord | None:
        """One record, or None."""
        r = t.record.c
        number = sa.select(t.channel.c.no).where(t.channel.c.name == channel).scalar_subquery()
        mine = sa.select(r.no.label("no")).where(r.channel == number, r.kind == kind, r.source_id == source_id)
        found = self._current(mine)
        return found[0] if found else None

    def versions(self, record: int) -> list[Version]:
        """All versions of a record, the one that counts most first."""
        return self.versions_of_each([record])[record]

    def versions_of_each(self, records: Sequence[int]) -> dict[int, list[Version]]:
        """All versions of each of some hundred records, the one that counts most first."""
        rows = self._rows(sa.select(t.record.c.no.label("no")).where(t.record.c.no.in_(records)))
        versions: dict[int, list[Version]] = {record: [] for record in records}
        for version in self._versions(rows):
            versions[version.number >> t.VERSION_SHIFT].append(version)
        for some in versions.values():
            some.sort(key=lambda version: version.order, reverse=True)
        return versions

    def with_history(self, kinds: Sequence[str]) -> Iterator[list[RecordHistory]]:
        """The records of some kinds that have more than one version, in chunks, in the order of their numbers."""
        r = t.record.c
        number = (t.version.c.no // (1 << t.VERSION_SHIFT)).label("no")
        several = sa.select(number).group_by(number).having(sa.func.count() > 1).subquery()
        query = sa.select(r.no, r.channel, r.kind, r.source_id, r.part).join(several, several.c.no == r.no)
        rows = self._connection.execute(query.where(r.kind.in_(kinds)).order_by(r.no)).all()
        for start in range(0, len(rows), _HISTORIES):
            some = rows[start : start + _HISTORIES]
            versions = self.versions_of_each([row.no for row in some])
            yield [
                RecordHistory(self._channels[row.channel], row.kind, row.source_id, row.part, versions[row.no][::-1])
                for row in some
            ]

    def profile_of(self, version: Version) -> ProfileText:
        """The profile that reads a version's unit, as the latest extract that holds it was read."""
        if len(version.places) == 1:
            return self._batch(version.places[0][1].batch).profile
        read = [(extract.on, self._batch(extract.batch).profile) for _, extract in version.places]
        return max(read, key=lambda pair: (pair[0], pair[1].version))[1]

    def place(self, version: Version, prefer: int | None = None) -> int:
        """Where a version is read: in the batch `prefer` where that holds it, else in the first that does."""
        first = version.places[0][0]
        return next((place for place, _ in version.places if place >> t.BATCH_SHIFT == prefer), first)

    def unit(self, version: Version, prefer: int | None = None) -> RawUnit:
        """The raw unit of a version, from the batch `prefer` if it holds it."""
        place = self.place(version, prefer)
        batch, unit = place >> t.BATCH_SHIFT, (place & ((1 << t.BATCH_SHIFT) - 1)) >> t.SLOT_SHIFT
        line, *values = self._block(batch << t.BATCH_SHIFT | unit >> t.BLOCK_SHIFT)[unit & ((1 << t.BLOCK_SHIFT) - 1)]
        return RawUnit(self._batch(batch), line, values)

    def units_of(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """Every raw unit of a batch, rejected ones included, as (line, values); the connection may write meanwhile."""
        first, last = span(number, t.BATCH_SHIFT)
        query = sa.select(t.raw.c.no, t.raw.c.block).order_by(t.raw.c.no).limit(_BLOCKS_AT_ONCE)
        while rows := self._connection.execute(query.where(t.raw.c.no.between(first, last))).all():
            for _, block in rows:
                for line, *values in _unpack(block):
                    yield line, values
            first = rows[-1].no + 1

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
        first = mine.c.no * (1 << t.VERSION_SHIFT)
        its_versions = v.no.between(first, first + (1 << t.VERSION_SHIFT) - 1)
        columns = (r.no, r.channel, r.kind, r.source_id, r.part, v.no, v.hash, v.amended, v.deleted, v.day, p.no)
        query = (
            sa.select(*columns)
            .select_from(mine.join(t.record, r.no == mine.c.no).join(t.version, its_versions))
            .join(t.record_in_batch, p.version == v.no)
        )
        return [tuple(row) for row in self._connection.execute(query)]

    def _versions(self, rows: Iterable[_VersionRow]) -> list[Version]:
        by_number: dict[int, tuple[_VersionRow, list[tuple[int, Extract]]]] = {}
        for row in rows:
            entry = by_number.get(row[5])
            if entry is None:
                entry = by_number[row[5]] = (row, [])
            entry[1].append((row[10], self._extract(row[10] >> t.BATCH_SHIFT)))
        return [
            Version(no, row[6], row[7], bool(row[8]), row[9], tuple(sorted(places, key=lambda place: place[0])))
            for no, (row, places) in by_number.items()
        ]

    def _current(self, records: sa.Select[Any]) -> list[CurrentRecord]:
        by_record: dict[int, list[_VersionRow]] = {}
        for row in self._rows(records):
            by_record.setdefault(row[0], []).append(row)
        if self._part_kinds:
            self._add_siblings(by_record)
        plain: list[CurrentRecord] = []
        pieces: dict[tuple[int, str, str], list[RecordPart]] = {}
        for number, rows in by_record.items():
            _, channel, kind, source_id, part, *_ = rows[0]
            choice = self._choice(channel, self._versions(rows))
            if kind not in self._part_kinds:
                plain.append(CurrentRecord(number, self._channels[channel], kind, source_id, choice))
                continue
            pieces.setdefault((channel, kind, source_id), []).append(RecordPart(part, number, choice))
        return plain + [self._joined(*key, parts) for key, parts in pieces.items()]

    def _choice(self, channel: int, versions: Sequence[Version]) -> Choice:
        if not self._complete:
            return current(versions, (), self._as_of)
        days = {version.day for version in versions}
        complete = {extract for day in days for extract in self._covering(channel, day)}
        return current(versions, complete, self._as_of)

    def _complete_for(self, channel: int, day: int | None) -> tuple[Extract, ...]:
        """The complete extracts of a channel that cover a day; kept, as records share their days."""
        return tuple(extract for extract in self._complete if extract.channel == channel and extract.covers(day))

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
            _, channel, kind, source_id, *_ = rows[0]
            if kind in self._part_kinds:
                wanted.setdefault((channel, kind), set()).add(source_id)
        r = t.record.c
        for (channel, kind), names in wanted.items():
            ordered = sorted(names)
            for start in range(0, len(ordered), _SIBLINGS_OF):
                some = ordered[start : start + _SIBLINGS_OF]
                query = sa.select(r.no.label("no")).where(r.channel == channel, r.kind == kind, r.source_id.in_(some))
                siblings: dict[int, list[_VersionRow]] = {}
                for row in self._rows(query):
                    siblings.setdefault(row[0], []).append(row)
                by_record.update(siblings)


def _unpack(block: bytes) -> list[list[Any]]:
    try:
        rows: list[list[Any]] = json.loads(zlib.decompress(block))
    except (zlib.error, ValueError) as error:
        raise DamagedStore(
            f"raw rows cannot be read: {error}", "the record store is damaged: take the last copy of it"
        ) from error
    return rows
