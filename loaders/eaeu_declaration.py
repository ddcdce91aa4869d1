"""The goods declaration of the EAEU album, `ESADout_CU`; see `loaders.eaeu`."""

from graph.canonical import Record, Rejection
from loaders.draft import Draft, one_line, rejected, text_of, texts_of
from loaders.eaeu_party import driver, particulars
from loaders.xml_reader import Element

DATES = ("%Y-%m-%d", "%d.%m.%Y")
_NATURES = {"ИМ": "import", "ЭК": "export", "ТТ": "transit", "IM": "import", "EX": "export", "TT": "transit"}
_PARTIES = {
    "shipper": "ESADout_CUConsignor",
    "consignee": "ESADout_CUConsignee",
    "declarant": "ESADout_CUDeclarant",
    "financial": "ESADout_CUFinancialAdjustingResponsiblePerson",
    "carrier": "ESADout_CUCarrier",
}
_MEANS = ("ESADout_CUDepartureArrivalTransport", "ESADout_CUBorderTransport")
# The first digit of a mode of transport: rail and road have vehicles with numbers, others names.
_ROAD_AND_RAIL = "23"
_CARRIAGE = ("0201", "0202")  # codes of documents of carriage in the Union's classifier
# Where national systems put the registration number, beside the fields of the album.
_NUMBERS = ("GTDNumber", "DTNumber", "CustomsDocumentNumber", "RegistrationNumber")


def parse(root: Element) -> tuple[list[Record], list[Rejection]]:
    """The declaration."""
    draft = Draft("declaration")
    number = registration_number(root, *_NUMBERS)
    draft.date("registered_on", text_of(root, *(f"{tag}/RegistrationDate" for tag in _NUMBERS)), DATES)
    number = number or text_of(root, "RegNumberDoc", "DocumentID")
    if not number:
        return rejected("DocumentID", "", "missing_id", "a declaration needs its own number")
    shipment = root.find("ESADout_CUGoodsShipment")
    procedure = text_of(root, "CustomsProcedure")
    draft.say("nature", _NATURES.get(procedure.upper(), procedure))
    draft.say("procedure", text_of(root, "CustomsModeCode") or procedure)
    draft.link("seal", *texts_of(root, "SealId"), *texts_of(root, "SealNumber"))
    draft.date("registered_on", text_of(root, "EECEDocHeaderAddInfo/EDocDateTime")[:10], DATES)
    if shipment is not None:
        _shipment(shipment, draft)
        for number_in_document, goods in enumerate(shipment.iterfind("ESADout_CUGoods"), 1):
            _item(goods, number_in_document, draft)
    return [draft.record(number)], []


def registration_number(element: Element, *paths: str) -> str:
    """A registration number as customs write it, `office/ddmmyy/number`; "" where a part is missing."""
    for path in paths:
        found = element.find(path)
        if found is None:
            continue
        office, day, number = (text_of(found, tag) for tag in ("CustomsCode", "RegistrationDate", "GTDNumber"))
        year, _, rest = day.partition("-")
        if office and number and len(year) == 4 and len(rest) == 5:
            return f"{office}/{rest[3:]}{rest[:2]}{year[2:]}/{number}"
    return ""


def _shipment(shipment: Element, draft: Draft) -> None:
    for role, tag in _PARTIES.items():
        draft.party(role, **particulars(shipment.find(tag)))
    for person in shipment.iterfind("ESADout_CUCarrier/ESADout_CUDriverInformation"):
        draft.party("driver", **driver(person))
    draft.country("origin_country", text_of(shipment, "OriginCountryCode"))
    draft.integer("packages", text_of(shipment, "TotalPackageNumber"))
    terms = "ESADout_CUMainContractTerms/"
    draft.number("value_amount", text_of(shipment, terms + "TotalInvoiceAmount", terms + "TotalInvoiceAmount/Amount"))
    draft.say("value_currency", text_of(shipment, terms + "ContractCurrencyCode"))
    draft.say("incoterms", text_of(shipment, terms + "CUESADDeliveryTerms/DeliveryTermsStringCode"))
    consignment = shipment.find("ESADout_CUConsigment")
    if consignment is not None:
        _consignment(consignment, draft)


