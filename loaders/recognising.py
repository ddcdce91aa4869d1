"""What a file is when nobody says: a document by its content, a table by the one profile that finds all its columns.

The profile that reads most columns wins, and of two with as many neither does.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import BadFile, HalqaError
from loaders.documents.document import recognised
from loaders.profile.profile import BUILT_IN, Profile, read_profile
from loaders.registry import check_is_file, open_source, parser
from loaders.source import Source
from loaders.tables.readers import readers


def known_profiles(own: Path | None) -> dict[str, Profile]:
    """Every profile of the own folder and the built-in ones, by the name of its file; of two the own one."""
    profiles: dict[str, Profile] = {}
    for folder in filter(None, (BUILT_IN, own)):
        for path in sorted(folder.glob("*.yaml")):
            try:
                profiles[path.stem] = read_profile(path)
            except HalqaError:
                continue  # `halqa doctor` tells which profile is faulty
    return profiles


def profile_for(path: Path, profiles: Mapping[str, Profile]) -> str:
    """The document format or the profile that reads a file.

    Raises:
        BadFile: there is no such file, no profile reads it, or two do equally well; the message says what was seen.
    """
    check_is_file(path)
    document = recognised(path)
    if document is not None:
        return document.name
    suffix = path.suffix.lower()
    if suffix not in readers():
        raise BadFile(
            f"no loader reads {suffix or 'a file without a suffix'!r}, and {path} is no document that we know",
            "docs/formats.md and docs/profiles.md list what is read",
        )
    if not path.stat().st_size:
        raise BadFile(f"{path} is empty", "check that the export was written whole")
    best = _best_fitting(path, profiles)
    if not best:
        raise BadFile(
            f"{path} is no document that we know, and no profile finds all its columns in it",
            "name a profile with --profile; `halqa profile FILE` proposes one",
        )
    if len(best) > 1:
        raise BadFile(f"the profiles {', '.join(best)} fit {path} equally well", "name one of them with --profile")
    return best[0]


def open_fitting(path: Path, profile: Profile, own: Path | None) -> Source:
    """Opens a file with a profile that was named.

    Args:
        path: The file, or the folder of a graph export.
        profile: What it is read with.
        own: The folder of own profiles, among which and the built-in ones another is looked for.

    Raises:
        BadFile: it cannot be read, or not with this profile; the next step names the profile that fits, if one does.
    """
    try:
        source = open_source(path, profile)
        parser(profile, source.header)
    except BadFile as error:
        name = _name_fitting(path, known_profiles(own))
        if name:
            error.next_step = f"{name} reads it: name that with --profile, or leave --profile out"
        raise
    return source


def _name_fitting(path: Path, profiles: Mapping[str, Profile]) -> str:
    """The profile or document format that reads a file, "" where none does or several do."""
    try:
        return profile_for(path, profiles)
    except (HalqaError, OSError):
        return ""


def _best_fitting(path: Path, profiles: Mapping[str, Profile]) -> list[str]:
    """The names of the profiles that read most columns of a table, sorted; none where no profile reads it."""
    widths = [(len(profiles[name].columns()), name) for name in _fitting(path, profiles)]
    most = max(widths, default=(0, ""))[0]
    return sorted(name for width, name in widths if width == most)


def _fitting(path: Path, profiles: Mapping[str, Profile]) -> Iterator[str]:
    """The profiles that find all their columns in a table; the file is opened once for each way of opening it."""
    headers: dict[tuple[object, ...], tuple[str, ...]] = {}
    for name, profile in profiles.items():
        if profile.document or not profile.records:
            continue
        way = (profile.encodings, profile.delimiter, profile.sheet, profile.header_row, profile.header_rows)
        try:
            if way not in headers:
                headers[way] = ()
                headers[way] = open_source(path, profile).header
            if headers[way]:
                parser(profile, headers[way])
                yield name
        except HalqaError:
            continue
