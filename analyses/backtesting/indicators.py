"""At which of the movements that came each indicator and rule fires, how many of these were right, and what it adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import BaseModel, Field

from analyses.backtesting.figures import Estimate, Judgement, first_of_each
from analyses.screening.applying import INDICATOR, RULE, Applied
from analyses.screening.facts import facts_of
from analyses.screening.firing import fire
from analyses.screening.registry import usual_thresholds
from analyses.screening.risk_profile import RiskProfile
from graph.linkage.world import World

TRIED = 1.0  # points with which an indicator is tried that has none


class IndicatorFigures(BaseModel):
    """What an indicator, or a rule of the risk profile, said of what came, and what it adds to our order."""

    indicator: str = Field(description="Name of the indicator; `rule:` and the name of a rule")
    cutoffs: int = Field(description="Cut-offs at which it could be computed", ge=0)
    hits: int = Field(description="Movements that came at which it fires", ge=0)
    known: int = Field(description="Those of them of which it is known whether they were right", ge=0)
    right: int = Field(description="Those of them that were right", ge=0)
    precision: Estimate = Field(description="Right ones of those of which it is known, 0-1")
    recall: Estimate = Field(description="Of all right ones, the share at which it fires, 0-1")
    lift: Estimate = Field(description="How many times more right ones it fires at than chance would")
    points: float = Field(description="Points with which it is tried: those of the risk profile, 1 where it has none")
    carries: Estimate = Field(
        description="Recall at the main share with these points less recall without them; below 0 they do harm"
    )


@dataclass(frozen=True, eq=False)
class Firing:
    """What fires at the movements that came next.

    Attributes:
        count: How many movements.
        strengths: By name of the indicator or rule, 0-1 for each movement; what could not be computed is missing.
        points: Points of those that have some.
    """

    count: int
    strengths: Mapping[str, np.ndarray]
    points: Mapping[str, float]

    @classmethod
    def of(cls, later: World, nodes: np.ndarray, profile: RiskProfile | None) -> "Firing":
        """Applies every indicator, and the rules of a risk profile, to movements of a later world.

        Each looks at what had been told by then and is dated before the day of the movement, as on its arrival.

        Args:
            later: What had been told at the end of the step, with who is who as it was known before.
            nodes: A paper of each movement.
            profile: The risk profile; the usual figures where there is none.
        """
        facts = facts_of(later)
        rows = facts.row_of_node[nodes]
        is_told = rows >= 0
        thresholds = profile.thresholds if profile else usual_thresholds()
        fired = fire(facts, facts.known.take(rows[is_told]), (), thresholds)
        applied = Applied(fired, profile)
        place = np.flatnonzero(is_told)
        strengths = {}
        for name, hits in fired.hits.items():
            strengths[name] = np.zeros(len(nodes))
            strengths[name][place[hits.row]] = hits.strength
        for name, selects in applied.rules.items():
            strengths[RULE + name] = np.zeros(len(nodes))
            strengths[RULE + name][place] = selects
        points = {name.removeprefix(INDICATOR): points for name, points in applied.points.items()}
        return cls(len(nodes), strengths, points)

    @cached_property
    def added(self) -> np.ndarray:
        """The points that all of them add to each movement."""
        total = np.zeros(self.count)
        for name, points in self.points.items():
            total += points * self.strength(name)
        return total

    def strength(self, name: str) -> np.ndarray:
        """How strongly an indicator or rule fires at each movement; 0 where it could not be computed."""
        return self.strengths.get(name, np.zeros(self.count))

    def tried(self, name: str) -> np.ndarray:
        """What each movement would have more, or less where it has its points already, by an indicator or rule."""
        return (-self.points[name] if name in self.points else TRIED) * self.strength(name)


def indicator_figures(
    judged: Judgement,
    firings: Sequence[Firing],
    points: Sequence[np.ndarray],
    ties: Sequence[np.ndarray],
    share: float,
) -> list[IndicatorFigures]:
    """The figures of every indicator and rule, that which fires at most right ones first.

    Args:
        judged: What is known of the movements of all moments, one after the other.
        firings: What fires at those of each moment.
        points: All points of each movement in our order, by moment, with what `firings` add.
        ties: What decides between equal ones.
        share: The share of the movements that is looked at.
    """
    usual = first_of_each(points, ties, share)
    figures = []
    for name in sorted({name for firing in firings for name in firing.strengths}):
        fires = np.concatenate([firing.strength(name) > 0 for firing in firings])
        of_hits = judged.of_order(name, share, fires)
        tried = [total + firing.tried(name) for total, firing in zip(points, firings, strict=True)]
        other = first_of_each(tried, ties, share)
        has_points = any(name in firing.points for firing in firings)
        figures.append(
            IndicatorFigures(
                indicator=name,
                cutoffs=sum(name in firing.strengths for firing in firings),
                hits=int(fires.sum()),
                known=of_hits.known,
                right=of_hits.right,
                precision=of_hits.precision,
                recall=of_hits.recall,
                lift=of_hits.lift,
                points=next((firing.points[name] for firing in firings if name in firing.points), TRIED),
                carries=judged.difference(usual, other) if has_points else judged.difference(other, usual),
            )
        )
    return sorted(figures, key=lambda row: (-row.right, -row.hits, row.indicator))
