"""The Single Administrative Document as ASYCUDA World exports it: `<ASYCUDA>`, one declaration a file.

Its own number is office, year and registration, as `TIA00/2024/C1234`. A declaration that is not registered yet has
none, and says `not_registered`: it is then known by the hash of its declarant's reference and whom it is about, so that
a changed draft is a version of the same, and without a reference by that of all its particulars.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.canonical import Record, Rejection
from loaders.documents.asycuda.dates import say_day, year_of
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import RecordDraft, agreed, number_of_particulars, one_line, rejected
from loaders.documents.means import WATER
from loaders.documents.party_text import particulars
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import opening, whole_units

ROOT = "ASYCUDA"
_SHAPE = Shape(frozenset({"Item", "Container", "Attached_documents"}))
_NATURES = {"I": "import", "IM": "import", "E": "export", "EX": "export", "T": "transit", "TR": "transit"}
_PARTIES = {
    "shipper": ("Traders/Exporter/Exporter_code", "Traders/Exporter/Exporter_name"),
    "consignee": ("Traders/Consignee/Consignee_code", "Traders/Consignee/Consignee_name"),
    "declarant": ("Declarant/Declarant_code", "Declarant/Declarant_name"),
    "principal": ("Transit/Principal/Code", "Transit/Principal/Name"),
}
_OFFICE = "Identification/Office_segment/Customs_clearance_office_code"
_REFERENCE = "Declarant/Reference/Number"
_REFERRED = (
    _OFFICE,
    "Identification/Manifest_reference_number",
    "Declarant/Declarant_code",
    _REFERENCE,
    "Traders/Exporter/Exporter_name",
    "Traders/Consignee/Consignee_code",
    "Traders/Consignee/Consignee_name",
)
# Possessive, as two runs of the same signs beside each other would take time by the square of their length.
_WAYBILL = re.compile(r"\b(M|H)?A?WB\s*+(?:NO)?[\s.:]*+([A-Z0-9][A-Z0-9-]{5,})", re.IGNORECASE)
_REGISTERED = re.compile(r"(\d{4})\s+(\w{2,9})\s+([A-Z])\s*+-?\s*+(\d+)")


def recognise(head: bytes) -> bool:
    """Whether a file is such a declaration."""
    return opening(head)[:1] in [(("", ROOT),), (("*", ROOT),)]


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The declaration, as one unit."""
    return whole_units(path, ROOT)


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The declaration of a unit."""
    try:
        root = read(unit[0], _SHAPE)
    except ValueError as error:
        return rejected("declaration", "", "bad_xml", str(error))
    draft = RecordDraft("declaration")
    number = _number(root, draft)
    _head(root, draft)
    _parties(root, draft)
    _transport(root, draft)
    _goods(root, draft)
    if number:
        return [draft.record(number)], []
    return draft.unnumbered("Identification/Registration/Number", "a declaration", root.everything(), "not_registered")


def _number(root: Texts, draft: RecordDraft) -> str:
    """The declaration's own number, "" where it is not registered yet."""
    registration = "Identification/Registration/"
    office = root.text(_OFFICE)
    number = root.text(registration + "Number")
    day = root.text(registration + "Date")
    say_day(draft, "registered_on", day, root)
    if number:
        year = str(draft.values.get("registered_on", ""))[:4] or year_of(day)
        if not year:
            draft.flags.append("registration_year_missing")
        return "/".join(filter(None, (office, year, root.text(registration + "Serial_number") + number)))
    if root.text(_REFERENCE):
        draft.flags.append("not_registered")
        return number_of_particulars((path, root.text(path)) for path in _REFERRED)
    return ""


def _head(root: Texts, draft: RecordDraft) -> None:
    kind = root.text("Identification/Type/Type_of_declaration")
    flow = root.text("Property/Sad_flow") or kind
    draft.say("office", root.text(_OFFICE))
    draft.say("nature", _NATURES.get(flow.upper(), flow))
    draft.say("procedure", kind + root.text("Identification/Type/Declaration_gen_procedure_code"))
    draft.say("trader_reference", root.text(_REFERENCE))
    draft.link("manifest_number", root.text("Identification/Manifest_reference_number"))
    country = "General_information/Country/"
    draft.country("first_destination_country", root.text(country + "Country_first_destination"))
    draft.country("trading_country", root.text(country + "Trading_country"))
    draft.country("departure_country", root.text(country + "Export/Export_country_code"))
    draft.country("destination_country", root.text(country + "Destination/Destination_country_code"))
    draft.integer("packages", root.text("Property/Nbers/Total_number_of_packages"))
    draft.number("gross_weight_kg", root.text("Valuation/Weight/Gross_weight", "Valuation/Total/Total_weight"))
    draft.number("value_amount", root.text("Valuation/Gs_Invoice/Amount_foreign_currency"))
    currency = agreed(item.text("Valuation_item/Item_Invoice/Currency_code") for item in root.groups("Item"))
    draft.say("value_currency", root.text("Valuation/Gs_Invoice/Currency_code"), currency)
    draft.say("incoterms", root.text("Transport/Delivery_terms/Code"))


