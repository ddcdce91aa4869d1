"""Judgements: somebody says of two particulars that they are the same, different, or that he is not sure.

A judgement is never deleted and never changed: it is revoked, or a later one on the same pair counts instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state.store import StateStore, end_of_day, new_id, now
from graph.errors import BadValue, NotFound, Refused
from graph.linkage.judged import JudgedIds
from graph.model import Viewer

_YES = "yes"


class Verdict(StrEnum):
    """What somebody says of two sides."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of two sides, the lesser text first; `channels` are those that the sides are from.

    `revoked_at` is "" while it stands. One that `needs_second` counts only when another person has said so too.
    """

    id: str
    left: str
    right: str
    verdict: Verdict
    channels: tuple[str, ...]
    by: str
    at: str
    why: str
    revoked_at: str = ""
    revoked_by: str = ""
    revoked_why: str = ""
    needs_second: bool = False
    second_by: str = ""
    second_at: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a second person."""
        return self.needs_second and not self.second_at and not self.revoked_at

    @property
    def pair(self) -> tuple[str, str]:
        return self.left, self.right

    def is_visible(self, viewer: Viewer) -> bool:
        """Whether a viewer sees the channels of both sides."""
        return viewer.sees_all or all(viewer.sees(channel) for channel in self.channels)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody wants to say of two sides, which are from these channels; perhaps it needs a second person."""

    sides: tuple[str, str]
    verdict: Verdict
    channels: frozenset[str]
    by: str
    why: str
    needs_second: bool = False


def judge(state: StateStore, opinion: Opinion) -> Judgement:
    """Keeps a judgement.

    Raises:
        BadValue: both sides are one, a side is empty, or nobody or no reason is named.
    """
    left, right = sorted(opinion.sides)
    if not left or left == right:
        raise BadValue(f"{right!r} cannot be judged against {left!r}", "name two sides")
    if not opinion.by or not opinion.why.strip():
        raise BadValue(f"the judgement on {left} and {right} names no person or no reason", "say who judges, and why")
    channels = tuple(sorted(opinion.channels))
    made = Judgement(
        id=new_id("judgement"),
        left=left,
        right=right,
        verdict=opinion.verdict,
        channels=channels,
        by=opinion.by,
        at=now(),
        why=opinion.why,
        needs_second=opinion.needs_second,
    )
    row = {name: getattr(made, name) for name in ("id", "left", "right", "by", "at", "why")}
    row |= {"verdict": made.verdict.value, "channels": "\n".join(channels)}
    with state.transaction() as connection:
        empty = dict.fromkeys(("revoked_at", "revoked_by", "revoked_why", "second_by", "second_at"), "")
        second = {"needs_second": _YES if made.needs_second else ""}
        connection.execute(t.judgement.insert().values(row | empty | second))
    return made


def confirm(state: StateStore, judgement_id: str, viewer: Viewer, by: str) -> Judgement:
    """Lets a judgement count that waits for a second person.

    Raises:
        NotFound: the viewer sees none of that id.
        Refused: it does not wait, or the person is the one who said it.
        BadValue: nobody is named.
    """
    if not by:
        raise BadValue(f"nobody confirms {judgement_id}", "say who confirms it")
    with state.transaction() as connection:
        state.lock(connection, t.judgement)
        known = _one(connection, judgement_id, viewer)
        if not known.is_waiting:
            raise Refused(f"{judgement_id} does not wait for a second person", "nothing was changed")
        if known.by == by:
            raise Refused(f"{judgement_id} was said by {by}", "another person has to confirm it")
        values = {"second_by": by, "second_at": now()}
        connection.execute(t.judgement.update().where(t.judgement.c.id == judgement_id).values(values))
        return _one(connection, judgement_id, viewer)


def revoke(state: StateStore, judgement_id: str, viewer: Viewer, by: str, why: str) -> Judgement:
    """Revokes a judgement.

    Raises:
        NotFound: the viewer sees none of that id.
        Refused: it is revoked already.
        BadValue: nobody or no reason is named.
    """
    if not by or not why.strip():
        raise BadValue(f"the revocation of {judgement_id} names no person or no reason", "say who revokes it, and why")
    j = t.judgement.c
    with state.transaction() as connection:
        state.lock(connection, t.judgement)
        known = _one(connection, judgement_id, viewer)
        if known.revoked_at:
            raise Refused(f"{judgement_id} was revoked by {known.revoked_by} already", "nothing was changed")
        values = {"revoked_at": now(), "revoked_by": by, "revoked_why": why}
        connection.execute(t.judgement.update().where(j.id == judgement_id).values(values))
        return _one(connection, judgement_id, viewer)


def get(state: StateStore, judgement_id: str, viewer: Viewer) -> Judgement:
    """One judgement, revoked or not.

    Raises:
        NotFound: the viewer sees none of that id.
    """
    with state.reading() as connection:
        return _one(connection, judgement_id, viewer)


def standing(state: StateStore, viewer: Viewer, as_of: str = "") -> list[Judgement]:
    """The judgements that count: of each pair the last that is not revoked and does not wait, by pair.

    Args:
        state: The state.
        viewer: Who asks.
        as_of: An ISO day: as they counted at its end (UTC); "" is now.
    """
    j = t.judgement.c
    counts = sa.and_(j.revoked_at == "", sa.or_(j.needs_second == "", j.second_at != ""))
    if as_of:
        end = end_of_day(as_of)
        was_confirmed = sa.and_(j.second_at != "", j.second_at < end)
        counts = sa.and_(
            j.at < end,
            sa.or_(j.revoked_at == "", j.revoked_at >= end),
            sa.or_(j.needs_second == "", was_confirmed),
        )
    with state.reading() as connection:
        rows = connection.execute(sa.select(t.judgement).where(counts).order_by(j.at, j.id))
        last = {judgement.pair: judgement for judgement in _visible(rows, viewer)}
    return [last[pair] for pair in sorted(last)]


def waiting(state: StateStore, viewer: Viewer) -> list[Judgement]:
    """The judgements that wait for a second person, the oldest first."""
    j = t.judgement.c
    waits = sa.and_(j.revoked_at == "", j.needs_second != "", j.second_at == "")
    with state.reading() as connection:
        rows = connection.execute(sa.select(t.judgement).where(waits).order_by(j.at, j.id))
        return list(_visible(rows, viewer))


def as_pairs(judgements: Iterable[Judgement]) -> JudgedIds:
    """Judgements by what they say, those that are the same in the order in which they were said."""
    in_time = sorted(judgements, key=lambda judgement: (judgement.at, judgement.id))
    pairs = {
        verdict: tuple(judgement.pair for judgement in in_time if judgement.verdict is verdict) for verdict in Verdict
    }
    return JudgedIds(pairs[Verdict.SAME], pairs[Verdict.DIFFERENT], pairs[Verdict.UNSURE])


def history(state: StateStore, side: str, viewer: Viewer) -> list[Judgement]:
    """Every judgement on a side, revoked ones too, newest first."""
    j = t.judgement.c
    query = sa.select(t.judgement).where(sa.or_(j.left == side, j.right == side)).order_by(j.at.desc(), j.id)
    with state.reading() as connection:
        return list(_visible(connection.execute(query), viewer))


def _visible(rows: Iterable[Any], viewer: Viewer) -> Iterable[Judgement]:
    return (judgement for judgement in map(_judgement, rows) if judgement.is_visible(viewer))


def _one(connection: Connection, judgement_id: str, viewer: Viewer) -> Judgement:
    row = connection.execute(sa.select(t.judgement).where(t.judgement.c.id == judgement_id)).first()
    if row is None or not _judgement(row).is_visible(viewer):
        raise NotFound(f"no judgement {judgement_id!r}", "name one that is listed")
    return _judgement(row)


def _judgement(row: Any) -> Judgement:
    values = row._asdict()
    values |= {"verdict": Verdict(row.verdict), "channels": tuple(filter(None, row.channels.split("\n")))}
    values |= {"needs_second": bool(row.needs_second)}
    return Judgement(**values)
