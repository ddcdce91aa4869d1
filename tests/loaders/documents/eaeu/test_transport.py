"""TIR carnets, CMRs and rail bills of the EAEU album."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.documents.eaeu.album import FORMAT, parse


def test_every_field_of_a_tir_carnet_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (record,), _ = read_document(FORMAT, fixture_files / "eaeu-tir.xml")
    assert (record.kind, record.source_id, record.flags) == ("manifest", "XB87654321", ())
    values = dict(record.values)
    assert {name: value for name, value in values.items() if "." not in name or "plate" in name or "vin" in name} == {
        "transport_document": "XB87654321",
        "mode_of_transport": "road",
        "nature": "transit",
        "departure_country": "TR",
        "destination_country": "UZ",
        "registered_on": "2024-05-18",
        "value_amount": 31000.0,
        "value_currency": "EUR",
        "office": "26010",
        "vehicle.plate": "40A123BC",
        "vehicle_country": "UZ",
        "vehicle.vin": "XTA21099998765432",
        "trailer.plate": ("407788AA", "407789AA"),
        "container": "TMZU7781206",
        "seal": "TR-9087",
        "previous_document": "26001/170524/000555",
        "hs_code": "8413702100",
        "goods_description": "Насосы",
        "origin_country": "TR",
        "marks": "SN 1-40",
        "gross_weight_kg": 7600.0,
        "goods": (
            {
                "line": 1,
                "hs_code": "8413702100",
                "goods_description": "Насосы",
                "gross_weight_kg": 7600.0,
                "packages": 40.0,
                "value_amount": 31000.0,
                "value_currency": "EUR",
                "origin_country": "TR",
                "container": "TMZU7781206",
                "marks": "SN 1-40",
            },
        ),
    }
    assert (values["principal.key"], values["principal.name"]) == ("UZB/042/777", "Karvon Bereket Trans MChJ")
    assert (values["carrier.tax_number"], values["carrier.address"]) == ("301234567", "Termiz")
    assert (values["forwarder.name"], values["forwarder.country"]) == ("Anadolu Yildiz Lojistik", "TR")
    assert (values["shipper.name"], values["consignee.tax_number"]) == ("Bereket Gul Makina A.S.", "302345678")


def test_every_field_of_a_cmr_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    record = read_document(FORMAT, fixture_files / "eaeu-container.xml")[0][1]
    assert (record.kind, record.source_id, record.flags) == ("manifest", "CMR-90210", ())
    values = dict(record.values)
    assert {name: value for name, value in values.items() if "." not in name or "plate" in name} == {
        "transport_document": "CMR-90210",
        "mode_of_transport": "road",
        "departed_on": "2024-05-22",
        "registered_on": "2024-05-21",
        "loaded_at": "Urumqi",
        "unloaded_at": "Almaty airport",
        "departure_country": "CN",
        "destination_country": "KZ",
        "office": "55302",
        "vehicle.plate": "A123BC02",
        "trailer.plate": "7788AA02",
        "incoterms": "FCA",
        "value_amount": 55000.0,
        "value_currency": "USD",
        "previous_document": "55301/200524/0001234",
        "gross_weight_kg": 9100.5,
        "hs_code": "520822",
        "goods_description": "Ткани",
        "marks": "AKI 1-310",
        "goods": (
            {
                "line": 1,
                "hs_code": "520822",
                "goods_description": "Ткани",
                "gross_weight_kg": 9100.5,
                "marks": "AKI 1-310",
                "packages": 310.0,
            },
        ),
    }
    assert values["next_carrier.name"] == "Сұңқар Логистик ТОО"
    assert (values["shipper.phone"], values["carrier.phone"]) == ("+86 991 555 01 01", "+7 725 222 33 44")


def test_every_field_of_a_rail_bill_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (record,), _ = read_document(FORMAT, fixture_files / "eaeu-rail.xml")
    assert (record.kind, record.source_id, record.flags, record.day) == ("manifest", "29170045", (), "2024-04-09")
    values = dict(record.values)
    assert {name: value for name, value in values.items() if "." not in name or "plate" in name} == {
        "transport_document": "29170045",
        "mode_of_transport": "rail",
        "departed_on": "2024-04-03",
        "arrived_on": "2024-04-09",
        "registered_on": "2024-04-02",
        "loaded_at": "Костанай",
        "unloaded_at": "Душанбе-2",
        "entered_at": ("Сарыагаш", "Кудукли"),
        "departure_country": "KZ",
        "packages": 60,
        "gross_weight_kg": 58000.0,
        "value_amount": 90000.0,
        "value_currency": "KZT",
        "vehicle.plate": ("52345678", "52345679"),
        "container": "HLQU1234562",
        "seal": "KTZ 445566",
        "previous_document": "39001/010424/0000777",
        "hs_code": "11010015",
        "goods_description": "Мука пшеничная",
        "marks": "NV",
        "goods": (
            {
                "line": 1,
                "hs_code": "11010015",
                "goods_description": "Мука пшеничная",
                "gross_weight_kg": 58000.0,
                "packages": 60.0,
                "container": "HLQU1234562",
                "marks": "NV",
            },
        ),
    }
    assert values["vehicle_owner.name"] == "Тулпар Вагон ТОО"
    assert (values["shipper.email"], values["consignee.name"]) == ("rail@zhaylau.example", "ҶДММ «Нони Ватан»")


def test_wagons_containers_and_seals_of_a_rail_bill_reach_the_graph(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    assert edges_of_records(read_document(FORMAT, fixture_files / "eaeu-rail.xml")[0]) >= {
        "ON_VEHICLE vehicle:UZ:52345678",
        "ON_VEHICLE vehicle:UZ:52345679",
        "IN_CONTAINER container:HLQU1234562",
        "SEALED_WITH seal:KTZ445566",
        "HAS_NUMBER document::transport:29170045",
        "HAS_NUMBER document:UZ:declaration:39001/010424/0000777",
    }


@pytest.mark.parametrize("root", ["TIR_Carnet", "CMR", "RailwayBill"])
def test_a_document_without_its_number_is_rejected(root: str) -> None:
    records, (rejection,) = parse([f"<{root}/>"])
    assert (records, rejection.code) == ([], "missing_id")


def test_a_cmr_without_a_registered_number_is_known_by_its_electronic_document_and_links_by_no_number() -> None:
    (record,), _ = parse(["<CMR><DocumentID>U1</DocumentID></CMR>"])
    assert (record.source_id, "transport_document" in record.values) == ("U1", False)


def test_the_successive_carrier_is_a_part_of_its_own() -> None:
    carriers = (
        "<Carrier><OrganizationName>A</OrganizationName></Carrier>"
        "<NextCarrier><OrganizationName>B</OrganizationName></NextCarrier>"
    )
    (record,), _ = parse([f"<CMR><DocumentID>U1</DocumentID>{carriers}</CMR>"])
    assert (record.values["carrier.name"], record.values["next_carrier.name"]) == ("A", "B")


def test_the_owner_of_a_wagon_is_a_party() -> None:
    wagon = "<Carriage><CarriageID>28067012</CarriageID><OwnerName>Vagon Ijara</OwnerName></Carriage>"
    (record,), _ = parse([f"<RailwayBill><Number>R1</Number>{wagon}</RailwayBill>"])
    assert (record.values["vehicle.plate"], record.values["vehicle_owner.name"]) == ("28067012", "Vagon Ijara")


@pytest.mark.parametrize(
    ("unit", "what"),
    [
        ("<TIR_Carnet><TransportMeans><TMNumber>{}</TMNumber></TransportMeans></TIR_Carnet>", "TIR carnet"),
        ("<CMR><CMRTransport><PrimeMoverStateSignID>{}</PrimeMoverStateSignID></CMRTransport></CMR>", "CMR"),
        ("<RailwayBill><Carriage><CarriageID>{}</CarriageID></Carriage></RailwayBill>", "rail bill"),
    ],
)
def test_a_document_without_a_number_is_known_by_all_that_it_says(unit: str, what: str) -> None:
    (first,), (again,), (other,) = (parse([unit.format(plate)])[0] for plate in ("01A111AA", "01A111AA", "01B222BB"))
    assert first.source_id == again.source_id != other.source_id
    assert first.flags == ("number_missing",)
    records, (rejection,) = parse([unit.format("")])
    assert (records, rejection.code) == ([], "missing_id")
    assert what in rejection.reason
