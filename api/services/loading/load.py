"""Loading: a file, or a pandas frame, through a profile into the records and the graph."""

import datetime
import hashlib
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.services.loading.rejects import write_csv
from api.services.runtime.workspace import Workspace, parser_of
from graph import codes
from graph.derivation.apply import ApplyReport
from graph.errors import BadFile, BadValue, HalqaError, Interrupted, Refused
from graph.model import Channel, day_number
from graph.progress import Progress, Step, silent
from graph.records.staging import FileFacts, Staging, check_rejects
from graph.records.store import ProfileText
from graph.values.reference.countries import country_code
from loaders.profile.profile import Profile, find_profile
from loaders.registry import open_source, profile_for
from loaders.source import Source

if TYPE_CHECKING:
    import pandas as pd

_PROGRESS_EVERY = 2000
_ENOUGH_REJECTS = 50_000
_PACKED = re.compile(r"\.(gz|zip)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is said of a file when it is loaded; dates are ISO days. Documents need no profile: it may be ""."""

    profile: str
    originator: str
    dataset: str = ""
    handling: str = "H1"
    purpose: str = "customs"
    unit: str = ""
    grade: str = ""
    extract_date: str = ""
    retain_until: str = ""

    def channel(self) -> Channel:
        """The channel of rows that name no handling of their own; the dataset is the profile's name unless given."""
        return Channel(self.originator, self.dataset or Path(self.profile).stem, self.handling, self.purpose)


@dataclass(slots=True)
class LoadReport:
    """What became of one file. It speaks of the file's own records only, never of what others had reported before."""

    file: str
    channel: str
    batches: list[int] = field(default_factory=list)
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
    remarks: list[str] = field(default_factory=list)
    extract_date: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self) | {"meanings": self.meanings()}

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
    options = with_profile(options, path)
    profile = find_profile(options.profile, workspace.settings.profiles)
    return load_source(workspace, open_source(path, profile), profile, options, progress)


def with_profile(options: LoadOptions, path: Path) -> LoadOptions:
    """Options with the document format of a file as the profile, where none was named."""
    return options if options.profile else replace(options, profile=profile_for(path))


def stage_file(workspace: Workspace, path: Path, options: LoadOptions, progress: Progress = silent) -> LoadReport:
    """Stages one file without applying it: the next command that opens the stores does that."""
    options = with_profile(options, path)
    profile = find_profile(options.profile, workspace.settings.profiles)
    with workspace.records.writer.held():
        return _staged(workspace, open_source(path, profile), profile, options, progress)


def load_frame(workspace: Workspace, frame: "pd.DataFrame", options: LoadOptions, name: str = "frame") -> LoadReport:
    """Loads a pandas frame as if it were a file of its columns; missing values are empty cells."""
    profile = find_profile(options.profile, workspace.settings.profiles)
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    digest = hashlib.sha256(
        "\x1e".join("\x1f".join(row) for row in [list(map(str, frame.columns)), *rows]).encode()
    ).hexdigest()
    source = Source(name, digest, tuple(map(str, frame.columns)), iter(list(enumerate(rows, 1))))
    return load_source(workspace, source, profile, options)


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)


def load_source(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, progress: Progress = silent
) -> LoadReport:
    """Loads an open source; see `load_file`."""
    with workspace.records.writer.held():
        return _load_source(workspace, source, profile, options, progress)


def _load_source(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, progress: Progress
) -> LoadReport:
    started = time.monotonic()
    workspace.applier.check_profile(ProfileText(profile.name, profile.version, profile.text))
    report = _staged(workspace, source, profile, options, progress)
    _apply(workspace, report)
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _staged(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, progress: Progress
) -> LoadReport:
    """Stages a source, unless the same bytes are there already; the report as far as it is known then."""
    channel = options.channel()
    report = LoadReport(source.name, channel.name, remarks=[*source.remarks, *_remarks_on(channel)])
    known = workspace.records.known(channel, source.sha256)
    if not known:
        _stage(workspace, source, profile, options, report, progress)
        return report
    report.already_loaded = True
    report.batches = [batch.no for batch in known]
    report.rows, report.records = sum(b.units for b in known), sum(b.records for b in known)
    report.rejected_rows = sum(b.rejected for b in known)
    report.extract_date = known[0].extract_on
    report.remarks.append(
        f"the same bytes are batch {', '.join(map(str, report.batches))} already: nothing was changed"
    )
    before = known[0].profile
    if (before.name, before.text) != (profile.name, profile.text):
        report.remarks.append(
            f"they were read with profile {before.name} version {before.version}: to read them otherwise, "
            + (
                "raise its version and run `halqa rebuild --profile FILE`"
                if before.name == profile.name
                else f"`halqa recall {known[0].no}` first"
            )
        )
    return report


