"""Who is near to seizures: the sum of what arrives over stated ways, each with its decay, and the records behind it."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from pydantic import BaseModel, Field

from analyses.double_reports import READ, first_reports
from analyses.leading.arriving import moment
from analyses.parameters import ScopeParams
from analyses.registry import AnalysisResult, Population, analysis
from graph.errors import NotFound
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.components import sum_by_pair
from graph.kernels.spread import Spreading, spread, spread_from_all, way_back
from graph.linkage.links import LinkRule
from graph.linkage.network import Relation, WeightRule
from graph.linkage.scope import Scope
from graph.linkage.unfolding import Reason, reasons
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_number, day_text
from graph.progress import Progress, Step

SERVES_MANY = 5  # receivers from which a broker, forwarder, carrier or warehouse is a service provider
_OLDEST = 0.5  # weight of a seizure without a day


class RiskParams(ScopeParams):
    """Parameters of `risk`."""

    around: str = Field("", description="Id of a node: only the entities that are it or stand on it")
    as_of: str = Field("", description="Day on which it is asked; later seizures and clearances do not count; today")
    hop_decay: float = Field(0.5, gt=0, le=1, description="Factor of each hop")
    half_life_days: int = Field(
        365, ge=1, description="Days in which a seizure, and a clearance, loses half of its weight"
    )
    max_hops: int = Field(3, ge=0, le=6, description="Longest way, in links between entities")
    trade: float = Field(0.3, ge=0, le=1, description="Strength of a link by trade of two who trade with nobody else")
    clearance: float = Field(
        0.2, ge=0, lt=1, description="Share by which an inspection without a find lowers an entity"
    )
    providers: bool = Field(False, description="Service providers pass risk on too")
    paths: int = Field(3, ge=1, le=100, description="Ways that are shown of each entity, the largest shares first")
    limit: int = Field(50, ge=1, le=10_000, description="Entities in the answer")

    @property
    def scope(self) -> Scope:
        """What they ask for, up to the day on which it is asked."""
        asked, today = super().scope, self.today
        if today is None:
            return asked
        return replace(asked, until=today if asked.until is None else min(asked.until, today))

    @property
    def today(self) -> int | None:
        """The day on which it is asked; None where none was said.

        Raises:
            BadValue: it is no day.
        """
        at = moment(self.as_of, "risk")
        return None if at is None else day_number(at.astimezone(datetime.UTC).date().isoformat())


class RiskPath(BaseModel):
    """A way from a seizure to an entity."""

    seizure: str = Field(description="Id of the seizure, the first of its reports")
    reports: list[str] = Field(description="Ids of all reports of it")
    seized_on: str | None = Field(description="Its day")
    share: float = Field(description="Its part of the score, 0-1; those of all ways add up to 1", ge=0, le=1)
    entities: list[str] = Field(description="Ids of the entities on the way, from the seizure on")
    label: str = Field(description="Their names")


class EntityRisk(BaseModel):
    """An entity and what arrives at it."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    score: float = Field(description="Sum of what arrives over the best way from each seizure; 1 is a seizure of today")
    own: float = Field(description="What of it comes of seizures on its own consignments")
    seizures: int = Field(description="Seizures from which something arrives, joint ones once", ge=1)
    cleared: int = Field(description="Its movements that were inspected without a find", ge=0)
    paths: list[RiskPath] = Field(description="The ways with the largest shares")
    members: list[str] = Field(description="Ids of its parties")


class RiskHop(BaseModel):
    """A link on a way, with what links the two."""

    ends: tuple[str, str] = Field(description="Ids of the two entities")
    label: str = Field(description="Their names")
    strength: float = Field(description="Strength of the link, 0-1", ge=0, le=1)
    reasons: list[Reason] = Field(description="What links the two, with the records that say so")


class RiskPopulation(Population):
    """Out of how many."""

    entities: int = Field(description="Entities that are visible", ge=0)
    seizures: int = Field(description="Seizures that count: those with an entity, up to the day, joint ones once", ge=0)
    reached: int = Field(description="Entities at which something arrives", ge=0)
    providers: int = Field(description="Service providers, that pass nothing on unless providers=true", ge=0)


class RiskAnswer(AnalysisResult[EntityRisk, RiskHop, RiskPopulation]):
    """The answer of `risk`."""


