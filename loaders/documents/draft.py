"""A record while a document is read: fields are said one by one, and what cannot be read becomes a flag.

Documents have hundreds of optional fields, and one bad number among them is no reason to lose the record: its text
stays in the raw unit, and the record says `gross_weight_kg_unreadable: 1O5`. What a document repeats (goods lines,
containers, documents) is gathered here too. Nothing is guessed.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.canonical import RECORD_KINDS, Record, Rejection
from graph.model import unambiguous
from graph.vocabulary import OWN_COUNTRY
from loaders import parsers
from loaders.documents.chassis import chassis_numbers
from loaders.documents.means import IMO_NAMED, is_vehicle

DAYS, BASIC_DAYS, BASIC_MOMENTS = ("%Y-%m-%d",), ("%Y%m%d",), ("%Y%m%d%H%M",)  # ISO 8601, extended and basic
_SHOWN = 80
_KILOGRAMS = {"": 1.0, "KGM": 1.0, "KG": 1.0, "TNE": 1000.0, "GRM": 0.001, "LBR": 0.45359237}
_BEFORE_NUMBER = re.compile(r"^(?:NR|NO|№)[.:]*\s*(?=\S)", re.IGNORECASE)

# Codes of UN/EDIFACT 1001 for documents of carriage; the European Union writes N before them.
_CARRIAGE = re.compile(r"N?(?:70[345]|71[0-9]|72[0-9]|73[0-9]|74[01]|760|952)")
_MASTERS = frozenset({"704", "741"})


class RecordDraft:
    """A record of a kind in the making."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.values: dict[str, Any] = {}
        self.flags: list[str] = []
        self._lists: dict[str, dict[str, None]] = {}
        self._several: dict[str, dict[str, None]] = {}  # texts that are joined
        self._lines: list[dict[str, Any]] = []
        self._plates: list[tuple[str, str, str]] = []  # field, plate, country or ""

    def say(self, field: str, *texts: str) -> None:
        """Says a text; of several the first that is not empty, and only where nothing was said before."""
        text = next((text for text in texts if text), "")
        if text:
            self.values.setdefault(field, text)

    def add(self, field: str, *texts: str) -> None:
        """Says texts of which a document has several, such as two means of transport: each once, joined by `; `."""
        for text in filter(None, texts):
            self._several.setdefault(field, {})[text] = None

    def means(self, identity: str, mode: str, nationality: str = "") -> None:
        """Says a means of transport: a vehicle, a ship by its number, or a name; see `loaders.documents.means`."""
        if not identity:
            return
        if IMO_NAMED.search(identity):
            self.link("vessel.imo", identity)
            self.add("means_of_transport", "" if IMO_NAMED.fullmatch(identity) else identity)
        elif is_vehicle(identity, mode):
            self.plate("vehicle.plate", identity, nationality)
        else:
            self.add("means_of_transport", identity)

    def number(self, field: str, text: str, unit: str = "") -> None:
        """Says a number; with a unit of mass (UN/ECE Rec. 20: KGM, LBR, TNE, GRM) in kilograms."""
        read = self.read_number(field, text, unit)
        if read is not None:
            self.values.setdefault(field, read)

    def read_number(self, field: str, text: str, unit: str = "") -> float | None:
        """A number, or None with a flag; see `number`."""
        if not text:
            return None
        factor = _KILOGRAMS.get(unit.partition("#")[0]) if unit else 1.0
        if factor is None:
            self.flag(field, "unit_unknown", f"{text} {unit}")
            return None
        read: float | None = self._read(field, text, parsers.number)
        return read if read is None or factor == 1 else round(read * factor, 6)

    def integer(self, field: str, text: str) -> None:
        """Says a whole number."""
        self._keep(field, self._read(field, text, parsers.integer))

    def country(self, field: str, text: str) -> None:
        """Says a country by its code or name."""
        self._keep(field, self.read_country(field, text))

    def read_country(self, field: str, text: str) -> str | None:
        """A country's code, or None with a flag."""
        found = parsers.country(text) if text else None
        if text and found is None:
            self.flag(field, "unknown", text)
        return found

    def date(self, field: str, text: str, formats: tuple[str, ...]) -> None:
        """Says a day that is written in one of the formats."""
        self._keep(field, self._read(field, text, lambda text: parsers.date(text, formats)))

    def moment(self, field: str, text: str, formats: tuple[str, ...], zone: str = "UTC") -> None:
        """Says a moment; the zone is that of the format, as messages name none."""
        self._keep(field, self._read(field, text, lambda text: parsers.moment(text, formats, zone)))

    def _read(self, field: str, text: str, read: Callable[[str], Any]) -> Any:
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self.flag(field, "unreadable", text)
            return None

    def _keep(self, field: str, value: Any) -> None:
        if value is not None:
            self.values.setdefault(field, value)

    def flag(self, field: str, problem: str, text: str) -> None:
        """Says that something could not be used; `weight_unreadable: 1O5`."""
        self.flags.append(f"{field}_{problem}: {text[:_SHOWN]}")

    def link(self, field: str, *texts: str) -> None:
        """Says values of a link, each once, in the order of the document."""
        known = self._lists.setdefault(field, {})
        for text in texts:
            if text:
                known[text] = None

    def plate(self, field: str, identity: str, nationality: str) -> None:
        """Says a plate (`vehicle.plate`, `trailer.plate`) with the country that the document names for it."""
        if identity:
            country = self.read_country(f"{field.partition('.')[0]}_country", nationality) or ""
            self._plates.append((field, identity, country))

    def document(self, code: str, number: str) -> bool:
        """Links a document of carriage by its code in UN/EDIFACT 1001 (705, N740, ...); whether it is one."""
        if not number or not _CARRIAGE.fullmatch(code):
            return False
        field = "master_document" if code.removeprefix("N") in _MASTERS else "transport_document"
        self.link(field, _BEFORE_NUMBER.sub("", number))
        return True

    def party(self, role: str, **particulars: Any) -> None:
        """Says a party; empty particulars are left out, a country may be code or name, several values are a tuple."""
        assert role in RECORD_KINDS[self.kind].roles, role
        country = particulars.pop("country", "")
        said = {name: value for name, value in particulars.items() if value}
        if not said.keys() - {"kind"} or not self.values.keys().isdisjoint(
            (f"{role}.name", f"{role}.key", f"{role}.tax_number")
        ):
            return  # the document's first party of a role stands; the others are in the raw unit
        if country:
            self.country(f"{role}.country", country)
        for name, value in said.items():
            several = tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)
            self.values[f"{role}.{name}"] = several if len(several) > 1 else several[0]

    def line(self, **fields: Any) -> None:
        """Adds a goods line without its empty fields; one that says nothing but its number is left out."""
        said = {name: value for name, value in fields.items() if value not in (None, "", ())}
        if said.keys() - {"line"}:
            self._lines.append(said)
            self.link("goods.vin", *chassis_in(said))

    def record(self, source_id: str, amended: str = "", is_deleted: bool = False) -> Record:
        """The record that was said.

        Where the document gives no total, weights and packages are the sums of its goods lines if all lines give them;
        commodity code and description are those of its goods line if there is one.
        """
        self._say_plates()
        for field, several in self._several.items():
            self.values.setdefault(field, "; ".join(several))
        for field, texts in self._lists.items():
            if texts:
                kept = tuple(texts)
                self.values.setdefault(field, kept if len(kept) > 1 else kept[0])
        if self._lines:
            self.values["goods"] = tuple(self._lines)
            self._sum_up()
        return Record(self.kind, source_id, self.values, amended, is_deleted, flags=tuple(dict.fromkeys(self.flags)))

    def unnumbered(
        self, column: str, what: str, texts: Iterable[tuple[str, str]], flag: str = "number_missing"
    ) -> tuple[list[Record], list[Rejection]]:
        """The record of a document without a number, known by the hash of all that it says, with a flag.

        One that says nothing else either is rejected; `what` names it, `column` is where its number should be.
        """
        if self.says_nothing():
            return rejected(column, "", "missing_id", f"{what} has no number of its own and says nothing else")
        self.flags.append(flag)
        return [self.record(number_of_particulars(texts))], []

    def says_nothing(self) -> bool:
        """Whether nothing has been said so far but what every document of the kind says."""
        said = self.values.keys() - {"mode_of_transport", "nature"}
        return not (said or self._several or self._lines or self._plates or any(self._lists.values()))

    def _say_plates(self) -> None:
        """Plates and their country; where they are of several, each has its own before it, `TR::34ABC123`."""
        for field in dict.fromkeys(field for field, _, _ in self._plates):
            mine = [(identity, country) for one, identity, country in self._plates if one == field]
            countries = {country for _, country in mine} - {""}
            if len(countries) == 1:
                self.values.setdefault(f"{field.partition('.')[0]}_country", *countries)
            for identity, country in mine:
                self.link(field, f"{country}{OWN_COUNTRY}{identity}" if country and len(countries) > 1 else identity)

    def _sum_up(self) -> None:
        for field in ("gross_weight_kg", "net_weight_kg"):
            found = [line[field] for line in self._lines if field in line]
            if len(found) == len(self._lines):
                self.values.setdefault(field, round(sum(found), 6))
        if len(self._lines) == 1:
            for field in ("hs_code", "goods_description", "origin_country", "marks"):
                if field in self._lines[0]:
                    self.values.setdefault(field, self._lines[0][field])


