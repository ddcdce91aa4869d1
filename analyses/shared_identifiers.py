"""Phones, addresses, drivers, trucks and containers that unrelated firms have in common."""

from pydantic import Field

from analyses.indicators import PROPERTIES, day_of
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, analysis
from analyses.screening.facts import facts_of
from analyses.screening.firing import fire
from analyses.screening.grouping import IndicatedThing, ThingsPopulation, things_of
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step

INDICATORS = ("shared_address", "shared_driver", "shared_phone", "shared_vehicle")


class SharedIdentifiersParams(AnalysisParams):
    """Parameters of `shared_identifiers`."""

    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    limit: int = Field(100, ge=1, le=10_000, description="Rows in the answer")


class SharedIdentifiersAnswer(AnalysisResult[IndicatedThing, NoEvidence, ThingsPopulation]):
    """The answer of `shared_identifiers`."""


@analysis(SharedIdentifiersParams, properties=PROPERTIES)
def shared_identifiers(world: World, params: SharedIdentifiersParams, tick: Progress) -> SharedIdentifiersAnswer:
    """Phones, addresses, drivers, trucks and containers that unrelated firms have in common.

    Reads:
        Consignments with their receivers, drivers, vehicles and containers; phones and addresses of parties; registers
        of firms.
    Method:
        The indicators `shared_phone`, `shared_address`, `shared_driver` and `shared_vehicle` over everything that is
        known: who is who first, then what few show, without service providers and firms with a common entry in a
        register; drivers and vehicles beyond chance. Sorted by the movements at which one fires, then by id.
    Limits:
        Families, book-keepers and business centres share phones and addresses honestly, neighbours share trucks. What
        links groups of firms in more than one way is the matter of `leads`.
    Sources:
        FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (March 2021); Tumminello et al. (2011),
        doi:10.1371/journal.pone.0017994.
    """
    facts = facts_of(world, day_of(params.as_of, "shared_identifiers"))
    tick(Step("applying indicators"))
    rows, population, cut = things_of(fire(facts, names=INDICATORS), 1, params.limit)
    return SharedIdentifiersAnswer(
        rows=rows,
        population=population,
        notes=[] if rows else [message("nothing.no_hits", consignments=population.consignments)],
        truncated=message("cut.rows", count=cut) if cut else None,
    )
