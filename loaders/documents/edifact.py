"""UN/EDIFACT interchanges (ISO 9735): segments in a stream, the envelope checked, texts by the stated character set.

Segments are kept in one writing, whatever the sender's service string advice says: `+` between elements, `:` between
components, `?` before a sign that is data, no line ends. Between two words a line end is a blank, unless all lines of
the file are of one length: those are cut anywhere. The number of a segment counts from the first of the file, the
service string advice included, so in a file with one segment a line it is the line.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from graph.errors import BadFile
from loaders.wrapping import opened

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
_END_OF_FILE = "\x1a"
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_SERVICE = {"UNB": "UNZ", "UNG": "UNE", "UNH": "UNT"}
_SERVICE_SEGMENT = re.compile(r"(\nUN[BGHTEZ][^\n]*)")


@dataclass(frozen=True, slots=True)
class Syntax:
    """The signs of an interchange: between components, between elements, release (or ""), end of a segment."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @property
    def is_default(self) -> bool:
        """Whether they are ours."""
        return self == _DEFAULT


_DEFAULT = Syntax()


class Segment:
    """A segment: its tag, and elements of components; what is not there is "", blanks around a component are none.

    Components are divided where they are asked for, as most of them never are: to make a segment takes a third of the
    time (0.15 us).
    """

    __slots__ = ("_parts",)

    def __init__(self, text: str) -> None:
        """Reads a segment in our writing."""
        self._parts = text.split("+") if "?" not in text else _cut(text, "+", "?")

    @property
    def tag(self) -> str:
        """What kind of segment it is."""
        return self._parts[0]

    @property
    def elements(self) -> tuple[tuple[str, ...], ...]:
        """All of it."""
        return tuple(tuple(text.strip() for text in _components(part)) for part in self._parts[1:])

    def get(self, element: int, component: int = 0) -> str:
        """A component, both counted from 0; elements are counted without the tag."""
        parts = self._parts
        if element + 1 >= len(parts):
            return ""
        part = parts[element + 1]
        components = part.split(":") if "?" not in part else _components(part)
        return components[component].strip() if component < len(components) else ""

    def all(self, element: int) -> tuple[str, ...]:
        """The components of an element that are filled."""
        if element + 1 >= len(self._parts):
            return ()
        part = self._parts[element + 1]
        components = part.split(":") if "?" not in part else _components(part)
        return tuple([text for text in map(str.strip, components) if text])


def _components(part: str) -> list[str]:
    return [_data(text) if "?" in text else text for text in _cut(part, ":", "?")]


def _data(text: str) -> str:
    """A component without its release signs; where none is data itself `replace` takes a tenth of the time."""
    if "??" in text or text.endswith("?"):
        return _RELEASED.sub(r"\1", text)
    return text.replace("?", "")


def _cut(text: str, sign: str, release: str) -> list[str]:
    """Splits at a sign that is not released; the release signs stay."""
    if not release or release + sign not in text:
        return text.split(sign)
    parts: list[list[str]] = []
    is_open = False
    for piece in text.split(sign):
        if is_open:
            parts[-1].append(piece)
        else:
            parts.append([piece])
        is_open = _is_open(piece, release)
    return [sign.join(pieces) for pieces in parts]


def _is_open(piece: str, release: str) -> bool:
    """Whether a piece ends with a release sign, so that the sign after it is data."""
    return bool(release) and piece.endswith(release) and (len(piece) - len(piece.rstrip(release))) % 2 == 1


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
    for number, text in runs(path):
        yield from enumerate(text[1:].split("\n"), number)


def runs(path: Path) -> Iterator[tuple[int, str]]:
    """The segments of a file in few long texts: each service segment alone, between them runs of all others.

    Each segment stands after a line end, so that `"\\nCNI"` finds all of a tag at the speed of `str.find`; what comes
    with a text is the number of its first segment. A run may be cut anywhere between two segments.

    Raises:
        BadFile: see `segments`.
    """
    with opened(path) as file:
        head = file.read(1 << 10)
        found = service_string(head)
        if found is None:
            raise BadFile(f"{path} does not begin with UNA or UNB", "this is no EDIFACT interchange")
        syntax, is_stated = found
        number = 2 if is_stated else 1
        texts = _texts(file, head, path, stated_encoding(head, syntax, path), is_stated)
        for block in _blocks(_without_lines(texts, syntax, _are_fixed_records(head)), syntax, path):
            for text in filter(None, _SERVICE_SEGMENT.split(block)):
                yield number, text
                number += text.count("\n")


def stated_encoding(head: bytes, syntax: Syntax, path: Path) -> str:
    """The encoding of the character set that the UNB states; raises `BadFile` where it states none that is known."""
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


def _are_fixed_records(head: bytes) -> bool:
    """Whether a file is cut into lines of one length, as some gateways send it."""
    lines = head.split(b"\n")[:-1]
    return len(lines) > 1 and len({len(line.rstrip(b"\r")) for line in lines}) == 1


