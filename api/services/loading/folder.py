"""Loading a folder: every file that is recognised, one load a file, and what became of each.

Files are recognised as `loaders.recognising` says; what is not is listed with the reason.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from api.services.loading.load import LoadOptions, LoadReport, load_file
from api.services.runtime.workspace import Workspace
from graph.collector import collecting_seldom
from graph.errors import BadFile, Refused, StoreProblem, TooManyRejects
from graph.progress import Progress, silent
from loaders.archive import is_archive, unpack
from loaders.documents.document import document_formats
from loaders.profile.profile import Profile, find_profile
from loaders.recognising import known_profiles, profile_for

MAX_FILES = 10_000


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its report, or why it was not loaded."""

    path: Path
    report: LoadReport | None
    reason: str = ""
    is_recognised: bool = True
    profile: str = ""

    @property
    def words(self) -> str:
        """What became of it, in a few words."""
        if self.report is None:
            return self.reason
        return "was there already" if self.report.already_loaded else f"{self.report.applied_records:,} new or changed"

    def cells(self) -> tuple[object, ...]:
        """Profile, batches, rows, records, rejected rows and words, for a table."""
        r = self.report
        if r is None:
            return (self.profile, "", "", "", "", self.words)
        return (self.profile, ", ".join(map(str, r.batches)), r.rows, r.records, r.rejected_rows, self.words)


def load_folder(
    workspace: Workspace, folder: Path, options: LoadOptions, progress: Progress = silent
) -> Iterator[FileOutcome]:
    """Loads the files of a folder and of those in it, in the order of their paths; hidden ones are passed over.

    One file that cannot be loaded keeps no other from it. With a profile in the options, tables are read by that alone.

    Raises:
        BadFile: there is no such folder, or it holds more than 10,000 files.
        StoreProblem, Interrupted: nothing more can be loaded now.
    """
    own = workspace.settings.profiles
    known = known_profiles(own)
    usable = {options.profile: find_profile(options.profile, own)} if options.profile else known
    for path in collecting_seldom(files_of(folder)):
        try:
            name = profile_for(path, usable)
        except Refused as error:
            reason = _other_profile(path, options.profile, known) or str(error)
            yield FileOutcome(path, None, reason, is_recognised=False)
            continue
        profile = options.profile if options.profile and name not in document_formats() else name
        mine = replace(options, profile=profile)
        try:
            yield FileOutcome(path, load_file(workspace, path, mine, progress), profile=name)
        except StoreProblem:
            raise
        except (Refused, TooManyRejects) as error:
            yield FileOutcome(path, None, str(error), profile=name)


def _other_profile(path: Path, named: str, known: Mapping[str, Profile]) -> str:
    """That another profile than the one that was named reads a file, in words; "" where none was named or none does."""
    try:
        return named and f"profile {named} does not fit it, but {profile_for(path, known)} does; load it by itself"
    except Refused:
        return ""


def is_many(path: Path, profile: str, own: Path | None) -> bool:
    """Whether a path is loaded file by file: a folder or an archive, unless the profile reads it as one export."""
    if not path.is_dir():
        return is_archive(path)
    return not profile or find_profile(profile, own).neo4j_csv is None


@contextmanager
def as_folder(path: Path) -> Iterator[Path]:
    """The folder itself, or an archive unpacked into a folder that goes afterwards."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="halqa-") as name:
        unpack(path, Path(name))
        yield Path(name)


def files_of(folder: Path) -> list[Path]:
    """The files below a folder, sorted; hidden ones and links that lead elsewhere are passed over, pipes are not.

    Raises:
        BadFile: there is no such folder, or it holds too many files.
    """
    if not folder.is_dir():
        raise BadFile(f"no folder {folder}", "check the path")
    root = folder.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and path.exists() and not path.is_dir() and path.resolve().is_relative_to(root):
            found.append(path)
            if len(found) > MAX_FILES:
                raise BadFile(f"{folder} holds more than {MAX_FILES:,} files", "load the folders in it one by one")
    return found


def sum_up(outcomes: Sequence[FileOutcome]) -> str:
    """One sentence about all files."""
    loaded = [one.report for one in outcomes if one.report]
    again = sum(report.already_loaded for report in loaded)
    records, rejected = sum(report.records for report in loaded), sum(report.rejected_rows for report in loaded)
    refused = sum(one.report is None and one.is_recognised for one in outcomes)
    unknown = sum(not one.is_recognised for one in outcomes)
    return (
        f"{len(outcomes):,} files: {len(loaded):,} loaded ({again:,} of them were there already), {refused:,} refused,"
        f" {unknown:,} not recognised; {records:,} records, {rejected:,} rows rejected"
    )
