"""The report of a backtest: the figures of each cut-off and pooled, and what the parts of a score carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.backtesting.figures import Draws, Estimate, Judgement, OrderFigures, first_of_each
from analyses.backtesting.indicators import Firing, IndicatorFigures, indicator_figures
from analyses.backtesting.leads import GroupsLater, LeadFigures, lead_figures
from analyses.backtesting.orders import GOODS, HALQA, NETWORK, ORDERS, PROFILE
from analyses.backtesting.outcomes import Outcomes
from analyses.screening.registry import all_indicators
from graph.messages import Message, message

SHARES = (0.01, 0.05, 0.1)  # of the consignments that come, those that can be inspected
MAIN_SHARE = 0.05

Truth = Literal["results", "labels"]


class CutoffFigures(BaseModel):
    """What was known at a moment, and how well it chose among what came next."""

    day: str = Field(description="Day at whose end it is asked")
    until: str = Field(description="Last day of what came next")
    known: int = Field(description="Movements that were known", ge=0)
    seized: int = Field(description="Those of them with a seizure", ge=0)
    leads: int = Field(description="Leads above the cut that nobody had dismissed", ge=0)
    came: int = Field(description="Movements that came next", ge=0)
    inspected: int = Field(description="Those of them whose outcome is known", ge=0)
    right: int = Field(description="Those of them that were right", ge=0)
    strangers: int = Field(description="Those of whose receiver nothing was known", ge=0)
    orders: list[OrderFigures] = Field(description="Each order at each share")


class PartFigures(BaseModel):
    """What an order loses without a part of the score."""

    part: str = Field(description="network, a fact of a consignment, or a share of a lead")
    recall: Estimate = Field(description="Recall without it at the main share")
    carries: Estimate = Field(description="Recall with it less recall without it; below 0 it did harm")


class Comparison(BaseModel):
    """How many times as many right ones are in our first share as in that of another order."""

    order: str = Field(description="The other order; network: ours without what comes of leads")
    times: Estimate = Field(description="Quotient of the two at the main share")


class TruthFigures(BaseModel):
    """All figures by one kind of truth."""

    truth: Truth = Field(description="results: inspections and seizures; labels: what the file of labels says")
    cutoffs: list[CutoffFigures] = Field(description="Each cut-off, the first one first")
    orders: list[OrderFigures] = Field(description="Pooled, each order at each share")
    comparisons: list[Comparison] = Field(description="Ours beside each other order")
    parts: list[PartFigures] = Field(description="What each part carries, that which carries most first")
    indicators: list[IndicatorFigures] = Field(
        description="Pooled, each indicator and rule, that which fires at most right ones first"
    )
    leads: list[LeadFigures] = Field(description="Pooled, each order of groups")


class BacktestReport(BaseModel):
    """What choosing by what was known would have found."""

    shares: list[float] = Field(description="Shares of the consignments that are looked at")
    main_share: float = Field(description="The share of the figures by cut-off, comparisons and parts")
    step: str = Field(description="From one cut-off to the next: week, month or quarter")
    horizon: int = Field(description="Steps after a cut-off in which a lead may prove right", ge=1)
    channels: int = Field(description="Channels that were replayed", ge=0)
    version: str = Field(description="Version of the data that outcomes were read from")
    truths: list[TruthFigures] = Field(description="By results, then by labels where there are some")
    notes: list[Message] = Field(description="What the reader of the figures must know")


@dataclass(frozen=True, eq=False)
class Moment:
    """A cut-off with the movements that came next, one row each, and the scores of each order.

    Attributes:
        day, until: ISO days.
        known, seized: Movements that were known, and those with a seizure.
        leads: How many leads stood above the cut.
        movement: The number of each among all that ever came.
        is_stranger: Whether nothing was known of its receiver.
        ties: What decides between equal scores.
        scores: By order; one that could not be made is missing.
        parts: Scores without each part of ours.
        groups: The leads, with what came on their members.
        firing: Which indicators and rules fire.
        points: All points of each movement in the order that indicators are tried on, with what they add.
    """

    day: str
    until: str
    known: int
    seized: int
    leads: int
    movement: np.ndarray
    is_stranger: np.ndarray
    ties: np.ndarray
    scores: Mapping[str, np.ndarray]
    parts: Mapping[str, np.ndarray]
    groups: GroupsLater
    firing: Firing
    points: np.ndarray

    def score(self, order: str) -> np.ndarray:
        """The scores of an order; one that could not be made leaves the choice to chance."""
        return self.scores.get(order, np.zeros(len(self.movement)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about, beside the moments; `profile` is name and version of a risk profile, "" for none."""

    step: str
    horizon: int
    channels: int
    history: int
    late: int
    judgements: int
    profile: str = ""


def report_of(moments: Sequence[Moment], outcomes: Outcomes, asked: Asked) -> BacktestReport:
    """The report of some moments, in order of time."""
    truths = [_figures("results", moments, outcomes)]
    if outcomes.labelled is not None:
        truths.append(_figures("labels", moments, outcomes))
    return BacktestReport(
        shares=list(SHARES),
        main_share=MAIN_SHARE,
        step=asked.step,
        horizon=asked.horizon,
        channels=asked.channels,
        version=outcomes.world.projection.version,
        truths=truths,
        notes=_notes(moments, truths, asked),
    )


