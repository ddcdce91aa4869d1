"""Transport documents of the EAEU album: TIR carnets, CMRs and rail bills; see `loaders.documents.eaeu.album`."""

from typing import Any

from graph.canonical import Record, Rejection
from loaders.documents.draft import RecordDraft, one_line
from loaders.documents.eaeu.declaration import DATES, registration_number
from loaders.documents.eaeu.party import particulars
from loaders.documents.texts import Texts

GROUPS = frozenset(
    {
        *("Consignor", "Consignee", "Carrier", "NextCarrier", "Forwarder"),
        *("TIR_Shipment", "Goods", "CMRGoods", "RWBGoods", "TransportMeans"),
        *("PrecedingDocument", "EnclosedDocument"),
    }
)
Parsed = tuple[list[Record], list[Rejection]]


def parse_tir(root: Texts) -> Parsed:
    """A TIR carnet: its number is series and number, `XB12345678`."""
    number = root.text("TIRIdentifier/TIRSeries") + root.text("TIRIdentifier/TIRID")
    has_number = bool(root.text("TIRIdentifier/TIRID"))
    draft = RecordDraft("manifest")
    draft.link("transport_document", number if has_number else "")
    draft.say("mode_of_transport", "road")
    draft.say("nature", "transit")
    draft.party("principal", **{**_holder(root), "key": root.text("TIRHolderID")})
    draft.party("carrier", **particulars(root.group("Carrier")))
    draft.party("forwarder", **particulars(root.group("Forwarder")))
    draft.country("departure_country", root.text("DispatchCountryCode", "DispatchCountryName"))
    draft.country("destination_country", root.text("DestinationCountryCode", "DestinationCountryName"))
    carrier = root.group("Carrier")
    draft.date("registered_on", carrier.text("TIRSignature/SignDate") if carrier else "", DATES)
    draft.number("value_amount", root.text("TotalInvoicedCost/Amount"))
    draft.say("value_currency", root.text("TotalInvoicedCost/CurrencyCode"))
    for vehicle in root.groups("TransportMeans"):
        draft.plate("vehicle.plate", vehicle.text("TMNumber"), vehicle.text("NationalityCode"))
        draft.link("vehicle.vin", vehicle.text("VINID"))
        draft.link("trailer.plate", *(vehicle.text(tag) for tag in ("TrailerNumber", "TrailerNumber2")))
    for shipment in root.groups("TIR_Shipment"):
        _tir_shipment(shipment, draft)
    for preceding in root.groups("PrecedingDocument"):
        draft.link("previous_document", registration_number(preceding, "PrDocumentNumber"))
    if has_number:
        return [draft.record(number)], []
    return draft.unnumbered("TIRIdentifier/TIRID", "a TIR carnet", root.everything())


def _holder(root: Texts) -> dict[str, Any]:
    """The holder's name and address stand in the carnet as those of the carrier."""
    return particulars(root.group("Carrier")) if root.text("TIRHolderID") else {}


def _tir_shipment(shipment: Texts, draft: RecordDraft) -> None:
    containers = shipment.texts("ContainerID")
    draft.link("container", *containers)
    draft.party("shipper", **particulars(shipment.group("Consignor")))
    draft.party("consignee", **particulars(shipment.group("Consignee")))
    draft.say("office", shipment.text("Destination/DestinationCustomsCode"))
    for goods in shipment.groups("Goods"):
        mark = goods.texts("IdentityMark/IdentityNumber") + shipment.texts("IdentityMark/IdentityNumber")
        draft.link("seal", *mark)
        draft.line(
            line=_line(goods),
            hs_code=goods.text("GoodsTNVEDCode"),
            goods_description=one_line(" ".join(goods.texts("GoodsDescription"))),
            gross_weight_kg=draft.read_number("gross_weight_kg", goods.text("GrossWeightQuantity")),
            packages=draft.read_number(
                "packages", goods.text("PlacesInfo/PakingQuantity", "PackingInfo/PakingQuantity")
            ),
            value_amount=draft.read_number("value_amount", goods.text("InvoicedCost/Amount")),
            value_currency=goods.text("InvoicedCost/CurrencyCode"),
            origin_country=draft.read_country("origin_country", goods.text("OriginCountryCode")),
            container=", ".join(containers),
            marks=one_line(goods.text("GoodsMarking")),
        )


