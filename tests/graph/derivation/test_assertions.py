"""A record becomes nodes and edges: each kind by hand, placeholders, failed checks, and rules that hold for all.

One file, as `graph/derivation/assertions.py` is the one place where a record becomes nodes and edges.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import PARTY_FIELDS, RECORD_KINDS, Record
from graph.derivation.assertions import Assertions, assertions, record_node_id
from graph.errors import BadValue
from graph.finding import findable
from graph.model import Channel, day_number
from graph.schema import DERIVED_FIELDS, EDGE_TYPES, NODE_TYPES, TYPE_OF_PREFIX, Ownership, node_properties
from graph.values.reference.places import find_places

UZ = Channel("UZ", "decl", "H1", "customs")
DAY = day_number("2024-03-05")


def say(kind: str = "declaration", number: str = "10/1", channel: Channel = UZ, **values: Any) -> Assertions:
    """The assertions of a record; `consignee__name` is written for the field `consignee.name`."""
    fields = {name.replace("__", "."): value for name, value in values.items()}
    return assertions(Record(kind, number, fields), channel)


def own_edges(said: Assertions) -> list[tuple[str, str, str, int | None]]:
    """The record's own edges as (type, target, role, day), a party's id without its hash."""
    short = [
        (e.type, e.target.rpartition(":")[0] if e.type in _TO_PARTY else e.target, e.role, e.on) for e in said.edges
    ]
    assert {e.owner for e in said.edges} <= {said.node.id}
    return short


_TO_PARTY = {t.name for t in EDGE_TYPES.values() if t.targets == ("Party",)}
PARTY = "party:UZ/decl/H1/customs"


def links_of_party(said: Assertions) -> list[tuple[str, str, str]]:
    (party,) = said.parties
    assert party.node is not None
    assert all(e.owner == party.node.id and e.on is None for e in party.edges)
    return [(e.type, e.target, e.role) for e in party.edges]


# --- each kind by hand ---------------------------------------------------------------------------------------------


def measure(**values: Any) -> dict[str, object]:
    """What a seizure's quantity amounts to."""
    properties = say("seizure", **values).node.properties or {}
    return {name.removeprefix("quantity_"): v for name, v in properties.items() if name in DERIVED_FIELDS["Seizure"]}


def test_a_seizure_is_measured_by_number_and_unit() -> None:
    found = {"dimension": "mass", "base": 1500.0, "base_unit": "kg"}
    assert measure(quantity=1.5, quantity_unit="т") == found


def test_a_seizure_is_measured_by_its_text_where_no_unit_stands_alone() -> None:
    found = {"dimension": "count", "base": 127344.0, "base_unit": "tablet"}
    assert measure(quantity_text="127,344 pills") == measure(quantity=127.0, quantity_text="127,344 pills") == found


def test_a_quantity_that_is_not_understood_is_a_flag_and_no_zero() -> None:
    said = say("seizure", quantity=3.0, quantity_unit="bundles")
    assert said.flags == ["quantity_unit_unknown: bundles"]
    assert measure(quantity=3.0, quantity_unit="bundles") == {"dimension": "unknown"}


def test_a_seizure_without_a_quantity_is_not_measured() -> None:
    assert measure(commodity="heroin") == {}


def test_a_declaration() -> None:
    said = say(
        registered_on="2024-03-05",
        gross_weight_kg=12.5,
        shipper__name="Amber Mills LLC",
        consignee__name="Silk Road LLC",
        driver__name="Karim Aliyev",
        container=("MSKU1234565", "tghu 765432-1"),
        seal="A-100",
        vehicle__plate="01 777 AAA",
        trailer__plate="01 2345 AA",
        transport_document="CMR 55",
        previous_document="10/0",
        entered_at="Termez",
    )
    node = said.node
    assert (node.id, node.type, node.channel) == (
        "consignment:UZ/decl/H1/customs:declaration:10/1",
        "Consignment",
        UZ.name,
    )
    assert node.properties == {"registered_on": "2024-03-05", "gross_weight_kg": 12.5, "flags": said_flags(said)}
    assert sorted(own_edges(said)) == sorted(
        [
            ("HAS_NUMBER", "document:UZ:declaration:10/1", "", DAY),
            ("SHIPPED_BY", PARTY, "", DAY),
            ("CONSIGNED_TO", PARTY, "", DAY),
            ("DRIVEN_BY", PARTY, "", DAY),
            ("IN_CONTAINER", "container:MSKU1234565", "", DAY),
            ("IN_CONTAINER", "container:?TGHU7654321", "", DAY),
            ("SEALED_WITH", "seal:A100", "", DAY),
            ("ON_VEHICLE", "vehicle:UZ:01777AAA", "", DAY),
            ("ON_VEHICLE", "vehicle:UZ:012345AA", "trailer", DAY),
            ("HAS_NUMBER", "document::transport:CMR 55", "transport", DAY),
            ("HAS_NUMBER", "document:UZ:declaration:10/0", "previous", DAY),
            ("ENTERED_AT", place("Termez"), "", DAY),
        ]
    )
    kinds = {p.node.properties["name"]: p.node.properties["kind"] for p in said.parties if p.node}  # type: ignore[index]
    assert kinds == {"Amber Mills LLC": "company", "Silk Road LLC": "company", "Karim Aliyev": "person"}


