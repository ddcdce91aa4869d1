"""What came of rules and indicators: expected and found, out of what was inspected."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.indicators import AMENDED, PROPERTIES, day_of
from analyses.leading.arriving import moment
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from analyses.screening.applying import apply, profile_in_force
from analyses.screening.facts import Facts, facts_of
from analyses.screening.firing import fire
from analyses.screening.registry import all_indicators, usual_thresholds
from analyses.screening.risk_profile import RiskProfile
from graph.linkage.inputs import Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

_NORMAL = 1.96  # of a 95 % interval
RETIRE_AFTER = 200  # inspections, where no risk profile says it


class RuleResultsParams(AnalysisParams):
    """Parameters of `rule_results`."""

    which: Literal["all", "rules", "indicators"] = Field("all", description="Rules, indicators, or both")
    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    days: int = Field(0, ge=0, description="Only consignments of so many days before; 0 for all that are known")


class RuleResult(BaseModel):
    """What came of a rule or an indicator."""

    id: str = Field(description="`rule:NAME` or `indicator:NAME`")
    label: str = Field(description="What it looks for")
    version: int = Field(description="Its version", ge=1)
    selected: int = Field(description="Movements that it selects", ge=0)
    inspected: int = Field(description="Those of them that were inspected", ge=0)
    found: int = Field(description="Those at which something was found", ge=0)
    found_share: float | None = Field(description="Found of inspected; null where none was", ge=0, le=1)
    found_interval: tuple[float, float] | None = Field(description="95 % interval of that share (Wilson)")
    expected_share: float | None = Field(description="Share that the rule's makers expect; null where none is said")
    lift: float | None = Field(description="Found share over that of all inspected movements; null where none was")
    advice: Message = Field(description="What follows for a review")


class RuleResultsPopulation(Population):
    """Out of how many."""

    consignments: int = Field(description="Movements that were looked at", ge=0)
    inspected: int = Field(description="Those that were inspected, or at which something was seized", ge=0)
    found: int = Field(description="Those at which something was found", ge=0)
    retire_after: int = Field(description="Inspections without a find after which retirement is proposed", ge=1)
    risk_profile: str = Field(description="Name and version of the risk profile; empty for none")


class RuleResultsAnswer(AnalysisResult[RuleResult, NoEvidence, RuleResultsPopulation]):
    """The answer of `rule_results`."""


@analysis(RuleResultsParams, properties=PROPERTIES, inputs=(Input.RISK_PROFILE,), amended=AMENDED)
def rule_results(world: World, params: RuleResultsParams, tick: Progress) -> RuleResultsAnswer:
    """Rules and indicators with what was found where they fire, out of what was inspected, and which to retire.

    Reads:
        Results of inspections (`halqa inspected`, or loaded) and seizures; the risk profile; what `indicators` reads.
    Method:
        Each movement counts once. Inspected is one with an inspection that took place, or with a seizure; found one
        with a seizure or with the result `found`. Shares have a 95 % interval (Wilson 1927); the lift compares with all
        that was inspected. A rule or indicator without a find in `retire_after` inspections is proposed for retirement,
        one that selects nothing for a check. Sorted: rules first, then by lift, then by name.
    Limits:
        Only what was inspected has a known outcome, and inspections are no sample: what rules sent to inspection looks
        better than it is. The share that chance draws is the remedy. A seizure elsewhere on the way counts as found.
    Sources:
        Wilson (1927), doi:10.1080/01621459.1927.10502953; review of profiles: WCO Risk Management Compendium (2011),
        volume 1.
    """
    at = moment(params.as_of, "rule_results")
    profile, notes = profile_in_force(world.inputs, None if at is None else at.date())
    facts = facts_of(world, day_of(params.as_of, "rule_results"))
    tick(Step("applying rules and indicators"))
    retire_after = profile.retire_after if profile else RETIRE_AFTER
    outcome = _Outcome.of(facts, params.days)
    rows = [
        _result(fact, outcome, retire_after)
        for fact in _facts(facts, profile)
        if params.which in ("all", "rules" if fact.is_rule else "indicators")
    ]
    rows.sort(key=lambda row: (row.id.startswith("indicator"), -(row.lift or 0.0), row.id))
    return RuleResultsAnswer(
        rows=rows,
        population=RuleResultsPopulation(
            consignments=int(outcome.looked_at.sum()),
            inspected=int(outcome.inspected.sum()),
            found=int(outcome.found.sum()),
            retire_after=retire_after,
            risk_profile=profile.mark if profile else "",
            version=world.projection.version,
        ),
        notes=[
            *([] if outcome.inspected.any() else [message("rule_results.nothing_inspected")]),
            *(notes or [message("risk_profile.none")]),
        ],
        truncated=None,
    )


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What became of each known movement."""

    looked_at: np.ndarray
    inspected: np.ndarray
    found: np.ndarray

    @classmethod
    def of(cls, facts: Facts, days: int) -> "_Outcome":
        known, movements = facts.known, facts.world.movements
        movement = movements.of_node[known.node]
        looked_at = known.day > facts.now - days if days else np.ones(len(known), dtype=bool)
        inspected, found = movements.is_inspected[movement], movements.is_seized[movement]
        found = found | movements.is_found[movement]
        return cls(looked_at, (inspected | found) & looked_at, found & looked_at)


