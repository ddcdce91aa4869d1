"""The canonical record: what a source file can say, in one vocabulary for all formats.

A loader turns a raw unit into `Record`s; `graph.derivation.assertions` turns those into nodes and edges. The tables
below are the whole vocabulary: a mapping profile may use these names and no others, and a new field is one line here.
Party fields are written `role.field` (`consignee.tax_number`), links by their own name (`container`, `vehicle.plate`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.vocabulary import (
    CASE_ROLES,
    CONSIGNMENT_ROLES,
    GOODS_FIELDS,
    INVOLVED_ROLES,
    PLATE_FIELDS,
    REGISTER_ROLES,
    ROUTE_FIELDS,
    C,
    D,
    M,
    N,
    T,
    fields_of,
)
from graph.vocabulary import (
    GOODS_LINE_FIELDS as GOODS_LINE_FIELDS,
)
from graph.vocabulary import (
    LINK_FIELDS as LINK_FIELDS,
)
from graph.vocabulary import (
    PARTY_FIELDS as PARTY_FIELDS,
)
from graph.vocabulary import (
    Field as Field,
)
from graph.vocabulary import (
    FoundBy as FoundBy,
)
from graph.vocabulary import (
    PartyRole as PartyRole,
)
from graph.vocabulary import (
    ValueType as ValueType,
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
    **PLATE_FIELDS,
    **fields_of(
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
    "vessel.imo",
    "goods.vin",
    "transport_document",
    "previous_document",
    "manifest_number",
    "master_document",
    "unique_reference",
    "loaded_at",
    "unloaded_at",
    "entered_at",
)
_EVENT_COUNTRIES = fields_of(
    ("origin_country", C, "Country of origin of the goods"),
    ("departure_country", C, "Country of dispatch"),
    ("destination_country", C, "Country of destination"),
    ("transit_countries", T, "Countries passed through, one or several", FoundBy.NOTHING),
)
_EVENT_LINKS = (
    "declaration",
    "consignment",
    "transport_document",
    "container",
    "vehicle.plate",
    "trailer.plate",
    "vessel.imo",
    "entered_at",
)

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
            fields_of(
                ("seized_on", D, "Day of the seizure"),
                ("commodity", T, "What was seized"),
                ("quantity", N, "Quantity in `quantity_unit`, as reported"),
                ("quantity_unit", T, "Unit of the quantity as reported", FoundBy.NOTHING),
                ("quantity_text", T, "Quantity and unit as reported, where one cell holds both", FoundBy.NOTHING),
                ("commodity_group", T, "Group of the commodity in the source's own words"),
                ("agency", T, "Agency that seized"),
                ("operation", T, "Name of the operation that it was made in, such as a joint one"),
                ("place", T, "Place of the seizure as reported"),
                ("country", C, "Country of the seizure"),
                ("direction", T, "import, export, transit, internal, or the source's own word", FoundBy.NOTHING),
                ("outcome", T, "What became of it"),
                ("concealment", T, "Where and how it was hidden"),
                ("detection", T, "How it was found"),
                ("office", T, "Customs office code or name"),
                ("mode_of_transport", T, "road, rail, sea, air, or the source's own code", FoundBy.NOTHING),
            )
            | _EVENT_COUNTRIES
            | PLATE_FIELDS,
            INVOLVED_ROLES,
            (*_EVENT_LINKS, "case"),
            ("seized_on",),
        ),
        RecordKind(
            "inspection",
            "Inspection",
            "An inspection with its result, a clearance (nothing found) included",
            fields_of(
                ("inspected_on", D, "Day of the inspection"),
                ("result", T, "`cleared` (nothing found), `found`, or the source's own word"),
                ("remarks", T, "Remarks of the officer"),
                ("office", T, "Customs office code or name"),
            )
            | PLATE_FIELDS,
            {},
            _EVENT_LINKS,
            ("inspected_on",),
        ),
        RecordKind(
            "party",
            "Party",
            "A row of a register of traders, brokers, carriers or drivers",
            fields_of(
                ("registered_on", D, "Day of registration"),
                ("activity", T, "Line of business as registered"),
                (
                    "status",
                    T,
                    "Part of a person in a case, in the source's words: suspect, facilitator, cleared; whoever is only "
                    "`mentioned` counts in no analysis unless asked for",
                ),
                ("list_programme", T, "Programme or reason for which a list names the party"),
                ("listed_on", D, "Day from which a list names the party"),
            )
            | PLATE_FIELDS,
            {
                "party": PartyRole("party", "", ""),
                "director": REGISTER_ROLES["director"],
                "owner": REGISTER_ROLES["owner"],
            },
            ("vehicle.plate", "vessel.imo", "case", "associated_with", "listed_by"),
            ("registered_on", "listed_on"),
            subject="party",
        ),
        RecordKind(
            "vehicle",
            "Registration",
            "A row of a vehicle register",
            fields_of(
                ("make", T, "Make and model"),
                ("tare_weight_kg", N, "Empty weight in kilograms"),
                ("valid_from_on", D, "First day of the registration"),
                ("valid_until_on", D, "Last day of the registration"),
            )
            | PLATE_FIELDS,
            {"owner": REGISTER_ROLES["owner"], "holder": REGISTER_ROLES["holder"]},
            ("vehicle.plate", "vehicle.vin", "vessel.imo", "case"),
            ("valid_from_on",),
        ),
        RecordKind(
            "container",
            "Registration",
            "A row of a container list",
            fields_of(
                ("size_type", T, "Size and type code, ISO 6346", FoundBy.NOTHING),
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
            fields_of(
                ("opened_on", D, "Day of the case"),
                ("case_type", T, "What it is about, in the source's own words"),
                ("outcome", T, "What became of it"),
                ("remarks", T, "Remarks"),
                ("office", T, "Office that leads it"),
            )
            | PLATE_FIELDS,
            CASE_ROLES,
            ("container", "vehicle.plate", "vessel.imo", "declaration", "occurred_at"),
            ("opened_on",),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Association:
    """Whom a party knows, by the source's own key: in which role, how strongly, and on which day ("" for none)."""

    key: str
    role: str = ""
    weight: float = 1.0
    on: str = ""


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
    def said_on(self) -> str:
        """A day on which the source must have said it: a notice of what is expected tells nothing by its own day."""
        if self.kind != "arrival":
            return self.day
        amended = self.amended if self.amended[:1].isdigit() else ""  # a version number is no day
        return str(self.values.get("registered_on") or amended)[:10]

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
