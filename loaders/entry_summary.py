"""Entry summary declarations (IE315) and their amendments (IE313): `CC315A`, `CC313A`, bare or in a SOAP envelope.

They announce a consignment, so they are of kind `arrival`. The own number is the MRN (`DocNumHEA5`), else the sender's
reference; a declaration that carries its MRN and the amendments to it are versions of one record, ordered by the time
of declaration and of amendment. The messages name no time zone: their hours are read as UTC.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders import values
from loaders.document import DocumentFormat
from loaders.draft import Draft, joined, one_line, rejected, text_of, texts_of
from loaders.xml_reader import Element, canonical, document, elements, opening

ROOTS = ("CC315A", "CC313A")
NAMESPACE = "http://ics.dgtaxud.ec/"
MOMENTS = ("%Y%m%d%H%M",)


@dataclass(frozen=True, slots=True)
class _Trader:
    """The tags of a trader: each group of the message has its own endings."""

    group: str
    name: str
    number: str
    street: str
    postcode: str
    city: str
    country: str


_OF_MESSAGE = {
    "shipper": _Trader("TRACONCO1", "NamCO17", "TINCO159", "StrAndNumCO122", "PosCodCO123", "CitCO124", "CouCO125"),
    "consignee": _Trader("TRACONCE1", "NamCE17", "TINCE159", "StrAndNumCE122", "PosCodCE123", "CitCE124", "CouCE125"),
    "notify": _Trader(
        *("NOTPAR670", "NamNOTPAR672", "TINNOTPAR671"),
        *("StrNumNOTPAR673", "PosCodNOTPAR676", "CitNOTPAR674", "CouCodNOTPAR675"),
    ),
    "declarant": _Trader(
        *("PERLODSUMDEC", "NamPLD1", "TINPLD1", "StrAndNumPLD1", "PosCodPLD1", "CitPLD1", "CouCodPLD1")
    ),
    "carrier": _Trader(
        *("TRACARENT601", "NamTRACARENT604", "TRACARENT602"),
        *("StrNumTRACARENT607", "PstCodTRACARENT606", "CtyTRACARENT603", "CouCodTRACARENT605"),
    ),
}
_OF_ITEM = {
    "shipper": _Trader("TRACONCO2", "NamCO27", "TINCO259", "StrAndNumCO222", "PosCodCO223", "CitCO224", "CouCO225"),
    "consignee": _Trader("TRACONCE2", "NamCE27", "TINCE259", "StrAndNumCE222", "PosCodCE223", "CitCE224", "CouCE225"),
    "notify": _Trader(
        *("PRTNOT640", "NamPRTNOT642", "TINPRTNOT641"),
        *("StrNumPRTNOT646", "PstCodPRTNOT644", "CtyPRTNOT643", "CouCodGINOT647"),
    ),
}
# Modes of transport at the border whose means is a vehicle with a plate: rail (wagons) and road.
_ROAD_AND_RAIL = "23"


def recognise(head: bytes) -> bool:
    """Whether a file is such a message."""
    return any(root in ROOTS and (space == "*" or space.startswith(NAMESPACE)) for space, root in opening(head)[:8])


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The messages of a file: one, unless an envelope holds several."""
    for line, element in elements(path, *ROOTS):
        yield line, [canonical(element)]


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The announced consignment of a message."""
    try:
        root = document(unit[0])
    except ValueError as error:
        return rejected("message", "", "bad_xml", str(error))
    number = text_of(root, "HEAHEA/DocNumHEA5", "HEAHEA/RefNumHEA4")
    if not number:
        return rejected(
            "HEAHEA/RefNumHEA4", "", "missing_id", "an entry summary declaration needs its MRN or reference"
        )
    draft = Draft("arrival")
    amended = text_of(root, "HEAHEA/DatTimAmeHEA113", "HEAHEA/DecDatTimHEA114")
    if root.tag == "CC313A":
        draft.flags.append("amendment")
    _head(root, draft)
    for role, trader in _OF_MESSAGE.items():
        draft.party(role, **_party(root, trader))
    _goods(root, draft)
    return [draft.record(number, _amended(amended, draft))], []


def _amended(text: str, draft: Draft) -> str:
    if not text:
        return ""
    try:
        return values.amendment(text, MOMENTS, "UTC")
    except ValueError:
        draft.flag("amended", "unreadable", text)
        return ""


def _head(root: Element, draft: Draft) -> None:
    head = "HEAHEA/"
    draft.moment("expected_at", text_of(root, "CUSOFFFENT730/ExpDatOfArrFIRENT733"), MOMENTS)
    draft.date("registered_on", text_of(root, head + "DecDatTimHEA114")[:8], ("%Y%m%d",))
    draft.say("office", text_of(root, "CUSOFFFENT730/RefNumCUSOFFFENT731", "CUSOFFLON/RefNumCOL1"))
    draft.say("nature", "import")
    mode = text_of(root, head + "TraModAtBorHEA76")
    draft.say("mode_of_transport", mode)
    means = text_of(root, head + "IdeOfMeaOfTraCroHEA85")
    if mode in _ROAD_AND_RAIL and mode:
        draft.link("vehicle.plate", means)
    else:
        draft.say("means_of_transport", means)
    draft.say("voyage_number", text_of(root, head + "ConRefNumHEA"))
    draft.integer("packages", text_of(root, head + "TotNumOfPacHEA306"))
    draft.number("gross_weight_kg", text_of(root, head + "TotGroMasHEA307"))
    draft.say("freight_payment", text_of(root, head + "TraChaMetOfPayHEA1"))
    draft.link("loaded_at", text_of(root, head + "PlaLoaGOOITE334"))
    draft.link("unloaded_at", text_of(root, head + "PlaUnlGOOITE334"))
    draft.link("transit_countries", *texts_of(root, "ITI/CouOfRouCodITI1"))
    draft.link("seal", *texts_of(root, "SEAID529/SeaIdSEAID530"))


def _party(element: Element, trader: _Trader) -> dict[str, Any]:
    group = element.find(trader.group)
    if group is None:
        return {}
    number = text_of(group, trader.number)
    country = text_of(group, trader.country)
    if not country and number[:2].isalpha() and values.country(number[:2]):
        country = number[:2]
    return {
        "name": one_line(text_of(group, trader.name)),
        "tax_number": number,
        "address": joined(group, trader.street, trader.city, trader.postcode),
        "country": country,
    }


def _goods(root: Element, draft: Draft) -> None:
    items = root.findall("GOOITEGDS")
    for number, item in enumerate(items, 1):
        _item(item, number, draft)
    for role, trader in _OF_ITEM.items():
        said = [one for item in items if any((one := _party(item, trader)).values())]
        if said:
            draft.party(role, **said[0])
        if any(one != said[0] for one in said[1:]):
            draft.flags.append(f"{role}_differs_by_item")


def _item(item: Element, number: int, draft: Draft) -> None:
    containers = texts_of(item, "CONNR2/ConNumNR21")
    draft.link("container", *containers)
    draft.link("loaded_at", text_of(item, "PlaLoaGOOITE333"))
    draft.link("unloaded_at", text_of(item, "PlaUnlGOOITE333"))
    draft.link("vehicle.plate", *_plates(item, draft))
    for produced in item.iterfind("PRODOCDC2"):
        draft.document(text_of(produced, "DocTypDC21"), text_of(produced, "DocRefDC23"))
    packages = [draft.read_number("packages", text) for text in texts_of(item, "PACGS2/NumOfPacGS24")]
    draft.line(
        line=int(text) if (text := text_of(item, "IteNumGDS7")).isdecimal() else number,
        hs_code=text_of(item, "COMCODGODITM/ComNomCMD1"),
        goods_description=one_line(text_of(item, "GooDesGDS23")),
        gross_weight_kg=draft.read_number("gross_weight_kg", text_of(item, "GroMasGDS46")),
        packages=sum(one for one in packages if one is not None) if packages else None,
        container=", ".join(containers),
        marks=one_line("; ".join(texts_of(item, "PACGS2/MarNumOfPacGSL21"))),
    )


def _plates(item: Element, draft: Draft) -> list[str]:
    """Means that carry the item across the border; plates on the road and wagons, else names that link nothing."""
    if draft.values.get("mode_of_transport") not in ("2", "3"):
        return []
    return texts_of(item, "IDEMEATRAGI970/IdeMeaTraGIMEATRA971")


FORMAT = DocumentFormat(
    name="entry-summary",
    version=1,
    title="entry summary declaration (IE315, IE313)",
    columns=("message",),
    recognise=recognise,
    units=units,
    parse=parse,
)
