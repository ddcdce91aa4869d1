"""Nodes, edges, channels and viewers: the words that every layer shares."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from graph.errors import BadValue
from graph.patterns import check_filled, matches

EPOCH = datetime.date(1970, 1, 1)
UNDATED = -(1 << 31)  # the day number of what has no date
_UNIT_SEPARATOR, _RECORD_SEPARATOR = "\x1f", "\x1e"
Properties = Mapping[str, Any]


@lru_cache(maxsize=1 << 16)
def day_number(day: str) -> int:
    """Days since 1970-01-01 of an ISO date or moment (its first ten characters)."""
    return (datetime.date.fromisoformat(day[:10]) - EPOCH).days


@lru_cache(maxsize=1 << 16)
def day_text(number: int) -> str:
    """The ISO date of a day number."""
    return (EPOCH + datetime.timedelta(days=number)).isoformat()


@dataclass(frozen=True, slots=True)
class Channel:
    """What decides who may see: originator, dataset, handling code, purpose."""

    originator: str
    dataset: str
    handling: str
    purpose: str

    def __post_init__(self) -> None:
        for part in ("originator", "dataset", "handling", "purpose"):
            value = getattr(self, part)
            if not value or not all(c.isalnum() or c in "-_." for c in value):
                raise BadValue(f"{part} {value!r} is not a name", "use letters, digits, '-', '_' and '.'")

    @property
    def name(self) -> str:
        return f"{self.originator}/{self.dataset}/{self.handling}/{self.purpose}"

    @classmethod
    def parse(cls, name: str) -> "Channel":
        parts = name.split("/")
        if len(parts) != 4:
            raise BadValue(f"channel {name!r} has {len(parts)} parts", "write originator/dataset/handling/purpose")
        return cls(*parts)

    def with_handling(self, handling: str) -> "Channel":
        return Channel(self.originator, self.dataset, handling, self.purpose)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The channels somebody may see; `channels` None means every channel of the store, by the fast forms."""

    channels: frozenset[str] | None = None

    @property
    def sees_all(self) -> bool:
        return self.channels is None

    def sees(self, channel: str) -> bool:
        return self.channels is None or channel in self.channels

    @staticmethod
    def matches(patterns: str, channel: str) -> bool:
        """Whether one of the comma-separated patterns matches a channel's name."""
        return matches(patterns, channel)

    @classmethod
    def of_patterns(cls, patterns: str, known: Iterable[str]) -> "Viewer":
        """The viewer who sees the known channels that one of the comma-separated patterns matches.

        Raises:
            BadValue: no channel matches, or a pattern is empty.
        """
        check_filled(patterns)
        seen = frozenset(name for name in known if matches(patterns, name))
        if not seen:
            raise BadValue(f"no channel matches {patterns!r}", "`halqa batches` lists the channels")
        return cls(seen)


EVERYONE = Viewer()


@dataclass(frozen=True, slots=True)
class Node:
    """A node as a viewer gets it; `channel` is "" for shared nodes."""

    id: str
    type: str
    channel: str = ""
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """An assertion of its owner, as a viewer gets it; `on` is the day it is true, None where undated."""

    source: str
    type: str
    target: str
    channel: str
    role: str = ""
    on: str | None = None
    properties: Properties = field(default_factory=dict)

    @property
    def id(self) -> str:
        return edge_id(self.source, self.type, self.role, self.target)


class NodeRow(NamedTuple):
    """A node to be written: `channel` "" for shared nodes."""

    id: str
    type: str
    channel: str
    properties: Properties | None


class EdgeRow(NamedTuple):
    """An edge to be written; its identity is (owner, type, role, target), `on` a day number."""

    owner: str
    type: str
    target: str
    role: str
    on: int | None
    properties: Properties | None


class EdgeKey(NamedTuple):
    """What makes an edge this edge."""

    owner: str
    type: str
    target: str
    role: str


def edge_id(owner: str, edge_type: str, role: str, target: str) -> str:
    """Public id of an edge: 128-bit hash of owner, type, role and target, as 32 hex digits."""
    text = unambiguous((owner, edge_type, role, target))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def unambiguous(texts: Sequence[str]) -> str:
    """The texts as one, so that no other list of texts gives the same, whatever signs are in them; for hashing."""
    joined = _UNIT_SEPARATOR.join(texts)
    if joined.count(_UNIT_SEPARATOR) < len(texts) and _RECORD_SEPARATOR not in joined:
        return joined  # as nearly always; writing lengths for each would cost more than the hash
    return _RECORD_SEPARATOR + "".join(f"{len(text)}:{text}" for text in texts)


def node_type_of(node_id: str) -> str:
    """The prefix of a node id: `container:MSKU1234565` -> `container`."""
    return node_id.partition(":")[0]
