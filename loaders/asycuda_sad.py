"""The Single Administrative Document as ASYCUDA World exports it: `<ASYCUDA>`, one declaration a file.

Its own number is office, year and registration, as `TIA00/2024/C1234`. A declaration that is not registered yet has
none: it is then known by the hash of what it is about, and says `not_registered`. Dates are month/day/year, as the
system writes them in any country, or ISO.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.canonical import Record, Rejection
from loaders.document import DocumentFormat
from loaders.draft import Draft, agreed, one_line, rejected, text_of
from loaders.party_text import particulars
from loaders.xml_reader import Element, canonical, document, elements, opening

ROOT = "ASYCUDA"
DATES = ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y")
_NATURES = {"I": "import", "IM": "import", "E": "export", "EX": "export", "T": "transit", "TR": "transit"}
_PARTIES = {
    "shipper": ("Traders/Exporter/Exporter_code", "Traders/Exporter/Exporter_name"),
    "consignee": ("Traders/Consignee/Consignee_code", "Traders/Consignee/Consignee_name"),
    "declarant": ("Declarant/Declarant_code", "Declarant/Declarant_name"),
    "principal": ("Transit/Principal/Code", "Transit/Principal/Name"),
}
_ABOUT = (
    "Identification/Office_segment/Customs_clearance_office_code",
    "Identification/Manifest_reference_number",
    "Declarant/Declarant_code",
    "Declarant/Reference/Number",
    "Traders/Exporter/Exporter_name",
    "Traders/Consignee/Consignee_code",
    "Traders/Consignee/Consignee_name",
    "Item/Previous_doc/Summary_declaration",
)
_WAYBILL = re.compile(r"\b(M|H)?A?WB\s*(?:NO)?[\s.:]*([A-Z0-9][A-Z0-9-]{5,})", re.IGNORECASE)
_REGISTERED = re.compile(r"(\d{4})\s+(\w{2,9})\s+([A-Z])\s*-?\s*(\d+)")
# First digit of a mode of transport: 1 sea, 2 rail, 3 road, 4 air, 5 post, 7 pipes and wires, 8 rivers; 9 says nothing.
_LAND, _NO_LAND = "23", "14578"


def recognise(head: bytes) -> bool:
    """Whether a file is such a declaration."""
    return opening(head)[:1] in [(("", ROOT),), (("*", ROOT),)]


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The declaration, as one unit."""
    for line, element in elements(path, ROOT):
        yield line, [canonical(element)]


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The declaration of a unit."""
    try:
        root = document(unit[0])
    except ValueError as error:
        return rejected("declaration", "", "bad_xml", str(error))
    draft = Draft("declaration")
    number = _number(root, draft)
    if not number:
        return rejected(
            "Identification/Registration/Number", "", "missing_id", "neither registered nor said what it is about"
        )
    _head(root, draft)
    _parties(root, draft)
    _transport(root, draft)
    _goods(root, draft)
    return [draft.record(number)], []


def _number(root: Element, draft: Draft) -> str:
    """The declaration's own number, "" where nothing tells it from others."""
    registration = "Identification/Registration/"
    office = text_of(root, _ABOUT[0])
    number = text_of(root, registration + "Number")
    draft.date("registered_on", text_of(root, registration + "Date"), DATES)
    if number:
        year = str(draft.values.get("registered_on", ""))[:4]
        if not year:
            draft.flags.append("registration_year_missing")
        return "/".join(filter(None, (office, year, text_of(root, registration + "Serial_number") + number)))
    about = [text_of(root, path) for path in _ABOUT]
    if not any(about[1:]):
        return ""
    draft.flags.append("not_registered")
    return "unregistered-" + hashlib.blake2b("\x1f".join(about).encode(), digest_size=8).hexdigest()


def _head(root: Element, draft: Draft) -> None:
    kind = text_of(root, "Identification/Type/Type_of_declaration")
    flow = text_of(root, "Property/Sad_flow") or kind
    draft.say("office", text_of(root, _ABOUT[0]))
    draft.say("nature", _NATURES.get(flow.upper(), flow))
    draft.say("procedure", kind + text_of(root, "Identification/Type/Declaration_gen_procedure_code"))
    draft.link("manifest_number", text_of(root, "Identification/Manifest_reference_number"))
    country = "General_information/Country/"
    draft.country("departure_country", text_of(root, country + "Export/Export_country_code"))
    draft.country("destination_country", text_of(root, country + "Destination/Destination_country_code"))
    draft.integer("packages", text_of(root, "Property/Nbers/Total_number_of_packages"))
    draft.number("gross_weight_kg", text_of(root, "Valuation/Weight/Gross_weight", "Valuation/Total/Total_weight"))
    draft.number("value_amount", text_of(root, "Valuation/Gs_Invoice/Amount_foreign_currency"))
    currency = agreed(text_of(item, "Valuation_item/Item_Invoice/Currency_code") for item in root.iterfind("Item"))
    draft.say("value_currency", text_of(root, "Valuation/Gs_Invoice/Currency_code"), currency)
    draft.say("incoterms", text_of(root, "Transport/Delivery_terms/Code"))