@dataclass(frozen=True, eq=False)
class _Fact:
    """A rule or an indicator, with where it fires."""

    is_rule: bool
    name: str
    version: int
    label: str
    expected: float | None
    fires: np.ndarray


def _facts(facts: Facts, profile: RiskProfile | None) -> Iterator[_Fact]:
    if profile:
        selected: Mapping[str, np.ndarray] = apply(facts, None, profile).rules
        for rule in profile.rules:
            yield _Fact(True, rule.name, rule.version, rule.title, rule.expected_share, selected[rule.name])
    thresholds = profile.thresholds if profile else usual_thresholds()
    for name, hits in fire(facts, thresholds=thresholds).hits.items():
        fires = np.zeros(len(facts.known), dtype=bool)
        fires[hits.row] = True
        indicator = all_indicators()[name]
        yield _Fact(False, name, indicator.version, indicator.title, None, fires)


def _result(fact: _Fact, outcome: _Outcome, retire_after: int) -> RuleResult:
    inspected, found = int((fact.fires & outcome.inspected).sum()), int((fact.fires & outcome.found).sum())
    base = outcome.found.sum() / max(1, outcome.inspected.sum())
    share = found / inspected if inspected else None
    return RuleResult(
        id=f"{'rule' if fact.is_rule else 'indicator'}:{fact.name}",
        label=fact.label,
        version=fact.version,
        selected=int((fact.fires & outcome.looked_at).sum()),
        inspected=inspected,
        found=found,
        found_share=None if share is None else round(share, 4),
        found_interval=wilson(found, inspected) if inspected else None,
        expected_share=fact.expected,
        lift=round(share / base, 2) if share is not None and base else None,
        advice=_advice(fact, outcome, retire_after),
    )


def _advice(fact: _Fact, outcome: _Outcome, retire_after: int) -> Message:
    inspected, found = int((fact.fires & outcome.inspected).sum()), int((fact.fires & outcome.found).sum())
    if not (fact.fires & outcome.looked_at).any():
        return message("rule_results.selects_nothing")
    if not inspected:
        return message("rule_results.never_inspected")
    if not found and inspected >= retire_after:
        return message("rule_results.retire", inspected=inspected, retire_after=retire_after)
    if not found:
        return message("rule_results.wait", inspected=inspected, retire_after=retire_after)
    low, high = wilson(found, inspected)
    if fact.expected is not None and fact.expected > high:
        return message("rule_results.below", found=found / inspected, expected=fact.expected)
    if fact.expected is not None and fact.expected < low:
        return message("rule_results.above", found=found / inspected, expected=fact.expected)
    return message("rule_results.keep", found=found, inspected=inspected)


def wilson(found: int, inspected: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0-1, after Wilson (1927)."""
    share, square = found / inspected, _NORMAL**2
    centre = share + square / (2 * inspected)
    spread = _NORMAL * math.sqrt(share * (1 - share) / inspected + square / (4 * inspected**2))
    scale = 1 + square / inspected
    return round(max(0.0, (centre - spread) / scale), 4), round(min(1.0, (centre + spread) / scale), 4)
