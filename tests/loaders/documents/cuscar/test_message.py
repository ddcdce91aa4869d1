"""CUSCAR manifests: every field by hand, several consignments, and files that are wrong in part or in whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import RECORD_KINDS, Record, Rejection
from graph.errors import BadFile
from loaders.documents.cuscar import message
from loaders.documents.document import recognised

FIXTURE = Path(__file__).parents[2] / "fixtures" / "manifest.edi"
Manifest = Callable[..., Path]


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    """Writes an interchange of one message with these segments, one a line."""

    def write(body: str, function: str = "9", stated: int = 0) -> Path:
        lines = ["UNH+1+CUSCAR:D:95B:UN", f"BGM+85+M1+{function}", *body.strip().splitlines()]
        lines.append(f"UNT+{stated or len(lines) + 1}+1")
        path = tmp_path / "m.edi"
        path.write_text("'".join(["UNB+UNOW:4+A+B+240305:0800+I1", *lines, "UNZ+1+I1", ""]), "utf-8")
        return path

    return write


def read(path: Path) -> tuple[list[Record], list[Rejection]]:
    records: list[Record] = []
    rejections: list[Rejection] = []
    for _, unit in message.units(path):
        found, bad = message.parse(unit)
        records += found
        rejections += bad
    return records, rejections


def said(path: Path) -> dict[str, Any]:
    (record,), rejections = read(path)
    assert rejections == []
    return dict(record.values)


def test_the_file_is_recognised_by_its_content() -> None:
    found = recognised(FIXTURE)
    assert found is message.FORMAT


@pytest.mark.parametrize(
    "head", [b"", b"UNB+UNOA:1+A'UNH+1+IFTMCS:D:95B'", b"<xml>CUSCAR</xml>", b"No;CUSCAR", b"UNA:+.? '"]
)
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not message.recognise(head)


def test_a_whole_line_of_a_manifest() -> None:
    records, rejections = read(FIXTURE)
    first = records[0]
    assert rejections == []
    assert (first.kind, first.source_id, first.amended, first.flags) == ("manifest", "BL100", "2024-03-05T07:30Z", ())
    assert first.values == {
        "manifest_number": "MAN2024001",
        "registered_on": "2024-03-05",
        "expected_on": "2024-03-08",
        "expected_at": "2024-03-08T09:00",
        "mode_of_transport": "sea",
        "means_of_transport": "QAZAQ STAR",
        "vessel.imo": "9074729",
        "voyage_number": "V077",
        "carrier.name": "CASPIAN FERRY CO",
        "carrier.key": "CAR7",
        "transport_document": "BL100",
        "master_document": "MBL9",
        "gross_weight_kg": 12500.0,
        "packages": 420,
        "value_amount": 18500.5,
        "value_currency": "USD",
        "loaded_at": "KZAAU",
        "unloaded_at": "AZALT",
        "origin_country": "CN",
        "shipper.name": "YILDIZ TEKSTIL",
        "shipper.key": "S1",
        "consignee.name": "CASPI HOLDINGS, LTD",
        "consignee.address": "12 NIZAMI STREET, BAKU",
        "consignee.phone": "+994 12 555 01 01",
        "consignee.email": "office@caspi.example",
        "notify.name": "KUR TRANS",
        "notify.address": "28 MAY STREET 4, BAKU",
        "notify.country": "AZ",
        "container": "MSKU1234565",
        "container_type": "22G1",
        "container_load": "full",
        "sealed_by": ("SH", "CU"),
        "seal": ("SH-001", "SH-002"),
        "hs_code": "520811",
        "goods_description": "COTTON FABRIC O'NEILL BRAND; SAMPLES",
        "marks": "LOT 1 A:B",
        "goods": (
            {
                "line": "1",
                "packages": 400,
                "goods_description": "COTTON FABRIC O'NEILL BRAND",
                "gross_weight_kg": 12000.0,
                "net_weight_kg": 11800.0,
                "container": "MSKU1234565",
                "marks": "LOT 1 A:B",
                "hs_code": "520811",
            },
            {
                "line": "2",
                "packages": 20,
                "goods_description": "SAMPLES",
                "gross_weight_kg": 500.0,
                "container": "MSKU1234565",
            },
        ),
    }


def test_a_consignment_keeps_only_the_containers_that_its_goods_are_in() -> None:
    lines = [unit for _, unit in message.units(FIXTURE)]
    assert [text.count("EQD+") for _, text, _ in lines] == [1, 1]
    assert [record.values["container"] for record in read(FIXTURE)[0]] == ["MSKU1234565", "TGHU7654321"]


def test_every_field_is_one_of_the_vocabulary() -> None:
    kind = RECORD_KINDS["manifest"]
    for record in read(FIXTURE)[0]:
        assert all(
            name in kind.fields or name in kind.links or name.split(".")[0] in kind.roles for name in record.values
        )


def test_the_number_of_a_unit_is_the_line_where_each_segment_has_one() -> None:
    lines = FIXTURE.read_text().splitlines()
    assert [lines[number - 1][:5] for number, _ in message.units(FIXTURE)] == ["CNI+1", "CNI+2"]


def test_the_same_manifest_in_another_interchange_has_the_same_units(tmp_path: Path) -> None:
    again = tmp_path / "again.edi"
    text = FIXTURE.read_text().replace("240305:0800+I1", "240306:0900+I2").replace("UNZ+1+I1", "UNZ+1+I2")
    again.write_text(text)
    assert list(message.units(again)) == list(message.units(FIXTURE))


def test_a_house_bill_is_the_number_before_the_bill_it_lies_under(manifest: Manifest) -> None:
    (record,), _ = read(manifest("CNI+1+X9\nRFF+BM:B1\nRFF+HWB:H1\nRFF+MWB:M1"))
    assert (record.source_id, record.values["transport_document"]) == ("H1", ("X9", "B1", "H1"))
    assert record.values["master_document"] == "M1"


def test_a_truck_is_the_vehicle_of_the_consignments(manifest: Manifest) -> None:
    found = said(manifest("TDT+20+77+3+++++01777AAA:146::\nEQD+TE+01 2345 AA\nCNI+1+CMR1\nGID+1+1\nSGP+01 2345 AA"))
    assert (found["mode_of_transport"], found["vehicle.plate"], found["trailer.plate"]) == (
        "road",
        "01777AAA",
        "01 2345 AA",
    )
    assert "container" not in found


@pytest.mark.parametrize(
    ("segment", "field", "value"),
    [
        ("DTM+178:20240308:102", "arrived_on", "2024-03-08"),
        ("DTM+136:240301:101", "departed_on", "2024-03-01"),
        ("DTM+132:202403080900UTC:303", "expected_on", "2024-03-08"),
        ("DTM+132:202403080900UTC:303", "expected_at", "2024-03-08T09:00+00:00"),
        ("DTM+178:20240308093015:204", "arrived_at", "2024-03-08T09:30"),
        ("DTM+137:202403080930:203", "registered_on", "2024-03-08"),
        ("LOC+41+UZTER::139", "entered_at", "UZTER"),
        ("LOC+9+:::Aktau", "loaded_at", "Aktau"),
        ("LOC+35+KZ", "departure_country", "KZ"),
        ("LOC+36+UZTER", "destination_country", "UZ"),
    ],
)
def test_the_head_counts_for_its_consignments(manifest: Manifest, segment: str, field: str, value: str) -> None:
    assert said(manifest(f"{segment}\nCNI+1+B1"))[field] == value


def test_hour_and_day_of_arrival_are_of_the_same_segment(manifest: Manifest) -> None:
    hourly, daily = "DTM+232:202403090900:203", "DTM+132:20240308:102"
    for head in (f"{hourly}\n{daily}", f"{daily}\n{hourly}"):
        found = said(manifest(f"{head}\nDTM+136:202403010900:203\nCNI+1+B1"))
        assert (found["expected_on"], found["departed_on"]) == ("2024-03-08", "2024-03-01")
        assert not {"expected_at", "departed_at"} & found.keys()


def test_what_a_consignment_says_itself_comes_before_the_head(manifest: Manifest) -> None:
    assert said(manifest("LOC+9+KZAAU\nCNI+1+B1\nLOC+9+TMKRW"))["loaded_at"] == "TMKRW"


def test_weights_of_the_lines_make_the_total_only_where_all_have_one(manifest: Manifest) -> None:
    lines = "GID+1+2\nMEA+AAE+G+KGM:10\nGID+2+3"
    assert "gross_weight_kg" not in said(manifest(f"CNI+1+B1\n{lines}"))
    assert said(manifest(f"CNI+1+B1\n{lines}\nMEA+AAE+G+TNE:1"))["gross_weight_kg"] == 1010
    assert said(manifest(f"CNI+1+B1\n{lines}"))["packages"] == 5


def test_a_weight_of_unknown_unit_is_a_flag(manifest: Manifest) -> None:
    (record,), _ = read(manifest("CNI+1+B1\nCNT+7:12:ZZZ"))
    assert record.flags == ("weight_unit_unknown: ZZZ",)


def test_a_wrong_count_of_segments_flags_every_line_of_the_message(manifest: Manifest) -> None:
    path = manifest("CNI+1+B1\nCNI+2+B2", stated=99)
    assert [record.flags for record in read(path)[0]] == [("edifact_segment_count: UNT says 99, there are 5",)] * 2


@pytest.mark.parametrize("function", ["1", "3"])
def test_a_cancelled_manifest_cancels_its_lines(manifest: Manifest, function: str) -> None:
    (record,), _ = read(manifest("CNI+1+B1", function=function))
    assert record.is_deleted


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("CNI+1", "missing_id"),
        ("CNI+1+B1\nCNT+7:abc:KGM", "bad_cnt"),
        ("DTM+132:20241308:102\nCNI+1+B1", "bad_dtm"),
        ("DTM+132:5 March:999\nCNI+1+B1", "bad_dtm"),
        ("CNI+1+B1\nGID+1+-5", "bad_gid"),
    ],
)
def test_a_line_that_cannot_be_read_is_rejected_with_its_segment(manifest: Manifest, body: str, code: str) -> None:
    records, (rejection,) = read(manifest(body))
    assert (records, rejection.code) == ([], code)


def test_a_manifest_without_consignments_is_one_unit_and_no_record(manifest: Manifest) -> None:
    path = manifest("LOC+60+AZALT")
    assert [unit for _, unit in message.units(path)] == [["BGM+85+M1+9\nLOC+60+AZALT", "", ""]]
    assert read(path) == ([], [])


def test_messages_of_other_types_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mixed.edi"
    other = "UNH+0+CUSREP:D:95B:UN'BGM+1'CNI+1+X'UNT+4+0'"
    path.write_text(f"UNB+UNOC:3+A+B+C+I1'{other}UNH+1+CUSCAR:D:95B'CNI+1+B1'UNT+3+1'UNZ+2+I1'")
    assert [record.source_id for record in read(path)[0]] == ["B1"]


def test_a_message_may_be_longer_than_the_blocks_that_are_read(manifest: Manifest) -> None:
    count = 30_000
    body = "EQD+CN+C1\nSEL+S1\n" + "\n".join(
        f"CNI+{i}+B{i}\nFTX+AAA+++IT?'S {i}\nGID+1+1\nSGP+C1" for i in range(count)
    )
    units = list(message.units(manifest(body)))
    assert [number for number, _ in units] == [6 + 4 * i for i in range(count)]
    lines = [f"CNI+{count - 1}+B{count - 1}", f"FTX+AAA+++IT?'S {count - 1}", "GID+1+1", "SGP+C1"]
    assert units[-1][1][1].split("\n") == ["EQD+CN+C1", "SEL+S1", *lines]


def test_contacts_are_those_of_the_party_just_before(manifest: Manifest) -> None:
    found = said(manifest("CNI+1+B1\nNAD+CN++A\nCTA+IC+:B\nCOM+1:TE\nLOC+9+KZAAU\nCOM+2:TE\nNAD+ZZ++C\nCOM+3:TE"))
    assert found["consignee.phone"] == "1"


def test_weights_of_equipment_are_not_those_of_goods(manifest: Manifest) -> None:
    assert "gross_weight_kg" not in said(manifest("CNI+1+B1\nEQD+CN+C1\nMEA+AAE+G+KGM:2200"))


def test_a_head_without_end_is_refused(manifest: Manifest) -> None:
    with pytest.raises(BadFile, match="the head of a message is longer than"):
        read(manifest("\n".join(f"FTX+AAA+++{'x' * 60000}" for _ in range(6))))


@given(st.lists(st.text(alphabet="EQDCNIGAMTLO+:?1KG. ", max_size=20), max_size=6))
def test_any_unit_gives_records_or_rejections(lines: list[str]) -> None:
    records, rejections = message.parse(["BGM+85+M1+9", "\n".join(["CNI+1+B1", *lines]), ""])
    assert bool(records) != bool(rejections)


def test_a_truck_is_of_the_country_that_the_message_names(manifest: Manifest) -> None:
    found = said(manifest("TDT+20+77+3+++++01777AAA:146:::KZ\nCNI+1+CMR1\nGID+1+1"))
    assert (found["vehicle.plate"], found["vehicle_country"]) == ("01777AAA", "KZ")


def test_the_chassis_number_of_a_car_among_the_goods_is_linked(manifest: Manifest) -> None:
    found = said(manifest("CNI+1+BL1\nGID+1+1\nFTX+AAA+++USED CAR VIN WVWZZZ1KZAW123456"))
    assert found["goods.vin"] == "WVWZZZ1KZAW123456"


@pytest.mark.parametrize(
    ("segment", "field", "found"),
    [
        ("LOC+27+CHN", "origin_country", "CN"),
        ("LOC+27+PK", "origin_country", "PK"),
        ("LOC+35+UZTMZ", "departure_country", "UZ"),
    ],
)
def test_a_country_is_read_by_its_code_or_that_of_a_place(
    manifest: Manifest, segment: str, field: str, found: str
) -> None:
    assert said(manifest(f"CNI+1+BL1\n{segment}\nGID+1+1"))[field] == found


def test_a_country_that_is_none_is_a_flag(manifest: Manifest) -> None:
    (record,), _ = read(manifest("CNI+1+BL1\nLOC+27+643X\nLOC+9\nGID+1+1"))
    assert "origin_country" not in record.values and record.flags == ("origin_country_unknown: 643X",)


def test_half_a_package_is_a_flag_and_the_first_of_two_weights_counts(manifest: Manifest) -> None:
    (record,), _ = read(manifest("CNI+1+BL1\nCNT+8:5,5\nGID+1\nMEA+AAE+G+TNE:1.5\nMEA+AAE+AAB+KGM:100"))
    assert "packages" not in record.values and record.flags == ("packages_unreadable: 5,5",)
    assert record.values["gross_weight_kg"] == 1500


@pytest.mark.parametrize(
    "measure", ["MEA+AAE+WT+KGM:2500", "MEA+WT++KGM:2500", "MEA+AAE+G+KGM:2500", "MEA+WT+AAB+TNE:2,5"]
)
def test_a_weight_of_the_goods_is_read_however_it_is_called(manifest: Manifest, measure: str) -> None:
    assert said(manifest(f"CNI+1+B1\nGID+1+2\n{measure}"))["gross_weight_kg"] == 2500


def test_a_description_in_several_segments_and_lines_is_words_with_blanks(manifest: Manifest) -> None:
    found = said(manifest("CNI+1+B1\nGID+1+2\nFTX+AAA+++17 PALLETS:OF TILES\nFTX+AAA+++FOR MARKET"))
    assert found["goods"][0]["goods_description"] == "17 PALLETS OF TILES FOR MARKET"


def test_every_container_of_a_goods_line_is_said(manifest: Manifest) -> None:
    found = said(manifest("CNI+1+B1\nGID+1+2\nSGP+MSKU1234565\nSGP+TGHU7654320"))
    assert found["goods"][0]["container"] == "MSKU1234565, TGHU7654320"


def test_every_main_carriage_is_kept(manifest: Manifest) -> None:
    means = "TDT+20+V1+1++SLNE:172:20+++9074729:146:11:QAZAQ STAR\nTDT+20++3+++++:::01777AAA:UZ"
    found = said(manifest(f"CNI+1+B1\n{means}"))
    assert found["means_of_transport"] == "QAZAQ STAR; 01777AAA"
    assert (found["mode_of_transport"], found["vehicle.plate"], found["vessel.imo"]) == ("sea", "01777AAA", "9074729")


def test_a_line_without_a_number_is_known_by_all_that_it_says(manifest: Manifest) -> None:
    records = [read(manifest(f"CNI+1\nGID+1+{packages}"))[0][0] for packages in (2, 2, 3)]
    assert records[0].source_id == records[1].source_id != records[2].source_id
    assert records[0].flags == ("number_missing",)
