"""Trucks of different carriers that come over posts together again and again."""

from pydantic import Field

from analyses.indicators import PROPERTIES, day_of
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, analysis
from analyses.screening.facts import facts_of
from analyses.screening.firing import fire
from analyses.screening.grouping import IndicatedThing, ThingsPopulation, things_of
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step

INDICATORS = ("convoy",)


class CoMovementParams(AnalysisParams):
    """Parameters of `co_movement`."""

    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    limit: int = Field(100, ge=1, le=10_000, description="Rows in the answer")


class CoMovementAnswer(AnalysisResult[IndicatedThing, NoEvidence, ThingsPopulation]):
    """The answer of `co_movement`."""


@analysis(CoMovementParams, properties=PROPERTIES)
def co_movement(world: World, params: CoMovementParams, tick: Progress) -> CoMovementAnswer:
    """Trucks of different carriers that come over posts together again and again.

    Reads:
        Consignments with their trucks, carriers, posts and days.
    Method:
        The indicator `convoy` over everything that is known: two trucks came over one post on one day, on so many days
        and on so large a share of the days of the one that moves less as its thresholds say. Sorted by the movements at
        which it fires, then by id.
    Limits:
        Ferries, opening hours and market days bring trucks together; days at busy posts tell nothing. That two travel
        together says nothing of what they carry.
    Sources:
        Own rule; the indicator names what it follows.
    """
    facts = facts_of(world, day_of(params.as_of, "co_movement"))
    tick(Step("applying indicators"))
    rows, population, cut = things_of(fire(facts, names=INDICATORS), 2, params.limit)
    return CoMovementAnswer(
        rows=rows,
        population=population,
        notes=[] if rows else [message("nothing.no_hits", consignments=population.consignments)],
        truncated=message("cut.rows", count=cut) if cut else None,
    )
