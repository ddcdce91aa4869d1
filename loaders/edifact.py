"""UN/EDIFACT interchanges (ISO 9735): segments in a stream, the envelope checked, texts by the stated character set.

Segments are kept in one writing, whatever the sender's service string advice says: `+` between elements, `:` between
components, `?` before a sign that is data, no line ends. The number of a segment counts from the first of the file,
the service string advice included, so in a file with one segment a line it is the line.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO

from graph.errors import BadFile
from loaders.document import opened

MAX_SIZE = 16 << 30  # bytes of a file; it is read as a stream, so only time is at stake
MAX_SEGMENT = 1 << 16  # characters; the longest segments in use have a few thousand
_CHUNK = 1 << 20
# Syntax identifiers of ISO 9735. A and B are subsets of ASCII; UTF-8 holds ASCII, and refuses whatever else is sent.
ENCODINGS = {
    **dict.fromkeys(("UNOA", "UNOB", "UNOW", "UNOY"), "utf-8"),
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOL": "iso8859-15",
}
_RELEASED = re.compile(r"\?(.)", re.DOTALL)
_SERVICE = {"UNB": "UNZ", "UNG": "UNE", "UNH": "UNT"}


@dataclass(frozen=True, slots=True)
class Syntax:
    """The signs of an interchange: between components, between elements, release (or ""), end of a segment."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @property
    def is_default(self) -> bool:
        return self == _DEFAULT


_DEFAULT = Syntax()


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its tag, and elements of components; what is not there is ""."""

    tag: str
    elements: tuple[tuple[str, ...], ...]

    def get(self, element: int, component: int = 0) -> str:
        """A component, both counted from 0; elements are counted without the tag."""
        if element >= len(self.elements) or component >= len(self.elements[element]):
            return ""
        return self.elements[element][component]

    def all(self, element: int) -> tuple[str, ...]:
        """The components of an element that are filled."""
        return tuple(text for text in self.elements[element] if text) if element < len(self.elements) else ()


@lru_cache(maxsize=1 << 12)
def segment(text: str) -> Segment:
    """A segment in our writing, read."""
    if "?" not in text:
        tag, *elements = text.split("+")
        return Segment(tag, tuple(tuple(map(str.strip, e.split(":"))) for e in elements))
    tag, *released = _cut(text, "+", "?")
    return Segment(tag, tuple(tuple(_RELEASED.sub(r"\1", c).strip() for c in _cut(e, ":", "?")) for e in released))


def _cut(text: str, sign: str, release: str) -> list[str]:
    """Splits at a sign that is not released; the release signs stay."""
    parts: list[str] = []
    is_open = False
    for part in text.split(sign):
        if is_open:
            parts[-1] += sign + part
        else:
            parts.append(part)
        is_open = _is_open(parts[-1], release)
    return parts


def _is_open(part: str, release: str) -> bool:
    """Whether a part ends with a release sign, so that the sign after it is data."""
    return bool(release) and part.endswith(release) and (len(part) - len(part.rstrip(release))) % 2 == 1


def service_string(head: bytes) -> tuple[Syntax, bool] | None:
    """The syntax of an interchange and whether it states one; None where the bytes begin none."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()[:16].decode("latin-1")
    if text.startswith("UNA") and len(text) >= 9:
        release = "" if text[6].isspace() else text[6]
        syntax = Syntax(text[3], text[4], release, text[8])
        signs = [sign for sign in (syntax.component, syntax.element, syntax.release, syntax.terminator) if sign]
        is_usable = len(set(signs)) == len(signs) and not any(sign.isalnum() for sign in signs)
        return (syntax, True) if is_usable else None
    return (_DEFAULT, False) if text.startswith("UNB") else None


def segments(path: Path) -> Iterator[tuple[int, str]]:
    """The segments of a file in our writing, with their numbers.

    Raises:
        BadFile: it is no interchange, too large, packed wrongly, not in its character set, or ends inside a segment.
    """
    with opened(path) as file:
        head = file.read(1 << 10)
        found = service_string(head)
        if found is None:
            raise BadFile(f"{path} does not begin with UNA or UNB", "this is no EDIFACT interchange")
        syntax, is_stated = found
        texts = _texts(file, head, path, _encoding(head, syntax, path), is_stated)
        yield from enumerate(_segments(texts, syntax, path), 2 if is_stated else 1)


def _encoding(head: bytes, syntax: Syntax, path: Path) -> str:
    found = re.search(rb"UNB" + re.escape(syntax.element.encode("latin-1")) + rb"\s*(UN[A-Z]{2})", head[:200])
    name = found[1].decode() if found else ""
    if name not in ENCODINGS:
        raise BadFile(
            f"{path} states the character set {name or 'of no syntax identifier'!r}",
            f"known: {', '.join(sorted(ENCODINGS))}",
        )
    return ENCODINGS[name]


