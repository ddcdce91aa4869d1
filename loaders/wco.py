"""Declarations of the WCO Data Model: `Declaration` in a namespace `urn:wco:datamodel:...`, bare or wrapped.

Read wherever the declaration stands: under `MetaData`, in a submission, or in an answer with the whole declaration,
from which the registration number and version are taken too. Its own number is the MRN (`ID`); a declaration that
customs have not numbered yet is known by its declarant's number and his reference (`GB123/REF1`), for that reference is
unique to him alone. A request to amend or cancel is no declaration and holds only what changes: it is a record of its
own (`MRN/INV/REF1`), follows the MRN it names, and says so in a flag; it deletes nothing.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders import values
from loaders.document import DocumentFormat
from loaders.draft import Draft, agreed, joined, one_line, rejected, text_of, texts_of
from loaders.xml_reader import Element, canonical, document, elements, local_name, opening

NAMESPACE = "urn:wco:datamodel:"
ROOTS = ("MetaData", "Declaration", "DeclarationFullResponse", "submitDeclarationRequest")
ANSWER = "http://gov.uk/customs/FullDeclarationDataRetrievalService"
SUMMARY = "HighLevelSummaryDetails"
_DAYS = ("%Y%m%d",)
_REQUESTS = {"INV": "cancellation_request"}
_PREVIOUS = frozenset({"MRN", "SDE", "CLE", "IM", "EX", "T1", "T2", "820", "821", "822", "337", "355", "830"})
_PARTIES = {
    "shipper": ("Exporter", "GoodsShipment/Exporter", "GoodsShipment/Consignor", "GoodsShipment/Consignment/Consignor"),
    "consignee": ("GoodsShipment/Consignee", "GoodsShipment/Importer", "Importer"),
    "buyer": ("GoodsShipment/Buyer", "GoodsShipment/Importer", "Importer"),
    "seller": ("GoodsShipment/Seller",),
    "declarant": ("Declarant",),
    "carrier": ("Consignment/Carrier", "GoodsShipment/Consignment/Carrier", "BorderTransportMeans/Carrier"),
    "notify": ("GoodsShipment/NotifyParty", "GoodsShipment/Consignment/NotifyParty"),
}
_ITEM_PARTIES = {"shipper": ("Consignor", "Exporter"), "consignee": ("Consignee",)}
# How a means of transport is named (UN/EDIFACT 8067 in the data model): wagon, road vehicle, trailer; others are names.
_VEHICLES = {"20": "vehicle.plate", "30": "vehicle.plate", "31": "trailer.plate"}
_VOYAGES = frozenset({"21", "40"})
_MEANS = (
    "BorderTransportMeans",
    "GoodsShipment/Consignment/ArrivalTransportMeans",
    "GoodsShipment/Consignment/DepartureTransportMeans",
    "GoodsShipment/Consignment/BorderTransportMeans",
)


def recognise(head: bytes) -> bool:
    """Whether a file holds such a declaration; wrapped ones are known by the namespace of what is inside."""
    names = opening(head)
    if not names:
        return False
    space, root = names[0]
    if root not in ROOTS:
        return False
    return space in ("*", ANSWER) or any(space.startswith(NAMESPACE) for space, _ in names)


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
        summary = document(unit[0] or f"<{SUMMARY}/>")
        root = document(unit[1])
    except (ValueError, IndexError) as error:
        return rejected("declaration", "", "bad_xml", str(error))
    draft = Draft("declaration")
    number = _number(summary, root, draft)
    if not number:
        return rejected("FunctionalReferenceID", "", "missing_id", "a declaration needs its MRN or its reference")
    _head(root, draft)
    _parties(root, draft)
    _transport(root, draft)
    _goods(root, draft)
    return [draft.record(number, _version(summary))], []


def _number(summary: Element, root: Element, draft: Draft) -> str:
    """The declaration's own number, "" where it has none; see the module for the three forms."""
    numbered = text_of(summary, "MRN") or text_of(root, "ID")
    reference = text_of(root, "FunctionalReferenceID") or text_of(summary, "LRN")
    if text_of(root, "FunctionCode") == "13":
        draft.link("previous_document", numbered)
        kind = text_of(root, "TypeCode")
        draft.flags.append(_REQUESTS.get(kind, "amendment_request"))
        return "/".join(filter(None, (numbered, kind, reference)))
    if numbered or not reference:
        return numbered
    return "/".join(filter(None, (text_of(root, "Declarant/ID", "Agent/ID"), reference)))


