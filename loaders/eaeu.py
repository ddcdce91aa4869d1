"""Documents of the Eurasian Economic Union's album of formats: declarations, TIR carnets, CMRs and rail bills.

Read by local name, as the version stands in the namespace (`...:ESADout_CU:5.23.0`); bare, or wrapped in `ED_Container`
with several documents in one file, each a unit. Literal misspellings of the album (`Consigment`, `CounryName`,
`PakingQuantity`) are its names. A declaration leaves the trader without a registration number: its own number is the
registration number where the document has one (`office/ddmmyy/number`), else the number of the electronic document.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.canonical import Record, Rejection
from loaders import eaeu_declaration, eaeu_transport
from loaders.document import DocumentFormat
from loaders.draft import rejected
from loaders.xml_reader import Element, canonical, document, elements, opening

CONTAINER = "ED_Container"
NAMESPACES = ("urn:customs.ru:", "urn:EEC:")
_READERS: Mapping[str, Callable[[Element], tuple[list[Record], list[Rejection]]]] = {
    "ESADout_CU": eaeu_declaration.parse,
    "TIR_Carnet": eaeu_transport.parse_tir,
    "CMR": eaeu_transport.parse_cmr,
    "RailwayBill": eaeu_transport.parse_rail,
}
_NAMES_SEEN = 32


def recognise(head: bytes) -> bool:
    """Whether a file is such a document, bare or in a container of documents."""
    known = {*_READERS, CONTAINER}
    return any(
        name in known and (space == "*" or space.startswith(NAMESPACES)) for space, name in opening(head)[:_NAMES_SEEN]
    )


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The documents of a file that we read; others in the same container are passed over."""
    for line, element in elements(path, *_READERS):
        yield line, [canonical(element)]


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The record of a document."""
    try:
        root = document(unit[0])
    except ValueError as error:
        return rejected("document", "", "bad_xml", str(error))
    reader = _READERS.get(root.tag)
    if reader is None:
        return rejected("document", root.tag, "unknown_document", f"known: {', '.join(_READERS)}")
    return reader(root)


FORMAT = DocumentFormat(
    name="eaeu",
    version=1,
    title="document of the EAEU album (declaration, TIR, CMR, rail bill)",
    columns=("document",),
    recognise=recognise,
    units=units,
    parse=parse,
)
