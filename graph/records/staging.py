"""Staging: a file's rows become raw units, versions and batches in one transaction, or leave nothing behind.

What a profile decides about a file (the handling of a row, amendment, deletion, the day of the extract, whether it is
complete) is decided here, for a load and for a rebuild alike.
"""

import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.canonical import Record, Rejection
from graph.errors import BadFile, HalqaError, Refused, TooMany, TooManyRejects
from graph.model import Channel, day_number, unambiguous
from graph.packing import packed, span
from graph.records import tables as t
from graph.records.batch import BatchState, ProfileText, batch_id
from graph.records.drafts import BatchDraft, DraftRow, ReadRecord
from graph.records.store import RecordStore
from graph.records.versions import PendingRecord, VersionWriter, insert_rows, pending_record

FLUSH_ROWS = 8192
MAX_REJECTED_SHARE = 0.05
NOTHING_READ = "nothing in it is what the profile reads"
_ENOUGH_REJECTS = 50_000
_WATCH_EVERY = 2000
_MOST_SHOWN = 200
_NUL_SHOWN = "␀"  # PostgreSQL keeps no NUL in a text

UnitParser = Callable[[Sequence[str]], tuple[Sequence[Record], Sequence[Rejection]]]
Derive = Callable[[int, Record, Channel], None]
# line, values, and for a unit of a reclassified batch the channel where it stays whatever it says of itself
Unit = tuple[int, Sequence[str]] | tuple[int, Sequence[str], Channel]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a profile version reads a file; handed in by who knows formats.

    Attributes:
        profile: The profile as it is kept with the batch.
        parse: The records of a unit, or why there are none; pure.
        day_in_name: The day of the extract that a file's name tells, "" where the profile expects none there.
        is_complete: The file holds every record of its days, so that a later one deletes by leaving out.
        why_none: Why a whole file may hold no record, in words.
        check: Raises where the profile cannot be used for a channel now; called once for each channel of a file.
    """

    profile: ProfileText
    parse: UnitParser
    day_in_name: Callable[[str], str] = lambda _: ""
    is_complete: bool = False
    why_none: str = NOTHING_READ
    check: Callable[[Channel], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said of a file when it is loaded; `channel` is that of rows that name no handling of their own.

    `extract_on` is the day that whoever loads it says, "" where he leaves that to the profile and the file.
    `may_write` tells whether he may write to a channel; `is_again`: the file is in the store and is read once more.
    `refuses_reused`: not where most of its numbers named other records before; `refuses_doubles`: not where another
    dataset of the originator holds the same, see `graph.records.returning`.
    """

    file_name: str
    sha256: str
    channel: Channel
    header: tuple[str, ...]
    loaded_at: str
    extract_on: str = ""
    unit: str = ""
    grade: str = ""
    retain_until: str = ""
    may_write: Callable[[Channel], bool] = lambda _: True
    is_again: bool = False
    refuses_reused: bool = False
    refuses_doubles: bool = False


@dataclass(slots=True)
class StagingLog:
    """What has become of a file so far, for whoever watches: counts, and the rejected rows in the order of the file."""

    rows: int = 0
    records: int = 0
    rejected_rows: int = 0
    duplicate_rows: int = 0  # known at the end
    extract_on: str = ""  # known at the end
    rejects: list[dict[str, object]] = field(default_factory=list)


Watch = Callable[[StagingLog], None]


def stage(  # noqa: PLR0913  # a file, how it is read, what is made of it, and who watches
    connection: Connection,
    store: RecordStore,
    facts: FileFacts,
    reading: Reading,
    units: Iterable[Unit],
    derive: Derive,
    log: StagingLog,
    watch: Watch = lambda _: None,
) -> list[int]:
    """Stages the units of a file through a connection in a transaction; the numbers of its batches.

    Args:
        connection: Rolled back by its owner where this raises.
        store: The record store.
        facts: What is said of the file.
        reading: How its profile reads it.
        units: Its raw units.
        derive: Called with the packed place of each record; what it raises is that record's rejection.
        log: Filled as it goes, also where this raises.
        watch: Called every 2,000 rows.

    Raises:
        TooManyRejects: more than 5 % of the rows were rejected.
        BadFile: nothing says how old the file is, it says a day in the future, or its rows hold no record at all.
        BadProfile: the profile contradicts the version that the channel knows.
        Refused: the channel holds the same bytes already.
    """
    staging = _Staging(connection, store, facts, reading, derive, log)
    for line, values, *moved_to in units:
        staging.add(line, values, *moved_to)
        if log.rows % _WATCH_EVERY == 0:
            watch(log)
            if log.rejected_rows > _ENOUGH_REJECTS:  # of a file that will hardly be better further on
                check_rejects(log.rejected_rows, log.rows, facts.file_name)
    return staging.finish()