def said_flags(said: Assertions) -> list[str]:
    assert said.flags
    return sorted(set(said.flags))


def place(text: str) -> str:
    (found,) = find_places(text, "UZ")
    return f"place:{found.id}"


def test_a_manifest_line() -> None:
    said = say("manifest", "BL-1", arrived_at="2024-03-05T23:30+05:00", transport_document="BL-1", notify__name="A LLC")
    assert said.node.id == "consignment:UZ/decl/H1/customs:manifest:BL-1"
    assert sorted(own_edges(said)) == [
        ("HAS_NUMBER", "document::transport:BL-1", "transport", DAY),
        ("HAS_NUMBER", "document:UZ:manifest:BL-1", "", DAY),
        ("NOTIFIES", PARTY, "", DAY),
    ]


def test_a_seizure() -> None:
    said = say(
        "seizure",
        "S-1",
        seized_on="2024-03-05",
        commodity="heroin",
        quantity=12.0,
        declaration="10/1",
        transport_document="CMR 55",
        container="MSKU1234565",
        trailer__plate="012345AA",
        entered_at="Termez",
        offender__name="Karim Aliyev",
    )
    assert said.node.type == "Seizure"
    assert sorted(own_edges(said)) == sorted(
        [
            ("HAS_NUMBER", "document:UZ:seizure:S-1", "", DAY),
            ("SEIZED_FROM", PARTY, "", DAY),
            ("SEIZED_IN", "document:UZ:declaration:10/1", "", DAY),
            ("SEIZED_IN", "document::transport:CMR 55", "", DAY),
            ("SEIZED_IN", "container:MSKU1234565", "", DAY),
            ("SEIZED_IN", "vehicle:UZ:012345AA", "trailer", DAY),
            ("ENTERED_AT", place("Termez"), "", DAY),
        ]
    )


def test_an_inspection() -> None:
    said = say(
        "inspection", "I-1", inspected_on="2024-03-05", result="cleared", declaration="10/1", vehicle__plate="01777AAA"
    )
    assert said.node.type == "Inspection"
    assert sorted(own_edges(said)) == [
        ("HAS_NUMBER", "document:UZ:inspection:I-1", "", DAY),
        ("INSPECTED", "document:UZ:declaration:10/1", "", DAY),
        ("INSPECTED", "vehicle:UZ:01777AAA", "", DAY),
    ]


def test_a_row_of_a_register_of_parties_is_a_party_of_its_own() -> None:
    said = say(
        "party",
        "R-7",
        registered_on="2020-01-01",
        party__name="Silk Road LLC",
        party__tax_number="301234567",
        party__phone="+998901234567",
        director__name="Karim Aliyev",
    )
    node = said.node
    assert (node.id, node.type) == ("party:UZ/decl/H1/customs:party:R-7", "Party")
    assert node.properties is not None
    assert (node.properties["name"], node.properties["registered_on"]) == ("Silk Road LLC", "2020-01-01")
    assert findable(node.id, node.properties).words.split()[:2] == ["silk", "road"]
    since = day_number("2020-01-01")
    assert sorted(own_edges(said), key=str) == sorted(
        [
            ("HAS_NUMBER", "document:UZ:party:R-7", "", since),
            ("HAS_PHONE", "phone:+998901234567", "", None),
            ("HAS_IDENTIFIER", "identifier:tax:UZ:301234567", "tax", None),
            ("HAS_IDENTIFIER", "identifier:key:UZ/decl:R-7", "key", None),
            ("DIRECTED_BY", PARTY, "", since),
        ],
        key=str,
    )
    assert [p.node.properties["name"] for p in said.parties if p.node and p.node.properties] == ["Karim Aliyev"]


def test_a_row_of_a_vehicle_register() -> None:
    said = say(
        "vehicle",
        "V-1",
        vehicle__plate="01777AAA",
        vehicle__vin="WDB9634031L738215",
        tare_weight_kg=8000.0,
        valid_from_on="2024-03-05",
        owner__name="A LLC",
        holder__name="B LLC",
    )
    assert said.node.id == "registration:UZ/decl/H1/customs:vehicle:V-1"
    assert sorted(own_edges(said)) == [
        ("HAS_NUMBER", "document:UZ:vehicle:V-1", "", DAY),
        ("HELD_BY", PARTY, "", DAY),
        ("OWNED_BY", PARTY, "", DAY),
        ("REGISTERS", "vehicle:UZ:01777AAA", "", DAY),
        ("REGISTERS", "vehicle:VIN:WDB9634031L738215", "vin", DAY),
    ]


