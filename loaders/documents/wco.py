"""Declarations of the WCO Data Model: `Declaration` in a namespace `urn:wco:datamodel:...`, bare or wrapped.

Read wherever the declaration stands: under `MetaData`, in a submission, or in an answer with the whole declaration,
from which the registration number and version are taken too. Its own number is the MRN (`ID`); a declaration that
customs have not numbered yet is known by its declarant's number and his reference (`GB123/REF1`), for that reference is
unique to him alone, and without either by the hash of all that it says. A request to amend or cancel is no declaration
and holds only what changes: it is a record of its own (`MRN/INV/REF1`), follows the MRN it names, and says so in a
flag; it deletes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders import parsers
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import BASIC_DAYS, RecordDraft, agreed, country_of, one_line, rejected
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import canonical, elements, local_name, opening

NAMESPACE = "urn:wco:datamodel:"
ROOTS = ("MetaData", "Declaration", "DeclarationFullResponse", "submitDeclarationRequest")
ANSWER = "http://gov.uk/customs/FullDeclarationDataRetrievalService"
SUMMARY = "HighLevelSummaryDetails"
_NAMES_SEEN = 64
_REQUESTS = {"INV": "cancellation_request"}
_PREVIOUS = frozenset({"MRN", "SDE", "CLE", "IM", "EX", "T1", "T2", "820", "821", "822", "337", "355", "830"})
_UNIQUE = frozenset({"DCR", "DCS"})  # unique consignment references; their parts are marked by a suffix
_PARTIES = {
    "shipper": ("Exporter", "GoodsShipment/Exporter", "GoodsShipment/Consignor", "GoodsShipment/Consignment/Consignor"),
    "consignee": ("GoodsShipment/Consignee", "GoodsShipment/Importer", "Importer"),
    "buyer": ("GoodsShipment/Buyer", "GoodsShipment/Importer", "Importer"),
    "seller": ("GoodsShipment/Seller",),
    "declarant": ("Declarant",),
    "carrier": ("Consignment/Carrier", "GoodsShipment/Consignment/Carrier"),
    "notify": ("GoodsShipment/NotifyParty", "GoodsShipment/Consignment/NotifyParty"),
}
_ITEM_PARTIES = {"shipper": ("Consignor", "Exporter"), "consignee": ("Consignee",)}
_ITEM = "GoodsShipment/GovernmentAgencyGoodsItem"
# How a means of transport is named (UN/EDIFACT 8067 in the data model): wagon, road vehicle, trailer; others are names.
_VEHICLES = {"20": "vehicle.plate", "30": "vehicle.plate", "31": "trailer.plate"}
_SHIP = "10"
_IMO = r"(?:IMO)?\s*\d{7}"
_VOYAGES = frozenset({"21", "40"})
_MEANS = (
    "BorderTransportMeans",
    "GoodsShipment/Consignment/ArrivalTransportMeans",
    "GoodsShipment/Consignment/DepartureTransportMeans",
    "GoodsShipment/Consignment/BorderTransportMeans",
)
_SHAPE = Shape(
    frozenset(
        {
            *(
                "Exporter",
                "Consignor",
                "Consignee",
                "Importer",
                "Buyer",
                "Seller",
                "Declarant",
                "Carrier",
                "NotifyParty",
            ),
            *(path.rpartition("/")[2] for path in _MEANS),
            *("TransportEquipment", "TransportContractDocument", "PreviousDocument", "AdditionalDocument"),
            *("GovernmentAgencyGoodsItem", "GovernmentProcedure", "Classification"),
        }
    ),
    {
        **dict.fromkeys(("TotalGrossMassMeasure", "GrossMassMeasure", "NetNetWeightMeasure"), "unitCode"),
        **dict.fromkeys(("InvoiceAmount", "ItemChargeAmount"), "currencyID"),
        "NetWeightMeasure": "unitCode",
    },
)


def recognise(head: bytes) -> bool:
    """Whether a file holds such a declaration; wrapped ones are known by the namespace of what is inside."""
    names = opening(head)
    if not names:
        return False
    space, root = names[0]
    if root not in ROOTS:
        return False
    if space in ("*", ANSWER) or space.startswith(NAMESPACE):
        return True
    return any(space.startswith(NAMESPACE) for space, _ in opening(head, _NAMES_SEEN))


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The declarations of a file, each with the summary that stands before it in an answer."""
    summary = ""
    for line, element in elements(path, "Declaration", SUMMARY):
        if local_name(element) == SUMMARY:
            summary = canonical(element)
        elif (parent := element.getparent()) is None or local_name(parent) != "Response":
            # a notification about a declaration names it, and says nothing of it that could stand as its version
            yield line, [summary, canonical(element)]
            summary = ""


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The declaration of a unit."""
    try:
        summary = read(unit[0] or f"<{SUMMARY}/>", _SHAPE)
        root = read(unit[1], _SHAPE)
    except (ValueError, IndexError) as error:
        return rejected("declaration", "", "bad_xml", str(error))
    draft = RecordDraft("declaration")
    number = _number(summary, root, draft)
    _head(root, draft)
    _parties(root, draft)
    _transport(root, draft)
    _goods(root, draft)
    if number:
        return [draft.record(number, _version(summary))], []
    return draft.unnumbered("FunctionalReferenceID", "a declaration", root.everything(), "not_registered")


def _number(summary: Texts, root: Texts, draft: RecordDraft) -> str:
    """The declaration's own number, "" where it has none; see the module for the three forms."""
    numbered = summary.text("MRN") or root.text("ID")
    reference = root.text("FunctionalReferenceID") or summary.text("LRN")
    if root.text("FunctionCode") == "13":
        draft.link("previous_document", numbered)
        kind = root.text("TypeCode")
        draft.flags.append(_REQUESTS.get(kind, "amendment_request"))
        return "/".join(filter(None, (numbered, kind, reference)))
    if numbered or not reference:
        return numbered
    declarant = root.group("Declarant")
    trader = (declarant.text("ID") if declarant else "") or root.text("Agent/ID")
    return "/".join(filter(None, (trader, reference)))


