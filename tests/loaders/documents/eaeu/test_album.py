"""Documents of the EAEU album: bare and in a container, any version in the namespace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadFile
from loaders.documents.eaeu.album import FORMAT, parse, recognise

CONTAINER, TIR, RAIL = "eaeu-container.xml", "eaeu-tir.xml", "eaeu-rail.xml"
ALBUM = "urn:customs.ru:Information:CustomsDocuments:ESADout_CU"


def test_every_document_of_a_container_that_we_read_is_a_unit(
    fixture_files: Path, read_document: Callable[..., Any]
) -> None:
    records, rejections = read_document(FORMAT, fixture_files / CONTAINER)
    assert rejections == []
    assert [(record.kind, record.source_id) for record in records] == [
        ("declaration", "7D6C1C1E-0000-4000-8000-00000000A001"),
        ("manifest", "CMR-90210"),
    ]


def test_the_documents_of_one_journey_meet_in_the_graph(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    (declaration, cmr), (tir,) = (read_document(FORMAT, fixture_files / name)[0] for name in (CONTAINER, TIR))
    of_declaration, of_cmr, of_tir = (edges_of_records([record]) for record in (declaration, cmr, tir))
    assert of_declaration & of_cmr >= {
        "HAS_NUMBER document::transport:CMR-90210",
        "HAS_NUMBER document:UZ:declaration:55301/200524/0001234",
    }
    assert of_declaration & of_tir == {
        "HAS_NUMBER document::transport:XB87654321",
        "ON_VEHICLE vehicle:VIN:XTA21099998765432",
        *(f"{edge} party" for edge in ("SHIPPED_BY", "CONSIGNED_TO", "CARRIED_BY")),
    }


def test_a_container_without_such_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<ED_Container xmlns='urn:customs.ru:x:5.22.0'><ContainerDoc/></ED_Container>")
    with pytest.raises(BadFile, match="holds no ESADout_CU or TIR_Carnet or CMR or RailwayBill"):
        list(FORMAT.units(tmp_path / "a.xml"))


def test_a_unit_of_another_document_is_rejected() -> None:
    records, (rejection,) = parse(["<CargoManifest/>"])
    assert (records, rejection.code, rejection.value) == ([], "unknown_document", "CargoManifest")


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (f"<ESADout_CU xmlns='{ALBUM}:5.23.0'>", True),
        (f"<x:ESADout_CU xmlns:x='{ALBUM}:5.8.1'>", True),
        ("<CMR xmlns='urn:customs.ru:Information:TransportDocuments:Car:CMR:5.22.0'>", True),
        ("<RailwayBill xmlns='urn:EEC:R:RailwayBill:v1'>", True),
        ("<ED_Container xmlns='urn:customs.ru:Information:ExchangeDocuments:ED_Container:5.22.0'>", True),
        (f"<s:Envelope xmlns:s='u:s'><s:Body><ESADout_CU xmlns='{ALBUM}:5.23.0'>", True),
        ("<CMR>", False),
        ("<CMR xmlns='u:other'>", False),
        ("<Inventory xmlns='urn:customs.ru:Information:Inventory:5.22.0'>", False),
    ],
)
def test_it_is_known_by_name_and_the_albums_namespace(head: str, known: bool) -> None:
    assert recognise(head.encode()) is known
