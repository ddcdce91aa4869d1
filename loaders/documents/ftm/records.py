"""FollowTheMoney entities as JSON lines: persons and firms, what they own and direct, and the lists that name them.

Fragments of one id are one entity (`loaders.documents.ftm.entities`). One raw unit is one entity with what stands
behind its references: the texts of addresses, and which ids are vehicles. Relations and listings are parts of the party
they speak of, as those of a graph export are. Schemas that have no use here (documents, payments, securities) are
counted in a remark; they are no errors.
"""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.canonical import Record, Rejection
from graph.errors import BadFile
from graph.messages import Message, message
from loaders import parsers
from loaders.documents.document import DocumentFormat
from loaders.documents.ftm.entities import UNSENDABLE, Entity, Repeats, entities, entity_of

MAX_BEHIND = 2_000_000  # addresses and vehicles that others may refer to
_KINDS = {
    "Person": "person",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "company",
    "LegalEntity": "",
}
_VEHICLES = {"Vehicle": "registrationNumber", "Vessel": "imoNumber", "Airplane": "registrationNumber"}
# schema -> the property of who is said to know somebody, that of whom he knows, and the role where none is stated
_RELATIONS = {
    "Ownership": ("asset", "owner", "owner"),
    "Directorship": ("organization", "director", "director"),
    "Employment": ("employer", "employee", "employee"),
    "Membership": ("organization", "member", "member"),
    "Representation": ("client", "agent", "agent"),
    "Family": ("person", "relative", "family"),
    "Associate": ("person", "associate", "associate"),
    "UnknownLink": ("subject", "object", "linked"),
}
_TAX_NUMBERS = ("taxNumber", "innCode", "vatCode", "uscCode")
_REGISTRATIONS = ("registrationNumber", "ogrnCode", "okpoCode")
_LISTING_TOPICS = ("sanction", "debarment", "wanted", "crime", "export.control", "poi")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|\+00:00)?)?")

Properties = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Behind:
    """What a first reading of the file finds: addresses, vehicles and listings by id, and what has no use."""

    addresses: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)  # id -> schema of what is no party
    listings: dict[str, list[dict[str, str]]] = field(default_factory=dict)  # of each party that is listed
    speaks_for: dict[str, str] = field(default_factory=dict)  # party -> the listing that says what all say together
    count: int = 0  # of addresses, vehicles and listings
    unused: Counter[str] = field(default_factory=Counter)
    again: Container[str] = ()  # ids that stand on several lines


def recognise(head: bytes) -> bool:
    """Whether the first line is such an entity."""
    line = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    entity = entity_of(line.decode("utf-8", "replace")) if line[:1] == b"{" else None
    return entity is not None


def remarks(path: Path) -> tuple[Message, ...]:
    """Which schemas were left out, with their counts.

    Raises:
        BadFile: see `units`.
    """
    unused = _behind(path).unused
    listed = ", ".join(f"{name} {count:,}" for name, count in sorted(unused.items()))
    return (message("ftm.unused", schemas=listed),) if listed else ()


def units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The entities with what stands behind their references; lines of schemas without a use are no units.

    Raises:
        BadFile: it is not UTF-8, a line is too long, or more than two million addresses and vehicles stand in it.
    """
    behind = _behind(path)
    for line, text, entity in entities(path, behind.again):
        if entity is None:
            yield line, [text, ""]
        elif _is_used(entity["schema"]):
            yield line, [text, json.dumps(_referred(entity, behind), ensure_ascii=False, sort_keys=True)]


def _behind(path: Path) -> _Behind:
    """What a first reading finds; a second one, of whole entities, where some come in fragments."""
    ids = Repeats()
    found = _read_behind(path, (ids.noted(entity) for _, _, entity in entities(path)))
    if ids.again:
        found = _read_behind(path, (entity for _, _, entity in entities(path, ids.again)))
        found.again = ids.again
    return found


def _read_behind(path: Path, stream: Iterable[Entity | None]) -> _Behind:
    found = _Behind()
    for entity in stream:
        if entity is None or entity["schema"] in _KINDS or entity["schema"] in _RELATIONS:
            continue
        schema, properties = entity["schema"], _properties(entity)
        if schema == "Address":
            found.addresses[entity["id"]] = _address(properties)
        elif not _is_used(schema):
            found.unused[schema] += 1
        if schema == "Sanction":
            for party in properties.get("entity", ()):
                found.listings.setdefault(party, []).append(_listing(properties))
                found.speaks_for.setdefault(party, entity["id"])
                found.count += 1
        elif schema not in _PARTS:
            found.others[entity["id"]] = schema
            found.count += 1
        if found.count > MAX_BEHIND:
            raise BadFile(
                f"{path} holds more than {MAX_BEHIND:,} entities that are no parties", "send it in several files"
            )
    return found


def _is_used(schema: str) -> bool:
    return schema in _KINDS or schema in _VEHICLES or schema in _RELATIONS or schema in _PARTS


def _properties(entity: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Every property as texts, each once; what is no text or number, or cannot be sent, is left out."""
    found = {}
    for name, given in entity["properties"].items():
        listed = given if isinstance(given, list) else [given]
        texts = (str(one).strip() for one in listed if isinstance(one, str | int | float))
        found[name] = tuple(dict.fromkeys(text for text in texts if text and not UNSENDABLE.search(text)))
    return found


