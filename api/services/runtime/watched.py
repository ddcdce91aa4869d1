"""What the entries of the watch list look for, and the records that name it: a glance at what a load says anyway.

Numbers are met by the id that they would have in the graph, plates and identifiers by their signs alone whatever the
country; names word by word, and those that share words sound by sound.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.services.runtime.workspace import Workspace
from api.state import entities, entity_ids
from api.state.watches import Hit, Met, Wanted, Watch, WatchKind
from graph.derivation.assertions import Assertions
from graph.derivation.parties import InlineParty
from graph.errors import BadValue
from graph.linkage.matching.index import bare_number
from graph.linkage.spelling import Accord, Name, accord, bare_words, consonants_of
from graph.model import NodeRow
from graph.values import names
from graph.values.ids import containers, phones, plates
from graph.values.naming import Kind, Verdict, compare

FEWEST_SIGNS = 5  # of an identifier
LEAST_IN_COMMON = 0.5  # of the words of two names, from which they may be one
CLOSE = 0.75  # from which they are compared sound by sound in any case
MOST_HOLDERS = 20  # of a value of a watched entity; what more hold tells nobody
MOST_REMEMBERED = 100_000  # parties and names
_BARE = {WatchKind.PLATE: "vehicle", WatchKind.IDENTIFIER: "identifier"}
_ABJAD = re.compile("[\u0600-\u06ff\u0750-\u077f]")  # Arabic letters: short vowels are not written
_TELLING = ("HAS_PHONE", "HAS_EMAIL", "HAS_IDENTIFIER")


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What an entry is met by: ids of nodes, (type, signs of the number), names."""

    ids: frozenset[str] = frozenset()
    bare: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()


def looked_for(wanted: Wanted) -> LookedFor:
    """What an entry is met by; an entity is met by what is known of it, see `of_entity`.

    Raises:
        BadValue: the text is nothing of its kind.
    """
    kind, text, country = wanted.kind, wanted.text, wanted.country
    if kind is WatchKind.NAME:
        if not names.fold(text):
            raise BadValue(f"the name {text!r} holds no word", "write the name as on papers, in any script")
        return LookedFor(names=frozenset([text]))
    if kind is WatchKind.CONTAINER:
        ids = {f"container:{number.key}" for number in containers(text) if not number.names_nothing}
    elif kind is WatchKind.PHONE:
        ids = {f"phone:{number.key}" for number in phones(text, country) if not number.problem}
    elif kind is WatchKind.ENTITY:
        return LookedFor(ids=frozenset([text]))
    else:
        texts = [number.number for number in plates(text, country)] if kind is WatchKind.PLATE else [text]
        bare = {bare_number(number) for number in texts}
        long_enough = {number for number in bare if kind is WatchKind.PLATE or len(number) >= FEWEST_SIGNS}
        if long_enough - {""}:
            return LookedFor(bare=frozenset((_BARE[kind], number) for number in long_enough - {""}))
        ids = set()
    if not ids:
        raise BadValue(f"{text!r} is read as no {kind.value}", "write it as on papers; a phone with its country code")
    return LookedFor(ids=frozenset(ids))


def of_entity(workspace: Workspace, name: str, patterns: str) -> LookedFor:
    """What a party or an entity is met by: its records, what few others hold, and its names; nothing where it is gone.

    Args:
        workspace: The open stores.
        name: Id of a party or an entity.
        patterns: Channel patterns of whoever watches: what he may not see tells him nothing.
    """
    try:
        viewer = workspace.viewer(patterns)
    except BadValue:  # none of his channels is there any more
        return LookedFor()
    parties, state = [name], workspace.state
    if name.startswith("entity:"):
        known = state is not None and viewer.sees_all
        parties = entities.parties_of(state, entity_ids.resolved(state, [name])[name]) if known and state else []
    nodes = workspace.store.get(parties, viewer)
    ids = {node.id for node in nodes}
    for node in nodes:
        for near in workspace.store.neighbours(node.id, _TELLING, viewer):
            value = near.node.id
            if near.outward and sum(workspace.store.counts(value, viewer).values()) <= MOST_HOLDERS:
                ids.add(value)
    called = {str(node.properties["name"]) for node in nodes if node.properties.get("name")}
    return LookedFor(frozenset(ids), names=frozenset(called))


@dataclass(frozen=True, slots=True)
class _WatchedName:
    watch: str
    name: str
    folded: str
    words: frozenset[str]


