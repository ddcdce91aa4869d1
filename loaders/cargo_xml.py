"""Air waybills as IATA Cargo-XML: master waybills (XFWB) and house waybills (XFZB), in either style of namespaces.

A waybill's own number is its AWB number, a house waybill's the master's and its own (`888-11111111/SEL222`). Messages
are versions by their time of issue, and one with the purpose *Deletion* is a tombstone. Customs notes (OCI) give the
parties their tax numbers and phones.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders.document import DocumentFormat
from loaders.draft import Draft, joined, one_line, rejected, text_of, texts_of, utc_stamp
from loaders.xml_reader import Element, canonical, document, elements, opening

ROOTS = {"Waybill": "iata:waybill:", "HouseWaybill": "iata:housewaybill:"}
_DELETIONS = frozenset({"DELETION", "CANCELLATION", "3", "1"})
_DAYS = ("%Y-%m-%d",)
_PARTIES = {
    "shipper": ("ConsignorParty", "SHP"),
    "consignee": ("ConsigneeParty", "CNE"),
    "forwarder": ("FreightForwarderParty", "AGT"),
}
_VOLUMES = {"": 1.0, "MTQ": 1.0, "CMQ": 1e-6, "DMQ": 1e-3, "LTR": 1e-3, "FTQ": 0.028316846592}


def recognise(head: bytes) -> bool:
    """Whether a file is such a waybill."""
    return any(root in ROOTS and (space == "*" or space.startswith(ROOTS[root])) for space, root in opening(head)[:8])


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The waybills of a file: one, unless an envelope holds several."""
    for line, element in elements(path, *ROOTS):
        yield line, [canonical(element)]


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The consignment of a waybill."""
    try:
        root = document(unit[0])
    except ValueError as error:
        return rejected("waybill", "", "bad_xml", str(error))
    master = root.find("MasterConsignment")
    house = None if master is None else master.find("IncludedHouseConsignment")
    number = text_of(root, "BusinessHeaderDocument/ID")
    if not number or master is None:
        return rejected("BusinessHeaderDocument/ID", number, "missing_id", "a waybill needs its number and consignment")
    draft = Draft("manifest")
    draft.link("transport_document", number)
    above = text_of(master, "TransportContractDocument/ID") if root.tag == "HouseWaybill" else ""
    draft.link("master_document", above)
    consignment = master if house is None else house
    draft.say("mode_of_transport", "air")
    _route(root, master, consignment, draft)
    _parties(consignment, draft)
    _goods(consignment, draft)
    amended = utc_stamp(text_of(root, "MessageHeaderDocument/IssueDateTime"))
    purpose = text_of(root, "MessageHeaderDocument/PurposeCode").upper()
    return [draft.record(f"{above}/{number}" if above else number, amended, purpose in _DELETIONS)], []


def _route(root: Element, master: Element, consignment: Element, draft: Draft) -> None:
    for element in (consignment, master):
        _flights(element, draft)
        draft.say("freight_payment", _prepaid(text_of(element, "TotalChargePrepaidIndicator")))
    ends = (("loaded_at", "OriginLocation"), ("unloaded_at", "FinalDestinationLocation"))
    for link, place in ends:
        draft.link(link, text_of(consignment, f"{place}/ID") or text_of(master, f"{place}/ID"))
    signed = "BusinessHeaderDocument/SignatoryCarrierAuthentication/ActualDateTime"
    draft.date("registered_on", text_of(root, signed, "MessageHeaderDocument/IssueDateTime")[:10], _DAYS)


def _flights(element: Element, draft: Draft) -> None:
    """Flights in the order of the message: it leaves with the first and is expected with the last."""
    flights = element.findall("SpecifiedLogisticsTransportMovement")
    draft.say("voyage_number", ", ".join(text for flight in flights if (text := text_of(flight, "ID"))))
    if flights:
        moment = "/ScheduledOccurrenceDateTime"
        draft.date("departed_on", text_of(flights[0], "DepartureEvent" + moment)[:10], _DAYS)
        draft.date("expected_on", text_of(flights[-1], "ArrivalEvent" + moment)[:10], _DAYS)
        name = text_of(flights[0], "UsedLogisticsTransportMeans/Name")
        draft.party("carrier", name="" if len(name) <= 3 else name, key=name)


def _prepaid(text: str) -> str:
    return {"true": "prepaid", "1": "prepaid", "false": "collect", "0": "collect"}.get(text.casefold(), text)


def _parties(consignment: Element, draft: Draft) -> None:
    notes = _customs_notes(consignment)
    for role, (tag, subject) in _PARTIES.items():
        party = consignment.find(tag)
        if party is not None:
            draft.party(role, **_party(party, notes.get(subject, {})))
    for party in consignment.iterfind("AssociatedParty"):
        if text_of(party, "RoleCode") in ("NI", ""):
            draft.party("notify", **_party(party, notes.get("NFY", {})))


def _customs_notes(consignment: Element) -> dict[str, dict[str, Any]]:
    """Tax numbers (T) and contact phones (CT) of customs notes, by the party they are about: SHP, CNE, AGT, NFY."""
    found: dict[str, dict[str, Any]] = {}
    for note in consignment.iterfind("IncludedCustomsNote"):
        said = found.setdefault(text_of(note, "SubjectCode"), {})
        content, code = text_of(note, "Content"), text_of(note, "ContentCode")
        if code == "T":
            said.setdefault("tax_number", content)
        elif code == "CT":
            said["phone"] = (*said.get("phone", ()), content)
    return found


def _party(party: Element, notes: dict[str, Any]) -> dict[str, Any]:
    lines = text_of(party, "Name").splitlines()
    address = next((one for one in party if str(one.tag).endswith("Address")), None)
    parts = [one_line(line) for line in lines[1:]]
    if address is not None:
        parts.append(one_line(joined(address, "StreetName", "CityName", "CountrySubDivisionName", "PostcodeCode")))
    contact = "DefinedTradeContact/"
    phones = (*texts_of(party, contact + "DirectTelephoneCommunication/CompleteNumber"), *notes.get("phone", ()))
    return {
        "name": one_line(lines[0]) if lines else "",
        "key": text_of(party, "AccountID", "CargoAgentID"),
        "tax_number": notes.get("tax_number", ""),
        "address": ", ".join(filter(None, parts)),
        "country": "" if address is None else text_of(address, "CountryID", "CountryName"),
        "phone": phones if len(phones) > 1 else "".join(phones),
        "email": text_of(party, contact + "URIEmailCommunication/URIID"),
    }


def _goods(consignment: Element, draft: Draft) -> None:
    mass = consignment.find("IncludedTareGrossWeightMeasure")
    if mass is not None:
        draft.number("gross_weight_kg", one_line(mass.text or ""), mass.get("unitCode", ""))
    volume = consignment.find("GrossVolumeMeasure")
    factor = None if volume is None else _VOLUMES.get(volume.get("unitCode", ""))
    if volume is not None and factor is not None:
        read = draft.read_number("volume_m3", one_line(volume.text or ""))
        if read is not None:
            draft.values["volume_m3"] = round(read * factor, 6)
    draft.integer("packages", text_of(consignment, "TotalPieceQuantity"))
    value = consignment.find("DeclaredValueForCustomsAmount")
    if value is not None:
        draft.number("value_amount", one_line(value.text or ""))
        draft.say("value_currency", value.get("currencyID", ""))
    draft.say("goods_description", one_line(text_of(consignment, "SummaryDescription")))
    items = [
        one
        for tag in ("IncludedMasterConsignmentItem", "IncludedHouseConsignmentItem")
        for one in consignment.iterfind(f".//{tag}")
    ]
    for number, item in enumerate(items, 1):
        _item(item, number, draft)


def _item(item: Element, number: int, draft: Draft) -> None:
    mass = item.find("GrossWeightMeasure")
    loads = item.iterfind("AssociatedUnitLoadTransportEquipment")
    draft.line(
        line=number,
        hs_code=", ".join(texts_of(item, "TypeCode")),
        goods_description=one_line(text_of(item, "NatureIdentificationTransportCargo/Identification")),
        gross_weight_kg=None
        if mass is None
        else draft.read_number("gross_weight_kg", one_line(mass.text or ""), mass.get("unitCode", "")),
        packages=draft.read_number("packages", text_of(item, "PieceQuantity", "PackageQuantity")),
        # A unit load device flies with everybody's goods and is no container of ISO 6346: it is said and links nothing.
        container=", ".join(_unit_load(one) for one in loads),
        origin_country=draft.read_country("origin_country", text_of(item, "OriginCountry/ID")),
    )


def _unit_load(device: Element) -> str:
    return "".join(text_of(device, tag) for tag in ("CharacteristicCode", "ID", "OperatingParty/PrimaryID"))


FORMAT = DocumentFormat(
    name="cargo-xml",
    version=1,
    title="air waybill (Cargo-XML XFWB, XFZB)",
    columns=("waybill",),
    recognise=recognise,
    units=units,
    parse=parse,
)
