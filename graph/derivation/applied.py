"""Records as a graph has them: the versions that it was made from, while newer ones may wait."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from graph.derivation.chunks import mark_of
from graph.records.reading import CurrentRecord, RecordReader
from graph.records.store import RecordStore
from graph.store.base import GraphStore


class AppliedRecords:
    """Reads records as a graph store has them at this moment.

    The records are ahead of the graph while something is loaded or recalled. So a record is looked up as it counts now
    and, where the graph does not say that yet, as it counts by the batches that were applied to it whole.
    """

    def __init__(self, records: RecordStore, store: GraphStore, connection: Any, node_ids: Sequence[str]) -> None:
        self._records, self._store, self._connection = records, store, connection
        self._marks = store.applied(node_ids)
        self.now = RecordReader(records, connection)

    @classmethod
    @contextmanager
    def reading(cls, records: RecordStore, store: GraphStore, node_ids: Sequence[str]) -> "Iterator[AppliedRecords]":
        """Reads records of these nodes while the context is open; belongs into a snapshot of the graph store."""
        with records.reading() as connection:
            yield cls(records, store, connection, node_ids)

    @cached_property
    def _before(self) -> RecordReader:
        return RecordReader(self._records, self._connection, applied=self._store.applied_batches())

    def find(self, channel: str, kind: str, source_id: str) -> tuple[RecordReader, CurrentRecord] | None:
        """A record with the versions that the graph was made from, and who reads them.

        None where the graph does not hold it, or where the records do not hold these versions any more.
        """
        for reader in (self.now, self._before):
            record = reader.one(channel, kind, source_id)
            if record is None or not record.versions:
                continue
            if self._marks.get(record.node_id) == mark_of(record, reader):
                return reader, record
        return None
