"""Bringing records of the graph to the version that counts: compared with what is stored, written in transactions."""

import hashlib
from collections.abc import Callable, Sequence

from graph.canonical import Record
from graph.derivation.assertions import Assertions, assertions
from graph.derivation.grades import grade_of, graded
from graph.derivation.parts import merged
from graph.derivation.report import ApplyReport
from graph.derivation.spool import DerivedSpool
from graph.errors import BadValue, HalqaError, StoreProblem, Unstorable
from graph.model import Channel, EdgeKey, EdgeRow
from graph.records.batch import ProfileText
from graph.records.reading import CurrentRecord, RecordReader
from graph.records.staging import Reading, UnitParser
from graph.store.base import Changes, GraphWriter

ReadingOf = Callable[[ProfileText, tuple[str, ...]], Reading]


class Unappliable(Exception):
    """A record cannot be brought to the version that counts, by the fault of that version.

    `batches` are those that hold it, by internal number; `problem` says why, in words.
    """

    def __init__(self, batches: frozenset[int], problem: str) -> None:
        super().__init__(problem)
        self.batches, self.problem = batches, problem


class StopComparing(Exception):
    """Raised by a store that only compares, when so much is wrong that more says nothing."""


class ChunkWriter:
    """Brings records of one record store to the version that counts in one graph store.

    Args:
        store: Where to write.
        reader: Reads the records.
        reading_of: How a profile version reads a file with a header.
        prefer: A batch whose raw units are read where several hold the same.
        derived: What staging derived already.
    """

    def __init__(
        self,
        store: GraphWriter,
        reader: RecordReader,
        reading_of: ReadingOf,
        prefer: int | None = None,
        derived: DerivedSpool | None = None,
    ) -> None:
        self._store, self._reader, self._reading_of = store, reader, reading_of
        self._prefer, self._derived = prefer, derived
        self._parsers: dict[int, UnitParser] = {}

    def bring(self, records: Sequence[CurrentRecord], report: ApplyReport) -> None:
        """Brings records to the version that counts, in transactions as large as the store likes.

        Raises:
            Unappliable: one of them cannot be brought there; those before it are.
            StoreProblem: the store cannot be used now, whatever is written to it.
        """
        step = self._store.records_per_transaction
        for start in range(0, len(records), step):
            self._tried(records[start : start + step], report)

    def _tried(self, records: Sequence[CurrentRecord], report: ApplyReport) -> None:
        """Brings records in one transaction, and where that fails by halves, to find the one that fails."""
        try:
            self._bring_some(records, report)
        except Exception as error:
            if is_of_the_store(error) or isinstance(error, StopComparing):
                raise
            if len(records) == 1:
                raise _fault_of(records[0], error) from error
            half = len(records) // 2
            self._tried(records[:half], report)
            self._tried(records[half:], report)

    def _bring_some(self, records: Sequence[CurrentRecord], report: ApplyReport) -> None:
        node_ids = [record.node_id for record in records]
        applied = self._store.applied(node_ids)
        changes = Changes()
        written: set[str] = set()
        known = []
        for node_id, record in zip(node_ids, records, strict=True):
            versions = record.versions
            if record.in_conflict:
                report.conflicts.append(f"{record.kind} {record.source_id} of {record.channel}")
            if not versions:
                if node_id in applied:
                    changes.gone.append(node_id)
                    changes.channels[node_id] = record.channel
                continue
            mark = mark_of(record, self._reader)
            if applied.get(node_id) == mark:
                continue
            said = graded(self._said_by(record), grade_of(record))
            report.note(said.flags, said.placeholders)
            add_said(changes, said, written)
            changes.marks[node_id] = mark
            changes.channels[node_id] = record.channel
            if node_id in applied:
                known.append(node_id)
        if not changes.marks and not changes.gone:
            return
        if known:
            changes.removed, changes.edges = _difference(self._store.edges_of(known), changes.edges)
        report.counts += self._store.apply(changes)
        report.records += len(changes.marks)
        report.removed += len(changes.gone)

    def _said_by(self, record: CurrentRecord) -> Assertions:
        """What a record says: as staging derived it, else read and derived again."""
        versions = record.versions
        if self._derived is not None and not record.parts:
            said = self._derived.get(self._reader.place(versions[0][1], self._prefer))
            if said is not None:
                return said
        pieces = []
        for name, version in versions:
            unit = self._reader.unit(version, self._prefer)
            parse = self._parsers.get(unit.batch.no)
            if parse is None:
                parse = self._parsers[unit.batch.no] = self._reading_of(unit.batch.profile, unit.batch.header).parse
            pieces.append(_record(parse(unit.values)[0], record, name))
        return assertions(merged(pieces), Channel.parse(record.channel))


