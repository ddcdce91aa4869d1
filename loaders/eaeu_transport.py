"""Transport documents of the EAEU album: TIR carnets, CMRs and rail bills; see `loaders.eaeu`."""

from typing import Any

from graph.canonical import Record, Rejection
from loaders.draft import Draft, one_line, rejected, text_of, texts_of
from loaders.eaeu_declaration import DATES, registration_number
from loaders.eaeu_party import particulars
from loaders.xml_reader import Element

Parsed = tuple[list[Record], list[Rejection]]


def parse_tir(root: Element) -> Parsed:
    """A TIR carnet: its number is series and number, `XB12345678`."""
    number = text_of(root, "TIRIdentifier/TIRSeries") + text_of(root, "TIRIdentifier/TIRID")
    if not text_of(root, "TIRIdentifier/TIRID"):
        return rejected("TIRIdentifier/TIRID", number, "missing_id", "a TIR carnet needs its own number")
    draft = Draft("manifest")
    draft.link("transport_document", number)
    draft.say("mode_of_transport", "road")
    draft.say("nature", "transit")
    draft.party("principal", **{**_holder(root), "key": text_of(root, "TIRHolderID")})
    draft.party("carrier", **particulars(root.find("Carrier")))
    draft.party("forwarder", **particulars(root.find("Forwarder")))
    draft.country("departure_country", text_of(root, "DispatchCountryCode", "DispatchCountryName"))
    draft.country("destination_country", text_of(root, "DestinationCountryCode", "DestinationCountryName"))
    draft.date("registered_on", text_of(root, "Carrier/TIRSignature/SignDate"), DATES)
    draft.number("value_amount", text_of(root, "TotalInvoicedCost/Amount"))
    draft.say("value_currency", text_of(root, "TotalInvoicedCost/CurrencyCode"))
    for vehicle in root.iterfind("TransportMeans"):
        draft.link("vehicle.plate", text_of(vehicle, "TMNumber"))
        draft.link("vehicle.vin", text_of(vehicle, "VINID"))
        draft.link("trailer.plate", *(text_of(vehicle, tag) for tag in ("TrailerNumber", "TrailerNumber2")))
    for shipment in root.iterfind("TIR_Shipment"):
        _tir_shipment(shipment, draft)
    for preceding in root.iterfind("PrecedingDocument"):
        draft.link("previous_document", registration_number(preceding, "PrDocumentNumber"))
    return [draft.record(number)], []


def _holder(root: Element) -> dict[str, Any]:
    """The holder's name and address stand in the carnet as those of the carrier."""
    return particulars(root.find("Carrier")) if text_of(root, "TIRHolderID") else {}


def _tir_shipment(shipment: Element, draft: Draft) -> None:
    containers = texts_of(shipment, "ContainerID")
    draft.link("container", *containers)
    draft.party("shipper", **particulars(shipment.find("Consignor")))
    draft.party("consignee", **particulars(shipment.find("Consignee")))
    draft.say("office", text_of(shipment, "Destination/DestinationCustomsCode"))
    for goods in shipment.iterfind("Goods"):
        mark = texts_of(goods, "IdentityMark/IdentityNumber") + texts_of(shipment, "IdentityMark/IdentityNumber")
        draft.link("seal", *mark)
        draft.line(
            line=_line(goods),
            hs_code=text_of(goods, "GoodsTNVEDCode"),
            goods_description=one_line(" ".join(texts_of(goods, "GoodsDescription"))),
            gross_weight_kg=draft.read_number("gross_weight_kg", text_of(goods, "GrossWeightQuantity")),
            packages=draft.read_number(
                "packages", text_of(goods, "PlacesInfo/PakingQuantity", "PackingInfo/PakingQuantity")
            ),
            value_amount=draft.read_number("value_amount", text_of(goods, "InvoicedCost/Amount")),
            value_currency=text_of(goods, "InvoicedCost/CurrencyCode"),
            origin_country=draft.read_country("origin_country", text_of(goods, "OriginCountryCode")),
            container=", ".join(containers),
            marks=one_line(text_of(goods, "GoodsMarking")),
        )


