"""Which consignment next: those that are expected, or came after a day, ranked by who stands on them, with reasons."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.indicators import PROPERTIES as OF_INDICATORS
from analyses.leading.arriving import PROPERTIES as OF_ARRIVALS
from analyses.leading.arriving import Arriving, arrivals_of, day_of, moment, weight_of_time
from analyses.leading.ranking import Ranking, ranked
from analyses.leading.standing import LEAST_CLEAN, NAMES, ROLES, Past, Standing, usual_consignment_weights
from analyses.leading.weights import Share, Weights, shares_of
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from analyses.screening.applying import Applied, adds_anything, apply, profile_in_force
from analyses.screening.facts import facts_of
from analyses.screening.reading import consignments_of
from analyses.screening.risk_profile import RiskProfile
from graph.linkage.inputs import Input
from graph.linkage.scope import Scope
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_text
from graph.progress import Progress, Step
from graph.wording import rounded_down

PROPERTIES = {**OF_INDICATORS, "Consignment": (*OF_INDICATORS["Consignment"], *OF_ARRIVALS["Consignment"])}


class ConsignmentsParams(AnalysisParams):
    """Parameters of `consignments`."""

    which: Literal["arriving", "later"] = Field(
        "arriving",
        description="arriving: notices without a declaration; later: all that moved after the day, to check the past",
    )
    list: Literal["risk", "low_risk"] = Field(
        "risk",
        description="risk: the highest first, a score weighing less the more time is left; low_risk: those that nothing"
        " speaks against, and whose receiver had ten clean movements at least, to let pass",
    )
    as_of: str = Field(
        "",
        description="Moment or day of the question: hours are left from it, and no movement, seizure or declaration of"
        " a later day counts as known; without it everything does, and no hours are told",
    )
    post: str = Field("", description="Id of a post, or a part of its name: only what comes there next")
    inspections: int = Field(0, ge=0, description="How many can be inspected: a shift's list of so many; 0 lists all")
    by_chance: float = Field(
        0.1, ge=0, le=1, description="Share of a shift's list that is drawn by chance, 0-1; a risk profile may raise it"
    )
    limit: int = Field(100, ge=1, le=100_000, description="Consignments in the answer")


class RankedConsignment(BaseModel):
    """A consignment with its score and why."""

    id: str = Field(description="Id of the consignment")
    label: str = Field(description="Its number")
    score: float = Field(description="Score, 0-1: 1 / (1 + exp(-(constant + all points)))", ge=0, le=1)
    priority: float = Field(
        description="The score times what it weighs by the time left: all now, half at 24 hours, nothing once missed",
        ge=0,
        le=1,
    )
    drawn: Literal["", "score", "chance"] = Field(description="How it came into a shift's list; empty without one")
    receiver: str = Field(description="Name of the receiver")
    sender: str = Field(description="Name of the sender")
    on: str | None = Field(description="Its day")
    post: str = Field(description="Name of the next post; empty where none is said")
    hours_left: float | None = Field(description="Hours until it is expected, negative where it is missed")
    clean: int = Field(description="Earlier movements of the receiver without a seizure", ge=0)
    shares: list[Share] = Field(description="What each fact adds, the largest first")
    leads: list[str] = Field(description="Ids of the leads that its parties stand in, as `leads` calls new ones")
    members: list[str] = Field(description="Ids of all its papers")


class ConsignmentsPopulation(Population):
    """Out of how many."""

    constant: float = Field(description="Points of a consignment without any fact")
    considered: int = Field(description="Consignments that were ranked", ge=0)
    movements_before: int = Field(description="Movements that were known by then", ge=0)
    seized_before: int = Field(description="Those of them with a seizure", ge=0)
    missed: int = Field(description="Expected ones whose time is over", ge=0)
    risk_profile: str = Field(description="Name and version of the risk profile that was applied; empty for none")


class ConsignmentsAnswer(AnalysisResult[RankedConsignment, NoEvidence, ConsignmentsPopulation]):
    """The answer of `consignments`."""


@analysis(ConsignmentsParams, properties=PROPERTIES, inputs=(Input.RISK_PROFILE,))
def consignments(world: World, params: ConsignmentsParams, tick: Progress) -> ConsignmentsAnswer:
    """Single consignments that are expected, ranked by the leads and seizures of who stands on them.

    Reads:
        What `leads` reads, of the days up to `as_of`; the parties of each consignment; notices without a declaration.
    Method:
        The points of a consignment are the scores of the leads in which its receiver, driver and sender stand, and the
        logarithms of their seizure rates over the usual one (shrunk by 60 movements at the usual rate); weights are a
        file, `analyses/leading/consignment_weights.yaml`. Indicators that have points, and the rules of a risk profile,
        add theirs (`indicators`, `rule_hits`). A movement told by several papers counts once, and one that was
        inspected is expected no more. What arrives stands in the order of score times time left (half at 24 hours,
        nothing once missed). A shift's list takes the first, and a share that chance draws, by the day: what is never
        looked at cannot be learnt.
    Limits:
        Half of the loads of a ring are honest by themselves, and a score tells who stands on a paper, not what is in
        the truck. Notices do not say when they were sent: of a past day some were not known yet. `which=later` ranks
        what came after the day by what was known then, but for who is who, which is as it is known now; `halqa
        backtest` replays that too. Versions of papers are not read: `late_consignee_change` counts in `indicators` and
        `rule_hits` alone. `halqa screen` looks at vehicles, containers, risk and clearances too, and meets parties by
        name, so that its score of the same paper may differ.
    Sources:
        Shrunk rates: Efron and Morris (1975), doi:10.1080/01621459.1975.10479864. Share by chance: WCO Risk Management
        Compendium (2011), volume 1.
    """
    at = moment(params.as_of, "consignments")
    profile, notes = profile_in_force(world.inputs, None if at is None else at.date())
    day = None if at is None else day_of(at)
    before = world if day is None else world.within(Scope(until=day))
    arriving = {row.id: row for row in arrivals_of(world, at).rows.values()}
    candidates = _candidates(world, before, params, day, arriving)
    known = _Known(before, world, tick, profile, _Indicated.of(world, day, list(candidates), profile))
    tick(Step("ranking consignments"))
    order = _order(known, params, candidates, arriving)
    drawn = _drawn(order, params, max(params.by_chance, profile.by_chance if profile else 0.0))
    listed = [place for place in order if not drawn or place in drawn]
    shown = listed[: params.limit]
    cut = len(listed) - len(shown)
    return ConsignmentsAnswer(
        rows=[known.row(place, candidates[place], drawn.get(place, ""), arriving) for place in shown],
        population=ConsignmentsPopulation(
            constant=known.weights.constant,
            considered=len(order),
            movements_before=known.past.count_moved,
            seized_before=int(known.past.movements.is_seized.sum()),
            missed=sum(row.state == "missed" for row in arriving.values()),
            risk_profile=profile.mark if profile else "",
            version=world.projection.version,
        ),
        notes=[*([] if order else [message("nothing.no_consignments")]), *notes, *known.indicated.notes],
        truncated=message("cut.rows", count=cut) if cut else None,
    )


Candidates = Mapping[int, Sequence[str]]


def _order(
    known: "_Known", params: ConsignmentsParams, candidates: Candidates, arriving: Mapping[str, Arriving]
) -> list[int]:
    """Movements in the order in which they are listed: by risk and time left, or those to let pass."""
    places = np.array(sorted(candidates), dtype=np.int64)
    if not len(places):
        return []
    scores = np.round(known.weights.scores(known.points[places]), 12)
    if params.list == "low_risk":
        is_low = known.is_low_risk(places)
        lowest: list[int] = places[is_low][np.lexsort((places[is_low], scores[is_low]))].tolist()
        return lowest
    weight = np.array([_weight_of_time(_notice_of(candidates[place], arriving)) for place in places.tolist()])
    order: list[int] = places[np.lexsort((places, -scores, -np.round(scores * weight, 12)))].tolist()
    return order


def _notice_of(papers: Sequence[str], arriving: Mapping[str, Arriving]) -> Arriving | None:
    return next((arriving[paper] for paper in papers if paper in arriving), None)


def _weight_of_time(notice: Arriving | None) -> float:
    return 1.0 if notice is None else weight_of_time(notice.state, notice.hours_left)


def _candidates(
    world: World, before: World, params: ConsignmentsParams, day: int | None, arriving: Mapping[str, Arriving]
) -> dict[int, list[str]]:
    """The papers of each movement that is to be ranked, by movement."""
    movements, ids = world.movements, world.projection.ids
    papers: dict[int, list[str]] = {}
    looked_at = _looked_at(before)
    for node in world.projection.numbers_of("Consignment").tolist():
        movement = int(movements.of_node[node])
        if params.which == "arriving":
            notice = arriving.get(ids[node])
            is_wanted = notice is not None and _comes_to(notice, params.post) and not looked_at[node]
        else:
            is_wanted = day is not None and movements.day[movement] > day
        if is_wanted:
            papers.setdefault(movement, []).append(ids[node])
    return papers


def _looked_at(world: World) -> np.ndarray:
    """Whether it is known of each node what came of an inspection of its movement."""
    flags: np.ndarray = np.append(world.movements.has_outcome, False)[world.movements.of_node]
    return flags


def _comes_to(notice: Arriving, post: str) -> bool:
    return not post or post == notice.post or post.casefold() in notice.post_label.casefold()


@dataclass(frozen=True, eq=False)
class _Indicated:
    """What indicators and rules add to movements, by what was known by the day.

    Attributes:
        applied: Them, a row a movement; None where none adds anything.
        movements: Numbers of the movements, ascending.
    """

    applied: Applied | None
    movements: np.ndarray

    @classmethod
    def of(cls, world: World, day: int | None, movements: Sequence[int], profile: RiskProfile | None) -> "_Indicated":
        wanted = np.array(sorted(movements), dtype=np.int64)
        if not adds_anything(profile):
            return cls(None, wanted)
        everything = consignments_of(world)
        row_of = np.full(world.movements.count + 1, -1, dtype=np.int64)
        row_of[world.movements.of_node[everything.node]] = np.arange(len(everything))
        wanted = wanted[row_of[wanted] >= 0]
        return cls(apply(facts_of(world, day), everything.take(row_of[wanted]), profile), wanted)

    @property
    def notes(self) -> list[Message]:
        """What counts and could not be computed."""
        return self.applied.notes if self.applied else []

    @property
    def points(self) -> Mapping[str, float]:
        """Points of each fact by its name."""
        return self.applied.points if self.applied else {}

    def columns(self, count: int) -> np.ndarray:
        """The strength of each fact at each of so many movements."""
        table = np.zeros((count, len(self.points)))
        if self.applied:
            table[self.movements] = self.applied.strengths
        return table

    def reason(self, movement: int, fact: str) -> Message | None:
        """What a fact says of a movement; None where it is none of these."""
        if self.applied is None or fact not in self.points:
            return None
        return self.applied.reason(int(np.searchsorted(self.movements, movement)), fact)


def _drawn(order: Sequence[int], params: ConsignmentsParams, share: float) -> dict[int, Literal["score", "chance"]]:
    """How each movement of a shift's list came into it; empty where no list was asked for.

    Of a part of a place that is for chance the day decides: of one inspection a day, every tenth.
    """
    if not params.inspections:
        return {}
    many = min(params.inspections, len(order))
    lots = random.Random(f"{params.as_of[:10]} {params.post}")  # no secret
    by_chance = min(many, math.floor(share * many + lots.random())) if many < len(order) else 0
    drawn: dict[int, Literal["score", "chance"]] = dict.fromkeys(order[: many - by_chance], "score")
    others = sorted(order[many - by_chance :])
    drawn.update(dict.fromkeys(lots.sample(others, by_chance), "chance"))
    return drawn


@dataclass(frozen=True, eq=False)
class _Known:
    """What was known by the day, laid over the movements of the whole world."""

    before: World
    world: World
    tick: Progress
    profile: RiskProfile | None
    indicated: _Indicated

    @cached_property
    def weights(self) -> Weights:
        own = self.profile.consignment_weights if self.profile else usual_consignment_weights()
        return own.model_copy(update={"weights": {**own.weights, **self.indicated.points}})

    @cached_property
    def past(self) -> Past:
        return Past(self.before.movements)

    @cached_property
    def ranking(self) -> Ranking:
        return ranked(self.before, self.tick, self.profile.lead_weights if self.profile else None)

    @property
    def names(self) -> tuple[str, ...]:
        return (*NAMES, *self.indicated.points)

    @cached_property
    def who(self) -> Mapping[str, np.ndarray]:
        """The entity in each role of each movement; -1 for none."""
        return {role: self.world.movements.first_of(edge_types) for role, edge_types in ROLES.items()}

    @cached_property
    def table(self) -> np.ndarray:
        """The facts of each movement, columns as `names`."""
        standing = Standing(self.ranking, self.past).table(self.who)
        return np.column_stack((standing, self.indicated.columns(self.world.movements.count)))

    @cached_property
    def points(self) -> np.ndarray:
        return self.weights.points(self.names, self.table)

    @cached_property
    def scores(self) -> np.ndarray:
        """The score of each movement."""
        return self.weights.scores(self.points)

    @cached_property
    def clean(self) -> np.ndarray:
        """Movements of each receiver without a seizure."""
        moved, seized = self.past.of_role["receiver"]
        return moved - seized.astype(np.int64)

    def is_low_risk(self, places: np.ndarray) -> np.ndarray:
        """Whether nothing speaks against each of some movements, and its receiver is known well."""
        moved, seized = (np.append(column, 0) for column in self.past.of_role["receiver"])
        receiver = self.who["receiver"][places]
        is_clean = (moved[receiver] >= LEAST_CLEAN) & (seized[receiver] == 0)
        in_no_lead = np.array([not self._leads(place) for place in places.tolist()], dtype=bool)
        flags: np.ndarray = is_clean & in_no_lead & ~(self.points[places] > 0).any(axis=1)
        return flags

    def row(
        self, movement: int, papers: list[str], drawn: Literal["", "score", "chance"], arriving: Mapping[str, Arriving]
    ) -> RankedConsignment:
        """A consignment as it is listed."""
        notice = _notice_of(papers, arriving)
        day = int(self.world.movements.day[movement])
        receiver = int(self.who["receiver"][movement])
        return RankedConsignment(
            id=notice.id if notice else papers[0],
            label=(notice.id if notice else papers[0]).rpartition(":")[2],
            score=round(float(self.scores[movement]), 4),
            priority=round(float(self.scores[movement]) * _weight_of_time(notice), 4),
            drawn=drawn,
            receiver=self._name("receiver", movement),
            sender=self._name("sender", movement),
            on=None if day == UNDATED else day_text(day),
            post=notice.post_label if notice else "",
            hours_left=notice.hours_left if notice else None,
            clean=int(self.clean[receiver]) if receiver >= 0 else 0,
            shares=shares_of(self.names, self.table[movement], self.points[movement], partial(self._reason, movement)),
            leads=self._leads(movement),
            members=papers,
        )

    def _reason(self, movement: int, fact: str, value: float) -> Message:
        """What a fact says: a lead's score, how often seizures were made against the usual, or what fires."""
        if indicated := self.indicated.reason(movement, fact):
            return indicated
        kind, _, role = fact.partition("_of_")
        shown = rounded_down(value) if kind == "lead" else round(math.exp(value), 2)
        return message(f"consignment.{kind}", role=role, value=shown)

    def _name(self, role: str, movement: int) -> str:
        entity = int(self.who[role][movement])
        return self.world.entities.label(entity) if entity >= 0 else ""

    def _leads(self, movement: int) -> list[str]:
        """Ids of the groups above the cut in which its parties stand."""
        places = {int(self.ranking.group_of[entity[movement]]) for entity in self.who.values() if entity[movement] >= 0}
        return sorted(self.ranking.ids[place] for place in places if place >= 0 and self.ranking.is_lead(place))
