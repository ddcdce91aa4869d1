"""Consignments that have not arrived, scored by who and what stands on them: with reasons, time left, what to let pass.

A score is a sum of shares, as in `consignments`; a fact of a party that was matched counts times how sure the match is.
"""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import analyses.leading
from analyses.leading.arriving import time_left, weight_of_time
from analyses.leading.standing import LEAST_CLEAN, shrunk, usual_consignment_weights
from analyses.leading.weights import Weights, read_weights, shares_of
from analyses.risk import usual_ways
from analyses.screening.applying import Applied, profile_in_force
from analyses.screening.risk_profile import RiskProfile
from api.services.asking.screening.announced import Announced, AnnouncedParty
from api.services.asking.screening.indicated import applied_to
from api.services.asking.screening.known import Known, known_of
from api.services.asking.screening.matched import candidate_row, candidates_of, entity_row, thing_row
from api.services.asking.showing.places import place_name
from graph.linkage.inputs import NO_INPUTS, Inputs
from graph.linkage.matching import Candidate, Query
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step, silent
from graph.values.reference.tables import read_table
from graph.wording import rounded_down

OWN_WEIGHTS = Path(str(analyses.leading.__file__)).with_name("arriving_weights.yaml")
SCORED = ("receiver", "driver", "sender")  # roles that a score looks at; others are looked up and told
PER_ROLE = ("lead", "seizures", "risk")
FACTS = (
    *(f"{kind}_of_{role}" for kind in PER_ROLE for role in SCORED),
    "lead_of_things",
    "seizures_of_things",
    "clearances_of_receiver",
)
SURE = 0.9  # score of a match from which a party counts as known
MOST_RISK = 0.01  # of a party of a consignment that may be let pass
RECORDS = 5  # behind a share


