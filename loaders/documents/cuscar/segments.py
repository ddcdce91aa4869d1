"""What each segment of a CUSCAR message says in our words: dates, parties, places, equipment, goods lines."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.canonical import Rejection
from loaders.documents.cuscar.meanings import commodity_code, contact, country, kilograms, moment, numeric, party, place
from loaders.documents.draft import chassis_in
from loaders.documents.edifact import Segment

_MODES = {"1": "sea", "2": "rail", "3": "road", "4": "air"}
_DAYS = {
    "178": "arrived",
    "132": "expected",
    "232": "expected",
    "136": "departed",
    "186": "departed",
    "133": "departed",
}
_NUMBERED = "146"  # code list of C222: of a ship its IMO number, where 103 is its call sign
_HOUSE, _MASTER = ("BH", "HWB", "BM", "AWB"), ("MB", "MWB")
_WEIGHTS = {
    **dict.fromkeys(("G", "AAB", "AAD", "WT"), "gross_weight_kg"),  # WT: a weight without a word of its kind
    **dict.fromkeys(("N", "AAL", "AAC"), "net_weight_kg"),
}
_VALUES = ("40", "39", "43", "134")  # MOA: customs value, invoice total, declared for transport, goods value
_LOADS = {"4": "empty", "5": "full"}  # data element 8169
_CANCELS = frozenset({"1", "3"})  # BGM function: cancellation, deletion


class SegmentReader:
    """Reads the segments of a head or of a consignment in their order.

    Attributes:
        mode: Of transport, in our words; that of the head counts for its consignments.
        said: Canonical fields so far; `finish` completes them.
        numbers: Of the `manifest`, of the `house` bill and of the `line`'s own document.
        amended: When the message was made, as text that sorts.
    """

    def __init__(self, mode: str = "") -> None:
        self.mode = mode
        self.said: dict[str, Any] = {}
        self.numbers: dict[str, str] = {}
        self.flags: list[str] = []
        self.rejections: list[Rejection] = []
        self.amended = ""
        self.is_cancelled = False
        self._lists: dict[str, dict[str, None]] = {}
        self._several: dict[str, dict[str, None]] = {}  # joined by `; `
        self._lines: list[dict[str, Any]] = []
        self._ranks: dict[str, int] = {}
        self._equipment: dict[str, str] = {}  # number -> qualifier
        self._role = ""  # of the party that contacts belong to
        self._goods = self.said  # what weights and descriptions are said of: the consignment, or a line of it
        self._readers = _IN_HEAD

    def read(self, texts: Iterable[str]) -> None:
        """Takes the next segments; tags that say nothing of ours where they stand are passed over."""
        for text in texts:
            tag = text[:4]
            if tag not in _OF_PARTY:
                self._role = ""
            reader = self._readers.get(tag)
            if reader is not None:
                try:
                    reader(self, text)
                except ValueError as error:
                    one = Segment(text)
                    shown = "+".join(":".join(element) for element in one.elements)[:200]
                    self.rejections.append(Rejection(one.tag, shown, f"bad_{one.tag.lower()}", str(error)))

    def finish(self) -> dict[str, Any]:
        """What was said, lists and totals with it."""
        said = self.said
        self._join()
        for number in (number for line in self._lines for number in chassis_in(line)):
            self._add("goods.vin", number)
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

    def _join(self) -> None:
        """Makes texts of those that came in pieces; to add each piece to a text would take time by the square of it."""
        self.said |= {name: "; ".join(texts) for name, texts in self._several.items()}
        for goods in (self.said, *self._lines):
            for name, sign in (("goods_description", " "), ("container", ", ")):
                if isinstance(goods.get(name), list):
                    goods[name] = sign.join(goods[name])

    def _add(self, name: str, text: str) -> None:
        if text:
            self._lists.setdefault(name, {})[text] = None

    def _means(self, name: str, text: str) -> None:
        """Says a text of which a message may hold several, joined at the end."""
        if text:
            self.said.setdefault(name, text)
            self._several.setdefault(name, {})[text] = None

    def _ranked(self, name: str, value: Any, rank: int) -> None:
        """Keeps of several values for a field the one that ranks first."""
        if value and rank < self._ranks.get(name, 1 << 30):
            self.said[name], self._ranks[name] = value, rank

    def begin(self, text: str) -> None:
        """BGM: the manifest's number and whether it is cancelled."""
        one = Segment(text)
        self.numbers["manifest"] = one.get(1)
        self.is_cancelled = one.get(2) in _CANCELS

    def date(self, text: str) -> None:
        """DTM: when it was made, when the means of transport arrives."""
        one = Segment(text)
        qualifier, written, pattern = one.get(0), one.get(0, 1), one.get(0, 2)
        if not written or (qualifier != "137" and qualifier not in _DAYS):
            return
        found = moment(written, pattern)
        if qualifier == "137":
            self.amended = found if len(found) == 10 else f"{found[:16]}Z"
            return
        name, rank = _DAYS[qualifier], list(_DAYS).index(qualifier)
        if rank < self._ranks.get(f"{name}_on", 1 << 30):
            self._ranked(f"{name}_on", found[:10], rank)
            self.said.pop(f"{name}_at", None)
            if len(found) > 10 and name != "departed":
                self.said[f"{name}_at"] = found

    def reference(self, text: str) -> None:
        """RFF: the numbers of the bill of lading and of the master bill."""
        one = Segment(text)
        qualifier, number = one.get(0), one.get(0, 1)
        if qualifier in _HOUSE and number:
            self._add("transport_document", number)
            if _HOUSE.index(qualifier) < self._ranks.get("house", 99):
                self.numbers["house"], self._ranks["house"] = number, _HOUSE.index(qualifier)
        elif qualifier in _MASTER:
            self._add("master_document", number)

    def consignment(self, text: str) -> None:
        """CNI: the number of the line's own document."""
        self._readers, self._goods = _IN_CONSIGNMENT, self.said
        self.numbers["line"] = number = Segment(text).get(1)
        self._add("transport_document", number)

    def party(self, text: str) -> None:
        """NAD: a party, its name and address where the sender puts them."""
        role, particulars = party(text)
        if role and f"{role}.name" not in self.said:
            self._role = role
            self.said.update(particulars)

    def contact(self, text: str) -> None:
        """COM: phones and e-mail addresses of the party before it."""
        if self._role:
            part, address = contact(text)
            if part:
                self._add(f"{self._role}.{part}", address)

    def transport(self, text: str) -> None:
        """TDT: the main carriage, or several of them; a truck or a wagon is a vehicle of the consignment."""
        one = Segment(text)
        if one.get(0) not in ("20", ""):
            return
        mode = _MODES.get(one.get(2), one.get(2)) or self.mode
        if "mode_of_transport" not in self.said and mode:
            self.mode = self.said["mode_of_transport"] = mode
        name, number = one.get(7, 3), one.get(7)
        self._means("voyage_number", one.get(1))
        self._means("means_of_transport", name or number)
        if mode in ("road", "rail"):
            self._add("vehicle.plate", number or name)
            self._say_country(one.get(7, 4))
        elif mode == "sea" and one.get(7, 1) == _NUMBERED:
            self._add("vessel.imo", number)
        if one.get(4, 3):
            self.said.setdefault("carrier.name", one.get(4, 3))
            if one.get(4):
                self.said.setdefault("carrier.key", one.get(4))

    def _say_country(self, nationality: str) -> None:
        found = country(nationality)
        if found:
            self.said["vehicle_country"] = found
        elif nationality:
            self.flags.append(f"vehicle_country_unknown: {nationality}")

    def place(self, text: str) -> None:
        """LOC: places and offices, by code or, where there is none, by name."""
        name, where, rank = place(text)
        if name and not where and (written := Segment(text).get(1) or Segment(text).get(1, 3)):
            self.flags.append(f"{name}_unknown: {written}")
        self._ranked(name, where, rank)

    def equipment(self, text: str) -> None:
        """EQD: a container, or the trailer or wagon that stands in its place."""
        self._readers = _IN_EQUIPMENT
        one = Segment(text)
        self._equipment[one.get(1)] = one.get(0)
        self._add({"TE": "trailer.plate", "RR": "vehicle.plate"}.get(one.get(0), "container"), one.get(1))
        self._add("container_type", one.get(2) or one.get(2, 3))
        self._add("container_load", _LOADS.get(one.get(5), one.get(5)))

    def seal(self, text: str) -> None:
        """SEL: a seal."""
        one = Segment(text)
        self._add("seal", one.get(0))
        self._add("sealed_by", one.get(1) or one.get(1, 3))

    def total(self, text: str) -> None:
        """CNT: totals of the consignment."""
        one = Segment(text)
        what, amount = one.get(0), one.get(0, 1)
        if what == "7" and amount:
            self._weigh("gross_weight_kg", amount, one.get(0, 2) or "KGM")
        elif what in ("8", "11") and amount:
            self._count(self.said, amount)

    def goods(self, text: str) -> None:
        """GID: a goods line begins."""
        one = Segment(text)
        packages = one.get(1)
        self._readers, self._goods = _IN_GOODS, {"line": one.get(0) or str(len(self._lines) + 1)}
        self._lines.append(self._goods)
        if packages:
            self._count(self._goods, packages)

    def text(self, text: str) -> None:
        """FTX: the description of the goods."""
        one = Segment(text)
        if one.get(0) == "AAA":
            self._goods.setdefault("goods_description", []).extend(one.all(3))

    def measure(self, text: str) -> None:
        """MEA: weights of a goods line or of the consignment; those of equipment are not the goods'."""
        one = Segment(text)
        name = _WEIGHTS.get(one.get(1) or one.get(0))
        if name:
            unit, amount = one.get(2), one.get(2, 1)
            if amount:
                self._weigh(name, amount, unit)

    def _count(self, said: dict[str, Any], amount: str) -> None:
        """Says a number of packages; one that is no whole number is a flag."""
        number = numeric(amount)
        if number.is_integer():
            said["packages"] = int(number)
        else:
            self.flags.append(f"packages_unreadable: {amount}")

    def _weigh(self, name: str, amount: str, unit: str) -> None:
        weight = kilograms(amount, unit)
        if weight is not None:
            self._goods.setdefault(name, weight)  # the first of several, as of everything else
        else:
            self.flags.append(f"weight_unit_unknown: {unit}")

    def stowage(self, text: str) -> None:
        """SGP: the container that a goods line is in."""
        number = Segment(text).get(0)
        if self._equipment.get(number) in ("TE", "RR"):
            return
        self._add("container", number)
        if self._lines and number:
            self._lines[-1].setdefault("container", []).append(number)

    def marks(self, text: str) -> None:
        """PCI: marks and numbers."""
        marks = Segment(text).all(1)
        if self._lines and marks:
            self._lines[-1]["marks"] = " ".join(marks)

    def code(self, text: str) -> None:
        """CST or PIA: the commodity code of a goods line."""
        code = commodity_code(text)
        if self._lines and code:
            self._lines[-1]["hs_code"] = code

    def amount(self, text: str) -> None:
        """MOA: the value of the consignment."""
        one = Segment(text)
        what, amount = one.get(0), one.get(0, 1)
        if what not in _VALUES or not amount:
            return
        rank = _VALUES.index(what)
        if rank < self._ranks.get("value_amount", 99):
            self._ranked("value_amount", numeric(amount), rank)
            self.said["value_currency"] = one.get(0, 2)


