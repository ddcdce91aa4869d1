"""Documents: formats whose own structure says what is what, so that no mapping profile is needed.

A document format is a module below this folder with `FORMAT = DocumentFormat(...)`: how it is recognised from its
content, how its raw units are streamed, and how one unit becomes records. A unit is kept as text in the columns that
the format names (the canonical XML of an element, a group of segments, what the document's head says for all of them),
and is parsed again at every rebuild: raise `version` when `parse` reads the same unit otherwise.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import loaders.documents
from graph.canonical import Record, Rejection
from graph.messages import Message
from graph.plugins import modules_below
from loaders.wrapping import opened

HEAD_BYTES = 1 << 16
Units = Iterator[tuple[int, list[str]]]
Parse = Callable[[Sequence[str]], tuple[list[Record], list[Rejection]]]


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A document format.

    Attributes:
        name: What `--profile` calls it, such as `asycuda-sad`.
        version: Of its reading rules, from 1.
        title: What people call it.
        columns: Names of the texts that a unit holds, in order.
        recognise: Whether the first bytes of a file (64 kB, unpacked) are of this format; never by the file's name.
        units: Streams (line, texts) of a file; raises `BadFile` where it is ill-formed, unsafe or of another kind.
        parse: The records of one unit, or why there are none; pure.
        remarks: What people should know of a file beside its records.
        reads_when_named: Whether it also reads files that are not recognised, where somebody names it.
    """

    name: str
    version: int
    title: str
    columns: tuple[str, ...]
    recognise: Callable[[bytes], bool]
    units: Callable[[Path], Units]
    parse: Parse
    remarks: Callable[[Path], Sequence[Message]] = lambda _: ()
    reads_when_named: bool = False

    def profile_text(self) -> str:
        """What the record store keeps as the profile of a batch."""
        return f"name: {self.name}\nversion: {self.version}\ntitle: {self.title}\ndocument: {self.name}\n"


@functools.cache
def document_formats() -> Mapping[str, DocumentFormat]:
    """Every document format of this package, by name."""
    formats: dict[str, DocumentFormat] = {}
    for module in modules_below(loaders.documents):
        declared = getattr(module, "FORMATS", None) or [f for f in (getattr(module, "FORMAT", None),) if f]
        formats.update({document.name: document for document in declared})
    return dict(sorted(formats.items()))


def recognised(path: Path) -> DocumentFormat | None:
    """The document format that a file is of by its content; None where it is none of them.

    Raises:
        BadFile: it cannot be read.
    """
    head = read_head(path)
    return next((one for one in document_formats().values() if one.recognise(head)), None)


def read_head(path: Path) -> bytes:
    """The first bytes of a file, unpacked where it is a packed document.

    Raises:
        BadFile: see `loaders.wrapping.opened`.
    """
    with opened(path) as file:
        return file.read(HEAD_BYTES)
