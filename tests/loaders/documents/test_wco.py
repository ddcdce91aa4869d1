"""WCO Data Model declarations: bare, wrapped or in an answer; requests to change one are no version of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Record
from loaders.documents.wco import FORMAT, parse, recognise

NAME = "wco-declaration.xml"
DEC = "urn:wco:datamodel:WCO:DEC-DMS:2"


def one(body: str, summary: str = "") -> Record:
    (record,), _ = parse([summary, f"<Declaration>{body}</Declaration>"])
    return record


def test_every_field_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (record,), rejections = read_document(FORMAT, fixture_files / NAME)
    assert (record.kind, record.source_id, record.flags, rejections) == (
        *("declaration", "206112233/KVT-2024-118", (), []),
    )
    assert dict(record.values) == {
        "registered_on": "2024-06-12",
        "nature": "import",
        "procedure": "4000",
        "office": "GE69200",
        "trader_reference": "KVT-2024-118",
        "exit_office": "TR341200",
        "departure_country": "DE",
        "destination_country": "GE",
        "transit_countries": ("BG", "TR"),
        "packages": 36,
        "value_amount": 14000.5,
        "value_currency": "EUR",
        "incoterms": "CIF",
        "freight_payment": "D",
        "shipper.name": "Nordstern Pumpen Handel",
        "shipper.tax_number": "DE7788990",
        "shipper.address": "Kaiweg 9, Bremen, 28195",
        "shipper.country": "DE",
        "consignee.name": "შპს «ყაზბეგის ქარი»",
        "consignee.tax_number": "205998877",
        "consignee.address": "Rustavi Highway 30, Tbilisi",
        "consignee.country": "GE",
        "consignee.phone": "+995 32 255 10 10",
        "consignee.email": "office@kari.example",
        "buyer.name": "Mtkvari Holding",
        "buyer.address": "Kvirila 2",
        "buyer.country": "GE",
        "seller.name": "Nordstern Vertrieb",
        "seller.address": "Kaiweg 11",
        "seller.country": "DE",
        "declarant.tax_number": "206112233",
        "carrier.name": "Alpen Kontor Spedition",
        "carrier.tax_number": "DE4455667",
        "carrier.address": "Am Anger 4, Passau, 94032",
        "carrier.country": "DE",
        "mode_of_transport": "3",
        "vehicle.plate": "AA-123-BB",
        "vehicle_country": "GE",
        "representative.tax_number": "204567890",
        "trailer.plate": "CC456DD",
        "means_of_transport": "MV DEMETRE",
        "container": "KRVU4008121",
        "seal": "DE-550077",
        "loaded_at": "Poti",
        "transport_document": ("BL-44-77", "BL-44-76"),
        "previous_document": "24DE0000000000X1",
        "gross_weight_kg": 4100.0,
        "net_weight_kg": 3900.0,
        "hs_code": "8413703500",
        "goods_description": "Centrifugal pumps for irrigation",
        "origin_country": "DE",
        "marks": "NPH 1-36",
        "goods": (
            {
                "line": 1,
                "hs_code": "8413703500",
                "goods_description": "Centrifugal pumps for irrigation",
                "gross_weight_kg": 4100.0,
                "net_weight_kg": 3900.0,
                "packages": 36.0,
                "value_amount": 14000.5,
                "value_currency": "EUR",
                "origin_country": "DE",
                "quantity": 36.0,
                "container": "KRVU4008121",
                "marks": "NPH 1-36",
            },
        ),
    }


def test_the_links_reach_the_graph(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    edges = edges_of_records(read_document(FORMAT, fixture_files / NAME)[0])
    assert edges >= {
        "IN_CONTAINER container:KRVU4008121",
        "SEALED_WITH seal:DE550077",
        "ON_VEHICLE vehicle:GE:AA123BB",
        "ON_VEHICLE vehicle:GE:CC456DD",
        "HAS_NUMBER document::transport:BL-44-77",
        "HAS_NUMBER document:UZ:declaration:24DE0000000000X1",
        "HAS_NUMBER document:UZ:declaration:206112233/KVT-2024-118",
        "HAS_IDENTIFIER identifier:tax:DE:DE7788990",
        "HAS_IDENTIFIER identifier:tax:GE:205998877",
        "HAS_PHONE phone:+995322551010",
    }
    assert {edge.split()[0] for edge in edges} >= {"SHIPPED_BY", "CONSIGNED_TO", "DECLARED_BY", "CARRIED_BY"}


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<ID>24GB1</ID><FunctionalReferenceID>R1</FunctionalReferenceID>", "24GB1"),
        ("<FunctionalReferenceID>R1</FunctionalReferenceID><Declarant><ID>GB9</ID></Declarant>", "GB9/R1"),
        ("<FunctionalReferenceID>R1</FunctionalReferenceID><Agent><ID>GB8</ID></Agent>", "GB8/R1"),
        ("<FunctionalReferenceID>R1</FunctionalReferenceID>", "R1"),
    ],
)
def test_the_number_is_the_registered_one_else_the_declarants(body: str, number: str) -> None:
    assert one(body).source_id == number


@pytest.mark.parametrize(("kind", "flag"), [("COR", "amendment_request"), ("INV", "cancellation_request")])
def test_a_request_follows_the_declaration_and_does_not_replace_it(kind: str, flag: str) -> None:
    record = one(
        "<FunctionCode>13</FunctionCode><FunctionalReferenceID>R1</FunctionalReferenceID><ID>24GB1</ID>"
        f"<TypeCode>{kind}</TypeCode><Submitter><ID>GB9</ID></Submitter>"
    )
    assert (record.source_id, record.is_deleted, record.flags) == (f"24GB1/{kind}/R1", False, (flag,))
    assert record.values["previous_document"] == "24GB1"


def test_an_answer_gives_number_and_version(tmp_path: Path, read_document: Callable[..., Any]) -> None:
    space = "http://gov.uk/customs/FullDeclarationDataRetrievalService"
    root, declaration = "p:DeclarationFullResponse", "<p:Declaration><p:FunctionCode>9</p:FunctionCode></p:Declaration>"
    summary = "<p:HighLevelSummaryDetails><p:MRN>24GB1</p:MRN><p:VersionID>{}</p:VersionID></p:HighLevelSummaryDetails>"
    for version in (2, 3):
        (tmp_path / f"{version}.xml").write_text(
            f"<{root} xmlns:p='{space}'>{summary.format(version)}{declaration}</{root}>"
        )
    read = [read_document(FORMAT, tmp_path / f"{version}.xml")[0][0] for version in (2, 3)]
    assert [record.source_id for record in read] == ["24GB1", "24GB1"]
    assert read[0].amended < read[1].amended


def test_a_notification_that_names_a_declaration_is_no_version_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        f"<MetaData xmlns='{DEC}'><Response><Declaration><ID>24GB1</ID></Declaration></Response></MetaData>"
    )
    assert list(FORMAT.units(tmp_path / "a.xml")) == []


def test_parties_of_the_items_stand_for_the_declaration_where_it_names_none() -> None:
    item = "<GovernmentAgencyGoodsItem><Consignee><Name>{}</Name></Consignee></GovernmentAgencyGoodsItem>"
    reference = "<FunctionalReferenceID>R1</FunctionalReferenceID>"
    same = one(f"{reference}<GoodsShipment>{item.format('A') * 2}</GoodsShipment>")
    assert (same.values["consignee.name"], same.flags) == ("A", ())
    other = one(f"{reference}<GoodsShipment>{item.format('A')}{item.format('B')}</GoodsShipment>")
    assert (other.values["consignee.name"], other.flags) == ("A", ("consignee_differs_by_item",))


def test_an_importer_is_the_consignee_and_beside_one_the_buyer() -> None:
    importer, consignee = "<Importer><ID>GB1</ID></Importer>", "<Consignee><Name>C</Name></Consignee>"
    reference = "<FunctionalReferenceID>R1</FunctionalReferenceID>"
    alone = one(f"{reference}<GoodsShipment>{importer}</GoodsShipment>").values
    assert (alone["consignee.tax_number"], alone["consignee.country"], "buyer.tax_number" in alone) == (
        *("GB1", "GB", False),
    )
    both = one(f"{reference}<GoodsShipment>{importer}{consignee}</GoodsShipment>").values
    assert (both["consignee.name"], both["buyer.tax_number"]) == ("C", "GB1")


def test_dummy_numbers_of_test_traders_link_nothing(edges_of_records: Callable[..., set[str]]) -> None:
    record = one(
        "<FunctionalReferenceID>R1</FunctionalReferenceID><GoodsShipment><Consignment>"
        "<ArrivalTransportMeans><ID>12345</ID><IdentificationTypeCode>30</IdentificationTypeCode></ArrivalTransportMeans>"
        "</Consignment></GoodsShipment>"
    )
    assert not any(edge.startswith("ON_VEHICLE") for edge in edges_of_records([record]))


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (f"<MetaData xmlns='{DEC}'>", True),
        (f"<x:Declaration xmlns:x='{DEC}'>", True),
        (f"<s:submitDeclarationRequest xmlns:s='u:s'><s:requestDetail><MetaData xmlns='{DEC}'>", True),
        ("<s:submitDeclarationRequest xmlns:s='u:s'><s:requestDetail/>", False),
        ("<Declaration xmlns='u:other'>", False),
        ("<Declaration>", False),
    ],
)
def test_it_is_known_by_root_and_namespace(head: str, known: bool) -> None:
    assert recognise(head.encode()) is known


def declaration(body: str) -> Record:
    (record,), rejections = parse(["", f'<Declaration xmlns="{DEC}">{body}</Declaration>'])
    assert rejections == []
    return record


def test_every_means_of_transport_is_kept() -> None:
    means = "".join(
        f"<BorderTransportMeans><ID>{name}</ID><IdentificationTypeCode>11</IdentificationTypeCode></BorderTransportMeans>"
        for name in ("MV DEMETRE", "MV MEDEA")
    )
    assert declaration(f"<ID>M1</ID>{means}").values["means_of_transport"] == "MV DEMETRE; MV MEDEA"


def test_a_means_whose_kind_is_not_said_is_read_by_its_mode_and_form() -> None:
    means = "<BorderTransportMeans><ID>AA123BB</ID><ModeCode>{}</ModeCode></BorderTransportMeans>"
    assert declaration(f"<ID>M1</ID>{means.format(3)}").values["vehicle.plate"] == "AA123BB"
    assert declaration(f"<ID>M1</ID>{means.format(4)}").values["means_of_transport"] == "AA123BB"


def test_a_declaration_without_any_number_is_known_by_all_that_it_says() -> None:
    weights = [f"<TotalGrossMassMeasure>{weight}</TotalGrossMassMeasure>" for weight in ("5", "5", "6")]
    first, again, other = map(declaration, weights)
    assert first.source_id == again.source_id != other.source_id
    assert first.flags == ("not_registered",)
