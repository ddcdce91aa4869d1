"""The graph type, declared once: node types, edge types, their ends, who may conduct a link.

DDL, labels, API texts and the page `docs/graph-type.md` are generated from these tables; a new node type, edge type
or property is one line here. `data-model` rules: an edge's source is a record or an inline party, never a shared node;
no edge joins two records; shared nodes carry type and value only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.canonical import RECORD_KINDS, Field, FoundBy, ValueType

SCHEMA_VERSION = 1


class Ownership(StrEnum):
    """Where the properties of a node come from, and who sees it."""

    RECORD = "record"  # owns properties and one channel
    SHARED = "shared"  # type and value only; exists for a viewer through a visible edge
    REFERENCE = "reference"  # public, from the gazetteer; conducts nothing


@dataclass(frozen=True, slots=True)
class NodeType:
    """A node type; `prefix` begins its ids, `cap` is the number of holders above which a shared value is a hub.

    `cap` 0 means that the type conducts no link at all. Of a shared node `before_value` pieces of its id, such as
    country and scheme, stand between the prefix and the value, which a search finds as `found_by` says.
    """

    name: str
    prefix: str
    ownership: Ownership
    description: str
    cap: int = 0
    before_value: int = 0
    found_by: FoundBy = FoundBy.NUMBER

    @property
    def conducts(self) -> bool:
        return self.cap > 0


@dataclass(frozen=True, slots=True)
class EdgeType:
    """An edge type with the node types at its ends; `number` stands for it in stores and is never re-used."""

    number: int
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    description: str


_R, _S, _P = Ownership.RECORD, Ownership.SHARED, Ownership.REFERENCE

NODE_TYPES: Mapping[str, NodeType] = {
    t.name: t
    for t in (
        NodeType(
            "Consignment", "consignment", _R, "A declaration, bill of lading, CMR, TIR carnet, rail note or air waybill"
        ),
        NodeType("Party", "party", _R, "A company or person as written on one record, or as registered", cap=12),
        NodeType("Seizure", "seizure", _R, "A seizure as reported"),
        NodeType("Inspection", "inspection", _R, "An inspection with its result, a clearance included"),
        NodeType("Case", "case", _R, "A case as reported: a crime, an offence, an investigation", cap=12),
        NodeType("Registration", "registration", _R, "A register's row about a vehicle or container"),
        NodeType("Document", "document", _S, "The number of a document: issuer, type, number", before_value=2),
        NodeType("Container", "container", _S, "A container, by its ISO 6346 number", cap=12),
        NodeType(
            "Vehicle",
            "vehicle",
            _S,
            "A truck, trailer or wagon, by country and plate or by chassis number; a ship by IMO number",
            cap=12,
            before_value=1,
        ),
        NodeType("Phone", "phone", _S, "A phone number in E.164", cap=12),
        NodeType("Email", "email", _S, "An e-mail address", cap=12),
        NodeType(
            "Identifier", "identifier", _S, "A number that names a party: issuer, scheme, value", cap=12, before_value=2
        ),
        NodeType(
            "Address",
            "address",
            _S,
            "An address: country and normalised text",
            cap=12,
            before_value=1,
            found_by=FoundBy.WORDS,
        ),
        NodeType("Seal", "seal", _S, "A seal, by its number"),
        NodeType(
            "Watchlist",
            "watchlist",
            _S,
            "A list that names parties: sanctions, debarments, wanted persons",
            found_by=FoundBy.WORDS,
        ),
        NodeType(
            "Place",
            "place",
            _P,
            "A border post, port, dry port or airport of the gazetteer",
            before_value=1,
            found_by=FoundBy.WORDS,
        ),
    )
}

_RECORDS = ("Consignment", "Seizure", "Inspection", "Registration", "Party", "Case")
_GOODS = ("Consignment",)
_EVENTS = ("Seizure", "Inspection")

EDGE_TYPES: Mapping[str, EdgeType] = {
    t.name: t
    for t in (
        EdgeType(
            1,
            "HAS_NUMBER",
            _RECORDS,
            ("Document",),
            "The record's own number; role `transport`, `master`, `manifest`, `previous` or `reference` for others",
        ),
        EdgeType(2, "SHIPPED_BY", _GOODS, ("Party",), "Shipper; role `seller` where the source says so"),
        EdgeType(3, "CONSIGNED_TO", _GOODS, ("Party",), "Consignee; role `buyer` where the source says so"),
        EdgeType(4, "NOTIFIES", _GOODS, ("Party",), "Party to be notified"),
        EdgeType(
            5,
            "DECLARED_BY",
            _GOODS,
            ("Party",),
            "Declarant or customs broker; role `representative` for the person who signs for him",
        ),
        EdgeType(6, "FORWARDED_BY", _GOODS, ("Party",), "Freight forwarder"),
        EdgeType(
            7,
            "CARRIED_BY",
            _GOODS,
            ("Party",),
            "Carrier; role `next_carrier`, `vehicle_owner` or `courier` where the source says so",
        ),
        EdgeType(8, "DRIVEN_BY", _GOODS, ("Party",), "Driver; role `master` for that of a ship"),
        EdgeType(9, "STORED_BY", _GOODS, ("Party",), "Warehouse keeper"),
        EdgeType(10, "IN_CONTAINER", _GOODS, ("Container",), "The goods are in this container"),
        EdgeType(
            11,
            "ON_VEHICLE",
            _GOODS,
            ("Vehicle",),
            "Truck, wagon or ship; role `trailer`, `vin` for a chassis number, `imo` for a ship",
        ),
        EdgeType(12, "SEALED_WITH", _GOODS, ("Seal",), "Seal on the vehicle or container"),
        EdgeType(13, "LOADED_AT", _GOODS, ("Place",), "Place of loading"),
        EdgeType(14, "UNLOADED_AT", _GOODS, ("Place",), "Place of unloading"),
        EdgeType(15, "ENTERED_AT", (*_GOODS, *_EVENTS), ("Place",), "Border post of entry, or of the event"),
        EdgeType(16, "HAS_ADDRESS", ("Party",), ("Address",), "Address as reported"),
        EdgeType(17, "HAS_PHONE", ("Party",), ("Phone",), "Phone as reported"),
        EdgeType(18, "HAS_EMAIL", ("Party",), ("Email",), "E-mail as reported"),
        EdgeType(
            19,
            "HAS_IDENTIFIER",
            ("Party",),
            ("Identifier",),
            "Tax or registration number, passport or the source's own key; role says which",
        ),
        EdgeType(20, "DIRECTED_BY", ("Party",), ("Party",), "Director of a registered party"),
        EdgeType(
            21, "OWNED_BY", ("Party", "Registration"), ("Party",), "Owner of a registered party, vehicle or container"
        ),
        EdgeType(
            22, "HELD_BY", ("Registration",), ("Party",), "Holder or operator of a registered vehicle or container"
        ),
        EdgeType(
            23,
            "REGISTERS",
            ("Registration",),
            ("Vehicle", "Container"),
            "The vehicle or container that the row is about",
        ),
        EdgeType(24, "SEIZED_FROM", ("Seizure",), ("Party",), "Party from whom it was seized"),
        EdgeType(
            25,
            "SEIZED_IN",
            ("Seizure",),
            ("Document", "Container", "Vehicle"),
            "What it was hidden in, or the document it travelled under",
        ),
        EdgeType(26, "INSPECTED", ("Inspection",), ("Document", "Container", "Vehicle"), "What was inspected"),
        EdgeType(
            27, "TRANSITED_BY", _GOODS, ("Party",), "Principal of the transit procedure, holder of the TIR carnet"
        ),
        EdgeType(28, "PAID_BY", _GOODS, ("Party",), "Party that is responsible for payment"),
        EdgeType(29, "ASSOCIATED_WITH", ("Party",), ("Identifier",), "Knows the party with this key; role says how"),
        EdgeType(30, "INVOLVED_IN", ("Party", "Registration", "Seizure"), ("Document",), "Involved in this case"),
        EdgeType(31, "LISTED_BY", ("Party",), ("Watchlist",), "Named by this list"),
        EdgeType(32, "OCCURRED_AT", ("Case",), ("Address",), "Where the case happened"),
        EdgeType(33, "INVESTIGATED_BY", ("Case",), ("Party",), "Officer who leads the case"),
        EdgeType(34, "SUSPECTS", ("Case",), ("Party",), "Suspect of the case, as written on it"),
        EdgeType(35, "CONCERNS", ("Case",), ("Document", "Container", "Vehicle"), "What the case is about"),
        EdgeType(36, "KEEPS", ("Party",), ("Vehicle",), "Vehicle that the registered party keeps"),
        EdgeType(37, "INCLUDES", _GOODS, ("Vehicle",), "A vehicle that is among the goods, by its chassis number"),
    )
}


RESOLVED_TO, POSSIBLY_SAME = "RESOLVED_TO", "POSSIBLY_SAME"
WHO_IS_WHO = "who-is-who"  # the run that both are of

# What a run adds beside the graph: no record asserts it, it has no channel, and only the full view has it.
DERIVED_EDGES: Mapping[str, str] = {
    RESOLVED_TO: "`Party` to `Entity` (`entity:...`): the record is one of those that are one firm or person; with"
    " `run`, `why`, and `bits` where a link says so",
    POSSIBLY_SAME: "`Party` to `Party`: alike, and too little says that they are one; with `run`, `bits` and `why`",
}

# Properties that follow from what a source says; no source says them itself.
DERIVED_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "Consignment": {
        "hs_edition": Field(
            "hs_edition",
            ValueType.TEXT,
            "Derived: the edition of the HS in force on the record's day where the source names none; a country may "
            "adopt it later",
        )
    },
    "Seizure": {
        field.name: field
        for field in (
            Field("quantity_dimension", ValueType.TEXT, "Derived: mass, volume, area, count, plants or unknown"),
            Field(
                "quantity_base", ValueType.NUMBER, "Derived: the quantity in `quantity_base_unit`, where it is clear"
            ),
            Field(
                "quantity_base_unit", ValueType.TEXT, "Derived: kg, l, ha, or the thing counted; no sums across them"
            ),
        )
    },
}


def node_properties(node_type: str) -> Mapping[str, Field]:
    """The properties of a record node type, by name: fields of all record kinds that become it, then derived ones."""
    fields: dict[str, Field] = {}
    for kind in RECORD_KINDS.values():
        if kind.node_type == node_type:
            fields.update(kind.fields)
    fields.update(DERIVED_FIELDS.get(node_type, {}))
    return fields


def value_of(node_id: str) -> str:
    """The value of a shared node without what says whose it is: `vehicle:UZ:01777AAA` -> `01777AAA`."""
    prefix, _, rest = node_id.partition(":")
    return rest.split(":", NODE_TYPES[TYPE_OF_PREFIX[prefix]].before_value)[-1]


def record_prefix(kind: str) -> str:
    """How the node id of a record of this kind begins."""
    return NODE_TYPES[RECORD_KINDS[kind].node_type].prefix


TYPE_OF_PREFIX: Mapping[str, str] = {t.prefix: t.name for t in NODE_TYPES.values()}
EDGE_TYPE_OF_NUMBER: Mapping[int, str] = {t.number: t.name for t in EDGE_TYPES.values()}