def chassis_in(line: Mapping[str, Any]) -> Iterator[str]:
    """The chassis numbers of the vehicles that a goods line is about."""
    for name in ("goods_description", "marks", "remarks"):
        if name in line:
            yield from chassis_numbers(line[name], line.get("hs_code", ""))


def one_line(text: str) -> str:
    """A text with its line breaks and runs of blanks as one blank."""
    return " ".join(text.split())


def country_of(number: str, said: str) -> str:
    """The country that was said of a trader, else the one with which his number begins, as in the European Union."""
    return said or (number[:2] if number[:2].isalpha() and parsers.country(number[:2]) else "")


def utc_stamp(text: str) -> str:
    """An ISO moment with its offset as the sortable text of an amendment time; "" where it is none."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if not parsers.EARLIEST_YEAR <= found.year <= parsers.LATEST_YEAR:
        return ""
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.UTC)
    return found.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")


def number_of_particulars(texts: Iterable[tuple[str, str]]) -> str:
    """What stands for the number of a document that has none: the hash of all that it says, each text with its path.

    Two documents that differ in anything are two, and the same one sent again is the same.
    """
    said = unambiguous([part for text in texts for part in text])
    return f"unnumbered-{hashlib.blake2b(said.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def rejected(column: str, value: str, code: str, reason: str) -> tuple[list[Record], list[Rejection]]:
    """The answer of `parse` where a unit gives no record."""
    return [], [Rejection(column, value[:200], code, reason)]


def agreed(texts: Iterable[str]) -> str:
    """The text that all of them are, "" where they differ."""
    found = {text for text in texts if text}
    return found.pop() if len(found) == 1 else ""
