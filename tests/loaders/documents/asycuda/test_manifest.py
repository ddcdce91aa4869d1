"""The ASYCUDA manifest: a bill is a unit, house bills know their master, a container under several bills is one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.documents.asycuda.manifest import FORMAT, parse, recognise, units

NAME = "asycuda-manifest.xml"


def test_every_field_of_a_bill_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (bill, _), rejections = read_document(FORMAT, fixture_files / NAME)
    assert (bill.kind, bill.source_id, bill.flags, rejections) == ("manifest", "XYS24-0001", (), [])
    assert dict(bill.values) == {
        "office": "AZALT",
        "voyage_number": "CS-204",
        "departed_on": "2024-03-05",
        "arrived_on": "2024-03-06",
        "manifest_number": "AZALT/CS-204/2024-03-05",
        "mode_of_transport": "1",
        "means_of_transport": "MV XAZAR DALGASI",
        "vessel.imo": "IMO 9074729",
        "master.name": "R. Quliyev",
        "container_type": ("40", "22G1"),
        "container_load": "1/1",
        "sealed_by": "CA",
        "nature": "transit",
        "freight_payment": "prepaid",
        "value_amount": 21000.0,
        "value_currency": "USD",
        "carrier.key": "CRR-1",
        "carrier.name": "Xazar Yelken Shipping MMC",
        "carrier.address": "Neftchilar prospekti 7, Baku",
        "forwarder.key": "SA-3",
        "forwarder.name": "Mangystau Port Agency",
        "shipper.key": "E-1",
        "shipper.name": "Altyn Dala Sunqar LLP",
        "shipper.address": "Microdistrict 5, Aktau",
        "shipper.tax_number": "050140001234",
        "notify.name": "Alov Ulduz Servis MMC",
        "notify.address": "Sumqayit",
        "consignee.key": "C-9",
        "consignee.name": "Bahar Gunesh Tekstil MMC",
        "consignee.address": "Block 4, Ganja, Heydar Aliyev 11",
        "consignee.phone": "+994 50 200 30 40",
        "goods_description": "COTTON, NOT CARDED",
        "gross_weight_kg": 15000.5,
        "volume_m3": 44.5,
        "marks": "BGT 1/200",
        "packages": 200,
        "hs_code": "5201",
        "transport_document": "XYS24-0001",
        "loaded_at": "Aktau",
        "unloaded_at": "AZALY",
        "container": ("KRVU4008121", "TMZU7781206"),
        "seal": ("AB 100200", "AB 100201"),
        "goods": (
            {
                "line": 1,
                "container": "KRVU4008121",
                "container_type": "40",
                "container_load": "1/1",
                "hs_code": "5201",
                "gross_weight_kg": 9000.0,
                "packages": 120.0,
            },
            {
                "line": 2,
                "container": "TMZU7781206",
                "container_type": "22G1",
                "hs_code": "5201",
                "gross_weight_kg": 6000.5,
                "packages": 80.0,
            },
        ),
    }


def test_a_house_bill_stands_under_its_master(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    _, house = read_document(FORMAT, fixture_files / NAME)[0]
    assert house.source_id == "XYS24-0002/HSE-77"
    assert (house.values["transport_document"], house.values["master_document"]) == ("HSE-77", "XYS24-0002")
    # what the bill leaves out the manifest says
    assert (house.values["loaded_at"], house.values["unloaded_at"], house.values["nature"]) == (
        *("KZAAU", "Alyat", "import"),
    )


def test_a_container_under_two_bills_is_one_and_its_weight_is_each_bills_share(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    records = read_document(FORMAT, fixture_files / NAME)[0]
    shares = [
        line["gross_weight_kg"]
        for record in records
        for line in record.values["goods"]
        if line["container"] == "KRVU4008121"
    ]
    assert shares == [9000.0, 1500.0]
    edges = edges_of_records(records)
    assert {edge for edge in edges if edge.startswith(("IN_", "SEALED", "ON_", "LOADED", "UNLOADED"))} == {
        "ON_VEHICLE vehicle:IMO:9074729",
        "IN_CONTAINER container:KRVU4008121",
        "IN_CONTAINER container:TMZU7781206",
        "SEALED_WITH seal:AB100200",
        "SEALED_WITH seal:AB100201",
        "LOADED_AT place:KZ:aktau",
        "UNLOADED_AT place:AZ:alat",
    }
    assert {edge for edge in edges if edge.startswith("HAS_NUMBER")} == {
        "HAS_NUMBER document:UZ:manifest:XYS24-0001",
        "HAS_NUMBER document:UZ:manifest:XYS24-0002/HSE-77",
        "HAS_NUMBER document::transport:XYS24-0001",
        "HAS_NUMBER document::transport:HSE-77",
        "HAS_NUMBER document::transport:XYS24-0002",
        "HAS_NUMBER document:UZ:manifest:AZALT/CS-204/2024-03-05",
    }


def test_a_broken_up_master_bill_gives_its_number_to_the_house_bills(
    tmp_path: Path, read_document: Callable[..., Any]
) -> None:
    bill = "<Bol_segment><Bol_id><Bol_reference>H{}</Bol_reference></Bol_id></Bol_segment>"
    head = (
        "<Master_bol><Customs_office_code>301</Customs_office_code><Reference_number>M9</Reference_number></Master_bol>"
    )
    (tmp_path / "a.xml").write_text(f"<Awbolds>{head}{bill.format(1)}{bill.format(2)}</Awbolds>")
    records = read_document(FORMAT, tmp_path / "a.xml")[0]
    assert [record.source_id for record in records] == ["M9/H1", "M9/H2"]
    assert [record.values["office"] for record in records] == ["301", "301"]


def test_a_road_manifest_has_a_truck_and_its_driver(tmp_path: Path, read_document: Callable[..., Any]) -> None:
    transport = (
        "<Transport_information><Mode_of_transport_code>3</Mode_of_transport_code>"
        "<Identity_of_transporter>01A777BC/014455AA</Identity_of_transporter>"
        "<Master_information>Olim Saidov</Master_information></Transport_information>"
    )
    bill = "<Bol_segment><Bol_id><Bol_reference>W1</Bol_reference></Bol_id></Bol_segment>"
    (tmp_path / "a.xml").write_text(f"<Awmds><General_segment>{transport}</General_segment>{bill}</Awmds>")
    (record,) = read_document(FORMAT, tmp_path / "a.xml")[0]
    assert (record.values["vehicle.plate"], record.values["driver.name"]) == ("01A777BC/014455AA", "Olim Saidov")


def test_a_bill_without_a_number_is_rejected_and_the_others_load(
    tmp_path: Path, read_document: Callable[..., Any]
) -> None:
    (tmp_path / "a.xml").write_text(
        "<Awmds><Bol_segment><Bol_id><Bol_reference><null/></Bol_reference></Bol_id></Bol_segment>"
        "<Bol_segment><Bol_id><Bol_reference>B2</Bol_reference></Bol_id></Bol_segment></Awmds>"
    )
    records, (rejection,) = read_document(FORMAT, tmp_path / "a.xml")
    assert ([record.source_id for record in records], rejection.code) == (["B2"], "missing_id")


def test_a_manifest_without_bills_is_empty_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Awmds><General_segment/></Awmds>")
    assert list(units(tmp_path / "a.xml")) == []


def test_a_unit_without_its_general_segment_is_read() -> None:
    records, _ = parse(["", "<Bol_segment><Bol_id><Bol_reference>B1</Bol_reference></Bol_id></Bol_segment>"])
    assert records[0].values == {"transport_document": "B1"}


@pytest.mark.parametrize(
    ("head", "known"),
    [(b"<Awmds>", True), (b"<Awbolds>", True), (b"<Awmcds>", True), (b"<Awbolegmds>", True), (b"<Awother>", False)],
)
def test_it_is_known_by_its_root(head: bytes, known: bool) -> None:
    assert recognise(head) is known


def test_a_bill_without_a_number_is_known_by_all_that_it_says() -> None:
    unit = "<Bol_segment><Goods_segment><Gross_mass>{}</Gross_mass></Goods_segment></Bol_segment>"
    (first,), (again,), (other,) = (parse(["", unit.format(mass)])[0] for mass in (5, 5, 6))
    assert first.source_id == again.source_id != other.source_id
    assert first.flags == ("number_missing",)


def test_the_name_and_the_other_name_of_a_ship_are_both_kept() -> None:
    transport = (
        "<General_segment><Transport_information><Mode_of_transport_code>1</Mode_of_transport_code>"
        "<Identity_of_transporter>QAZAQ STAR</Identity_of_transporter>"
        "<Registration_number_of_transport_code>9HA2345</Registration_number_of_transport_code></Transport_information>"
        "</General_segment>"
    )
    bill = "<Bol_segment><Bol_id><Bol_reference>B1</Bol_reference></Bol_id></Bol_segment>"
    (record,), _ = parse([transport, bill])
    assert record.values["means_of_transport"] == "QAZAQ STAR; 9HA2345"
