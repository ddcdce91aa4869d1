"""What each segment of a CUSCAR message says in our words: dates, parties, places, equipment, goods lines."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.canonical import Rejection
from graph.names import legal_form
from graph.quantities import Dimension, quantity
from loaders import values
from loaders.edifact import Segment

_ROLES = {
    "CZ": "shipper",
    "EX": "shipper",
    "SU": "seller",
    "SE": "seller",
    "CN": "consignee",
    "BY": "buyer",
    "NI": "notify",
    "N1": "notify",
    "N2": "notify",
    "CA": "carrier",
    "FW": "forwarder",
    "DT": "declarant",
    "CB": "declarant",
    "WH": "warehouse",
}
_MODES = {"1": "sea", "2": "rail", "3": "road", "4": "air"}
# LOC qualifier -> field; where several give one, the first of this table that is there counts
_PLACES = {
    "9": "loaded_at",
    "76": "loaded_at",
    "5": "loaded_at",
    "11": "unloaded_at",
    "60": "unloaded_at",
    "41": "entered_at",
    "22": "office",
    "42": "exit_office",
    "27": "origin_country",
    "35": "departure_country",
    "28": "destination_country",
    "36": "destination_country",
}
_DAYS = {
    "178": "arrived",
    "132": "expected",
    "232": "expected",
    "136": "departed",
    "186": "departed",
    "133": "departed",
}
_HOUSE, _MASTER = ("BH", "HWB", "BM", "AWB"), ("MB", "MWB")
_GROSS, _NET = frozenset({"G", "AAB", "AAD"}), frozenset({"N", "AAL", "AAC"})
_VALUES = ("40", "39", "43", "134")  # MOA: customs value, invoice total, declared for transport, goods value
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CANCELS = frozenset({"1", "3"})  # BGM function: cancellation, deletion


@dataclass(slots=True)
class SegmentReader:
    """Reads the segments of a head or of a consignment in their order.

    Attributes:
        mode: Of transport, in our words; that of the head counts for its consignments.
        said: Canonical fields so far; `finish` completes them.
        numbers: Of the `manifest`, of the `house` bill and of the `line`'s own document.
        amended: When the message was made, as text that sorts.
    """

    mode: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    amended: str = ""
    is_cancelled: bool = False
    _lists: dict[str, dict[str, None]] = field(default_factory=dict)
    _lines: list[dict[str, Any]] = field(default_factory=list)
    _ranks: dict[str, int] = field(default_factory=dict)
    _equipment: dict[str, str] = field(default_factory=dict)  # number -> qualifier
    _at: str = ""  # the tag of the group that is being read: EQD, CNI, GID or NAD
    _role: str = ""

    def read(self, one: Segment) -> None:
        """Takes the next segment; tags that say nothing of ours are passed over."""
        if one.tag in ("EQD", "CNI", "GID"):
            self._at = one.tag
        if one.tag not in ("CTA", "COM"):
            self._role = ""
        reader = _READERS.get(one.tag)
        if reader is not None:
            try:
                reader(self, one)
            except ValueError as error:
                shown = "+".join(":".join(element) for element in one.elements)[:200]
                self.rejections.append(Rejection(one.tag, shown, f"bad_{one.tag.lower()}", str(error)))

    def finish(self) -> dict[str, Any]:
        """What was said, lists and totals with it."""
        said = self.said
        for name, found in self._lists.items():
            if found:
                said[name] = tuple(found) if len(found) > 1 else next(iter(found))
        if self._lines:
            said["goods"] = tuple(self._lines)
            for name in ("gross_weight_kg", "net_weight_kg", "packages"):
                amounts = [line[name] for line in self._lines if name in line]
                if name not in said and len(amounts) == len(self._lines):
                    said[name] = round(sum(amounts), 6)
            for name, sign in (("hs_code", ""), ("goods_description", "; "), ("marks", "; ")):
                texts = list(dict.fromkeys(line[name] for line in self._lines if name in line))
                if texts and name not in said and (sign or len(texts) == 1):
                    said[name] = sign.join(texts)
        return said

    def _add(self, name: str, text: str) -> None:
        if text:
            self._lists.setdefault(name, {})[text] = None

    def _ranked(self, name: str, value: Any, rank: int) -> None:
        """Keeps of several values for a field the one that ranks first."""
        if value and rank < self._ranks.get(name, 1 << 30):
            self.said[name], self._ranks[name] = value, rank

    def begin(self, one: Segment) -> None:
        """BGM: the manifest's number and whether it is cancelled."""
        self.numbers["manifest"] = one.get(1)
        self.is_cancelled = one.get(2) in _CANCELS

    def date(self, one: Segment) -> None:
        """DTM: when it was made, when the means of transport arrives."""
        qualifier, text, pattern = one.get(0), one.get(0, 1), one.get(0, 2)
        if not text or (qualifier != "137" and qualifier not in _DAYS) or self._at:
            return
        moment = _moment(text, pattern)
        if qualifier == "137":
            self.amended = moment if len(moment) == 10 else f"{moment[:16]}Z"
            return
        name = _DAYS[qualifier]
        self._ranked(f"{name}_on", moment[:10], list(_DAYS).index(qualifier))

    def reference(self, one: Segment) -> None:
        """RFF: the numbers of the bill of lading and of the master bill."""
        qualifier, number = one.get(0), one.get(0, 1)
        if qualifier in _HOUSE and number:
            self._add("transport_document", number)
            if _HOUSE.index(qualifier) < self._ranks.get("house", 99):
                self.numbers["house"], self._ranks["house"] = number, _HOUSE.index(qualifier)
        elif qualifier in _MASTER:
            self._add("master_document", number)

    def consignment(self, one: Segment) -> None:
        """CNI: the number of the line's own document."""
        self.numbers["line"] = one.get(1)
        self._add("transport_document", one.get(1))

    def party(self, one: Segment) -> None:
        """NAD: a party, its name and address where the sender puts them."""
        role = _ROLES.get(one.get(0), "")
        if not role or f"{role}.name" in self.said:
            return
        self._role = role
        name, address = _name_and_address(one)
        particulars = {"name": name, "address": address, "key": one.get(1), "country": _country(one.get(8))}
        for part, text in particulars.items():
            if text:
                self.said[f"{role}.{part}"] = text

    def contact(self, one: Segment) -> None:
        """COM: phones and e-mail addresses of the party before it."""
        part = {"TE": "phone", "AL": "phone", "EM": "email"}.get(one.get(0, 1))
        if self._role and part:
            self._add(f"{self._role}.{part}", one.get(0))

    def transport(self, one: Segment) -> None:
        """TDT: the main carriage; a truck or a wagon is a vehicle of the consignment."""
        if one.get(0) not in ("20", "") or (self._at and "means_of_transport" in self.said):
            return
        self.mode = _MODES.get(one.get(2), one.get(2))
        name, number = one.get(7, 3), one.get(7)
        means = {"voyage_number": one.get(1), "mode_of_transport": self.mode, "means_of_transport": name or number}
        self.said.update({key: text for key, text in means.items() if text})
        if self.mode in ("road", "rail"):
            self._add("vehicle.plate", number or name)
        if one.get(4, 3):
            self.said.setdefault("carrier.name", one.get(4, 3))
            if one.get(4):
                self.said.setdefault("carrier.key", one.get(4))

    def place(self, one: Segment) -> None:
        """LOC: places and offices, by code or, where there is none, by name."""
        name = _PLACES.get(one.get(0))
        text = one.get(1) or one.get(1, 3)
        if name is None or not text:
            return
        if name.endswith("_country"):
            text = _country(text[:2]) or ""
        self._ranked(name, text, list(_PLACES).index(one.get(0)))

    def equipment(self, one: Segment) -> None:
        """EQD: a container, or the trailer or wagon that stands in its place."""
        self._equipment[one.get(1)] = one.get(0)
        self._add({"TE": "trailer.plate", "RR": "vehicle.plate"}.get(one.get(0), "container"), one.get(1))

    def seal(self, one: Segment) -> None:
        """SEL: a seal."""
        self._add("seal", one.get(0))

    def total(self, one: Segment) -> None:
        """CNT: totals of the consignment."""
        if self._at != "CNI" or not one.get(0, 1):
            return
        if one.get(0) == "7":
            self._weight(self.said, "gross_weight_kg", one.get(0, 1), one.get(0, 2) or "KGM")
        elif one.get(0) in ("8", "11"):
            self.said["packages"] = int(_number(one.get(0, 1)))

    def goods(self, one: Segment) -> None:
        """GID: a goods line begins."""
        self._lines.append({"line": one.get(0) or str(len(self._lines) + 1)})
        if one.get(1):
            self._lines[-1]["packages"] = int(_number(one.get(1)))

    def text(self, one: Segment) -> None:
        """FTX: the description of the goods."""
        if one.get(0) == "AAA" and self._at in ("CNI", "GID"):
            target = self._lines[-1] if self._at == "GID" else self.said
            before = target.get("goods_description", "")
            target["goods_description"] = " ".join((before, *one.all(3))).strip()

    def measure(self, one: Segment) -> None:
        """MEA: weights of a goods line or of the consignment; those of equipment are not the goods'."""
        what, unit, amount = one.get(1), one.get(2), one.get(2, 1)
        name = "gross_weight_kg" if what in _GROSS else "net_weight_kg" if what in _NET else ""
        if name and amount and self._at in ("CNI", "GID"):
            self._weight(self._lines[-1] if self._at == "GID" else self.said, name, amount, unit)

    def _weight(self, target: dict[str, Any], name: str, amount: str, unit: str) -> None:
        found = quantity(_number(amount), unit)
        if found.dimension is Dimension.MASS and found.base is not None:
            target[name] = found.base
        else:
            self.flags.append(f"weight_unit_unknown: {unit}")

    def stowage(self, one: Segment) -> None:
        """SGP: the container that a goods line is in."""
        number = one.get(0)
        if self._equipment.get(number) in ("TE", "RR"):
            return
        self._add("container", number)
        if self._lines and number:
            known = self._lines[-1].get("container")
            self._lines[-1]["container"] = f"{known}, {number}" if known else number

    def marks(self, one: Segment) -> None:
        """PCI: marks and numbers."""
        if self._lines and one.all(1):
            self._lines[-1]["marks"] = " ".join(one.all(1))

    def code(self, one: Segment) -> None:
        """CST or PIA: the commodity code of a goods line."""
        if self._lines and one.get(1) and (one.tag == "CST" or one.get(1, 1) == "HS"):
            self._lines[-1]["hs_code"] = one.get(1)

    def amount(self, one: Segment) -> None:
        """MOA: the value of the consignment."""
        if self._at != "CNI" or one.get(0) not in _VALUES or not one.get(0, 1):
            return
        rank = _VALUES.index(one.get(0))
        if rank < self._ranks.get("value_amount", 99):
            self._ranked("value_amount", _number(one.get(0, 1)), rank)
            self.said["value_currency"] = one.get(0, 2)


