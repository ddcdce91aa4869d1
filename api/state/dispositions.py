"""Dispositions: what became of a lead: new, confirmed, dismissed; by whom, when, why; all steps are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from api.state import tables as t
from api.state.store import StateStore, end_of_day, now
from graph import patterns
from graph.errors import BadValue

_AT_ONCE = 500  # leads in one query


class LeadState(StrEnum):
    """Where a lead stands; one that nobody has looked at is new."""

    NEW = "new"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Disposition:
    """One step of a lead; `patterns` are the channel patterns of whoever decided.

    `evidence` are marks of what its members shared then: only something new brings a dismissed lead back.
    """

    lead: str
    state: LeadState
    reason: str
    patterns: str
    by: str
    at: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and the channel patterns that he sees by."""

    name: str
    patterns: str = ""


def decide(
    state: StateStore, lead: str, to: LeadState, reason: str, decider: Decider, evidence: Iterable[str] = ()
) -> Disposition:
    """Keeps a decision about a lead.

    Args:
        state: The state.
        lead: Its id.
        to: What is decided.
        reason: Why; may be empty where it is new again.
        decider: Who decides.
        evidence: Marks of what its members share now (`analyses.leading.identity.mark`).

    Raises:
        BadValue: the lead or the person is not named, or a lead is confirmed or dismissed without a reason.
    """
    if not lead or not decider.name:
        raise BadValue("the decision names no lead or no person", "say of which lead, and who decides")
    if to is not LeadState.NEW and not reason.strip():
        raise BadValue(f"lead {lead} is {to.value} without a reason", "say why")
    d = t.disposition.c
    made = Disposition(lead, to, reason, decider.patterns, decider.name, now(), tuple(sorted(set(evidence))))
    row = {
        "lead": lead,
        "state": to.value,
        "reason": reason,
        "patterns": made.patterns,
        "by": made.by,
        "at": made.at,
        "evidence": "\n".join(made.evidence),
    }
    with state.transaction() as connection:
        state.lock(connection, t.disposition)
        last = connection.scalar(sa.select(sa.func.max(d.step)).where(d.lead == lead)) or 0
        connection.execute(t.disposition.insert().values(row | {"step": last + 1}))
    return made


def of_leads(state: StateStore, leads: Iterable[str], asker: str = "") -> dict[str, Disposition]:
    """The last step of each lead that the asker's patterns cover; a lead without one is new."""
    d = t.disposition.c
    wanted = sorted(set(leads))
    last: dict[str, Disposition] = {}
    with state.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            some = d.lead.in_(wanted[start : start + _AT_ONCE])
            for row in connection.execute(sa.select(t.disposition).where(some).order_by(d.lead, d.step)):
                if patterns.covers(asker, row.patterns):
                    last[row.lead] = _disposition(row)
    return last


def all_leads(state: StateStore, asker: str = "", as_of: str = "") -> dict[str, Disposition]:
    """The last step of every lead that the asker's patterns cover, up to the end of an ISO day (UTC); "" is now."""
    d = t.disposition.c
    query = sa.select(t.disposition).order_by(d.lead, d.step)
    if as_of:
        query = query.where(d.at < end_of_day(as_of))
    with state.reading() as connection:
        rows = connection.execute(query)
        return {row.lead: _disposition(row) for row in rows if patterns.covers(asker, row.patterns)}


def history(state: StateStore, lead: str, asker: str = "") -> list[Disposition]:
    """Every step of a lead that the asker's patterns cover, the first one first."""
    d = t.disposition.c
    with state.reading() as connection:
        rows = connection.execute(sa.select(t.disposition).where(d.lead == lead).order_by(d.step))
        return [_disposition(row) for row in rows if patterns.covers(asker, row.patterns)]


def _disposition(row: Any) -> Disposition:
    evidence = tuple(row.evidence.splitlines())
    return Disposition(row.lead, LeadState(row.state), row.reason, row.patterns, row.by, row.at, evidence)
