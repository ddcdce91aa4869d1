"""Entities: which parties one id stands for, so that it keeps its id when it grows, and what became of it.

An id goes on with the cluster that holds most of its parties. An entity whose parties are all elsewhere leads to where
most of them are; one that is taken out of another again gets back the id that it had. Only groups of several parties
have an id: a party alone is known by its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state.store import StateStore, new_id, now

_AT_ONCE = 500  # ids in one query
_ROWS = 5000  # rows in one statement


class EventKind(StrEnum):
    """What became of an entity."""

    MERGED = "merged"  # `other` was joined to `entity` and leads there
    SPLIT = "split"  # `other` was taken out of `entity`


@dataclass(frozen=True, slots=True)
class EntityEvent:
    """An entity was joined to another, or taken out of it; `members` are the parties that changed."""

    id: str
    kind: EventKind
    entity: str
    other: str
    members: tuple[str, ...]
    by: str
    at: str
    why: str


def settle(state: StateStore, clusters: Iterable[Sequence[str]], by: str, why: str) -> list[EntityEvent]:
    """Gives clusters of parties their ids, and keeps what changed.

    Args:
        state: The state.
        clusters: Whole clusters, each by its parties; those of one party only where it may have belonged to others.
        by: Who made them so.
        why: His reason.

    Returns:
        What became of entities, in the order of their ids.
    """
    with state.transaction() as connection:
        state.lock(connection, t.entity_member)
        return _Settling(connection, sorted(sorted(cluster) for cluster in clusters), by, why).run()


def ids_of(state: StateStore, parties: Iterable[str]) -> dict[str, str]:
    """The ids of the entities of parties; those without one are left out."""
    with state.reading() as connection:
        return _entities_of(connection, sorted(set(parties)))


def parties_of(state: StateStore, entity: str) -> list[str]:
    """The parties of an entity, sorted; none where the id leads elsewhere or was never given."""
    m = t.entity_member.c
    with state.reading() as connection:
        return list(connection.scalars(sa.select(m.party).where(m.entity == entity).order_by(m.party)))


def with_members(state: StateStore) -> list[str]:
    """Every party that belongs to an entity, sorted."""
    m = t.entity_member.c
    with state.reading() as connection:
        return list(connection.scalars(sa.select(m.party).order_by(m.party)))


def events(state: StateStore, entity: str) -> list[EntityEvent]:
    """What became of an entity, the newest first."""
    e = t.entity_event.c
    query = sa.select(t.entity_event).where(sa.or_(e.entity == entity, e.other == entity))
    with state.reading() as connection:
        return [_event(row) for row in connection.execute(query.order_by(e.at.desc(), e.id))]


def forget_parties(state: StateStore, parties: Iterable[str]) -> None:
    """Forgets that parties belonged to entities: after a recall nothing of them may stay."""
    gone = sorted(set(parties))
    m, e = t.entity_member.c, t.entity_event.c
    with state.transaction() as connection:
        for start in range(0, len(gone), _AT_ONCE):
            connection.execute(t.entity_member.delete().where(m.party.in_(gone[start : start + _AT_ONCE])))
        dropped = set(gone)
        for row in connection.execute(sa.select(e.id, e.members)).all() if gone else ():
            kept = [party for party in row.members.split("\n") if party not in dropped]
            if len(kept) != row.members.count("\n") + 1:
                connection.execute(t.entity_event.update().where(e.id == row.id).values(members="\n".join(kept)))


class _Settling:
    """One giving of ids, in a transaction that goes on."""

    def __init__(self, connection: Connection, clusters: list[list[str]], by: str, why: str) -> None:
        self._connection, self._clusters, self._by, self._why = connection, clusters, by, why
        self._at = now()
        parties = [party for cluster in clusters for party in cluster]
        self._before = _entities_of(connection, parties)
        self._events: list[EntityEvent] = []

    def run(self) -> list[EntityEvent]:
        held = [Counter(self._before[p] for p in cluster if p in self._before) for cluster in self._clusters]
        ids = self._taken_back(held)
        self._carry_on(held, ids)
        self._lead_on(held, ids)
        minted = [place for place, cluster in enumerate(self._clusters) if len(cluster) > 1 and place not in ids]
        for place in minted:
            ids[place] = new_id("entity")
            self._note_split(held[place], place, ids[place])
        self._insert(t.entity_id, [{"id": ids[place], "by": self._by, "at": self._at} for place in minted])
        self._keep_members(ids)
        self._events.sort(key=lambda event: (event.entity, event.other))
        self._insert(t.entity_event, [_row(event) for event in self._events])
        return self._events

    def _taken_back(self, held: Sequence[Counter[str]]) -> dict[int, str]:
        """The id of each cluster that was taken out of an entity and is mostly what another was before it joined."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(held):
            for entity in counts:
                places[entity].append(place)
        ids: dict[int, str] = {}
        for entity, several in sorted(places.items()):
            joined = self._joined_to(entity) if len(several) > 1 else {}
            likeness = [
                (-len(members & cluster) / len(members | cluster), old, place)
                for old, members in joined.items()
                for place in several
                if 2 * len(members & (cluster := set(self._clusters[place]))) > len(cluster)
            ]
            for _, old, place in sorted(likeness):
                if place not in ids and old not in ids.values() and len(several) - len(ids.keys() & set(several)) > 1:
                    ids[place] = old
                    self._end_redirect(old)
                    self._note_split(Counter({entity: 1}), place, old)
        return ids

    def _joined_to(self, entity: str) -> dict[str, set[str]]:
        """The entities that lead to one, over others perhaps, with the parties that each had when it was joined."""
        r, e = t.redirect.c, t.entity_event.c
        leading, unseen = dict[str, set[str]](), [entity]
        while unseen:
            steps = self._connection.execute(sa.select(r.old, r.new).where(r.new.in_(unseen), r.ended_at == "")).all()
            unseen = [step.old for step in steps]
            for old, new in steps:
                merged = sa.and_(e.kind == EventKind.MERGED.value, e.entity == new, e.other == old)
                members = self._connection.scalar(sa.select(e.members).where(merged).order_by(e.at.desc()).limit(1))
                leading[old] = set((members or "").split("\n")) - {""}
        return leading

    def _end_redirect(self, old: str) -> None:
        r = t.redirect.c
        ended = {"ended_at": self._at, "ended_by": self._by}
        self._connection.execute(t.redirect.update().where(r.old == old, r.ended_at == "").values(ended))

    def _carry_on(self, held: Sequence[Counter[str]], ids: dict[int, str]) -> None:
        """Gives each id to the cluster with most of its parties; ties by id, then by smallest party."""
        claims = sorted(
            (-count, entity, place) for place, counts in enumerate(held) for entity, count in counts.items()
        )
        taken = set(ids.values())
        for _, entity, place in claims:
            if place not in ids and entity not in taken:
                ids[place] = entity
                taken.add(entity)

    def _lead_on(self, held: Sequence[Counter[str]], ids: Mapping[int, str]) -> None:
        """Lets an entity without a cluster lead to the one that has most of its parties."""
        living = set(ids.values())
        lost: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, counts in enumerate(held):
            for entity in counts.keys() - living:
                lost[entity].append((-counts[entity], place))
        for entity, places in sorted(lost.items()):
            place = min(places)[1]
            members = [party for party in self._clusters[place] if self._before.get(party) == entity]
            row = {"id": new_id("redirect"), "old": entity, "new": ids[place], "by": self._by, "at": self._at}
            self._insert(t.redirect, [row | {"why": self._why, "ended_at": "", "ended_by": ""}])
            self._note(EventKind.MERGED, ids[place], entity, members)

    def _note_split(self, counts: Counter[str], place: int, entity: str) -> None:
        for before in sorted(counts):
            members = [party for party in self._clusters[place] if self._before.get(party) == before]
            self._note(EventKind.SPLIT, before, entity, members)

    def _note(self, kind: EventKind, entity: str, other: str, members: Sequence[str]) -> None:
        self._events.append(
            EntityEvent(new_id("event"), kind, entity, other, tuple(members), self._by, self._at, self._why)
        )

    def _keep_members(self, ids: Mapping[int, str]) -> None:
        """Keeps who belongs to which entity now."""
        now_of = {
            party: ids[place] for place, parties in enumerate(self._clusters) if place in ids for party in parties
        }
        gone = sorted(party for party, entity in self._before.items() if now_of.get(party) != entity)
        m = t.entity_member.c
        for start in range(0, len(gone), _AT_ONCE):
            self._connection.execute(t.entity_member.delete().where(m.party.in_(gone[start : start + _AT_ONCE])))
        new = sorted((party, entity) for party, entity in now_of.items() if self._before.get(party) != entity)
        self._insert(t.entity_member, [{"party": party, "entity": entity} for party, entity in new])

    def _insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _ROWS):
            self._connection.execute(table.insert(), list(rows[start : start + _ROWS]))


def _entities_of(connection: Connection, parties: Sequence[str]) -> dict[str, str]:
    m = t.entity_member.c
    known: dict[str, str] = {}
    for some in _lots(parties):
        rows = connection.execute(sa.select(m.party, m.entity).where(m.party.in_(some)))
        known |= {row.party: row.entity for row in rows}
    return known


def _lots(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]


def _row(event: EntityEvent) -> dict[str, str]:
    texts = {name: getattr(event, name) for name in ("id", "entity", "other", "by", "at", "why")}
    return texts | {"kind": event.kind.value, "members": "\n".join(event.members)}


def _event(row: Any) -> EntityEvent:
    values = row._asdict()
    members = tuple(filter(None, row.members.split("\n")))
    return EntityEvent(**(values | {"kind": EventKind(row.kind), "members": members}))
