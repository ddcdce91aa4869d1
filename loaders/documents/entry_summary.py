"""Entry summary declarations (IE315) and their amendments (IE313): `CC315A`, `CC313A`, bare or in a SOAP envelope.

They announce a consignment, so they are of kind `arrival`. The own number is the MRN (`DocNumHEA5`), else the lodging
person's reference (`GB123/REF1`); a declaration that carries its MRN and the amendments to it are versions of one
record, ordered by the time of declaration and of amendment. A declaration without its MRN and its amendments, which
never name the reference, are two records: they meet at the documents of carriage, or at the commercial reference that
stands in their place. The messages name no time zone: their hours are read as UTC.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from loaders import parsers
from loaders.documents.document import DocumentFormat
from loaders.documents.draft import BASIC_DAYS, BASIC_MOMENTS, RecordDraft, country_of, one_line, rejected
from loaders.documents.means import WATER
from loaders.documents.texts import Shape, Texts, read
from loaders.documents.xml_reader import opening, whole_units

ROOTS = ("CC315A", "CC313A")
NAMESPACE = "http://ics.dgtaxud.ec/"


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
_SHAPE = Shape(
    frozenset({"GOOITEGDS", "PRODOCDC2", *(one.group for one in (*_OF_MESSAGE.values(), *_OF_ITEM.values()))})
)


def recognise(head: bytes) -> bool:
    """Whether a file is such a message."""
    return any(root in ROOTS and (space == "*" or space.startswith(NAMESPACE)) for space, root in opening(head))


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The messages of a file: one, unless an envelope holds several."""
    return whole_units(path, *ROOTS)


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The announced consignment of a message."""
    try:
        root = read(unit[0], _SHAPE)
    except ValueError as error:
        return rejected("message", "", "bad_xml", str(error))
    number = _number(root)
    draft = RecordDraft("arrival")
    amended = root.text("HEAHEA/DatTimAmeHEA113", "HEAHEA/DecDatTimHEA114")
    if root.tag == "CC313A":
        draft.flags.append("amendment")
    _head(root, draft)
    for role, trader in _OF_MESSAGE.items():
        draft.party(role, **_party(root, trader))
    _goods(root, draft)
    version = _amended(amended, draft)
    if number:
        return [draft.record(number, version)], []
    return draft.unnumbered("HEAHEA/RefNumHEA4", "an entry summary declaration", root.everything())


def _number(root: Texts) -> str:
    """The MRN, else the reference under the number of who lodged it, as it is unique to him alone; "" without both."""
    mrn, reference = root.text("HEAHEA/DocNumHEA5"), root.text("HEAHEA/RefNumHEA4")
    if mrn or not reference:
        return mrn
    lodging = root.group("PERLODSUMDEC")
    return "/".join(filter(None, (lodging.text("TINPLD1") if lodging else "", reference)))


def _amended(text: str, draft: RecordDraft) -> str:
    if not text:
        return ""
    try:
        return parsers.amendment(text, BASIC_MOMENTS, "UTC")
    except ValueError:
        draft.flag("amended", "unreadable", text)
        return ""


def _head(root: Texts, draft: RecordDraft) -> None:
    head = "HEAHEA/"
    draft.moment("expected_at", root.text("CUSOFFFENT730/ExpDatOfArrFIRENT733"), BASIC_MOMENTS)
    draft.date("registered_on", root.text(head + "DecDatTimHEA114")[:8], BASIC_DAYS)
    draft.say("office", root.text("CUSOFFFENT730/RefNumCUSOFFFENT731", "CUSOFFLON/RefNumCOL1"))
    draft.say("nature", "import")
    draft.say("trader_reference", root.text(head + "RefNumHEA4"))
    mode = root.text(head + "TraModAtBorHEA76")
    draft.say("mode_of_transport", mode)
    means = root.text(head + "IdeOfMeaOfTraCroHEA85")
    if mode == "1" and re.fullmatch(r"(?:IMO)?\s*\d{7}", means):
        draft.link("vessel.imo", means)
    else:
        draft.means(means, mode, root.text(head + "NatOfMeaOfTraCroHEA87"))
    draft.say("voyage_number", root.text(head + "ConRefNumHEA"))
    draft.integer("packages", root.text(head + "TotNumOfPacHEA306"))
    draft.number("gross_weight_kg", root.text(head + "TotGroMasHEA307"))
    draft.say("freight_payment", root.text(head + "TraChaMetOfPayHEA1"))
    draft.link("loaded_at", root.text(head + "PlaLoaGOOITE334"))
    draft.link("unloaded_at", root.text(head + "PlaUnlGOOITE334"))
    draft.link("transit_countries", *root.texts("ITI/CouOfRouCodITI1"))
    draft.link("seal", *root.texts("SEAID529/SeaIdSEAID530"))


def _party(element: Texts, trader: _Trader) -> dict[str, Any]:
    group = element.group(trader.group)
    if group is None:
        return {}
    number = group.text(trader.number)
    return {
        "name": one_line(group.text(trader.name)),
        "tax_number": number,
        "address": group.joined(trader.street, trader.city, trader.postcode),
        "country": country_of(number, group.text(trader.country)),
    }


def _goods(root: Texts, draft: RecordDraft) -> None:
    items = root.groups("GOOITEGDS")
    for number, item in enumerate(items, 1):
        _item(item, number, root.text("HEAHEA/ComRefNumHEA"), draft)
    for role, trader in _OF_ITEM.items():
        said = [one for item in items if any((one := _party(item, trader)).values())]
        if said:
            draft.party(role, **said[0])
        if any(one != said[0] for one in said[1:]):
            draft.flags.append(f"{role}_differs_by_item")


def _item(item: Texts, number: int, commercial: str, draft: RecordDraft) -> None:
    containers = item.texts("CONNR2/ConNumNR21")
    draft.link("container", *containers)
    draft.link("loaded_at", item.text("PlaLoaGOOITE333"))
    draft.link("unloaded_at", item.text("PlaUnlGOOITE333"))
    mode = str(draft.values.get("mode_of_transport", ""))
    for means in item.texts("IDEMEATRAGI970/IdeMeaTraGIMEATRA971"):  # what carries the item: on a ferry its truck
        draft.means(means, "" if mode in WATER else mode)
    for produced in item.groups("PRODOCDC2"):
        draft.document(produced.text("DocTypDC21"), produced.text("DocRefDC23"))
    draft.link("unique_reference", item.text("ComRefNumGIM1") or commercial)
    packages = [draft.read_number("packages", text) for text in item.texts("PACGS2/NumOfPacGS24")]
    draft.line(
        line=int(text) if (text := item.text("IteNumGDS7")).isdecimal() else number,
        hs_code=item.text("COMCODGODITM/ComNomCMD1"),
        goods_description=one_line(item.text("GooDesGDS23")),
        gross_weight_kg=draft.read_number("gross_weight_kg", item.text("GroMasGDS46")),
        packages=sum(one for one in packages if one is not None) if packages else None,
        container=", ".join(containers),
        marks=one_line("; ".join(item.texts("PACGS2/MarNumOfPacGSL21"))),
    )


FORMAT = DocumentFormat(
    name="entry-summary",
    version=3,
    title="entry summary declaration (IE315, IE313)",
    columns=("message",),
    recognise=recognise,
    units=units,
    parse=parse,
)
