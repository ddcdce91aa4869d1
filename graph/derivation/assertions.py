"""The one place where a record becomes nodes and edges.

An edge is asserted by its owner: the record's node or an inline party. Placeholders stay text on the record and get
no node; a failed check of an identifier is a flag on the record, never a drop. Pure: the same record, the same rows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graph.canonical import PARTY_FIELDS, RECORD_KINDS, Association, PartyRole, Record, RecordKind
from graph.derivation.link_tables import DOCUMENTS, EDGE_OF_KIND, NUMBERS
from graph.derivation.parties import InlineParty, inline_party
from graph.errors import BadValue
from graph.model import Channel, EdgeRow, NodeRow, day_number
from graph.packing import EDGE_BITS, packed
from graph.schema import record_prefix
from graph.values import ids
from graph.values.goods_codes import code_problems, edition_on, is_edition
from graph.values.ids import CheckedId
from graph.values.ids.several import references
from graph.values.placeholders import is_placeholder
from graph.values.quantities import quantity, quantity_of_text
from graph.values.reference.places import find_places
from graph.vocabulary import OWN_COUNTRY

LONGEST_ID = 1000  # characters of a record's own number and part
MOST_OF_ID = 2 * LONGEST_ID  # characters of the id of a node
_SHOWN = 60
_OF_IDENTITY = 4  # the first columns of an edge: owner, type, target, role


@dataclass(slots=True)
class Assertions:
    """What one record says: its own node and edges, and the parties written on it.

    A shared node is not described: it is the target of an edge, and its id tells its type and value.
    """

    node: NodeRow
    edges: list[EdgeRow] = field(default_factory=list)
    parties: list[InlineParty] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)


def record_node_id(channel: str, kind: str, source_id: str) -> str:
    """`consignment:UZ/import/H1/customs:declaration:2024/01234`."""
    return f"{record_prefix(kind)}:{channel}:{kind}:{source_id}"


def assertions(record: Record, channel: Channel) -> Assertions:
    """The nodes and edges of a record in a channel.

    Raises:
        BadValue: its own number is longer than a number is.
        TooMany: the record has more links of one type than can be numbered.
        ValueError: its day does not exist.
    """
    if len(record.source_id) + len(record.part) > LONGEST_ID:
        raise BadValue(
            f"the number of the {record.kind} has more than {LONGEST_ID} characters: {record.source_id[:_SHOWN]}...",
            "look whether the profile names the right column",
        )
    kind = RECORD_KINDS[record.kind]
    name = channel.name
    writer = _Writer(record, kind, name, channel.originator, f"{channel.originator}/{channel.dataset}")
    return writer.write()


def check_counts(edges: Sequence[EdgeRow], bits: int = EDGE_BITS) -> None:
    """Raises `TooMany` where there are more edges of one type than can be numbered."""
    if len(edges) >> bits:
        for edge_type, count in Counter(edge.type for edge in edges).items():
            packed(0, count - 1, bits, f"links of type {edge_type} on one record")


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the fields of a record kind are read: properties by name, parties by role, links in order."""

    properties: frozenset[str]
    parties: Mapping[str, tuple[str, str]]  # field -> (role, part)


@lru_cache(maxsize=32)
def _plan(kind_name: str) -> _Plan:
    kind = RECORD_KINDS[kind_name]
    parties = {f"{role}.{part}": (role, part) for role in kind.roles for part in PARTY_FIELDS}
    return _Plan(frozenset(kind.fields), parties)


