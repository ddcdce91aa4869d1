"""Searching: records, values and places by number or words, and firms and people as one row each, however spelt."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from api.services.asking.explore import label
from api.services.asking.sources import parts_of
from api.services.runtime.workspace import Workspace
from graph.canonical import RECORD_KINDS
from graph.errors import BadValue, TooMany
from graph.finding import ANY_DAY, Days, Question, exactly, question
from graph.linkage.identity import Entities
from graph.linkage.judged import NOTHING_JUDGED
from graph.linkage.who_is_who import read_off
from graph.messages import Message, message
from graph.model import Channel, Node, Viewer
from graph.projection.partial import project_parties
from graph.schema import NODE_TYPES, TYPE_OF_PREFIX, Ownership, value_of
from graph.store.base import Standing
from graph.values.ids import address_key, has_failed_check, record_number
from graph.values.names import fold, surface

MOST_GROUPED = 1_000  # nodes of one kind of answer that are looked at
MOST_NAMES = 5  # spellings that a row shows
_NUMBER_KINDS = ("tax", "registration", "passport")
_ROLE_WORDS = {role.edge: role.name for kind in RECORD_KINDS.values() for role in list(kind.roles.values())[::-1]}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched for: a text, among node types (all when empty), mentioned on some days, at most so many rows."""

    text: str
    types: tuple[str, ...] = ()
    days: Days = ANY_DAY
    limit: int = 50


def search(workspace: Workspace, viewer: Viewer, request: SearchRequest) -> dict[str, Any]:
    """What a viewer finds: `found` rows, `truncated` in words where there are more, `note` on what the rows are.

    Numbers that are the text come first, then firms and people (those of just that name before others), then the rest;
    each by the id of the row.

    Raises:
        BadValue: a type is not known, the text is empty, or a pattern has no three signs in a row.
    """
    _check(request)
    if not any(viewer.sees(name) for name in workspace.store.channels()):
        return {"found": [], "truncated": [], "note": message("search.nothing_loaded").model_dump()}
    lookup = _Lookup(workspace, viewer, request)
    exact, others = lookup.exact(), lookup.others()
    exact_ids = {node.id for node in exact}
    parties = [node for node in exact if node.type == "Party"] + lookup.parties()
    firms, note = _grouped(workspace, viewer, parties)
    firms.sort(exact_ids, fold(request.text))
    ranked = _without_own_numbers([node for node in exact if node.type != "Party"], [])
    rest = _without_own_numbers([node for node in others if node.id not in exact_ids], ranked)
    room = max(0, request.limit - len(ranked))
    answers: list[Node | _Firm] = [*ranked, *firms.first(room), *rest]
    if len(ranked) + firms.count + len(rest) > request.limit:
        lookup.cuts.append(message("search.limit", limit=request.limit))
    rows = _rows(workspace, viewer, answers[: request.limit])
    cuts = {cut.text: cut.model_dump() for cut in lookup.cuts}
    return {"found": rows, "truncated": list(cuts.values()), "note": note and note.model_dump()}


def whole_number(workspace: Workspace, viewer: Viewer, text: str) -> str:
    """The id of the one record or value whose number a text is as a whole; "" for none, several, or a mere name."""
    if not any(char.isdigit() for char in text):
        return ""
    exact = _Lookup(workspace, viewer, SearchRequest(text)).exact()
    nodes = _without_own_numbers([node for node in exact if node.type != "Party"], [])
    return nodes[0].id if len(nodes) == 1 else ""


def _check(request: SearchRequest) -> None:
    if not request.text.strip():
        raise BadValue("the text to search is empty", "give a name, a number or a part of one, a place, a commodity")
    for name in request.types:
        if name not in NODE_TYPES:
            raise BadValue(f"no node type {name!r}", f"known: {', '.join(NODE_TYPES)}")