def _without_lines(texts: Iterator[str], syntax: Syntax, are_fixed: bool) -> Iterator[str]:
    """The text without line ends that end no segment, and without the end-of-file sign of DOS at its end."""
    ends = "".join({"\r", "\n"} - {syntax.terminator})
    signs = re.escape("".join((syntax.component, syntax.element, syntax.release, syntax.terminator)))
    between_words = re.compile(rf"(?<=[^\s{signs}])[{ends}]+(?=[^\s{signs}])")
    breaks = str.maketrans("", "", ends)
    held = ""
    for text in texts:
        whole = held + text if are_fixed else between_words.sub(" ", held + text)
        shown = whole.rstrip(f"{ends}{_END_OF_FILE}")[:-1]
        # The last sign is held back with the line ends behind it: what follows tells whether they stand between words.
        held = "".join(dict.fromkeys(whole[len(shown) :])) if len(whole) > len(shown) + 1 else whole[len(shown) :]
        yield shown.translate(breaks)
    yield held.translate(breaks).rstrip(_END_OF_FILE)


def _blocks(texts: Iterator[str], syntax: Syntax, path: Path) -> Iterator[str]:
    """The text in blocks of whole segments in our writing, each after a line end.

    A block is worked on as a whole, which takes a tenth of the time of a loop over its segments.
    """
    rest = ""
    for text in texts:
        raw = rest + text
        hidden = _without_released(raw, syntax)
        end = hidden.rfind(syntax.terminator) + 1
        _check_lengths(hidden, syntax, path)
        rest = raw[end:]
        if end:
            yield _plain(hidden[: end - 1], syntax)
    if rest.strip():
        raise BadFile(f"{path} ends inside the segment {rest.strip()[:20]!r}", "check that it was sent whole")


def _without_released(text: str, syntax: Syntax) -> str:
    """The text with a pair that begins with NUL, which no file may hold, for each released end of a segment.

    It is as long as before. `??` goes first, as its second sign releases nothing.
    """
    end = syntax.release + syntax.terminator
    if not syntax.release or end not in text:
        return text
    return text.replace(2 * syntax.release, "\0\1").replace(end, "\0\2")


def _with_released(text: str, syntax: Syntax) -> str:
    if "\0" not in text:
        return text
    end = syntax.terminator.strip("\r\n")  # which are no data, released or not
    return text.replace("\0\1", 2 * syntax.release).replace("\0\2", syntax.release + end)


def _check_lengths(text: str, syntax: Syntax, path: Path) -> None:
    """Goes from one end of a segment to the last that the longest segment could reach, so in few steps."""
    begin = 0
    while len(text) - begin > MAX_SEGMENT:
        begin = text.rfind(syntax.terminator, begin, begin + MAX_SEGMENT + 1) + 1
        if not begin:
            raise BadFile(
                f"{path} holds a segment of more than {MAX_SEGMENT:,} characters", "this is no EDIFACT interchange"
            )


def _plain(hidden: str, syntax: Syntax) -> str:
    """Segments as sent, without the end of the last, in our writing."""
    if syntax.is_default and not _has_blanks_around(hidden, syntax.terminator):
        return "\n" + _with_released(hidden.strip().replace(syntax.terminator, "\n"), syntax)
    parts = [_with_released(part.strip(), syntax) for part in hidden.split(syntax.terminator)]
    return "".join(f"\n{part if syntax.is_default else _ours(part, syntax)}" for part in parts)


def _has_blanks_around(text: str, terminator: str) -> bool:
    """Whether segments begin or end with blanks; to know it takes a quarter of the time of taking them off."""
    here = [blank for blank in _BLANKS if blank in text]
    return any(f"{blank}{terminator}" in text or f"{terminator}{blank}" in text for blank in here)


def _ours(part: str, syntax: Syntax) -> str:
    """A segment with other signs than ours, in ours."""
    return "+".join(
        ":".join(_released(component, syntax.release) for component in _cut(element, syntax.component, syntax.release))
        for element in _cut(part, syntax.element, syntax.release)
    )


def _released(component: str, release: str) -> str:
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
        """Takes the next of `runs`.

        Raises:
            BadFile: it stands where it cannot, or closes what was not opened.
        """
        tag = text[1:4].partition("\n")[0]
        inside = bool(self._open) and self._open[-1][0] == "UNT"
        if inside:
            self.messages[-1].counted += text.count("\n")
        if tag in _SERVICE:
            if inside or (tag != "UNB" and not self._open) or (tag == "UNB" and self._open):
                raise self._fault(number, f"{tag} stands before the end of what is open" if inside else f"a lone {tag}")
            self._begin(tag, Segment(text[1:]))
        elif tag in _SERVICE.values():
            self._end(number, tag, Segment(text[1:]))
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
    for number, text in runs(path):
        envelope.read(number, text)
    envelope.close()
    return envelope.messages
