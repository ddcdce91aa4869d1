"""The canonical record: what a source file can say, in one vocabulary for all formats.

A loader turns a raw unit into `Record`s; `graph.assertions` turns those into nodes and edges. The tables below are
the whole vocabulary: a mapping profile may use these names and no others, and a new field is one line here.
Party fields are written `role.field` (`consignee.tax_number`), links by their own name (`container`, `vehicle.plate`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ValueType(StrEnum):
    """How a field's text is read."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    INTEGER = "integer"
    COUNTRY = "country"
    LINES = "lines"  # a list of goods lines; documents and item files say it, no single column can


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a canonical record; `unit` is part of the name where there is one."""

    name: str
    type: ValueType
    description: str


def _fields(*rows: tuple[str, ValueType, str]) -> dict[str, Field]:
    return {name: Field(name, kind, text) for name, kind, text in rows}


T, D, M, N, W, C, L = (
    ValueType.TEXT,
    ValueType.DATE,
    ValueType.MOMENT,
    ValueType.NUMBER,
    ValueType.INTEGER,
    ValueType.COUNTRY,
    ValueType.LINES,
)

PARTY_FIELDS = _fields(
    ("name", T, "Name as reported, in its own script"),
    ("kind", T, "`company` or `person`; when empty it follows from the role and the name"),
    ("key", T, "The source's own key of the party (importer code, client number)"),
    ("tax_number", T, "Tax or registration number"),
    ("passport", T, "Passport or identity card number"),
    ("phone", T, "Phone numbers, one or several"),
    ("email", T, "E-mail addresses, one or several"),
    ("address", T, "Postal address as reported"),
    ("country", C, "Country of residence or registration"),
    ("birth_on", D, "Date of birth of a person"),
    ("alias", T, "Other names, one or several"),
)


@dataclass(frozen=True, slots=True)
class PartyRole:
    """A part that a party plays in a record; `label` is its word in Neo4j, empty where it has none."""

    name: str
    edge: str
    label: str
    is_person: bool = False


CONSIGNMENT_ROLES = {
    role.name: role
    for role in (
        PartyRole("shipper", "SHIPPED_BY", "Shipper"),
        PartyRole("seller", "SHIPPED_BY", "Shipper"),
        PartyRole("consignee", "CONSIGNED_TO", "Consignee"),
        PartyRole("buyer", "CONSIGNED_TO", "Consignee"),
        PartyRole("notify", "NOTIFIES", "NotifyParty"),
        PartyRole("declarant", "DECLARED_BY", "Broker"),
        PartyRole("forwarder", "FORWARDED_BY", "Carrier"),
        PartyRole("carrier", "CARRIED_BY", "Carrier"),
        PartyRole("courier", "CARRIED_BY", "Carrier"),
        PartyRole("driver", "DRIVEN_BY", "Driver", is_person=True),
        PartyRole("warehouse", "STORED_BY", ""),
        PartyRole("principal", "TRANSITED_BY", ""),
        PartyRole("financial", "PAID_BY", ""),
    )
}
INVOLVED_ROLES = {role.name: role for role in (PartyRole("offender", "SEIZED_FROM", ""),)}
REGISTER_ROLES = {
    role.name: role
    for role in (
        PartyRole("director", "DIRECTED_BY", "", is_person=True),
        PartyRole("owner", "OWNED_BY", ""),
        PartyRole("holder", "HELD_BY", ""),
    )
}

CASE_ROLES = {
    role.name: role
    for role in (
        PartyRole("suspect", "SUSPECTS", ""),
        PartyRole("officer", "INVESTIGATED_BY", "", is_person=True),
    )
}

# What a goods line of `goods` may say; `line` is its number in the document.
GOODS_LINE_FIELDS = (
    "line",
    "hs_code",
    "goods_description",
    "gross_weight_kg",
    "net_weight_kg",
    "packages",
    "value_amount",
    "value_currency",
    "origin_country",
    "quantity",
    "quantity_unit",
    "container",
    "marks",
)
GOODS_FIELDS = _fields(
    ("hs_code", T, "Commodity code as reported, leading zeros kept"),
    ("goods_description", T, "Description of the goods as reported"),
    ("gross_weight_kg", N, "Gross weight in kilograms"),
    ("net_weight_kg", N, "Net weight in kilograms"),
    ("packages", W, "Number of packages"),
    ("value_amount", N, "Value as declared, in `value_currency`"),
    ("value_currency", T, "Currency of the value, ISO 4217"),
    ("quantity", N, "Quantity in `quantity_unit`, as reported"),
    ("quantity_unit", T, "Unit of the quantity as reported"),
    ("volume_m3", N, "Volume in cubic metres"),
    ("marks", T, "Marks and numbers of the packages"),
    ("goods", L, "Goods lines, each with its number and what is said of it"),
)
ROUTE_FIELDS = _fields(
    ("origin_country", C, "Country of origin of the goods"),
    ("departure_country", C, "Country of dispatch"),
    ("destination_country", C, "Country of destination"),
    ("mode_of_transport", T, "road, rail, sea, air, or the source's own code"),
    ("procedure", T, "Customs procedure or regime code"),
    ("office", T, "Customs office code or name"),
    ("exit_office", T, "Customs office of exit, code or name"),
    ("transit_countries", T, "Countries passed through, one or several"),
    ("nature", T, "import, export, transit, transhipment, or the source's own code"),
    ("means_of_transport", T, "Name or number of the vessel, flight or train"),
    ("voyage_number", T, "Number of the voyage, flight or train"),
    ("incoterms", T, "Terms of delivery"),
    ("freight_payment", T, "prepaid, collect, or the source's own word"),
)
LINK_FIELDS = _fields(
    ("container", T, "Container numbers"),
    ("seal", T, "Seal numbers"),
    ("vehicle.plate", T, "Plate of the truck, or number of the wagon"),
    ("vehicle.vin", T, "Chassis number of the truck"),
    ("trailer.plate", T, "Plate of the trailer"),
    ("transport_document", T, "Number of the bill of lading, CMR, TIR carnet or air waybill"),
    ("previous_document", T, "Number of the document this one follows"),
    ("declaration", T, "Number of the declaration this record is about"),
    ("manifest_number", T, "Number of the manifest that the record stands in"),
    ("master_document", T, "Number of the master bill of lading or master air waybill"),
    ("case", T, "Numbers of the cases that the record is about"),
    ("associated_with", T, "The source's own keys of parties that this one knows"),
    ("listed_by", T, "Names of the lists that name the party"),
    ("occurred_at", T, "Address where the case happened"),
    ("loaded_at", T, "Place of loading"),
    ("unloaded_at", T, "Place of unloading"),
    ("entered_at", T, "Border post of entry"),
)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: the node it becomes, its fields, its parties, and which dates make the day of its edges.

    `days` are tried in order; the first that is filled is the day of every edge of the record.
    `subject` names the role whose fields are the record's own (a register of parties), else it is empty.
    """

    name: str
    node_type: str
    description: str
    fields: Mapping[str, Field]
    roles: Mapping[str, PartyRole]
    links: tuple[str, ...]
    days: tuple[str, ...]
    subject: str = ""


