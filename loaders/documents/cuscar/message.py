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
from loaders.documents import edifact
from loaders.documents.cuscar.charset import charset_remarks
from loaders.documents.cuscar.segments import SegmentReader
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import number_of_particulars
from loaders.documents.edifact import Message, Segment

MAX_HEAD, MAX_GROUP, MAX_EQUIPMENT = 1 << 18, 1 << 22, 1 << 28  # characters
_STOWAGE = re.compile(r"\n(SGP\+[^\n]*)")
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
    for number, text in edifact.runs(path):
        tag = text[1:4]
        if tag == "UNH":
            slicer = _Slicer(path, next(messages))
        elif tag == "UNT":
            yield from slicer.unit()
            if not slicer.given:
                yield number, [slicer.head(), "", slicer.message.checks]
        elif tag not in ("UNB", "UNG", "UNE", "UNZ") and slicer.is_manifest:
            yield from slicer.take(number, text)


class _Slicer:
    """Cuts one message into head, equipment groups and consignments."""

    def __init__(self, path: Path, message: Message) -> None:
        self.message, self.given = message, 0
        self.is_manifest = message.type == "CUSCAR"
        self._path, self._number = path, 0
        self._segments: list[str] = []  # of the head
        self._head: str | None = None  # as one text, once it has ended
        self._group = ""  # each of its segments after a line end
        self._equipment: dict[str, list[str]] = {}
        self._place = self._segments
        self._sizes = {"head": 0, "equipment": 0}

    def head(self) -> str:
        """The segments before the first group."""
        if self._head is None:
            self._head = "\n".join(self._segments)
        return self._head

    def take(self, number: int, run: str) -> Iterator[tuple[int, list[str]]]:
        """Takes the next segments; gives the consignments that end among them."""
        before, *groups = run.split("\nCNI")
        if self._group:
            self._group += before
        else:
            self._begin(number, before[1:].split("\n") if before else ())
        self._check("consignment", len(self._group), MAX_GROUP, number)
        number += before.count("\n")
        for group in groups:
            yield from self.unit()
            self._group, self._number = f"\nCNI{group}", number
            self._check("consignment", len(group), MAX_GROUP, number)
            number += 1 + group.count("\n")

    def _begin(self, number: int, segments: Sequence[str]) -> None:
        """Takes segments before the first consignment."""
        for at, text in enumerate(segments, number):
            if text.startswith("EQD"):
                self._place = self._equipment.setdefault(Segment(text).get(1), [])
            self._place.append(text)
            part, most = ("head", MAX_HEAD) if self._place is self._segments else ("equipment", MAX_EQUIPMENT)
            self._sizes[part] += len(text)
            self._check(part, self._sizes[part], most, at)

    def _check(self, part: str, size: int, most: int, number: int) -> None:
        if size > most:
            raise BadFile(
                f"{self._path}, segment {number}: the {part} of a message is longer than {most:,} characters",
                "this is no manifest",
            )

    def unit(self) -> Iterator[tuple[int, list[str]]]:
        """The consignment that has just ended, if one has."""
        if self._group:
            self.given += 1
            yield self._number, [self.head(), self._stowed() + self._group[1:], self.message.checks]

    def _stowed(self) -> str:
        """The equipment groups that the goods of the consignment are in, each segment before a line end."""
        if not self._equipment:
            return ""
        names = dict.fromkeys(Segment(text).get(0) for text in _STOWAGE.findall(self._group))
        return "".join(f"{text}\n" for name in names for text in self._equipment.get(name, ()))


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The manifest line of a unit."""
    head, consignment, checks = (*unit, "", "", "")[:3]
    if not consignment:
        return [], []
    message = _head(head)
    reader = SegmentReader(mode=message.mode)
    reader.read(consignment.split("\n"))
    own = reader.finish()
    said = {**message.said, **own}
    source_id = reader.numbers.get("house") or reader.numbers.get("line", "")
    if not source_id and not own:
        reason = "a manifest line has no number of its own and says nothing else"
        reader.rejections.append(Rejection("CNI", "", "missing_id", reason))
    if reader.rejections or message.rejections:
        return [], [*message.rejections, *reader.rejections]
    numbering = () if source_id else ("number_missing",)
    source_id = source_id or number_of_particulars((("header", head), ("consignment", consignment)))
    flags = tuple(dict.fromkeys((*message.flags, *reader.flags, *numbering, *((checks,) if checks else ()))))
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
    reader.read(text.split("\n"))
    said = reader.finish()
    begin = reader.numbers.get("manifest", "")
    if begin:
        said["manifest_number"] = begin
    if reader.amended:
        said["registered_on"] = reader.amended[:10]
    return _Head(said, reader.mode, reader.amended, reader.is_cancelled, tuple(reader.flags), tuple(reader.rejections))


FORMAT = DocumentFormat(
    name="cuscar",
    version=3,
    title="UN/EDIFACT CUSCAR manifest",
    columns=("header", "consignment", "checks"),
    recognise=recognise,
    units=units,
    parse=parse,
    remarks=charset_remarks,
)