def _parties(root: Texts, draft: RecordDraft) -> None:
    for role, (code, name) in _PARTIES.items():
        draft.party(role, key=root.text(code), **particulars(root.text(name)))
    draft.party("representative", name=one_line(root.text("Declarant/Declarant_representative")), kind="person")
    name = root.text("Traders/Financial/Financial_name")
    waybills = _WAYBILL.findall(name)
    for letter, number in waybills:  # the field holds waybills and invoices as often as a party
        draft.link("master_document" if letter.upper() == "M" else "transport_document", number)
    particular = {} if waybills else particulars(name)
    draft.party("financial", key=root.text("Traders/Financial/Financial_code"), **particular)


def _transport(root: Texts, draft: RecordDraft) -> None:
    """Boxes 18 and 21, the means at departure or arrival and at the border, each by its own mode (boxes 26 and 25).

    What stands in both is said once. Where a ship crosses the border and no inland mode is said, the form of what is in
    box 18 decides: a truck goes by ferry.
    """
    means = "Transport/Means_of_transport/"
    at_border, inland = root.text(means + "Border_information/Mode"), root.text(means + "Inland_mode_of_transport")
    draft.say("mode_of_transport", at_border, inland)
    of_box_18 = inland or ("" if at_border[:1] in WATER else at_border)
    for stage, mode in (("Departure_arrival_information", of_box_18), ("Border_information", at_border or inland)):
        draft.means(root.text(f"{means}{stage}/Identity"), mode, root.text(f"{means}{stage}/Nationality"))
    place = "Transport/Place_of_loading/"
    draft.link("loaded_at", root.text(place + "Name", place + "Code"))
    draft.link("entered_at", root.text("Transport/Border_office/Name", "Transport/Border_office/Code"))
    draft.link("seal", *root.texts("Transit/Seals/Identity"))


def _goods(root: Texts, draft: RecordDraft) -> None:
    containers: dict[str, list[Texts]] = {}
    for container in root.groups_below("Container"):
        draft.link("container", container.text("Container_identity"))
        draft.link("container_type", container.text("Container_type"))
        draft.link("container_load", container.text("Empty_full_indicator"))
        containers.setdefault(container.text("Item_Number"), []).append(container)
    for number, item in enumerate(root.groups("Item"), 1):
        _item(item, number, containers.get(str(number), []), draft)


def _item(item: Texts, number: int, containers: list[Texts], draft: RecordDraft) -> None:
    hs = "Tarification/HScode/"
    supplementary = "Tarification/Supplementary_unit/Suppplementary_unit_"
    code = "".join(item.text(hs + part) for part in ("Commodity_code", "Precision_1"))
    description = "Goods_description/"
    draft.line(
        line=number,
        hs_code=code,
        goods_description=one_line(
            item.text(description + "Commercial_Description", description + "Description_of_goods")
        ),
        gross_weight_kg=draft.read_number("gross_weight_kg", item.text("Valuation_item/Weight_itm/Gross_weight_itm")),
        net_weight_kg=draft.read_number("net_weight_kg", item.text("Valuation_item/Weight_itm/Net_weight_itm")),
        packages=draft.read_number("packages", item.text("Packages/Number_of_packages")),
        value_amount=draft.read_number(
            "value_amount", item.text("Valuation_item/Item_Invoice/Amount_foreign_currency")
        ),
        value_currency=item.text("Valuation_item/Item_Invoice/Currency_code"),
        origin_country=draft.read_country("origin_country", item.text(description + "Country_of_origin_code")),
        quantity=draft.read_number("quantity", item.text(supplementary + "quantity")),
        quantity_unit=item.text(supplementary + "code"),
        container=_of_each(containers, "Container_identity"),
        container_type=_of_each(containers, "Container_type"),
        container_load=_of_each(containers, "Empty_full_indicator"),
        statistical_value=draft.read_number("statistical_value", item.text("Valuation_item/Statistical_value")),
        cif_value=draft.read_number("cif_value", item.text("Valuation_item/Total_CIF_itm")),
        remarks=one_line(item.text("Free_text_1")),
        marks=one_line(item.text("Packages/Marks1_of_packages", "Packages/Marks2_of_packages")),
    )
    draft.link("transport_document", item.text("Previous_doc/Summary_declaration"))
    previous = _REGISTERED.match(item.text("Previous_doc/Previous_document_reference"))
    if previous:
        year, office, serial, registered = previous.groups()
        draft.link("previous_document", f"{office}/{year}/{serial}{registered}")
    for attached in item.groups_below("Attached_documents"):
        draft.document(attached.text("Attached_document_code"), one_line(attached.text("Attached_document_reference")))


def _of_each(containers: list[Texts], path: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, (one.text(path) for one in containers))))


FORMAT = DocumentFormat(
    name="asycuda-sad",
    version=3,
    title="ASYCUDA World declaration (SAD)",
    columns=("declaration",),
    recognise=recognise,
    units=units,
    parse=parse,
)