def parse_cmr(root: Texts) -> Parsed:
    """A CMR: its number as registered, else the number of the electronic document."""
    registered = root.text("RegistrationDocument/RegID")
    number = registered or root.text("DocumentID")
    draft = RecordDraft("manifest")
    draft.link("transport_document", registered)
    draft.say("mode_of_transport", "road")
    for role, tag in {"shipper": "Consignor", "consignee": "Consignee", "carrier": "Carrier"}.items():
        draft.party(role, **particulars(root.group(tag)))
    draft.party("next_carrier", **particulars(root.group("NextCarrier")))
    draft.date("departed_on", root.text("TakingCargo/TakingCargoDate"), DATES)
    draft.date("registered_on", root.text("RegistrationDocument/Date"), DATES)
    draft.link("loaded_at", root.text("TakingCargo/TakingCargoPlace/City", "RegistrationDocument/Place"))
    draft.link("unloaded_at", root.text("DeliveryPlace/City"))
    draft.country("departure_country", root.text("TakingCargo/TakingCargoPlace/CountryCode"))
    draft.country("destination_country", root.text("DeliveryPlace/CountryCode"))
    draft.say("office", root.text("ConsigneeCustoms/DestinationOfficeIdenifier"))
    draft.link("vehicle.plate", root.text("CMRTransport/PrimeMoverStateSignID"))
    draft.link("trailer.plate", root.text("CMRTransport/TrailerStateSignID"))
    draft.say("incoterms", root.text("DeliveryTerms/DeliveryTermsStringCode"))
    draft.number("gross_weight_kg", root.text("CMRGoodsWeight/GrossWeightQuantity"))
    draft.number("value_amount", root.text("GoodsCost/Amount"))
    draft.say("value_currency", root.text("GoodsCost/CurrencyCode"))
    for goods in root.groups("CMRGoods"):
        draft.line(**_goods(goods, draft), packages=_packages(goods, draft))
    for enclosed in root.groups("EnclosedDocument"):
        draft.link("previous_document", registration_number(enclosed, "PrDocumentNumber"))
    if number:
        return [draft.record(number)], []
    return draft.unnumbered("RegistrationDocument/RegID", "a CMR", root.everything())


def parse_rail(root: Texts) -> Parsed:
    """A rail bill: its number, wagons as vehicles, containers and seals."""
    number = root.text("Number", "RegistrationDocument/PrDocumentNumber")
    draft = RecordDraft("manifest")
    draft.link("transport_document", number)
    draft.say("mode_of_transport", "rail")
    draft.party("shipper", **particulars(root.group("Consignor")))
    draft.party("consignee", **particulars(root.group("Consignee")))
    for carrier in root.groups("Carrier"):
        draft.party("carrier", **particulars(carrier))
    draft.date("departed_on", root.text("ContractCarrierDate/Date"), DATES)
    draft.date("arrived_on", root.text("ArrivalDate/Date"), DATES)
    draft.date("registered_on", root.text("RegistrationDocument/PrDocumentDate"), DATES)
    draft.link("loaded_at", root.text("DepartureStation/StationName"))
    draft.link("unloaded_at", root.text("DestinationStation/RailwayAndStationName"))
    draft.link("entered_at", *root.texts("BorderStation/StationName"))
    draft.country("departure_country", root.text("DepartureStation/CountryCode"))
    draft.integer("packages", root.text("PlacesQuantity"))
    draft.number("gross_weight_kg", root.text("GrossWeightQuantity"))
    draft.number("value_amount", root.text("CargoValue/Amount"))
    draft.say("value_currency", root.text("CargoValue/CurrencyCode"))
    draft.link("vehicle.plate", *root.texts("Carriage/CarriageID"), *root.texts("Auto/WagonNumber"))
    draft.party("vehicle_owner", name=one_line(root.text("Carriage/OwnerName")))
    draft.link("container", *root.texts("Container/ContainerID"), *root.texts("RWBGoods/ContainerNumber"))
    draft.link("seal", *root.texts("Seal/SealID"))
    for goods in root.groups("RWBGoods"):
        draft.line(
            **_goods(goods, draft),
            packages=draft.read_number("packages", goods.text("PlaceGoodsQuantity", "PlacesQuantity")),
            container=", ".join(goods.texts("ContainerNumber")),
        )
        draft.link("previous_document", registration_number(goods, "DTInfo/DTNumber"))
    if number:
        return [draft.record(number)], []
    return draft.unnumbered("Number", "a rail bill", root.everything())


def _goods(goods: Texts, draft: RecordDraft) -> dict[str, Any]:
    return {
        "line": _line(goods),
        "hs_code": goods.text("GoodsNomenclatureCode", "HarmonizedRangeGoods"),
        "goods_description": one_line(" ".join(goods.texts("GoodsDescription"))),
        "gross_weight_kg": draft.read_number("gross_weight_kg", goods.text("GrossWeightQuantity")),
        "marks": one_line(goods.text("GoodsMarking", "Marking")),
    }


def _line(goods: Texts) -> int | None:
    text = goods.text("GoodsNumeric")
    return int(text) if text.isdecimal() else None


def _packages(goods: Texts, draft: RecordDraft) -> float | None:
    found = [draft.read_number("packages", text) for text in goods.texts("GoodsPackingInfo/PakingQuantity")]
    kept = [one for one in found if one is not None]
    return sum(kept) if kept else None