def _version(summary: Texts) -> str:
    text = summary.text("VersionID")
    return parsers.amendment(text, BASIC_DAYS, "") if text.isascii() and text.isdigit() and len(text) <= 6 else ""


def _head(root: Texts, draft: RecordDraft) -> None:
    for path in ("AcceptanceDateTime", "IssueDateTime"):
        draft.date("registered_on", _text(root, f"{path}/DateTimeString")[:8], BASIC_DAYS)
    shipment = "GoodsShipment/"
    draft.say("trader_reference", root.text("FunctionalReferenceID"))
    draft.say("nature", _nature(root.text("TypeCode")))
    procedures = [one for item in root.groups(_ITEM) for one in item.groups("GovernmentProcedure")]
    draft.say("procedure", agreed(_procedure(one) for one in procedures if one.text("PreviousCode")))
    draft.say("office", root.text("DeclarationOfficeID", "PresentationOffice/ID", "EntryOffice/ID"))
    draft.say("exit_office", root.text("ExitOffice/ID"))
    draft.country("departure_country", root.text(shipment + "ExportCountry/ID"))
    draft.country("destination_country", root.text(shipment + "Destination/CountryCode"))
    draft.link("transit_countries", *root.texts("Consignment/Itinerary/RoutingCountryCode"))
    draft.link("transit_countries", *root.texts(shipment + "Consignment/Itinerary/RoutingCountryCode"))
    draft.integer("packages", root.text("TotalPackageQuantity"))
    draft.number("gross_weight_kg", *_measured(root, "TotalGrossMassMeasure"))
    draft.number("value_amount", one_line(root.text("InvoiceAmount")))
    draft.say("value_currency", root.text("InvoiceAmount/@currencyID"))
    draft.say("incoterms", root.text(shipment + "TradeTerms/ConditionCode"))
    draft.say("freight_payment", root.text("Consignment/Freight/PaymentMethodCode"))


def _text(root: Texts, path: str) -> str:
    """A text that one profile writes into a child and another into the element itself."""
    return root.text(path, path.rpartition("/")[0])


def _nature(code: str) -> str:
    return {"IM": "import", "CO": "import", "EX": "export", "T1": "transit", "T2": "transit"}.get(code[:2], code)


def _procedure(procedure: Texts) -> str:
    return procedure.text("CurrentCode") + procedure.text("PreviousCode")


def _parties(root: Texts, draft: RecordDraft) -> None:
    taken: list[Texts] = []
    for role, paths in _PARTIES.items():
        for path in paths:
            found = root.group(path)
            if found is not None and not any(found is one for one in taken) and (said := _party(found)):
                taken.append(found)
                draft.party(role, **said)
                break
    draft.party("representative", tax_number=root.text("Agent/ID"), name=one_line(root.text("Agent/Name")))
    border = root.group("BorderTransportMeans")
    carrier = border.group("Carrier") if border else None
    draft.party("carrier", **(_party(carrier) if carrier else {}))
    items = root.groups(_ITEM)
    for role, tags in _ITEM_PARTIES.items():
        said_of_items = [said for item in items if (said := _party_at(item, tags))]
        if said_of_items:
            draft.party(role, **said_of_items[0])
        if any(said != said_of_items[0] for said in said_of_items[1:]):
            draft.flags.append(f"{role}_differs_by_item")


def _party_at(item: Texts, tags: tuple[str, ...]) -> dict[str, Any]:
    found = next((one for tag in tags if (one := item.group(tag)) is not None), None)
    return {} if found is None else _party(found)


def _party(element: Texts) -> dict[str, Any]:
    number = element.text("ID")
    address = element.joined("Address/Line", "Address/CityName", "Address/PostcodeID")
    numbers = [text for text in element.texts_below("Communication/ID") if "@" not in text]
    said = {
        "name": one_line(element.text("Name")),
        "tax_number": number,
        "address": address,
        "phone": tuple(numbers) if len(numbers) > 1 else "".join(numbers),
        "email": next((text for text in element.texts_below("Communication/ID") if "@" in text), ""),
        "country": country_of(number, element.text("Address/CountryCode")),
    }
    return said if any(text for name, text in said.items() if name != "country") else {}