@cache
def weights() -> Weights:
    """The weights of `consignments`, with those of what only stands on a paper."""
    usual, (own, _) = usual_consignment_weights(), read_table(OWN_WEIGHTS)
    values = {**usual.model_dump(), "weights": {**usual.weights, **own["weights"]}}
    return read_weights(values, OWN_WEIGHTS.name)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Who a party is: the entity (-1 for nobody known), how sure it is, and the rows that tell it."""

    party: AnnouncedParty
    entity: int
    sureness: float
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact with the record ids behind it; `about` is the id of the party, vehicle or container."""

    value: float
    about: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ConsignmentScreening:
    """Scores consignments by what is known, as of a moment; parties that stand on several are looked up once."""

    known: Known
    as_of: datetime.datetime | None
    profile: RiskProfile | None = None
    _looked_up: dict[Query, list[Candidate]] = field(default_factory=dict)

    def row(self, asked: Announced) -> dict[str, Any]:
        """A consignment with its score, its reasons, and the time that is left."""
        parties = [self._meant(party) for party in asked.parties]
        things = self._things(asked)
        facts = self._facts(asked, parties, things)
        fired, own = self._fired(asked, parties), self._weights
        added = fired.points
        names = (*FACTS, *added)
        values = np.array([[*(facts[name].value for name in FACTS), *fired.strengths[0]]])
        summed = own.model_copy(update={"weights": {**own.weights, **added}})
        points = summed.points(names, values)
        score = float(summed.scores(points)[0])
        shares = [
            {
                **share.model_dump(mode="json"),
                "about": facts[share.fact].about if share.fact in facts else "",
                "records": facts[share.fact].records if share.fact in facts else (),
            }
            for share in shares_of(
                names,
                values[0],
                points[0],
                lambda fact, value: _reason(fact, value) if fact in facts else fired.reason(0, fact),
            )
        ]
        state, hours_left = time_left(asked.at, self.as_of)
        honest = self._honest(parties, things, shares)
        p = self.known.world.projection
        return {
            "id": asked.id,
            "label": asked.number,
            "kind": asked.kind,
            "line": asked.line,
            "score": round(score, 4),
            "constant": own.constant,
            "priority": round(score * weight_of_time(state, hours_left), 4),
            "state": state,
            "post": asked.post,
            "post_label": place_name(asked.post) if asked.post else "",
            "expected": asked.expected,
            "hours_left": hours_left,
            "shares": shares,
            "leads": sorted(self._leads(parties, things)),
            "indicators": [hit.model_dump(mode="json") for hit in fired.fired.of_rows([0])[0]],
            "is_low_risk": honest is not None,
            "why_low_risk": [reason.model_dump(mode="json") for reason in honest or ()],
            "parties": [
                {"role": meant.party.role, "asked": meant.party.name, "candidates": list(meant.rows)}
                for meant in parties
            ],
            "things": [thing_row(self.known, node) for node in things],
            "unknown_things": [thing for thing in asked.things if p.number_of(thing) is None],
            "flags": list(asked.flags),
        }

    @property
    def _weights(self) -> Weights:
        """The usual weights, with those that the risk profile says otherwise."""
        usual = weights()
        if self.profile is None:
            return usual
        own = self.profile.consignment_weights
        return own.model_copy(update={"weights": {**usual.weights, **own.weights}})

    def _fired(self, asked: Announced, parties: Sequence[_Meant]) -> Applied:
        """The indicators and rules that fire at a consignment, with the entities that its parties are surely."""
        entities: dict[str, list[int]] = {}
        for meant in parties:
            if meant.sureness >= SURE:
                entities.setdefault(meant.party.role, []).append(meant.entity)
        return applied_to(self.known.facts, asked, entities, self.profile)

    def _meant(self, party: AnnouncedParty) -> _Meant:
        if party.entity >= 0:
            return _Meant(party, party.entity, 1.0, [entity_row(self.known, party.entity)])
        found = self._looked_up.get(party.query)
        if found is None:
            found = self._looked_up[party.query] = candidates_of(self.known, party.query)
        rows = [candidate_row(self.known, candidate) for candidate in found]
        return _Meant(party, found[0].entity, found[0].score, rows) if found else _Meant(party, -1, 0.0, rows)

    def _things(self, asked: Announced) -> list[int]:
        """Numbers of the vehicles and containers that are known, each once."""
        return self.known.world.projection.numbers_among(dict.fromkeys(asked.things))

    def _facts(self, asked: Announced, parties: Sequence[_Meant], things: Sequence[int]) -> dict[str, _Fact]:
        facts = dict.fromkeys(FACTS, _Fact(0.0))
        own = int(self.known.world.movements.of_node[asked.node]) if asked.node >= 0 else -1
        for role in SCORED:
            in_role = [meant for meant in parties if meant.party.role == role and meant.entity >= 0]
            for kind, fact_of in zip(PER_ROLE, (self._lead, self._seizures, self._risk), strict=True):
                found = [fact_of(meant, own) for meant in in_role]
                if found:
                    facts[f"{kind}_of_{role}"] = max(found, key=lambda fact: (abs(fact.value), fact.about))
        facts["lead_of_things"] = max(map(self._lead_of_thing, things), key=_size, default=_Fact(0.0))
        facts["seizures_of_things"] = max(
            (self._seizures_of_thing(node, own) for node in things), key=_size, default=_Fact(0.0)
        )
        receivers = [meant for meant in parties if meant.party.role == "receiver" and meant.entity >= 0]
        facts["clearances_of_receiver"] = max(map(self._clearances, receivers), key=_size, default=_Fact(0.0))
        return facts

    def _lead(self, meant: _Meant, _: int) -> _Fact:
        standing = self.known.standing
        group = standing.group_of(meant.entity)
        if group < 0:
            return _Fact(0.0)
        seized = {s for e in standing.entities_of[group] for s in self.known.world.seizures.get(e, ())}
        return _Fact(meant.sureness * standing.score(group), self._id(meant.entity), tuple(sorted(seized)[:RECORDS]))

    def _seizures(self, meant: _Meant, own: int) -> _Fact:
        moved, seized = (column[meant.entity] for column in self.known.past.of_role[meant.party.role])
        if own >= 0:  # what came of the consignment itself was not known before
            moved, seized = moved - 1, seized - self.known.world.movements.is_seized[own]
        rate = shrunk(np.array([max(0, moved)]), np.array([max(0, seized)]), self.known.past.usual_rate)
        records = tuple(sorted(self.known.world.seizures.get(meant.entity, ()))[:RECORDS]) if seized > 0 else ()
        return _Fact(meant.sureness * float(rate[0]), self._id(meant.entity), records)

    def _risk(self, meant: _Meant, _: int) -> _Fact:
        risk = min(1.0, float(self.known.standing.risk[meant.entity]))
        if not risk:
            return _Fact(0.0)
        ways = usual_ways(self.known.world, meant.entity).paths
        return _Fact(meant.sureness * risk, self._id(meant.entity), tuple(id_ for way in ways for id_ in way.reports))

    def _clearances(self, meant: _Meant) -> _Fact:
        return _Fact(meant.sureness * math.log1p(int(self.known.cleared[meant.entity])), self._id(meant.entity))

    def _lead_of_thing(self, node: int) -> _Fact:
        standing = self.known.standing
        return _Fact(standing.score(standing.shared_by(node)), self.known.world.projection.ids[node])

    def _seizures_of_thing(self, node: int, own: int) -> _Fact:
        moved = self.known.movements_with(node)
        moved = moved[moved != own]
        seized = moved[self.known.world.movements.is_seized[moved]].tolist()
        records = self.known.seizures_on(seized)[:RECORDS]
        rate = self.known.rate_of_things(len(moved), len(seized))
        return _Fact(rate, self.known.world.projection.ids[node], tuple(records))

    def _id(self, entity: int) -> str:
        return self.known.world.projection.ids[int(self.known.world.entities.first[entity])]

    def _leads(self, parties: Sequence[_Meant], things: Sequence[int]) -> set[str]:
        standing = self.known.standing
        groups = {standing.group_of(meant.entity) for meant in parties if meant.party.role in SCORED}
        groups.update(map(standing.shared_by, things))
        return {standing.lead(group) for group in groups} - {""}

    def _honest(
        self, parties: Sequence[_Meant], things: Sequence[int], shares: Sequence[Mapping[str, Any]]
    ) -> list[Message] | None:
        """Why a consignment may be let pass; None where something speaks against that, or too little is known."""
        scored = [meant for meant in parties if meant.party.role in SCORED]
        receivers = [meant for meant in scored if meant.party.role == "receiver"]
        if not receivers or any(meant.sureness < SURE for meant in scored):
            return None
        moved, seized = self.known.past.of_role["receiver"]
        clean = min(int(moved[meant.entity]) for meant in receivers)
        is_clean = clean >= LEAST_CLEAN and not any(seized[meant.entity] for meant in receivers)
        is_near = any(self.known.standing.risk[meant.entity] > MOST_RISK for meant in scored)
        speaks_against = any(share["points"] > 0 and not share["fact"].startswith("risk") for share in shares)
        if not is_clean or is_near or speaks_against or self._leads(parties, things):
            return None
        return list(self._honest_reasons(receivers, clean))

    def _honest_reasons(self, receivers: Sequence[_Meant], clean: int) -> Iterator[Message]:
        yield message("facilitation.clean", count=clean)
        cleared = min(int(self.known.cleared[meant.entity]) for meant in receivers)
        if cleared:
            yield message("facilitation.cleared", count=cleared)
        yield message("facilitation.known")
        yield message("facilitation.no_lead")


