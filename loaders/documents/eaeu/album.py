"""Documents of the Eurasian Economic Union's album of formats: declarations, TIR carnets, CMRs and rail bills.

Read by local name, as the version stands in the namespace (`...:ESADout_CU:5.23.0`); bare, or wrapped in `ED_Container`
with several documents in one file, each a unit. Literal misspellings of the album (`Consigment`, `CounryName`,
`PakingQuantity`) are its names. A declaration leaves the trader without a registration number: its own number is the
registration number where the document has one (`office/ddmmyy/number`), else the number of the electronic document,
else the hash of all that it says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.canonical import Record, Rejection
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import rejected
from loaders.documents.eaeu import declaration, party, transport
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import Name, opening, whole_units

CONTAINER = "ED_Container"
NAMESPACES = ("urn:customs.ru:", "urn:EEC:")
_READERS: Mapping[str, Callable[[Texts], tuple[list[Record], list[Rejection]]]] = {
    "ESADout_CU": declaration.parse,
    "TIR_Carnet": transport.parse_tir,
    "CMR": transport.parse_cmr,
    "RailwayBill": transport.parse_rail,
}
_SHAPE = Shape(party.GROUPS | declaration.GROUPS | transport.GROUPS)
_KNOWN = frozenset({*_READERS, CONTAINER})
_NAMES_SEEN = 32


def recognise(head: bytes) -> bool:
    """Whether a file is such a document, bare or in a container of documents."""
    if _is_known(opening(head)):
        return True
    # Within another wrapping it may stand further down; a file without the namespace is not read so far.
    text = head.replace(b"\x00", b"")  # UTF-16 too
    return any(space.encode() in text for space in NAMESPACES) and _is_known(opening(head, _NAMES_SEEN))


def _is_known(names: Sequence[Name]) -> bool:
    return any(name in _KNOWN and (space == "*" or space.startswith(NAMESPACES)) for space, name in names)


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The documents of a file that we read; others in the same container are passed over."""
    return whole_units(path, *_READERS)


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The record of a document."""
    try:
        root = read(unit[0], _SHAPE)
    except ValueError as error:
        return rejected("document", "", "bad_xml", str(error))
    reader = _READERS.get(root.tag)
    if reader is None:
        return rejected("document", root.tag, "unknown_document", f"known: {', '.join(_READERS)}")
    return reader(root)


FORMAT = DocumentFormat(
    name="eaeu",
    version=3,
    title="document of the EAEU album (declaration, TIR, CMR, rail bill)",
    columns=("document",),
    recognise=recognise,
    units=units,
    parse=parse,
)
