"""Taking a batch away, moving it to another handling, and reading a file again with a newer profile."""

import heapq
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import Refused
from graph.model import Channel
from graph.packing import span
from graph.records import tables as t
from graph.records.batch import Batch, BatchState, batch_id
from graph.records.reading import RecordReader
from graph.records.staging import FLUSH_ROWS, Derive, FileFacts, Reading, StagingLog, Unit, Watch, stage
from graph.records.store import RecordStore
from graph.records.versions import PendingRecord, VersionWriter


def forget_batch(store: RecordStore, number: int) -> None:
    """Deletes what a recalled batch said: raw rows, rejects, the versions and records that no other batch holds."""
    with store.transaction() as connection:
        store.overwrite_deleted(connection)
        _forget_places(connection, number)
        _forget_rows(connection, number)


def _forget_rows(connection: Connection, number: int) -> None:
    """Deletes a batch with its raw rows and rejects."""
    connection.execute(sa.delete(t.raw).where(t.raw.c.no.between(*span(number, t.BATCH_SHIFT))))
    connection.execute(sa.delete(t.reject).where(t.reject.c.batch == number))
    connection.execute(sa.delete(t.batch).where(t.batch.c.no == number))


def _forget_places(connection: Connection, number: int) -> None:
    """Deletes where records stand in a batch, with the versions and records that only it held."""
    first, last = span(number, t.BATCH_SHIFT)
    place, version, record = t.record_in_batch.c, t.version.c, t.record.c
    mine = list(connection.scalars(sa.select(place.version).where(place.no.between(first, last)).distinct()))
    connection.execute(sa.delete(t.record_in_batch).where(place.no.between(first, last)))
    for start in range(0, len(mine), 5000):
        some = mine[start : start + 5000]
        held = sa.exists().where(t.record_in_batch.c.version == version.no)
        connection.execute(sa.delete(t.version).where(version.no.in_(some), ~held))
        records = sorted({v >> t.VERSION_SHIFT for v in some})
        its_versions = version.no.between(
            record.no * (1 << t.VERSION_SHIFT), (record.no + 1) * (1 << t.VERSION_SHIFT) - 1
        )
        has_versions = sa.exists().where(its_versions)
        connection.execute(sa.delete(t.record).where(record.no.in_(records), ~has_versions))


def copy_to_handling(store: RecordStore, batch: Batch, handling: str) -> int:
    """Stages a copy of a batch in the channel of another handling and marks the original as being recalled.

    The copy is still known by the channel that the file was loaded for, so that loading it again does not bring it back
    under its old handling, and it stays in its new channel when it is read again.

    Returns:
        The internal number of the new batch.

    Raises:
        Refused: the batch has that handling already, or the file is in the other channel already.
    """
    target = batch.channel.with_handling(handling)
    if target == batch.channel:
        raise Refused(f"batch {batch.id} has handling {handling} already", "nothing was changed")
    with store.transaction() as connection:
        channel = store.channel_number(connection, target.name)
        clash = connection.scalar(
            sa.select(t.batch.c.id).where(t.batch.c.channel == channel, t.batch.c.sha256 == batch.sha256)
        )
        if clash is not None:
            raise Refused(
                f"{batch.file_name} is batch {clash} already", f"`halqa recall {batch.id}` takes this one away"
            )
        number = store.next_batch(connection)
        row = connection.execute(sa.select(t.batch).where(t.batch.c.no == batch.no)).one()._asdict()
        row |= {
            "no": number,
            "id": batch_id(target.name, batch.extract_on, batch.sha256),
            "token": uuid.uuid4().hex,
            "channel": channel,
            "is_moved": 1,
            "profile": store.register_profile(connection, channel, batch.profile),
            "state": BatchState.STAGED.value,
        }
        connection.execute(t.batch.insert().values(row))
        _copy_rows(connection, store, batch, number, channel)
        gone = t.batch.update().where(t.batch.c.no == batch.no)
        connection.execute(gone.values(state=BatchState.RECALLING.value))
    return number


def _copy_rows(connection: Connection, store: RecordStore, batch: Batch, target: int, channel: int) -> None:
    shift = (target - batch.no) << t.BATCH_SHIFT
    first, last = span(batch.no, t.BATCH_SHIFT)
    raw, place, version, record, reject = t.raw.c, t.record_in_batch.c, t.version.c, t.record.c, t.reject.c
    blocks = sa.select(raw.no + shift, raw.block).where(raw.no.between(first, last))
    connection.execute(t.raw.insert().from_select(["no", "block"], blocks))
    columns = [column.name for column in t.reject.columns if column.name not in ("no", "batch")]
    kept = sa.select(sa.literal(target), *(t.reject.c[name] for name in columns)).where(reject.batch == batch.no)
    connection.execute(t.reject.insert().from_select(["batch", *columns], kept))
    writer = VersionWriter(connection, store.reader_number(connection, batch.profile.name))
    says = (version.hash, version.amended, version.deleted, version.day)
    rows = (
        sa.select(place.no, record.kind, record.source_id, record.part, *says)
        .join(t.version, version.no == place.version)
        .join(t.record, record.no == version.no // (1 << t.VERSION_SHIFT))
        .order_by(place.no)
        .limit(FLUSH_ROWS)
    )
    while some := connection.execute(rows.where(place.no.between(first, last))).all():
        writer.write([_copied(row, shift, channel) for row in some], lambda *_: None)
        first = some[-1].no + 1


def _copied(row: Any, shift: int, channel: int) -> PendingRecord:
    no, kind, source_id, part, digest, amended, is_deleted, day = row
    return PendingRecord(no + shift, channel, kind, source_id, part, digest, amended, bool(is_deleted), day)


def read_again(  # a file, how it is read, what is made of it, and who watches
    store: RecordStore,
    batches: Sequence[Batch],
    reading: Reading,
    derive: Derive,
    log: StagingLog,
    watch: Watch = lambda _: None,
) -> None:
    """Stages the batches of one file anew, as if it were loaded now with this profile: whatever a profile decides.

    Its rows may end in other channels than before, under other ids; a reclassified batch stays where it was moved to.

    Raises:
        TooManyRejects, BadFile, BadProfile: see `stage`; nothing was changed.
    """
    one = batches[0]
    facts = FileFacts(
        file_name=one.file_name,
        sha256=one.sha256,
        channel=Channel.parse(one.load_channel),
        header=one.header,
        loaded_at=one.loaded_at,
        extract_on=one.extract_on if one.is_dated else "",
        unit=one.unit,
        grade=one.grade,
        retain_until=one.retain_until,
        is_again=True,
    )
    with store.transaction() as connection:
        store.overwrite_deleted(connection)
        for batch in batches:
            _forget_places(connection, batch.no)
        numbers = [batch.no for batch in batches]
        # Out of the way of the new ones until these have been read from them.
        hidden = t.batch.update().where(t.batch.c.no.in_(numbers))
        connection.execute(hidden.values(sha256="", id=t.batch.c.token))
        stage(connection, store, facts, reading, _units_of(store, connection, batches), derive, log, watch)
        for number in numbers:
            _forget_rows(connection, number)


def _units_of(store: RecordStore, connection: Connection, batches: Sequence[Batch]) -> Iterator[Unit]:
    """The units of the batches of one file in the order of their lines."""
    reader = RecordReader(store, connection)

    def units(batch: Batch) -> Iterator[Unit]:
        for line, values in reader.units_of(batch.no):
            yield (line, values, batch.channel) if batch.is_moved else (line, values)

    return heapq.merge(*(units(batch) for batch in batches), key=lambda unit: unit[0])