def reject_row(batch: int, line: int, rejection: Rejection) -> dict[str, object]:
    """A rejection on its way into the table of rejects."""
    texts = {name: getattr(rejection, name).replace("\0", _NUL_SHOWN) for name in ("column", "value", "code", "reason")}
    return {"batch": batch, "line": line, **texts}


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
        text = unambiguous([values[i] for i in order] if len(values) == len(order) else values)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    return hash_of


def read_unit(parse: UnitParser, values: Sequence[str]) -> tuple[Sequence[Record], Sequence[Rejection]]:
    """What a parser makes of a unit; a parser that fails on it rejects it."""
    try:
        return parse(values)
    except Exception as error:
        return (), (rejection_of(error, values[0] if values else ""),)


def rejection_of(error: Exception, value: str) -> Rejection:
    """The rejection of a record that could not be read or derived, in the words of the error."""
    if isinstance(error, TooMany):
        return Rejection("", value[:_MOST_SHOWN], "too_many", error.message)
    words = error.message if isinstance(error, HalqaError) else f"{type(error).__name__}: {error}"
    return Rejection("", value[:_MOST_SHOWN], "not_derivable", words)


class _Staging:
    """One file on its way into the record store."""

    def __init__(
        self,
        connection: Connection,
        store: RecordStore,
        facts: FileFacts,
        reading: Reading,
        derive: Derive,
        log: StagingLog,
    ) -> None:
        self._connection, self._store, self._facts, self._reading = connection, store, facts, reading
        self._derive, self._log = derive, log
        self._drafts: dict[Channel, BatchDraft] = {}
        self._pending: list[PendingRecord] = []
        self._read: list[ReadRecord] = []  # the pending records as they were read
        self._raw: list[tuple[int, bytes]] = []
        self._hash = unit_hash(facts.header)
        self._said_on = ""  # the latest day on which the source must have said something
        self._next_batch = store.next_batch(connection)
        self._writer = VersionWriter(connection, store.reader_number(connection, reading.profile.name))

    def add(self, line: int, values: Sequence[str], moved_to: Channel | None = None) -> None:
        """Stages one unit: read and kept, derived with others later; what cannot be read is rejected, and kept too."""
        log = self._log
        log.rows += 1
        records, rejections = read_unit(self._reading.parse, values)
        channel = moved_to or self._channel_of(records, rejections)
        refused: list[Rejection] = list(rejections)
        if not self._facts.may_write(channel):
            reason = f"it belongs to channel {channel.name}, and that is none of yours"
            refused = [Rejection("", channel.handling, "foreign_channel", reason)]
            records, channel = (), self._facts.channel
        draft = self._draft(channel)
        draft.is_moved |= moved_to is not None
        unit = draft.add(line, values, self._raw)
        digest = self._hash(values)
        row = DraftRow(draft, line)
        accepted = 0
        for record in records:
            try:
                place = packed(draft.number, unit, t.BATCH_SHIFT - t.SLOT_SHIFT, "rows in one batch")
                place = packed(place, accepted, t.SLOT_SHIFT, "records in one row or document")
                self._pending.append(pending_record(place, draft.channel_no, record, digest))
            except Exception as error:
                refused.append(rejection_of(error, record.source_id))
                continue
            accepted += 1
            self._read.append(ReadRecord(row, record))
        for rejection in refused:
            self._reject(row, rejection)
        if len(self._pending) >= FLUSH_ROWS:
            self._flush()

    def finish(self) -> list[int]:
        """Ends staging: from here on the batches count, and are applied by this or the next command."""
        facts, log = self._facts, self._log
        if not self._drafts:
            self._draft(facts.channel)
        drafts = sorted(self._drafts.values(), key=lambda draft: draft.number)
        for draft in drafts:
            draft.close(self._raw)
        self._flush()
        profile = self._reading.profile
        if log.rows and not (log.records or log.rejected_rows or facts.is_again):
            words = f"{facts.file_name}: {log.rows:,} rows, and none of them holds a record: {self._reading.why_none}"
            raise BadFile(words, "look whether it is the right profile")
        under = f" under profile {profile.name} version {profile.version}" if facts.is_again else ""
        check_rejects(log.rejected_rows, log.rows, f"{facts.file_name}{under}")
        log.extract_on = self._extract_day(drafts)
        complete = self._period(drafts)
        for draft in drafts:
            self._connection.execute(t.batch.insert().values(self._batch_row(draft, complete)))
        if log.rejects:
            self._connection.execute(t.reject.insert(), log.rejects)
        log.duplicate_rows = sum(self._duplicates(draft.number) for draft in drafts)
        return [draft.number for draft in drafts]

    def _channel_of(self, records: Sequence[Record], rejections: Sequence[Rejection]) -> Channel:
        """Where a unit belongs: what it says of its handling, else the channel asked for."""
        said: list[Record | Rejection] = [*records, *rejections]
        handling = next((one.handling for one in said if one.handling), "")
        channel = self._facts.channel
        return channel.with_handling(handling) if handling and handling != channel.handling else channel

    def _extract_day(self, drafts: Sequence[BatchDraft]) -> str:
        """The day of the extract: as said, else as the profile finds it in the file's name, else the latest in it."""
        facts = self._facts
        day = facts.extract_on or self._reading.day_in_name(facts.file_name)
        if day:
            return day
        if not self._said_on:
            says = "says only when its loads are expected" if any(draft.days for draft in drafts) else "holds no date"
            raise BadFile(f"{facts.file_name} {says}, so its age is not known", "give --extract-date")
        if self._said_on > datetime.date.today().isoformat():
            words = f"the latest date in {facts.file_name} is {self._said_on}, in the future"
            raise BadFile(words, "give --extract-date")
        return self._said_on

    def _period(self, drafts: Sequence[BatchDraft]) -> tuple[int, int] | None:
        """The days of which the file claims to hold everything."""
        days = [draft.days for draft in drafts if draft.days]
        if not self._reading.is_complete or not days or not self._said_on:
            return None
        return min(first for first, _ in days), day_number(self._said_on)

    def _duplicates(self, batch: int) -> int:
        """Rows of a batch of which the same stands further up, as the first record of each row tells."""
        p = t.record_in_batch.c
        first_of_rows = sa.and_(p.no.between(*span(batch, t.BATCH_SHIFT)), p.no % t.SLOTS == 0)
        counted = sa.select(sa.func.count() - sa.func.count(sa.distinct(p.version))).where(first_of_rows)
        return int(self._connection.scalar(counted) or 0)

    def _batch_row(self, draft: BatchDraft, complete: tuple[int, int] | None) -> dict[str, Any]:
        facts, on = self._facts, self._log.extract_on
        return {
            "no": draft.number,
            "id": batch_id(draft.channel.name, on, facts.sha256),
            "token": uuid.uuid4().hex,
            "channel": draft.channel_no,
            "load_channel": facts.channel.name,
            "is_moved": int(draft.is_moved),
            "file_name": facts.file_name,
            "sha256": facts.sha256,
            "profile": draft.profile_no,
            "header": json.dumps(facts.header, ensure_ascii=False),
            "extract_on": on,
            "is_dated": int(bool(facts.extract_on)),
            "loaded_at": facts.loaded_at,
            "unit": facts.unit,
            "grade": facts.grade,
            "retain_until": facts.retain_until,
            "state": BatchState.STAGED.value,
            "problem": "",
            "units": draft.units,
            "records": draft.records,
            "rejected": draft.rejected,
            "first_day": draft.days and draft.days[0],
            "last_day": draft.days and draft.days[1],
            "complete_from": complete and complete[0],
            "complete_until": complete and complete[1],
        }

    def _draft(self, channel: Channel) -> BatchDraft:
        draft = self._drafts.get(channel)
        if draft is None:
            self._reading.check(channel)
            number = self._store.channel_number(self._connection, channel.name)
            self._refuse_known(channel, number)
            newest = self._store.last_profile(self._connection)
            profile = self._store.register_profile(self._connection, number, self._reading.profile)
            is_known = profile <= newest and not self._facts.is_again
            draft = self._drafts[channel] = BatchDraft(self._next_batch, channel, number, profile, is_known)
            self._next_batch += 1
        return draft

    def _refuse_known(self, channel: Channel, number: int) -> None:
        known = self._connection.scalar(
            sa.select(t.batch.c.id).where(t.batch.c.channel == number, t.batch.c.sha256 == self._facts.sha256)
        )
        if known is not None:
            words = f"{self._facts.file_name} is batch {known} already"
            raise Refused(words, "recall that batch first, if it was loaded wrongly")

    def _reject(self, row: "DraftRow", rejection: Rejection) -> None:
        self._log.rejects.append(reject_row(row.draft.number, row.line, rejection))
        if not row.is_rejected:
            row.is_rejected = True
            row.draft.rejected += 1
            self._log.rejected_rows += 1

    def _check(self, index: int, is_new: bool) -> None:
        """Derives a record, unless its version was derived when it came first, by the same version of the profile."""
        row, record = self._read[index]
        if is_new or not row.draft.is_profile_known:
            self._derive(self._pending[index].place, record, row.draft.channel)

    def _flush(self) -> None:
        """Derives and writes what was read; what cannot be derived is rejected."""
        left_out = dict(self._writer.write(self._pending, self._check))
        for index, (row, record) in enumerate(self._read):
            error = left_out.get(index)
            if error is not None:
                self._reject(row, rejection_of(error, record.source_id))
                continue
            row.draft.records += 1
            self._log.records += 1
            row.draft.see(self._pending[index].day)
            self._said_on = max(self._said_on, record.said_on)
        self._pending, self._read = [], []
        insert_rows(self._connection, t.raw, self._raw)
        self._raw.clear()
