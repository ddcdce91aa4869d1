"""Before and after a seizure: who stood in the middle, who is new, who is gone, and who took over."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, Field

from analyses.measures import SAMPLED, Measure, comparable, scores_of
from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, Population, analysis
from graph.errors import BadValue, NotFound
from graph.linkage.network import Network
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_number, day_text
from graph.progress import Progress, Step

MOST_PHASES = 50
_PIVOTS = 200


class PhasesParams(NetworkParams):
    """Parameters of `phases`."""

    around: str = Field("", description="Id of a node: only what is near it, and the seizures there")
    hops: int = Field(2, ge=1, le=5, description="How many links around it")
    cuts: str = Field("", description="Days at which a phase begins, comma-separated; the days of seizures when empty")
    gap_days: int = Field(30, ge=1, description="Seizures so near to one another make one cut")
    measure: Measure = Field("degree", description="Who stands in the middle")
    weighted: bool = Field(False, description="Read weights as strengths")
    top: int = Field(5, ge=1, le=100, description="Entities named in each phase, and that are followed when they go")


class PhaseEntity(BaseModel):
    """An entity in a phase."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    score: float = Field(description="Its measure")


class Phase(BaseModel):
    """The time from one cut to the next."""

    number: int = Field(description="Number of the phase", ge=1)
    begins_on: str | None = Field(description="Its first day; null in the first")
    ends_on: str | None = Field(description="Its last day; null in the last")
    seizures: list[str] = Field(description="Ids of the seizures at its beginning")
    entities: int = Field(description="Entities with a dated link in it", ge=0)
    links: int = Field(description="Links between them", ge=0)
    new: int = Field(description="Entities that had none in the phase before", ge=0)
    gone: int = Field(description="Entities of the phase before that have none", ge=0)
    leading: list[PhaseEntity] = Field(description="Those who stand in the middle, best first, with their measures")
    vanished: list[PhaseEntity] = Field(description="Leaders of the phase before who have no link, with their measures")


class TakenOver(BaseModel):
    """Who has the partners of a leader that is gone."""

    phase: int = Field(description="Number of the phase in which he is gone", ge=2)
    gone: PhaseEntity = Field(description="The leader of the phase before")
    successor: PhaseEntity = Field(description="The one who took over most of his partners")
    partners: list[str] = Field(description="Names of the partners that are newly linked to the successor")
    of: int = Field(description="Partners of the leader in the phase before", ge=1)


class PhasesPopulation(Population):
    """What was cut."""

    entities: int = Field(description="Entities that are visible", ge=0)
    phases: int = Field(description="Phases", ge=0)
    seizures: int = Field(description="Seizures with a day", ge=0)


class PhasesAnswer(AnalysisResult[Phase, TakenOver, PhasesPopulation]):
    """The answer of `phases`."""


@analysis(PhasesParams)
def phases(world: World, params: PhasesParams, tick: Progress) -> PhasesAnswer:
    """The network phase by phase, cut at seizures: who stood in the middle, who vanished, who took over.

    Reads:
        The network of a relation (`graph.linkage.network`) from dated links; seizures with their days.
    Method:
        A phase begins on the day of a seizure, or of several within `gap_days`, or on the days in `cuts`. In each the
        network is made from the edges of its days alone; edges without a day are in none. A leader of one phase who
        has no link in the next has vanished; whoever is newly linked to most of his partners there took over, at least
        two of them or all.
    Limits:
        After is not because of: a firm that ends its year also vanishes. Thin phases have few links, and leaders by
        chance; who vanished from the data may have changed his name.
    Sources:
        Before and after seizures: Morselli and Petit (2007), doi:10.1080/17440570701362208.
    """
    near = _near(world, params)
    seizures = _seizures_by_day(world, near)
    cuts = _cuts(params, sorted(seizures))
    slices = _slices(world, params, cuts, near, tick)
    rows = [_row(number, slices, seizures, params) for number in range(len(slices))] if any(slices) else []
    return PhasesAnswer(
        rows=rows,
        evidence=[step for number in range(1, len(rows)) for step in _successions(number, slices)],
        population=PhasesPopulation(
            entities=world.entities.count,
            phases=len(rows),
            seizures=sum(map(len, seizures.values())),
            left_out=[message("left_out.undated_edges", count=int((world.projection.columns.on == UNDATED).sum()))],
            version=world.projection.version,
        ),
        notes=_notes(world, params, rows, cuts),
        truncated=None,
    )


def _notes(world: World, params: PhasesParams, rows: list[Phase], cuts: Sequence[int]) -> list[Message]:
    if not rows:
        if linked := params.network(world).count:
            return [message("nothing.no_dated_links", entities=linked)]
        return [nothing_linked(world.entities.count, params.relation)]
    return [] if cuts else [message("nothing.no_cut")]


def _near(world: World, params: PhasesParams) -> np.ndarray | None:
    """The nodes around the one that is named; None where none is.

    Raises:
        NotFound: it is not visible, or has no link of the relation.
    """
    if not params.around:
        return None
    number = world.projection.number_of(params.around)
    network = params.network(world)
    if number is None or network.place_of(number) is None:
        what = "no node" if number is None else f"no link of the relation {params.relation.value} at"
        raise NotFound(f"{what} {params.around!r}", "`halqa search` finds ids")
    return network.around(number, params.hops)


