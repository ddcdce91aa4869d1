"""Tables that come packed: `.gz` around any table, `.zip` with one file in it.

The file is unpacked into a folder of its own that goes when the source has been read. What would unpack into more than
2 GB, or into more than 200 times itself above 50 MB, is refused while it is unpacked, whatever its head says.
"""

import gzip
import hashlib
import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from graph.errors import BadFile
from graph.messages import message
from loaders.profile.profile import Profile
from loaders.source import Source
from loaders.tables.readers import open_table, readers
from loaders.wrapping import BROKEN, files_in, member_name, unreadable

SUFFIXES = (".gz", ".zip")
_CHUNK = 1 << 20
_ARCHIVES = (".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".tgz")


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """Bytes that may come out of a packed file, and the ratio that is refused above `ratio_from` bytes."""

    inflated: int = 2 << 30
    ratio: int = 200
    ratio_from: int = 50 << 20


LIMITS = UnpackingLimits()


class Unpacked:
    """The file inside a packed one: `path` is there as long as this object is."""

    def __init__(self, path: Path, limits: UnpackingLimits = LIMITS) -> None:
        folder = Path(tempfile.mkdtemp(prefix="halqa-"))
        self.remove = weakref.finalize(self, shutil.rmtree, folder, True)
        try:
            inside = _from_zip if path.suffix.lower() == ".zip" else _from_gzip
            self.path = inside(path, folder, limits)
        except BROKEN as error:
            self.remove()
            raise unreadable(path, error) from error
        except BaseException:
            self.remove()
            raise


def open_source(path: Path, profile: Profile) -> Source:
    """The table inside a packed file, by the reader of its own suffix; name, hash and size are the packed file's.

    Raises:
        BadFile: it is damaged, encrypted, too large inside, holds another archive, or not exactly one file.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    unpacked = Unpacked(path)
    try:
        source = open_table(unpacked.path, profile)
    except BadFile as error:
        error.message = error.message.replace(str(unpacked.path), f"{path} ({unpacked.path.name})")
        raise
    size = unpacked.path.stat().st_size
    remarks = (message("read.unpacked", name=unpacked.path.name, size=size), *source.remarks)
    return replace(
        source,
        name=path.name,
        sha256=digest.hexdigest(),
        units=_kept(unpacked, path, source.units),
        size=path.stat().st_size,
        remarks=remarks,
    )


def _kept(unpacked: Unpacked, path: Path, units: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The units, with the unpacked file kept until they end; faults name the packed file."""
    try:
        yield from units
    except BadFile as error:
        error.message = error.message.replace(str(unpacked.path), f"{path} ({unpacked.path.name})")
        raise
    finally:
        unpacked.remove()


def _from_gzip(path: Path, folder: Path, limits: UnpackingLimits) -> Path:
    with gzip.open(path) as packed:
        return _written(packed, path, Path(path.stem), folder, limits)


def _from_zip(path: Path, folder: Path, limits: UnpackingLimits) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = files_in(archive)
        if len(members) != 1:
            shown = ", ".join(one.filename for one in members[:5]) or "nothing"
            raise BadFile(f"{path} holds {len(members)} files: {shown}", "unpack it, and name the files in it")
        (member,) = members
        name = member_name(path, member)
        with archive.open(member) as packed:
            return _written(packed, path, Path(name.name), folder, limits)


def _written(packed: IO[bytes] | gzip.GzipFile, path: Path, name: Path, folder: Path, limits: UnpackingLimits) -> Path:
    """Writes what is inside under its own name, or under the suffix of its content where that has none."""
    head = packed.read(_CHUNK)
    suffix = name.suffix.lower()
    if suffix in _ARCHIVES or head.startswith(b"\x1f\x8b"):
        raise BadFile(f"{path} holds another packed file, {name}", "unpack it once")
    if suffix not in readers():
        suffix = suffix_of(head)
    inner = folder / f"{name.stem[:80] or 'file'}{suffix}"
    most, size = path.stat().st_size, 0
    with inner.open("wb") as file:
        while head:
            size += len(head)
            if size > limits.inflated or (size > limits.ratio_from and size > limits.ratio * most):
                words = f"{path} has {most:,} bytes and more than {size:,} when unpacked"
                raise BadFile(words, "this is no file of records; if it is one, send it unpacked and in parts")
            file.write(head)
            head = packed.read(_CHUNK)
    return inner


def suffix_of(head: bytes) -> str:
    """The suffix that a file of this content has: of the tables that we read, text where it is none of the others."""
    if head.startswith(b"PAR1"):
        return ".parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if head.startswith(b"PK\x03\x04"):
        return ".ods" if b"opendocument.spreadsheet" in head[:200] else ".xlsx"
    return ".jsonl" if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else ".csv"
