"""Which reader reads a file: every module of this package that declares `SUFFIXES` and `open_source`."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from pathlib import Path

import loaders
from graph.errors import BadFile
from loaders.profile import Profile
from loaders.source import Source

OpenSource = Callable[[Path, Profile], Source]


@functools.cache
def readers() -> Mapping[str, OpenSource]:
    """Suffix -> the function that opens such a file."""
    found: dict[str, OpenSource] = {}
    for module in pkgutil.iter_modules(loaders.__path__):
        loaded = importlib.import_module(f"loaders.{module.name}")
        for suffix in getattr(loaded, "SUFFIXES", ()):
            found[suffix] = loaded.open_source
    return found


def open_source(path: Path, profile: Profile) -> Source:
    """Opens a file with the reader of its suffix.

    Raises:
        BadFile: there is no such file, it cannot be read, or no reader knows its suffix.
    """
    if path.is_dir():
        raise BadFile(f"{path} is a folder", "name the files in it")
    if not path.exists():
        raise BadFile(f"no file {path}", "check the path")
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