@analysis(RiskParams, properties={"Seizure": READ, "Inspection": ("result", "inspected_on")})
def risk(world: World, params: RiskParams, tick: Progress) -> RiskAnswer:
    """Entities by what arrives at them from seizures, over stated ways that add up to the score.

    Reads:
        Seizures on consignments of an entity or made from it, inspections and their results, links between entities:
        what few share, acquaintance, ownership, cases, and trade.
    Method:
        From each seizure the best way to an entity counts: the product of a decay a hop, the strength of each link
        (what few share, at most 1; trade by the partners of the busier side and not by its volume, so that more honest
        trade never raises anybody) and the clearances of whoever is passed, times the age of the seizure. The score is
        the sum over all seizures, so that a way's share is just what its seizure adds: without it the score is lower by
        that. What `double_reports` takes for one seizure, with a document, container or vehicle in common, is one way
        that names its reports: without one of them the others still tell it, without all its share is gone. An
        inspection counts as a clearance where nothing was found on the movement, then or at another time. Hubs link
        nobody, service providers pass nothing on, who is only mentioned is left out, and nothing that is dated after
        the day counts.
    Limits:
        Nearness to a seizure is no guilt: partners, neighbours and relatives of those who were caught are mostly
        honest. What nobody looked into has no seizures. Grades of sources are not weighed. Who is who is as it is known
        now, also for a past day: a later paper may have told that two are one. `halqa backtest` replays that too.
    Sources:
        Damped spreading activation: Collins and Loftus (1975), doi:10.1037/0033-295X.82.6.407; the sum over all ways in
        bulk is near to personalised PageRank: Jeh and Widom (2003), doi:10.1145/775152.775191.
    """
    tick(Step("linking entities"))
    spreading = _Spreading(world, params)
    near = _near(world, params.around)
    tick(Step("spreading from seizures", 0, len(spreading.seizures)))
    totals = spreading.totals
    reached = np.flatnonzero(totals > 0)
    listed = reached if near is None else reached[np.isin(reached, near)]
    order = listed[np.lexsort((world.entities.first[listed], -np.round(totals[listed], 12)))]
    shown = order[: params.limit].tolist()
    rows = [spreading.row(entity) for entity in shown]
    cut = len(order) - len(shown)
    return RiskAnswer(
        rows=rows,
        evidence=list(spreading.hops(rows)),
        population=RiskPopulation(
            entities=world.entities.count,
            seizures=len(spreading.seizures),
            reached=len(reached),
            providers=int(spreading.is_provider.sum()),
            version=world.projection.version,
        ),
        notes=_notes(spreading, rows),
        truncated=message("cut.entities", count=cut) if cut else None,
    )


def usual_scores(world: World) -> np.ndarray:
    """The score of each entity with the usual parameters, as if every seizure were of today."""
    return world.once(_usual).totals


def usual_ways(world: World, entity: int) -> EntityRisk:
    """An entity with the ways that lead to it, as `usual_scores` counts them; something must arrive there."""
    return world.once(_usual).row(entity)


def _usual(world: World) -> "_Spreading":
    return _Spreading(world, RiskParams.model_validate({}))


def _notes(spreading: "_Spreading", rows: Sequence[EntityRisk]) -> list[Message]:
    if not spreading.seizures:
        return [message("nothing.no_seizures")]
    return [] if rows else [message("nothing.no_risk")]


def _near(world: World, node_id: str) -> np.ndarray | None:
    """The entities that are a node, or stand next to it.

    Raises:
        NotFound: it is not visible.
    """
    if not node_id:
        return None
    number = world.projection.number_of(node_id)
    if number is None:
        raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
    own = int(world.entities.of_node[number])
    if own >= 0:
        return np.array([own])
    around = world.entities.of_node[world.projection.neighbours(number).nodes]
    return np.unique(around[around >= 0])


@dataclass(frozen=True, slots=True)
class _Seizure:
    """A seizure by its reports, with its day and the entities from which it spreads."""

    reports: tuple[str, ...]
    day: int
    entities: list[int]


