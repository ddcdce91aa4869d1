"""The watch list: what somebody wants to be told of when it is loaded; why, for whom, until when; and where it was met.

Nothing is deleted: an entry ends, by its day or because somebody ends it. A hit names a record and what it was met by;
what becomes of it (new, confirmed, dismissed) is a disposition under its id.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from api.state import tables as t
from api.state.dispositions import Decider
from api.state.store import StateStore, new_id, now
from graph import patterns
from graph.errors import BadValue, NotFound
from graph.model import unambiguous

LONGEST_TEXT = 500  # characters
MOST_STANDING = 20_000  # entries, of everybody
_AT_ONCE = 500  # ids in one query


class WatchKind(StrEnum):
    """What is watched."""

    NAME = "name"
    PLATE = "plate"
    CONTAINER = "container"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    ENTITY = "entity"  # a party or an entity of the graph, by its id


class Scope(StrEnum):
    """For whom it is watched."""

    OWN = "own"
    ADMINISTRATION = "administration"  # for everybody who sees what its owner does


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be watched: `until` is the last day as ISO text, "" for ever; numbers are read for `country`."""

    kind: WatchKind
    text: str
    why: str
    until: str = ""
    country: str = ""
    scope: Scope = Scope.OWN


@dataclass(frozen=True, slots=True)
class Watch:
    """An entry; `patterns` are the channel patterns of its owner, `ended_at` is "" while nobody ended it."""

    id: str
    wanted: Wanted
    owner: str
    patterns: str
    at: str
    ended_at: str = ""
    ended_by: str = ""
    ended_why: str = ""

    def is_visible(self, reader: Decider) -> bool:
        """Whether somebody sees the entry: its owner, and for the administration whoever sees what he does."""
        is_for = self.wanted.scope is Scope.ADMINISTRATION or self.owner == reader.name
        return is_for and patterns.covers(reader.patterns, self.patterns)

    def stands_on(self, day: str) -> bool:
        """Whether it stands on a day."""
        return not self.ended_at and (not self.wanted.until or self.wanted.until >= day)


@dataclass(frozen=True, slots=True)
class Met:
    """A record in which a node is, or may be, what is watched; `sureness` is 0-1."""

    watch: str
    record: str
    node: str
    channel: str
    sureness: float

    @property
    def hit(self) -> str:
        """The id of the hit: the same entry, record and node, the same id."""
        key = unambiguous((self.watch, self.record, self.node))
        return "hit:" + hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Hit:
    """A meeting that was kept, when."""

    id: str
    met: Met
    at: str


def add(state: StateStore, wanted: Wanted, owner: Decider) -> Watch:
    """Puts something on the list.

    Raises:
        BadValue: it names nothing, no reason or nobody, its day is none or over, or the list is full.
    """
    text = " ".join(wanted.text.split())
    if not text or len(text) > LONGEST_TEXT or not owner.name:
        raise BadValue(f"the entry names {text[:60]!r}", f"write a text of up to {LONGEST_TEXT} characters")
    if not wanted.why.strip():
        raise BadValue(f"{text} is to be watched without a reason", "say why: it is told with each hit")
    _check_day(wanted.until)
    made = Watch(new_id("watch"), replace(wanted, text=text), owner.name, owner.patterns, now())
    with state.transaction() as connection:
        state.lock(connection, t.watch)
        standing = connection.scalar(sa.select(sa.func.count()).where(t.watch.c.ended_at == "")) or 0
        if standing >= MOST_STANDING:
            raise BadValue(f"the watch list holds {standing:,} entries", "`halqa watch remove` takes some off")
        connection.execute(t.watch.insert().values(_row(made)))
    return made


def end(state: StateStore, watch_id: str, by: Decider, why: str = "") -> Watch:
    """Takes an entry off the list; one that is off it already stays as it is.

    Raises:
        NotFound: there is none of that id that he sees.
    """
    w = t.watch.c
    values = {"ended_at": now(), "ended_by": by.name, "ended_why": why}
    with state.transaction() as connection:
        row = connection.execute(sa.select(t.watch).where(w.id == watch_id)).first()
        if row is None or not _watch(row).is_visible(by):
            raise NotFound(f"no entry {watch_id!r} on the watch list", "`halqa watch list` lists them")
        if not row.ended_at:
            connection.execute(t.watch.update().where(w.id == watch_id).values(values))
        return _watch(connection.execute(sa.select(t.watch).where(w.id == watch_id)).one())


def standing(state: StateStore, day: str) -> list[Watch]:
    """The entries of everybody that stand on a day, the oldest first."""
    query = sa.select(t.watch).where(t.watch.c.ended_at == "").order_by(t.watch.c.at, t.watch.c.id)
    with state.reading() as connection:
        return [watch for watch in map(_watch, connection.execute(query)) if watch.stands_on(day)]


def listed(state: StateStore, reader: Decider) -> list[Watch]:
    """The entries that somebody sees, ended ones too, the newest first."""
    query = sa.select(t.watch).order_by(t.watch.c.at.desc(), t.watch.c.id)
    with state.reading() as connection:
        return [watch for watch in map(_watch, connection.execute(query)) if watch.is_visible(reader)]