def _seizures_by_day(world: World, near: np.ndarray | None) -> dict[int, list[str]]:
    """Ids of the seizures of the days asked for, by day number; with nodes those alone that hit one of them."""
    projection = world.whole.projection
    days: dict[int, list[str]] = {}
    numbers = projection.numbers_of("Seizure").tolist()
    wanted = None
    if near is not None:
        entities = world.entities.of_node[near].tolist()
        wanted = {seizure for entity in entities for seizure in world.in_its_days.seizures.get(entity, ())}
    for number, text in zip(numbers, projection.property_of("Seizure", "seized_on"), strict=True):
        day = day_number(str(text)) if text else UNDATED
        if world.scope.has_day(day) and (wanted is None or projection.ids[number] in wanted):
            days.setdefault(day, []).append(projection.ids[number])
    return days


def _cuts(params: PhasesParams, days: Sequence[int]) -> list[int]:
    """The days at which phases begin.

    Raises:
        BadValue: a day cannot be read, or there are too many.
    """
    if params.cuts:
        days = sorted({_day(text.strip()) for text in params.cuts.split(",") if text.strip()})
    cuts: list[int] = []
    for day in days:
        if params.cuts or not cuts or day - cuts[-1] > params.gap_days:
            cuts.append(day)
    if len(cuts) > MOST_PHASES:
        raise BadValue(
            f"phases: {len(cuts)} cuts make too many phases", f"raise gap_days, or name at most {MOST_PHASES} with cuts"
        )
    return cuts


def _day(text: str) -> int:
    try:
        return day_number(datetime.date.fromisoformat(text).isoformat())
    except ValueError:
        raise BadValue(f"phases: cuts is {text!r}", "write days as 2024-03-31, with commas between them") from None


@dataclass(frozen=True)
class _Slice:
    """A phase: its days, its network, and the scores of its nodes."""

    since: int | None
    until: int | None
    network: Network
    scores: Mapping[int, float]  # node of the projection -> measure

    def __bool__(self) -> bool:
        return bool(self.scores)

    def leaders(self, top: int) -> list[int]:
        """The nodes with the highest measure above 0."""
        ranked = sorted(self.scores, key=lambda node: (-self.scores[node], node))
        return [node for node in ranked[:top] if self.scores[node] > 0]

    def partners(self, node: int) -> set[int]:
        """The nodes that one is linked to."""
        place = self.network.place_of(node)
        if place is None:
            return set()
        graph = self.network.unweighted
        others = graph.others[graph.pointers[place] : graph.pointers[place + 1]]
        return set(self.network.nodes[others].tolist())

    def told(self, node: int, score: float) -> PhaseEntity:
        """A node in words."""
        entity = int(self.network.world.entities.of_node[node])
        label = self.network.world.entities.label(entity) if entity >= 0 else self.network.world.projection.label(node)
        return PhaseEntity(id=self.network.world.projection.ids[node], label=label, score=float(f"{score:.10g}"))


def _slices(
    world: World, params: PhasesParams, cuts: Sequence[int], near: np.ndarray | None, tick: Progress
) -> list[_Slice]:
    begins = [None, *cuts]
    slices = []
    for number, since in enumerate(begins):
        tick(Step("looking at phases", number, len(begins)))
        until = cuts[number] - 1 if number < len(cuts) else None
        part = world.of_days(since, until)
        network = params.network(part) if near is None else params.network(part).between(near)
        graph = network.adjacency if params.weighted else network.unweighted
        sources = np.arange(graph.count)
        if params.measure in SAMPLED and graph.count > _PIVOTS:
            sources = np.sort(np.random.default_rng(1).choice(graph.count, _PIVOTS, replace=False))
        scores = scores_of(graph, params.measure, sources, tick)
        largest = float(np.abs(scores).max(initial=0))
        rounded = comparable(scores) * largest
        by_node = dict(zip(network.nodes.tolist(), rounded.tolist(), strict=True))
        slices.append(_Slice(since, until, network, by_node))
    return slices


def _row(number: int, slices: Sequence[_Slice], seizures: Mapping[int, list[str]], params: PhasesParams) -> Phase:
    now = slices[number]
    before = slices[number - 1] if number else None
    leading = [now.told(node, now.scores[node]) for node in now.leaders(params.top)]
    gone = sorted(before.scores.keys() - now.scores.keys()) if before else []
    vanished = [node for node in before.leaders(params.top) if node not in now.scores] if before else []
    first = now.since
    return Phase(
        number=number + 1,
        begins_on=None if first is None else day_text(first),
        ends_on=None if now.until is None else day_text(now.until),
        seizures=sorted(
            seizure
            for day, ids in seizures.items()
            for seizure in ids
            if first is not None and first <= day <= min(first + params.gap_days, now.until or day)
        ),
        entities=len(now.scores),
        links=len(now.network.left),
        new=len(now.scores.keys() - before.scores.keys()) if before else len(now.scores),
        gone=len(gone),
        leading=leading,
        vanished=[before.told(node, before.scores[node]) for node in vanished] if before else [],
    )


def _successions(number: int, slices: Sequence[_Slice], top: int = 100) -> list[TakenOver]:
    """Who took over from each leader that vanished, where anybody did."""
    before, now = slices[number - 1], slices[number]
    found = []
    for node in before.leaders(top):
        if node in now.scores:
            continue
        partners = before.partners(node)
        gained: dict[int, list[int]] = {}
        for partner in sorted(partners & now.scores.keys()):
            for other in now.partners(partner) - before.partners(partner) - {partner}:
                gained.setdefault(other, []).append(partner)
        if not gained:
            continue
        successor = min(gained, key=lambda other: (-len(gained[other]), other))
        taken = gained[successor]
        if len(taken) >= min(2, len(partners)):
            found.append(
                TakenOver(
                    phase=number + 1,
                    gone=before.told(node, before.scores[node]),
                    successor=now.told(successor, now.scores[successor]),
                    partners=sorted(now.told(partner, 0.0).label for partner in taken),
                    of=len(partners),
                )
            )
    return found