def _size(fact: _Fact) -> tuple[float, str]:
    return abs(fact.value), fact.about


def _reason(fact: str, value: float) -> Message:
    """What a fact says."""
    kind, _, role = fact.partition("_of_")
    if kind == "seizures":
        value = math.exp(value)
    elif kind == "clearances":
        value = math.expm1(value)
    shown = rounded_down(value) if kind == "lead" else round(value, 2)
    if role == "things":
        return message(f"consignment.{fact}", value=shown)
    return message(f"consignment.{kind}", role=role, value=shown)


def screen_consignments(
    world: World,
    asked: Sequence[Announced],
    as_of: datetime.datetime,
    low_risk: bool = False,
    tick: Progress = silent,
    own: Inputs = NO_INPUTS,
) -> dict[str, Any]:
    """Consignments with their scores, as JSON values: all by score and time left, or those that may be let pass.

    Args:
        world: What is seen.
        asked: The consignments.
        as_of: The moment that hours are left from.
        low_risk: Only those that may be let pass, the lowest score first.
        tick: Told how far it is.
        own: With the risk profile of an administration, whose weights, points and rules count, for leads too.

    Raises:
        BadValue: the risk profile is not whole.
    """
    profile, notes = profile_in_force(own, as_of.date())
    known = known_of(world, tick, profile.lead_weights if profile else None)
    screening = ConsignmentScreening(known, as_of, profile)
    rows = []
    for number, consignment in enumerate(asked, 1):
        rows.append(screening.row(consignment))
        tick(Step("scoring consignments", number, len(asked)))
    return {
        "rows": _in_order(rows, low_risk),
        "notes": [note.model_dump(mode="json") for note in notes],
        "population": {
            "asked": len(rows),
            "missed": sum(row["state"] == "missed" for row in rows),
            "low_risk": sum(row["is_low_risk"] for row in rows),
            "leads": int(known.standing.is_lead.sum()),
            "entities": world.entities.count,
            "movements": world.movements.count,
            "risk_profile": profile.mark if profile else "",
            "version": world.projection.version,
        },
    }


def _in_order(rows: Sequence[dict[str, Any]], low_risk: bool) -> list[dict[str, Any]]:
    """Rows by score and time left, what is missed at the end; or those that may be let pass."""
    if low_risk:
        passing = [row for row in rows if row["is_low_risk"]]
        return sorted(passing, key=lambda row: (row["score"], row["line"], row["id"]))
    return sorted(
        rows, key=lambda row: (row["state"] == "missed", -row["priority"], -row["score"], row["line"], row["id"])
    )