def _consignment(consignment: Element, draft: Draft) -> None:
    draft.country("departure_country", text_of(consignment, "DispatchCountryCode"))
    draft.country("destination_country", text_of(consignment, "DestinationCountryCode"))
    border = "BorderCustomsOffice/"
    draft.link("entered_at", text_of(consignment, border + "OfficeName", border + "Code", "PPBorderCustoms/OfficeName"))
    draft.say("office", text_of(consignment, border + "Code", "PPBorderCustoms/Code"))
    draft.date("expected_on", text_of(consignment, "DateExpectedArrival"), DATES)
    for tag in _MEANS:
        means = consignment.find(tag)
        if means is not None:
            _transport(means, draft)


def _transport(means: Element, draft: Draft) -> None:
    mode = text_of(means, "TransportModeCode")
    draft.say("mode_of_transport", mode)
    for vehicle in (*means.iterfind("RUTransportMeans"), *means.iterfind("TransportMeans")):
        draft.link("vehicle.vin", text_of(vehicle, "VIN"))
        identity = text_of(vehicle, "TransportIdentifier")
        if mode[:1] in _ROAD_AND_RAIL and mode:
            draft.link("vehicle.plate", identity)
            draft.link("trailer.plate", *(text_of(vehicle, f"{one}TrailerRegId") for one in ("First", "Second")))
        else:
            draft.say("means_of_transport", identity)


def _item(goods: Element, number: int, draft: Draft) -> None:
    containers = texts_of(goods, ".//ContainerIdentificaror") + texts_of(goods, "ESADContainer/ContainerNumber")
    draft.link("container", *containers)
    _documents(goods, draft)
    quantity = goods.find("SupplementaryGoodsQuantity")
    draft.line(
        line=int(text) if (text := text_of(goods, "GoodsNumeric")).isdecimal() else number,
        hs_code=text_of(goods, "GoodsTNVEDCode"),
        goods_description=one_line(" ".join(texts_of(goods, "GoodsDescription"))),
        gross_weight_kg=draft.read_number("gross_weight_kg", text_of(goods, "GrossWeightQuantity")),
        net_weight_kg=draft.read_number("net_weight_kg", text_of(goods, "NetWeightQuantity")),
        packages=draft.read_number("packages", text_of(goods, "ESADGoodsPackaging/PakageQuantity")),
        value_amount=draft.read_number("value_amount", text_of(goods, "InvoicedCost", "InvoicedCost/Amount")),
        value_currency=text_of(goods, "InvoicedCurrencyCode", "InvoicedCost/CurrencyCode"),
        origin_country=draft.read_country("origin_country", text_of(goods, "OriginCountryCode")),
        quantity=None if quantity is None else draft.read_number("quantity", text_of(quantity, "GoodsQuantity")),
        quantity_unit="" if quantity is None else text_of(quantity, "MeasureUnitQualifierName"),
        container=", ".join(containers),
        marks=one_line(text_of(goods, "GoodsGroupDescription/GoodsMarking", "GoodsMarking")),
    )


def _documents(goods: Element, draft: Draft) -> None:
    for presented in goods.iterfind("ESADout_CUPresentedDocument"):
        if text_of(presented, "PresentedDocumentModeCode").startswith(_CARRIAGE):
            draft.link("transport_document", text_of(presented, "PrDocumentNumber"))
    for preceding in goods.iterfind("ESADout_CUPrecedingDocument"):
        draft.link("previous_document", registration_number(preceding, "PrecedingDocument", "DTMDocDetails"))
        tir = text_of(preceding, "TIRIdDetails/TIRSeries") + text_of(preceding, "TIRIdDetails/TIRID")
        draft.link("transport_document", tir)
        draft.link("previous_document", _preceding(preceding))


def _preceding(preceding: Element) -> str:
    """The number of a preceding declaration that is written in three fields beside each other."""
    parts = [text_of(preceding, f"PrecedingDocument{part}") for part in ("CustomsCode", "Date", "Number")]
    year, _, rest = parts[1].partition("-")
    return f"{parts[0]}/{rest[3:]}{rest[:2]}{year[2:]}/{parts[2]}" if all(parts) and len(rest) == 5 else ""
