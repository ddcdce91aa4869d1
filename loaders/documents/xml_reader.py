"""XML files read safely and in a stream: the only place where bytes from outside meet an XML parser.

A document type declaration is refused before the parser sees it, so there are no entities to expand and nothing to
fetch. Depth (256), text (10 MB) and names are limited by libxml2, the size of a file and of a unit here, of packed ones
in `loaders.wrapping`. Elements are dropped as they are consumed, so memory follows the largest unit and not the
file. Encodings: UTF-8, UTF-16 and every single-byte code page that the XML declaration names.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NoReturn, TypeAlias, cast
from xml.parsers import expat

from lxml import etree

from graph.errors import BadFile
from loaders.wrapping import opened

MAX_SIZE = 16 << 30  # bytes of a file; it is read as a stream, so only time is at stake
MAX_UNIT = 64 << 20
_FIRST_NAMES = 8
_CHUNK = 1 << 16  # bytes
_END_OF_FILE = b"\x1a"  # of DOS; what stands behind the last of many chunks is a fault as ever
_PIECE = 1 << 9  # bytes that expat gets at once: it reads to the end of what it has even where it was told to stop
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_COMPACT: dict[str, Any] = {"remove_comments": True, "remove_pis": True, "remove_blank_text": True}
_PARSER = etree.XMLParser(**_SAFE, **_COMPACT)  # one for all: it keeps the names that it has met
# libxml2 ends its sentences with the position, and with advice for programmers
_TAIL = re.compile(r",? (?:use|try) XML_PARSE_HUGE.*$|,? \(?line \d+.*$", re.DOTALL)

Element: TypeAlias = etree._Element
Name: TypeAlias = tuple[str, str]  # namespace, local name; the namespace is "*" where only a DOCTYPE told the name


class _Latest(threading.local):
    """The unit made last and its element, which is there until the next: `document` need not parse what was just read.

    A tenth to a sixth of the time of a small document. Each thread has its own.
    """

    text: str | None = None
    element: Element | None = None

    def keep(self, text: str | None, element: Element | None) -> None:
        self.text, self.element = text, element


_latest = _Latest()


class _DoctypeMet(Exception):
    """Stops the prolog's parser at a document type declaration; holds the root's name as declared."""


class _RootMet(Exception):
    """Stops the prolog's parser at the root element."""


