"""CSV and TSV: rows as text, by the profile's encoding and delimiter, in a stream with bounded lines."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from graph.errors import BadFile
from loaders.profile import Profile
from loaders.source import Source

SUFFIXES = (".csv", ".tsv", ".txt")
MAX_LINE = 1 << 20  # characters; a longer line is no customs record
_CHUNK = 1 << 20


def open_source(path: Path, profile: Profile) -> Source:
    """A delimited file as a source of raw units.

    Raises:
        BadFile: it is empty, binary, in none of the profile's encodings, or its first line is too long.
    """
    sha256, encoding = _scan(path, profile)
    rows = _rows(path, encoding, profile.delimiter)
    try:
        header = next(row for _, row in rows if row)
    except StopIteration:
        raise BadFile(f"{path} holds no rows", "check that the export was written whole") from None
    return Source(
        name=path.name,
        sha256=sha256,
        header=tuple(name.strip() for name in header),
        units=((line, row) for line, row in rows if row),
        size=path.stat().st_size,
        remarks=(f"read as {encoding}",),
    )


def _scan(path: Path, profile: Profile) -> tuple[str, str]:
    """One pass over the bytes: their sha256, and the first of the profile's encodings that fits all of them."""
    try:
        decoders = {
            name: codecs.getincrementaldecoder("utf-8-sig" if name == "utf-8" else name)("strict")
            for name in profile.encodings
        }
    except LookupError as error:
        raise BadFile(
            f"profile {profile.name} names an unknown encoding: {error}", "write for example utf-8 or cp1251"
        ) from error
    digest = hashlib.sha256()
    faults: list[str] = []
    with path.open("rb") as file:
        position = 0
        while chunk := file.read(_CHUNK):
            if position == 0 and b"\0" in chunk[:4096] and not any("16" in name for name in decoders):
                raise BadFile(
                    f"{path} is not text (it holds NUL bytes)", "export it as CSV, or convert the spreadsheet"
                )
            digest.update(chunk)
            _feed(decoders, chunk, position, faults)
            position += len(chunk)
        _feed(decoders, b"", position, faults)
    if position == 0:
        raise BadFile(f"{path} is empty", "check that the export was written whole")
    if not decoders:
        raise BadFile(
            f"{path} is in none of the encodings of profile {profile.name}: {'; '.join(faults)}",
            "name the right one in the profile",
        )
    name = next(iter(decoders))
    return digest.hexdigest(), "utf-8-sig" if name == "utf-8" else name


def _feed(decoders: dict[str, codecs.IncrementalDecoder], chunk: bytes, position: int, faults: list[str]) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            faults.append(f"{name} fails at byte {position + error.start}")
            del decoders[name]


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each begins."""
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(file, path), delimiter=delimiter, strict=True)
        begins = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadFile(f"{path}, line {begins}: {error}", "check the quotes of that line") from error
            yield begins, row
            begins = reader.line_num + 1


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    readline = file.readline
    while line := readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise BadFile(
                f"{path}, line {number} is longer than {MAX_LINE:,} characters",
                "this is not a file of records, or its line ends are missing",
            )
        if "\0" in line:
            raise BadFile(f"{path}, line {number} holds a NUL byte", "the file is damaged: export it again")
        yield line
