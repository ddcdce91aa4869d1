"""FollowTheMoney: each schema by hand, relations as parts, what has no use, and lines that are none."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import RECORD_KINDS, Record, Rejection
from graph.derivation.parts import merged
from graph.errors import BadFile
from loaders.documents.document import recognised
from loaders.documents.ftm import records as ftm
from loaders.profile.profile import find_profile
from loaders.recognising import profile_for
from loaders.registry import open_source

FIXTURE = Path(__file__).parents[2] / "fixtures" / "entities.jsonl"
Piece = tuple[str, str, str]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes entities, or lines as they are."""

    def lines(*entities: dict[str, Any] | str) -> Path:
        path = tmp_path / "entities.json"
        texts = (one if isinstance(one, str) else json.dumps(one) for one in entities)
        path.write_text("\n".join(texts), "utf-8")
        return path

    return lines


def read(path: Path) -> tuple[dict[Piece, Record], list[Rejection]]:
    records: dict[Piece, Record] = {}
    rejections: list[Rejection] = []
    for _, unit in ftm.units(path):
        found, bad = ftm.parse(unit)
        records |= {(one.kind, one.source_id, one.part): one for one in found}
        rejections += bad
    return records, rejections


def person(**properties: Any) -> dict[str, Any]:
    return {"id": "p", "schema": "Person", "properties": properties}


def said(path: Path) -> dict[str, Any]:
    ((_, record),) = read(path)[0].items()
    return dict(record.values)


def test_every_schema_is_read_as_what_it_is() -> None:
    records, rejections = read(FIXTURE)
    assert rejections == []
    assert {key: dict(record.values) for key, record in records.items()} == {
        ("party", "p-1", ""): {
            "party.name": "Алим Каримов",
            "party.kind": "person",
            "party.alias": ("Alim Karimov", "Alik"),
            "party.phone": "+998901112233",
            "party.address": "Navoi 7, Tashkent, uz",
            "party.passport": "AA1234567",
            "party.country": "UZ",
            "party.birth_on": "1971-04-09",
            "listed_by": "xx_sanctions",
        },
        ("party", "c-1", ""): {
            "party.name": "Karvon Trans LLC",
            "party.kind": "company",
            "party.email": "office@karvon.example",
            "party.address": "Navoi 5, Tashkent",
            "party.tax_number": "301234567",
            "party.registration_number": "R-77",
            "party.country": "UZ",
            "registered_on": "2011-02-03",
            "activity": "Road freight",
        },
        ("vehicle", "v-1", ""): {"vessel.imo": "9074729", "make": "Qazaq Star", "owner.key": "c-1"},
        ("vehicle", "v-1", "Ownership o-2"): {"owner.key": "p-1"},
        ("party", "c-1", "Ownership o-1"): {"associated_with": "owner=p-1"},
        ("party", "c-1", "Directorship d-1"): {"associated_with": "chair head=p-1"},
        ("party", "p-1", "Family f-1"): {"associated_with": "sister=p-2"},
        ("party", "p-1", "Sanction s-1"): LISTED,
        ("party", "c-1", "Sanction s-1"): LISTED,
        ("party", "p-1", "Passport i-1"): {"party.passport": "AB7654321"},
    }


LISTED = {"listed_by": "Council of Examples", "list_programme": "Road 7", "listed_on": "2023-11-05"}


def sanction(name: str, **properties: Any) -> dict[str, Any]:
    return {"id": name, "schema": "Sanction", "properties": {"entity": ["p"], **properties}}


def test_listings_of_a_party_say_all_its_programmes_and_the_first_day(write: Write) -> None:
    first = sanction("s-1", authority=["A"], program=["Road 7", "Rail 2"], listingDate=["2023-11-05"])
    second = sanction("s-2", authority=["B"], programId=["XX-9"], startDate=["2021-02-03"])
    records = read(write(first, second, sanction("s-3", authority=["C"])))[0]
    said = [dict(record.values) for record in records.values()]
    together = {"list_programme": "A: Road 7; Rail 2; B: XX-9", "listed_on": "2021-02-03"}
    assert said == [{"listed_by": "A"} | together, {"listed_by": "B"}, {"listed_by": "C"}]
    whole = merged(list(records.values()))
    assert whole.flags == ("header_unknown",)
    assert whole.values == {"listed_by": ("A", "B", "C")} | together