def _version(summary: Element) -> str:
    text = text_of(summary, "VersionID")
    return values.amendment(text, _DAYS, "") if text.isascii() and text.isdigit() and len(text) <= 6 else ""


def _head(root: Element, draft: Draft) -> None:
    for path in ("AcceptanceDateTime", "IssueDateTime"):
        draft.date("registered_on", _text(root, f"{path}/DateTimeString")[:8], _DAYS)
    shipment = "GoodsShipment/"
    draft.say("nature", _nature(text_of(root, "TypeCode")))
    procedures = root.iterfind(shipment + "GovernmentAgencyGoodsItem/GovernmentProcedure")
    draft.say("procedure", agreed(_procedure(one) for one in procedures if one.find("PreviousCode") is not None))
    draft.say("office", text_of(root, "DeclarationOfficeID", "PresentationOffice/ID", "EntryOffice/ID"))
    draft.say("exit_office", text_of(root, "ExitOffice/ID"))
    draft.country("departure_country", text_of(root, shipment + "ExportCountry/ID"))
    draft.country("destination_country", text_of(root, shipment + "Destination/CountryCode"))
    draft.link("transit_countries", *texts_of(root, "Consignment/Itinerary/RoutingCountryCode"))
    draft.link("transit_countries", *texts_of(root, shipment + "Consignment/Itinerary/RoutingCountryCode"))
    draft.integer("packages", text_of(root, "TotalPackageQuantity"))
    mass = root.find("TotalGrossMassMeasure")
    if mass is not None:
        draft.number("gross_weight_kg", one_line(mass.text or ""), mass.get("unitCode", ""))
    amount = root.find("InvoiceAmount")
    if amount is not None:
        draft.number("value_amount", one_line(amount.text or ""))
        draft.say("value_currency", amount.get("currencyID", ""))
    draft.say("incoterms", text_of(root, shipment + "TradeTerms/ConditionCode"))
    draft.say("freight_payment", text_of(root, "Consignment/Freight/PaymentMethodCode"))


def _text(root: Element, path: str) -> str:
    """A text that one profile writes into a child and another into the element itself."""
    return text_of(root, path, path.rpartition("/")[0])


def _nature(code: str) -> str:
    return {"IM": "import", "CO": "import", "EX": "export", "T1": "transit", "T2": "transit"}.get(code[:2], code)


def _procedure(procedure: Element) -> str:
    return text_of(procedure, "CurrentCode") + text_of(procedure, "PreviousCode")


def _parties(root: Element, draft: Draft) -> None:
    taken: list[Element] = []
    for role, paths in _PARTIES.items():
        for path in paths:
            found = root.find(path)
            if found is not None and not any(found is one for one in taken) and (said := _party(found)):
                taken.append(found)
                draft.party(role, **said)
                break
    items = root.findall("GoodsShipment/GovernmentAgencyGoodsItem")
    for role, tags in _ITEM_PARTIES.items():
        said_of_items = [said for item in items if (said := _party_at(item, tags))]
        if said_of_items:
            draft.party(role, **said_of_items[0])
        if any(said != said_of_items[0] for said in said_of_items[1:]):
            draft.flags.append(f"{role}_differs_by_item")


def _party_at(item: Element, tags: tuple[str, ...]) -> dict[str, Any]:
    found = next((one for tag in tags if (one := item.find(tag)) is not None), None)
    return {} if found is None else _party(found)


def _party(element: Element) -> dict[str, Any]:
    number = text_of(element, "ID")
    country = text_of(element, "Address/CountryCode")
    if not country and number[:2].isalpha() and values.country(number[:2]):
        country = number[:2]  # trader numbers of the European Union begin with the country of registration
    address = joined(element, "Address/Line", "Address/CityName", "Address/PostcodeID")
    numbers = [text for text in texts_of(element, ".//Communication/ID") if "@" not in text]
    said = {
        "name": one_line(text_of(element, "Name")),
        "tax_number": number,
        "address": address,
        "phone": tuple(numbers) if len(numbers) > 1 else "".join(numbers),
        "email": next((text for text in texts_of(element, ".//Communication/ID") if "@" in text), ""),
        "country": country,
    }
    return said if any(text for name, text in said.items() if name != "country") else {}


