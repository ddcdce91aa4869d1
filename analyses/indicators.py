"""Which indicators fire at which consignments, and how often each does."""

import datetime
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.amendments import FIELDS
from analyses.leading.arriving import moment
from analyses.leading.evidence import PROPERTIES as OF_FACTS
from analyses.parameters import Names, listed
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from analyses.screening.applying import profile_in_force
from analyses.screening.facts import Facts, facts_of
from analyses.screening.firing import Fired, IndicatorHit, fire
from analyses.screening.reading import PROPERTIES as OF_CONSIGNMENTS
from analyses.screening.registry import all_indicators, get_indicator
from analyses.screening.ties import PROPERTIES as OF_TIES
from graph.errors import NotFound
from graph.linkage.inputs import Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_number
from graph.progress import Progress, Step

PROPERTIES = {**OF_FACTS, **OF_CONSIGNMENTS, **OF_TIES}
AMENDED = dict.fromkeys(("declaration", "manifest", "arrival"), tuple(name for name in FIELDS if "consignee" in name))


class IndicatorsParams(AnalysisParams):
    """Parameters of `indicators`."""

    names: Names = Field("", description="Names of indicators, comma-separated; all when empty")
    around: str = Field("", description="Id of a consignment, party, vehicle or container: only what it stands on")
    which: Literal["all", "announced"] = Field(
        "all", description="announced: only those of which notices alone tell, also of days that are still to come"
    )
    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    days: int = Field(0, ge=0, description="Only consignments of so many days before; 0 for all that are known")
    limit: int = Field(100, ge=1, le=100_000, description="Consignments in the answer")


class IndicatedConsignment(BaseModel):
    """A consignment at which indicators fire."""

    id: str = Field(description="Id of its first paper")
    label: str = Field(description="Its number")
    on: str | None = Field(description="Its day")
    receiver: str = Field(description="Name of the receiver")
    points: float = Field(description="What the hits add to a score")
    fired: int = Field(description="Indicators that fire", ge=1)
    hits: list[IndicatorHit] = Field(description="Each with what it says, those with most points first")
    members: list[str] = Field(description="Ids of the consignment and what the hits are about")


class IndicatorRate(BaseModel):
    """How often an indicator fires."""

    indicator: str = Field(description="Its name")
    version: int = Field(description="Its version")
    hits: int = Field(description="Consignments at which it fires", ge=0)
    share: float = Field(description="Of those that were looked at, 0-1", ge=0, le=1)
    points: float = Field(description="Points of a hit of strength 1")


class IndicatorNotComputed(BaseModel):
    """An indicator that could not be computed."""

    indicator: str = Field(description="Its name")
    reason: Message = Field(description="Why")


class IndicatorsPopulation(Population):
    """Out of how many."""

    consignments: int = Field(description="Movements that were looked at", ge=0)
    with_hits: int = Field(description="Those at which something fires", ge=0)
    rates: list[IndicatorRate] = Field(description="How often each indicator fires, the most frequent first")
    not_computed: list[IndicatorNotComputed] = Field(description="Those that could not be computed, and why")
    risk_profile: str = Field(description="Name and version of the risk profile; empty for none")


class IndicatorsAnswer(AnalysisResult[IndicatedConsignment, NoEvidence, IndicatorsPopulation]):
    """The answer of `indicators`."""


@analysis(IndicatorsParams, properties=PROPERTIES, inputs=(Input.RISK_PROFILE,), amended=AMENDED)
def indicators(world: World, params: IndicatorsParams, tick: Progress) -> IndicatorsAnswer:
    """Consignments with the indicators that fire at them, and how often each indicator fires.

    Reads:
        Consignments with their parties, goods, weights, values, vehicles, containers, seals, posts and moments;
        versions of their papers; registers of firms, vehicles and containers; seizures; the risk profile that the
        settings name.
    Method:
        An indicator is a named, versioned function over everything that is known before the day of a consignment; each
        is described in `docs/indicators.md` with its window, source, honest explanation and how often it fires on
        made-up worlds. A movement told by several papers counts once. Consignments are sorted by their points, then by
        how many indicators fire, then by id; points and thresholds are a file, `analyses/screening/thresholds.yaml`,
        unless the risk profile of the administration says otherwise.
    Limits:
        One indicator proves nothing, as those who publish them say: most consignments at which one fires are honest.
        Where no paper says what an indicator needs, it is not computed, and the answer says so. Records without a day
        are left out of what is earlier. Who is who is as it is known now, also for a past day.
    Sources:
        Each indicator names its own; FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021).
    """
    names = [get_indicator(name).name for name in listed(params.names)]
    at = moment(params.as_of, "indicators")
    profile, notes = profile_in_force(world.inputs, None if at is None else at.date())
    facts = facts_of(world, day_of(params.as_of, "indicators"))
    tick(Step("reading consignments"))
    rows = _rows(facts, params)
    tick(Step("applying indicators"))
    fired = fire(facts, facts.subjects.take(rows), names, profile.thresholds if profile else None)
    shown, hit = _order(fired)
    listed_rows = shown[: params.limit].tolist()
    cut = len(shown) - len(listed_rows)
    return IndicatorsAnswer(
        rows=_described(fired, listed_rows),
        population=IndicatorsPopulation(
            consignments=len(rows),
            with_hits=int(hit.sum()),
            rates=rates(fired),
            not_computed=[
                IndicatorNotComputed(indicator=name, reason=reason) for name, reason in fired.not_computed.items()
            ],
            risk_profile=profile.mark if profile else "",
            left_out=[message("left_out.master_documents"), message("left_out.placeholders")],
            version=world.projection.version,
        ),
        notes=[*notes, *([] if len(shown) else [message("nothing.no_hits", consignments=len(rows))])],
        truncated=message("cut.rows", count=cut) if cut else None,
    )