class _Lookup:
    """What the store finds for a request; `cuts` say in words what was left out."""

    def __init__(self, workspace: Workspace, viewer: Viewer, request: SearchRequest) -> None:
        self._store, self._viewer, self._request = workspace.store, viewer, request
        self._types = request.types or tuple(NODE_TYPES)
        self.cuts: list[Message] = []

    def exact(self) -> list[Node]:
        """Nodes whose number is the text, or whose id it is."""
        text, days = self._request.text.strip(), self._request.days
        by_id = self._store.get([text], self._viewer) if text.partition(":")[0] in TYPE_OF_PREFIX else []
        named = [node for node in by_id if node.type in self._types]
        found = self._found(exactly(text, days), self._types)
        return list({node.id: node for node in (*named, *found)}.values())

    def parties(self) -> list[Node]:
        """Parties whose names or numbers the text finds."""
        types = [name for name in self._types if name == "Party"]
        return self._found(question(self._request.text, self._request.days), types)

    def others(self) -> list[Node]:
        """Everything else that the text finds; an address also without words such as *street*."""
        text, days = self._request.text, self._request.days
        types = [name for name in self._types if name != "Party"]
        found = self._found(question(text, days), types)
        key = address_key(text)
        if "Address" in types and key and key != surface(text):
            found += self._found(question(key, days), ["Address"])
        return sorted({node.id: node for node in found}.values(), key=lambda node: node.id)

    def _found(self, asked: Question, types: Sequence[str]) -> list[Node]:
        if not types:
            return []
        wanted = () if set(types) == set(NODE_TYPES) else types
        try:
            nodes = self._store.search(asked, wanted, self._viewer, MOST_GROUPED + 1)
        except TooMany as error:
            self.cuts.append(message("search.too_many", found=error.message, next_step=error.next_step))
            return []
        if len(nodes) > MOST_GROUPED:
            self.cuts.append(message("search.looked_at", most=MOST_GROUPED))
        return nodes[:MOST_GROUPED]


def _without_own_numbers(nodes: Sequence[Node], before: Sequence[Node]) -> list[Node]:
    """The nodes without those numbers of documents whose own record is among them, or among those before them."""
    own = {_own_document(node.id) for node in (*before, *nodes)}
    return sorted((n for n in nodes if n.id not in own), key=lambda node: (node.type == "Document", node.id))


def _own_document(node_id: str) -> str:
    parts = parts_of(node_id)
    number = record_number(parts[2]) if parts else None
    return f"document:{Channel.parse(parts[0]).originator}:{parts[1]}:{number.value}" if parts and number else ""


# --- one row a firm or person --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Firm:
    """A firm or person: the id and spellings of what was found of it, all its parties, and what they say."""

    id: str
    label: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    country: str
    number: str


class _Grouped:
    """Found parties, each once, by who is who in a projection; those that are not in it stand alone."""

    def __init__(self, entities: Entities, parties: Sequence[Node]) -> None:
        self._entities, self._projection = entities, entities.projection
        self._found: dict[int | str, list[Node]] = {}
        for node in parties:
            number = self._projection.number_of(node.id)
            key = node.id if number is None else int(entities.of_node[number])
            self._found.setdefault(key, []).append(node)

    @property
    def count(self) -> int:
        """How many firms and people were found."""
        return len(self._found)

    def sort(self, exact_ids: set[str], wanted: str) -> None:
        """Puts those of a number and those of just the wanted folded name first, then by the smallest id found."""

        def rank(item: tuple[int | str, list[Node]]) -> tuple[bool, bool, str]:
            ids = [node.id for node in item[1]]
            is_named = any(node.properties.get("name_folded") == wanted for node in item[1])
            return exact_ids.isdisjoint(ids), not is_named, min(ids)

        self._found = dict(sorted(self._found.items(), key=rank))

    def first(self, count: int) -> list[_Firm]:
        """The first of them, as sorted."""
        return [self._firm(key, nodes) for key, nodes in islice(self._found.items(), count)]

    def _firm(self, key: int | str, found: list[Node]) -> _Firm:
        nodes = sorted(found, key=lambda node: node.id)
        named = (str(node.properties["name"]) for node in nodes if "name" in node.properties)
        names = tuple(islice(dict.fromkeys(named), MOST_NAMES))
        if isinstance(key, str):
            return _Firm(key, label(nodes[0]), names, (key,), str(nodes[0].properties.get("country") or ""), "")
        numbers = self._entities.members[key]
        ids = self._projection.ids
        members = tuple(ids[number] for number in numbers)
        spelt, country = self._entities.label(key), self._country(numbers)
        return _Firm(nodes[0].id, spelt, names, members, country, self._number(numbers))

    def _country(self, numbers: Sequence[int]) -> str:
        column = self._projection.property_of("Party", "country")
        first = int(self._entities.parties[0])
        counted = Counter(str(code) for number in numbers if (code := column[number - first]))
        return min(counted, key=lambda code: (-counted[code], code), default="")

    def _number(self, numbers: Sequence[int]) -> str:
        """The number that most of the parties hold: of tax before of registration, a right one before another."""
        held: Counter[str] = Counter()
        for number in numbers:
            near = (self._projection.ids[other] for other in self._projection.neighbours(number).nodes)
            held.update(name for name in near if name.startswith("identifier:"))
        ranked = sorted(held, key=lambda name: (has_failed_check(name), _kind(name), -held[name], name))
        return next((value_of(name) for name in ranked if _kind(name) < len(_NUMBER_KINDS)), "")