class _Writer:
    """Builds the assertions of one record."""

    def __init__(self, record: Record, kind: RecordKind, channel: str, country: str, issuer: str) -> None:
        self.record, self.kind = record, kind
        self.channel, self.country, self.issuer = channel, country, issuer
        self.id = record_node_id(channel, record.kind, record.source_id)
        self.day = record.day
        self.on = day_number(self.day) if self.day else None
        node = NodeRow(self.id, kind.node_type, channel, None)
        self.result = Assertions(node, flags=list(record.flags))

    def write(self) -> Assertions:
        """Nodes and edges; the record's own node comes first."""
        plan = _plan(self.kind.name)
        properties: dict[str, Any] = {}
        parties: dict[str, list[tuple[str, Any]]] = {}
        for name, value in self.record.values.items():
            if name in plan.properties:
                properties[name] = value
            else:
                known = plan.parties.get(name)
                if known:
                    parties.setdefault(known[0], []).append((known[1], value))
        result = self.result
        subject = parties.pop(self.kind.subject, None) if self.kind.subject else None
        if self.kind.subject:
            self._subject(subject, properties)
        self._own_number()
        for role, particulars in parties.items():
            self._party(self.kind.roles[role], particulars)
        for link in self.kind.links:
            value = self.record.values.get(link)
            if value:
                _LINKS[link](self, value, link)
        for name in _MOMENTS & properties.keys():
            properties[name] = str(properties[name])
        self._derive(properties)
        if result.placeholders:
            properties["placeholders"] = sorted(result.placeholders)
        if result.flags:
            properties["flags"] = sorted(set(result.flags))
        if self.record.grade:
            properties["grade"] = self.record.grade
        result.node = NodeRow(self.id, self.kind.node_type, self.channel, properties)
        self._drop_doubles()
        check_counts(result.edges)
        return result

    def _derive(self, properties: dict[str, Any]) -> None:
        """Adds the properties that follow from others, and the flags of those."""
        if self.kind.name == "seizure":
            self._measure(properties)
        elif "goods" in properties:
            self._classify(
                properties, [properties.get("hs_code"), *(line.get("hs_code") for line in properties["goods"])]
            )
        elif "hs_code" in properties:
            self._classify(properties, [properties["hs_code"]])

    def _measure(self, properties: dict[str, Any]) -> None:
        """What was seized, in the base unit of its dimension; what cannot be understood is a flag and has no amount."""
        value, unit, text = (properties.get(name) for name in ("quantity", "quantity_unit", "quantity_text"))
        if value is not None and (unit or not text):
            found = quantity(value, str(unit or ""))
        elif text:
            found = quantity_of_text(str(text))
        else:
            return
        properties["quantity_dimension"] = found.dimension.value
        if found.base is not None:
            properties["quantity_base"] = found.base
        if found.base_unit:
            properties["quantity_base_unit"] = found.base_unit
        if found.problem:
            self.result.flags.append(f"{found.problem}: {unit or text or value}")

    def _classify(self, properties: dict[str, Any], codes: list[Any]) -> None:
        """Checks the commodity codes of the record and its lines, and names the edition that they are probably of."""
        said = [code for code in codes if code]
        for code in dict.fromkeys(said) if len(said) > 1 else said:
            for text in code if isinstance(code, tuple) else (code,):
                self.result.flags += code_problems(text)
        version = properties.get("hs_version")
        if version and not is_edition(str(version)):
            self.result.flags.append(f"hs_version_unknown: {version}")
        edition = edition_on(self.day) if said and not version else ""
        if edition:
            properties["hs_edition"] = edition

    def _drop_doubles(self) -> None:
        """Keeps one of edges that say the same (a container written twice in a cell)."""
        edges = self.result.edges
        if len({edge[:_OF_IDENTITY] for edge in edges}) < len(edges):
            self.result.edges = list({edge[:_OF_IDENTITY]: edge for edge in edges}.values())

    def _own_number(self) -> None:
        number = ids.record_number(self.record.source_id)
        if number is not None and not ids.is_cut(number.value):
            self._edge("HAS_NUMBER", f"document:{self.country}:{self.kind.name}:{number.value}")

    def _edge(
        self, edge_type: str, target: str, role: str = "", on: int | None = None, said: Mapping[str, Any] | None = None
    ) -> None:
        if len(target) > MOST_OF_ID:
            self.result.flags.append(f"number_too_long: {target[:_SHOWN]}")
            return
        self.result.edges.append(EdgeRow(self.id, edge_type, target, role, self.on if on is None else on, said or None))

    def _party(self, role: PartyRole, particulars: list[tuple[str, Any]]) -> None:
        particulars.sort()
        party = inline_party(self.channel, self.issuer, self.country, role.is_person, tuple(particulars))
        result = self.result
        if party.placeholders:
            result.placeholders += [f"{role.name}.{text}" for text in party.placeholders]
        if party.flags:
            result.flags += [f"{role.name}: {flag}" for flag in party.flags]
        if party.node is None:
            return
        result.parties.append(party)
        edge_role = role.name if role.name in _SPOKEN_ROLES else ""
        result.edges.append(EdgeRow(self.id, role.edge, party.node.id, edge_role, self.on, None))

    def _subject(self, particulars: list[tuple[str, Any]] | None, properties: dict[str, Any]) -> None:
        """The registered party of a register's row: the record's own node has the particulars."""
        said = tuple(sorted(p for p in particulars or [] if p[0] != "key"))
        party = inline_party(self.channel, self.issuer, self.country, False, said, self.record.source_id)
        self.result.placeholders += party.placeholders
        self.result.flags += party.flags
        if party.node is None:
            return
        properties.update(party.node.properties or {})
        self.result.edges += [edge._replace(owner=self.id) for edge in party.edges]

    def _link(self, link: str, edge: tuple[str, str, str], numbers: Sequence[CheckedId]) -> None:
        """Edges (type, beginning of the target, role) to the numbers of a cell.

        What is wrong with a number is a flag; what is none, or stands for none among several, gets no edge.
        """
        edge_type, prefix, role = edge
        for number in numbers:
            if number.problem:
                self.result.flags.append(f"{number.problem}: {number.value}")
            if number.names_nothing:
                continue
            if len(numbers) > 1 and is_placeholder(number.number, link):
                self.result.placeholders.append(f"{link}={number.number}")
            else:
                self._edge(edge_type, prefix + number.key, role)

    def _texts(self, value: Any, link: str) -> Iterable[str]:
        for text in _cells(value):
            if is_placeholder(text, link):
                self.result.placeholders.append(f"{link}={text}")
            else:
                yield text

    def _references(self, value: Any, link: str) -> Iterable[tuple[str, str]]:
        """Role ("" where none is given) and key of the records of the same source that a link names: `sibling=444`.

        A source may number its rows 0, 444 or 12345, so that only words can be placeholders.
        """
        for text in (piece for cell in _cells(value) for piece in references(cell)):
            role, sign, key = text.partition("=")
            role, key = (role.strip(), key.strip()) if sign else ("", text.strip())
            if is_placeholder(key, link) and not any(char.isdecimal() for char in key):
                self.result.placeholders.append(f"{link}={text}")
            else:
                yield role, key

    def number(self, value: Any, link: str) -> None:
        """Containers, seals, ships by IMO number, vehicles by chassis number; those among the goods carry nothing."""
        edge, prefix, role, read = NUMBERS[link]
        edge = self._event(edge) if link not in ("seal", "goods.vin") else edge
        for text in self._texts(value, link):
            self._link(link, (edge, prefix, role), read(text))

    def plate(self, value: Any, link: str) -> None:
        """Trucks and trailers, by plate; the trailer keeps its role."""
        said = self.record.values
        role, country = "", said.get("vehicle_country", "")
        if link == "trailer.plate":
            role, country = "trailer", said.get("trailer_country", "") or country
        for text in self._texts(value, link):
            before, sign, written = text.partition(OWN_COUNTRY)
            found = ids.plates(written, before) if sign else ids.plates(text, country or self.country)
            self._link(link, (self._event("ON_VEHICLE"), "vehicle:", role), found)

    def case(self, value: Any, link: str) -> None:
        """Cases, by the number under which the same originator keeps them."""
        for role, text in self._references(value, link):
            number = ids.record_number(f"{role}={text}" if role else text)
            if number is not None:
                self._edge("INVOLVED_IN", f"document:{self.country}:case:{number.value}")

    def associate(self, value: Any, link: str) -> None:
        """Parties of the same source, by its own key; a role may stand before it: `sibling=123`."""
        for known in value if isinstance(value, tuple) else (value,):
            if isinstance(known, Association):
                self._associate(known)
                continue
            for role, key in self._references(known, link):
                self._associate(Association(key, role))

    def _associate(self, known: Association) -> None:
        target = f"identifier:key:{self.issuer}:{known.key}"
        on = day_number(known.on) if known.on else None
        self._edge("ASSOCIATED_WITH", target, known.role, on, {} if known.weight == 1 else {"weight": known.weight})

    def watchlist(self, value: Any, link: str) -> None:
        """Lists, by name."""
        names = (name for cell in _cells(value) for name in _BETWEEN_NAMES.split(cell) if name.strip())
        for text in self._texts(tuple(names), link):
            self._edge("LISTED_BY", f"watchlist:{' '.join(text.split())}")

    def scene(self, value: Any, link: str) -> None:
        """Where a case happened."""
        for text in self._texts(value, link):
            key = ids.address_key(text)
            if key:
                self._edge("OCCURRED_AT", f"address:{self.country}:{key}")

    def place(self, value: Any, link: str) -> None:
        """Places of the gazetteer; others, and names that leave two open, stay text on the record."""
        for text in self._texts(value, link):
            found = find_places(text, *self._countries(link))
            if len(found) == 1:
                self._edge(link.upper(), f"place:{found[0].id}")
            else:
                self.result.flags.append(f"place_{'ambiguous' if found else 'unknown'}: {text}")

    def _countries(self, link: str) -> tuple[str, ...]:
        """Where a place of the link may be, the likeliest first.

        A border post is the originator's or, where he has none of that name, on the way in at the destination. What a
        manifest says without a destination is unloaded where the manifest was presented, unless it leaves the country.
        """
        said = self.record.values
        destination = said.get("destination_country", "")
        if link == "loaded_at":
            return (said.get("departure_country", ""),)
        if link == "entered_at":
            return (self.country, destination)
        is_presented = self.kind.name in _PRESENTED and said.get("nature") != "export"
        return (destination or (self.country if is_presented else ""),)

    def document(self, value: Any, link: str) -> None:
        """Other documents of the record; a transport document has one issuer anywhere, so it carries no country."""
        issued_by, kind, role = DOCUMENTS[link]
        edge_type = self._event("HAS_NUMBER")
        prefix = f"document:{self.country if issued_by else ''}:{kind}:"
        edge = (edge_type, prefix, role if edge_type == "HAS_NUMBER" else "")
        for text in self._texts(value, link):
            self._link(link, edge, ids.document_numbers(text))

    def consignment(self, value: Any, link: str) -> None:
        """Consignments of the same originator by the number that is their own, whatever it looks like."""
        for text in _cells(value):
            kind, _, key = (part.strip() for part in text.partition("="))
            number = ids.record_number(key)
            if number is None or kind not in _CONSIGNMENT_KINDS:
                self.result.flags.append(f"no_consignment: {text}")
            else:
                self._edge(self._event("HAS_NUMBER"), f"document:{self.country}:{kind}:{number.value}")

    def _event(self, edge: str) -> str:
        """The edge of a seizure, an inspection or a register's row to what it is about, else the given one."""
        return EDGE_OF_KIND.get(self.kind.name, edge)