def is_of_the_store(error: Exception) -> bool:
    """Whether an error says that the store cannot be used now, whatever is written to it."""
    return isinstance(error, StoreProblem | MemoryError | OSError) and not isinstance(error, Unstorable)


def _fault_of(record: CurrentRecord, error: Exception) -> Exception:
    words = error.message if isinstance(error, HalqaError) else f"{type(error).__name__}: {error}"
    name = f"{record.kind} {record.source_id}"
    batches = frozenset(extract.batch for _, version in record.versions for _, extract in version.places)
    if not batches:
        return StoreProblem(f"{name} of {record.channel} cannot be taken out: {words}", "run `halqa rebuild`")
    return Unappliable(batches, f"{name}: {words}")


def add_said(changes: Changes, said: Assertions, written: set[str]) -> None:
    """Adds what a record says; a party that an earlier record of the transaction brought is not written twice."""
    changes.nodes.append(said.node)
    changes.edges += said.edges
    for party in said.parties:
        if party.node is not None and party.node.id not in written:
            written.add(party.node.id)
            changes.nodes.append(party.node)
            changes.edges += party.edges


def mark_of(record: CurrentRecord, reader: RecordReader) -> bytes:
    """What a graph keeps as applied: the versions, the profiles that read them and the grade that their batches say.

    So its version tells all three, and a graph that has this mark at the record's node says what these versions say.
    """
    grade, mark = grade_of(record), _mark_of_versions(record, reader)
    return hashlib.blake2b(mark + grade.encode(), digest_size=16).digest() if grade else mark


def _mark_of_versions(record: CurrentRecord, reader: RecordReader) -> bytes:
    marks = {name: _mark(version.hash, reader.profile_of(version)) for name, version in record.versions}
    if list(marks) == [""]:
        return marks[""]
    # A name is written with its length, as it may hold any sign; a mark has always 16 bytes.
    named = b"".join(len(name.encode()).to_bytes(4) + name.encode() + mark for name, mark in marks.items())
    return hashlib.blake2b(named, digest_size=16).digest()


def _mark(version_hash: bytes, profile: ProfileText) -> bytes:
    return hashlib.blake2b(version_hash + f"{profile.version}\x1f{profile.name}".encode(), digest_size=16).digest()


def _record(records: Sequence[Record], wanted: CurrentRecord, part: str) -> Record:
    for record in records:
        if record.kind == wanted.kind and record.source_id == wanted.source_id and record.part == part:
            return record
    raise BadValue(
        f"{wanted.kind} {wanted.source_id} of {wanted.channel} is read otherwise than when it was loaded",
        "run `halqa rebuild`",
    )


def _difference(stored: dict[str, list[EdgeRow]], new: list[EdgeRow]) -> tuple[list[EdgeKey], list[EdgeRow]]:
    """Edges to remove and to write, for owners that have edges in the store; the edges of others pass through."""
    before = {(e.owner, e.type, e.target, e.role): e for edges in stored.values() for e in edges}
    after = {(e.owner, e.type, e.target, e.role) for e in new if e.owner in stored}
    removed = [EdgeKey(*key) for key in before if key not in after]
    written = [e for e in new if before.get((e.owner, e.type, e.target, e.role)) != e]
    return removed, written