def _kind(identifier: str) -> int:
    kind = identifier.split(":", 2)[1]
    return _NUMBER_KINDS.index(kind) if kind in _NUMBER_KINDS else len(_NUMBER_KINDS)


def _grouped(workspace: Workspace, viewer: Viewer, parties: Sequence[Node]) -> tuple[_Grouped, Message | None]:
    """The parties by who is who, as worked out for this version of the data, else among themselves, which is said."""
    distinct = list({node.id: node for node in parties}.values())
    world = workspace.kept_world(viewer) if distinct else None
    if world is not None:
        return _Grouped(world.entities, distinct), None
    judged = workspace.judged(viewer) if distinct else NOTHING_JUDGED
    among = read_off(project_parties(workspace.store, distinct), judged).entities
    return _Grouped(among, distinct), message("search.among_found") if distinct else None


# --- rows ----------------------------------------------------------------------------------------------------------


def _rows(workspace: Workspace, viewer: Viewer, answers: Sequence[Node | _Firm]) -> list[dict[str, Any]]:
    groups = [answer.members if isinstance(answer, _Firm) else (answer.id,) for answer in answers]
    counted = [at for at, group in enumerate(groups) if not group[0].startswith("place:")]
    standings = dict(zip(counted, workspace.store.standings([groups[at] for at in counted], viewer), strict=True))
    return [_row(answer, standings.get(at)) for at, answer in enumerate(answers)]


def _row(answer: Node | _Firm, standing: Standing | None) -> dict[str, Any]:
    is_record = isinstance(answer, Node) and NODE_TYPES[answer.type].ownership is Ownership.RECORD
    counts: dict[str, Any] = {"roles": [], "consignments": None, "seizures": None}
    if standing is not None:
        counts["roles"] = list(dict.fromkeys(_role_words(standing))) if isinstance(answer, _Firm) else []
        counts["consignments"] = None if is_record else standing.consignments
        counts["seizures"] = None if is_record and answer.id.startswith("seizure:") else standing.seizures
    if isinstance(answer, _Firm):
        said = {"id": answer.id, "type": "Party", "label": answer.label, "channel": answer.id.split(":", 2)[1]}
        return said | {
            "names": list(answer.names),
            "spellings": len(answer.members),
            "country": answer.country,
            "number": answer.number,
            **counts,
        }
    said = {"id": answer.id, "type": answer.type, "label": label(answer), "channel": answer.channel}
    parts = parts_of(answer.id)
    number = parts[2] if parts else "" if answer.type in _WITHOUT_NUMBER else value_of(answer.id)
    return said | {"names": [], "spellings": 1, "country": _country_of(answer), "number": number, **counts}


_WITHOUT_NUMBER = frozenset({"Place", "Address", "Watchlist"})


def _role_words(standing: Standing) -> Iterator[str]:
    for edge_type, role in standing.roles:
        yield role or _ROLE_WORDS.get(edge_type, edge_type.lower().replace("_", " "))


def _country_of(node: Node) -> str:
    """The country of a number, place or address, or of whoever reports a record; "" where there is none."""
    if node.channel:
        return Channel.parse(node.channel).originator
    before = node.id.split(":")[1 : 1 + NODE_TYPES[node.type].before_value]
    return next((code for code in before if len(code) == 2 and code.isalpha()), "")
