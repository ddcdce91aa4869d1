"""The words of the canonical record: fields of parties and goods, parts that parties play, links, and their types.

A mapping profile may use these names and no others; `graph.canonical` puts them together into record kinds.
"""

from dataclasses import dataclass
from enum import StrEnum


class ValueType(StrEnum):
    """How a field's text is read."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    INTEGER = "integer"
    COUNTRY = "country"
    LINES = "lines"  # a list of goods lines; documents and item files say it, no single column can


class FoundBy(StrEnum):
    """How a search finds what holds a value."""

    WORDS = "words"  # by the beginnings of its words, whatever the script
    NUMBER = "number"  # as a whole or by a part of it
    NOTHING = "nothing"  # a code that thousands share, or a value with a node of its own


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a canonical record; `unit` is part of the name where there is one."""

    name: str
    type: ValueType
    description: str
    found_by: FoundBy = FoundBy.NOTHING


def fields_of(*rows: tuple[str, ValueType, str] | tuple[str, ValueType, str, FoundBy]) -> dict[str, Field]:
    """Fields by name; a text is found by its words unless a row says otherwise."""
    fields = {}
    for name, kind, text, *more in rows:
        found_by = more[0] if more else FoundBy.WORDS if kind is ValueType.TEXT else FoundBy.NOTHING
        fields[name] = Field(name, kind, text, found_by)
    return fields


T, D, M, N, W, C, L = (
    ValueType.TEXT,
    ValueType.DATE,
    ValueType.MOMENT,
    ValueType.NUMBER,
    ValueType.INTEGER,
    ValueType.COUNTRY,
    ValueType.LINES,
)

