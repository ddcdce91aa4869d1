"""The past as it was known: one disposable graph, stepped forward from day to day.

At each step the graph holds of every record the version that counted then (`graph.records.current`), written by the
code that writes every graph. A graph stepped forward is that which is made anew as of the same day, to the byte.
"""

from collections.abc import Callable

from graph.collector import paused_collector
from graph.derivation.chunks import ChunkWriter, ReadingOf, Unappliable
from graph.derivation.report import ApplyReport
from graph.errors import BadValue, Refused
from graph.progress import Progress, Step, silent
from graph.records.batch import Batch
from graph.records.history import history_batches
from graph.records.reading import RecordReader
from graph.records.store import RecordStore
from graph.store.base import GraphWriter


class Replay:
    """Steps a graph store that is empty at first forward from day to day.

    Args:
        records: The records with all their versions.
        store: A disposable store.
        reading_of: How a profile reads a file.
        sees: Whether a channel, by name, counts.
        progress: Told how far it is; what it raises ends the step.
    """

    def __init__(
        self,
        records: RecordStore,
        store: GraphWriter,
        reading_of: ReadingOf,
        sees: Callable[[str], bool] = lambda _: True,
        progress: Progress = silent,
    ) -> None:
        self._records, self._store, self._reading_of, self._progress = records, store, reading_of, progress
        self._batches = [batch for batch in records.batches() if batch.counts and sees(batch.channel.name)]
        self._history = history_batches(records)
        self._day = ""

    @property
    def history(self) -> list[Batch]:
        """The batches whose records count from their own days on."""
        return [batch for batch in self._batches if batch.no in self._history]

    @property
    def days(self) -> list[str]:
        """The days on which something came, history left out, in order."""
        return sorted({batch.extract_on for batch in self._batches if batch.no not in self._history})

    def step(self, day: str) -> ApplyReport:
        """Brings the graph to what was known at the end of a day, an ISO date.

        Raises:
            BadValue: the day is not after the last one.
            Refused: a record of that time cannot be applied.
        """
        if day <= self._day:
            raise BadValue(f"the graph is as of {self._day}, and {day} is not after it", "step forward, or begin anew")
        report = ApplyReport()
        came = [batch for batch in self._batches if self._may_tell(batch, day)]
        with self._records.reading() as connection, paused_collector():
            reader = RecordReader(self._records, connection, day, history=self._history)
            for number, batch in enumerate(came):
                self._progress(Step(f"replaying up to {day}", number, len(came)))
                self._bring(ChunkWriter(self._store, reader, self._reading_of, batch.no), reader, batch, report)
        self._day = day
        return report

    def _may_tell(self, batch: Batch, day: str) -> bool:
        """Whether something of a batch may be new since the last step."""
        return batch.no in self._history or self._day < batch.extract_on <= day

    def _bring(self, writer: ChunkWriter, reader: RecordReader, batch: Batch, report: ApplyReport) -> None:
        try:
            for records in reader.of_batch(batch.no):
                writer.bring(records, report)
            for records in reader.left_out_by(batch.no):
                writer.bring(records, report)
        except Unappliable as fault:
            raise Refused(
                f"batch {batch.id} cannot be replayed: {fault.problem}", "`halqa recall` takes the batch out"
            ) from fault
