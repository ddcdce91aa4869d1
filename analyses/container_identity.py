"""Containers whose number stands where one container cannot be, or whose registers contradict each other."""

from pydantic import Field

from analyses.indicators import PROPERTIES, day_of
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, analysis
from analyses.screening.facts import facts_of
from analyses.screening.firing import fire
from analyses.screening.grouping import IndicatedThing, ThingsPopulation, things_of
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step

INDICATORS = ("cloned_container", "container_registers_differ")


class ContainerIdentityParams(AnalysisParams):
    """Parameters of `container_identity`."""

    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    limit: int = Field(100, ge=1, le=10_000, description="Rows in the answer")


class ContainerIdentityAnswer(AnalysisResult[IndicatedThing, NoEvidence, ThingsPopulation]):
    """The answer of `container_identity`."""


@analysis(ContainerIdentityParams, properties=PROPERTIES)
def container_identity(world: World, params: ContainerIdentityParams, tick: Progress) -> ContainerIdentityAnswer:
    """Containers whose number stands where one container cannot be, or whose registers contradict each other.

    Reads:
        Consignments with their containers, posts and days; container lists.
    Method:
        The indicators `cloned_container` and `container_registers_differ` over everything that is known: a number at
        two posts that are too far from each other for the time between, and rows of registers with other sizes or
        tares. Sorted by the movements at which one fires, then by id.
    Limits:
        A digit that was mistyped gives the number of another container, whatever its check digit. Distances are as the
        crow flies, and posts whose place is not known are passed over.
    Sources:
        ISO 6346 (numbers of containers); the indicators name theirs.
    """
    facts = facts_of(world, day_of(params.as_of, "container_identity"))
    tick(Step("applying indicators"))
    rows, population, cut = things_of(fire(facts, names=INDICATORS), 1, params.limit)
    return ContainerIdentityAnswer(
        rows=rows,
        population=population,
        notes=[] if rows else [message("nothing.no_hits", consignments=population.consignments)],
        truncated=message("cut.rows", count=cut) if cut else None,
    )
