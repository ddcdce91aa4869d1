"""Indicators are found here: one function each, with its version, window, source and what it needs to be told.

A function gets what is known of the past (`Facts`), the consignments that are asked about, all of them or one, and its
figures of `thresholds.yaml`; it gives back which of them it fires at. What it says of a hit and the innocent
explanation are messages: `fires.NAME` and `honest.NAME`.
"""

import functools
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import analyses.screening
from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from graph.errors import BadValue, NotFound
from graph.messages import Message, message
from graph.plugins import modules_below
from graph.values.reference.tables import read_table
from graph.wording import names_known, refusal

FILE = Path(__file__).with_name("thresholds.yaml")


@dataclass(frozen=True, eq=False)
class Hits:
    """Where an indicator fires.

    Attributes:
        row: Places among the consignments that were asked about, ascending, each once.
        strength: How strongly, above 0 up to 1.
        evidence: Nodes behind it, a row a hit; -1 where there are fewer.
        values: What stands in its message, by name.
    """

    row: np.ndarray
    strength: np.ndarray
    evidence: np.ndarray
    values: Mapping[str, np.ndarray] = field(default_factory=dict)

    @classmethod
    def where(
        cls,
        fires: np.ndarray,
        evidence: tuple[np.ndarray, ...],
        strength: np.ndarray | float = 1.0,
        **values: np.ndarray,
    ) -> "Hits":
        """The hits where a flag is set; all arrays have a place for each consignment that was asked about."""
        row = np.flatnonzero(fires)
        strengths = np.broadcast_to(np.asarray(strength, dtype=np.float64), fires.shape)[row]
        nodes = np.stack([np.broadcast_to(column, fires.shape)[row] for column in evidence], axis=1)
        return cls(row, np.clip(strengths, 0.01, 1.0), nodes, {name: column[row] for name, column in values.items()})

    def __len__(self) -> int:
        return len(self.row)


Figures = Mapping[str, float]
Function = Callable[[Facts, Consignments, Figures], Hits]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A registered indicator.

    Attributes:
        name: Name of the function.
        function: What computes it.
        version: Goes up when the same data may give other hits.
        family: The file that it stands in.
        window: How far back it looks, in words.
        source: Where it comes from; empty where none was published that we know.
        needs: Columns of `Consignments` without which it is not computed (`a|b`: one of them), or `amendments`.
    """

    name: str
    function: Function
    version: int
    family: str
    window: str
    source: str
    needs: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it says, in one line, with the names of its figures as words."""
        return re.sub(r"`(\w+)`", lambda name: name[1].replace("_", " "), self.computation.splitlines()[0])

    @property
    def computation(self) -> str:
        """How it is computed, in words."""
        return inspect.getdoc(self.function) or ""

    @property
    def innocent(self) -> Message:
        """What honest reason there may be."""
        return message(f"honest.{self.name}")

    def reason(self, values: Mapping[str, Any]) -> Message:
        """What a hit says."""
        return message(f"fires.{self.name}", **values)


_FOUND: dict[str, Indicator] = {}


def indicator(
    version: int = 1, window: str = "all that is known before the day", source: str = "", needs: tuple[str, ...] = ()
) -> Callable[[Function], Function]:
    """Registers a function under its own name; see `Indicator`."""

    def register(function: Function) -> Function:
        family = function.__module__.rpartition(".")[2]
        _FOUND[function.__name__] = Indicator(function.__name__, function, version, family, window, source, needs)
        return function

    return register


@functools.cache
def all_indicators() -> Mapping[str, Indicator]:
    """Every indicator, by name."""
    for _ in modules_below(analyses.screening):
        pass  # importing a module registers its indicators
    return dict(sorted(_FOUND.items()))


def get_indicator(name: str) -> Indicator:
    """The indicator of a name; hyphens count as underscores.

    Raises:
        NotFound: there is none.
    """
    known = all_indicators()
    wanted = name.replace("-", "_")
    if wanted not in known:
        raise NotFound(f"no indicator {name!r}", names_known(name, list(known)))
    return known[wanted]


class IndicatorFigures(BaseModel):
    """What a hit adds, and the thresholds of an indicator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: float = Field(description="Points of a hit of strength 1; 0 where it is shown and not counted")
    thresholds: Mapping[str, float] = Field(default_factory=dict, description="Its figures, the unit in the name")


class Thresholds(BaseModel):
    """The figures of all indicators."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(description="Version of the file", ge=1)
    indicators: Mapping[str, IndicatorFigures] = Field(description="By name of the indicator")


@functools.cache
def usual_thresholds() -> Thresholds:
    """The figures that come with the program.

    Raises:
        BadValue: the file is not complete; the message says where.
    """
    try:
        return Thresholds.model_validate(read_table(FILE)[0])
    except ValidationError as error:
        fault = error.errors()[0]
        what, next_step = refusal(fault)
        raise BadValue(f"{FILE.name}: {'.'.join(map(str, fault['loc']))} {what}", next_step) from None