def test_a_row_of_a_container_list() -> None:
    said = say("container", "C-1", container="MSKU1234565", size_type="22G1")
    assert own_edges(said) == [
        ("HAS_NUMBER", "document:UZ:container:C-1", "", None),
        ("REGISTERS", "container:MSKU1234565", "", None),
    ]


# --- inline parties ------------------------------------------------------------------------------------------------


def test_a_party_has_what_is_written_of_it() -> None:
    said = say(
        consignee__name="Silk Road LLC",
        consignee__phone=("+998 90 123-45-67", "998907654321"),
        consignee__email="Info@Silk.uz",
        consignee__tax_number="301234567",
        consignee__key="K-7",
        consignee__address="12, Navoi str.",
    )
    assert sorted(link[:2] for link in links_of_party(said)) == [
        ("HAS_ADDRESS", "address:UZ:12 navoi"),
        ("HAS_EMAIL", "email:info@silk.uz"),
        ("HAS_IDENTIFIER", "identifier:key:UZ/decl:K-7"),
        ("HAS_IDENTIFIER", "identifier:tax:UZ:301234567"),
        ("HAS_PHONE", "phone:+998901234567"),
        ("HAS_PHONE", "phone:+998907654321"),
    ]


def party_id(said: Assertions) -> str:
    (party,) = said.parties
    assert party.node is not None
    return party.node.id


def test_the_same_particulars_are_one_party_whatever_the_record_and_the_role() -> None:
    one = say(number="1", consignee__name="Silk Road LLC", consignee__phone="+998901234567")
    other = say("manifest", "2", shipper__phone="+998901234567", shipper__name="Silk Road LLC")
    assert party_id(one) == party_id(other)
    assert one.parties[0].node == other.parties[0].node


@pytest.mark.parametrize(
    "other",
    [
        {"consignee__name": "Silk Road LLC "},
        {"consignee__name": "SILK ROAD LLC"},
        {"consignee__name": "Silk Road LLC", "consignee__country": "KZ"},
        {"consignee__name": "Silk Road LLC", "consignee__address": "N/A"},
        {"consignee__name": "Silk Road LLC", "consignee__kind": "person"},
        {"driver__name": "Silk Road LLC"},
    ],
    ids=["blank", "capitals", "country", "placeholder", "kind", "person by role"],
)
def test_other_particulars_are_another_party(other: dict[str, str]) -> None:
    assert party_id(say(**other)) != party_id(say(consignee__name="Silk Road LLC"))


def test_a_party_belongs_to_the_channel_of_its_record() -> None:
    other = UZ.with_handling("H3")
    assert party_id(say(consignee__name="A LLC", channel=other)).startswith(f"party:{other.name}:")
    assert party_id(say(consignee__name="A LLC", channel=other)) != party_id(say(consignee__name="A LLC"))


@pytest.mark.parametrize(
    ("role", "edge", "spoken"),
    [
        ("shipper", "SHIPPED_BY", ""),
        ("seller", "SHIPPED_BY", "seller"),
        ("buyer", "CONSIGNED_TO", "buyer"),
        ("courier", "CARRIED_BY", "courier"),
        ("warehouse", "STORED_BY", ""),
    ],
)
def test_a_role_is_spoken_where_the_edge_type_alone_does_not_tell(role: str, edge: str, spoken: str) -> None:
    said = say(**{f"{role}__name": "A LLC"})
    assert [(e.type, e.role) for e in said.edges if e.target.startswith("party:")] == [(edge, spoken)]


def test_one_firm_in_two_roles_is_one_party_with_two_edges() -> None:
    said = say(shipper__name="A LLC", consignee__name="A LLC")
    assert len({e.target for e in said.edges if e.target.startswith("party:")}) == 1
    assert sorted(e.type for e in said.edges) == ["CONSIGNED_TO", "HAS_NUMBER", "SHIPPED_BY"]


@pytest.mark.parametrize("values", [{}, {"consignee__country": "UZ"}, {"consignee__kind": "company"}])
def test_who_is_not_named_is_no_party(values: dict[str, str]) -> None:
    assert say(**values).parties == []


