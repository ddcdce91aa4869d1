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
from loaders.documents.asycuda.dates import say_day
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import RecordDraft, agreed, one_line, rejected
from loaders.documents.party_text import particulars
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import canonical, elements, local_name, opening

ROOTS = ("Awmds", "Awbolds", "Awmcds", "Awbolegmds")
BILL, HEADS = "Bol_segment", ("General_segment", "Master_bol")
_SHAPE = Shape(frozenset({"ctn_segment"}))
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
        bill = read(unit[1], _SHAPE)
    except (ValueError, IndexError) as error:
        return rejected("bill", "", "bad_xml", str(error))
    reference = bill.text("Bol_id/Bol_reference")
    draft = RecordDraft("manifest")
    master = bill.text("Bol_id/Master_bol_ref_number", "Master_bol_ref_number")
    if general.tag == "Master_bol":
        master = master or general.text("Reference_number", "Bol_reference")
    is_house = bool(master) and master != reference
    draft.link("transport_document", reference)
    draft.link("master_document", master if is_house else "")
    _voyage(general, draft)
    _bill(general, bill, draft)
    _parties(general, bill, draft)
    _goods(bill, draft)
    if reference:
        return [draft.record(f"{master}/{reference}" if is_house else reference)], []
    return draft.unnumbered("Bol_id/Bol_reference", "a bill of lading", (*general.everything(), *bill.everything()))


@lru_cache(maxsize=4)
def _general(text: str) -> Texts:
    """The general segment, which the bills of a manifest have in common."""
    return read(text or "<General_segment/>", _SHAPE)


def _voyage(general: Texts, draft: RecordDraft) -> None:
    head, transport = "General_segment_id/", "Transport_information/"
    office = general.text(head + "Customs_office_code", "Customs_office_code")
    voyage = general.text(head + "Voyage_number", "Voyage_number")
    departure = general.text(head + "Date_of_departure", "Date_of_departure")
    draft.say("office", office)
    draft.say("voyage_number", voyage)
    say_day(draft, "departed_on", departure, general)
    say_day(draft, "arrived_on", general.text(head + "Date_of_arrival", "Date_of_arrival"), general)
    registry = general.text(head + "Registry_number", head + "Registration_number", "Manifest_registry_number")
    if not registry and office and voyage and "departed_on" in draft.values:
        registry = f"{office}/{voyage}/{draft.values['departed_on']}"  # what the system itself knows a manifest by
    draft.link("manifest_number", registry)
    mode = general.text(transport + "Mode_of_transport_code")
    draft.say("mode_of_transport", mode)
    identity = general.text(transport + "Identity_of_transporter")
    registration = general.text(transport + "Registration_number_of_transport_code")
    for means in (identity, registration):
        draft.means(means, mode, general.text(transport + "Nationality_of_transporter_code"))
    role = "driver" if mode[:1] in _ROAD_AND_RAIL and mode else "master"
    draft.party(role, name=one_line(general.text(transport + "Master_information")))


def _bill(general: Texts, bill: Texts, draft: RecordDraft) -> None:
    nature = bill.text("Bol_id/Bol_nature", "Bol_id/Nature") or general.text("Nature")
    draft.say("nature", _NATURES.get(nature, nature))
    place = "Load_unload_place/Place_of_"
    for link, own, whole in (("loaded_at", "loading", "departure"), ("unloaded_at", "unloading", "destination")):
        said = bill.text(f"{place}{own}_name", f"{place}{own}_code")
        draft.link(link, said or general.text(f"{place}{whole}_name", f"{place}{whole}_code"))
    payment = bill.text("Value_segment/Freight_segment/PC_indicator")
    draft.say("freight_payment", _PAYMENTS.get(payment.upper(), payment))
    value = "Value_segment/Customs_segment/Customs_"
    draft.number("value_amount", bill.text(value + "value"))
    draft.say("value_currency", bill.text(value + "currency"))


def _parties(general: Texts, bill: Texts, draft: RecordDraft) -> None:
    for role, tag in _PARTIES.items():
        said = _party(bill, f"Traders_segment/{tag}/{tag}_")
        draft.party(role, **(said or _party(general, f"Transport_information/{tag}/{tag}_")))


def _party(texts: Texts, path: str) -> dict[str, Any]:
    said = particulars(texts.text(path + "name"))
    written = texts.text(path + "address")
    if written:
        more = particulars(f"-\n{written}")
        more.pop("name", None)
        address = ", ".join(filter(None, (said.pop("address", ""), more.pop("address", ""))))
        said = {**more, **said, "address": address}
    code = texts.text(path + "code")
    return {**said, "key": code} if code else said


def _goods(bill: Texts, draft: RecordDraft) -> None:
    goods = "Goods_segment/"
    draft.say("goods_description", one_line(bill.text(goods + "Goods_description")))
    draft.number("gross_weight_kg", bill.text(goods + "Gross_mass"))
    draft.number("volume_m3", bill.text(goods + "Volume_in_cubic_meters"))
    draft.say("marks", one_line(bill.text(goods + "Shipping_marks")))
    draft.integer("packages", bill.text(goods + "Number_of_packages"))
    draft.say("hs_code", bill.text(goods + "Commodity_code", goods + "Commodity_Segment/Commodity_code"))
    containers = bill.groups("ctn_segment")
    draft.say("hs_code", agreed(one.text("Commodity_code") for one in containers))
    for number, container in enumerate(containers, 1):
        reference = container.text("Ctn_reference")
        draft.link("container", reference)
        draft.link("container_type", container.text("Type_of_container"))
        draft.link("container_load", container.text("Empty_Full"))
        draft.link("sealed_by", container.text("Sealing_Party"))
        draft.link("seal", *(container.text(tag) for tag in ("Seal_number", "Marks1", "Marks2", "Marks3")))
        weight = container.text("Gross_weight", "Goods_weight", "Gross_mass")
        draft.line(
            line=number,
            container=reference,
            container_type=container.text("Type_of_container"),
            container_load=container.text("Empty_Full"),
            hs_code=container.text("Commodity_code"),
            goods_description=one_line(container.text("Goods_description")),
            gross_weight_kg=draft.read_number("gross_weight_kg", weight),
            packages=draft.read_number("packages", container.text("Number_of_packages")),
        )


FORMAT = DocumentFormat(
    name="asycuda-manifest",
    version=3,
    title="ASYCUDA World manifest",
    columns=("general", "bill"),
    recognise=recognise,
    units=units,
    parse=parse,
)