PARTY_FIELDS = fields_of(
    ("name", T, "Name as reported, in its own script"),
    ("kind", T, "`company` or `person`; when empty it follows from the role and the name", FoundBy.NOTHING),
    ("key", T, "The source's own key of the party (importer code, client number)", FoundBy.NOTHING),
    ("tax_number", T, "Tax number", FoundBy.NOTHING),
    ("registration_number", T, "Number in a register of firms that is no tax number (OGRN, OKPO)", FoundBy.NOTHING),
    ("passport", T, "Passport or identity card number", FoundBy.NOTHING),
    ("phone", T, "Phone numbers, one or several", FoundBy.NOTHING),
    ("email", T, "E-mail addresses, one or several", FoundBy.NOTHING),
    ("address", T, "Postal address as reported", FoundBy.NOTHING),
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
        PartyRole("representative", "DECLARED_BY", ""),
        PartyRole("forwarder", "FORWARDED_BY", "Carrier"),
        PartyRole("carrier", "CARRIED_BY", "Carrier"),
        PartyRole("next_carrier", "CARRIED_BY", "Carrier"),
        PartyRole("vehicle_owner", "CARRIED_BY", ""),
        PartyRole("courier", "CARRIED_BY", "Carrier"),
        PartyRole("driver", "DRIVEN_BY", "Driver", is_person=True),
        PartyRole("master", "DRIVEN_BY", "", is_person=True),
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
    "statistical_value",
    "cif_value",
    "customs_value",
    "container_type",
    "container_load",
    "remarks",
)
GOODS_FIELDS = fields_of(
    ("hs_code", T, "Commodity code as reported, leading zeros kept"),
    ("hs_version", T, "Edition of the HS that the codes are of, a year: `2022`", FoundBy.NOTHING),
    ("goods_description", T, "Description of the goods as reported"),
    ("gross_weight_kg", N, "Gross weight in kilograms"),
    ("net_weight_kg", N, "Net weight in kilograms"),
    ("packages", W, "Number of packages"),
    ("value_amount", N, "Value as declared, in `value_currency`"),
    ("value_currency", T, "Currency of the value, ISO 4217", FoundBy.NOTHING),
    ("quantity", N, "Quantity in `quantity_unit`, as reported"),
    ("quantity_unit", T, "Unit of the quantity as reported", FoundBy.NOTHING),
    ("volume_m3", N, "Volume in cubic metres"),
    ("marks", T, "Marks and numbers of the packages"),
    ("statistical_value", N, "Statistical value, in the currency of the declaring country"),
    ("cif_value", N, "Value with cost, insurance and freight, in the currency of the declaring country"),
    ("customs_value", N, "Customs value, in the currency of the declaring country"),
    ("remarks", T, "Free text on the document or the goods line"),
    ("goods", L, "Goods lines, each with its number and what is said of it"),
)
ROUTE_FIELDS = fields_of(
    ("origin_country", C, "Country of origin of the goods"),
    ("departure_country", C, "Country of dispatch"),
    ("destination_country", C, "Country of destination"),
    ("first_destination_country", C, "Country of first destination, or from which the goods were last consigned"),
    ("trading_country", C, "Country of the trading partner"),
    ("mode_of_transport", T, "road, rail, sea, air, or the source's own code", FoundBy.NOTHING),
    ("procedure", T, "Customs procedure or regime code", FoundBy.NOTHING),
    ("office", T, "Customs office code or name", FoundBy.NOTHING),
    ("exit_office", T, "Customs office of exit, code or name", FoundBy.NOTHING),
    ("transit_countries", T, "Countries passed through, one or several", FoundBy.NOTHING),
    ("nature", T, "import, export, transit, transhipment, or the source's own code", FoundBy.NOTHING),
    ("means_of_transport", T, "Name or number of the vessel, flight or train"),
    ("voyage_number", T, "Number of the voyage, flight or train", FoundBy.NUMBER),
    ("container_type", T, "Size and type of the container, ISO 6346 or the source's own code", FoundBy.NOTHING),
    ("container_load", T, "Whether the container is declared empty or full, in the source's own code", FoundBy.NOTHING),
    ("sealed_by", T, "Who sealed: a code (CA carrier, SH shipper, CU customs, ...) or a name", FoundBy.NOTHING),
    ("trader_reference", T, "The declarant's own reference", FoundBy.NUMBER),
    ("vehicle_certificate", T, "Number of the registration certificate of the vehicle", FoundBy.NUMBER),
    ("incoterms", T, "Terms of delivery", FoundBy.NOTHING),
    ("freight_payment", T, "prepaid, collect, or the source's own word", FoundBy.NOTHING),
)
PLATE_FIELDS = fields_of(
    ("vehicle_country", C, "Country whose plate the vehicle carries; the originator's where nothing says it"),
    ("trailer_country", C, "Country whose plate the trailer carries; that of the vehicle where nothing says it"),
)
OWN_COUNTRY = "::"  # between country and plate where a document names several, `TR::34ABC123`; no sheet writes that
LINK_FIELDS = fields_of(
    ("container", T, "Container numbers"),
    ("seal", T, "Seal numbers"),
    ("vehicle.plate", T, "Plate of the truck, or number of the wagon"),
    ("vehicle.vin", T, "Chassis number of the truck"),
    ("trailer.plate", T, "Plate of the trailer"),
    ("goods.vin", T, "Chassis numbers of vehicles that are goods of the consignment"),
    ("vessel.imo", T, "IMO number of the ship; its name is `means_of_transport`"),
    ("transport_document", T, "Number of the bill of lading, CMR, TIR carnet or air waybill"),
    ("previous_document", T, "Number of the document this one follows"),
    ("declaration", T, "Number of the declaration this record is about"),
    (
        "consignment",
        T,
        "Own number of a consignment that this record is about, behind its kind (declaration, manifest, arrival): "
        "`arrival=AZN240000657`; one a cell",
    ),
    ("manifest_number", T, "Number of the manifest that the record stands in"),
    ("master_document", T, "Number of the master bill of lading or master air waybill"),
    ("unique_reference", T, "Reference that its trader uses once in the world (UCR), on every document of the goods"),
    ("case", T, "Numbers of the cases that the record is about"),
    ("associated_with", T, "The source's own keys of parties that this one knows"),
    ("listed_by", T, "Names of the lists that name the party"),
    ("occurred_at", T, "Address where the case happened"),
    ("loaded_at", T, "Place of loading"),
    ("unloaded_at", T, "Place of unloading"),
    ("entered_at", T, "Border post of entry"),
)
