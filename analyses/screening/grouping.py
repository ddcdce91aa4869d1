"""Hits put together by what they are about: a container, a phone, two trucks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, Field

from analyses.registry import Population
from analyses.screening.firing import Fired, IndicatorHit
from graph.model import UNDATED, day_text

MOST_SHOWN = 20  # consignments and hits of one row


class IndicatedThing(BaseModel):
    """What indicators fire about."""

    id: str = Field(description="Id of it, of the first where it is two")
    label: str = Field(description="What people read")
    type: str = Field(description="Node type")
    consignments: int = Field(description="Movements at which an indicator fires about it", ge=1)
    first_on: str | None = Field(description="First day of those")
    last_on: str | None = Field(description="Last day of those")
    receivers: list[str] = Field(description="Names of those who received them, the first ones")
    hits: list[IndicatorHit] = Field(description="What indicators say of the latest of them, each once")
    members: list[str] = Field(description="Ids of it, of the movements and of what the hits are about")


class ThingsPopulation(Population):
    """Out of how many."""

    consignments: int = Field(description="Movements that were looked at", ge=0)
    things: int = Field(description="Things about which an indicator fires", ge=0)
    hits: int = Field(description="Movements at which one fires", ge=0)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Hits about the same: rows of the consignments, by name of the indicator."""

    nodes: tuple[int, ...]
    rows: list[int]


def things_of(fired: Fired, width: int, limit: int) -> tuple[list[IndicatedThing], ThingsPopulation, int]:
    """The things that hits are about, those of most movements first, with how many were cut.

    Args:
        fired: What fires.
        width: How many of the first nodes of the evidence are the thing: 1, or 2 for a pair, whose order says nothing.
        limit: Most rows.
    """
    grouped: dict[tuple[int, ...], set[int]] = {}
    all_rows: set[int] = set()
    for hits in fired.hits.values():
        for row, nodes in zip(hits.row.tolist(), hits.evidence[:, :width].tolist(), strict=True):
            grouped.setdefault(tuple(sorted(nodes)), set()).add(row)
            all_rows.add(row)
    order = sorted(grouped, key=lambda nodes: (-len(grouped[nodes]), nodes))
    things = [_thing(fired, _Grouped(nodes, sorted(grouped[nodes]))) for nodes in order[:limit]]
    population = ThingsPopulation(
        consignments=len(fired.subjects),
        things=len(grouped),
        hits=len(all_rows),
        version=fired.facts.whole.projection.version,
    )
    return things, population, max(0, len(order) - limit)


def _thing(fired: Fired, group: _Grouped) -> IndicatedThing:
    p, subjects, entities = fired.facts.whole.projection, fired.subjects, fired.facts.whole.entities
    days = subjects.day[group.rows]
    dated = days[days != UNDATED]
    by_day = [group.rows[place] for place in np.argsort(-days, kind="stable").tolist()]
    shown = by_day[:MOST_SHOWN]
    hits = _about(fired, shown, [p.ids[node] for node in group.nodes])
    receivers = dict.fromkeys(int(entity) for entity in subjects.receiver[shown].tolist() if entity >= 0)
    nodes = [*group.nodes, *subjects.node[by_day].tolist()]
    return IndicatedThing(
        id=p.ids[group.nodes[0]],
        label=", ".join(map(p.label, group.nodes)),
        type=p.type_of(group.nodes[0]),
        consignments=len(group.rows),
        first_on=day_text(int(dated.min())) if len(dated) else None,
        last_on=day_text(int(dated.max())) if len(dated) else None,
        receivers=[entities.label(entity) for entity in receivers],
        hits=hits,
        members=list(dict.fromkeys((*(p.ids[node] for node in nodes), *(i for hit in hits for i in hit.evidence)))),
    )


def _about(fired: Fired, rows: Sequence[int], ids: Sequence[str]) -> list[IndicatorHit]:
    """The first hit of each indicator at these rows that is about these nodes."""
    by_indicator: dict[str, IndicatorHit] = {}
    for row, hits in fired.of_rows(rows).items():
        assert row in rows
        for hit in hits:
            if set(ids) <= set(hit.evidence):
                by_indicator.setdefault(hit.indicator, hit)
    return [by_indicator[name] for name in sorted(by_indicator)]