def _transport(root: Element, draft: Draft) -> None:
    draft.say("mode_of_transport", text_of(root, "BorderTransportMeans/ModeCode"))
    for path in _MEANS:
        for means in root.iterfind(path):
            identity, kind = text_of(means, "ID"), text_of(means, "IdentificationTypeCode")
            if kind in _VEHICLES:
                draft.link(_VEHICLES[kind], identity)
            elif kind in _VOYAGES:
                draft.say("voyage_number", identity)
            else:
                draft.say("means_of_transport", identity)
    consignment = "GoodsShipment/Consignment/"
    for equipment in root.iterfind(consignment + "TransportEquipment"):
        draft.link("container", text_of(equipment, "ID"))
        draft.link("seal", *texts_of(equipment, "Seal/ID"))
    draft.link("loaded_at", text_of(root, consignment + "LoadingLocation/ID"))
    draft.link("unloaded_at", text_of(root, consignment + "UnloadingLocation/ID"))
    for contract in root.iterfind(consignment + "TransportContractDocument"):
        draft.document(text_of(contract, "TypeCode"), text_of(contract, "ID"))
    _documents(root, "GoodsShipment/", draft)


def _documents(element: Element, path: str, draft: Draft) -> None:
    for previous in element.iterfind(path + "PreviousDocument"):
        code, number = text_of(previous, "TypeCode"), text_of(previous, "ID")
        if not draft.document(code, number) and code in _PREVIOUS:
            draft.link("previous_document", number)
    for additional in element.iterfind(path + "AdditionalDocument"):
        code = text_of(additional, "CategoryCode") + text_of(additional, "TypeCode")
        if code.startswith("N"):
            draft.document(code, text_of(additional, "ID"))


def _goods(root: Element, draft: Draft) -> None:
    for number, item in enumerate(root.iterfind("GoodsShipment/GovernmentAgencyGoodsItem"), 1):
        measure, invoice = item.find("Commodity/GoodsMeasure"), item.find("Commodity/InvoiceLine/ItemChargeAmount")
        _documents(item, "", draft)
        draft.line(
            line=int(text) if (text := text_of(item, "SequenceNumeric")).isdecimal() else number,
            hs_code=_commodity_code(item),
            goods_description=one_line(text_of(item, "Commodity/Description")),
            gross_weight_kg=_mass(measure, "GrossMassMeasure", draft),
            net_weight_kg=_mass(measure, "NetNetWeightMeasure", draft) or _mass(measure, "NetWeightMeasure", draft),
            packages=draft.read_number("packages", text_of(item, "Packaging/QuantityQuantity")),
            value_amount=None if invoice is None else draft.read_number("value_amount", one_line(invoice.text or "")),
            value_currency="" if invoice is None else invoice.get("currencyID", ""),
            origin_country=draft.read_country("origin_country", _origin(item)),
            quantity=draft.read_number("quantity", text_of(item, "Commodity/GoodsMeasure/TariffQuantity")),
            container=", ".join(texts_of(item, "Commodity/TransportEquipment/ID")),
            marks=one_line(text_of(item, "Packaging/MarksNumbersID")),
        )


def _origin(item: Element) -> str:
    """The country of origin; regions of a customs tariff, which no country is, are left out."""
    return next((text for text in texts_of(item, "Origin/CountryCode") if values.country(text)), "")


def _mass(measure: Element | None, tag: str, draft: Draft) -> float | None:
    mass = None if measure is None else measure.find(tag)
    if mass is None:
        return None
    field = "gross_weight_kg" if tag.startswith("Gross") else "net_weight_kg"
    return draft.read_number(field, one_line(mass.text or ""), mass.get("unitCode", ""))


def _commodity_code(item: Element) -> str:
    """The commodity code in parts: the heading to eight digits (TSP) and its national digits (TRC)."""
    codes = {text_of(one, "IdentificationTypeCode"): text_of(one, "ID") for one in item.iterfind(".//Classification")}
    return codes["TSP"] + codes.get("TRC", "") if "TSP" in codes else next(iter(codes.values()), "")


FORMAT = DocumentFormat(
    name="wco-declaration",
    version=1,
    title="WCO Data Model declaration",
    columns=("summary", "declaration"),
    recognise=recognise,
    units=units,
    parse=parse,
)
