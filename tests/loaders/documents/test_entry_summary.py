"""Entry summary declarations: an expected consignment, its amendment as a later version, hours in UTC."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Record
from loaders.documents.entry_summary import FORMAT, parse, recognise

NAME, AMENDMENT = "entry-summary.xml", "entry-summary-amendment.xml"


def one(body: str, root: str = "CC315A") -> Record:
    (record,), _ = parse([f"<{root}>{body}</{root}>"])
    return record


def test_every_field_reaches_the_record(fixture_files: Path, read_document: Callable[..., Any]) -> None:
    (record,), rejections = read_document(FORMAT, fixture_files / NAME)
    assert (record.kind, record.source_id, record.flags, rejections) == ("arrival", "24GE0000000000ENS7", (), [])
    assert (record.amended, record.day) == ("2024-06-10T09:15Z", "2024-06-12")
    assert dict(record.values) == {
        "expected_at": "2024-06-12T18:00+00:00",
        "registered_on": "2024-06-10",
        "office": "GE000101",
        "trader_reference": "KVT-ENS-7",
        "nature": "import",
        "mode_of_transport": "3",
        "voyage_number": "TRIP-12",
        "packages": 36,
        "gross_weight_kg": 4100.5,
        "freight_payment": "D",
        "shipper.name": "Nordstern Pumpen Handel",
        "shipper.tax_number": "DE7788990",
        "shipper.address": "Kaiweg 9, Bremen, 28195",
        "shipper.country": "DE",
        "consignee.name": "Kazbegi Qari LLC",
        "consignee.tax_number": "GE205998877",
        "consignee.address": "Rustavi Highway 30, Tbilisi",
        "consignee.country": "GE",
        "notify.name": "Mtkvari Holding",
        "notify.tax_number": "GE200111222",
        "notify.address": "Kvirila 2, Tbilisi",
        "notify.country": "GE",
        "declarant.name": "Kolkheti Broker",
        "declarant.tax_number": "GE204567890",
        "declarant.address": "Poti",
        "declarant.country": "GE",
        "carrier.name": "Alpen Kontor Spedition",
        "carrier.tax_number": "DE4455667",
        "carrier.address": "Passau",
        "carrier.country": "DE",
        "vehicle.plate": "AA123BB/CC456DD",
        "vehicle_country": "GE",
        "loaded_at": "Poti",
        "unloaded_at": "Sadakhlo",
        "transit_countries": ("BG", "TR"),
        "seal": "DE-550077",
        "container": "KRVU4008121",
        "transport_document": "BL-44-77",
        "hs_code": "841370",
        "goods_description": "Centrifugal pumps",
        "marks": "NPH 1-30; NPH 31-36",
        "goods": (
            {
                "line": 1,
                "hs_code": "841370",
                "goods_description": "Centrifugal pumps",
                "gross_weight_kg": 4100.5,
                "packages": 36.0,
                "container": "KRVU4008121",
                "marks": "NPH 1-30; NPH 31-36",
            },
        ),
    }


def test_the_links_reach_the_graph(
    fixture_files: Path, read_document: Callable[..., Any], edges_of_records: Callable[..., set[str]]
) -> None:
    assert edges_of_records(read_document(FORMAT, fixture_files / NAME)[0]) >= {
        "IN_CONTAINER container:KRVU4008121",
        "SEALED_WITH seal:DE550077",
        "ON_VEHICLE vehicle:GE:AA123BB",
        "ON_VEHICLE vehicle:GE:CC456DD",
        "LOADED_AT place:GE:poti",
        "UNLOADED_AT place:GE:sadakhlo",
        "HAS_NUMBER document::transport:BL-44-77",
        "HAS_IDENTIFIER identifier:tax:GE:205998877",
    }


def test_an_amendment_is_a_later_version_of_the_same_record(
    fixture_files: Path, read_document: Callable[..., Any]
) -> None:
    (first,), (second,) = (read_document(FORMAT, fixture_files / name)[0] for name in (NAME, AMENDMENT))
    assert (second.kind, second.source_id) == (first.kind, first.source_id)
    assert first.amended < second.amended == "2024-06-11T12:00Z"
    assert second.values["means_of_transport"] == "MV DEMETRE"  # by sea: a name, no plate
    assert second.flags == ("amendment", "packages_unreadable: 3 dozen", "consignee_differs_by_item")


def test_a_declaration_without_its_mrn_has_the_reference_of_who_lodged_it() -> None:
    reference, lodging = (
        "<HEAHEA><RefNumHEA4>R1</RefNumHEA4></HEAHEA>",
        "<PERLODSUMDEC><TINPLD1>GB1</TINPLD1></PERLODSUMDEC>",
    )
    assert one(reference).source_id == "R1"
    assert one(reference + lodging).source_id == "GB1/R1"
    assert one(f"{reference.replace('</HEAHEA>', '<DocNumHEA5>M1</DocNumHEA5></HEAHEA>')}{lodging}").source_id == "M1"


def test_a_commercial_reference_is_that_of_the_item_or_else_of_the_message() -> None:
    head = "<HEAHEA><RefNumHEA4>R1</RefNumHEA4><ComRefNumHEA>UCR-9</ComRefNumHEA></HEAHEA>"
    bill = "<PRODOCDC2><DocTypDC21>N705</DocTypDC21><DocRefDC23>BL-1</DocRefDC23></PRODOCDC2>"
    invoice = "<PRODOCDC2><DocTypDC21>N380</DocTypDC21><DocRefDC23>INV-1</DocRefDC23></PRODOCDC2>"
    own = "<ComRefNumGIM1>UCR-1</ComRefNumGIM1>"
    for item, said in ((bill, "UCR-9"), (bill + own, "UCR-1"), (own, "UCR-1"), (invoice, "UCR-9"), ("", "UCR-9")):
        record = one(f"{head}<GOOITEGDS><IteNumGDS7>1</IteNumGDS7>{item}</GOOITEGDS>")
        assert record.values["unique_reference"] == said
        assert record.values.get("transport_document") == ("BL-1" if bill in item else None)


def test_a_declaration_without_its_mrn_meets_its_amendment_at_the_reference_both_carry(
    edges_of_records: Callable[..., set[str]],
) -> None:
    item = "<GOOITEGDS><ComRefNumGIM1>7GB123456789000-A1</ComRefNumGIM1></GOOITEGDS>"
    first = one(f"<HEAHEA><RefNumHEA4>R1</RefNumHEA4></HEAHEA>{item}")
    second = one(f"<HEAHEA><DocNumHEA5>M1</DocNumHEA5></HEAHEA>{item}", "CC313A")
    assert first.source_id != second.source_id
    documents = {edge for edge in edges_of_records([first]) if edge.startswith("HAS_NUMBER document::reference:")}
    assert documents
    assert documents <= edges_of_records([second])


def test_one_without_any_number_is_rejected() -> None:
    records, (rejection,) = parse(["<CC315A><HEAHEA/></CC315A>"])
    assert (records, rejection.code) == ([], "missing_id")


def test_a_moment_that_is_none_is_a_flag_and_the_version_has_no_time() -> None:
    record = one("<HEAHEA><DocNumHEA5>M1</DocNumHEA5><DatTimAmeHEA113>soon</DatTimAmeHEA113></HEAHEA>", "CC313A")
    assert (record.amended, record.flags) == ("", ("amendment", "amended_unreadable: soon"))


@pytest.mark.parametrize(("mode", "links"), [("2", True), ("3", True), ("1", True), ("4", False), ("", True)])
def test_means_of_items_are_vehicles_where_they_can_be_on_a_ferry_too(mode: str, links: bool) -> None:
    head = f"<HEAHEA><RefNumHEA4>R1</RefNumHEA4><TraModAtBorHEA76>{mode}</TraModAtBorHEA76></HEAHEA>"
    means = "<IDEMEATRAGI970><IdeMeaTraGIMEATRA971>AA123BB</IdeMeaTraGIMEATRA971></IDEMEATRAGI970>"
    assert ("vehicle.plate" in one(f"{head}<GOOITEGDS>{means}</GOOITEGDS>").values) is links


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ("<ie:CC315A xmlns:ie='http://ics.dgtaxud.ec/CC315A'>", True),
        ("<CC313A xmlns='http://ics.dgtaxud.ec/CC313A'>", True),
        ("<e:Envelope xmlns:e='u:e'><e:Body><CC315A xmlns='http://ics.dgtaxud.ec/CC315A'>", True),
        ("<CC315A>", False),
        ("<CC328A xmlns='http://ics.dgtaxud.ec/CC328A'>", False),
    ],
)
def test_it_is_known_by_root_and_namespace(head: str, known: bool) -> None:
    assert recognise(head.encode()) is known


def test_a_message_without_any_number_is_known_by_all_that_it_says() -> None:
    first, again, other = (
        one(f"<HEAHEA><TotGroMasHEA307>{weight}</TotGroMasHEA307></HEAHEA>") for weight in ("5", "5", "6")
    )
    assert first.source_id == again.source_id != other.source_id
    assert first.flags == ("number_missing",)
