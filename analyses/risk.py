"""Who is near to seizures: the sum of what arrives over stated ways, each with its decay, and the records behind it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from pydantic import BaseModel, Field

from analyses.double_reports import READ
from analyses.registry import AnalysisResult, Population, analysis
from analyses.spreading import RiskParams, RiskSpread, Seized
from graph.errors import BadValue, NotFound
from graph.kernels.spread import spread, way_back
from graph.linkage.network import Relation, WeightRule
from graph.linkage.unfolding import Reason, reasons
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_text
from graph.progress import Progress, Step

_TOLD = 5  # codes of grades that are named where nobody knows what they mean


class RiskPath(BaseModel):
    """A way from a seizure to an entity."""

    seizure: str = Field(description="Id of the seizure, the first of its reports")
    reports: list[str] = Field(description="Ids of all reports of it")
    seized_on: str | None = Field(description="Its day")
    grade: str = Field(description="Source grade of the report that counts most, as it was given; empty for none")
    share: float = Field(description="Its part of the score, 0-1; those of all ways add up to 1", ge=0, le=1)
    entities: list[str] = Field(description="Ids of the entities on the way, from the seizure on")
    label: str = Field(description="Number and grade of the seizure, the share, and the names of the entities")


class EntityRisk(BaseModel):
    """An entity and what arrives at it."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    score: float = Field(
        description="Sum of what arrives over the best way from each seizure; 1 is a seizure of today. "
        "pagerank: the share of a walk from all seizures, times what these weigh"
    )
    own: float = Field(description="What arrives, by ways, of seizures on its own consignments")
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
    agreement: float | None = Field(
        description="pagerank: of as many as are shown, the share that stands among the first by ways too, 0-1; "
        "null where all are shown"
    )


class RiskAnswer(AnalysisResult[EntityRisk, RiskHop, RiskPopulation]):
    """The answer of `risk`."""