def _parties(root: Element, draft: Draft) -> None:
    for role, (code, name) in _PARTIES.items():
        draft.party(role, key=text_of(root, code), **particulars(text_of(root, name)))
    name = text_of(root, "Traders/Financial/Financial_name")
    waybills = _WAYBILL.findall(name)
    for letter, number in waybills:  # the field holds waybills and invoices as often as a party
        draft.link("master_document" if letter.upper() == "M" else "transport_document", number)
    particular = {} if waybills else particulars(name)
    draft.party("financial", key=text_of(root, "Traders/Financial/Financial_code"), **particular)


def _transport(root: Element, draft: Draft) -> None:
    means = "Transport/Means_of_transport/"
    mode = text_of(root, means + "Border_information/Mode", means + "Inland_mode_of_transport")
    draft.say("mode_of_transport", mode)
    for stage in ("Departure_arrival_information", "Border_information"):
        identity = text_of(root, f"{means}{stage}/Identity")
        if _is_vehicle(identity, mode):
            draft.link("vehicle.plate", identity)
        else:
            draft.say("means_of_transport", identity)
    place = "Transport/Place_of_loading/"
    draft.link("loaded_at", text_of(root, place + "Name", place + "Code"))
    draft.link("entered_at", text_of(root, "Transport/Border_office/Name", "Transport/Border_office/Code"))
    for seal in root.iterfind("Transit/Seals/Identity"):
        draft.link("seal", (seal.text or "").strip())


def _is_vehicle(identity: str, mode: str) -> bool:
    """Whether an identity is a plate: by the mode, else by its form, as modes like `01` are national."""
    if mode[:1] in _LAND and mode:
        return True
    if mode[:1] in _NO_LAND and mode:
        return False
    return any(char.isdigit() for char in identity) and len(identity.split()) <= 2


def _goods(root: Element, draft: Draft) -> None:
    containers: dict[str, list[str]] = {}
    for container in root.iterfind(".//Container"):
        identity = text_of(container, "Container_identity")
        draft.link("container", identity)
        if identity:
            containers.setdefault(text_of(container, "Item_Number"), []).append(identity)
    for number, item in enumerate(root.iterfind("Item"), 1):
        _item(item, number, containers.get(str(number), []), draft)


def _item(item: Element, number: int, containers: list[str], draft: Draft) -> None:
    hs = "Tarification/HScode/"
    supplementary = "Tarification/Supplementary_unit/Suppplementary_unit_"
    code = "".join(text_of(item, hs + part) for part in ("Commodity_code", "Precision_1"))
    description = "Goods_description/"
    draft.line(
        line=number,
        hs_code=code,
        goods_description=one_line(
            text_of(item, description + "Commercial_Description", description + "Description_of_goods")
        ),
        gross_weight_kg=draft.read_number(
            "gross_weight_kg", text_of(item, "Valuation_item/Weight_itm/Gross_weight_itm")
        ),
        net_weight_kg=draft.read_number("net_weight_kg", text_of(item, "Valuation_item/Weight_itm/Net_weight_itm")),
        packages=draft.read_number("packages", text_of(item, "Packages/Number_of_packages")),
        value_amount=draft.read_number(
            "value_amount", text_of(item, "Valuation_item/Item_Invoice/Amount_foreign_currency")
        ),
        value_currency=text_of(item, "Valuation_item/Item_Invoice/Currency_code"),
        origin_country=draft.read_country("origin_country", text_of(item, description + "Country_of_origin_code")),
        quantity=draft.read_number("quantity", text_of(item, supplementary + "quantity")),
        quantity_unit=text_of(item, supplementary + "code"),
        container=", ".join(containers),
        marks=one_line(text_of(item, "Packages/Marks1_of_packages", "Packages/Marks2_of_packages")),
    )
    draft.link("transport_document", text_of(item, "Previous_doc/Summary_declaration"))
    previous = _REGISTERED.match(text_of(item, "Previous_doc/Previous_document_reference"))
    if previous:
        year, office, serial, registered = previous.groups()
        draft.link("previous_document", f"{office}/{year}/{serial}{registered}")
    for attached in item.iterfind(".//Attached_documents"):
        draft.document(
            text_of(attached, "Attached_document_code"), one_line(text_of(attached, "Attached_document_reference"))
        )


FORMAT = DocumentFormat(
    name="asycuda-sad",
    version=1,
    title="ASYCUDA World declaration (SAD)",
    columns=("declaration",),
    recognise=recognise,
    units=units,
    parse=parse,
)
