"""Air waybills: both styles of namespaces, pounds, customs notes, house waybills, deletions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.documents.cargo_xml import FORMAT, parse, recognise

MASTER, HOUSE = "cargo-xml-master.xml", "cargo-xml-house.xml"


def test_every_field_of_a_master_waybill_reaches_the_record(
    fixture_files: Path, read_document: Callable[..., Any]
) -> None:
    (record,), rejections = read_document(FORMAT, fixture_files / MASTER)
    assert (record.kind, record.source_id, record.amended, record.flags, rejections) == (
        *("manifest", "250-00001111", "2024-02-10T06:00Z", (), []),
    )
    assert dict(record.values) == {
        "mode_of_transport": "air",
        "voyage_number": "HY771, HY772",
        "departed_on": "2024-02-11",
        "expected_on": "2024-02-12",
        "registered_on": "2024-02-10",
        "freight_payment": "collect",
        "carrier.key": "HY",
        "shipper.name": "Jasmin Buloq Eksport",
        "shipper.key": "ACC-1",
        "shipper.tax_number": "305556677",
        "shipper.address": "Unit 4, Bobur 7, Toshkent, 100000",
        "shipper.country": "UZ",
        "shipper.phone": "998712001122",
        "shipper.email": "cargo@jasmin.example",
        "consignee.name": "Indus Sahil Traders",
        "consignee.address": "Clifton 12, Karachi",
        "consignee.country": "PK",
        "consignee.phone": "+923001234567",
        "forwarder.name": "Silk Wing Cargo",
        "forwarder.key": "3456789",
        "forwarder.address": "Toshkent",
        "forwarder.country": "UZ",
        "notify.name": "Lyari Clearing House",
        "notify.address": "Karachi",
        "notify.country": "PK",
        "gross_weight_kg": 453.59237,
        "volume_m3": 2.602,
        "packages": 12,
        "value_amount": 5200.0,
        "value_currency": "USD",
        "transport_document": "250-00001111",
        "loaded_at": "TAS",
        "unloaded_at": "KHI",
        "hs_code": "081350",
        "goods_description": "DRIED FRUIT MIXED",
        "origin_country": "UZ",
        "goods": (
            {
                "line": 1,
                "hs_code": "081350",
                "goods_description": "DRIED FRUIT MIXED",
                "gross_weight_kg": 453.59237,
                "packages": 12.0,
                "container": "PMC1337HY",
                "origin_country": "UZ",
            },
        ),
    }


def test_a_house_waybill_stands_under_its_master_in_the_other_style_of_namespaces(
    fixture_files: Path, read_document: Callable[..., Any]
) -> None:
    (record,), _ = read_document(FORMAT, fixture_files / HOUSE)
    assert record.source_id == "250-00001111/TAS0007"
    assert dict(record.values) == {
        "mode_of_transport": "air",
        "registered_on": "2024-02-10",  # of the message, as no carrier signed it
        "freight_payment": "prepaid",
        "shipper.name": "Jasmin Buloq Eksport",
        "packages": 4,
        "transport_document": "TAS0007",
        "master_document": "250-00001111",
        "loaded_at": "TAS",
        "unloaded_at": "KHI",
        "goods_description": "DRIED APRICOTS",
        "gross_weight_kg": 150.0,
        "hs_code": "081310",
        "goods": ({"line": 1, "hs_code": "081310", "gross_weight_kg": 150.0, "packages": 4.0},),
    }


def test_master_and_house_meet_in_the_masters_number_and_a_unit_load_links_nothing(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    records = [record for name in (MASTER, HOUSE) for record in read_document(FORMAT, fixture_files / name)[0]]
    edges = edges_of_records(records)
    assert {edge for edge in edges if edge.startswith("HAS_NUMBER")} == {
        "HAS_NUMBER document:UZ:manifest:250-00001111",
        "HAS_NUMBER document:UZ:manifest:250-00001111/TAS0007",
        "HAS_NUMBER document::transport:250-00001111",
        "HAS_NUMBER document::transport:TAS0007",
    }
    assert not any(edge.startswith("IN_CONTAINER") for edge in edges)
    assert edges >= {"HAS_PHONE phone:+998712001122", "LOADED_AT place:UZ:tashkent_airport"}


@pytest.mark.parametrize(
    ("purpose", "is_deleted"), [("Creation", False), ("Update", False), ("Deletion", True), ("", False)]
)
def test_a_deletion_is_a_tombstone(purpose: str, is_deleted: bool) -> None:
    head = f"<MessageHeaderDocument><PurposeCode>{purpose}</PurposeCode></MessageHeaderDocument>"
    body = "<BusinessHeaderDocument><ID>1</ID></BusinessHeaderDocument><MasterConsignment/>"
    (record,), _ = parse([f"<Waybill>{head}{body}</Waybill>"])
    assert record.is_deleted is is_deleted


@pytest.mark.parametrize(
    "unit", ["<Waybill/>", "<Waybill><BusinessHeaderDocument><ID>1</ID></BusinessHeaderDocument></Waybill>"]
)
def test_a_waybill_without_number_or_consignment_is_rejected(unit: str) -> None:
    records, (rejection,) = parse([unit])
    assert (records, rejection.code) == ([], "missing_id")


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ("<Waybill xmlns='iata:waybill:1'>", True),
        ("<r:HouseWaybill xmlns:r='iata:housewaybill:1'>", True),
        ("<Waybill xmlns='iata:datamodel:3'>", False),
        ("<Waybill>", False),
        ("<FlightManifest xmlns='iata:flightmanifest:1'>", False),
    ],
)
def test_it_is_known_by_root_and_namespace(head: str, known: bool) -> None:
    assert recognise(head.encode()) is known


def test_a_waybill_without_a_number_is_known_by_all_that_it_says() -> None:
    unit = "<Waybill><MasterConsignment><TotalPieceQuantity>{}</TotalPieceQuantity></MasterConsignment></Waybill>"
    (first,), (again,), (other,) = (parse([unit.format(count)])[0] for count in (1, 1, 2))
    assert first.source_id == again.source_id != other.source_id
    assert first.flags == ("number_missing",)