def _transport(root: Texts, draft: RecordDraft) -> None:
    at_border = next(filter(None, (means.text("ModeCode") for path in _MEANS for means in root.groups(path))), "")
    draft.say("mode_of_transport", at_border)
    for path in _MEANS:
        for means in root.groups(path):
            identity, kind = means.text("ID"), means.text("IdentificationTypeCode")
            if kind in _VEHICLES:
                draft.plate(_VEHICLES[kind], identity, means.text("RegistrationNationalityCode"))
            elif kind == _SHIP and re.fullmatch(_IMO, identity):
                draft.link("vessel.imo", identity)
            elif kind in _VOYAGES:
                draft.add("voyage_number", identity)
            elif kind:
                draft.add("means_of_transport", identity)
            else:
                mode = means.text("ModeCode") or at_border
                draft.means(identity, mode, means.text("RegistrationNationalityCode"))
            draft.add("means_of_transport", means.text("Name"))
    consignment = "GoodsShipment/Consignment/"
    for equipment in root.groups(consignment + "TransportEquipment"):
        draft.link("container", equipment.text("ID"))
        draft.link("seal", *equipment.texts("Seal/ID"))
    draft.link("loaded_at", root.text(consignment + "LoadingLocation/ID"))
    draft.link("unloaded_at", root.text(consignment + "UnloadingLocation/ID"))
    for contract in root.groups(consignment + "TransportContractDocument"):
        draft.document(contract.text("TypeCode"), contract.text("ID"))
    _documents(root, "GoodsShipment/", draft)


def _documents(element: Texts, path: str, draft: RecordDraft) -> None:
    for previous in element.groups(path + "PreviousDocument"):
        code, number = previous.text("TypeCode"), previous.text("ID")
        if code in _UNIQUE:
            draft.link("unique_reference", number)
        elif not draft.document(code, number) and code in _PREVIOUS:
            draft.link("previous_document", number)
    for additional in element.groups(path + "AdditionalDocument"):
        code = additional.text("CategoryCode") + additional.text("TypeCode")
        if code.startswith("N"):
            draft.document(code, additional.text("ID"))


def _goods(root: Texts, draft: RecordDraft) -> None:
    for number, item in enumerate(root.groups(_ITEM), 1):
        invoice, equipment = "Commodity/InvoiceLine/ItemChargeAmount", item.groups("Commodity/TransportEquipment")
        _documents(item, "", draft)
        draft.line(
            line=int(text) if (text := item.text("SequenceNumeric")).isdecimal() else number,
            hs_code=_commodity_code(item),
            goods_description=one_line(item.text("Commodity/Description")),
            gross_weight_kg=_mass(item, "GrossMassMeasure", draft),
            net_weight_kg=_mass(item, "NetNetWeightMeasure", draft) or _mass(item, "NetWeightMeasure", draft),
            packages=draft.read_number("packages", item.text("Packaging/QuantityQuantity")),
            value_amount=draft.read_number("value_amount", one_line(item.text(invoice))),
            value_currency=item.text(f"{invoice}/@currencyID"),
            statistical_value=draft.read_number("statistical_value", item.text("StatisticalValueAmount")),
            origin_country=draft.read_country("origin_country", _origin(item)),
            quantity=draft.read_number("quantity", item.text("Commodity/GoodsMeasure/TariffQuantity")),
            container=", ".join(text for one in equipment for text in one.texts("ID")),
            marks=one_line(item.text("Packaging/MarksNumbersID")),
        )


def _origin(item: Texts) -> str:
    """The country of origin; regions of a customs tariff, which no country is, are left out."""
    return next((text for text in item.texts("Origin/CountryCode") if parsers.country(text)), "")


def _measured(texts: Texts, path: str) -> tuple[str, str]:
    """A measure and its unit."""
    return one_line(texts.text(path)), texts.text(f"{path}/@unitCode")


def _mass(item: Texts, tag: str, draft: RecordDraft) -> float | None:
    field = "gross_weight_kg" if tag.startswith("Gross") else "net_weight_kg"
    return draft.read_number(field, *_measured(item, f"Commodity/GoodsMeasure/{tag}"))


def _commodity_code(item: Texts) -> str:
    """The commodity code in parts: the heading to eight digits (TSP) and its national digits (TRC)."""
    codes = {one.text("IdentificationTypeCode"): one.text("ID") for one in item.groups_below("Classification")}
    return codes["TSP"] + codes.get("TRC", "") if "TSP" in codes else next(iter(codes.values()), "")


FORMAT = DocumentFormat(
    name="wco-declaration",
    version=3,
    title="WCO Data Model declaration",
    columns=("summary", "declaration"),
    recognise=recognise,
    units=units,
    parse=parse,
)
