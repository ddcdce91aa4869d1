"""Manifests as UN/EDIFACT CUSCAR messages (D.95B and near ones): one raw unit a consignment, that is a CNI group.

A unit holds the message's head, its own group, and the equipment groups (EQD) that its goods are stowed in: a head with
three thousand containers is not kept three thousand times. The interchange's own references are not kept, so the
same manifest sent again is the same version.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from graph.errors import BadFile
from loaders import edifact
from loaders.cuscar_segments import SegmentReader
from loaders.document import DocumentFormat
from loaders.edifact import Message, segment

MAX_HEAD, MAX_GROUP, MAX_EQUIPMENT = 1 << 18, 1 << 22, 1 << 28  # characters
_IS_CUSCAR = re.compile(rb"UNH\W[^\r\n]{0,80}?\WCUSCAR\W")


def recognise(head: bytes) -> bool:
    """Whether a file begins an interchange whose first message is a CUSCAR."""
    return edifact.service_string(head) is not None and bool(_IS_CUSCAR.search(head))


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """One unit a consignment; a message of another type, or without a consignment, is one unit with its head alone.

    Raises:
        BadFile: the envelope is unbalanced, or a head or a group is too large.
    """
    messages = iter(edifact.checked(path))
    slicer = _Slicer(path, Message(""))
    for number, text in edifact.segments(path):
        tag = text[:3]
        if tag == "UNH":
            slicer = _Slicer(path, next(messages))
        elif tag == "UNT":
            yield from slicer.unit()
            if not slicer.given:
                yield number, [slicer.head(), "", slicer.message.checks]
        elif tag not in ("UNB", "UNG", "UNE", "UNZ"):
            if tag == "CNI" and slicer.is_manifest:
                yield from slicer.unit()
            slicer.add(number, tag, text)


class _Slicer:
    """Cuts one message into head, equipment groups and consignments."""

    def __init__(self, path: Path, message: Message) -> None:
        self.message, self.given = message, 0
        self.is_manifest = message.type == "CUSCAR"
        self._path, self._number = path, 0
        self._head: list[str] = []
        self._group: list[str] = []
        self._equipment: dict[str, list[str]] = {}
        self._place = self._head
        self._sizes = {"head": 0, "equipment": 0, "group": 0}

    def head(self) -> str:
        """The segments before the first group."""
        return "\n".join(self._head)

    def add(self, number: int, tag: str, text: str) -> None:
        """Takes a segment of the message."""
        if tag == "CNI" and self.is_manifest:
            self._group, self._number, self._sizes["group"] = [], number, 0
            self._place = self._group
        elif tag == "EQD" and self._place is not self._group:
            self._place = self._equipment.setdefault(segment(text).get(1), [])
        part = "head" if self._place is self._head else "group" if self._place is self._group else "equipment"
        self._sizes[part] += len(text)
        most = {"head": MAX_HEAD, "group": MAX_GROUP, "equipment": MAX_EQUIPMENT}[part]
        if self._sizes[part] > most:
            what = {"head": "head", "group": "consignment", "equipment": "equipment"}[part]
            raise BadFile(
                f"{self._path}, segment {number}: the {what} of a message is longer than {most:,} characters",
                "this is no manifest",
            )
        if self.is_manifest:
            self._place.append(text)

    def unit(self) -> Iterator[tuple[int, list[str]]]:
        """The consignment that has just ended, if one has."""
        if self._group:
            self.given += 1
            stowed = dict.fromkeys(segment(text).get(0) for text in self._group if text[:4] == "SGP+")
            equipment = [text for name in stowed for text in self._equipment.get(name, ())]
            yield self._number, [self.head(), "\n".join((*equipment, *self._group)), self.message.checks]


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The manifest line of a unit."""
    head, consignment, checks = (*unit, "", "", "")[:3]
    if not consignment:
        return [], []
    message = _head(head)
    reader = SegmentReader(mode=message.mode)
    for text in consignment.split("\n"):
        reader.read(segment(text))
    said = {**message.said, **reader.finish()}
    source_id = reader.numbers.get("house") or reader.numbers.get("line", "")
    if not source_id:
        reader.rejections.append(Rejection("CNI", "", "missing_id", "a manifest line needs its own number"))
    if reader.rejections or message.rejections:
        return [], [*message.rejections, *reader.rejections]
    flags = tuple(dict.fromkeys((*message.flags, *reader.flags, *((checks,) if checks else ()))))
    record = Record("manifest", source_id, said, message.amended, message.is_cancelled, flags=flags)
    return [record], []


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a message says for all its consignments."""

    said: Mapping[str, Any]
    mode: str
    amended: str
    is_cancelled: bool
    flags: tuple[str, ...]
    rejections: tuple[Rejection, ...]


@lru_cache(maxsize=16)
def _head(text: str) -> _Head:
    reader = SegmentReader()
    for line in text.split("\n"):
        reader.read(segment(line))
    said = reader.finish()
    begin = reader.numbers.get("manifest", "")
    if begin:
        said["manifest_number"] = begin
    if reader.amended:
        said["registered_on"] = reader.amended[:10]
    return _Head(said, reader.mode, reader.amended, reader.is_cancelled, tuple(reader.flags), tuple(reader.rejections))


FORMAT = DocumentFormat(
    name="cuscar",
    version=1,
    title="UN/EDIFACT CUSCAR manifest",
    columns=("header", "consignment", "checks"),
    recognise=recognise,
    units=units,
    parse=parse,
)
