"""The weights that make a score out of facts, read from a file that people can read.

A fact of which all groups have much, such as firms, adds by what it is above the usual, so that reasons tell apart.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import BadValue
from graph.messages import Message
from graph.values.reference.tables import read_table
from graph.wording import refusal

USUAL = Path(__file__).with_name("weights.yaml")
POINT_DIGITS = 3  # of points; what is less adds nothing that can be told


class Weights(BaseModel):
    """A set of weights; a fact that it does not name adds nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(description="Version of the set", ge=1)
    constant: float = Field(description="Points of a group of which each fact is as usual")
    cut: float = Field(description="Score below which a group is no lead", ge=0, le=1)
    weights: Mapping[str, float] = Field(description="Points that one unit of a fact adds, by its name")
    usual: Mapping[str, float] = Field(
        default_factory=dict, description="What a fact is where it adds nothing, by its name; 0 for those not named"
    )

    def points(self, names: tuple[str, ...], table: np.ndarray) -> np.ndarray:
        """The points of each fact: a row a group, a column a fact, as `names`.

        Raises:
            BadValue: a weight names no fact.
        """
        for name in (*self.weights, *self.usual):
            if name not in names:
                raise BadValue(f"weights: {name!r} is no fact of a group", f"known: {', '.join(names)}")
        usual = np.array([self.usual.get(name, 0.0) for name in names])
        shares: np.ndarray = (table - usual) * np.array([self.weights.get(name, 0.0) for name in names])
        return shares

    def scores(self, points: np.ndarray) -> np.ndarray:
        """The score of each row of points, 0-1."""
        total = self.constant + points.sum(axis=1)
        scores: np.ndarray = 1 / (1 + np.exp(-total))
        return scores


class Share(BaseModel):
    """What one fact adds to a score."""

    fact: str = Field(description="Name of the fact")
    value: float = Field(description="The fact, in its own unit")
    points: float = Field(description="What it adds: its weight times what the value is above the usual one")
    reason: Message = Field(description="What it says")


def shares_of(
    names: Sequence[str], values: np.ndarray, points: np.ndarray, reason: Callable[[str, float], Message]
) -> list[Share]:
    """The shares of a score, the largest first; facts that add less than a thousandth are left out.

    Args:
        names: Of the facts.
        values: The facts.
        points: What each adds.
        reason: What a fact of a value says, in words.
    """
    shares = [
        Share(
            fact=name,
            value=round(float(value), 4),
            points=round(float(added), 4),
            reason=reason(name, float(value)),
        )
        for name, value, added in zip(names, values.tolist(), points.tolist(), strict=True)
        if round(float(added), POINT_DIGITS)
    ]
    return sorted(shares, key=lambda share: (-share.points, share.fact))


def read_weights(values: Mapping[str, Any], where: str) -> Weights:
    """Weights out of the values of a file.

    Raises:
        BadValue: something is missing, unknown or out of range; the message says where and what.
    """
    try:
        return Weights.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"])) or "the file"
        what, next_step = refusal(fault)
        raise BadValue(f"{where}: {name} {what}", next_step) from None


@cache
def usual_weights() -> Weights:
    """The weights that come with the program."""
    return read_weights(read_table(USUAL)[0], USUAL.name)