def test_units_grow_with_the_listings_of_a_party_and_not_with_their_square(write: Write) -> None:
    def size(count: int) -> int:
        path = write(*(sanction(f"s-{n}", authority=[f"A{n}"], program=["Road " + "x" * 50]) for n in range(count)))
        return sum(len(text) for _, unit in ftm.units(path) for text in unit)

    assert size(400) < 2.2 * size(200)


def test_programmes_of_one_list_are_not_told_apart_by_its_name(write: Write) -> None:
    found = read(
        write(sanction("s-1", authority=["A"], program=["Y"]), sanction("s-2", authority=["A"], program=["X"]))
    )
    assert merged(list(found[0].values())).values["list_programme"] == "X; Y"


def test_every_field_is_one_of_the_vocabulary() -> None:
    for record in read(FIXTURE)[0].values():
        kind = RECORD_KINDS[record.kind]
        assert all(n in kind.fields or n in kind.links or n.split(".")[0] in kind.roles for n in record.values)


def test_the_file_is_recognised_and_says_what_it_has_no_use_for() -> None:
    assert recognised(FIXTURE) is ftm.FORMAT
    assert profile_for(FIXTURE, {}) == "ftm"

    remarks = tuple(map(str, open_source(FIXTURE, find_profile("ftm")).remarks))
    assert remarks[1:] == ("entities without a use here: Payment 2, Security 1",)


@pytest.mark.parametrize(
    "head", [b"", b"{", b"[1]", b'{"id": "1"}', b'{"id": 1, "schema": "X", "properties": {}}', b"id,schema,properties"]
)
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not ftm.recognise(head)


def test_the_version_is_the_last_change() -> None:
    assert read(FIXTURE)[0]["party", "p-1", ""].amended == "2024-03-01T12:30Z"


def test_packed_entities_are_read(tmp_path: Path) -> None:
    path = tmp_path / "entities.json.gz"
    path.write_bytes(gzip.compress(FIXTURE.read_bytes()))
    assert read(path) == read(FIXTURE)
    assert recognised(path) is ftm.FORMAT


@pytest.mark.parametrize(
    ("properties", "flag"),
    [
        ({"birthDate": ["1975"]}, "birth_on_partial: 1975"),
        ({"birthDate": ["1975-13-40"]}, "birth_on_unreadable: 1975-13-40"),
        ({"country": ["suhh"]}, "party.country_unknown: suhh"),
    ],
)
def test_what_is_not_understood_is_a_flag(write: Write, properties: dict[str, Any], flag: str) -> None:
    (record,) = read(write(person(name=["A"], **properties)))[0].values()
    assert record.flags == (flag,)


@pytest.mark.parametrize("topics", [["role.pep"], []])
def test_who_is_on_no_list_is_not_said_to_be(write: Write, topics: list[str]) -> None:
    assert "listed_by" not in said(write(person(name=["A"], topics=topics) | {"datasets": ["peps"]}))


def test_a_name_in_parts_is_a_name(write: Write) -> None:
    assert said(write(person(firstName=["Alim"], lastName=["Karimov"])))["party.name"] == "Alim Karimov"


def test_properties_that_are_no_lists_or_no_texts_do_no_harm(write: Write) -> None:
    found = said(write(person(name="A", phone=[None, {"x": 1}, 998901112233], email=[["deep"]])))
    assert found == {"party.name": "A", "party.kind": "person", "party.phone": "998901112233"}


def test_texts_that_no_store_could_keep_are_left_out(write: Write) -> None:
    assert said(write('{"id": "p", "schema": "Person", "properties": {"name": ["\\ud800", "A"]}}'))["party.name"] == "A"


def test_what_is_owned_but_is_no_party_has_no_owner_here(write: Write) -> None:
    owned = {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["x"]}}
    bond = {"id": "x", "schema": "Security", "properties": {}}
    assert read(write(owned, bond)) == ({}, [])