def parse_cmr(root: Element) -> Parsed:
    """A CMR: its number as registered, else the number of the electronic document."""
    registered = text_of(root, "RegistrationDocument/RegID")
    number = registered or text_of(root, "DocumentID")
    if not number:
        return rejected("RegistrationDocument/RegID", "", "missing_id", "a CMR needs its own number")
    draft = Draft("manifest")
    draft.link("transport_document", registered)
    draft.say("mode_of_transport", "road")
    for role, tag in {"shipper": "Consignor", "consignee": "Consignee", "carrier": "Carrier"}.items():
        draft.party(role, **particulars(root.find(tag)))
    draft.party("carrier", **particulars(root.find("NextCarrier")))  # where the first carrier is not named
    draft.date("departed_on", text_of(root, "TakingCargo/TakingCargoDate"), DATES)
    draft.date("registered_on", text_of(root, "RegistrationDocument/Date"), DATES)
    draft.link("loaded_at", text_of(root, "TakingCargo/TakingCargoPlace/City", "RegistrationDocument/Place"))
    draft.link("unloaded_at", text_of(root, "DeliveryPlace/City"))
    draft.country("departure_country", text_of(root, "TakingCargo/TakingCargoPlace/CountryCode"))
    draft.country("destination_country", text_of(root, "DeliveryPlace/CountryCode"))
    draft.say("office", text_of(root, "ConsigneeCustoms/DestinationOfficeIdenifier"))
    draft.link("vehicle.plate", text_of(root, "CMRTransport/PrimeMoverStateSignID"))
    draft.link("trailer.plate", text_of(root, "CMRTransport/TrailerStateSignID"))
    draft.say("incoterms", text_of(root, "DeliveryTerms/DeliveryTermsStringCode"))
    draft.number("gross_weight_kg", text_of(root, "CMRGoodsWeight/GrossWeightQuantity"))
    draft.number("value_amount", text_of(root, "GoodsCost/Amount"))
    draft.say("value_currency", text_of(root, "GoodsCost/CurrencyCode"))
    for goods in root.iterfind("CMRGoods"):
        draft.line(**_goods(goods, draft), packages=_packages(goods, draft))
    for enclosed in root.iterfind("EnclosedDocument"):
        draft.link("previous_document", registration_number(enclosed, "PrDocumentNumber"))
    return [draft.record(number)], []


def parse_rail(root: Element) -> Parsed:
    """A rail bill: its number, wagons as vehicles, containers and seals."""
    number = text_of(root, "Number", "RegistrationDocument/PrDocumentNumber")
    if not number:
        return rejected("Number", "", "missing_id", "a rail bill needs its own number")
    draft = Draft("manifest")
    draft.link("transport_document", number)
    draft.say("mode_of_transport", "rail")
    draft.party("shipper", **particulars(root.find("Consignor")))
    draft.party("consignee", **particulars(root.find("Consignee")))
    for carrier in root.iterfind("Carrier"):
        draft.party("carrier", **particulars(carrier))
    draft.date("departed_on", text_of(root, "ContractCarrierDate/Date"), DATES)
    draft.date("arrived_on", text_of(root, "ArrivalDate/Date"), DATES)
    draft.date("registered_on", text_of(root, "RegistrationDocument/PrDocumentDate"), DATES)
    draft.link("loaded_at", text_of(root, "DepartureStation/StationName"))
    draft.link("unloaded_at", text_of(root, "DestinationStation/RailwayAndStationName"))
    draft.link("entered_at", *texts_of(root, "BorderStation/StationName"))
    draft.country("departure_country", text_of(root, "DepartureStation/CountryCode"))
    draft.integer("packages", text_of(root, "PlacesQuantity"))
    draft.number("gross_weight_kg", text_of(root, "GrossWeightQuantity"))
    draft.number("value_amount", text_of(root, "CargoValue/Amount"))
    draft.say("value_currency", text_of(root, "CargoValue/CurrencyCode"))
    draft.link("vehicle.plate", *texts_of(root, "Carriage/CarriageID"), *texts_of(root, "Auto/WagonNumber"))
    draft.link("container", *texts_of(root, "Container/ContainerID"), *texts_of(root, "RWBGoods/ContainerNumber"))
    draft.link("seal", *texts_of(root, "Seal/SealID"))
    for goods in root.iterfind("RWBGoods"):
        draft.line(
            **_goods(goods, draft),
            packages=draft.read_number("packages", text_of(goods, "PlaceGoodsQuantity", "PlacesQuantity")),
            container=", ".join(texts_of(goods, "ContainerNumber")),
        )
        draft.link("previous_document", registration_number(goods, "DTInfo/DTNumber"))
    return [draft.record(number)], []


def _goods(goods: Element, draft: Draft) -> dict[str, Any]:
    return {
        "line": _line(goods),
        "hs_code": text_of(goods, "GoodsNomenclatureCode", "HarmonizedRangeGoods"),
        "goods_description": one_line(" ".join(texts_of(goods, "GoodsDescription"))),
        "gross_weight_kg": draft.read_number("gross_weight_kg", text_of(goods, "GrossWeightQuantity")),
        "marks": one_line(text_of(goods, "GoodsMarking", "Marking")),
    }


def _line(goods: Element) -> int | None:
    text = text_of(goods, "GoodsNumeric")
    return int(text) if text.isdecimal() else None


def _packages(goods: Element, draft: Draft) -> float | None:
    found = [draft.read_number("packages", text) for text in texts_of(goods, "GoodsPackingInfo/PakingQuantity")]
    kept = [one for one in found if one is not None]
    return sum(kept) if kept else None
