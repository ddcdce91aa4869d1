"""What tests of several loaders use: workbooks written by hand, documents, their records and the graph these make."""

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from graph.canonical import RECORD_KINDS, Record, Rejection
from graph.derivation.assertions import assertions
from graph.model import EVERYONE, Channel
from graph.store.base import Changes
from graph.store.sqlite.store import SqliteStore
from graph.vocabulary import GOODS_LINE_FIELDS, PARTY_FIELDS
from loaders.documents.document import DocumentFormat

CHANNEL = Channel.parse("UZ/documents/H1/customs")


@pytest.fixture(scope="session")
def fixture_files() -> Path:
    return Path(__file__).parent / "fixtures"


def read_all(document: DocumentFormat, path: Path) -> tuple[list[Record], list[Rejection]]:
    """The records and rejections of a file; every record says words of the vocabulary only."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    for _, values in document.units(path):
        assert len(values) == len(document.columns)
        found, refused = document.parse(values)
        records += found
        rejections += refused
    for record in records:
        kind = RECORD_KINDS[record.kind]
        known = {*kind.fields, *kind.links, *(f"{role}.{part}" for role in kind.roles for part in PARTY_FIELDS)}
        assert record.values.keys() <= known
        assert all(line.keys() <= set(GOODS_LINE_FIELDS) for line in record.values.get("goods", ()))
    return records, rejections


@pytest.fixture(scope="session")
def read_document() -> Callable[[DocumentFormat, Path], tuple[list[Record], list[Rejection]]]:
    return read_all


def _edges(records: list[Record]) -> set[str]:
    """Every edge that the records and their parties assert, from the store: `IN_CONTAINER container:...`."""
    store = SqliteStore("sqlite:///:memory:")
    store.ensure_schema()
    owners: list[str] = []
    for record in records:
        said = assertions(record, CHANNEL)
        changes = Changes(nodes=[said.node], edges=list(said.edges))
        for party in said.parties:
            assert party.node is not None
            changes.nodes.append(party.node)
            changes.edges += party.edges
        changes.marks[said.node.id] = bytes(16)
        changes.channels[said.node.id] = CHANNEL.name
        store.apply(changes)
        owners += [node.id for node in changes.nodes]
    assert {node.id for node in store.get(owners, EVERYONE)} == set(owners)
    kept = store.edges_of(sorted(set(owners)))
    store.close()
    return {
        f"{edge.type} {edge.target.partition(':')[0] if edge.target.startswith('party:') else edge.target}"
        for edges in kept.values()
        for edge in edges
    }


@pytest.fixture(scope="session")
def edges_of_records() -> Callable[[list[Record]], set[str]]:
    return _edges


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Cell formats by number: 0 general, 1 a day, 2 a day with its hour.
_STYLES = f"""<styleSheet xmlns="{_SHEETS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"""


def _cell(place: str, value: Any) -> str:
    """A cell: text, number or truth; (number, style) for a date; a text that begins with a tag is its XML."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value.startswith("<"):
            return f'<c r="{place}">{value}</c>'
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]!r}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _worksheet(rows: Iterable[Sequence[Any]]) -> str:
    """A sheet whose stated dimension is wrong on purpose, as exporters write it."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + i)}{number}", value) for i, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{_SHEETS}"><dimension ref="A1"/><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _write_xlsx(path: Path, sheets: Mapping[str, Any], hidden: Sequence[str] = ()) -> Path:
    """Writes a workbook: sheet name -> its rows, or its XML as text."""
    names, states = list(sheets), ("visible", "hidden")
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" state="{states[name in hidden]}" r:id="rId{i}"/>'
        for i, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    styles = f'<Relationship Id="rIdS" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{related}{styles}</Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }
    for i, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = content if isinstance(content, str) else _worksheet(content)
    return _zip(path, parts)


def _write_ods(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """Writes an OpenDocument spreadsheet of one sheet, texts and numbers."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"

    def cell(value: Any) -> str:
        shown = f"<text:p>{escape(str(value))}</text:p>"
        kind = 'value-type="string"' if isinstance(value, str) else f'value-type="float" office:value="{value}"'
        return f"<table:table-cell office:{kind}>{shown}</table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    table = f'<table:table table:name="One">{lines}</table:table>'
    names = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    manifest = f'<m:manifest xmlns:m="{urn}:manifest:1.0">{listed}</m:manifest>'
    return _zip(path, {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _zip(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return path


@pytest.fixture(scope="session")
def write_xlsx() -> Callable[..., Path]:
    return _write_xlsx


@pytest.fixture(scope="session")
def write_ods() -> Callable[..., Path]:
    return _write_ods
