"""XML files read safely and in a stream: the only place where bytes from outside meet an XML parser.

A document type declaration is refused before the parser sees it, so there are no entities to expand and nothing to
fetch. Depth (256), text (10 MB) and names are limited by libxml2; the size of a file, its ratio where it is packed and
the size of one unit are limited here. Elements are dropped as they are consumed, so memory follows the largest unit and
not the file. Encodings: UTF-8, UTF-16 and every single-byte code page that the XML declaration names.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import RawIOBase
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, TypeAlias, cast
from xml.parsers import expat

from lxml import etree

from graph.errors import BadFile

MAX_INFLATED = 1 << 30  # bytes that a packed file may hold
MAX_SIZE = 16 << 30  # bytes of a file; it is read as a stream, so only time is at stake
MAX_UNIT = 64 << 20
RATIO_FROM, MAX_RATIO = 100_000_000, 100
_NAMES_KEPT = 64
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_COMPACT: dict[str, Any] = {"remove_comments": True, "remove_pis": True, "remove_blank_text": True}
# libxml2 ends its sentences with the position, and with advice for programmers
_TAIL = re.compile(r",? (?:use|try) XML_PARSE_HUGE.*$|,? \(?line \d+.*$", re.DOTALL)

Element: TypeAlias = etree._Element
Name: TypeAlias = tuple[str, str]  # namespace, local name; the namespace is "*" where only a DOCTYPE told the name


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
def opening(head: bytes) -> tuple[Name, ...]:
    """The names of the first elements of a document, outermost first; at most 64, none where it is no XML.

    Args:
        head: The first bytes of a file, unpacked; the text may break off anywhere.
    """
    if b"<" not in head[:4096]:
        return ()
    found: list[Name] = []

    def begin(name: str, _attributes: object) -> None:
        namespace, _, local = name.rpartition(" ")
        found.append((namespace, local))
        if len(found) == _NAMES_KEPT:
            raise _RootMet

    parser = _prolog_parser()
    parser.StartElementHandler = begin
    try:
        parser.Parse(head, False)
    except _DoctypeMet as met:
        return (("*", str(met).rpartition(":")[2]),)
    except (_RootMet, expat.ExpatError, ValueError, LookupError):
        pass
    return tuple(found)


class _Guarded:
    """A file as lxml reads it: unpacked, counted, and looked at until its root element begins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raw = path.open("rb")
        self._is_packed = self._raw.read(2) == b"\x1f\x8b"
        self._raw.seek(0)
        self._file = cast(IO[bytes], gzip.GzipFile(fileobj=self._raw) if self._is_packed else self._raw)
        self._prolog: expat.XMLParserType | None = _prolog_parser()
        self._prolog.StartElementHandler = _stop
        self._total = 0
        self.since_unit = 0

    def __enter__(self) -> "_Guarded":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._raw.close()

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            BadFile: a limit is passed, the packing is damaged, or a document type is declared.
        """
        chunk = self._file.read(size)
        self._total += len(chunk)
        self.since_unit += len(chunk)
        self._check_size()
        if self._prolog is not None and chunk:
            self._look(self._prolog, chunk)
        return chunk

    def _check_size(self) -> None:
        most, how = (MAX_INFLATED, " unpacked") if self._is_packed else (MAX_SIZE, "")
        if self._total > most:
            raise BadFile(f"{self._path} is larger than {most >> 20} MB{how}", "export it in parts")
        if self.since_unit > MAX_UNIT:
            raise BadFile(
                f"{self._path} holds a document larger than {MAX_UNIT >> 20} MB", "export fewer documents in a file"
            )
        if self._is_packed and self._total > RATIO_FROM and self._total > MAX_RATIO * self._raw.tell():
            raise BadFile(f"{self._path} unpacks to more than {MAX_RATIO} times its size", "send it unpacked")

    def _look(self, prolog: expat.XMLParserType, chunk: bytes) -> None:
        try:
            prolog.Parse(chunk, False)
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
        path: The file, gzip-packed or not.
        names: Local names.

    Raises:
        BadFile: it cannot be read, is not well-formed, declares a document type, passes a limit, or holds no such
            element.
    """
    tags = [f"{{*}}{name}" for name in names]
    count = 0
    try:
        with _Guarded(path) as file:
            events = etree.iterparse(cast(RawIOBase, file), events=("end",), tag=tags, **_SAFE, **_COMPACT)
            for _, element in events:
                if next(element.iterancestors(*tags), None) is None:
                    count += 1
                    yield element.sourceline or 0, element
                    _release(element)
                    file.since_unit = 0
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = error.msg or ""
        if not line and len(events.error_log):  # an entity that nobody declared is told in the log alone
            first = events.error_log[0]
            line, column, what = first.line, first.column, first.message
        raise _ill_formed(path, line, column, _TAIL.sub("", what)) from None
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(f"{path} cannot be read: {error}", "check the file and its rights") from error
    if not count:
        raise BadFile(f"{path} holds no {' or '.join(names)}", "docs/formats.md says what is read")


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
    return str(text, "utf-8")


def document(text: str) -> Element:
    """The element of a raw unit, its names without namespaces: versions of a format differ in their addresses alone.

    Raises:
        ValueError: it is no XML.
    """
    parser = etree.XMLParser(**_SAFE, **_COMPACT)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not well-formed XML: {_TAIL.sub('', error.msg or '')}") from None
    if "xmlns" in text:
        for element in root.iter("{*}*"):
            if element.tag[0] == "{":
                element.tag = local_name(element)
    return root


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
