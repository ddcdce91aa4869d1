"""From records to the graph: staging, applying, recall, rebuild, and going on after a stop.

What has been applied is asked of the graph store alone. Each chunk of records is one transaction of the store, with
the applied versions in it; a command that was stopped in between leaves batches without their mark, and the next
command begins with `resume`. A batch that cannot be applied is set aside: the graph is that of all the others.
"""

import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec

from graph.canonical import Record
from graph.collector import paused_collector
from graph.derivation.assertions import Assertions, assertions
from graph.derivation.chunks import ChunkWriter, ReadingOf, Unappliable
from graph.derivation.report import ApplyReport
from graph.derivation.spool import DerivedSpool
from graph.errors import (
    BadFile,
    BadProfile,
    MustRebuild,
    NotFound,
    TooManyRejects,
    WriterBusy,
)
from graph.mark import derivation_mark, differences, merged_mark
from graph.model import Channel
from graph.progress import Progress, Step, silent
from graph.records.batch import Batch, BatchState, ProfileText
from graph.records.reading import RecordReader
from graph.records.removing import copy_to_handling, forget_batch, read_again
from graph.records.returning import refuse_reused_numbers, refuse_same_bytes, refuse_same_records
from graph.records.staging import FileFacts, StagingLog, Unit, Watch, stage
from graph.records.store import RecordStore
from graph.store.base import Changes, GraphWriter

