"""Loading: a file, or a pandas frame, through a profile into the records and the graph."""

import datetime
import logging
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.services.loading.rejects import write_csv
from api.services.loading.watching import Watching
from api.services.runtime.workspace import Workspace
from graph import codes
from graph.collector import paused_collector
from graph.derivation.report import ApplyReport
from graph.derivation.spool import DerivedSpool
from graph.errors import BadValue, HalqaError, Interrupted, Refused
from graph.messages import Message, Value, message
from graph.model import Channel
from graph.progress import Progress, Step, silent
from graph.records.batch import Batch, ProfileText
from graph.records.staging import FileFacts, StagingLog
from graph.values.grades import share_of_grade
from graph.values.reference.countries import country_code
from graph.worklog import logged
from loaders.profile.profile import Profile, find_profile
from loaders.profile.row_numbers import refusing_row_numbers
from loaders.recognising import known_profiles, open_fitting, profile_for
from loaders.source import Source

if TYPE_CHECKING:
    import pandas as pd


log = logging.getLogger(__name__)
_ORGANISATION = re.compile(r"EU|UN|[A-Z][A-Z0-9_.-]{2,29}")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is said of a file when it is loaded; dates are ISO days. Documents need no profile: it may be "".

    The dataset is the name of the profile unless one is given. With `row_numbers` the records' own numbers may count
    the rows of the file, with `reused_numbers` they may have named other records in files before, and with `duplicate`
    another dataset of the originator may hold the same records.
    """

    profile: str
    originator: str
    dataset: str = ""
    handling: str = "H1"
    purpose: str = "customs"
    unit: str = ""
    grade: str = ""
    extract_date: str = ""
    retain_until: str = ""
    row_numbers: bool = False
    reused_numbers: bool = False
    duplicate: bool = False

    def __post_init__(self) -> None:
        """Writes the originator as it is kept.

        Raises:
            BadValue: it is neither a country nor the code of an organisation.
        """
        object.__setattr__(self, "originator", originator_code(self.originator))

    def channel(self, profile: Profile) -> Channel:
        """The channel of rows that name no handling of their own.

        Raises:
            BadValue: a part of its name is no name.
        """
        return Channel(self.originator, self.dataset or profile.name, self.handling, self.purpose)


def originator_code(text: str) -> str:
    """Who reports, as channels have it: a country by its code, whatever was written, or an organisation's own code.

    Raises:
        BadValue: it is neither.
    """
    country = country_code(text)
    if country:
        return country
    if not _ORGANISATION.fullmatch(text):
        raise BadValue(
            f"originator {text!r} is neither a country nor the code of an organisation",
            "write a country, such as UZ or Uzbekistan, or an organisation's code in capitals, such as UNODC",
        )
    return text


@dataclass(slots=True)
class LoadReport:
    """What became of one file. It speaks of the file's own records only, never of what others had reported before.

    `set_aside` are batches that could not be applied, with the reason; `watch_hits` what stands on the watch list of
    whoever loads, or of his administration, and was met for the first time.
    """

    file: str
    channel: str
    batches: list[str] = field(default_factory=list)
    already_loaded: bool = False
    rows: int = 0
    records: int = 0
    rejected_rows: int = 0
    rejects_file: str = ""
    duplicate_rows: int = 0
    applied_records: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    placeholders: dict[str, int] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    set_aside: dict[str, str] = field(default_factory=dict)
    remarks: list[Message] = field(default_factory=list)
    extract_date: str = ""
    seconds: float = 0.0
    watch_hits: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self) | {
            "remarks": [remark.model_dump() for remark in self.remarks],
            "meanings": self.meanings(),
        }

    def meanings(self) -> dict[str, str]:
        """What each code of the flags means, and what to do about it."""
        known = ((name, codes.code(name)) for name in sorted(self.flags))
        return {name: found.words for name, found in known if found}


def load_file(workspace: Workspace, path: Path, options: LoadOptions, progress: Progress = silent) -> LoadReport:
    """Loads one file: stages it whole, then applies it.

    Raises:
        Refused: the file, the profile or an option is wrong; nothing was written.
        TooManyRejects: more than 5 % of the rows are bad; they stand in the rejects file, nothing was applied.
        Interrupted: it was stopped while applying; the next command goes on.
    """
    profile = profile_of(workspace, path, options)
    return load_source(workspace, open_fitting(path, profile, workspace.settings.profiles), profile, options, progress)


def stage_file(workspace: Workspace, path: Path, options: LoadOptions, progress: Progress = silent) -> LoadReport:
    """Stages one file without applying it: the next command that opens the stores does that."""
    profile = profile_of(workspace, path, options)
    with workspace.records.writer.held():
        report, _ = _staged(
            workspace, open_fitting(path, profile, workspace.settings.profiles), profile, options, progress, None
        )
        return report


def profile_of(workspace: Workspace, path: Path, options: LoadOptions) -> Profile:
    """The profile that reads a file: the one that was named, else its document format or the one that fits a table.

    Raises:
        BadFile: none was named, and none fits.
        NotFound: whoever loads may not write to the channel.
    """
    own = workspace.settings.profiles
    profile = find_profile(options.profile or profile_for(path, known_profiles(own)), own)
    workspace.check_may_write(options.channel(profile))
    return profile


def load_frame(workspace: Workspace, frame: "pd.DataFrame", options: LoadOptions, name: str = "frame") -> LoadReport:
    """Loads a pandas frame as if it were a file of its columns; see `api.services.loading.frame`."""
    from api.services.loading.frame import source_of

    profile = find_profile(options.profile, workspace.settings.profiles)
    return load_source(workspace, source_of(frame, profile.decimal, name), profile, options)


def load_source(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, progress: Progress = silent
) -> LoadReport:
    """Loads an open source; see `load_file`."""
    with workspace.records.writer.held(), paused_collector(), logged(log, "load") as counts:
        report = _load_source(workspace, source, profile, options, progress)
        counts |= {"rows": report.rows, "records": report.records, "rows rejected": report.rejected_rows}
        counts |= {"records applied": report.applied_records, "batches set aside": len(report.set_aside)}
        return report


def _load_source(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, progress: Progress
) -> LoadReport:
    started = time.monotonic()
    with DerivedSpool(workspace.settings.data_dir) as spool:
        report, numbers = _staged(workspace, source, profile, options, progress, spool)
        _apply(workspace, report, numbers, spool)
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _staged(  # what is loaded how, and what it leaves for applying
    workspace: Workspace,
    source: Source,
    profile: Profile,
    options: LoadOptions,
    progress: Progress,
    spool: DerivedSpool | None,
) -> tuple[LoadReport, list[int]]:
    """Stages a source, unless the same bytes are there already; the report as far as it is known then, and batches."""
    channel = options.channel(profile)
    workspace.check_may_write(channel)
    report = LoadReport(source.name, channel.name, remarks=[*source.remarks, *_remarks_on(channel, options.grade)])
    known = [batch for batch in workspace.records.known(channel, source.sha256) if workspace.may_write(batch.channel)]
    if known:
        _tell_known(report, known, profile, options.grade)
        return report, [batch.no for batch in known]
    watching = Watching(workspace)
    numbers = _stage(workspace, source, profile, options, report, progress, spool, watching)
    watching.keep()
    report.watch_hits, report.remarks = watching.told(), [*report.remarks, *watching.remarks]
    report.batches = [workspace.records.batch(number).id for number in numbers]
    return report, numbers


def _tell_known(report: LoadReport, known: Sequence[Batch], profile: Profile, grade: str) -> None:
    """Says of a file that was loaded before what became of it then."""
    report.already_loaded = True
    report.batches = [batch.id for batch in known]
    report.rows, report.records = sum(b.units for b in known), sum(b.records for b in known)
    report.rejected_rows = sum(b.rejected for b in known)
    report.extract_date = known[0].extract_on
    report.remarks.append(message("load.known", batches=", ".join(report.batches)))
    if grade and grade != known[0].grade:
        words: dict[str, Value] = {"grade": known[0].grade, "wanted": grade, "batch": known[0].id}
        report.remarks.append(message("load.known_grade", **words))
    before = known[0].profile
    if (before.name, before.text) != (profile.name, profile.text):
        read_with: dict[str, Value] = {"profile": before.name, "version": before.version}
        if before.name == profile.name:
            report.remarks.append(message("load.known_version", **read_with))
        else:
            report.remarks.append(message("load.known_profile", batch=known[0].id, **read_with))


def _remarks_on(channel: Channel, grade: str) -> Iterator[Message]:
    """What people should know of an originator that is no country, or of a grade that nobody can read: it may be so."""
    if not country_code(channel.originator):
        yield message("load.no_country", originator=channel.originator)
    if grade and share_of_grade(grade) is None:
        yield message("load.unread_grade", grade=grade)


def _stage(  # noqa: PLR0913  # see `_staged`
    workspace: Workspace,
    source: Source,
    profile: Profile,
    options: LoadOptions,
    report: LoadReport,
    progress: Progress,
    spool: DerivedSpool | None,
    watching: Watching,
) -> list[int]:
    facts = FileFacts(
        file_name=source.name,
        sha256=source.sha256,
        channel=options.channel(profile),
        header=source.header,
        loaded_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        extract_on=_day(options.extract_date, "--extract-date"),
        unit=options.unit,
        grade=options.grade,
        retain_until=_day(options.retain_until, "--retain-until"),
        may_write=workspace.may_write,
        refuses_reused=not options.reused_numbers,
        refuses_doubles=not options.duplicate,
    )
    used = ProfileText(profile.name, profile.version, profile.text)
    staged = StagingLog()
    units = source.units
    if profile.records and not options.row_numbers:
        units = refusing_row_numbers(units, profile, source.header, source.name)
    try:
        numbers = workspace.applier.stage(
            facts, used, units, staged, lambda read: progress(_how_far(source, read)), spool, watching.see
        )
    except KeyboardInterrupt:
        raise Refused(f"{source.name}: stopped while staging; nothing was left behind", "load it again") from None
    except HalqaError as error:
        report.rejects_file = _write_rejects(workspace, source, staged.rejects)
        if report.rejects_file:
            error.next_step += f" (the rejects stand in {report.rejects_file})"
        raise
    report.rows, report.records, report.rejected_rows = staged.rows, staged.records, staged.rejected_rows
    report.duplicate_rows, report.extract_date = staged.duplicate_rows, staged.extract_on
    report.rejects_file = _write_rejects(workspace, source, staged.rejects)
    if report.duplicate_rows:
        report.remarks.append(message("load.duplicate_rows", count=report.duplicate_rows))
    if report.rows == 0:
        report.remarks.append(message("load.no_rows"))
    return numbers


def _how_far(source: Source, read: StagingLog) -> Step:
    share = source.share()
    # Of a file that has been read to its end units may still come, and nothing says how many.
    total = max(read.rows, round(read.rows / share)) if 0 < share < 1 else 0
    return Step(f"staging {source.name}", read.rows, total, read.rejected_rows)


def _apply(workspace: Workspace, report: LoadReport, numbers: Sequence[int], spool: DerivedSpool) -> None:
    total = ApplyReport()
    for number in numbers:
        batch = workspace.records.batch(number)
        if not batch.counts:
            continue  # it was set aside before: a rebuild tries it again
        try:
            total.add(workspace.applier.apply_batch(batch, spool))
        except KeyboardInterrupt:
            raise Interrupted(
                f"{report.file}: stopped while applying batch {batch.id}", "the next command goes on"
            ) from None
    report.applied_records, report.set_aside = total.records, total.set_aside
    report.flags, report.placeholders, report.conflicts = total.flags, total.placeholders, total.conflicts


def _day(text: str, option: str) -> str:
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue(f"{option} {text!r} is not a day", "write it as 2024-03-31") from None


def _write_rejects(workspace: Workspace, source: Source, rejects: Iterable[dict[str, object]]) -> str:
    rows = list(rejects)
    if not rows:
        return ""
    folder = workspace.settings.data_dir / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{Path(source.name).stem}-{source.sha256[:8]}.rejects.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(file, rows)
    return str(path)
