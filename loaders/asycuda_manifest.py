"""The cargo manifest of ASYCUDA World: `<Awmds>` and its companions, one bill of lading a unit.

Also read: `<Awbolds>` (a master bill broken up into house bills), `<Awmcds>` and `<Awbolegmds>`, which share the bill's
segment. A bill's own number is its reference, with the master's before it where it is a house bill
(`MASTER/HOUSE`). One container may stand under several bills: its weight is the bill's share, on the bill's goods line.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders.document import DocumentFormat
from loaders.draft import Draft, agreed, first_of, leaves, one_line, rejected
from loaders.party_text import particulars
from loaders.xml_reader import Element, canonical, document, elements, local_name, opening

Texts = Mapping[str, str]
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
        head, general = _general(unit[0])
        element = document(unit[1])
    except (ValueError, IndexError) as error:
        return rejected("bill", "", "bad_xml", str(error))
    bill = leaves(element)
    reference = first_of(bill, "Bol_id/Bol_reference")
    if not reference:
        return rejected("Bol_id/Bol_reference", "", "missing_id", "a bill of lading needs its own number")
    draft = Draft("manifest")
    master = first_of(bill, "Bol_id/Master_bol_ref_number", "Master_bol_ref_number")
    if head == "Master_bol":
        master = master or first_of(general, "Reference_number", "Bol_reference")
    is_house = bool(master) and master != reference
    draft.link("transport_document", reference)
    draft.link("master_document", master if is_house else "")
    _voyage(general, draft)
    _bill(general, bill, draft)
    _parties(general, bill, draft)
    _goods(bill, element, draft)
    return [draft.record(f"{master}/{reference}" if is_house else reference)], []


@lru_cache(maxsize=4)
def _general(text: str) -> tuple[str, Mapping[str, str]]:
    """Name and texts of the general segment, which the bills of a manifest have in common."""
    element = document(text or "<General_segment/>")
    return str(element.tag), leaves(element)


def _voyage(general: Texts, draft: Draft) -> None:
    head, transport = "General_segment_id/", "Transport_information/"
    office = first_of(general, head + "Customs_office_code", "Customs_office_code")
    voyage = first_of(general, head + "Voyage_number", "Voyage_number")
    departure = first_of(general, head + "Date_of_departure", "Date_of_departure")
    draft.say("office", office)
    draft.say("voyage_number", voyage)
    draft.date("departed_on", departure, DATES)
    draft.date("arrived_on", first_of(general, head + "Date_of_arrival", "Date_of_arrival"), DATES)
    registry = first_of(general, head + "Registry_number", head + "Registration_number", "Manifest_registry_number")
    if not registry and office and voyage and "departed_on" in draft.values:
        registry = f"{office}/{voyage}/{draft.values['departed_on']}"  # what the system itself knows a manifest by
    draft.link("manifest_number", registry)
    mode = first_of(general, transport + "Mode_of_transport_code")
    draft.say("mode_of_transport", mode)
    identity = first_of(general, transport + "Identity_of_transporter")
    registration = first_of(general, transport + "Registration_number_of_transport_code")
    if mode[:1] in _ROAD_AND_RAIL and mode:
        draft.link("vehicle.plate", identity, registration)
        draft.party("driver", name=one_line(first_of(general, transport + "Master_information")))
    else:
        draft.say("means_of_transport", identity, registration)


def _bill(general: Texts, bill: Texts, draft: Draft) -> None:
    nature = first_of(bill, "Bol_id/Bol_nature", "Bol_id/Nature") or first_of(general, "Nature")
    draft.say("nature", _NATURES.get(nature, nature))
    place = "Load_unload_place/Place_of_"
    for link, own, whole in (("loaded_at", "loading", "departure"), ("unloaded_at", "unloading", "destination")):
        said = first_of(bill, f"{place}{own}_name", f"{place}{own}_code")
        draft.link(link, said or first_of(general, f"{place}{whole}_name", f"{place}{whole}_code"))
    payment = first_of(bill, "Value_segment/Freight_segment/PC_indicator")
    draft.say("freight_payment", _PAYMENTS.get(payment.upper(), payment))
    value = "Value_segment/Customs_segment/Customs_"
    draft.number("value_amount", first_of(bill, value + "value"))
    draft.say("value_currency", first_of(bill, value + "currency"))


def _parties(general: Texts, bill: Texts, draft: Draft) -> None:
    for role, tag in _PARTIES.items():
        said = _party(bill, f"Traders_segment/{tag}/{tag}_")
        draft.party(role, **(said or _party(general, f"Transport_information/{tag}/{tag}_")))


def _party(texts: Texts, path: str) -> dict[str, Any]:
    said = particulars(first_of(texts, path + "name"))
    written = first_of(texts, path + "address")
    if written:
        more = particulars(f"-\n{written}")
        more.pop("name", None)
        address = ", ".join(filter(None, (said.pop("address", ""), more.pop("address", ""))))
        said = {**more, **said, "address": address}
    code = first_of(texts, path + "code")
    return {**said, "key": code} if code else said


def _goods(bill: Texts, element: Element, draft: Draft) -> None:
    goods = "Goods_segment/"
    draft.say("goods_description", one_line(first_of(bill, goods + "Goods_description")))
    draft.number("gross_weight_kg", first_of(bill, goods + "Gross_mass"))
    draft.number("volume_m3", first_of(bill, goods + "Volume_in_cubic_meters"))
    draft.say("marks", one_line(first_of(bill, goods + "Shipping_marks")))
    draft.integer("packages", first_of(bill, goods + "Number_of_packages"))
    draft.say("hs_code", first_of(bill, goods + "Commodity_code", goods + "Commodity_Segment/Commodity_code"))
    containers = [leaves(one) for one in element.iterfind("ctn_segment")]
    draft.say("hs_code", agreed(first_of(one, "Commodity_code") for one in containers))
    for number, container in enumerate(containers, 1):
        reference = first_of(container, "Ctn_reference")
        draft.link("container", reference)
        draft.link("seal", *(first_of(container, tag) for tag in ("Seal_number", "Marks1", "Marks2", "Marks3")))
        weight = first_of(container, "Gross_weight", "Goods_weight", "Gross_mass")
        draft.line(
            line=number,
            container=reference,
            hs_code=first_of(container, "Commodity_code"),
            goods_description=one_line(first_of(container, "Goods_description")),
            gross_weight_kg=draft.read_number("gross_weight_kg", weight),
            packages=draft.read_number("packages", first_of(container, "Number_of_packages")),
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
