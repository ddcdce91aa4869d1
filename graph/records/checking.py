"""Is what the record store holds whole: every row readable, every version the one that its hash tells."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import DamagedStore
from graph.packing import span
from graph.records import tables as t
from graph.records.batch import Batch
from graph.records.reading import RecordReader
from graph.records.staging import unit_hash
from graph.records.store import RecordStore

_PLACES_AT_ONCE = 50_000


def record_faults(store: RecordStore) -> Iterator[str]:
    """What is wrong with the record store, a sentence each; nothing where all is whole.

    Looked at are the database itself, every raw row (its block unpacks, its hash is that of its version), and that each
    place, version and record belongs together.
    """
    batches = store.batches()
    damage = store.damage()
    if damage:
        yield damage
        return
    with store.reading() as connection:
        yield from _loose_ends(connection)
        for batch in batches:
            yield from _faults_of(store, connection, batch)


def _loose_ends(connection: Connection) -> Iterator[str]:
    v, p, r, b = t.version.c, t.record_in_batch.c, t.record.c, t.batch.c
    record_of = v.no // (1 << t.VERSION_SHIFT)
    batch_of = p.no // (1 << t.BATCH_SHIFT)
    pairs = (
        ("versions of no record", sa.select(v.no).where(~sa.exists().where(r.no == record_of))),
        ("places of no version", sa.select(p.no).where(~sa.exists().where(v.no == p.version))),
        ("places in no batch", sa.select(p.no).where(~sa.exists().where(b.no == batch_of))),
        ("records of no channel", sa.select(r.no).where(~sa.exists().where(t.channel.c.no == r.channel))),
        ("versions of no reader", sa.select(v.no).where(~sa.exists().where(t.reader.c.no == v.reader))),
    )
    for words, query in pairs:
        if connection.execute(query.limit(1)).first() is not None:
            yield f"there are {words}"


def _faults_of(store: RecordStore, connection: Connection, batch: Batch) -> Iterator[str]:
    """What is wrong with one batch."""
    hash_of = unit_hash(batch.header)
    try:
        units = [hash_of(values) for _, values in RecordReader(store, connection).units_of(batch.no)]
    except (DamagedStore, TypeError, ValueError) as error:
        yield f"raw rows of batch {batch.id} cannot be read: {error}"
        return
    if len(units) != batch.units:
        yield f"batch {batch.id} has {len(units)} raw rows of {batch.units}"
        return
    first, last = span(batch.no, t.BATCH_SHIFT)
    p, v = t.record_in_batch.c, t.version.c
    query = sa.select(p.no, v.hash).join_from(t.record_in_batch, t.version, v.no == p.version).order_by(p.no)
    count = 0
    while rows := connection.execute(query.where(p.no.between(first, last)).limit(_PLACES_AT_ONCE)).all():
        for no, digest in rows:
            unit = (no & ((1 << t.BATCH_SHIFT) - 1)) >> t.SLOT_SHIFT
            if unit >= len(units) or units[unit] != digest:
                yield f"a row of batch {batch.id} is not the one that was loaded (unit {unit + 1})"
                return
        count += len(rows)
        first = rows[-1].no + 1
    if count != batch.records:
        yield f"batch {batch.id} holds {count} records of {batch.records}"