def _cells(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


_BETWEEN_NAMES = re.compile(r"[;|\r\n]+")
_MOMENTS = frozenset({"arrived_at", "expected_at"})
_PRESENTED = frozenset({"manifest", "arrival"})  # kinds that a carrier presents where he unloads
_CONSIGNMENT_KINDS = frozenset(kind.name for kind in RECORD_KINDS.values() if kind.node_type == "Consignment")
_SPOKEN_ROLES = frozenset({"seller", "buyer", "courier", "next_carrier", "vehicle_owner", "representative", "master"})
_LINKS: Mapping[str, Callable[[_Writer, Any, str], None]] = {
    "container": _Writer.number,
    "seal": _Writer.number,
    "vehicle.plate": _Writer.plate,
    "trailer.plate": _Writer.plate,
    "vessel.imo": _Writer.number,
    "vehicle.vin": _Writer.number,
    "goods.vin": _Writer.number,
    "transport_document": _Writer.document,
    "previous_document": _Writer.document,
    "declaration": _Writer.document,
    "consignment": _Writer.consignment,
    "manifest_number": _Writer.document,
    "master_document": _Writer.document,
    "unique_reference": _Writer.document,
    "case": _Writer.case,
    "associated_with": _Writer.associate,
    "listed_by": _Writer.watchlist,
    "occurred_at": _Writer.scene,
    "loaded_at": _Writer.place,
    "unloaded_at": _Writer.place,
    "entered_at": _Writer.place,
}
