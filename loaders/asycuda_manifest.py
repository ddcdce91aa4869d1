"""The cargo manifest of ASYCUDA World: `<Awmds>` and its companions, one bill of lading a unit.

Also read: `<Awbolds>` (a master bill broken up into house bills), `<Awmcds>` and `<Awbolegmds>`, which share the bill's
segment. A bill's own number is its reference, with the master's before it where it is a house bill
(`MASTER/HOUSE`). One container may stand under several bills: its weight is the bill's share, on the bill's goods line.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders.document import DocumentFormat
from loaders.draft import Draft, agreed, one_line, rejected, text_of
from loaders.party_text import particulars
from loaders.xml_reader import Element, canonical, document, elements, local_name, opening

ROOTS = ("Awmds", "Awbolds", "Awmcds", "Awbolegmds")
BILL, HEADS = "Bol_segment", ("General_segment", "Master_bol")
DATES = ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y")
_NATURES = {"22": "export", "23": "import", "24": "transit", "28": "transhipment"}
_PAYMENTS = {"P": "prepaid", "PP": "prepaid", "C": "collect", "CC": "collect"}
_PARTIES = {
    "carrier": "Carrier",
    "forwarder": "Shipping_Agent",
    "shipper": "Exporter",
    "notify": "Notify",
    "consignee": "Consignee",
}
_ROAD_AND_RAIL = "23"


def recognise(head: bytes) -> bool:
    """Whether a file is such a manifest."""
    return any(name in (("", root), ("*", root)) for name in opening(head)[:1] for root in ROOTS)


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The bills of a manifest, each with the general segment."""
    general = ""
    for line, element in elements(path, BILL, *HEADS):
        if local_name(element) == BILL:
            yield line, [general, canonical(element)]
        else:
            general = canonical(element)


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The bill of a unit."""
    try:
        general = _general(unit[0])
        bill = document(unit[1])
    except (ValueError, IndexError) as error:
        return rejected("bill", "", "bad_xml", str(error))
    reference = text_of(bill, "Bol_id/Bol_reference")
    if not reference:
        return rejected("Bol_id/Bol_reference", "", "missing_id", "a bill of lading needs its own number")
    draft = Draft("manifest")
    master = text_of(bill, "Bol_id/Master_bol_ref_number", "Master_bol_ref_number")
    if general.tag == "Master_bol":
        master = master or text_of(general, "Reference_number", "Bol_reference")
    is_house = bool(master) and master != reference
    draft.link("transport_document", reference)
    draft.link("master_document", master if is_house else "")
    _voyage(general, draft)
    _bill(general, bill, draft)
    _parties(general, bill, draft)
    _goods(bill, draft)
    return [draft.record(f"{master}/{reference}" if is_house else reference)], []


@lru_cache(maxsize=4)
def _general(text: str) -> Element:
    """The general segment, which the bills of a manifest have in common; nobody changes it."""
    return document(text or "<General_segment/>")


def _voyage(general: Element, draft: Draft) -> None:
    head, transport = "General_segment_id/", "Transport_information/"
    office = text_of(general, head + "Customs_office_code", "Customs_office_code")
    voyage = text_of(general, head + "Voyage_number", "Voyage_number")
    departure = text_of(general, head + "Date_of_departure", "Date_of_departure")
    draft.say("office", office)
    draft.say("voyage_number", voyage)
    draft.date("departed_on", departure, DATES)
    draft.date("arrived_on", text_of(general, head + "Date_of_arrival", "Date_of_arrival"), DATES)
    registry = text_of(general, head + "Registry_number", head + "Registration_number", "Manifest_registry_number")
    if not registry and office and voyage and "departed_on" in draft.values:
        registry = f"{office}/{voyage}/{draft.values['departed_on']}"  # what the system itself knows a manifest by
    draft.link("manifest_number", registry)
    mode = text_of(general, transport + "Mode_of_transport_code")
    draft.say("mode_of_transport", mode)
    identity = text_of(general, transport + "Identity_of_transporter")
    registration = text_of(general, transport + "Registration_number_of_transport_code")
    if mode[:1] in _ROAD_AND_RAIL and mode:
        draft.link("vehicle.plate", identity, registration)
        draft.party("driver", name=one_line(text_of(general, transport + "Master_information")))
    else:
        draft.say("means_of_transport", identity, registration)


def _bill(general: Element, bill: Element, draft: Draft) -> None:
    nature = text_of(bill, "Bol_id/Bol_nature", "Bol_id/Nature") or text_of(general, "Nature")
    draft.say("nature", _NATURES.get(nature, nature))
    place = "Load_unload_place/Place_of_"
    for link, own, whole in (("loaded_at", "loading", "departure"), ("unloaded_at", "unloading", "destination")):
        said = text_of(bill, f"{place}{own}_name", f"{place}{own}_code")
        draft.link(link, said or text_of(general, f"{place}{whole}_name", f"{place}{whole}_code"))
    payment = text_of(bill, "Value_segment/Freight_segment/PC_indicator")
    draft.say("freight_payment", _PAYMENTS.get(payment.upper(), payment))
    value = "Value_segment/Customs_segment/Customs_"
    draft.number("value_amount", text_of(bill, value + "value"))
    draft.say("value_currency", text_of(bill, value + "currency"))


def _parties(general: Element, bill: Element, draft: Draft) -> None:
    for role, tag in _PARTIES.items():
        draft.party(role, **_party(bill, f"Traders_segment/{tag}/{tag}_"))
        draft.party(role, **_party(general, f"Transport_information/{tag}/{tag}_"))


def _party(element: Element, path: str) -> dict[str, Any]:
    said = particulars(text_of(element, path + "name"))
    written = text_of(element, path + "address")
    if written:
        more = particulars(f"-\n{written}")
        more.pop("name", None)
        address = ", ".join(filter(None, (said.pop("address", ""), more.pop("address", ""))))
        said = {**more, **said, "address": address}
    said["key"] = text_of(element, path + "code")
    return said


def _goods(bill: Element, draft: Draft) -> None:
    goods = bill.find("Goods_segment")
    if goods is not None:
        draft.say("goods_description", one_line(text_of(goods, "Goods_description")))
        draft.number("gross_weight_kg", text_of(goods, "Gross_mass"))
        draft.number("volume_m3", text_of(goods, "Volume_in_cubic_meters"))
        draft.say("marks", one_line(text_of(goods, "Shipping_marks")))
        draft.integer("packages", text_of(goods, "Number_of_packages"))
        draft.say("hs_code", text_of(goods, "Commodity_code", "Commodity_Segment/Commodity_code"))
    containers = bill.findall("ctn_segment")
    draft.say("hs_code", agreed(text_of(one, "Commodity_code") for one in containers))
    for number, container in enumerate(containers, 1):
        reference = text_of(container, "Ctn_reference")
        draft.link("container", reference)
        draft.link("seal", *(text_of(container, tag) for tag in ("Seal_number", "Marks1", "Marks2", "Marks3")))
        draft.line(
            line=number,
            container=reference,
            hs_code=text_of(container, "Commodity_code"),
            goods_description=one_line(text_of(container, "Goods_description")),
            gross_weight_kg=draft.read_number(
                "gross_weight_kg", text_of(container, "Gross_weight", "Goods_weight", "Gross_mass")
            ),
            packages=draft.read_number("packages", text_of(container, "Number_of_packages")),
        )


FORMAT = DocumentFormat(
    name="asycuda-manifest",
    version=1,
    title="ASYCUDA World manifest",
    columns=("general", "bill"),
    recognise=recognise,
    units=units,
    parse=parse,
)