log = logging.getLogger(__name__)

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Resumed:
    """A thing that was finished on the way, in words, and the channels of which they speak.

    `recalled` is the id of a batch whose recall was finished.
    """

    words: str
    channels: frozenset[str]
    recalled: str = ""


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
    """Keeps one graph store in step with one record store.

    `reading_of` tells how a profile reads a file: this layer knows no formats.
    """

    def __init__(
        self, records: RecordStore, store: GraphWriter, reading_of: ReadingOf, progress: Progress = silent
    ) -> None:
        self.records, self.store = records, store
        self._reading_of, self._progress = reading_of, progress
        store.bind(records.id, records.kept_url)

    # --- going on ----------------------------------------------------------------------------------------------------

    def resume(self) -> list[Resumed]:
        """Finishes what an earlier command left undone; what was done.

        A store that must be rebuilt first is left alone: reading it is still right, and writing refuses by itself. What
        cannot be finished is said, and stands in nobody's way.
        """
        if not self._unfinished():
            return []
        try:
            with self.records.writer.held(patience_seconds=0):
                return list(self._resumed())
        except WriterBusy:
            return []  # what looks unfinished is at work in another program

    def _unfinished(self) -> bool:
        batches = self.records.batches()
        done, known = self.store.applied_batches(), {batch.token for batch in batches if batch.counts}
        open_states = (BatchState.RECALLING, BatchState.SETTING_ASIDE)
        return not done <= known or not known <= done or any(batch.state in open_states for batch in batches)

    def _resumed(self) -> Iterator[Resumed]:
        for batch in self.records.batches():
            if batch.state is BatchState.RECALLING:
                yield self._tried(batch, "finished the recall of", self._finish_recall)
            elif batch.state is BatchState.SETTING_ASIDE:
                yield self._tried(batch, "set aside", lambda batch: self._finish_setting_aside(batch, ApplyReport()))
        if self._must_rebuild(batch for batch in self.records.batches() if batch.counts):
            return
        yield from self._followed_recalls()
        is_new = not self.store.applied_batches()
        pending = self.pending()
        for batch in pending:
            if not self.records.batch(batch.no).counts:
                continue  # set aside for a version of it that stood in the way of another
            report = self.apply_batch(batch)
            for name, problem in report.set_aside.items():
                yield Resumed(f"set batch {name} aside: {problem}", frozenset([name.partition(":")[0]]))
            if not report.set_aside and len(pending) <= 3:
                yield Resumed(f"went on with batch {batch.id} ({batch.file_name})", _channels([batch]))
        if len(pending) > 3:
            done = "filled this graph store with" if is_new else "went on with"
            yield Resumed(f"{done} {len(pending)} batches of the record store", _channels(pending))

    def _tried(self, batch: Batch, done: str, work: Callable[[Batch], object]) -> Resumed:
        work(batch)
        recalled = batch.id if batch.state is BatchState.RECALLING else ""
        return Resumed(f"{done} batch {batch.id} ({batch.file_name})", _channels([batch]), recalled)

    def _followed_recalls(self) -> Iterator[Resumed]:
        batches = self.records.batches()
        stale = self.store.applied_batches() - {batch.token for batch in batches if batch.counts}
        if stale:
            changed = self._follow_recalls()
            for token in stale:
                self.store.mark_batch(token, False)
            everything = frozenset(self.records.channels())
            words = f"brought {changed} records up to date after {len(stale)} batches were recalled meanwhile"
            yield Resumed(words, everything)

    def pending(self) -> list[Batch]:
        """Staged batches that this graph store has not applied whole."""
        done = self.store.applied_batches()
        return [batch for batch in self.records.batches() if batch.counts and batch.token not in done]

    def _must_rebuild(self, batches: Iterable[Batch]) -> list[str]:
        versions = {(batch.channel.name, batch.profile.name): batch.profile.version for batch in batches}
        return differences(self.store.derivation(), versions)

    def check_profile(self, channel: Channel, profile: ProfileText) -> None:
        """Raises `MustRebuild` where this profile version cannot be applied to a channel before a rebuild."""
        reasons = differences(self.store.derivation(), {(channel.name, profile.name): profile.version})
        if reasons:
            raise MustRebuild(
                f"the graph must be rebuilt first: {'; '.join(reasons)}",
                f"run `halqa rebuild`; where {profile.name} is a file of your own, `halqa rebuild --profile FILE`",
            )

    # --- loading -----------------------------------------------------------------------------------------------------

    def stage(  # noqa: PLR0913  # a file, how it is read, and who watches
        self,
        facts: FileFacts,
        profile: ProfileText,
        units: Iterable[Unit],
        staging_log: StagingLog,
        watch: Watch = lambda _: None,
        spool: DerivedSpool | None = None,
        see: Callable[[Assertions], None] | None = None,
    ) -> list[int]:
        """Stages a file: each record is derived there, and what raises is its rejection; the numbers of its batches.

        `see` is shown what each record says that is new or changed.

        Raises:
            MustRebuild: the graph holds records of a channel as another version of the profile read them.
            HalqaError: see `graph.records.staging.stage` and `graph.records.returning`; nothing was left behind.
        """

        def derive(place: int, record: Record, channel: Channel) -> None:
            said = assertions(record, channel)
            if spool is not None and not record.part:
                spool.keep(place, said)
            if see is not None:
                see(said)

        reading = replace(
            self._reading_of(profile, facts.header), check=lambda channel: self.check_profile(channel, profile)
        )
        with self.records.transaction() as connection, paused_collector():
            if facts.refuses_doubles:
                refuse_same_bytes(connection, facts)
            numbers = stage(connection, self.records, facts, reading, units, derive, staging_log, watch)
            if facts.refuses_doubles:
                refuse_same_records(connection, facts, numbers)
            if facts.refuses_reused:
                refuse_reused_numbers(self.records, connection, facts, numbers, self._reading_of)
            return numbers

    @_as_writer
    @paused_collector()
    def apply_batch(self, batch: Batch, derived: DerivedSpool | None = None) -> ApplyReport:
        """Applies what a batch changes; what is in the graph already is left alone.

        A batch of which something cannot be applied is set aside whole, and the report says why.

        Args:
            batch: The batch.
            derived: What staging made of it, so that it need not be made again.

        Raises:
            StoreProblem: the store cannot be written to; the next command goes on.
        """
        self.check_profile(batch.channel, batch.profile)
        versions = {(batch.channel.name, batch.profile.name): batch.profile.version}
        self.store.set_derivation(merged_mark(self.store.derivation(), versions))
        report = ApplyReport()
        self._brought(batch, report, f"applying {batch.file_name}", derived)
        if batch.id not in report.set_aside:
            self.store.mark_batch(batch.token, True)
        return report

    def _brought(self, batch: Batch, report: ApplyReport, doing: str, derived: DerivedSpool | None = None) -> None:
        """Brings the records of a batch to what counts; batches whose versions cannot be applied are set aside."""
        while True:
            try:
                return self._bring(batch, report, doing, derived)
            except Unappliable as fault:
                self._set_aside([self.records.batch(number) for number in sorted(fault.batches)], fault.problem, report)

    def _bring(self, batch: Batch, report: ApplyReport, doing: str, derived: DerivedSpool | None = None) -> None:
        """Brings the records of a batch, and those that it may leave out, to the version that counts."""
        with self.records.reading() as connection:
            reader = RecordReader(self.records, connection)
            writer = ChunkWriter(self.store, reader, self._reading_of, batch.no, derived)
            done = 0
            for records in reader.of_batch(batch.no):
                writer.bring(records, report)
                done += len(records)
                self._progress(Step(doing, done, batch.records))
            for records in reader.left_out_by(batch.no):
                writer.bring(records, report)

    # --- taking out --------------------------------------------------------------------------------------------------

    def _set_aside(self, batches: Sequence[Batch], problem: str, report: ApplyReport) -> None:
        """Takes back what was applied of batches; they are kept, and a rebuild tries them again."""
        log.warning("%d batches could not be applied and are set aside", len(batches))
        for batch in batches:
            self.records.set_state(batch.no, BatchState.SETTING_ASIDE, problem)
        for batch in batches:
            self._finish_setting_aside(batch, report)
            report.set_aside[batch.id] = problem

    def _finish_setting_aside(self, batch: Batch, report: ApplyReport) -> None:
        undone = ApplyReport()
        self._brought(batch, undone, f"setting {batch.file_name} aside")
        report.set_aside |= undone.set_aside
        self.store.mark_batch(batch.token, False)
        self.records.set_state(batch.no, BatchState.SET_ASIDE, self.records.batch(batch.no).problem)

    @_as_writer
    def recall(self, batch: Batch) -> ApplyReport:
        """Takes a batch away: predecessors revive, what only it said goes."""
        self.records.set_state(batch.no, BatchState.RECALLING)
        return self._finish_recall(batch)

    @paused_collector()
    def _finish_recall(self, batch: Batch) -> ApplyReport:
        report = ApplyReport()
        self._brought(batch, report, f"recalling {batch.file_name}")
        self.store.mark_batch(batch.token, False)
        forget_batch(self.records, batch.no)
        return report

    @_as_writer
    def reclassify(self, batch: Batch, handling: str) -> ApplyReport:
        """Moves a batch into the channel of another handling: recalled in one, loaded in the other."""
        number = copy_to_handling(self.records, batch, handling)
        self._finish_recall(batch)
        return self.apply_batch(self.records.batch(number))

    def _follow_recalls(self) -> int:
        """Follows recalls that were made through another graph store; how many records changed."""
        unknown = dict(self.store.all_applied())
        done = self.store.applied_batches()
        report = ApplyReport()
        with self.records.reading() as connection:
            reader = RecordReader(self.records, connection)
            writer = ChunkWriter(self.store, reader, self._reading_of)
            for records in reader.all_records():
                writer.bring([r for r in records if unknown.pop(r.node_id, "") or r.tokens & done], report)
        self.store.apply(Changes(gone=list(unknown), channels=unknown))
        return report.records + report.removed + len(unknown)

    # --- making the graph again --------------------------------------------------------------------------------------

    @_as_writer
    def rebuild(self, profiles: Iterable[ProfileText] = ()) -> ApplyReport:
        """Reads files of newer profile versions again, empties the graph and applies every current record.

        Batches that were set aside are tried again; half recalled ones are forgotten.

        Raises:
            NotFound: there is nothing to make a graph from; the graph stays.
            TooManyRejects, BadFile, BadProfile: a newer profile does not read a file that it should; the graph stays.
        """
        if not self.records.batches():
            words = f"{self.records.shown_url} holds no batch: there is nothing to make a graph from"
            raise NotFound(words, "name the record store in HALQA_RECORDS, or load files")
        for batch in self.records.batches():
            if batch.state is BatchState.RECALLING:  # nothing of it will be in the new graph
                forget_batch(self.records, batch.no)
        self._read_again({profile.name: profile for profile in profiles})
        self.store.wipe()
        self.store.set_derivation(derivation_mark({}))
        report = ApplyReport()
        for batch in self.records.batches():
            if batch.id not in report.set_aside:
                report.add(self.apply_batch(batch))
        return report

    def _read_again(self, given: dict[str, ProfileText]) -> None:
        """Reads the files of older profile versions again, and those that were set aside."""
        newest: dict[tuple[tuple[str, str, str], str], ProfileText] = {}
        for (channel, name), profile in self.records.newest_profiles().items():
            source = (_source(Channel.parse(channel)), name)
            if source not in newest or newest[source].version < profile.version:
                newest[source] = profile
        for batches in _files(self.records.batches()):
            one = batches[0]
            profile = given.get(one.profile.name) or newest[_source(one.channel), one.profile.name]
            was_aside = any(not batch.counts for batch in batches)
            if not was_aside and all(batch.profile.version == profile.version for batch in batches):
                continue
            try:
                self._read_file_again(batches, profile)
            except (TooManyRejects, BadFile, BadProfile):
                if not was_aside:
                    raise

    def _read_file_again(self, batches: Sequence[Batch], profile: ProfileText) -> None:
        one = batches[0]
        total = sum(batch.units for batch in batches)
        doing = f"reading {one.file_name} again"
        reading = self._reading_of(profile, one.header)
        with paused_collector():
            read_again(
                self.records,
                batches,
                reading,
                _derive,
                StagingLog(),
                lambda read: self._progress(Step(doing, read.rows, total, read.rejected_rows)),
            )


def _derive(_: int, record: Record, channel: Channel) -> None:
    assertions(record, channel)


def _files(batches: Sequence[Batch]) -> list[list[Batch]]:
    """Batches that one file became, in the order of loading."""
    files: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        files.setdefault((batch.load_channel, batch.sha256), []).append(batch)
    return list(files.values())


def _source(channel: Channel) -> tuple[str, str, str]:
    """What a channel is of whatever its handling: the profiles of a source are one series of versions."""
    return channel.originator, channel.dataset, channel.purpose


def _channels(batches: Iterable[Batch]) -> frozenset[str]:
    return frozenset(batch.channel.name for batch in batches)