@dataclass(eq=False)
class Watcher:
    """Meets what a load says with the entries that stand; `met` are the meetings so far.

    Args:
        entries: What each entry, by its id, is met by.
    """

    entries: Iterable[tuple[str, LookedFor]]
    met: list[Met] = field(default_factory=list)
    _by_id: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_bare: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _watched: list[_WatchedName] = field(default_factory=list)
    _by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _parties: dict[str, Sequence[tuple[str, str, float]]] = field(default_factory=dict)
    _names: dict[tuple[str, bool], Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Puts the entries where a value or a word finds them."""
        for watch, looked in self.entries:
            for node in looked.ids:
                self._by_id[node].append(watch)
            for key in looked.bare:
                self._by_bare[key].append(watch)
            for name in looked.names:
                folded = names.fold(name)
                watched = _WatchedName(watch, name, folded, _words(folded))
                for word in watched.words:
                    self._by_word[word].append(len(self._watched))
                self._watched.append(watched)
        self._prefixes = tuple({f"{prefix}:" for prefix, _ in self._by_bare})

    def see(self, said: Assertions) -> None:
        """Looks at what a record says."""
        found: dict[tuple[str, str], float] = {}
        for edge in said.edges:
            for watch in self._of_value(edge.target):
                found[watch, edge.target] = 1.0
        for watch, node, sureness in self._of_node(said.node):
            found.setdefault((watch, node), sureness)
        for party in said.parties:
            for watch, node, sureness in self._of_party(party):
                found.setdefault((watch, node), sureness)
        record = said.node
        self.met += [Met(watch, record.id, node, record.channel, sureness) for (watch, node), sureness in found.items()]

    def _of_value(self, node_id: str) -> Iterator[str]:
        """The entries that a value meets."""
        yield from self._by_id.get(node_id, ())
        if self._prefixes and node_id.startswith(self._prefixes):
            prefix, _, rest = node_id.partition(":")
            yield from self._by_bare.get((prefix, bare_number(rest.rpartition(":")[2])), ())

    def _of_party(self, party: InlineParty) -> Sequence[tuple[str, str, float]]:
        """(entry, node, sureness) of a party as it is written; it stands on many records, and is looked at once."""
        if party.node is None:
            return ()
        met = self._parties.get(party.node.id)
        if met is None:
            values = ((watch, edge.target, 1.0) for edge in party.edges for watch in self._of_value(edge.target))
            met = (*values, *self._of_node(party.node))
            if len(self._parties) >= MOST_REMEMBERED:
                self._parties.clear()
            self._parties[party.node.id] = met
        return met

    def _of_node(self, node: NodeRow) -> Iterator[tuple[str, str, float]]:
        """The entries that the name of a party or of a register's row meets."""
        properties = node.properties or {}
        folded = properties.get("name_folded") if self._by_word else None
        if folded:
            is_person = properties.get("kind") == "person"
            for watch, sureness in self._of_name(str(properties.get("name", "")), str(folded), is_person).items():
                yield watch, node.id, sureness

    def _of_name(self, name: str, folded: str, is_person: bool) -> Mapping[str, float]:
        key = (name, is_person)
        met = self._names.get(key)
        if met is None:
            if len(self._names) >= MOST_REMEMBERED:
                self._names.clear()
            met = self._names[key] = dict(self._compared(name, folded, is_person))
        return met

    def _compared(self, name: str, folded: str, is_person: bool) -> Iterator[tuple[str, float]]:
        words = _words(folded)
        near = Counter(place for word in words for place in self._by_word.get(word, ()))
        for place, shared in sorted(near.items()):
            watched = self._watched[place]
            common = 2 * shared / (len(words) + len(watched.words))
            if common < LEAST_IN_COMMON or (
                common < CLOSE and not _may_be_one((name, folded), (watched.name, watched.folded), is_person)
            ):
                continue
            comparison = compare(name, watched.name, Kind.PERSON if is_person else Kind.COMPANY)
            if comparison.verdict is Verdict.SAME:
                yield watched.watch, round(comparison.score, 4)


def _words(folded: str) -> frozenset[str]:
    """The words of a name by their consonants, without legal forms."""
    return frozenset(map(consonants_of, bare_words(folded) or folded.split()))


def _may_be_one(one: tuple[str, str], other: tuple[str, str], is_person: bool) -> bool:
    """Whether names, as written and folded, may be one though words are missing or differ, by what costs little."""
    left, right = (Name(folded, bool(_ABJAD.search(written))) for written, folded in (one, other))
    return accord(left, right, is_person) in (Accord.INITIALS, Accord.SAME)


def watcher_of(workspace: Workspace, watches: Sequence[Watch]) -> Watcher:
    """Who meets what a load says with these entries; what an entity is met by is asked of the graph as it is now."""

    def entries() -> Iterator[tuple[str, LookedFor]]:
        for watch in watches:
            if watch.wanted.kind is WatchKind.ENTITY:
                yield watch.id, of_entity(workspace, watch.wanted.text, watch.patterns)
            else:
                yield watch.id, looked_for(watch.wanted)

    return Watcher(list(entries()))


def told_row(watch: Watch, hit: Hit) -> dict[str, Any]:
    """A hit, by ids: what is watched and why, and the record and node in which it was met."""
    return {
        "id": hit.id,
        "watch": watch.id,
        "kind": watch.wanted.kind.value,
        "text": watch.wanted.text,
        "why": watch.wanted.why,
        "record": hit.met.record,
        "node": hit.met.node,
        "sureness": hit.met.sureness,
    }