def day_of(as_of: str, name: str) -> int | None:
    """The day of a question; None where none was said.

    Raises:
        BadValue: it is no day.
    """
    at = moment(as_of, name)
    return None if at is None else day_number(at.astimezone(datetime.UTC).date().isoformat())


def rates(fired: Fired) -> list[IndicatorRate]:
    """How often each indicator fires, the most frequent first."""
    asked = max(1, len(fired.subjects))
    described = [
        IndicatorRate(
            indicator=name,
            version=all_indicators()[name].version,
            hits=len(hits),
            share=round(len(hits) / asked, 6),
            points=fired.thresholds.indicators[name].points,
        )
        for name, hits in fired.hits.items()
    ]
    return sorted(described, key=lambda rate: (-rate.hits, rate.indicator))


def _rows(facts: Facts, params: IndicatorsParams) -> np.ndarray:
    """Rows of what was asked for.

    Raises:
        NotFound: the node is not visible.
    """
    subjects = facts.subjects
    wanted = np.ones(len(subjects), dtype=bool)
    if params.which == "announced":
        wanted &= subjects.is_announced
    if params.days:
        wanted &= (subjects.day == UNDATED) | (subjects.day > facts.now - params.days)
    if params.around:
        wanted &= _stands_on(facts, params.around)
    return np.flatnonzero(wanted)


def _stands_on(facts: Facts, node_id: str) -> np.ndarray:
    """Whether each movement names a node, or somebody who is it."""
    p = facts.whole.projection
    number = p.number_of(node_id)
    if number is None:
        raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
    entity = int(facts.whole.entities.of_node[number])
    nodes = facts.whole.entities.members[entity] if entity >= 0 else [number]
    flags = np.zeros(len(facts.subjects), dtype=bool)
    announced = facts.subjects.node[len(facts.known) :]
    for node in nodes:
        near = np.append(facts.world.projection.neighbours(node).nodes, node)
        rows = facts.row_of_node[near]
        flags[rows[rows >= 0]] = True
        flags[len(facts.known) :] |= np.isin(announced, np.append(p.neighbours(node).nodes, node))
    return flags


def _order(fired: Fired) -> tuple[np.ndarray, np.ndarray]:
    """Rows with hits, those with most points first; and whether each row has one."""
    count = np.zeros(len(fired.subjects), dtype=np.int64)
    for hits in fired.hits.values():
        count[hits.row] += 1
    places = np.flatnonzero(count)
    points = np.round(fired.points()[places], 9)
    return places[np.lexsort((fired.subjects.node[places], -count[places], -points))], count > 0


def _described(fired: Fired, rows: list[int]) -> list[IndicatedConsignment]:
    world, subjects = fired.facts.whole, fired.subjects
    hits = fired.of_rows(rows)
    described = []
    for row in rows:
        node_id = world.projection.ids[int(subjects.node[row])]
        receiver = int(subjects.receiver[row])
        described.append(
            IndicatedConsignment(
                id=node_id,
                label=node_id.rpartition(":")[2],
                on=fired.day(row),
                receiver=world.entities.label(receiver) if receiver >= 0 else "",
                points=round(sum(hit.points for hit in hits[row]), 4),
                fired=len(hits[row]),
                hits=hits[row],
                members=list(dict.fromkeys((node_id, *(node for hit in hits[row] for node in hit.evidence)))),
            )
        )
    return described
