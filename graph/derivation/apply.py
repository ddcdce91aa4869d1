"""From records to the graph: diff against the edges stored, marks, recall, rebuild, and going on after a stop.

What has been applied is asked of the graph store alone. Each chunk of records is one transaction of the store, with
the applied versions in it; a command that was stopped in between leaves batches without their mark, and the next
command begins with `resume`.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from graph.canonical import RECORD_KINDS, Record, Rejection
from graph.derivation.assertions import Assertions, assertions
from graph.derivation.collector import paused_collector
from graph.derivation.parts import merged
from graph.errors import StoreProblem, WriterBusy
from graph.mark import derivation_mark, differences, merged_mark
from graph.model import Channel, EdgeKey, EdgeRow
from graph.progress import Progress, Step, silent
from graph.records.reading import CurrentRecord, RecordReader
from graph.records.removing import copy_to_handling, forget_batch, read_again
from graph.records.store import Batch, ProfileText, RecordStore
from graph.store.base import ApplyCounts, Changes, GraphWriter

_ROLES = frozenset(role for kind in RECORD_KINDS.values() for role in kind.roles)

UnitParser = Callable[[Sequence[str]], tuple[list[Record], list[Rejection]]]
ParserOf = Callable[[ProfileText, tuple[str, ...]], UnitParser]
P = ParamSpec("P")


@dataclass(slots=True)
class ApplyReport:
    """What applying did: counts, flags by code with examples, and conflicts."""

    counts: ApplyCounts = field(default_factory=ApplyCounts)
    records: int = 0
    removed: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    placeholders: dict[str, int] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def note(self, flags: Iterable[str], placeholders: Iterable[str]) -> None:
        """Counts flags by their code and placeholders by their text."""
        for flag in flags:
            head, _, rest = flag.partition(": ")
            code = rest.partition(": ")[0] if head in _ROLES else head
            self.flags[code] = self.flags.get(code, 0) + 1
        for text in placeholders:
            self.placeholders[text] = self.placeholders.get(text, 0) + 1


def _as_writer(
    method: Callable[Concatenate["Applier", P], ApplyReport],
) -> Callable[Concatenate["Applier", P], ApplyReport]:
    """Lets a method run as the only writer; raises `WriterBusy` where another program is loading."""

    @functools.wraps(method)
    def wrapper(self: "Applier", *args: P.args, **kwargs: P.kwargs) -> ApplyReport:
        with self.records.writer.held():
            return method(self, *args, **kwargs)

    return wrapper  # type: ignore[return-value]  # mypy names the first argument `self`


class Applier:
    """Keeps one graph store in step with one record store."""

    def __init__(
        self, records: RecordStore, store: GraphWriter, parser_of: ParserOf, progress: Progress = silent
    ) -> None:
        self.records, self.store = records, store
        self._parser_of, self._progress = parser_of, progress
        store.bind(records.id)

    def resume(self) -> list[str]:
        """Finishes what an earlier command left undone; a sentence for each thing done.

        A store that must be rebuilt first is left alone: reading it is still right, and writing refuses by itself.
        """
        if not self._unfinished():
            return []
        try:
            with self.records.writer.held(patience_seconds=0):
                return self._resumed()
        except WriterBusy:
            return []  # what looks unfinished is at work in another program

    def _unfinished(self) -> bool:
        batches = self.records.batches()
        done, known = self.store.applied_batches(), {batch.no for batch in batches}
        return not done <= known or any(batch.no not in done or batch.state == "recalling" for batch in batches)

    def _resumed(self) -> list[str]:
        said = []
        batches = self.records.batches()
        for batch in batches:
            if batch.state == "recalling":
                self._finish_recall(batch)
                said.append(f"finished the recall of batch {batch.no} ({batch.file_name})")
        known = {batch.no for batch in batches}
        stale = self.store.applied_batches() - known
        if stale:
            changed = self._follow_recalls()
            for number in stale:
                self.store.mark_batch(number, False)
            said.append(f"brought {changed} records up to date after {len(stale)} batches were recalled meanwhile")
        is_new = not self.store.applied_batches()
        pending = [batch for batch in self.pending() if not self._must_rebuild([batch])]
        for batch in pending:
            self.apply_batch(batch)
            if len(pending) <= 3:
                said.append(f"went on with batch {batch.no} ({batch.file_name})")
        if len(pending) > 3:
            done = "filled this graph store with" if is_new else "went on with"
            said.append(f"{done} {len(pending)} batches of the record store, {pending[0].no} to {pending[-1].no}")
        return said

    def pending(self) -> list[Batch]:
        """Staged batches that this graph store has not applied whole."""
        done = self.store.applied_batches()
        return [batch for batch in self.records.batches() if batch.state == "staged" and batch.no not in done]

    def _must_rebuild(self, batches: Iterable[Batch]) -> list[str]:
        return differences(self.store.derivation(), {batch.profile.name: batch.profile.version for batch in batches})

    def check_profile(self, profile: ProfileText) -> None:
        """Raises `StoreProblem` where the store must be rebuilt before this profile version can be applied."""
        found = differences(self.store.derivation(), {profile.name: profile.version})
        if found:
            raise StoreProblem(
                f"the graph must be rebuilt first: {'; '.join(found)}",
                f"run `halqa rebuild`; where {profile.name} is a file of your own, `halqa rebuild --profile FILE`",
            )

    @_as_writer
    @paused_collector()
    def apply_batch(self, batch: Batch) -> ApplyReport:
        """Applies what a batch changes; what is in the graph already is left alone."""
        self.check_profile(batch.profile)
        self.store.set_derivation(merged_mark(self.store.derivation(), {batch.profile.name: batch.profile.version}))
        report = ApplyReport()
        with self.records.reading() as connection:
            reader = RecordReader(self.records, connection)
            done = 0
            for chunk in reader.of_batch(batch.no):
                self._apply(reader, chunk, batch.no, report)
                done += len(chunk)
                self._progress(Step(f"applying {batch.file_name}", done, batch.records))
            for chunk in reader.left_out_by(batch.no):
                self._apply(reader, chunk, batch.no, report)
        self.store.mark_batch(batch.no, True)
        return report

    @_as_writer
    def recall(self, batch: Batch) -> ApplyReport:
        """Takes a batch away: predecessors revive, what only it said goes."""
        self.records.set_state(batch.no, "recalling")
        return self._finish_recall(batch)

    @_as_writer
    def reclassify(self, batch: Batch, handling: str) -> ApplyReport:
        """Moves a batch into the channel of another handling: recalled in one, loaded in the other."""
        number = copy_to_handling(self.records, batch, handling)
        self._finish_recall(batch)
        return self.apply_batch(self.records.batch(number))

    @_as_writer
    def rebuild(self, profiles: Iterable[ProfileText] = ()) -> ApplyReport:
        """Reads batches of newer profile versions again, empties the graph and applies every current record."""
        newest = self.records.newest_profiles() | {profile.name: profile for profile in profiles}
        for batch in self.records.batches():
            if batch.state == "recalling":  # nothing of it will be in the new graph
                forget_batch(self.records, batch.no)
                continue
            profile = newest[batch.profile.name]
            if profile.version != batch.profile.version:
                read_again(self.records, batch, profile, self._parser_of(profile, batch.header))
        self.store.wipe()
        self.store.set_derivation(derivation_mark({}))
        report = ApplyReport()
        for batch in self.records.batches():
            part = self.apply_batch(batch)
            report.counts += part.counts
            report.records += part.records
        return report

    @paused_collector()
    def _finish_recall(self, batch: Batch) -> ApplyReport:
        report = ApplyReport()
        with self.records.reading() as connection:
            reader = RecordReader(self.records, connection)
            for chunk in reader.of_batch(batch.no):
                self._apply(reader, chunk, None, report)
                self._progress(Step(f"recalling {batch.file_name}", report.records + report.removed, batch.records))
            for chunk in reader.left_out_by(batch.no):
                self._apply(reader, chunk, None, report)
        self.store.mark_batch(batch.no, False)
        forget_batch(self.records, batch.no)
        return report

    def _follow_recalls(self) -> int:
        """Follows recalls that were made through another graph store; how many records changed."""
        unknown = dict(self.store.all_applied())
        done = self.store.applied_batches()
        report = ApplyReport()
        with self.records.reading() as connection:
            reader = RecordReader(self.records, connection)
            for chunk in reader.all_records():
                ours = [w for w in chunk if unknown.pop(w.node_id, "") or w.batches & done]
                self._apply(reader, ours, None, report)
        self.store.apply(Changes(gone=list(unknown), channels=unknown))
        return report.records + report.removed + len(unknown)

    def _apply(
        self, reader: RecordReader, chunk: Sequence[CurrentRecord], prefer: int | None, report: ApplyReport
    ) -> None:
        """Brings the records of a chunk to the version that counts, in transactions as large as the store likes."""
        step = self.store.records_per_transaction
        for start in range(0, len(chunk), step):
            self._apply_part(reader, chunk[start : start + step], prefer, report)

    def _apply_part(
        self, reader: RecordReader, chunk: Sequence[CurrentRecord], prefer: int | None, report: ApplyReport
    ) -> None:
        applied = self.store.applied([wanted.node_id for wanted in chunk])
        changes = Changes()
        parsers: dict[int, UnitParser] = {}
        written: set[str] = set()
        known = []
        for wanted in chunk:
            node_id, versions = wanted.node_id, wanted.versions
            if wanted.in_conflict:
                report.conflicts.append(f"{wanted.kind} {wanted.source_id} of {wanted.channel}")
            if not versions:
                if node_id in applied:
                    changes.gone.append(node_id)
                    changes.channels[node_id] = wanted.channel
                continue
            mark = _mark_of([(name, version.hash, reader.profile_of(version)) for name, version in versions])
            if applied.get(node_id) == mark:
                continue
            pieces = []
            for name, version in versions:
                unit = reader.unit(version, prefer)
                parse = parsers.get(unit.batch.no)
                if parse is None:
                    parse = parsers[unit.batch.no] = self._parser_of(unit.batch.profile, unit.batch.header)
                pieces.append(_record(parse(unit.values)[0], wanted, name))
            said = assertions(merged(pieces), Channel.parse(wanted.channel))
            report.note(said.flags, said.placeholders)
            add_said(changes, said, written)
            changes.marks[node_id] = mark
            changes.channels[node_id] = wanted.channel
            if node_id in applied:
                known.append(node_id)
        if not changes.marks and not changes.gone:
            return
        if known:
            changes.removed, changes.edges = _difference(self.store.edges_of(known), changes.edges)
        report.counts += self.store.apply(changes)
        report.records += len(changes.marks)
        report.removed += len(changes.gone)


def add_said(changes: Changes, said: Assertions, written: set[str]) -> None:
    """Adds what a record says; a party that an earlier record of the chunk brought is not written twice."""
    changes.nodes.append(said.node)
    changes.edges += said.edges
    for party in said.parties:
        if party.node is not None and party.node.id not in written:
            written.add(party.node.id)
            changes.nodes.append(party.node)
            changes.edges += party.edges


def _mark_of(versions: Sequence[tuple[str, bytes, ProfileText]]) -> bytes:
    """What is kept as applied: the versions and the profiles that read them, so that a graph's version tells both."""
    marks = [_mark(version_hash, profile) for _, version_hash, profile in versions]
    if len(versions) == 1 and not versions[0][0]:
        return marks[0]
    named = b"".join(name.encode() + b"\x1f" + mark for (name, *_), mark in zip(versions, marks, strict=True))
    return hashlib.blake2b(named, digest_size=16).digest()


def _mark(version_hash: bytes, profile: ProfileText) -> bytes:
    return hashlib.blake2b(version_hash + f"{profile.name}\x1f{profile.version}".encode(), digest_size=16).digest()


def _record(records: Sequence[Record], wanted: CurrentRecord, part: str) -> Record:
    for record in records:
        if record.kind == wanted.kind and record.source_id == wanted.source_id and record.part == part:
            return record
    raise StoreProblem(
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