def _figures(truth: Truth, moments: Sequence[Moment], outcomes: Outcomes) -> TruthFigures:
    right_of = outcomes.is_found if truth == "results" else outcomes.is_risky
    known_of = outcomes.is_known if truth == "results" else np.ones(len(right_of), dtype=bool)
    movement = _joined([moment.movement for moment in moments], np.int64)
    judged = Judgement(known_of[movement], right_of[movement], Draws(_clusters(outcomes, movement)))
    ours = _listed(moments, [moment.score(HALQA) for moment in moments], MAIN_SHARE)
    parts = {name: _listed(moments, [moment.parts[name] for moment in moments], MAIN_SHARE) for name in _parts(moments)}
    return TruthFigures(
        truth=truth,
        cutoffs=[_cutoff(moment, known_of, right_of, outcomes) for moment in moments],
        orders=_orders(judged, moments),
        comparisons=[
            Comparison(order=order, times=judged.quotient(ours, listed))
            for order, listed in (
                *((order, _of(moments, order, MAIN_SHARE)) for order in _orders_of(moments) if order != HALQA),
                *((name, listed) for name, listed in parts.items() if name == NETWORK),
            )
        ],
        parts=sorted(
            (
                PartFigures(
                    part=name,
                    recall=judged.of_order(name, MAIN_SHARE, listed).recall,
                    carries=judged.difference(ours, listed),
                )
                for name, listed in parts.items()
            ),
            key=lambda part: (-(part.carries.value or 0.0), part.part),
        ),
        indicators=indicator_figures(
            judged,
            [moment.firing for moment in moments],
            [moment.points for moment in moments],
            [moment.ties for moment in moments],
            MAIN_SHARE,
        ),
        leads=lead_figures([moment.groups for moment in moments], right_of),
    )


def _orders(judged: Judgement, moments: Sequence[Moment]) -> list[OrderFigures]:
    """Each order at each share, and chance."""
    figures = []
    for share in SHARES:
        figures += [judged.of_order(order, share, _of(moments, order, share)) for order in _orders_of(moments)]
        figures.append(judged.of_chance(share))
    return figures


def _orders_of(moments: Sequence[Moment]) -> list[str]:
    """The orders that are told: that of a risk profile where there is one."""
    has_profile = any(PROFILE in moment.scores for moment in moments)
    return [order for order in ORDERS if order != PROFILE or has_profile]


def _parts(moments: Sequence[Moment]) -> list[str]:
    return list(moments[0].parts) if moments else []


def _joined(parts: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)


def _clusters(outcomes: Outcomes, movement: np.ndarray) -> np.ndarray:
    """The receiver of each movement, numbered from 0; whoever has none is one of his own."""
    receiver = outcomes.movements.receiver[movement]
    alone = outcomes.world.entities.count + np.arange(len(movement))
    return np.unique(np.where(receiver >= 0, receiver, alone), return_inverse=True)[1]


def _listed(moments: Sequence[Moment], scores: Sequence[np.ndarray], share: float) -> np.ndarray:
    return first_of_each(scores, [moment.ties for moment in moments], share)


def _of(moments: Sequence[Moment], order: str, share: float) -> np.ndarray:
    return _listed(moments, [moment.score(order) for moment in moments], share)


def _cutoff(moment: Moment, known_of: np.ndarray, right_of: np.ndarray, outcomes: Outcomes) -> CutoffFigures:
    known, right = known_of[moment.movement], right_of[moment.movement]
    judged = Judgement(known, right, Draws(_clusters(outcomes, moment.movement)))
    return CutoffFigures(
        day=moment.day,
        until=moment.until,
        known=moment.known,
        seized=moment.seized,
        leads=moment.leads,
        came=len(moment.movement),
        inspected=int(outcomes.is_known[moment.movement].sum()),
        right=int(right.sum()),
        strangers=int(moment.is_stranger.sum()),
        orders=_orders(judged, [moment]),
    )


def _notes(moments: Sequence[Moment], truths: Sequence[TruthFigures], asked: Asked) -> list[Message]:
    notes = [message("backtest.selection")]
    if not moments:
        return [message("nothing.backtest")]
    if truths[0].truth == "results" and not any(cutoff.right for cutoff in truths[0].cutoffs):
        notes.append(message("backtest.nothing_found"))
    notes += map(_of_network, truths)
    not_computed = sorted(set(all_indicators()).difference(*(moment.firing.strengths for moment in moments)))
    if not_computed:
        notes.append(message("backtest.not_computed", count=len(not_computed), names=", ".join(not_computed)))
    if asked.profile:
        notes.append(message("backtest.risk_profile", profile=asked.profile))
    without = sum(GOODS not in moment.scores for moment in moments)
    if without:
        notes.append(message("backtest.no_goods", count=without))
    for key, count in (("history", asked.history), ("late", asked.late), ("judgements", asked.judgements)):
        if count:
            notes.append(message(f"backtest.{key}", count=count))
    return notes


def _of_network(truth: TruthFigures) -> Message:
    """What the network adds, in words: above chance, below it, or nothing that can be told from chance."""
    carries = next((part.carries for part in truth.parts if part.part == NETWORK), None)
    if carries is None or carries.value is None or carries.interval is None:
        return message("backtest.network_unknown", truth=truth.truth)
    said = {"truth": truth.truth, "carries": carries.value, "low": carries.interval.low, "high": carries.interval.high}
    adds = carries.interval.low > 0
    harms = carries.interval.high < 0
    return message(f"backtest.network_{'adds' if adds else 'harms' if harms else 'adds_nothing'}", **said)