# --- placeholders and failed checks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("consignee.name", "N/A"),
        ("consignee.name", "TO ORDER"),
        ("consignee.tax_number", "000000000"),
        ("consignee.phone", "-"),
        ("container", "N/A"),
        ("vehicle.plate", "0000000"),
        ("transport_document", "N/A"),
        ("transport_document", "12345"),
        ("previous_document", "000"),
        ("container", "AD12345"),
        ("vessel.imo", "IMO 0000000"),
        ("vessel.imo", "1234567"),  # its check digit happens to be right
        ("consignee.key", "12345"),
        ("entered_at", "N/A"),
    ],
)
def test_a_placeholder_gives_no_node_and_is_marked(field: str, text: str) -> None:
    said = assertions(Record("declaration", "1", {field: text}), UZ)
    assert [e.type for e in said.edges] == ["HAS_NUMBER"]
    assert said.parties == []
    assert said.placeholders == [f"{field}={text}"]
    assert said.node.properties == {"placeholders": [f"{field}={text}"]}


def test_a_party_keeps_what_is_no_placeholder() -> None:
    said = say(consignee__name="Silk Road LLC", consignee__phone=("N/A", "+998901234567"))
    assert links_of_party(said) == [("HAS_PHONE", "phone:+998901234567", "")]
    assert said.placeholders == ["consignee.phone=N/A"]


@pytest.mark.parametrize(
    ("field", "text", "flag", "target"),
    [
        ("container", "MSKU1234566", "container_check_digit: MSKU1234566", "container:?MSKU1234566"),
        ("container", "MSKU98765", "container_format: MSKU98765", "container:?MSKU98765"),
        ("vehicle.plate", "01777AAA0123456", "plate_unreadable: UZ:01777AAA0123456", "vehicle:UZ:?01777AAA0123456"),
        ("vehicle.vin", "ABC12345", "vin_length: ABC12345", "vehicle:VIN:?ABC12345"),
        ("vessel.imo", "IMO 9074720", "imo_check_digit: 9074720", "vehicle:IMO:?9074720"),
        ("vessel.imo", "907472", "imo_format: 907472", "vehicle:IMO:?907472"),
        ("consignee.tax_number", "12", "consignee: tax_number_length: UZ:12", "identifier:tax:UZ:?12"),
        ("consignee.passport", "AB12", "consignee: passport_unreadable: UZ:AB12", "identifier:passport:UZ:?AB12"),
        ("consignee.registration_number", "7", "consignee: number_short: UZ:7", "identifier:registration:UZ:?7"),
        ("consignee.phone", "99890123456", "consignee: phone_invalid: 99890123456", "phone:?99890123456"),
        ("consignee.email", "a@b", "consignee: email_invalid: a@b", "email:?a@b"),
    ],
)
def test_a_failed_check_is_a_flag_and_a_mark_in_the_id_and_never_a_drop(
    field: str, text: str, flag: str, target: str
) -> None:
    said = assertions(Record("declaration", "1", {field: text}), UZ)
    assert said.flags == [flag]
    assert said.node.properties == {"flags": [flag]}
    assert target in [e.target for e in (*said.edges, *(e for p in said.parties for e in p.edges))]


@pytest.mark.parametrize(
    ("field", "text", "flag"),
    [
        ("container", "MSK", "not_a_number: MSK"),
        ("container", "40HC", "not_a_number: 40HC"),
        ("seal", "ЕСТЬ", "not_a_number: ECTЬ"),
        ("seal", "12", "number_short: 12"),
        ("vehicle.plate", "есть", "plate_unreadable: ECTЬ"),
        ("vehicle.vin", "yes", "not_a_number: YES"),
        ("vessel.imo", "Amber Star", "not_a_number: AMBER STAR"),
        ("transport_document", "YES", "not_a_number: YES"),
        ("transport_document", "ORIGINAL", "not_a_number: ORIGINAL"),
        ("transport_document", "1", "number_short: 1"),
        ("previous_document", "1-2", "number_short: 1-2"),
        ("manifest_number", "05.03.2024", "not_a_number: 05.03.2024"),
        ("master_document", "1,40E+11", "number_cut: 1,40E+11"),
        ("consignee.tax_number", "1,40E+11", "consignee: number_cut: 1,40E+11"),
        ("consignee.passport", "документа нет", "consignee: passport_unreadable: ДОКУМЕНТА НЕТ"),
        ("consignee.phone", "9,98E+11", "consignee: number_cut: 9,98E+11"),
        ("consignee.key", "1,4E+11", "consignee: number_cut: 1,4E+11"),
        ("consignee.registration_number", "нет номера регистрации", "consignee: not_a_number: HET HOMEPA PEГИCTPAЦИИ"),
        ("consignee.email", "nobody", "consignee: email_invalid: nobody"),
    ],
)
def test_what_is_no_number_is_a_flag_and_gets_no_node(field: str, text: str, flag: str) -> None:
    said = assertions(Record("declaration", "1", {field: text}), UZ)
    assert [normal_flag(one) for one in said.flags] == [normal_flag(flag)]
    assert [e.type for e in (*said.edges, *(e for p in said.parties for e in p.edges))] in (
        ["HAS_NUMBER"],
        ["HAS_NUMBER", "CONSIGNED_TO"],
    )


