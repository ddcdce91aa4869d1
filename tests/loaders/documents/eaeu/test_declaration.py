"""The EAEU goods declaration: parties with the numbers of their countries, drivers, vehicles, documents."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Record
from loaders.documents.eaeu.album import FORMAT, parse


def test_every_field_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    record = read_document(FORMAT, fixture_files / "eaeu-container.xml")[0][0]
    assert record.flags == ()
    assert dict(record.values) == {
        "registered_on": "2024-05-23",
        "expected_on": "2024-05-25",
        "nature": "import",
        "procedure": "40",
        "office": "55301",
        "vehicle_certificate": "SR 77",
        "origin_country": "CN",
        "departure_country": "CN",
        "destination_country": "KZ",
        "packages": 310,
        "value_amount": 55000.0,
        "value_currency": "USD",
        "incoterms": "FCA",
        "mode_of_transport": "31",
        "shipper.name": "Yulduz Savdo Kargo Co., Ltd",
        "shipper.country": "CN",
        "shipper.address": "Beijing Road 8, Urumqi",
        "consignee.name": "ТОО «Алтын Көктем Импорт»",
        "consignee.alias": "АКИ",
        "consignee.tax_number": "050140001234",
        "consignee.country": "KZ",
        "consignee.address": "ул. Самал, 5, 12, Алматы, Алматы",
        "consignee.phone": ("+7 727 300 10 20", "+7 701 300 10 20"),
        "consignee.email": "import@altyn.example",
        "financial.name": "ОсОО «Ала-Тоо Финанс»",
        "financial.tax_number": "01234567890123",
        "financial.country": "KG",
        "financial.address": "Бишкек, проспект Чуй 1",
        "declarant.registration_number": "1027700000000",
        "financial.registration_number": "12345678",
        "declarant.name": "ООО «Таможенный Мост»",
        "declarant.tax_number": "7701234567",
        "declarant.country": "RU",
        "declarant.address": "Москва",
        "carrier.name": "Тулпар Жол Транс ТОО",
        "carrier.country": "KZ",
        "carrier.address": "Шымкент",
        "driver.name": "Ахметов Ерлан Болатович",
        "driver.passport": "N1029384",
        "driver.country": "KZ",
        "driver.phone": "+7 705 111 22 33",
        "vehicle.plate": "A123BC02/7788AA02",
        "vehicle_country": "KZ",
        "vehicle.vin": "XTA21099998765432",
        "container": "HLQU2200171",
        "seal": ("KZ-660011", "KZ-660012"),
        "entered_at": "Хоргос",
        "transport_document": ("CMR-90210", "XB87654321"),
        "previous_document": "55301/200524/0001234",
        "hs_code": "5208220000",
        "goods_description": "Ткани хлопчатобумажные, отбеленные",
        "gross_weight_kg": 9100.5,
        "net_weight_kg": 8900.0,
        "goods": (
            {
                "line": 1,
                "hs_code": "5208220000",
                "goods_description": "Ткани хлопчатобумажные, отбеленные",
                "gross_weight_kg": 9100.5,
                "net_weight_kg": 8900.0,
                "packages": 310.0,
                "value_amount": 55000.0,
                "value_currency": "USD",
                "customs_value": 56000.0,
                "origin_country": "CN",
                "quantity": 40000.0,
                "quantity_unit": "М2",
                "container": "HLQU2200171",
            },
        ),
    }


def test_the_particulars_of_parties_reach_the_graph(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    edges = edges_of_records(read_document(FORMAT, fixture_files / "eaeu-container.xml")[0][:1])
    assert edges >= {
        "HAS_IDENTIFIER identifier:tax:KZ:?050140001234",
        "HAS_IDENTIFIER identifier:tax:KG:?01234567890123",
        "HAS_IDENTIFIER identifier:tax:RU:?7701234567",
        "HAS_IDENTIFIER identifier:passport:KZ:N1029384",
        "HAS_PHONE phone:+77273001020",
        "HAS_EMAIL email:import@altyn.example",
        "DRIVEN_BY party",
        "PAID_BY party",
        "IN_CONTAINER container:HLQU2200171",
        "SEALED_WITH seal:KZ660011",
    }


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (
            "<DocumentID>U1</DocumentID><GTDNumber><CustomsCode>55301</CustomsCode>"
            "<RegistrationDate>2024-05-24</RegistrationDate><GTDNumber>0000042</GTDNumber></GTDNumber>",
            "55301/240524/0000042",
        ),
        ("<DocumentID>U1</DocumentID><RegNumberDoc>112/5</RegNumberDoc>", "112/5"),
        ("<DocumentID>U1</DocumentID>", "U1"),
        ("<DocumentID>U1</DocumentID><GTDNumber><CustomsCode>55301</CustomsCode></GTDNumber>", "U1"),
    ],
)
def test_the_number_is_the_registered_one_else_the_electronic_documents(body: str, number: str) -> None:
    (record,), _ = parse([f"<ESADout_CU>{body}</ESADout_CU>"])
    assert record.source_id == number


def test_a_declaration_without_any_number_is_rejected() -> None:
    records, (rejection,) = parse(["<ESADout_CU/>"])
    assert (records, rejection.code) == ([], "missing_id")


@pytest.mark.parametrize(("mode", "links"), [("31", True), ("20", True), ("10", False), ("40", False), ("", True)])
def test_means_of_transport_are_vehicles_on_road_and_rail_and_by_their_form(mode: str, links: bool) -> None:
    means = f"<TransportModeCode>{mode}</TransportModeCode><RUTransportMeans><TransportIdentifier>A123BC02"
    unit = (
        f"<ESADout_CU><DocumentID>U1</DocumentID><ESADout_CUGoodsShipment><ESADout_CUConsigment>"
        f"<ESADout_CUBorderTransport>{means}</TransportIdentifier></RUTransportMeans></ESADout_CUBorderTransport>"
        f"</ESADout_CUConsigment></ESADout_CUGoodsShipment></ESADout_CU>"
    )
    values = parse([unit])[0][0].values
    assert ("vehicle.plate" in values, "means_of_transport" in values) == (links, not links)


def without_number(weight: str) -> Record:
    goods = f"<ESADout_CUGoods><GrossWeightQuantity>{weight}</GrossWeightQuantity></ESADout_CUGoods>"
    unit = f"<ESADout_CU><ESADout_CUGoodsShipment>{goods}</ESADout_CUGoodsShipment></ESADout_CU>"
    (record,), rejections = parse([unit])
    assert rejections == []
    return record


def test_a_declaration_without_any_number_is_known_by_all_that_it_says() -> None:
    assert without_number("5").source_id == without_number("5").source_id != without_number("6").source_id
    assert without_number("5").flags == ("not_registered",)


def test_every_means_of_transport_is_kept() -> None:
    means = "".join(
        f"<ESADout_CUBorderTransport><TransportModeCode>10</TransportModeCode><RUTransportMeans><TransportIdentifier>{name}"
        "</TransportIdentifier></RUTransportMeans></ESADout_CUBorderTransport>"
        for name in ("QAZAQ STAR", "PROFESSOR GUL", "QAZAQ STAR")
    )
    unit = (
        "<ESADout_CU><DocumentID>U1</DocumentID><ESADout_CUGoodsShipment><ESADout_CUConsigment>"
        f"{means}</ESADout_CUConsigment></ESADout_CUGoodsShipment></ESADout_CU>"
    )
    assert parse([unit])[0][0].values["means_of_transport"] == "QAZAQ STAR; PROFESSOR GUL"
