"""Backtests as requests say them."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

_EXAMPLE: dict[str, JsonValue] = {"months": 3, "step": "quarter", "until": "2023-12-31"}


class BacktestForm(BaseModel):
    """What is replayed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    months: int = Field(12, description="Months up to the last day", ge=1, le=240, examples=[3])
    step: Literal["week", "month", "quarter"] = Field(
        "month", description="From one cut-off to the next", examples=["quarter"]
    )
    horizon: int = Field(3, description="Steps in which a lead may prove right", ge=1, le=52, examples=[1])
    until: datetime.date | None = Field(
        None,
        description="The last day; that on which the last movement was told of if not given",
        examples=["2023-12-31"],
    )
