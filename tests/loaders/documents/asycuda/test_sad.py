"""The ASYCUDA declaration: names and addresses in one text, `<null/>`, plates in one field, drafts without a number."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Record
from loaders.documents.asycuda.sad import FORMAT, parse, recognise

NAME = "asycuda-sad.xml"


@pytest.fixture
def text(fixture_files: Path) -> str:
    return (fixture_files / NAME).read_text(encoding="utf-8")


@pytest.fixture
def changed(text: str) -> Callable[[str, str], Record]:
    """The record of the hand-made declaration with one piece written otherwise."""

    def change(old: str, new: str) -> Record:
        assert old in text
        unit = text.replace(old, new).partition("?>")[2]
        (record,), rejections = parse([unit])
        assert not rejections
        return record

    return change


def test_every_field_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (record,), rejections = read_document(FORMAT, fixture_files / NAME)
    assert (record.kind, record.source_id, record.flags, rejections) == ("declaration", "AFHTN/2024/C4711", (), [])
    values = dict(record.values)
    first, second = values.pop("goods")
    assert first == {
        "line": 1,
        "hs_code": "0703101900",
        "goods_description": "Onions in bags",
        "gross_weight_kg": 12400.0,
        "net_weight_kg": 12000.0,
        "packages": 399.5,
        "value_amount": 8450.5,
        "value_currency": "USD",
        "origin_country": "UZ",
        "quantity": 400.0,
        "quantity_unit": "BAG",
        "container_type": "22G1",
        "container_load": "1/1",
        "container": "HLQU 123456-2",
        "marks": "KNS 1-400",
        "statistical_value": 9000.0,
        "cif_value": 9000.0,
        "remarks": "no chassis here",
    }
    assert (second["goods_description"], second["hs_code"], "container" in second) == (
        *("Submersible pumps", "84137021", False),
    )
    assert values == {
        "registered_on": "2024-03-07",
        "office": "AFHTN",
        "nature": "import",
        "procedure": "IM4",
        "departure_country": "UZ",
        "destination_country": "AF",
        "packages": 420,
        "gross_weight_kg": 20400.0,
        "net_weight_kg": 19700.25,
        "value_amount": 18450.5,
        "value_currency": "USD",
        "incoterms": "CPT",
        "mode_of_transport": "30",
        "shipper.name": "Karvon Bereket Trans MChJ",
        "shipper.address": "Navoiy ko'chasi 12, Termiz, Uzbekistan",
        "shipper.tax_number": "301234567",
        "shipper.phone": "+998 90 123 45 67",
        "consignee.key": "9001234567",
        "consignee.name": "Kohi Nur Sahar Trading Company",
        "consignee.address": "Mandawi Road 3, Mazar-e Sharif",
        "declarant.key": "D-042",
        "declarant.name": "Pamir Broker Services",
        "declarant.address": "Gate 2, Hairatan",
        "declarant.tax_number": "900000042",
        "declarant.email": "desk@pamir-broker.example",
        "principal.key": "P-5",
        "principal.name": "Amu Transit Guild",
        "principal.address": "Termiz",
        "financial.key": "F-77",
        "financial.name": "Darya Zamin Guarantee House",
        "financial.address": "Kabul",
        "vehicle.plate": "40A123BC/407788AA",
        "vehicle_country": "UZ",
        "trader_reference": "REF-9",
        "first_destination_country": "UZ",
        "trading_country": "UZ",
        "representative.name": "Sabir Rahimi",
        "representative.kind": "person",
        "container_type": "22G1",
        "container_load": "1/1",
        "container": "HLQU 123456-2",
        "seal": "UZ 778899",
        "loaded_at": "Termez",
        "entered_at": "Hairatan",
        "manifest_number": "2024/118",
        "transport_document": ("BL-118-7", "CMR-55-118"),
        "previous_document": "AFHTN/2023/C900",
    }


def test_the_links_reach_the_graph_with_truck_and_trailer_apart(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    edges = edges_of_records(read_document(FORMAT, fixture_files / NAME)[0])
    assert {edge for edge in edges if not edge.startswith("HAS_ADDRESS")} == {
        "HAS_NUMBER document:UZ:declaration:AFHTN/2024/C4711",
        "HAS_NUMBER document::transport:BL-118-7",
        "HAS_NUMBER document::transport:CMR-55-118",
        "HAS_NUMBER document:UZ:declaration:AFHTN/2023/C900",
        "HAS_NUMBER document:UZ:manifest:2024/118",
        "IN_CONTAINER container:HLQU1234562",
        "SEALED_WITH seal:UZ778899",
        "ON_VEHICLE vehicle:UZ:40A123BC",
        "ON_VEHICLE vehicle:UZ:407788AA",
        "LOADED_AT place:UZ:termez",
        "ENTERED_AT place:AF:hairatan",
        *(f"{edge} party" for edge in ("SHIPPED_BY", "CONSIGNED_TO", "DECLARED_BY", "TRANSITED_BY", "PAID_BY")),
        "HAS_IDENTIFIER identifier:tax:UZ:301234567",
        "HAS_IDENTIFIER identifier:tax:UZ:900000042",
        *(f"HAS_IDENTIFIER identifier:key:UZ/documents:{key}" for key in ("9001234567", "D-042", "P-5", "F-77")),
        "HAS_PHONE phone:+998901234567",
        "HAS_EMAIL email:desk@pamir-broker.example",
    }
    assert "HAS_ADDRESS address:UZ:gate 2 hairatan" in edges


def test_a_draft_is_known_by_what_it_is_about_until_it_is_registered(changed: Callable[[str, str], Record]) -> None:
    number = "<Number>4711</Number>"
    draft = changed(number, "<Number><null/></Number>")
    assert draft.source_id.startswith("unnumbered-")
    assert draft.flags == ("not_registered",)
    assert changed(number, "<Number/>").source_id == draft.source_id


def draft_of(plate: str, weight: str, reference: str = "") -> Record:
    """A declaration that is not registered yet."""
    means = f"<Departure_arrival_information><Identity>{plate}</Identity></Departure_arrival_information>"
    unit = (
        "<ASYCUDA><Declarant><Declarant_code>B7</Declarant_code>"
        f"<Reference><Number>{reference}</Number></Reference></Declarant>"
        f"<Transport><Means_of_transport>{means}<Inland_mode_of_transport>30</Inland_mode_of_transport>"
        f"</Means_of_transport></Transport><Item><Valuation_item><Weight_itm><Gross_weight_itm>{weight}"
        "</Gross_weight_itm></Weight_itm></Valuation_item></Item></ASYCUDA>"
    )
    (record,), rejections = parse([unit])
    assert rejections == []
    return record


def test_drafts_without_a_reference_are_one_where_all_of_them_agrees() -> None:
    first = draft_of("01A111AA", "20000")
    assert first.source_id == draft_of("01A111AA", "20000").source_id
    others = {draft_of("01B222BB", "20000").source_id, draft_of("01A111AA", "20001").source_id}
    assert len(others | {first.source_id}) == 3


def test_a_draft_with_a_reference_is_the_same_when_its_goods_change() -> None:
    assert draft_of("01A111AA", "20000", "R1").source_id == draft_of("01B222BB", "100", "R1").source_id
    assert draft_of("01A111AA", "20000", "R1").source_id != draft_of("01A111AA", "20000", "R2").source_id


def test_a_draft_that_says_nothing_of_itself_is_rejected() -> None:
    records, (rejection,) = parse(["<ASYCUDA><Item/></ASYCUDA>"])
    assert (records, rejection.code, rejection.column) == ([], "missing_id", "Identification/Registration/Number")


def test_a_day_of_either_order_is_left_out_and_its_year_is_still_that_of_the_number(
    changed: Callable[[str, str], Record],
) -> None:
    assert changed("<Date>3/7/24</Date>", "<Date>07/03/2024</Date>").values["registered_on"] == "2024-07-03"
    registration = "<Registration><Number>7</Number><Date>07/03/2024</Date></Registration>"
    (record,), _ = parse([f"<ASYCUDA><Identification>{registration}</Identification></ASYCUDA>"])
    assert (record.source_id, record.flags) == ("2024/7", ("date_ambiguous: 07/03/2024",))
    assert "registered_on" not in record.values


def test_a_registration_without_a_year_says_so(changed: Callable[[str, str], Record]) -> None:
    record = changed("<Date>3/7/24</Date>", "<Date>March</Date>")
    assert record.source_id == "AFHTN/C4711"
    assert record.flags == ("registered_on_unreadable: March", "registration_year_missing")


def test_a_date_that_cannot_be_read_still_tells_the_year(changed: Callable[[str, str], Record]) -> None:
    assert changed("<Date>3/7/24</Date>", "<Date>2024 March</Date>").source_id == "AFHTN/2024/C4711"


def test_plates_of_several_countries_keep_each_its_own(
    changed: Callable[[str, str], Record], edges_of_records: Callable[..., set[str]]
) -> None:
    departure = "<Departure_arrival_information><Identity>{}</Identity><Nationality>{}</Nationality>"
    record = changed(departure.format("40A123BC/407788AA", "UZ"), departure.format("34ABC123", "TR"))
    assert record.values["vehicle.plate"] == ("TR::34ABC123", "UZ::40A123BC/407788AA")
    assert "vehicle_country" not in record.values
    assert {edge for edge in edges_of_records([record]) if edge.startswith("ON_VEHICLE")} == {
        "ON_VEHICLE vehicle:TR:34ABC123",
        "ON_VEHICLE vehicle:UZ:40A123BC",
        "ON_VEHICLE vehicle:UZ:407788AA",
    }


def test_the_country_of_no_plate_is_none_of_another(changed: Callable[[str, str], Record]) -> None:
    departure = "<Departure_arrival_information><Identity>{}</Identity><Nationality>{}</Nationality>"
    record = changed(departure.format("40A123BC/407788AA", "UZ"), departure.format("", "CN"))
    assert (record.values["vehicle.plate"], record.values["vehicle_country"]) == ("40A123BC/407788AA", "UZ")


@pytest.mark.parametrize(
    ("mode", "identity", "is_vehicle"),
    [
        ("30", "40A123BC", True),
        ("3", "40A123BC", True),
        ("2", "52345678", True),
        ("10", "MV DARYO 2", False),
        ("4", "HY771", False),
        ("01", "BA16CHA8099", True),  # the code is national: the form decides
        ("01", "MV XAZAR DALGASI 2", False),
        ("", "XAZAR DALGASI", False),
    ],
)
def test_a_plate_is_told_from_a_name_by_the_mode_else_by_its_form(mode: str, identity: str, is_vehicle: bool) -> None:
    means = f"<Border_information><Identity>{identity}</Identity><Mode>{mode}</Mode></Border_information>"
    number = "<Identification><Registration><Number>1</Number></Registration></Identification>"
    unit = f"<ASYCUDA>{number}<Transport><Means_of_transport>{means}</Means_of_transport></Transport></ASYCUDA>"
    values = parse([unit])[0][0].values
    assert (values.get("vehicle.plate"), values.get("means_of_transport")) == (
        (identity, None) if is_vehicle else (None, identity)
    )


@pytest.mark.parametrize(
    ("border", "inland", "in_box_18", "in_box_21", "said"),
    [
        ("10", "30", "10AB777", "PROFESSOR GUL", ("10AB777", "PROFESSOR GUL")),  # the truck goes by ferry
        ("10", "", "10AB777", "PROFESSOR GUL", ("10AB777", "PROFESSOR GUL")),  # no inland mode: its form
        ("10", "", "10AB777/10CD778", "PROFESSOR GUL", ("10AB777/10CD778", "PROFESSOR GUL")),
        ("30", "10", "PROFESSOR GUL", "10AB777", ("10AB777", "PROFESSOR GUL")),
        ("10", "20", "52345678", "PROFESSOR GUL", ("52345678", "PROFESSOR GUL")),
        ("40", "30", "01A123BC", "HY771", ("01A123BC", "HY771")),
        ("30", "", "01A123BC", "01A123BC", ("01A123BC", None)),
        ("30", "30", "PROFESSOR GUL", "01A123BC", ("01A123BC", "PROFESSOR GUL")),  # no digit: no plate
        ("10", "10", "QAZAQ STAR", "PROFESSOR GUL", (None, "QAZAQ STAR; PROFESSOR GUL")),  # both are kept
        ("10", "10", "9HA2345", "PROFESSOR GUL", (None, "9HA2345; PROFESSOR GUL")),  # a call sign
    ],
)
def test_each_means_of_transport_is_read_by_its_own_mode(
    border: str, inland: str, in_box_18: str, in_box_21: str, said: tuple[str | None, str | None]
) -> None:
    unit = (
        "<ASYCUDA><Identification><Registration><Number>1</Number></Registration></Identification><Transport>"
        f"<Means_of_transport><Departure_arrival_information><Identity>{in_box_18}</Identity>"
        f"</Departure_arrival_information><Border_information><Identity>{in_box_21}</Identity><Mode>{border}</Mode>"
        f"</Border_information><Inland_mode_of_transport>{inland}</Inland_mode_of_transport></Means_of_transport>"
        "</Transport></ASYCUDA>"
    )
    values = parse([unit])[0][0].values
    assert (values.get("vehicle.plate"), values.get("means_of_transport")) == said


def test_a_ship_with_its_number_is_that_ship() -> None:
    border = "<Border_information><Identity>PROFESSOR GUL IMO 9074729</Identity><Mode>10</Mode></Border_information>"
    unit = (
        "<ASYCUDA><Identification><Registration><Number>1</Number></Registration></Identification>"
        f"<Transport><Means_of_transport>{border}</Means_of_transport></Transport></ASYCUDA>"
    )
    values = parse([unit])[0][0].values
    assert (values["vessel.imo"], values["means_of_transport"]) == ("PROFESSOR GUL IMO 9074729",) * 2


def test_waybills_in_the_field_of_the_payer_are_no_payer(changed: Callable[[str, str], Record]) -> None:
    values = changed("Darya Zamin Guarantee House\nKabul", "MAWB NO:250-00001111 HAWB:TAS0007\nINVOICE NO:A-1").values
    assert values["master_document"] == "250-00001111"
    assert values["transport_document"] == ("TAS0007", "BL-118-7", "CMR-55-118")
    assert "financial.name" not in values


def test_a_bad_optional_number_is_a_flag(changed: Callable[[str, str], Record]) -> None:
    record = changed("<Total_weight>20400.0</Total_weight>", "<Total_weight>2O400</Total_weight>")
    assert record.flags == ("gross_weight_kg_unreadable: 2O400",)
    assert record.values["gross_weight_kg"] == 20400.0  # the sum of the lines, as all of them have one


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"<ASYCUDA>", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><?y z?><ASYCUDA a='1'>", True),
        (b"<Sad/>", False),
        (b"<x><ASYCUDA/></x>", False),
        (b"<ASYCUDA xmlns='urn:other'/>", False),
        (b"ASYCUDA,a,b\n", False),
        (b"", False),
    ],
)
def test_it_is_known_by_its_root(head: bytes, known: bool) -> None:
    assert recognise(head) is known