@dataclass(frozen=True, eq=False)
class _Spreading:
    """Seizures, and how what they say is passed on."""

    world: World
    params: RiskParams

    @cached_property
    def seizures(self) -> list[_Seizure]:
        """The seizures that count, by their first reports."""
        first_of, days = first_reports(self.world), self._days_of_seizures
        reports: dict[str, set[str]] = defaultdict(set)
        entities: dict[str, set[int]] = defaultdict(set)
        for entity, seizures in self.world.seizures.items():
            for report in seizures:
                first = first_of.get(report, report)
                reports[first].add(report)
                entities[first].add(entity)
        found = [
            _Seizure(tuple(sorted(reports[first])), days.get(first, UNDATED), sorted(entities[first]))
            for first in sorted(reports)
        ]
        return [seizure for seizure in found if self._weight(seizure.day) > 0]

    @cached_property
    def _days_of_seizures(self) -> dict[str, int]:
        p = self.world.projection
        days = p.property_of("Seizure", "seized_on")
        return {
            p.ids[number]: day_number(str(days[place])[:10])
            for place, number in enumerate(p.numbers_of("Seizure").tolist())
            if days[place]
        }

    def _weight(self, day: int) -> float:
        """What a seizure of a day weighs: half after each half-life, nothing before it happens."""
        if day == UNDATED:
            return _OLDEST
        today = self.params.today
        age = 0 if today is None else today - day
        return 0.0 if age < 0 else float(0.5 ** (age / self.params.half_life_days))

    @cached_property
    def graph(self) -> Adjacency:
        """The links between entities, 0-1."""
        world = self.world
        control = world.links(True, LinkRule())
        left, right, _ = world.trade
        partners = np.bincount(np.concatenate((left, right)), minlength=world.entities.count)
        busier = np.maximum(partners[left], partners[right])
        pairs = sum_by_pair(
            np.concatenate((control.pair_left, left)),
            np.concatenate((control.pair_right, right)),
            np.concatenate((control.pair_weight, self.params.trade / np.log2(1 + busier))),
            world.entities.count,
        )
        strong = pairs[2] > 0
        return adjacency(world.entities.count, pairs[0][strong], pairs[1][strong], np.minimum(1.0, pairs[2][strong]))

    @cached_property
    def cleared(self) -> np.ndarray:
        """Movements of each entity that were inspected without a find."""
        return self._clearances[0]

    @cached_property
    def _clearances(self) -> tuple[np.ndarray, np.ndarray]:
        """By entity: clearances, and the factor that they make."""
        world, params = self.world, self.params
        inspection, movement = world.movements.clearances
        column = world.projection.property_of("Inspection", "inspected_on")
        first = int(world.projection.numbers_of("Inspection")[0]) if len(inspection) else 0
        days = [str(column[number - first] or "")[:10] for number in inspection.tolist()]
        weight = np.array([self._weight(day_number(day) if day else UNDATED) for day in days])
        moved, entity = world.movements.principals
        order = np.argsort(movement, kind="stable")
        of_movement = np.zeros(world.movements.count)
        np.add.at(of_movement, movement[order], np.log1p(-params.clearance * weight[order]))
        counts = np.zeros(world.movements.count)
        counts[movement[weight > 0]] = 1
        count = world.entities.count
        number = np.bincount(entity, weights=counts[moved], minlength=count)
        return number, np.exp(np.bincount(entity, weights=of_movement[moved], minlength=count))

    @cached_property
    def is_provider(self) -> np.ndarray:
        """Whether each entity serves many as broker, forwarder, carrier or warehouse."""
        flags: np.ndarray = self.world.movements.clients >= SERVES_MANY
        return flags

    @cached_property
    def how(self) -> Spreading:
        params = self.params
        conducts = np.ones(self.world.entities.count, dtype=bool) if params.providers else ~self.is_provider
        return Spreading(self.graph, self._clearances[1], conducts, params.hop_decay, params.max_hops)

    @cached_property
    def totals(self) -> np.ndarray:
        """The score of each entity."""
        sources = [seizure.entities for seizure in self.seizures]
        starts = np.cumsum([0, *map(len, sources)])
        weights = np.array([self._weight(seizure.day) for seizure in self.seizures])
        flat = np.array([entity for entities in sources for entity in entities], dtype=np.int64)
        return spread_from_all(self.how, starts, flat, weights)

    def row(self, entity: int) -> EntityRisk:
        """An entity with its ways."""
        values = spread(self.how, entity)
        best = values.max(axis=0)
        arriving = []
        for seizure in self.seizures:
            value, source = max((float(best[source]), -source) for source in seizure.entities)
            if value > 0:
                arriving.append((value * self._weight(seizure.day), seizure, -source))
        total = sum(value for value, *_ in arriving)
        arriving.sort(key=lambda way: (-way[0], way[1].reports))
        world = self.world
        return EntityRisk(
            id=world.projection.ids[world.entities.members[entity][0]],
            label=world.entities.label(entity),
            score=round(total, 9),
            own=round(sum(value for value, _, source in arriving if source == entity), 9),
            seizures=len(arriving),
            cleared=int(self.cleared[entity]),
            paths=[
                self._path(value / total, seizure, way_back(self.how, values, source))
                for value, seizure, source in arriving[: self.params.paths]
            ],
            members=[world.projection.ids[node] for node in world.entities.members[entity]],
        )

    def _path(self, share: float, seizure: _Seizure, way: Sequence[int]) -> RiskPath:
        world = self.world
        return RiskPath(
            seizure=seizure.reports[0],
            reports=list(seizure.reports),
            seized_on=None if seizure.day == UNDATED else day_text(seizure.day),
            share=share,
            entities=[world.projection.ids[world.entities.members[entity][0]] for entity in way],
            label=" - ".join(world.entities.label(entity) for entity in way),
        )

    def hops(self, rows: Sequence[EntityRisk]) -> list[RiskHop]:
        """Every link on the ways of some rows, each once."""
        network = self.world.network(Relation.ANY, WeightRule.ONE)
        entity_of = self.world.entities.of_node
        place = {int(entity_of[node]): at for at, node in enumerate(network.nodes.tolist())}
        ways = [way.entities for row in rows for way in row.paths]
        steps = {pair for way in ways for pair in pairwise(way)}
        hops = []
        for ends in sorted(steps):
            left, right = (int(entity_of[self.world.projection.ids.find(end)]) for end in ends)
            hops.append(
                RiskHop(
                    ends=ends,
                    label=f"{self.world.entities.label(left)} - {self.world.entities.label(right)}",
                    strength=round(self._strength(left, right), 4),
                    reasons=reasons(network, place[left], place[right]),
                )
            )
        return hops

    def _strength(self, left: int, right: int) -> float:
        first, last = self.graph.pointers[left], self.graph.pointers[left + 1]
        at = int(first + np.searchsorted(self.graph.others[first:last], right))
        return float(self.graph.weights[at])
