"""Documents made by others, outside the project: each loads, or is refused for the right reason.

`HALQA_TEST_DATA` names the folder that has them; nothing of it may be copied here.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Record
from graph.errors import BadFile
from loaders.documents.document import document_formats, read_head, recognised

DATA = os.environ.get("HALQA_TEST_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="HALQA_TEST_DATA names no folder")
FOLDERS = ("asycuda_xml", "wco_declarations_xml", "ens_ie315_xml", "cargo_xml")
Read = Callable[..., Any]


def files(folder: str) -> list[Path]:
    return sorted((Path(DATA) / folder).glob("*.xml"))


def read_folder(folder: str, read_document: Read) -> tuple[dict[str, list[Record]], dict[str, str]]:
    """File name -> its records, and file name -> why it was refused."""
    found: dict[str, list[Record]] = {}
    refused: dict[str, str] = {}
    for path in files(folder):
        document_format = recognised(path)
        if document_format is None:
            refused[path.name] = "not recognised"
            continue
        try:
            records, rejections = read_document(document_format, path)
        except BadFile as error:
            refused[path.name] = str(error)
            continue
        assert not rejections
        found[path.name] = records
    return found, refused


def flags(found: dict[str, list[Record]]) -> Counter[str]:
    return Counter(flag.partition(":")[0] for records in found.values() for one in records for flag in one.flags)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_file_is_of_two_formats(folder: str) -> None:
    for path in files(folder):
        head = read_head(path)
        assert sum(one.recognise(head) for one in document_formats().values()) <= 1


def test_asycuda_declarations_load_as_drafts(read_document: Read, edges_of_records: Callable[..., set[str]]) -> None:
    found, refused = read_folder("asycuda_xml", read_document)
    assert (len(found), refused) == (2, {})
    records = [record for records in found.values() for record in records]
    assert [len(record.values["goods"]) for record in records] == [119, 119]
    assert len({record.source_id for record in records}) == 2  # two declarants
    assert flags(found) == {"not_registered": 2}
    assert all(record.values["consignee.name"] == "Demo Importers Pvt.Ltd" for record in records)
    assert "HAS_IDENTIFIER identifier:tax:UZ:900000001" in edges_of_records(records)


def test_wco_declarations_load_but_four(read_document: Read) -> None:
    found, refused = read_folder("wco_declarations_xml", read_document)
    assert len(found) == 154
    assert refused.keys() == {"TT_EX002a.xml", "TT_IM084a.xml", "Step1_TT_IM222a.xml", "ile-query.xml"}
    # two are ill-formed, one has lost the colons of its names, one is a question and no declaration
    assert "line 72, column 8: Comment must not contain '--'" in refused["TT_EX002a.xml"]
    assert "line 164, column 7: Double hyphen within comment" in refused["TT_IM084a.xml"]
    assert refused["Step1_TT_IM222a.xml"] == refused["ile-query.xml"] == "not recognised"
    records = [record for records in found.values() for record in records]
    assert len({record.source_id for record in records}) == len(records) == 154
    assert flags(found)["amendment_request"] == 8
    assert flags(found)["cancellation_request"] == 3


def test_dummy_numbers_of_wco_declarations_link_nothing(
    read_document: Read, edges_of_records: Callable[..., set[str]]
) -> None:
    found, _ = read_folder("wco_declarations_xml", read_document)
    records = [record for records in found.values() for record in records]
    assert sum(record.values.get("container") == "AD12345" for record in records) > 20
    assert sum(record.values.get("means_of_transport") == "12345" for record in records) > 20
    edges = edges_of_records(records)
    assert not {edge for edge in edges if edge.endswith((":AD12345", ":12345"))}
    assert not any(edge.startswith("ON_VEHICLE") for edge in edges)


def test_entry_summary_declarations_load_the_invalid_ones_with_a_flag(read_document: Read) -> None:
    # Invalid against the schema is a number of packages, `XXX`: the shipment is announced all the same and an officer
    # must see it, so a bad optional field is a flag.
    found, refused = read_folder("ens_ie315_xml", read_document)
    assert (len(found), refused) == (10, {})
    assert flags(found)["amendment"] == 5
    bad = {name for name, (record,) in found.items() if any("unreadable" in flag for flag in record.flags)}
    assert bad == {"CC313A-schemaInvalidSample-v11-2.xml", "CC315A-schemaInvalidSample-v11-2.xml"}
    assert {record.kind for (record,) in found.values()} == {"arrival"}


def test_air_waybills_load(read_document: Read) -> None:
    found, refused = read_folder("cargo_xml", read_document)
    assert (len(found), refused, flags(found)) == (5, {}, Counter())
    assert {record.source_id for (record,) in found.values()} == {
        "888-11111111",
        "020-68548340",
        "888-11111111/SEL22222222",
    }
