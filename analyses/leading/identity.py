"""Which lead is which: one keeps its id while most of its evidence stands; merged and split ones tell of each other."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.linkage.inputs import Inputs

STANDS = 0.5  # share of a lead's evidence that has to be in a group for the group to be that lead
TOUCHES = 0.25  # share from which a group tells that a part of a former lead went into it
DISMISSED = "dismissed"
PREFIX = "lead:"  # of the ids of leads; hits of rules are decided in the same register


def mark(value: str) -> str:
    """What is kept of a value for as long as a decision stands: enough to know it again, and not the value."""
    return hashlib.blake2b(value.encode(), digest_size=10).hexdigest()


def evidence_of(row: Mapping[str, Any]) -> list[str]:
    """What a lead, or a hit of a rule, is made of: ids of what its members share, and of the seizures on them."""
    return [*row["through"], *row.get("seized", ())]


@dataclass(frozen=True, slots=True)
class Known:
    """A lead of an earlier list, or one of which somebody decided.

    Attributes:
        id: Its id.
        evidence: Marks of what it was made of, see `evidence_of`.
        members: Ids of its parties; empty where only the decision is known.
        state: What was decided: new, confirmed, dismissed.
        decided_on: Its evidence when that was decided.
        was_listed: Whether it stood in the earlier list.
    """

    id: str
    evidence: frozenset[str]
    members: frozenset[str]
    state: str
    decided_on: frozenset[str]
    was_listed: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """What a group continues: the lead that it is, None for a new one, and ids of others that went into it."""

    known: Known | None
    former_ids: tuple[str, ...]


def known_leads(inputs: Inputs) -> list[Known]:
    """The leads of the earlier list, and those of which somebody decided, by id."""
    rows = {str(row["id"]): row for row in (inputs.earlier.rows if inputs.earlier else ()) if row.get("through")}
    known = []
    decided = {lead for lead in inputs.lead_evidence if lead.startswith(PREFIX)}
    for lead in sorted({*rows, *decided}):
        decided_on = frozenset(inputs.lead_evidence.get(lead, ()))
        row = rows.get(lead)
        known.append(
            Known(
                lead,
                frozenset(map(mark, evidence_of(row))) if row else decided_on,
                frozenset(row["members"]) if row else frozenset(),
                inputs.dispositions.get(lead, "new"),
                decided_on,
                lead in rows,
            )
        )
    return [lead for lead in known if lead.evidence]


def identities(groups: Sequence[Collection[str]], known: Sequence[Known]) -> list[Identity]:
    """What each group continues.

    A known lead goes on in the group that holds most of its evidence, at least half of it; of several that go on in
    one group that with most of its evidence there stands for it, and the group tells the ids of the others. A group
    that holds a quarter of one that goes on elsewhere tells its id too.

    Args:
        groups: Marks of what each group is made of.
        known: Earlier leads.
    """
    sets = [frozenset(group) for group in groups]
    holding: dict[str, list[int]] = {}
    for place, group in enumerate(sets):
        for value in group:
            holding.setdefault(value, []).append(place)
    best: dict[int, tuple[int, Known]] = {}
    former: list[set[str]] = [set() for _ in sets]
    for lead in known:
        near = {place for value in lead.evidence for place in holding.get(value, ())}
        common = {place: len(sets[place] & lead.evidence) for place in near}
        for place, count in common.items():
            if count >= TOUCHES * len(lead.evidence):
                former[place].add(lead.id)
        if not common:
            continue
        place = min(common, key=lambda place: (-common[place], place))
        if common[place] < STANDS * len(lead.evidence):
            continue
        if place not in best or common[place] > best[place][0]:
            best[place] = common[place], lead
    return [
        Identity(
            best[place][1] if place in best else None,
            tuple(sorted(former[place] - ({best[place][1].id} if place in best else set()))),
        )
        for place in range(len(sets))
    ]


def new_evidence(evidence: Sequence[str], known: Known | None) -> list[str]:
    """What was not there when somebody decided of a lead, or when it was listed; of a new lead nothing is."""
    if known is None:
        return []
    before = known.decided_on or known.evidence
    return [value for value in evidence if mark(value) not in before]
