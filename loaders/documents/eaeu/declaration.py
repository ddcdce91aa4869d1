"""The goods declaration of the EAEU album, `ESADout_CU`; see `loaders.documents.eaeu.album`."""

from graph.canonical import Record, Rejection
from loaders.documents.draft import RecordDraft, one_line
from loaders.documents.eaeu.party import driver, particulars
from loaders.documents.texts import Texts

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
_CARRIAGE = ("0201", "0202")  # codes of documents of carriage in the Union's classifier
# Where national systems put the registration number, beside the fields of the album.
_NUMBERS = ("GTDNumber", "DTNumber", "CustomsDocumentNumber", "RegistrationNumber")
_NUMBER_DETAILS = ("PrecedingDocument", "DTMDocDetails")
GROUPS = frozenset(
    {
        *("ESADout_CUGoodsShipment", "ESADout_CUConsigment", "ESADout_CUGoods", *_PARTIES.values(), *_MEANS),
        *("RUTransportMeans", "TransportMeans", "ESADout_CUDriverInformation", "SupplementaryGoodsQuantity"),
        *("ESADout_CUPresentedDocument", "ESADout_CUPrecedingDocument"),
        *(*_NUMBERS, *_NUMBER_DETAILS, "PrDocumentNumber"),
    }
)


def parse(root: Texts) -> tuple[list[Record], list[Rejection]]:
    """The declaration."""
    draft = RecordDraft("declaration")
    number = registration_number(root, *_NUMBERS)
    dates = (one.text("RegistrationDate") for tag in _NUMBERS for one in root.groups(tag))
    draft.date("registered_on", next(filter(None, dates), ""), DATES)
    number = number or root.text("RegNumberDoc", "DocumentID")
    shipment = root.group("ESADout_CUGoodsShipment")
    procedure = root.text("CustomsProcedure")
    draft.say("nature", _NATURES.get(procedure.upper(), procedure))
    draft.say("procedure", root.text("CustomsModeCode") or procedure)
    draft.link("seal", *root.texts("SealId"), *root.texts("SealNumber"))
    draft.date("registered_on", root.text("EECEDocHeaderAddInfo/EDocDateTime")[:10], DATES)
    if shipment is not None:
        _shipment(shipment, draft)
        for number_in_document, goods in enumerate(shipment.groups("ESADout_CUGoods"), 1):
            _item(goods, number_in_document, draft)
    if number:
        return [draft.record(number)], []
    return draft.unnumbered("DocumentID", "a declaration", root.everything(), "not_registered")


def registration_number(element: Texts, *paths: str) -> str:
    """A registration number as customs write it, `office/ddmmyy/number`; "" where a part is missing."""
    for path in paths:
        found = element.group(path)
        if found is None:
            continue
        office, day, number = (found.text(tag) for tag in ("CustomsCode", "RegistrationDate", "GTDNumber"))
        year, _, rest = day.partition("-")
        if office and number and len(year) == 4 and len(rest) == 5:
            return f"{office}/{rest[3:]}{rest[:2]}{year[2:]}/{number}"
    return ""


def _shipment(shipment: Texts, draft: RecordDraft) -> None:
    for role, tag in _PARTIES.items():
        draft.party(role, **particulars(shipment.group(tag)))
    for carrier in shipment.groups("ESADout_CUCarrier"):
        for person in carrier.groups("ESADout_CUDriverInformation"):
            draft.party("driver", **driver(person))
    draft.country("origin_country", shipment.text("OriginCountryCode"))
    draft.integer("packages", shipment.text("TotalPackageNumber"))
    terms = "ESADout_CUMainContractTerms/"
    draft.number("value_amount", shipment.text(terms + "TotalInvoiceAmount", terms + "TotalInvoiceAmount/Amount"))
    draft.say("value_currency", shipment.text(terms + "ContractCurrencyCode"))
    draft.say("incoterms", shipment.text(terms + "CUESADDeliveryTerms/DeliveryTermsStringCode"))
    consignment = shipment.group("ESADout_CUConsigment")
    if consignment is not None:
        _consignment(consignment, draft)