def _remarks_on(channel: Channel) -> Iterator[str]:
    """What people should know of an originator that is no country: an organisation may be one, a slip more often is."""
    code = country_code(channel.originator)
    if code != channel.originator:
        meant = f"; did you mean {code}?" if code else ""
        yield (
            f"originator {channel.originator!r} is no country code: plates and tax numbers are of no country where the "
            f"rows name none{meant}"
        )


def _stage(
    workspace: Workspace, source: Source, profile: Profile, options: LoadOptions, report: LoadReport, progress: Progress
) -> None:
    facts = FileFacts(
        file_name=source.name,
        sha256=source.sha256,
        channel=options.channel(),
        profile=ProfileText(profile.name, profile.version, profile.text),
        header=source.header,
        loaded_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        unit=options.unit,
        grade=options.grade,
        retain_until=_day(options.retain_until, "--retain-until"),
    )
    given = _day(options.extract_date, "--extract-date") or _day_in_name(source.name, profile)
    parse = parser_of(facts.profile, facts.header)
    rejects: list[dict[str, object]] = []
    try:
        with Staging(workspace.records, facts) as staging:
            rejects = staging.rejects
            for line, values in source.units:
                records, rejections = parse(values)
                staging.add(line, values, records, rejections)
                report.rows += 1
                report.records += len(records)
                report.rejected_rows += bool(rejections)
                if report.rows % _PROGRESS_EVERY == 0:
                    progress(_how_far(source, report))
                    if report.rejected_rows > _ENOUGH_REJECTS:  # of a file that will hardly be better further on
                        check_rejects(report.rejected_rows, report.rows, source.name)
            check_rejects(report.rejected_rows, report.rows, source.name)
            report.extract_date = given or _latest_day(staging.last_day, source.name)
            complete = _period(staging, profile)
            report.batches = staging.commit(report.extract_date, complete)
            report.duplicate_rows = staging.duplicate_rows
    except KeyboardInterrupt:
        raise Refused(f"{source.name}: stopped while staging; nothing was left behind", "load it again") from None
    except HalqaError as error:
        report.rejects_file = _write_rejects(workspace, source, rejects)
        if report.rejects_file:
            error.next_step += f" (the rejects stand in {report.rejects_file})"
        raise
    report.rejects_file = _write_rejects(workspace, source, rejects)
    if report.duplicate_rows:
        report.remarks.append(f"{report.duplicate_rows:,} rows stand in the file more than once, and count once")
    if report.rows == 0:
        report.remarks.append("the file holds a header and no rows")


def _how_far(source: Source, report: LoadReport) -> Step:
    share = source.share()
    # Of a file that has been read to its end units may still come, and nothing says how many.
    total = max(report.rows, round(report.rows / share)) if 0 < share < 1 else 0
    return Step(f"staging {source.name}", report.rows, total, report.rejected_rows)


def _apply(workspace: Workspace, report: LoadReport) -> None:
    total = ApplyReport()
    for number in report.batches:
        try:
            part = workspace.applier.apply_batch(workspace.records.batch(number))
        except KeyboardInterrupt:
            raise Interrupted(
                f"{report.file}: stopped while applying batch {number}", "the next command goes on"
            ) from None
        total.records += part.records
        for code, count in part.flags.items():
            total.flags[code] = total.flags.get(code, 0) + count
        for text, count in part.placeholders.items():
            total.placeholders[text] = total.placeholders.get(text, 0) + count
        total.conflicts += part.conflicts
    report.applied_records = total.records
    report.flags, report.placeholders, report.conflicts = total.flags, total.placeholders, total.conflicts


def _day(text: str, option: str) -> str:
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue(f"{option} {text!r} is not a day", "write it as 2024-03-31") from None


def _day_in_name(name: str, profile: Profile) -> str:
    if not profile.extract_date:
        return ""
    found = re.search(profile.extract_date, name) or re.search(profile.extract_date, _PACKED.sub("", name))
    if not found:
        raise BadFile(f"the name {name} holds no extract date as profile {profile.name} expects", "give --extract-date")
    return _day(found.group(1), f"the extract date in the name {name}")


def _latest_day(day: str, name: str) -> str:
    """The latest date in the file, where nothing else says how old the extract is."""
    if not day:
        raise BadFile(f"{name} holds no date, so its age is not known", "give --extract-date")
    if day > datetime.date.today().isoformat():
        raise BadFile(f"the latest date in {name} is {day}, in the future", "give --extract-date")
    return day


def _period(staging: Staging, profile: Profile) -> tuple[int, int] | None:
    if not profile.is_complete or not staging.first_day:
        return None
    return day_number(staging.first_day), day_number(staging.last_day)


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