def normal_flag(flag: str) -> str:
    """A flag with Cyrillic letters as their Latin twins, as some readers have them."""
    return flag.translate(str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX"))


@pytest.mark.parametrize(
    ("field", "text", "targets"),
    [
        ("container", "MSKU1234565, TGHU7654320 (40HC)", ["container:MSKU1234565", "container:TGHU7654320"]),
        ("seal", "S100 S200", ["seal:S100", "seal:S200"]),
        ("vehicle.plate", "01A123BC / 70Z456AA", ["vehicle:UZ:01A123BC", "vehicle:UZ:70Z456AA"]),
        (
            "goods.vin",
            "XTA21099043576182, XTA21099043576183",
            ["vehicle:VIN:XTA21099043576182", "vehicle:VIN:XTA21099043576183"],
        ),
        ("vessel.imo", "9074729 / 9319466", ["vehicle:IMO:9074729", "vehicle:IMO:9319466"]),
        (
            "transport_document",
            "CMR 100200, CMR 100300",
            ["document::transport:CMR 100200", "document::transport:CMR 100300"],
        ),
        (
            "previous_document",
            "10/0001; 10/0002",
            ["document:UZ:declaration:10/0001", "document:UZ:declaration:10/0002"],
        ),
        (
            "unique_reference",
            "5UZ100200-1, 5UZ100200-2",
            ["document::reference:5UZ100200-1", "document::reference:5UZ100200-2"],
        ),
    ],
)
def test_every_link_takes_all_that_a_cell_holds(field: str, text: str, targets: list[str]) -> None:
    said = assertions(Record("declaration", "1", {field: text}), UZ)
    assert [e.target for e in said.edges if e.type != "HAS_NUMBER" or e.role] == targets
    assert said.flags == []


@pytest.mark.parametrize(
    ("field", "text", "targets"),
    [
        ("case", "77; 78", ["document:UZ:case:77", "document:UZ:case:78"]),
        ("associated_with", "sibling=12, parent=13", ["identifier:key:UZ/decl:12", "identifier:key:UZ/decl:13"]),
        (
            "listed_by",
            "Debarred; Wanted, in two countries",
            ["watchlist:Debarred", "watchlist:Wanted, in two countries"],
        ),
    ],
)
def test_keys_and_lists_of_a_cell_are_each_a_link(field: str, text: str, targets: list[str]) -> None:
    said = assertions(Record("party", "K1", {"party.name": "A B", field: text}), UZ)
    assert [e.target for e in said.edges if e.type in ("INVOLVED_IN", "ASSOCIATED_WITH", "LISTED_BY")] == targets


def test_every_number_of_a_party_is_taken() -> None:
    said = say(
        consignee__tax_number="301234567, 302345678",
        consignee__passport="AA1234567; AB7654321",
        consignee__email="a@x.example b@y.example",
    )
    assert sorted(link[1] for link in links_of_party(said)) == [
        "email:a@x.example",
        "email:b@y.example",
        "identifier:passport:UZ:AA1234567",
        "identifier:passport:UZ:AB7654321",
        "identifier:tax:UZ:301234567",
        "identifier:tax:UZ:302345678",
    ]


def test_of_several_numbers_one_that_stands_for_none_is_left_out() -> None:
    said = say(seal="S100, 000000", consignee__tax_number="301234567; 000000000")
    assert [e.target for e in said.edges if e.type == "SEALED_WITH"] == ["seal:S100"]
    assert links_of_party(said) == [("HAS_IDENTIFIER", "identifier:tax:UZ:301234567", "tax")]
    assert "seal=000000" in said.placeholders
    assert "consignee: left_over: UZ:000000000" in said.flags


@pytest.mark.parametrize("number", ["x" * 1001, "9" * 100_000])
def test_a_record_whose_number_is_as_long_as_a_page_is_refused(number: str) -> None:
    with pytest.raises(BadValue, match="more than 1000 characters"):
        say(number=number)


@pytest.mark.parametrize(
    "values",
    [
        {"consignee__address": "Navoi street " * 9_000},
        {"consignee__key": "AB" * 50_000},
        {"consignee__email": f"{'a' * 40}@{'b' * 100_000}.example"},
        {"seal": "S1" * 50_000},
        {"transport_document": "CMR 1" * 20_000},
    ],
)
def test_no_id_of_a_node_is_as_long_as_a_page(values: dict[str, str]) -> None:
    said = say(**values)
    edges = (*said.edges, *(e for p in said.parties for e in p.edges))
    assert max(len(e.target) for e in edges) < 2_100
    assert any("number_too_long" in flag or "left_over" in flag for flag in said.flags)


def test_a_seizure_keeps_the_country_where_it_was_made() -> None:
    said = say("seizure", country="TM", place="Dashoguz village")
    assert (said.node.properties or {})["country"] == "TM"


def test_a_place_that_the_gazetteer_does_not_know_stays_text() -> None:
    said = say(entered_at="Nowhere at all")
    assert said.flags == ["place_unknown: Nowhere at all"]
    assert [e.type for e in said.edges] == ["HAS_NUMBER"]


def places(said: Assertions) -> list[str]:
    return [e.target for e in said.edges if e.type in ("LOADED_AT", "UNLOADED_AT", "ENTERED_AT")]


@pytest.mark.parametrize(
    ("kind", "values", "place_id"),
    [
        ("manifest", {"loaded_at": "Alat", "departure_country": "AZ"}, "AZ:alat"),
        ("manifest", {"loaded_at": "Alat, AZ"}, "AZ:alat"),
        ("manifest", {"loaded_at": "Порт Алят (Азербайджан)", "departure_country": "UZ"}, "AZ:alat"),
        ("manifest", {"loaded_at": "AZALA"}, "AZ:alat"),
        ("manifest", {"unloaded_at": "Alat", "destination_country": "AZ"}, "AZ:alat"),
        ("manifest", {"unloaded_at": "Alat"}, "UZ:alat"),  # presented there
        ("declaration", {"entered_at": "Alat", "destination_country": "AZ"}, "UZ:alat"),
        ("declaration", {"entered_at": "Torkham", "destination_country": "PK"}, "PK:torkham"),
        ("declaration", {"loaded_at": "Poti", "departure_country": "TR"}, "GE:poti"),  # there is no other
    ],
)
def test_a_place_of_a_name_in_two_countries_is_where_the_record_says(
    kind: str, values: dict[str, str], place_id: str
) -> None:
    said = say(kind, **values)
    assert places(said) == [f"place:{place_id}"]
    assert said.flags == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("manifest", {"loaded_at": "Alat"}),
        ("manifest", {"loaded_at": "Alat", "departure_country": "KZ"}),
        ("manifest", {"unloaded_at": "Alat", "destination_country": "KZ"}),
        ("manifest", {"unloaded_at": "Alat", "nature": "export"}),
        ("declaration", {"unloaded_at": "Alat"}),
    ],
)
def test_a_place_that_may_be_in_two_countries_is_a_flag_and_no_edge(kind: str, values: dict[str, str]) -> None:
    said = say(kind, **values)
    assert places(said) == []
    assert said.flags == ["place_ambiguous: Alat"]