def keep(state: StateStore, meetings: Iterable[Met]) -> list[Hit]:
    """Keeps meetings as hits; those that are new, in the order given. What was met before is told once."""
    by_id = {met.hit: met for met in meetings}
    at, h = now(), t.watch_hit.c
    with state.transaction() as connection:
        state.lock(connection, t.watch_hit)
        known: set[str] = set()
        for some in _lots(list(by_id)):
            known.update(connection.scalars(sa.select(h.id).where(h.id.in_(some))))
        fresh = [Hit(name, met, at) for name, met in by_id.items() if name not in known]
        for lot in _lots(fresh):
            connection.execute(t.watch_hit.insert(), [_hit_row(hit) for hit in lot])
    return fresh


def hits_of(state: StateStore, watches: Iterable[str], since: str = "") -> list[Hit]:
    """The hits of some entries from a moment on, the newest first, ties by id."""
    h, hits = t.watch_hit.c, list[Hit]()
    with state.reading() as connection:
        for some in _lots(sorted(set(watches))):
            query = sa.select(t.watch_hit).where(h.watch.in_(some), h.at >= since)
            hits += map(_hit, connection.execute(query))
    hits.sort(key=lambda hit: hit.id)
    hits.sort(key=lambda hit: hit.at, reverse=True)
    return hits


def get_hit(state: StateStore, hit_id: str) -> Hit | None:
    """One hit; None where there is none of that id."""
    with state.reading() as connection:
        row = connection.execute(sa.select(t.watch_hit).where(t.watch_hit.c.id == hit_id)).first()
    return None if row is None else _hit(row)


def hits_at(state: StateStore, channel: str) -> list[Hit]:
    """The hits on records of a channel, by id."""
    h = t.watch_hit.c
    with state.reading() as connection:
        rows = connection.execute(sa.select(t.watch_hit).where(h.channel == channel).order_by(h.id))
        return [_hit(row) for row in rows]


def move_hits(state: StateStore, moved: Mapping[str, Met]) -> None:
    """Tells hits, by their ids, of the records in which they are met now, with what was decided of them.

    A hit that is told of that record already stays as it is, and the moved one goes.
    """
    h, d = t.watch_hit.c, t.disposition.c
    with state.transaction() as connection:
        state.lock(connection, t.watch_hit)
        for name, met in moved.items():
            is_told = connection.scalar(sa.select(h.id).where(h.id == met.hit)) is not None
            if is_told:
                connection.execute(t.watch_hit.delete().where(h.id == name))
                continue
            values = {"id": met.hit, "record": met.record, "node": met.node, "channel": met.channel}
            connection.execute(t.watch_hit.update().where(h.id == name).values(values))
            connection.execute(t.disposition.update().where(d.lead == name).values(lead=met.hit))


def named_nodes(state: StateStore) -> list[str]:
    """Every id of a record or node that some hit names, sorted."""
    h = t.watch_hit.c
    with state.reading() as connection:
        return sorted({name for row in connection.execute(sa.select(h.record, h.node).distinct()) for name in row})


def drop_hits(state: StateStore, nodes: Iterable[str]) -> None:
    """Drops the hits that name one of these records or nodes, which are there no more."""
    h = t.watch_hit.c
    with state.transaction() as connection:
        for some in _lots(sorted(set(nodes))):
            connection.execute(t.watch_hit.delete().where(sa.or_(h.record.in_(some), h.node.in_(some))))


def _check_day(day: str) -> None:
    try:
        is_over = bool(day) and datetime.date.fromisoformat(day).isoformat() < now()[:10]
    except ValueError:
        raise BadValue(f"until {day!r} is not a day", "write it as 2024-03-31") from None
    if is_over:
        raise BadValue(f"the day {day} is over", "name a later one, or none")


def _lots(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _row(watch: Watch) -> dict[str, Any]:
    wanted = watch.wanted
    row = {name: getattr(wanted, name) for name in ("text", "country", "why", "until")}
    row |= {"kind": wanted.kind.value, "scope": wanted.scope.value}
    names = ("id", "owner", "patterns", "at", "ended_at", "ended_by", "ended_why")
    return row | {name: getattr(watch, name) for name in names}


def _watch(row: Any) -> Watch:
    wanted = Wanted(WatchKind(row.kind), row.text, row.why, row.until, row.country, Scope(row.scope))
    return Watch(row.id, wanted, row.owner, row.patterns, row.at, row.ended_at, row.ended_by, row.ended_why)


def _hit_row(hit: Hit) -> dict[str, Any]:
    met = hit.met
    names = ("watch", "record", "node", "channel", "sureness")
    return {"id": hit.id, "at": hit.at} | {name: getattr(met, name) for name in names}


def _hit(row: Any) -> Hit:
    return Hit(row.id, Met(row.watch, row.record, row.node, row.channel, row.sureness), row.at)
