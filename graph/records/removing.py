"""Taking a batch away, moving it to a stricter handling, and reading it again with a newer profile."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.canonical import Record, Rejection
from graph.errors import Refused
from graph.records import tables as t
from graph.records.reading import RecordReader
from graph.records.staging import (
    FLUSH_ROWS,
    Pending,
    channel_number,
    check_rejects,
    pending_row,
    prepare,
    reject_row,
    unit_hash,
    write_records,
)
from graph.records.store import Batch, ProfileText, RecordStore

UnitParser = Callable[[Sequence[str]], tuple[list[Record], list[Rejection]]]


def forget_batch(store: RecordStore, number: int) -> None:
    """Deletes what a recalled batch said: raw rows, rejects, the versions and records that no other batch holds."""
    with store.transaction() as connection:
        store.overwrite_deleted(connection)
        store.keep_last_batch(connection)
        _forget_places(connection, number)
        first, last = t.span(number, t.BATCH_SHIFT)
        connection.execute(sa.delete(t.raw).where(t.raw.c.no.between(first, last)))
        connection.execute(sa.delete(t.reject).where(t.reject.c.batch == number))
        connection.execute(sa.delete(t.batch).where(t.batch.c.no == number))


def _forget_places(connection: Connection, number: int) -> None:
    """Deletes where records stand in a batch, with the versions and records that only it held."""
    first, last = t.span(number, t.BATCH_SHIFT)
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
    under its old handling.

    Returns:
        The number of the new batch.

    Raises:
        Refused: the batch has that handling already, or the file is in the other channel already.
    """
    target = batch.channel.with_handling(handling)
    if target == batch.channel:
        raise Refused(f"batch {batch.no} has handling {handling} already", "nothing was changed")
    with store.transaction() as connection:
        channel = channel_number(connection, target.name)
        clash = connection.scalar(
            sa.select(t.batch.c.no).where(t.batch.c.channel == channel, t.batch.c.sha256 == batch.sha256)
        )
        if clash is not None:
            raise Refused(
                f"{batch.file_name} is batch {clash} of channel {target.name} already",
                f"`halqa recall {batch.no}` takes the other away",
            )
        number = store.next_batch(connection)
        row = connection.execute(sa.select(t.batch).where(t.batch.c.no == batch.no)).one()._asdict()
        connection.execute(t.batch.insert().values(row | {"no": number, "channel": channel}))
        prepare(connection)
        _copy_rows(connection, batch.no, number, channel)
        connection.execute(t.batch.update().where(t.batch.c.no == batch.no).values(state="recalling"))
    return number


def _copy_rows(connection: Connection, source: int, target: int, channel: int) -> None:
    shift = (target - source) << t.BATCH_SHIFT
    first, last = t.span(source, t.BATCH_SHIFT)
    raw, place, version, record, reject = t.raw.c, t.record_in_batch.c, t.version.c, t.record.c, t.reject.c
    connection.execute(
        t.raw.insert().from_select(
            ["no", "block"], sa.select(raw.no + shift, raw.block).where(raw.no.between(first, last))
        )
    )
    columns = [column.name for column in t.reject.columns if column.name not in ("no", "batch")]
    kept = sa.select(sa.literal(target), *(t.reject.c[name] for name in columns)).where(reject.batch == source)
    connection.execute(t.reject.insert().from_select(["batch", *columns], kept))
    rows = connection.execute(
        sa.select(
            place.no + shift, record.kind, record.source_id, version.hash, version.amended, version.deleted, version.day
        )
        .join(t.version, version.no == place.version)
        .join(t.record, record.no == version.no.bitwise_rshift(t.VERSION_SHIFT))
        .where(place.no.between(first, last))
    ).all()
    pending: list[Pending] = [(row[0], channel, row[1], row[2], row[3], row[4], bool(row[5]), row[6]) for row in rows]
    _write(connection, pending)


def _write(connection: Connection, pending: list[Pending]) -> None:
    next_record = (connection.scalar(sa.select(sa.func.max(t.record.c.no))) or 0) + 1
    write_records(connection, pending, next_record)


def _write_again(connection: Connection, pending: list[Pending]) -> None:
    """Writes, and lets versions that another batch holds too say what the newer profile reads in them."""
    _write(connection, pending)
    version, place = t.version.c, t.record_in_batch.c
    its_version = sa.select(place.version).where(place.no == sa.bindparam("at")).scalar_subquery()
    read: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("amended", "deleted", "day")}
    rows = [{"at": row[0], "new_amended": row[5], "new_deleted": int(row[6]), "new_day": row[7]} for row in pending]
    if rows:
        connection.execute(t.version.update().where(version.no == its_version).values(read), rows)


def read_again(store: RecordStore, batch: Batch, profile: ProfileText, parse: UnitParser) -> None:
    """Parses the raw units of a batch with a newer profile: new keys, amendments, tombstones and rejects.

    Raises:
        TooManyRejects: more of the batch would be rejected than is tolerated; nothing was changed.
    """
    with store.transaction() as connection:
        number = store.register_profile(connection, profile)
        channel: int = connection.execute(sa.select(t.batch.c.channel).where(t.batch.c.no == batch.no)).scalar_one()
        prepare(connection)
        _forget_places(connection, batch.no)
        connection.execute(sa.delete(t.reject).where(t.reject.c.batch == batch.no))
        hash_of = unit_hash(batch.header)
        pending: list[Pending] = []
        rejects: list[dict[str, object]] = []
        counts = {"profile": number, "records": 0, "rejected": 0}
        for unit, (line, values) in enumerate(RecordReader(store, connection).units_of(batch.no)):
            records, rejections = parse(values)
            place = batch.no << t.BATCH_SHIFT | unit << t.SLOT_SHIFT
            digest = hash_of(values)
            pending += [pending_row(place | slot, channel, r, digest, r.day) for slot, r in enumerate(records)]
            rejects += [reject_row(batch.no, line, r) for r in rejections]
            counts["records"] += len(records)
            counts["rejected"] += bool(rejections)
            if len(pending) >= FLUSH_ROWS:
                _write_again(connection, pending)
                pending = []
        check_rejects(
            counts["rejected"], batch.units, f"{batch.file_name} under profile {profile.name} version {profile.version}"
        )
        _write_again(connection, pending)
        if rejects:
            connection.execute(t.reject.insert(), rejects)
        connection.execute(t.batch.update().where(t.batch.c.no == batch.no).values(counts))
