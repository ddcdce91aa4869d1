"""Every export says what was asked, by whom, as of when, how it is marked, whose data it is, and what was cut."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from lxml import etree

from api.views.picture import Picture, PictureEdge, PictureNode
from api.views.registry import renderers

FACTS = (
    ("query", "around phone:+1"),
    ("asked by", "gulnora"),
    ("as of", "2024-03-31T08:00:00+00:00"),
    ("data version", "5a0fd7c1"),
    ("truncation", "cut: the notes say where (1)"),
    ("originators", "KZ, UZ"),
    ("highest handling", "H3"),
)
SCHEMAS = Path(__file__).parent / "schemas"


def blocks_of(png: bytes) -> dict[str, str]:
    """The text blocks of a PNG, each with the checksum that it must have."""
    at, texts = 8, {}
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        if kind == b"iTXt":
            name, _, text = body.partition(b"\0")
            texts[name.decode()] = text[4:].decode()
        at += 12 + length
    return texts


def text_of(suffix: str, content: bytes) -> str:
    if suffix == ".png":
        return "\n".join(blocks_of(content).values())
    if suffix != ".xlsx":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist())


@pytest.mark.parametrize("suffix", renderers())
def test_every_format_says_what_it_was_made_from(ring: Picture, suffix: str) -> None:
    text = text_of(suffix, renderers()[suffix](replace(ring, facts=FACTS)))
    for _, value in (*FACTS, ("notes", ring.notes[0])):
        assert value in text, value


@pytest.mark.parametrize("suffix", renderers())
def test_the_same_picture_gives_the_same_bytes_in_every_format(ring: Picture, suffix: str) -> None:
    dated = replace(ring, edges=tuple(replace(edge, days=("2024-03-01",)) for edge in ring.edges))
    assert renderers()[suffix](dated) == renderers()[suffix](dated)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_files_for_other_programs_keep_to_their_schema(ring: Picture, hostile: Picture, suffix: str) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / f"{suffix[1:]}.xsd"))
    dated = replace(ring, edges=tuple(replace(edge, days=("2024-03-01",)) for edge in ring.edges), facts=FACTS)
    for picture in (dated, hostile, Picture("", "", (), ())):
        schema.assertValid(etree.fromstring(renderers()[suffix](picture)))


def test_the_schemas_refuse_what_is_wrong(ring: Picture) -> None:
    for suffix, right, wrong in (
        (".graphml", b'target="p:1"', b'target="nobody"'),
        (".graphml", b'attr.type="double"', b'attr.type="number"'),
        (".gexf", b'target="p:1"', b'target="nobody"'),
        (".gexf", b"keywords>", b"title>"),
    ):
        content = renderers()[suffix](replace(ring, facts=FACTS))
        assert right in content
        schema = etree.XMLSchema(etree.parse(SCHEMAS / f"{suffix[1:]}.xsd"))
        assert not schema.validate(etree.fromstring(content.replace(right, wrong)))


def test_facts_are_attributes_of_the_graph_in_graphml(ring: Picture) -> None:
    content = renderers()[".graphml"](replace(ring, facts=FACTS))
    G = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert {name: G.graph[f"made_from.{name}"] for name, _ in FACTS} == dict(FACTS)
    assert G.graph["title"] == ring.title


def test_another_library_reads_the_workbook_and_finds_no_formula() -> None:
    texts = ("=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "＝1", "'=1")
    nodes = tuple(PictureNode(f"={i}", "Party", text, 1.0, note=text) for i, text in enumerate(texts))
    edges = (PictureEdge("=e", "=0", "=1", "=X", label="=1+1", evidence=("=2",), days=("2024-03-01",)),)
    book = openpyxl.load_workbook(io.BytesIO(renderers()[".xlsx"](Picture("=3", "", nodes, edges, facts=FACTS))))
    assert book.sheetnames == ["about", "entities", "links", "source rows"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {cell.value for cell in book["entities"]["C"][1:]} == {text.strip() for text in texts}
    assert {sheet.oddHeader.center.text for sheet in book} == {"highest handling: H3"}