@pytest.mark.parametrize("number", ["444", "0", "12345", "test"])
def test_the_key_of_a_registers_row_is_never_a_placeholder(number: str) -> None:
    said = say("party", number, party__name="Silk Road LLC")
    assert f"identifier:key:UZ/decl:{number}" in [e.target for e in said.edges]
    assert said.placeholders == []
    assert said.node.properties is not None
    assert said.node.properties["name"] == "Silk Road LLC"


def test_a_registers_row_that_says_nothing_else_has_its_key_and_its_country() -> None:
    said = say("party", "0", party__country="NA", party__name="N/A")
    assert {e.target for e in said.edges} == {"document:UZ:party:0", "identifier:key:UZ/decl:0"}
    assert said.node.properties == {"country": "NA", "placeholders": ["name=N/A"]}


def test_who_names_a_registers_row_names_it_by_any_number() -> None:
    said = say("party", "9", associated_with=("444", "sibling=0"), case=("0", "12345"))
    assert [(e.type, e.target, e.role) for e in said.edges if e.type in ("ASSOCIATED_WITH", "INVOLVED_IN")] == [
        ("INVOLVED_IN", "document:UZ:case:0", ""),
        ("INVOLVED_IN", "document:UZ:case:12345", ""),
        ("ASSOCIATED_WITH", "identifier:key:UZ/decl:444", ""),
        ("ASSOCIATED_WITH", "identifier:key:UZ/decl:0", "sibling"),
    ]


def test_a_word_for_nothing_names_no_row() -> None:
    said = say("party", "9", associated_with=("N/A", "sibling=нет"), case="-")
    assert {e.type for e in said.edges} == {"HAS_NUMBER", "HAS_IDENTIFIER"}
    assert said.placeholders == ["case=-", "associated_with=N/A", "associated_with=sibling=нет"]


@pytest.mark.parametrize("kind", [name for name, kind in RECORD_KINDS.items() if "vehicle.plate" in kind.links])
def test_a_ship_is_a_vehicle_by_its_number(kind: str) -> None:
    said = say(kind, vessel__imo="IMO 9074729")
    assert [(e.target, e.role) for e in said.edges if e.target.startswith("vehicle:")] == [
        ("vehicle:IMO:9074729", "imo")
    ]
    assert said.flags == []