def _texts(file: IO[bytes], head: bytes, path: Path, encoding: str, is_stated: bool) -> Iterator[str]:
    """The text in pieces, without byte order mark and service string advice."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    chunk, total = head.removeprefix(codecs.BOM_UTF8), 0
    is_first = True
    while True:
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise BadFile(
                f"{path} is not {encoding} as its UNB says: near byte {total + error.start}",
                "ask the sender for the right syntax identifier",
            ) from None
        total += len(chunk)
        if total > MAX_SIZE:
            raise BadFile(f"{path} is larger than {MAX_SIZE >> 20} MB", "send it in parts")
        if "\0" in text:
            raise BadFile(f"{path} holds a NUL byte near byte {total}", "the file is damaged: ask for it again")
        if is_first:
            text = text.lstrip()[9:] if is_stated else text.lstrip()
            is_first = False
        yield text
        if not chunk:
            return
        chunk = file.read(_CHUNK)


def _segments(texts: Iterator[str], syntax: Syntax, path: Path) -> Iterator[str]:
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split(syntax.terminator)
        pending = ""
        for part in whole:
            if pending or (syntax.release and part.endswith(syntax.release)):
                pending += part
                if _is_open(pending, syntax.release):
                    pending += syntax.terminator
                    continue
                part, pending = pending, ""
            if len(part) > MAX_SEGMENT:
                raise _too_long(path)
            yield _plain(part, syntax)
        rest = pending + rest
        if len(rest) > MAX_SEGMENT:
            raise _too_long(path)
    if rest.strip():
        raise BadFile(f"{path} ends inside the segment {rest.strip()[:20]!r}", "check that it was sent whole")


def _too_long(path: Path) -> BadFile:
    return BadFile(f"{path} holds a segment of more than {MAX_SEGMENT:,} characters", "this is no EDIFACT interchange")


def _plain(part: str, syntax: Syntax) -> str:
    """A segment as sent in our writing."""
    part = part.strip()
    if "\n" in part or "\r" in part:
        part = part.replace("\r", "").replace("\n", "")
    if syntax.is_default:
        return part
    elements = _cut(part, syntax.element, syntax.release)
    return "+".join(
        ":".join(_ours(component, syntax.release) for component in _cut(element, syntax.component, syntax.release))
        for element in elements
    )


def _ours(component: str, release: str) -> str:
    data = re.sub(re.escape(release) + r"(.)", r"\1", component, flags=re.DOTALL) if release else component
    return re.sub(r"([?+:])", r"?\1", data)


@dataclass(slots=True)
class Message:
    """A message of an interchange as its envelope shows it: type, segments stated in UNT and counted."""

    type: str
    stated: str = ""
    counted: int = 0

    @property
    def checks(self) -> str:
        """What does not tally, as a flag; "" where all does."""
        if self.stated == str(self.counted):
            return ""
        return f"edifact_segment_count: UNT says {self.stated or 'nothing'}, there are {self.counted}"


@dataclass(slots=True)
class Envelope:
    """Checks that service segments open and close as they must, and gathers the messages."""

    path: Path
    messages: list[Message] = field(default_factory=list)
    _open: list[tuple[str, str, int]] = field(default_factory=list)  # closing tag, reference, messages before

    def read(self, number: int, text: str) -> None:
        """Takes the next segment.

        Raises:
            BadFile: it stands where it cannot, or closes what was not opened.
        """
        tag = text[:3]
        inside = bool(self._open) and self._open[-1][0] == "UNT"
        if inside:
            self.messages[-1].counted += 1
        if tag in _SERVICE:
            if inside or (tag != "UNB" and not self._open) or (tag == "UNB" and self._open):
                raise self._fault(number, f"{tag} stands before the end of what is open" if inside else f"a lone {tag}")
            self._begin(tag, segment(text))
        elif tag in _SERVICE.values():
            self._end(number, tag, segment(text))
        elif not inside:
            raise self._fault(number, f"{tag} stands outside a message")

    def _begin(self, tag: str, opened: Segment) -> None:
        reference = opened.get({"UNB": 4, "UNG": 4, "UNH": 0}[tag])
        self._open.append((_SERVICE[tag], reference, len(self.messages)))
        if tag == "UNH":
            self.messages.append(Message(opened.get(1), counted=1))

    def _end(self, number: int, tag: str, closed: Segment) -> None:
        expected, reference, before = self._open.pop() if self._open else ("", "", 0)
        if tag != expected or closed.get(1) != reference:
            wanted = f"{expected} of {reference!r}" if expected else "nothing"
            raise self._fault(number, f"{tag} of {closed.get(1)!r} closes where {wanted} is open")
        if tag == "UNT":
            self.messages[-1].stated = closed.get(0).lstrip("0") or "0"
        elif tag == "UNZ" and closed.get(0).isdigit() and int(closed.get(0)) > len(self.messages) - before:
            count = len(self.messages) - before
            raise self._fault(number, f"UNZ announces {closed.get(0)} messages, there are {count}")

    def close(self) -> None:
        """Raises `BadFile` where something is still open at the end of the file, or nothing was there."""
        if self._open:
            raise BadFile(f"{self.path} ends without {self._open[-1][0]}", "check that it was sent whole")
        if not self.messages:
            raise BadFile(f"{self.path} holds no message", "check that it was sent whole")

    def _fault(self, number: int, what: str) -> BadFile:
        return BadFile(f"{self.path}, segment {number}: {what}", "ask the sender for the interchange again")


def checked(path: Path) -> list[Message]:
    """The messages of a file, its envelope checked from the first segment to the last.

    Raises:
        BadFile: the envelope is unbalanced, or the file cannot be read as `segments` says.
    """
    envelope = Envelope(path)
    for number, text in segments(path):
        envelope.read(number, text)
    envelope.close()
    return envelope.messages
