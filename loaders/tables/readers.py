"""Which reader reads a table: every module of this folder that declares `SUFFIXES` and `open_source`."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

import loaders.tables
from graph.errors import BadFile
from graph.plugins import modules_below
from loaders.profile.profile import Profile
from loaders.source import Source

OpenSource = Callable[[Path, Profile], Source]


@functools.cache
def readers() -> Mapping[str, OpenSource]:
    """Suffix -> the function that opens such a file."""
    openers: dict[str, OpenSource] = {}
    for module in modules_below(loaders.tables):
        for suffix in getattr(module, "SUFFIXES", ()):
            openers[suffix] = module.open_source
    return openers


def open_table(path: Path, profile: Profile) -> Source:
    """Opens a table with the reader of its suffix.

    Raises:
        BadFile: it cannot be read, or no reader knows its suffix.
    """
    reader = readers().get(path.suffix.lower())
    if reader is None:
        raise BadFile(
            f"no loader reads {path.suffix or 'a file without a suffix'!r} ({path})",
            f"known: {', '.join(sorted(readers()))}",
        )
    try:
        return reader(path, profile)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}", "check the rights of the file") from error