def _consignment(consignment: Texts, draft: RecordDraft) -> None:
    draft.country("departure_country", consignment.text("DispatchCountryCode"))
    draft.country("destination_country", consignment.text("DestinationCountryCode"))
    border = "BorderCustomsOffice/"
    draft.link("entered_at", consignment.text(border + "OfficeName", border + "Code", "PPBorderCustoms/OfficeName"))
    draft.say("office", consignment.text(border + "Code", "PPBorderCustoms/Code"))
    draft.date("expected_on", consignment.text("DateExpectedArrival"), DATES)
    for tag in _MEANS:
        for means in consignment.groups(tag):
            _transport(means, draft)


def _transport(means: Texts, draft: RecordDraft) -> None:
    mode = means.text("TransportModeCode")
    draft.say("mode_of_transport", mode)
    for vehicle in (*means.groups("RUTransportMeans"), *means.groups("TransportMeans")):
        draft.link("vehicle.vin", vehicle.text("VIN"))
        draft.link("vehicle_certificate", vehicle.text("TransportRegNumber"))
        identity, nationality = vehicle.text("TransportIdentifier"), vehicle.text("TransportMeansNationalityCode")
        draft.means(identity, mode, nationality)
        draft.link("trailer.plate", *(vehicle.text(f"{place}TrailerRegId") for place in ("First", "Second")))


def _item(goods: Texts, number: int, draft: RecordDraft) -> None:
    containers = goods.texts_below("ContainerIdentificaror") + goods.texts("ESADContainer/ContainerNumber")
    draft.link("container", *containers)
    _documents(goods, draft)
    quantity = goods.group("SupplementaryGoodsQuantity")
    draft.line(
        line=int(text) if (text := goods.text("GoodsNumeric")).isdecimal() else number,
        hs_code=goods.text("GoodsTNVEDCode"),
        goods_description=one_line(" ".join(goods.texts("GoodsDescription"))),
        gross_weight_kg=draft.read_number("gross_weight_kg", goods.text("GrossWeightQuantity")),
        net_weight_kg=draft.read_number("net_weight_kg", goods.text("NetWeightQuantity")),
        packages=draft.read_number("packages", goods.text("ESADGoodsPackaging/PakageQuantity")),
        value_amount=draft.read_number("value_amount", goods.text("InvoicedCost", "InvoicedCost/Amount")),
        value_currency=goods.text("InvoicedCurrencyCode", "InvoicedCost/CurrencyCode"),
        customs_value=draft.read_number("customs_value", goods.text("CustomsCost", "CustomsCost/Amount")),
        origin_country=draft.read_country("origin_country", goods.text("OriginCountryCode")),
        quantity=None if quantity is None else draft.read_number("quantity", quantity.text("GoodsQuantity")),
        quantity_unit="" if quantity is None else quantity.text("MeasureUnitQualifierName"),
        container=", ".join(containers),
        marks=one_line(goods.text("GoodsGroupDescription/GoodsMarking", "GoodsMarking")),
    )


def _documents(goods: Texts, draft: RecordDraft) -> None:
    for presented in goods.groups("ESADout_CUPresentedDocument"):
        if presented.text("PresentedDocumentModeCode").startswith(_CARRIAGE):
            draft.link("transport_document", presented.text("PrDocumentNumber"))
    for preceding in goods.groups("ESADout_CUPrecedingDocument"):
        draft.link("previous_document", registration_number(preceding, *_NUMBER_DETAILS))
        tir = preceding.text("TIRIdDetails/TIRSeries") + preceding.text("TIRIdDetails/TIRID")
        draft.link("transport_document", tir)
        draft.link("previous_document", _preceding(preceding))


def _preceding(preceding: Texts) -> str:
    """The number of a preceding declaration that is written in three fields beside each other."""
    office, number = preceding.text("PrecedingDocumentCustomsCode"), preceding.text("PrecedingDocumentNumber")
    year, _, rest = preceding.text("PrecedingDocumentDate").partition("-")
    return f"{office}/{rest[3:]}{rest[:2]}{year[2:]}/{number}" if office and number and len(rest) == 5 else ""