_CONSIGNMENT_FIELDS = {
    **GOODS_FIELDS,
    **ROUTE_FIELDS,
    **_fields(
        ("registered_on", D, "Day the document was registered"),
        ("arrived_on", D, "Day of arrival"),
        ("departed_on", D, "Day of departure"),
        ("arrived_at", M, "Moment of arrival, with the profile's zone"),
        ("expected_at", M, "Expected moment of arrival, with the profile's zone"),
        ("expected_on", D, "Expected day of arrival"),
    ),
}
_CONSIGNMENT_LINKS = (
    "container",
    "seal",
    "vehicle.plate",
    "vehicle.vin",
    "trailer.plate",
    "transport_document",
    "previous_document",
    "manifest_number",
    "master_document",
    "loaded_at",
    "unloaded_at",
    "entered_at",
)
_EVENT_COUNTRIES = _fields(
    ("origin_country", C, "Country of origin of the goods"),
    ("departure_country", C, "Country of dispatch"),
    ("destination_country", C, "Country of destination"),
    ("transit_countries", T, "Countries passed through, one or several"),
)
_EVENT_LINKS = ("declaration", "transport_document", "container", "vehicle.plate", "trailer.plate", "entered_at")

RECORD_KINDS = {
    kind.name: kind
    for kind in (
        RecordKind(
            "declaration",
            "Consignment",
            "A customs declaration",
            _CONSIGNMENT_FIELDS,
            CONSIGNMENT_ROLES,
            _CONSIGNMENT_LINKS,
            ("registered_on", "arrived_at", "arrived_on", "departed_on"),
        ),
        RecordKind(
            "manifest",
            "Consignment",
            "A line of a manifest: a bill of lading, CMR, TIR, rail note or air waybill",
            _CONSIGNMENT_FIELDS,
            CONSIGNMENT_ROLES,
            _CONSIGNMENT_LINKS,
            ("arrived_at", "arrived_on", "departed_on", "registered_on"),
        ),
        RecordKind(
            "arrival",
            "Consignment",
            "A pre-arrival notice: a consignment that is expected (entry summary declaration, booking, slot)",
            _CONSIGNMENT_FIELDS,
            CONSIGNMENT_ROLES,
            (*_CONSIGNMENT_LINKS, "declaration"),
            ("expected_at", "expected_on", "arrived_at", "arrived_on", "registered_on"),
        ),
        RecordKind(
            "seizure",
            "Seizure",
            "A seizure as reported",
            _fields(
                ("seized_on", D, "Day of the seizure"),
                ("commodity", T, "What was seized"),
                ("quantity", N, "Quantity in `quantity_unit`, as reported"),
                ("quantity_unit", T, "Unit of the quantity as reported"),
                ("quantity_text", T, "Quantity and unit as reported, where one cell holds both"),
                ("commodity_group", T, "Group of the commodity in the source's own words"),
                ("agency", T, "Agency that seized"),
                ("place", T, "Place of the seizure as reported"),
                ("direction", T, "import, export, transit, internal, or the source's own word"),
                ("outcome", T, "What became of it"),
                ("concealment", T, "Where and how it was hidden"),
                ("detection", T, "How it was found"),
                ("office", T, "Customs office code or name"),
                ("mode_of_transport", T, "road, rail, sea, air, or the source's own code"),
            )
            | _EVENT_COUNTRIES,
            INVOLVED_ROLES,
            (*_EVENT_LINKS, "case"),
            ("seized_on",),
        ),
        RecordKind(
            "inspection",
            "Inspection",
            "An inspection with its result, a clearance (nothing found) included",
            _fields(
                ("inspected_on", D, "Day of the inspection"),
                ("result", T, "`cleared` (nothing found), `found`, or the source's own word"),
                ("remarks", T, "Remarks of the officer"),
                ("office", T, "Customs office code or name"),
            ),
            {},
            _EVENT_LINKS,
            ("inspected_on",),
        ),
        RecordKind(
            "party",
            "Party",
            "A row of a register of traders, brokers, carriers or drivers",
            _fields(
                ("registered_on", D, "Day of registration"),
                ("activity", T, "Line of business as registered"),
                ("list_programme", T, "Programme or reason for which a list names the party"),
                ("listed_on", D, "Day from which a list names the party"),
            ),
            {
                "party": PartyRole("party", "", ""),
                "director": REGISTER_ROLES["director"],
                "owner": REGISTER_ROLES["owner"],
            },
            ("vehicle.plate", "case", "associated_with", "listed_by"),
            ("registered_on", "listed_on"),
            subject="party",
        ),
        RecordKind(
            "vehicle",
            "Registration",
            "A row of a vehicle register",
            _fields(
                ("make", T, "Make and model"),
                ("tare_weight_kg", N, "Empty weight in kilograms"),
                ("valid_from_on", D, "First day of the registration"),
                ("valid_until_on", D, "Last day of the registration"),
            ),
            {"owner": REGISTER_ROLES["owner"], "holder": REGISTER_ROLES["holder"]},
            ("vehicle.plate", "vehicle.vin", "case"),
            ("valid_from_on",),
        ),
        RecordKind(
            "container",
            "Registration",
            "A row of a container list",
            _fields(
                ("size_type", T, "Size and type code, ISO 6346"),
                ("tare_weight_kg", N, "Empty weight in kilograms"),
                ("valid_from_on", D, "Day from which the row is true"),
            ),
            {"owner": REGISTER_ROLES["owner"], "holder": REGISTER_ROLES["holder"]},
            ("container",),
            ("valid_from_on",),
        ),
        RecordKind(
            "case",
            "Case",
            "A case as reported: a crime, an offence, an investigation",
            _fields(
                ("opened_on", D, "Day of the case"),
                ("case_type", T, "What it is about, in the source's own words"),
                ("outcome", T, "What became of it"),
                ("remarks", T, "Remarks"),
                ("office", T, "Office that leads it"),
            ),
            CASE_ROLES,
            ("container", "vehicle.plate", "declaration", "occurred_at"),
            ("opened_on",),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record as parsed: canonical field -> value (a tuple where a field holds several).

    `amended` is the source's own version or amendment time as sortable text ("" where it gives none);
    a `is_deleted` record is a tombstone: a version that asserts nothing. `part` names a piece of a record whose header
    stands elsewhere (an item of an item file, a relation of a relations file); "" is the record, or its header.
    """

    kind: str
    source_id: str
    values: Mapping[str, Any]
    amended: str = ""
    is_deleted: bool = False
    handling: str = ""
    grade: str = ""
    flags: tuple[str, ...] = ()
    part: str = ""

    @property
    def day(self) -> str:
        """The first of the kind's date fields that is filled, as an ISO date; "" where none is."""
        for name in RECORD_KINDS[self.kind].days:
            value = self.values.get(name)
            if value:
                return str(value)[:10]
        return ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a record of a unit cannot be used: the column, its value, a stable code and a sentence for people.

    `handling` is what the row says of itself: a rejected row is no less confidential than the others.
    """

    column: str
    value: str
    code: str
    reason: str
    handling: str = ""
