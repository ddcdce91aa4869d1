"""Indicators applied: to everything that is known, or to some consignments alone, with what each hit says in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, Field

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from analyses.screening.registry import Hits, Indicator, Thresholds, all_indicators, usual_thresholds
from graph.messages import Message, message
from graph.model import UNDATED, day_text

AMENDMENTS = "amendments"


class IndicatorHit(BaseModel):
    """An indicator that fires at a consignment."""

    indicator: str = Field(description="Its name")
    version: int = Field(description="Its version", ge=1)
    strength: float = Field(description="How strongly, 0-1", ge=0, le=1)
    points: float = Field(description="What it adds to a score: its points times the strength")
    reason: Message = Field(description="What was seen")
    innocent_explanation: Message = Field(description="What honest reason there may be")
    evidence: list[str] = Field(description="Ids of the nodes behind it")
    about: str = Field(description="What people read of them")
    label: str = Field(description="Its name in words")


@dataclass(frozen=True, eq=False)
class Fired:
    """What fires at some consignments.

    Attributes:
        facts: What is known.
        subjects: The consignments.
        thresholds: The figures.
        hits: By name of the indicator, those that could be computed.
        not_computed: Why others could not.
    """

    facts: Facts
    subjects: Consignments
    thresholds: Thresholds
    hits: Mapping[str, Hits]
    not_computed: Mapping[str, Message]

    def points(self) -> np.ndarray:
        """The points of each consignment, all hits together."""
        total = np.zeros(len(self.subjects))
        for name, hits in self.hits.items():
            total[hits.row] += self.thresholds.indicators[name].points * hits.strength
        return total

    def of_rows(self, rows: Sequence[int]) -> dict[int, list[IndicatorHit]]:
        """The hits of some consignments, those with most points first, then by name."""
        by_row: dict[int, list[IndicatorHit]] = {row: [] for row in rows}
        wanted = np.array(sorted(by_row), dtype=np.int64)
        for name, hits in self.hits.items():
            for place in np.flatnonzero(np.isin(hits.row, wanted)).tolist():
                by_row[int(hits.row[place])].append(self._hit(all_indicators()[name], hits, place))
        for listed in by_row.values():
            listed.sort(key=lambda hit: (-hit.points, hit.indicator))
        return by_row

    def _hit(self, indicator: Indicator, hits: Hits, place: int) -> IndicatorHit:
        p = self.facts.whole.projection
        nodes = [node for node in hits.evidence[place].tolist() if node >= 0]
        strength = round(float(hits.strength[place]), 4)
        return IndicatorHit(
            indicator=indicator.name,
            version=indicator.version,
            strength=strength,
            points=round(self.thresholds.indicators[indicator.name].points * strength, 4),
            reason=indicator.reason({name: _plain(column[place]) for name, column in hits.values.items()}),
            innocent_explanation=indicator.innocent,
            evidence=[p.ids[node] for node in nodes],
            about=", ".join(map(p.label, nodes)),
            label=indicator.name.replace("_", " "),
        )

    def day(self, row: int) -> str | None:
        """The day of a consignment."""
        day = int(self.subjects.day[row])
        return None if day == UNDATED else day_text(day)


def _plain(value: Any) -> float | int:
    """A number of a column as Python's, rounded to what people read."""
    number = value.item()
    return round(number, 4) if isinstance(number, float) else number


def fire(
    facts: Facts,
    subjects: Consignments | None = None,
    names: Iterable[str] = (),
    thresholds: Thresholds | None = None,
) -> Fired:
    """Applies indicators to consignments.

    Args:
        facts: What is known.
        subjects: Some of `facts.known` (`take`), or others in the same columns; all that is known where none are given.
        names: Of the indicators, all where none are named.
        thresholds: The figures, the usual ones where none are given.
    """
    asked = facts.known if subjects is None else subjects
    figures = thresholds or usual_thresholds()
    hits: dict[str, Hits] = {}
    not_computed: dict[str, Message] = {}
    wanted = set(names)
    for name, indicator in all_indicators().items():
        if wanted and name not in wanted:
            continue
        missing = [
            column.replace("|", " or ")
            for column in indicator.needs
            if not any(_is_said(facts, asked, name) for name in column.split("|"))
        ]
        if missing:
            not_computed[name] = message("fires.not_computed", columns=", ".join(missing))
        else:
            hits[name] = indicator.function(facts, asked, figures.indicators[name].thresholds)
    return Fired(facts, asked, figures, hits, not_computed)


def _is_said(facts: Facts, asked: Consignments, column: str) -> bool:
    if column == AMENDMENTS:
        return bool(facts.amendments)
    return facts.carries(column) or asked.carries(column)
