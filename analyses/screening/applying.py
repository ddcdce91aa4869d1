"""A risk profile applied to consignments: what its indicators and rules add to a score, and why."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from analyses.screening.firing import Fired, fire
from analyses.screening.registry import Thresholds, all_indicators, usual_thresholds
from analyses.screening.risk_profile import RiskProfile, read_risk_profile
from analyses.screening.rules import selected
from graph.linkage.inputs import Inputs
from graph.messages import Message, message

INDICATOR, RULE = "indicator:", "rule:"


def profile_in_force(inputs: Inputs, day: datetime.date | None) -> tuple[RiskProfile | None, list[Message]]:
    """The risk profile of an administration on a day, None where there is none; and what is to be said of it.

    Raises:
        BadValue: it is not whole.
    """
    if not inputs.risk_profile:
        return None, []
    profile = read_risk_profile(inputs.risk_profile, "the risk profile")
    if day is not None and not profile.is_in_force(day):
        return None, [message("risk_profile.not_in_force", profile=profile.mark, day=day.isoformat())]
    return profile, [message("risk_profile.applied", profile=profile.mark)]


@dataclass(frozen=True, eq=False)
class Applied:
    """What fires at some consignments, and which rules select them.

    Attributes:
        fired: Indicators.
        profile: The risk profile; None for the usual figures.
    """

    fired: Fired
    profile: RiskProfile | None

    @cached_property
    def rules(self) -> Mapping[str, np.ndarray]:
        """Whether each rule selects each consignment, by name."""
        return {rule.name: selected(rule, self.fired) for rule in (self.profile.rules if self.profile else ())}

    @cached_property
    def points(self) -> Mapping[str, float]:
        """Points of those indicators and rules that add something, by name of the fact."""
        of_indicators = {
            INDICATOR + name: self.fired.thresholds.indicators[name].points
            for name in self.fired.hits
            if self.fired.thresholds.indicators[name].points
        }
        rules = self.profile.rules if self.profile else ()
        return {**of_indicators, **{RULE + rule.name: rule.points for rule in rules if rule.points}}

    @property
    def notes(self) -> list[Message]:
        """Which indicators count under the risk profile and could not be computed, and why."""
        return [
            message("risk_profile.not_computed", name=name, reason=reason.text)
            for name, reason in self.fired.not_computed.items()
        ]

    @cached_property
    def strengths(self) -> np.ndarray:
        """The strength of each of `points` at each consignment: a row a consignment, a column a fact."""
        table = np.zeros((len(self.fired.subjects), len(self.points)))
        for place, fact in enumerate(self.points):
            if fact.startswith(RULE):
                table[:, place] = self.rules[fact.removeprefix(RULE)]
            else:
                hits = self.fired.hits[fact.removeprefix(INDICATOR)]
                table[hits.row, place] = hits.strength
        return table

    def reason(self, row: int, fact: str) -> Message:
        """What a fact says of a consignment at which it is not 0."""
        name = fact.partition(":")[2]
        if fact.startswith(RULE):
            assert self.profile is not None
            rule = next(rule for rule in self.profile.rules if rule.name == name)
            return message("risk_profile.rule", rule=rule.name, version=rule.version, title=rule.title)
        hits = self.fired.hits[name]
        place = int(np.searchsorted(hits.row, row))
        values = {value: round(float(column[place]), 4) for value, column in hits.values.items()}
        whole = {value: int(number) if number.is_integer() else number for value, number in values.items()}
        return all_indicators()[name].reason(whole)


def adds_anything(profile: RiskProfile | None) -> bool:
    """Whether an indicator or a rule has points, so that it is worth applying them."""
    thresholds = profile.thresholds if profile else usual_thresholds()
    rules = profile.rules if profile else ()
    return any(figures.points for figures in thresholds.indicators.values()) or any(rule.points for rule in rules)


def apply(facts: Facts, subjects: Consignments | None, profile: RiskProfile | None) -> Applied:
    """Applies those indicators that add something or that a rule names, and the rules, to consignments.

    Args:
        facts: What is known.
        subjects: The consignments; all that is known where none are given.
        profile: The risk profile; the usual figures where there is none.
    """
    thresholds = profile.thresholds if profile else usual_thresholds()
    names = list(_needed(thresholds, profile))
    if names:
        return Applied(fire(facts, subjects, names, thresholds), profile)
    return Applied(Fired(facts, facts.known if subjects is None else subjects, thresholds, {}, {}), profile)


def _needed(thresholds: Thresholds, profile: RiskProfile | None) -> Iterable[str]:
    yield from (name for name, figures in thresholds.indicators.items() if figures.points)
    for rule in profile.rules if profile else ():
        yield from (condition.indicator for condition in rule.where if condition.indicator)