def _address(properties: Properties) -> str:
    whole = properties.get("full", ())
    parts = [
        text for name in ("street", "city", "region", "postalCode", "country") for text in properties.get(name, ())
    ]
    return whole[0] if whole else ", ".join(parts)


def _referred(entity: Mapping[str, Any], behind: _Behind) -> dict[str, Any]:
    """Of the ids that an entity names: the texts of addresses, the schemas of what is no party.

    Where a party has several listings, the first says what all of them say together and the others only their lists: to
    repeat it in each would take room by the square of their number.
    """
    if entity["schema"] == "Sanction":
        several = {one: behind.listings[one] for one in _properties(entity).get("entity", ())}
        return {
            one: _together(listings) if behind.speaks_for[one] == entity["id"] else {}
            for one, listings in several.items()
            if len(listings) > 1
        }
    named = [text for texts in _properties(entity).values() for text in texts]
    return {one: behind.addresses.get(one) or behind.others[one] for one in named if one in behind.others}


def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """The records of an entity: a party, a vehicle, or parts of the parties that a relation or a listing names."""
    text, behind = (*unit, "")[:2]
    entity = entity_of(text)
    if entity is None:
        return [], [Rejection("entity", text[:200], "bad_entity", "no object with id, schema and properties")]
    properties = _properties(entity)
    referred = json.loads(behind) if behind else {}
    schema, amended = entity["schema"], _amended(entity, properties)
    if schema in _KINDS:
        said, flags = _party(entity, properties, referred)
        return [Record("party", entity["id"], said, amended, flags=flags)], []
    if schema in _VEHICLES:
        return [Record("vehicle", entity["id"], _vehicle(schema, properties), amended)], []
    part = f"{schema} {entity['id']}"
    if schema in _RELATIONS:
        return _relation(schema, properties, referred, (part, amended)), []
    reader = _PARTS.get(schema)
    if reader is None:
        return [], []
    of, read = reader
    said = read(properties)
    found = []
    for one in properties.get(of, ()) if said else ():
        together = referred.get(one)  # in units of version 1 the schema of a vessel
        own = {"listed_by": said["listed_by"], **together} if isinstance(together, dict) else said
        found.append(Record("party", one, own, amended, part=part))
    return found, []