def _prolog_parser() -> expat.XMLParserType:
    """A parser that stops where a document type is declared, before anything in the declaration is read."""

    def refuse(name: str, *_rest: object) -> NoReturn:
        raise _DoctypeMet(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    return parser


@lru_cache(maxsize=4)
def opening(head: bytes, most: int = _FIRST_NAMES) -> tuple[Name, ...]:
    """The names of the first elements of a document, outermost first; none where it is no XML.

    Args:
        head: The first bytes of a file, unpacked; the text may break off anywhere.
        most: How many; each costs half a microsecond, and all formats are asked about every file.
    """
    if b"<" not in head[:4096]:
        return ()
    found: list[Name] = []

    def begin(name: str, _attributes: object) -> None:
        namespace, _, local = name.rpartition(" ")
        found.append((namespace, local))
        if len(found) == most:
            raise _RootMet

    parser = _prolog_parser()
    parser.StartElementHandler = begin
    try:
        for start in range(0, len(head), _PIECE):
            parser.Parse(head[start : start + _PIECE], False)
        parser.Parse(b"", True)  # what expat put off, see `_Guarded.read`; that the text breaks off is no news
    except _DoctypeMet as met:
        return (("*", str(met).rpartition(":")[2]),)
    except (_RootMet, expat.ExpatError, ValueError, LookupError):
        pass
    return tuple(found)


class _Guarded:
    """A file as the parser gets it: counted, and looked at until its root element begins."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._prolog: expat.XMLParserType | None = _prolog_parser()
        self._prolog.StartElementHandler = _stop
        self._total = 0
        self.since_unit = 0

    def read(self, size: int) -> bytes:
        """The next bytes; at first all up to the root element: nobody is to see a document type before it is refused.

        From version 2.6 on, expat puts off what may be the middle of a long comment, until much more of it has come.

        Raises:
            BadFile: a limit is passed, or a document type is declared.
        """
        chunks = [self._next(size)]
        while self._prolog is not None and chunks[-1]:
            self._look(self._prolog, chunks[-1])
            if self._prolog is not None:
                chunks.append(self._next(size))
        if self._prolog is not None and self._total:
            self._look(self._prolog, b"", is_last=True)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _next(self, size: int) -> bytes:
        chunk = self._file.read(size)
        self._total += len(chunk)
        self.since_unit += len(chunk)
        if self._total > MAX_SIZE:
            raise BadFile(f"{self._path} is larger than {MAX_SIZE >> 20} MB", "export it in parts")
        if self.since_unit > MAX_UNIT:
            raise BadFile(
                f"{self._path} holds a document larger than {MAX_UNIT >> 20} MB", "export fewer documents in a file"
            )
        return chunk

    def _look(self, prolog: expat.XMLParserType, chunk: bytes, is_last: bool = False) -> None:
        try:
            for start in range(0, len(chunk), _PIECE):
                prolog.Parse(chunk[start : start + _PIECE], False)
            if is_last:
                prolog.Parse(b"", True)
        except _DoctypeMet as met:
            raise BadFile(
                f"{self._path} declares a document type (DOCTYPE {met}), and such files are never read",
                "take the DOCTYPE line out, or ask the sender to export without it",
            ) from None
        except _RootMet:
            self._prolog = None
        except expat.ExpatError as error:
            raise _ill_formed(self._path, error.lineno, error.offset, expat.ErrorString(error.code)) from None
        except (ValueError, LookupError) as error:  # an encoding that Python or expat does not know
            raise _ill_formed(self._path, 1, 0, str(error)) from None


def _stop(_name: str, _attributes: object) -> NoReturn:
    raise _RootMet


def _ill_formed(path: Path, line: int, column: int, what: str) -> BadFile:
    what = " ".join(what.split())
    return BadFile(
        f"{path} is not well-formed XML: line {line}, column {column}: {what}", "mend the file or export it again"
    )


def elements(path: Path, *names: str) -> Iterator[tuple[int, Element]]:
    """The outermost elements of these local names, in any namespace, with their lines; each lives until the next.

    Args:
        path: The file, packed or not.
        names: Local names.

    Raises:
        BadFile: it cannot be read, is not well-formed, declares a document type, passes a limit, or holds no such
            element.
    """
    tags = [f"{{*}}{name}" for name in names]
    count = 0
    try:
        with opened(path) as raw:
            file = _Guarded(path, raw)
            for element in _outermost(file, tags):
                count += 1
                yield cast(int, element.sourceline or 0), element
                _latest.keep(None, None)
                _release(element)
                file.since_unit = 0
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = error.msg or ""
        told = cast(Sequence[Any], error.error_log)
        if not line and told:  # an entity that nobody declared is told in the log alone
            first = told[0]
            line, column, what = first.line, first.column, first.message
        raise _ill_formed(path, line, column, _TAIL.sub("", what)) from None
    if not count:
        raise BadFile(f"{path} holds no {' or '.join(names)}", "docs/formats.md says what is read")


def _outermost(file: _Guarded, tags: list[str]) -> Iterator[Element]:
    """The outermost elements of these names as they end; a file of one chunk is parsed at once: events cost twice."""
    chunk, following = file.read(_CHUNK), file.read(_CHUNK)
    if not following:
        found = list(etree.fromstring(chunk.rstrip(_END_OF_FILE), _PARSER).iter(*tags))
        yield from [one for one in found if next(one.iterancestors(*tags), None) is None]
        return
    parser = etree.XMLPullParser(events=("end",), tag=tags, **_SAFE, **_COMPACT)
    while chunk:
        parser.feed(chunk if following else chunk.rstrip(_END_OF_FILE))
        yield from _read(parser, tags)
        chunk, following = following, file.read(_CHUNK) if following else b""
    parser.close()
    yield from _read(parser, tags)


def _read(parser: etree.XMLPullParser, tags: list[str]) -> Iterator[Element]:
    for _, element in cast(Iterator[tuple[str, Element]], parser.read_events()):
        if next(element.iterancestors(*tags), None) is None:
            yield element


def _release(element: Element) -> None:
    """Drops an element that was consumed and everything before it."""
    element.clear()
    current: Element | None = element
    while current is not None:
        while (before := current.getprevious()) is not None:
            parent = current.getparent()
            if parent is None:
                break  # a comment before the root
            parent.remove(before)
        current = current.getparent()


def canonical(element: Element) -> str:
    """The canonical XML of an element (exclusive, without comments), which is what a raw unit keeps.

    Raises:
        BadFile: it has none, as where a namespace is a relative address.
    """
    try:
        text = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError as error:
        raise BadFile(
            f"element {local_name(element)!r} has no canonical form: {error}", "mend its namespace declarations"
        ) from error
    unit = str(text, "utf-8")
    _latest.keep(unit, element)
    return unit


def whole_units(path: Path, *names: str) -> Iterator[tuple[int, list[str]]]:
    """Raw units of one column: each outermost element of these names, with its line; see `elements`."""
    for line, element in elements(path, *names):
        yield line, [canonical(element)]


def document(text: str) -> Element:
    """The element of a raw unit, to be read and not changed.

    Raises:
        ValueError: it is no XML, or declares a document type.
    """
    element = _latest.element
    if text is _latest.text and element is not None and (len(element) or element.text):  # not dropped meanwhile
        return element
    if "<!DOCTYPE" in text:
        raise ValueError("not a unit: it declares a document type")
    try:
        return etree.fromstring(text.encode("utf-8"), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not well-formed XML: {_TAIL.sub('', error.msg or '')}") from None


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
