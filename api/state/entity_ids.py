"""Entity ids: ids that were minted for entities, and where an id leads to after its entity was joined to another.

An id is never given twice and never goes away: it stands for an entity, or leads to the id that does.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state.store import StateStore, new_id, now
from graph.errors import DamagedStore, NotFound, Refused

_AT_ONCE = 500  # ids in one query


def mint(state: StateStore, by: str) -> str:
    """A new id."""
    made = new_id("entity")
    with state.transaction() as connection:
        connection.execute(t.entity_id.insert().values(id=made, by=by, at=now()))
    return made


def redirect(state: StateStore, old: str, new: str, by: str, why: str) -> None:
    """Lets an id lead to another from now on.

    Raises:
        NotFound: one of them was never minted.
        Refused: the old one leads elsewhere already, or the new one leads to the old one: that would be a circle.
    """
    with state.transaction() as connection:
        state.lock(connection, t.redirect)
        for name in (old, new):
            _check_minted(connection, name)
        ends = _resolved(connection, [old, new])
        if ends[old] != old:
            raise Refused(f"{old} leads to {ends[old]} already", f"let {ends[old]} lead to {new}, or take that back")
        if ends[new] == old:
            raise Refused(f"{new} leads to {old} itself" if new != old else f"{old} is {new}", "name another entity")
        row = {"id": new_id("redirect"), "old": old, "new": new, "by": by, "at": now(), "why": why}
        connection.execute(t.redirect.insert().values(row | {"ended_at": "", "ended_by": ""}))


def restore(state: StateStore, old: str, by: str) -> None:
    """Takes back where an id leads to: it stands for an entity of its own again. What it was stays in the register.

    Raises:
        NotFound: it leads nowhere.
    """
    r = t.redirect.c
    with state.transaction() as connection:
        done = connection.execute(
            t.redirect.update().where(r.old == old, r.ended_at == "").values(ended_at=now(), ended_by=by)
        )
        if not done.rowcount:
            raise NotFound(f"{old!r} leads nowhere", "name an id that was joined to another")


def resolved(state: StateStore, ids: Iterable[str]) -> dict[str, str]:
    """The id that stands for the entity of each, over as many redirects as there are; ids not known are their own."""
    with state.reading() as connection:
        return _resolved(connection, ids)


def is_minted(state: StateStore, name: str) -> bool:
    """Whether an id was ever given."""
    with state.reading() as connection:
        return connection.execute(sa.select(t.entity_id.c.id).where(t.entity_id.c.id == name)).first() is not None


def _check_minted(connection: Connection, name: str) -> None:
    if connection.execute(sa.select(t.entity_id.c.id).where(t.entity_id.c.id == name)).first() is None:
        raise NotFound(f"no entity {name!r}", "name an id that was given")


def _resolved(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    names = set(ids)
    steps: dict[str, str] = {}
    unknown = names
    while unknown:
        further = _redirects(connection, sorted(unknown))
        steps |= further
        unknown = set(further.values()) - steps.keys()
    return {name: _end_of(name, steps) for name in names}


def _end_of(name: str, steps: Mapping[str, str]) -> str:
    """Where an id leads to in the end.

    Raises:
        DamagedStore: the redirects go in a circle, which this program never writes.
    """
    end, passed = name, {name}
    while end in steps:
        end = steps[end]
        if end in passed:
            raise DamagedStore(f"the redirects of {name} go in a circle", "take the last copy of the state")
        passed.add(end)
    return end


def _redirects(connection: Connection, ids: list[str]) -> Mapping[str, str]:
    r = t.redirect.c
    found: dict[str, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = r.old.in_(ids[start : start + _AT_ONCE])
        rows = connection.execute(sa.select(r.old, r.new).where(some, r.ended_at == "")).all()
        found |= {row.old: row.new for row in rows}
    return found
