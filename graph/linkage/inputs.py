"""What an analysis reads beside the graph: what sources changed, what people decided, what an earlier answer said.

Each is there only for an analysis that declares it; a service reads it for the viewer and hands it in.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Input(StrEnum):
    """What may be declared."""

    AMENDMENTS = "amendments"  # fields that differ between two versions of a record
    DISPOSITIONS = "dispositions"  # what became of leads
    EARLIER = "earlier"  # a kept answer, by the parameter of that name
    RISK_PROFILE = "risk_profile"  # the administration's own weights, thresholds and rules


class Amendment(BaseModel):
    """A field that a source said otherwise later."""

    model_config = ConfigDict(frozen=True)

    record: str = Field(description="Id of the record's node")
    field: str = Field(description="Field, in our words")
    before: str = Field(description="What the version before said; empty where it said nothing")
    after: str = Field(description="What the next one said")
    on: str = Field(description="Extract day of the next version")


class EarlierAnswer(BaseModel):
    """A kept answer."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="Its id")
    title: str = Field(description="What it was called")
    at: str = Field(description="When it was kept, UTC")
    analysis: str = Field(description="Name of the analysis")
    parameters: Mapping[str, Any] = Field(description="Its parameters")
    version: str = Field(description="Version of the data")
    rows: tuple[Mapping[str, Any], ...] = Field(description="Its rows as JSON values")


class Inputs(BaseModel):
    """All of it; what was not declared is empty.

    `lead_evidence` are marks of what a lead was made of when somebody decided; `risk_profile` are the values of its
    file.
    """

    model_config = ConfigDict(frozen=True)

    amendments: tuple[Amendment, ...] = ()
    dispositions: Mapping[str, str] = Field(default_factory=dict)
    lead_evidence: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    earlier: EarlierAnswer | None = None
    risk_profile: Mapping[str, Any] = Field(default_factory=dict)


NO_INPUTS = Inputs()