def test_codes_of_the_record_and_its_lines_are_checked_and_kept() -> None:
    lines = ({"line": 1, "hs_code": "0702.00"}, {"line": 2, "hs_code": "07020"}, {"line": 3, "marks": "A"})
    said = say(hs_code="0702.00, 7701", goods=lines)
    assert said.flags == ["hs_chapter_unknown: 7701", "hs_length: 07020"]
    assert said.node.properties is not None
    assert (said.node.properties["hs_code"], said.node.properties["goods"]) == ("0702.00, 7701", lines)


def test_a_code_of_two_lines_is_one_flag() -> None:
    assert say(hs_code="870", goods=({"hs_code": "870"}, {"hs_code": "870"})).flags == ["hs_length: 870"]


@pytest.mark.parametrize(
    ("values", "edition"),
    [
        ({"hs_code": "0702", "registered_on": "2024-03-05"}, "2022"),
        ({"goods": ({"hs_code": "0702"},), "registered_on": "2016-03-05"}, "2012"),
        ({"hs_code": "0702"}, None),  # no day
        ({"registered_on": "2024-03-05", "goods": ({"marks": "A"},)}, None),  # no code
        ({"hs_code": "0702", "registered_on": "2024-03-05", "hs_version": "HS 2017"}, None),  # the source knows better
    ],
)
def test_a_code_is_of_the_edition_in_force_unless_the_source_names_one(
    values: dict[str, Any], edition: str | None
) -> None:
    said = say(**values)
    assert (said.node.properties or {}).get("hs_edition") == edition
    assert said.flags == []


def test_an_edition_that_never_was_is_a_flag() -> None:
    assert say(hs_code="0702", hs_version="2020").flags == ["hs_version_unknown: 2020"]


def test_flags_of_the_parser_come_first_and_stay() -> None:
    said = assertions(Record("declaration", "1", {}, flags=("origin_country_unknown: X",), grade="B2"), UZ)
    assert said.node.properties == {"flags": ["origin_country_unknown: X"], "grade": "B2"}


def test_the_same_container_twice_in_a_cell_is_one_edge() -> None:
    said = say(container=("MSKU1234565", "MSKU 123456-5", "msku1234565"))
    assert [e.target for e in said.edges if e.type == "IN_CONTAINER"] == ["container:MSKU1234565"]


def test_the_same_phone_twice_in_a_cell_is_one_edge_of_the_party() -> None:
    said = say(consignee__name="A LLC", consignee__phone=("+998901234567", "998 90 123 45 67"))
    assert [link[1] for link in links_of_party(said)] == ["phone:+998901234567"]


def test_truck_and_trailer_of_one_plate_are_two_edges() -> None:
    said = say(vehicle__plate="01777AAA", trailer__plate="01777AAA")
    assert sorted(e.role for e in said.edges if e.type == "ON_VEHICLE") == ["", "trailer"]


@pytest.mark.parametrize(
    ("said", "vehicle", "trailer"),
    [
        ({}, "UZ", "UZ"),
        ({"vehicle_country": "KZ"}, "KZ", "KZ"),
        ({"trailer_country": "TR"}, "UZ", "TR"),
        ({"vehicle_country": "KZ", "trailer_country": "TR"}, "KZ", "TR"),
    ],
)
def test_a_plate_is_of_the_country_that_the_record_names(said: dict[str, str], vehicle: str, trailer: str) -> None:
    found = say(vehicle__plate="777AAA02", trailer__plate="123BB03", **said)
    targets = {e.role: e.target for e in found.edges if e.type == "ON_VEHICLE"}
    assert targets == {"": f"vehicle:{vehicle}:777AAA02", "trailer": f"vehicle:{trailer}:123BB03"}


def test_a_car_among_the_goods_is_included_and_carries_nothing() -> None:
    found = say(goods__vin=("WVWZZZ1KZAW123456", "12345"), vehicle__plate="01777AAA")
    assert {(e.type, e.target) for e in found.edges if e.target.startswith("vehicle:")} == {
        ("INCLUDES", "vehicle:VIN:WVWZZZ1KZAW123456"),
        ("ON_VEHICLE", "vehicle:UZ:01777AAA"),
    }


def test_a_number_in_a_register_of_firms_is_of_the_firms_country() -> None:
    found = say(consignee__name="A", consignee__country="RU", consignee__registration_number="102 7700-000000")
    (party,) = found.parties
    assert [e.target for e in party.edges] == ["identifier:registration:RU:1027700000000"]