def _party(
    entity: Mapping[str, Any], properties: Properties, referred: Mapping[str, str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    flags: list[str] = []
    names = properties.get("name") or _spoken_name(properties)
    is_person = entity["schema"] == "Person"
    listed = any(topic.startswith(_LISTING_TOPICS) for topic in properties.get("topics", ()))
    addresses = [referred.get(one, "") for one in properties.get("addressEntity", ())]
    registers = [*_REGISTRATIONS, *(() if is_person else ("idNumber",))]
    cards = ("passportNumber", *(("idNumber",) if is_person else ()))
    said = {
        "party.name": names[:1],
        "party.kind": (_KINDS[entity["schema"]],),
        "party.alias": (*names[1:], *properties.get("alias", ()), *properties.get("previousName", ())),
        "party.phone": properties.get("phone", ()),
        "party.email": properties.get("email", ()),
        "party.address": (*properties.get("address", ()), *addresses),
        "party.tax_number": [text for name in _TAX_NUMBERS for text in properties.get(name, ())],
        "party.registration_number": [text for name in registers for text in properties.get(name, ())],
        "party.passport": [text for name in cards for text in properties.get(name, ())],
        "party.country": (_country(properties, flags),),
        "party.birth_on": (_birth(properties, flags),),
        "registered_on": _days(properties.get("incorporationDate", ())),
        "activity": properties.get("sector", ())[:1],
        "listed_by": _datasets(entity) if listed else (),
        "list_programme": ("; ".join(properties.get("programId", ()) or properties.get("program", ())),),
    }
    return _filled(said), tuple(flags)


def _spoken_name(properties: Properties) -> tuple[str, ...]:
    parts = ("firstName", "secondName", "middleName", "fatherName", "lastName")
    spoken = " ".join(texts[0] for name in parts if (texts := properties.get(name)))
    return (spoken,) if spoken else ()


def _country(properties: Properties, flags: list[str]) -> str:
    """The first country that is known, of residence before that of nationality."""
    for name in ("country", "jurisdiction", "mainCountry", "nationality", "citizenship"):
        for text in properties.get(name, ()):
            code = parsers.country(text)
            if code:
                return code
            flags.append(f"party.country_unknown: {text}")
    return ""


def _birth(properties: Properties, flags: list[str]) -> str:
    for text in properties.get("birthDate", ()):
        if not _DAY.fullmatch(text):
            flags.append(f"birth_on_partial: {text}")
            continue
        with suppress(ValueError):
            return parsers.date(text, ("%Y-%m-%d",), parsers.EARLIEST_BIRTH)
        flags.append(f"birth_on_unreadable: {text}")
    return ""


def _vehicle(schema: str, properties: Properties) -> dict[str, Any]:
    """A vehicle by its number; owners and operators by their keys, so that they meet the parties of the file."""
    numbers = properties.get(_VEHICLES[schema], ())
    named = [*properties.get("model", ())[:1], *properties.get("name", ())[:1]]
    said = {
        "vessel.imo" if schema == "Vessel" else "vehicle.plate": numbers,
        "vehicle.vin": properties.get("vin", ()),
        "make": (" ".join(named),),
        "valid_from_on": _days(properties.get("registrationDate", ())),
        "owner.key": properties.get("owner", ())[:1],
        "holder.key": properties.get("operator", ())[:1],
    }
    return _filled(said)


def _relation(schema: str, properties: Properties, referred: Mapping[str, str], about: tuple[str, str]) -> list[Record]:
    """Parts of the parties on one side, with the keys of those on the other; the owner of a vehicle is its own."""
    of, to, role = _RELATIONS[schema]
    stated = properties.get("relationship" if schema in ("Family", "Associate") else "role", ())
    word = " ".join((stated[0] if stated else role).lower().replace("=", " ").split())
    known = [one for one in properties.get(to, ()) if one not in referred]
    found = []
    for one in properties.get(of, ()):
        kind = "vehicle" if referred.get(one) in _VEHICLES else "party" if one not in referred else ""
        said = (
            {"owner.key": known[:1]} if kind == "vehicle" else {"associated_with": [f"{word}={key}" for key in known]}
        )
        if kind and known and (kind == "party" or schema == "Ownership"):
            found.append(Record(kind, one, _filled(said), about[1], part=about[0]))
    return found


def _listing(properties: Properties) -> dict[str, Any]:
    said = {
        "listed_by": properties.get("authority", ())[:1] or properties.get("publisher", ())[:1] or ("sanction",),
        "list_programme": ("; ".join(properties.get("program", ()) or properties.get("programId", ())),),
        "listed_on": _days((*properties.get("listingDate", ()), *properties.get("startDate", ()))),
    }
    return _filled(said)


def _together(listings: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The programmes of several listings, each after its list, and the first day; so each part says the same."""
    named = sorted({(one["listed_by"], one["list_programme"]) for one in listings if "list_programme" in one})
    several = len({one["listed_by"] for one in listings}) > 1
    said = {
        "list_programme": "; ".join(f"{name}: {programme}" if several else programme for name, programme in named),
        "listed_on": min((one["listed_on"] for one in listings if "listed_on" in one), default=""),
    }
    return {name: text for name, text in said.items() if text}


def _card(properties: Properties) -> dict[str, Any]:
    return _filled({"party.passport": properties.get("number", ())})


# schema -> the property of the party it speaks of, and what it says of him
_PARTS = {"Sanction": ("entity", _listing), "Passport": ("holder", _card), "Identification": ("holder", _card)}


def _datasets(entity: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the lists that an entity stands in."""
    given = entity.get("datasets") or entity.get("dataset") or "topics"
    listed = given if isinstance(given, list) else [given]
    return tuple(dict.fromkeys(one.strip() for one in listed if isinstance(one, str) and not UNSENDABLE.search(one)))


def _days(texts: Sequence[str]) -> tuple[str, ...]:
    """The first whole day among dates of any precision."""
    for text in texts:
        with suppress(ValueError):
            return (parsers.date(text[:10], ("%Y-%m-%d",), parsers.EARLIEST_BIRTH),)
    return ()


def _amended(entity: Mapping[str, Any], properties: Properties) -> str:
    """When the entity was last changed, as text that sorts; "" where it does not say."""
    for text in (entity.get("last_change"), *properties.get("modifiedAt", ())):
        if isinstance(text, str) and _MOMENT.fullmatch(text) and int(text[:4]) >= parsers.EARLIEST_YEAR:
            return f"{text[:16]}Z" if "T" in text else text[:10]
    return ""


def _filled(said: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Without what is empty; one text by itself, several as a tuple."""
    kept = {name: tuple(dict.fromkeys(text for text in texts if text)) for name, texts in said.items()}
    return {name: texts if len(texts) > 1 else texts[0] for name, texts in kept.items() if texts}


FORMAT = DocumentFormat(
    name="ftm",
    version=3,
    title="FollowTheMoney entities",
    columns=("entity", "behind"),
    recognise=recognise,
    units=units,
    parse=parse,
    remarks=remarks,
)