Readers = Mapping[str, Callable[[SegmentReader, str], None]]


def _by_tag(**readers: Callable[[SegmentReader, str], None]) -> Readers:
    """Readers by the first four signs of a segment: the tag alone, or with the sign after it."""
    return {key: reader for tag, reader in readers.items() for key in (tag, f"{tag}+")}


_OF_PARTY = frozenset({"CTA", "CTA+", "COM", "COM+"})
_ANYWHERE = _by_tag(
    BGM=SegmentReader.begin,
    RFF=SegmentReader.reference,
    CNI=SegmentReader.consignment,
    NAD=SegmentReader.party,
    COM=SegmentReader.contact,
    TDT=SegmentReader.transport,
    LOC=SegmentReader.place,
    EQD=SegmentReader.equipment,
    SEL=SegmentReader.seal,
    GID=SegmentReader.goods,
    SGP=SegmentReader.stowage,
    PCI=SegmentReader.marks,
    CST=SegmentReader.code,
    PIA=SegmentReader.code,
)
# what some tags say depends on the group that they stand in
_IN_HEAD: Readers = {**_ANYWHERE, **_by_tag(DTM=SegmentReader.date)}
_IN_EQUIPMENT: Readers = _ANYWHERE
_IN_GOODS: Readers = {**_ANYWHERE, **_by_tag(FTX=SegmentReader.text, MEA=SegmentReader.measure)}
_IN_CONSIGNMENT: Readers = {**_IN_GOODS, **_by_tag(CNT=SegmentReader.total, MOA=SegmentReader.amount)}