def test_a_plate_may_have_its_country_before_it() -> None:
    found = say(vehicle__plate=("TR::34 ABC 123", "NO::AB12345", "KZ::777AAA02/123BBC02", "PL:01888AAA"))
    assert {e.target for e in found.edges if e.type == "ON_VEHICLE"} == {
        "vehicle:TR:34ABC123",
        "vehicle:NO:AB12345",
        "vehicle:KZ:777AAA02",
        "vehicle:KZ:123BBC02",
        "vehicle:UZ:PL01888AAA",
    }


def test_two_countries_meet_at_the_reference_that_is_unique_in_the_world() -> None:
    ends = {
        edge.target
        for channel in ("UZ/import/H1/customs", "KZ/export/H1/customs")
        for edge in assertions(
            Record("declaration", "1", {"unique_reference": "4GB123 - A"}), Channel.parse(channel)
        ).edges
        if edge.role == "reference"
    }
    assert ends == {"document::reference:4GB123-A"}


def test_a_record_without_a_date_has_undated_edges() -> None:
    assert {e.on for e in say(container="MSKU1234565").edges} == {None}


# --- what holds for every record -----------------------------------------------------------------------------------

_TEXTS = st.sampled_from(
    [
        "MSKU1234565",
        "N/A",
        "Silk Road LLC",
        "+998901234567",
        "01777AAA",
        "Termez",
        "10/1",
        "x",
        "",
        "Шелк",
        "a@b.uz",
        "::",
        "000",
    ]
) | st.text(max_size=8)
_CELLS = _TEXTS | st.lists(_TEXTS, max_size=3).map(tuple)


@st.composite
def _records(draw: st.DrawFn) -> Record:
    kind = RECORD_KINDS[draw(st.sampled_from(sorted(RECORD_KINDS)))]
    party_fields = [
        f"{role}.{part}"
        for role in kind.roles
        for part in PARTY_FIELDS
        if part not in ("country", "birth_on", "kind", "name")
    ]
    names = [f"{role}.name" for role in kind.roles]
    values: dict[str, Any] = (
        draw(st.dictionaries(st.sampled_from([*kind.links, *party_fields]), _CELLS, max_size=8))
        if kind.links or party_fields
        else {}
    )
    values |= draw(st.dictionaries(st.sampled_from(names), _TEXTS, max_size=3)) if names else {}
    if draw(st.booleans()):
        values[kind.days[0]] = "2024-03-05"
    return Record(kind.name, draw(_TEXTS), values)


@given(_records())
def test_every_record_gives_rows_that_fit_the_graph_type(record: Record) -> None:
    said = assertions(record, UZ)
    assert said == assertions(record, UZ)
    described = {said.node.id: said.node} | {p.node.id: p.node for p in said.parties if p.node}
    edges = [*said.edges, *(e for p in said.parties for e in p.edges)]
    assert said.node.id == record_node_id(UZ.name, record.kind, record.source_id)
    for node in described.values():
        assert TYPE_OF_PREFIX[node.id.partition(":")[0]] == node.type
        assert NODE_TYPES[node.type].ownership is Ownership.RECORD
        assert node.channel == UZ.name
    records = {said.node.id}
    for edge in edges:
        target_type = TYPE_OF_PREFIX[edge.target.partition(":")[0]]
        assert described[edge.owner].type in EDGE_TYPES[edge.type].sources
        assert target_type in EDGE_TYPES[edge.type].targets
        assert edge.target in described or NODE_TYPES[target_type].ownership is not Ownership.RECORD
        assert edge.target not in records, "no edge joins two records"
    for group in (said.edges, *(party.edges for party in said.parties)):
        assert len({(e.owner, e.type, e.target, e.role) for e in group}) == len(group)
    extra = {"name", "name_folded", "alias", "kind", "country", "birth_on", "address", "flags", "placeholders", "grade"}
    assert set(said.node.properties or {}) <= set(node_properties(said.node.type)) | extra


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("arrival=AZN240000657", "document:UZ:arrival:AZN240000657"),
        ("manifest=7", "document:UZ:manifest:7"),
        ("declaration=10 / 1; 2", "document:UZ:declaration:10/1; 2"),
    ],
)
def test_an_inspection_names_any_consignment_by_its_own_number(said: str, target: str) -> None:
    assert [edge for edge in own_edges(say("inspection", "I-1", consignment=said)) if edge[0] == "INSPECTED"] == [
        ("INSPECTED", target, "", None)
    ]


@pytest.mark.parametrize("said", ["AZN240000657", "seizure=S-1", "arrival=", "arrival=-"])
def test_what_names_no_consignment_is_a_flag(said: str) -> None:
    inspection = say("inspection", "I-1", consignment=said)
    assert said_flags(inspection) == [f"no_consignment: {said}"]
    assert [edge[0] for edge in own_edges(inspection)] == ["HAS_NUMBER"]