@analysis(RiskParams, properties={"Seizure": (*READ, "grade"), "Inspection": ("result", "inspected_on", "grade")})
def risk(world: World, params: RiskParams, tick: Progress) -> RiskAnswer:
    """Entities by what arrives at them from seizures, over stated ways that add up to the score.

    Reads:
        Seizures on consignments of an entity or made from it, inspections and their results, links between entities:
        what few share, acquaintance, ownership, cases, and trade.
    Method:
        From each seizure the best way to an entity counts: the product of a decay a hop, the strength of each link
        (what few share, at most 1; trade by the partners of the busier side and not by its volume, so that more honest
        trade never raises anybody) and the clearances of whoever is passed, times the age of the seizure and the grade
        of its source. A grade is that of the report, else the worst of the files that hold it; usual ones count whole,
        and what was doubted less (`graph/values/reference/grades.yaml`). The score is the sum over all seizures, so
        that a way's share is just what its seizure adds: without it the score is lower by that. What `double_reports`
        takes for one seizure, with a document, container or vehicle in common, is one way that names its reports:
        without one of them the others still tell it, without all its share is gone. The grade of several reports is
        that of the best: a doubtful one more takes nothing away. An inspection counts as a clearance, by its grade too,
        where nothing was found on the movement, then or at another time. Hubs link nobody, service providers pass
        nothing on, who is only mentioned is left out, and nothing that is dated after the day counts. As `form`
        pagerank, the score is the personalised PageRank of a walk from the same seizures along the same links: over all
        ways, not the best ones alone, and however long; a part of it stays where a clearance, a service provider or the
        want of links keeps it; the ways are told beside it, and whoever has none is not listed.
    Limits:
        Nearness to a seizure is no guilt: partners, neighbours and relatives of those who were caught are mostly
        honest. What nobody looked into has no seizures. Who is who is as it is known now, also for a past day: a later
        paper may have told that two are one. `halqa backtest` replays that too. By PageRank whoever has many links
        takes what his neighbours have, more trade may raise a score, and shares of ways do not add up to it: it is
        there to be compared with, and no quicker.
    Sources:
        Damped spreading activation: Collins and Loftus (1975), doi:10.1037/0033-295X.82.6.407; personalised PageRank:
        Jeh and Widom (2003), doi:10.1145/775152.775191. Grades: NATO AJP-2.1, Europol, College of Policing.
    """
    if params.form == "pagerank" and params.hop_decay == 1:
        raise BadValue("risk: hop_decay is 1, and such a walk never ends", "write a number below 1, such as 0.5")
    tick(Step("linking entities"))
    spreading = RiskSpread(world, params)
    near = _near(world, params.around)
    tick(Step("spreading from seizures", 0, len(spreading.seizures)))
    totals = spreading.totals
    scores = spreading.walked if params.form == "pagerank" else totals
    reached = np.flatnonzero(totals > 0)
    listed = reached if near is None else reached[np.isin(reached, near)]
    order = _best_first(world, listed, scores)
    shown = order[: params.limit].tolist()
    rows = [_row(spreading, entity, None if scores is totals else float(scores[entity])) for entity in shown]
    cut = len(order) - len(shown)
    return RiskAnswer(
        rows=rows,
        evidence=_hops(spreading, rows),
        population=RiskPopulation(
            entities=world.entities.count,
            seizures=len(spreading.seizures),
            reached=len(reached),
            providers=int(spreading.is_provider.sum()),
            agreement=_agreement(_best_first(world, listed, totals), shown) if cut and scores is not totals else None,
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
    return _row(world.once(_usual), entity)


def _usual(world: World) -> RiskSpread:
    return RiskSpread(world, RiskParams.model_validate({}))


def _notes(spreading: RiskSpread, rows: Sequence[EntityRisk]) -> list[Message]:
    if not spreading.seizures:
        come_later = spreading.params.today is not None and spreading.world.whole.seizures
        return [message("nothing.no_seizures_yet") if come_later else message("nothing.no_seizures")]
    notes = [] if rows else [message("nothing.no_risk")]
    unread = spreading.unread_grades
    if unread:
        notes.append(message("risk.unread_grades", count=len(unread), codes=", ".join(unread[:_TOLD])))
    return notes


def _best_first(world: World, entities: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Entities by their scores, the highest first, of equal ones the smallest id first."""
    order = np.lexsort((world.entities.first[entities], -np.round(scores[entities], 12)))
    ordered: np.ndarray = entities[order]
    return ordered


def _agreement(by_ways: np.ndarray, shown: Sequence[int]) -> float:
    """Of those shown, of which there are some, the share that stands among as many first ones by ways."""
    return round(float(np.isin(by_ways[: len(shown)], shown).mean()), 4)


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


def _row(spreading: RiskSpread, entity: int, score: float | None = None) -> EntityRisk:
    """An entity with its ways; its score is their sum where no other is given."""
    values = spread(spreading.how, entity)
    best = values.max(axis=0)
    arriving = []
    for seizure in spreading.seizures:
        value, source = max((float(best[source]), -source) for source in seizure.entities)
        if value > 0:
            arriving.append((value * seizure.weight, seizure, -source))
    total = sum(value for value, *_ in arriving)
    arriving.sort(key=lambda way: (-way[0], way[1].reports))
    world = spreading.world
    return EntityRisk(
        id=world.projection.ids[world.entities.members[entity][0]],
        label=world.entities.label(entity),
        score=round(total if score is None else score, 9),
        own=round(sum(value for value, _, source in arriving if source == entity), 9),
        seizures=len(arriving),
        cleared=int(spreading.cleared[entity]),
        paths=[
            _path(world, value / total, seizure, way_back(spreading.how, values, source))
            for value, seizure, source in arriving[: spreading.params.paths]
        ],
        members=[world.projection.ids[node] for node in world.entities.members[entity]],
    )


def _path(world: World, share: float, seizure: Seized, way: Sequence[int]) -> RiskPath:
    return RiskPath(
        seizure=seizure.reports[0],
        reports=list(seizure.reports),
        seized_on=None if seizure.day == UNDATED else day_text(seizure.day),
        grade=seizure.grade,
        share=share,
        entities=[world.projection.ids[world.entities.members[entity][0]] for entity in way],
        label=f"{_named(seizure)} ({share:.0%}): {' - '.join(map(world.entities.label, way))}",
    )


def _named(seizure: Seized) -> str:
    number = seizure.reports[0].rpartition(":")[2]
    return f"{number}, {seizure.grade}" if seizure.grade else number


def _hops(spreading: RiskSpread, rows: Sequence[EntityRisk]) -> list[RiskHop]:
    """Every link on the ways of some rows, each once."""
    world = spreading.world
    network = world.network(Relation.ANY, WeightRule.ONE)
    entity_of = world.entities.of_node
    place = {int(entity_of[node]): at for at, node in enumerate(network.nodes.tolist())}
    ways = [way.entities for row in rows for way in row.paths]
    steps = {pair for way in ways for pair in pairwise(way)}
    hops = []
    for ends in sorted(steps):
        left, right = (int(entity_of[world.projection.ids.find(end)]) for end in ends)
        hops.append(
            RiskHop(
                ends=ends,
                label=f"{world.entities.label(left)} - {world.entities.label(right)}",
                strength=round(spreading.strength(left, right), 4),
                reasons=reasons(network, place[left], place[right]),
            )
        )
    return hops
