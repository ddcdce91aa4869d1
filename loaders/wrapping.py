"""Documents that come packed: `.gz`, or a `.zip` with one file in it, read as a stream and under limits.

What is inside is told by its content, as is that it is packed at all. What is inside a packed file is not looked into
again. A zip of several files is an archive (`loaders.archive`) or a spreadsheet, and its bytes are its own.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast
from weakref import WeakValueDictionary

from graph.errors import BadFile
from loaders.source import Position

MAX_INFLATED = 1 << 30  # bytes that a packed document may hold
RATIO_FROM, MAX_RATIO = 100_000_000, 100
# What the packing libraries raise on damaged files; NotImplementedError is a compression they do not know.
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_ENCRYPTED = 0x1
_MOST_FOLDERS, _LONGEST_NAME = 50, 1000  # of the name of a file in an archive


_positions: WeakValueDictionary[Path, Position] = WeakValueDictionary()


def position_in(path: Path) -> Position:
    """How far a file has been read by whoever opens it from now on, as long as this is kept.

    A document's reader is given a path and opens it itself, some of them twice; so it is told here and not to each.
    """
    position = _positions[path] = Position()
    return position


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file as bytes, out of its packing where it has one.

    Raises:
        BadFile: it cannot be read, its packing is damaged or encrypted, its only file has a name that leads elsewhere,
            or more comes out than a gigabyte or, above 100 MB, a hundred times its size.
    """
    if path.exists() and not path.is_file():
        raise BadFile(f"{path} is no file", "name a file: to open a pipe may wait for ever")
    try:
        with path.open("rb") as file:
            if position := _positions.get(path):
                position.follow(file)
            inside = _inside(path, file)
            if inside is None:
                yield file
                return
            with inside:
                yield io.BufferedReader(_Bounded(path, inside))
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(f"{path} cannot be read: {error}", "check the file and its rights") from error


def _inside(path: Path, file: io.BufferedReader) -> IO[bytes] | None:
    """What is in a gzip file, or in a zip that holds one file; None where it is the file itself that is meant."""
    head = file.peek(len(_ZIP))
    if head.startswith(_GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if not head.startswith(_ZIP):
        return None
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        members = []  # its own reader says what is wrong
    else:
        members = files_in(archive)
    if len(members) != 1:
        file.seek(0)
        return None
    member_name(path, members[0])
    try:
        return archive.open(members[0])
    except BROKEN as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> BadFile:
    """What is said of a file that the packing libraries cannot read."""
    return BadFile(f"{path} cannot be unpacked: {error}", "pack it again, or send it unpacked")


def files_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, without its folders; `ZipInfo.is_dir` of 3.11 fails where a damaged name is empty."""
    return [one for one in archive.infolist() if not one.filename.endswith("/")]


def member_name(path: Path, member: zipfile.ZipInfo) -> PurePosixPath:
    """The name of a file in an archive, as a path below a folder.

    Raises:
        BadFile: it leads elsewhere, or the file is encrypted.
    """
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if len(name.parts) > _MOST_FOLDERS or len(member.filename) > _LONGEST_NAME:
        raise BadFile(f"{path} holds a file that lies too deep: {member.filename[:80]}...", "pack it again")
    if name.is_absolute() or ".." in name.parts or not name.parts or ":" in name.parts[0]:
        raise BadFile(f"{path} holds a file outside its own folder: {member.filename!r}", "pack it again")
    if member.flag_bits & _ENCRYPTED:
        raise BadFile(f"{path} is encrypted", "unpack it with its password, and send what is inside")
    return name


class _Bounded(io.RawIOBase):
    """What comes out of a packed file, counted while it comes: whatever its head promises."""

    def __init__(self, path: Path, inside: IO[bytes]) -> None:
        self._path, self._inside = path, inside
        self._total, self._size = 0, path.stat().st_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._inside.read(len(buffer))
        except BROKEN as error:
            raise BadFile(f"{self._path} cannot be read: {error}", "check the file and its rights") from error
        buffer[: len(found)] = found
        self._total += len(found)
        if self._total > MAX_INFLATED:
            raise BadFile(f"{self._path} is larger than {MAX_INFLATED >> 20} MB unpacked", "export it in parts")
        if self._total > RATIO_FROM and self._total > MAX_RATIO * self._size:
            raise BadFile(f"{self._path} unpacks to more than {MAX_RATIO} times its size", "send it unpacked")
        return len(found)