@pytest.mark.parametrize("line", ["not json", '{"id": "p"}', "[" * 100_000, '{"id": 1e999}', '"text"'])
def test_a_line_that_is_no_entity_is_rejected(write: Write, line: str) -> None:
    records, (rejection,) = read(write(person(name=["A"]), line))
    assert len(records) == 1
    assert rejection.code == "bad_entity"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"id": "p\xff"}', "line 1 is not UTF-8"),
        (b"\n{\0}", "line 2 holds a NUL byte"),
        (b"x" * (1 << 20), "line 1 is longer than 1,048,576 bytes"),
    ],
    ids=("encoding", "nul", "long"),
)
def test_a_file_that_is_damaged_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "entities.json"
    path.write_bytes(data)
    with pytest.raises(BadFile, match=message):
        read(path)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_SCHEMAS = ("Person", "Company", "Vessel", "Ownership", "Sanction", "Passport", "Nothing")
_NAMES = ("name", "country", "birthDate", "topics", "owner", "asset", "entity", "holder", "number", "modifiedAt")


@given(st.sampled_from(_SCHEMAS), st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=5), _JSON)
def test_any_entity_gives_records_or_none(schema: str, properties: dict[str, Any], datasets: Any) -> None:
    text = json.dumps({"id": "p", "schema": schema, "properties": properties, "datasets": datasets})
    records, rejections = ftm.parse([text, "{}"])
    assert rejections == []
    assert all(record.source_id for record in records)


def fragments(tmp_path: Path, *lines: dict[str, Any]) -> list[Record]:
    path = tmp_path / "e.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return [record for _, unit in ftm.units(path) for record in ftm.parse(unit)[0]]


def entity(schema: str, identity: str = "e1", **properties: Any) -> dict[str, Any]:
    return {"id": identity, "schema": schema, "properties": properties}


def test_fragments_of_one_entity_are_one_record(tmp_path: Path) -> None:
    (record, other) = fragments(
        tmp_path,
        entity("LegalEntity", name=["Frag One"], country=["uz"]) | {"last_change": "2024-01-01T00:00:00"},
        entity("Person", "e2", name=["Karim Aliyev"]),
        entity("Company", name=["Frag One LLC"], innCode=["305000111"]) | {"last_change": "2024-02-01T00:00:00"},
        entity("Company", name=["Frag One"], innCode="302000222"),
    )
    assert (record.source_id, other.source_id) == ("e1", "e2")
    assert record.values == {
        "party.name": "Frag One",
        "party.kind": "company",
        "party.alias": "Frag One LLC",
        "party.tax_number": ("305000111", "302000222"),
        "party.country": "UZ",
    }
    assert record.amended == "2024-02-01T00:00Z"


@pytest.mark.parametrize(
    ("schemas", "kind"),
    [
        (("LegalEntity", "Company"), "company"),
        (("Company", "LegalEntity"), "company"),
        (("Organization", "PublicBody"), "company"),
        (("Organization", "Person"), None),  # both are legal entities
        (("Person", "Person"), "person"),
    ],
)
def test_the_most_special_schema_of_the_fragments_counts(
    tmp_path: Path, schemas: tuple[str, str], kind: str | None
) -> None:
    (record,) = fragments(tmp_path, *(entity(schema, name=["A B"]) for schema in schemas))
    assert record.values.get("party.kind") == kind


def test_what_is_referred_to_may_come_in_fragments_too(tmp_path: Path) -> None:
    records = fragments(
        tmp_path,
        entity("Person", name=["A B"], addressEntity=["a1"]),
        entity("Address", "a1", city=["Termez"]),
        entity("Address", "a1", street=["Navoi 5"]),
    )
    assert [record.values.get("party.address") for record in records] == ["Navoi 5, Termez"]


def test_the_end_of_file_sign_of_dos_is_no_entity(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps(entity("Person", name=["A B"])) + "\r\n\x1a", "utf-8")
    assert len(list(ftm.units(path))) == 1
