"""Figures of orders with intervals: precision, recall and lift of what stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import BaseModel, Field

DRAWS = 400
LEVEL = 0.95  # share of the draws within an interval


class Interval(BaseModel):
    """Where 95 of 100 draws lie."""

    low: float = Field(description="Lower end")
    high: float = Field(description="Upper end")


class Estimate(BaseModel):
    """A figure with its interval; null where it cannot be said."""

    value: float | None = Field(description="The figure")
    interval: Interval | None = Field(description="Where 95 of 100 draws lie")


class OrderFigures(BaseModel):
    """How well the first part of an order is chosen."""

    order: str = Field(description="The order: halqa, a simpler one, or chance")
    share: float = Field(description="Share of the consignments that is looked at, 0-1", ge=0, le=1)
    listed: int = Field(description="Consignments in it", ge=0)
    known: int = Field(description="Those of them of which it is known whether they were right", ge=0)
    right: int = Field(description="Those of them that were right", ge=0)
    precision: Estimate = Field(description="Right ones of those of which it is known, 0-1")
    recall: Estimate = Field(description="Of all right ones, the share that is in it, 0-1")
    lift: Estimate = Field(description="How many times more right ones are in it than chance would put there")


@dataclass(frozen=True, eq=False)
class Draws:
    """Weights of clusters of rows, for intervals: what one receiver gets is no independent evidence.

    Attributes:
        cluster: The cluster of each row, numbered from 0.
    """

    cluster: np.ndarray

    @cached_property
    def weights(self) -> np.ndarray:
        """A row a draw, a column a cluster: how often it was drawn (Poisson bootstrap, seeded)."""
        count = int(self.cluster.max(initial=-1)) + 1
        return np.random.default_rng(1).poisson(1.0, (DRAWS, count)).astype(np.float64)

    def sums(self, *values: np.ndarray) -> np.ndarray:
        """The weighted sum of each column of values in each draw: a row a draw, a column a value."""
        count = self.weights.shape[1]
        table = [np.bincount(self.cluster, weights=column.astype(np.float64), minlength=count) for column in values]
        sums: np.ndarray = self.weights @ np.column_stack(table)
        return sums


def ratio(top: float, bottom: float) -> float | None:
    """A ratio; None where there is nothing below the line."""
    return float(top / bottom) if bottom else None


def estimate(value: float | None, drawn: np.ndarray) -> Estimate:
    """A figure with the interval of its draws, those left out in which it cannot be said."""
    some = drawn[np.isfinite(drawn)]
    if value is None or not len(some):
        return Estimate(value=value, interval=None)
    low, high = np.quantile(some, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Estimate(value=round(value, 4), interval=Interval(low=round(float(low), 4), high=round(float(high), 4)))


@dataclass(frozen=True, eq=False)
class Judgement:
    """What is known of consignments, one row each.

    Attributes:
        known: Whether it is known whether each was right.
        right: Whether it was.
        draws: For intervals.
    """

    known: np.ndarray
    right: np.ndarray
    draws: Draws

    def of_order(self, order: str, share: float, listed: np.ndarray) -> OrderFigures:
        """The figures of those that an order lists, a flag each; where none of them was right draws say nothing."""
        known, right = listed & self.known, listed & self.right
        drawn = self.draws.sums(known, right, self.right, listed, np.ones(len(listed)))
        with np.errstate(divide="ignore", invalid="ignore"):
            precision, recall = drawn[:, 1] / drawn[:, 0], drawn[:, 1] / drawn[:, 2]
            lift = recall / (drawn[:, 3] / drawn[:, 4])
        if not right.any():
            precision = recall = lift = np.zeros(0)
        found = ratio(right.sum(), self.right.sum())
        looked_at = ratio(listed.sum(), len(listed))
        return OrderFigures(
            order=order,
            share=share,
            listed=int(listed.sum()),
            known=int(known.sum()),
            right=int(right.sum()),
            precision=estimate(ratio(right.sum(), known.sum()), precision),
            recall=estimate(found, recall),
            lift=estimate(found / looked_at if found is not None and looked_at else None, lift),
        )

    def of_chance(self, share: float) -> OrderFigures:
        """What a share that chance draws holds on average."""
        count = len(self.right)
        rate = ratio(self.right.sum(), self.known.sum())
        return OrderFigures(
            order="chance",
            share=share,
            listed=round(share * count),
            known=round(share * self.known.sum()),
            right=round(share * self.right.sum()),
            precision=Estimate(value=None if rate is None else round(rate, 4), interval=None),
            recall=Estimate(value=share, interval=None),
            lift=Estimate(value=1.0, interval=None),
        )

    def difference(self, listed: np.ndarray, other: np.ndarray) -> Estimate:
        """By how much the recall of one list is above that of another, drawn together."""
        drawn = self.draws.sums(listed & self.right, other & self.right, self.right)
        with np.errstate(divide="ignore", invalid="ignore"):
            gains = (drawn[:, 0] - drawn[:, 1]) / drawn[:, 2]
        gain = ratio(float((listed & self.right).sum()) - float((other & self.right).sum()), self.right.sum())
        return estimate(gain, gains)

    def quotient(self, listed: np.ndarray, other: np.ndarray) -> Estimate:
        """How many times as many right ones are in one list as in another, drawn together."""
        drawn = self.draws.sums(listed & self.right, other & self.right)
        with np.errstate(divide="ignore", invalid="ignore"):
            times = drawn[:, 0] / drawn[:, 1]
        return estimate(ratio((listed & self.right).sum(), (other & self.right).sum()), times)


def first_of_each(scores: Sequence[np.ndarray], ties: Sequence[np.ndarray], share: float) -> np.ndarray:
    """Whether each row is in the first share of its own list; the lists stand one behind the other.

    Args:
        scores: The scores of each list, the highest first.
        ties: What decides between equal ones, the lowest first.
        share: Of each list, at least one row.
    """
    flags = []
    for list_scores, list_ties in zip(scores, ties, strict=True):
        listed = np.zeros(len(list_scores), dtype=bool)
        many = max(1, round(share * len(list_scores)))
        listed[np.lexsort((list_ties, -np.round(list_scores, 12)))[:many]] = True
        flags.append(listed)
    return np.concatenate(flags) if flags else np.zeros(0, dtype=bool)
