"""Air waybills as IATA Cargo-XML: master waybills (XFWB) and house waybills (XFZB), in either style of namespaces.

A waybill's own number is its AWB number, a house waybill's the master's and its own (`888-11111111/SEL222`). Messages
are versions by their time of issue, and one with the purpose *Deletion* is a tombstone. Customs notes (OCI) give the
parties their tax numbers and phones.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import DAYS, RecordDraft, one_line, rejected, utc_stamp
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import opening, whole_units

ROOTS = {"Waybill": "iata:waybill:", "HouseWaybill": "iata:housewaybill:"}
_DELETIONS = frozenset({"DELETION", "CANCELLATION", "3", "1"})
_PARTIES = {
    "shipper": ("ConsignorParty", "SHP"),
    "consignee": ("ConsigneeParty", "CNE"),
    "forwarder": ("FreightForwarderParty", "AGT"),
}
_ADDRESS = ("StreetName", "CityName", "CountrySubDivisionName", "PostcodeCode")
_SHAPE = Shape(
    frozenset(
        {
            *("MasterConsignment", "IncludedHouseConsignment"),
            *("ConsignorParty", "ConsigneeParty", "FreightForwarderParty", "AssociatedParty", "IncludedCustomsNote"),
            *("IncludedMasterConsignmentItem", "IncludedHouseConsignmentItem"),
            *("SpecifiedLogisticsTransportMovement", "AssociatedUnitLoadTransportEquipment"),
        }
    ),
    {
        "IncludedTareGrossWeightMeasure": "unitCode",
        "GrossWeightMeasure": "unitCode",
        "GrossVolumeMeasure": "unitCode",
        "DeclaredValueForCustomsAmount": "currencyID",
    },
)
_VOLUMES = {"": 1.0, "MTQ": 1.0, "CMQ": 1e-6, "DMQ": 1e-3, "LTR": 1e-3, "FTQ": 0.028316846592}


def recognise(head: bytes) -> bool:
    """Whether a file is such a waybill."""
    return any(root in ROOTS and (space == "*" or space.startswith(ROOTS[root])) for space, root in opening(head))


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The waybills of a file: one, unless an envelope holds several."""
    return whole_units(path, *ROOTS)


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The consignment of a waybill."""
    try:
        root = read(unit[0], _SHAPE)
    except ValueError as error:
        return rejected("waybill", "", "bad_xml", str(error))
    master = root.group("MasterConsignment")
    house = None if master is None else master.group("IncludedHouseConsignment")
    number = root.text("BusinessHeaderDocument/ID")
    if master is None:
        return rejected("BusinessHeaderDocument/ID", number, "missing_id", "a waybill needs a consignment")
    draft = RecordDraft("manifest")
    draft.link("transport_document", number)
    above = master.text("TransportContractDocument/ID") if root.tag == "HouseWaybill" else ""
    draft.link("master_document", above)
    consignment = master if house is None else house
    draft.say("mode_of_transport", "air")
    _route(root, master, consignment, draft)
    _parties(consignment, draft)
    _goods(consignment, draft)
    amended = utc_stamp(root.text("MessageHeaderDocument/IssueDateTime"))
    purpose = root.text("MessageHeaderDocument/PurposeCode").upper()
    if not number:
        return draft.unnumbered("BusinessHeaderDocument/ID", "a waybill", root.everything())
    return [draft.record(f"{above}/{number}" if above else number, amended, purpose in _DELETIONS)], []


def _route(root: Texts, master: Texts, consignment: Texts, draft: RecordDraft) -> None:
    for element in (consignment, master):
        _flights(element, draft)
        draft.say("freight_payment", _prepaid(element.text("TotalChargePrepaidIndicator")))
    ends = (("loaded_at", "OriginLocation"), ("unloaded_at", "FinalDestinationLocation"))
    for link, place in ends:
        draft.link(link, consignment.text(f"{place}/ID") or master.text(f"{place}/ID"))
    signed = "BusinessHeaderDocument/SignatoryCarrierAuthentication/ActualDateTime"
    draft.date("registered_on", root.text(signed, "MessageHeaderDocument/IssueDateTime")[:10], DAYS)


def _flights(element: Texts, draft: RecordDraft) -> None:
    """Flights in the order of the message: it leaves with the first and is expected with the last."""
    flights = element.groups("SpecifiedLogisticsTransportMovement")
    draft.say("voyage_number", ", ".join(text for flight in flights if (text := flight.text("ID"))))
    if flights:
        moment = "/ScheduledOccurrenceDateTime"
        draft.date("departed_on", flights[0].text("DepartureEvent" + moment)[:10], DAYS)
        draft.date("expected_on", flights[-1].text("ArrivalEvent" + moment)[:10], DAYS)
        name = flights[0].text("UsedLogisticsTransportMeans/Name")
        draft.party("carrier", name="" if len(name) <= 3 else name, key=name)


def _prepaid(text: str) -> str:
    return {"true": "prepaid", "1": "prepaid", "false": "collect", "0": "collect"}.get(text.casefold(), text)


def _parties(consignment: Texts, draft: RecordDraft) -> None:
    notes = _customs_notes(consignment)
    for role, (tag, subject) in _PARTIES.items():
        party = consignment.group(tag)
        if party is not None:
            draft.party(role, **_party(party, notes.get(subject, {})))
    for party in consignment.groups("AssociatedParty"):
        if party.text("RoleCode") in ("NI", ""):
            draft.party("notify", **_party(party, notes.get("NFY", {})))


def _customs_notes(consignment: Texts) -> dict[str, dict[str, Any]]:
    """Tax numbers (T) and contact phones (CT) of customs notes, by the party they are about: SHP, CNE, AGT, NFY."""
    found: dict[str, dict[str, Any]] = {}
    for note in consignment.groups("IncludedCustomsNote"):
        said = found.setdefault(note.text("SubjectCode"), {})
        content, code = note.text("Content"), note.text("ContentCode")
        if code == "T":
            said.setdefault("tax_number", content)
        elif code == "CT":
            said.setdefault("phone", []).append(content)
    return found


def _party(party: Texts, notes: dict[str, Any]) -> dict[str, Any]:
    lines = party.text("Name").splitlines()
    address = next((f"{step}/" for step in party.first_steps() if step.endswith("Address")), "")
    parts = [one_line(line) for line in lines[1:]]
    parts.append(one_line(party.joined(*(address + part for part in _ADDRESS))))
    contact = "DefinedTradeContact/"
    phones = (*party.texts(contact + "DirectTelephoneCommunication/CompleteNumber"), *notes.get("phone", ()))
    return {
        "name": one_line(lines[0]) if lines else "",
        "key": party.text("AccountID", "CargoAgentID"),
        "tax_number": notes.get("tax_number", ""),
        "address": ", ".join(filter(None, parts)),
        "country": party.text(f"{address}CountryID", f"{address}CountryName"),
        "phone": phones if len(phones) > 1 else "".join(phones),
        "email": party.text(contact + "URIEmailCommunication/URIID"),
    }


def _goods(consignment: Texts, draft: RecordDraft) -> None:
    mass, volume, value = "IncludedTareGrossWeightMeasure", "GrossVolumeMeasure", "DeclaredValueForCustomsAmount"
    draft.number("gross_weight_kg", one_line(consignment.text(mass)), consignment.text(f"{mass}/@unitCode"))
    factor = _VOLUMES.get(consignment.text(f"{volume}/@unitCode"))
    if factor is not None:
        cubic = draft.read_number("volume_m3", one_line(consignment.text(volume)))
        if cubic is not None:
            draft.values["volume_m3"] = round(cubic * factor, 6)
    draft.integer("packages", consignment.text("TotalPieceQuantity"))
    draft.number("value_amount", one_line(consignment.text(value)))
    draft.say("value_currency", consignment.text(f"{value}/@currencyID"))
    draft.say("goods_description", one_line(consignment.text("SummaryDescription")))
    items = [
        one
        for tag in ("IncludedMasterConsignmentItem", "IncludedHouseConsignmentItem")
        for one in consignment.groups_below(tag)
    ]
    for number, item in enumerate(items, 1):
        _item(item, number, draft)


def _item(item: Texts, number: int, draft: RecordDraft) -> None:
    mass = one_line(item.text("GrossWeightMeasure"))
    loads = item.groups("AssociatedUnitLoadTransportEquipment")
    draft.line(
        line=number,
        hs_code=", ".join(item.texts("TypeCode")),
        goods_description=one_line(item.text("NatureIdentificationTransportCargo/Identification")),
        gross_weight_kg=draft.read_number("gross_weight_kg", mass, item.text("GrossWeightMeasure/@unitCode")),
        packages=draft.read_number("packages", item.text("PieceQuantity", "PackageQuantity")),
        # A unit load device flies with everybody's goods and is no container of ISO 6346: it is said and links nothing.
        container=", ".join(_unit_load(one) for one in loads),
        origin_country=draft.read_country("origin_country", item.text("OriginCountry/ID")),
    )


def _unit_load(device: Texts) -> str:
    return "".join(device.text(tag) for tag in ("CharacteristicCode", "ID", "OperatingParty/PrimaryID"))


FORMAT = DocumentFormat(
    name="cargo-xml",
    version=3,
    title="air waybill (Cargo-XML XFWB, XFZB)",
    columns=("waybill",),
    recognise=recognise,
    units=units,
    parse=parse,
)