_READERS: Mapping[str, Callable[[SegmentReader, Segment], None]] = {
    "BGM": SegmentReader.begin,
    "DTM": SegmentReader.date,
    "RFF": SegmentReader.reference,
    "CNI": SegmentReader.consignment,
    "NAD": SegmentReader.party,
    "COM": SegmentReader.contact,
    "TDT": SegmentReader.transport,
    "LOC": SegmentReader.place,
    "EQD": SegmentReader.equipment,
    "SEL": SegmentReader.seal,
    "CNT": SegmentReader.total,
    "GID": SegmentReader.goods,
    "FTX": SegmentReader.text,
    "MEA": SegmentReader.measure,
    "SGP": SegmentReader.stowage,
    "PCI": SegmentReader.marks,
    "CST": SegmentReader.code,
    "PIA": SegmentReader.code,
    "MOA": SegmentReader.amount,
}


def _name_and_address(one: Segment) -> tuple[str, str]:
    """Name and address of a NAD: structured, in lines, or both in one text with commas."""
    structured, lines = list(one.all(3)), list(one.all(2))
    if not structured and len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(",") if part.strip()]
    if structured:
        name = " ".join(structured)
    else:
        name = lines.pop(0) if lines else ""
        while lines and len(lines[0].split()) == 1 and legal_form(f"{name} {lines[0]}"):  # Silk Road Trade Co., Ltd
            name = f"{name}, {lines.pop(0)}"
    address = [*lines, *one.all(4), one.get(5), one.get(6), one.get(7)]
    return name, ", ".join(part for part in address if part)


def _country(text: str) -> str:
    return values.country(text) or "" if text else ""


def _number(text: str) -> float:
    """A number of ISO 9735: no grouping, comma or point as the decimal sign."""
    if not _NUMBER.fullmatch(text) or len(text) > 35:
        raise ValueError("not a number such as 55814 or 1,5")
    return float(text.replace(",", "."))


_PATTERNS = {
    "101": "%y%m%d",
    "102": "%Y%m%d",
    "201": "%y%m%d%H%M",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "303": "%Y%m%d%H%M",
}


def _moment(text: str, pattern: str) -> str:
    """A day, or a day and hour as written there: an interchange names no zone, so the hour is not a moment in UTC."""
    written = text[:12] if pattern in ("303", "205") else text
    known = _PATTERNS.get(pattern) or {8: "%Y%m%d", 12: "%Y%m%d%H%M", 6: "%y%m%d"}.get(len(written), "")
    if not known:
        raise ValueError(f"a date in the format {pattern!r}, which is not known")
    if "%H" not in known:
        return values.date(written, (known,))
    return values.moment(written, (known,), "UTC")[:16]
