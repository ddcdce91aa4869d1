"""Zip archives with several files: unpacked as a folder, with every name and every size checked."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from graph.errors import BadFile
from loaders.tables.packed import LIMITS, UnpackingLimits
from loaders.wrapping import BROKEN, files_in, member_name

MAX_MEMBERS = 10_000
_CHUNK = 1 << 20
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst"})


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive with more than one file in it; a spreadsheet is none."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return len(files_in(archive)) > 1
    except BROKEN:
        return False  # its reader says what is wrong


def unpack(path: Path, folder: Path, limits: UnpackingLimits = LIMITS) -> None:
    """Unpacks an archive into an empty folder.

    Raises:
        BadFile: it is damaged or encrypted, a name leads out of the folder, a member is a link or another archive, it
            holds too many files, or too much comes out of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = files_in(archive)
            if len(members) > MAX_MEMBERS:
                raise BadFile(f"{path} holds {len(members):,} files", f"pack at most {MAX_MEMBERS:,} together")
            total = 0
            for member in members:
                total = _extract(archive, member, path, folder, (total, limits))
    except BROKEN as error:
        raise BadFile(f"{path} cannot be unpacked: {error}", "pack it again, or send the files unpacked") from error


def _extract(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, folder: Path, so_far: tuple[int, UnpackingLimits]
) -> int:
    """Writes one member; the bytes written in all."""
    total, limits = so_far
    name = member_name(path, member)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadFile(f"{path} holds a link: {member.filename!r}", "pack the file itself")
    if name.suffix.lower() in _ARCHIVES:
        raise BadFile(f"{path} holds another archive, {name}", "unpack it once")
    target = _place(folder, name)
    with archive.open(member) as packed, target.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            total += len(chunk)
            most = path.stat().st_size
            if total > limits.inflated or (total > limits.ratio_from and total > limits.ratio * most):
                words = f"{path} has {most:,} bytes and more than {total:,} when unpacked"
                raise BadFile(words, "these are no files of records; if they are, send them unpacked and in parts")
            file.write(chunk)
    return total


def _place(folder: Path, name: PurePosixPath) -> Path:
    target = folder.joinpath(*name.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
